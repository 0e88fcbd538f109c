"""Findable documents: offerings with a tariff, and programmes, mixed from the demo catalogue's own clauses."""

import json
import random

from django.db.models import Max

from bench.scale import loading
from bench.scale.dice import public_id, text, title
from bench.scale.parties import Parties
from bench.scale.sizes import SEED, Size
from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.services.programmes.models import Programme

KINDS = ("test", "test", "test", "instrument", "instrument", "course", "room", "adviser_field", "seed")
PROGRAMMES = 0.2


def load_documents(size: Size, parties: Parties) -> None:
    """A fifth of them programmes of the newest year, the others offerings."""
    dice = random.Random(SEED + 5)
    programmes = int(size.documents * PROGRAMMES)
    _load_offerings(size.documents - programmes, parties, dice)
    year = Programme.objects.aggregate(newest=Max("fiscal_year"))["newest"] or 2024
    first = loading.next_id(Programme)
    loading.load(
        Programme,
        ("id", "public_id", "code", "fiscal_year", "category", "name", "component_kind", "operator", "target",
         "limit_yen", "rate", "eligible_costs", "source"),
        (
            (first + place, public_id(dice), f"Z{place:06d}", year, "助成", f"{title(dice)}支援{place}", "grant",
             "支援公社", "都内の中小企業者等", dice.randint(1, 50) * 1_000_000, "1/2", text(dice, 2, 6), "bench")
            for place in range(programmes)
        ),
    )  # fmt: skip


def _load_offerings(count: int, parties: Parties, dice: random.Random) -> None:
    fields = list(TechnologyField.objects.exclude(parent=None).values_list("pk", flat=True))
    first = loading.next_id(Offering)
    loading.load(
        Offering,
        ("id", "public_id", "code", "kind", "name_ja", "summary", "detail", "branch_id", "group_id", "field_id",
         "standards", "keywords", "lead_days", "state", "source"),
        (
            (first + place, public_id(dice), f"Z-{place:06d}", dice.choice(KINDS), f"{title(dice)} {place}",
             text(dice, 1, 2)[:300], text(dice, 3, 10), *reversed(dice.choice(parties.groups)), dice.choice(fields),
             "[]", json.dumps([f"K{place}"]), dice.randint(1, 20), "offered", "bench")
            for place in range(count)
        ),
    )  # fmt: skip
    lines = loading.next_id(TariffLine)
    loading.load(
        TariffLine,
        ("id", "offering_id", "client_class", "part", "unit", "yen", "valid_from", "source"),
        (
            (lines + 3 * place + step, first + place, client_class, "unit", "件", dice.randint(10, 200) * 100,
             "2021-04-01", "bench")
            for place in range(count)
            for step, client_class in enumerate(("sme", "large", "outside"))
        ),
    )  # fmt: skip
