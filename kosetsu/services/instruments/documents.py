"""Papers of instruments: the licence's card with its QR, the QR that opens a bench, the renewal plan."""

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras, fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.common.qr import qr_svg
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.parties.models import Institute
from kosetsu.services.instruments.models import Licence, RenewalLine

TEMPLATE = Path(__file__).parent / "templates" / "instruments" / "card.typ"
PLAN = TEMPLATE.with_name("renewals.typ")


def validity_address(licence: Licence) -> str:
    """Where anyone reads whether the card is good."""
    return str(settings.PUBLIC_URL) + reverse("instruments:validity", args=[licence.public_id])


def card_pdf(licence: Licence) -> bytes:
    """The card, of a bank card's size; the same licence gives the same bytes."""
    with override("ja"):
        institute = Institute.current()
        data = {
            "title": _("機器利用認定証"),
            "number": licence.number,
            "name": str(licence.person),
            "instrument": licence.offering.name_ja,
            "facts": [
                (_("研修レベル"), str(licence.level)),
                (_("有効期間"), f"{licence.valid_from:%Y/%m/%d}–{licence.valid_until:%Y/%m/%d}"),
            ],
            "institute": institute.name_ja if institute else "",
            "note": _("現在の有効性は、右のコードで確かめられます。"),
            "qr": qr_svg(validity_address(licence), scale=4, border=2),
        }
    return render_apart(TEMPLATE, data, at=licence.issued_at)


def bench_qr(resource: Resource) -> str:
    """The code that stands on the instrument: a telephone opens its bench."""
    return qr_svg(str(settings.PUBLIC_URL) + reverse("instruments-desk:bench", args=[resource.code]), scale=4, border=2)


def renewals_pdf(lines: Sequence[RenewalLine], *, at: dt.datetime) -> bytes:
    """The renewal plan (機器の更新整備計画) on A4, a table for each fiscal year with its sum."""
    with override("ja"):
        institute = Institute.current()
        data = {
            "title": _("機器の更新整備計画"),
            "institute": institute.name_ja if institute else "",
            "day": eras.long_text(day_of(at)),
            "heads": [
                _("管理番号"),
                _("機器"),
                _("拠点"),
                _("区分"),
                _("概算額（円）"),
                _("財源"),
                _("状態"),
                _("理由"),
            ],
            "years": [_year_of_plan(year, list(some)) for year, some in groupby(lines, lambda one: one.fiscal_year)],
            "sum": _("計"),
            "empty": _("計画はまだありません。"),
        }
    return render_apart(PLAN, data, at=at, standards=ACCESSIBLE)


def _year_of_plan(year: int, lines: Sequence[RenewalLine]) -> dict[str, Any]:
    rows = [
        [one.device.code, one.device.name_ja, str(one.device.branch), one.get_kind_display(),
         f"{one.estimated_yen:,}", one.money, one.get_state_display(), one.reason]
        for one in lines
    ]  # fmt: skip
    return {"label": fiscal.label(year), "rows": rows, "sum": f"{sum(one.estimated_yen for one in lines):,}"}
