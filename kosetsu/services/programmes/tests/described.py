"""A small vocabulary, one programme, and companies around it, for tests of the desk."""

import datetime as dt
from typing import Any

from kosetsu.foundation.governance.models import Consent
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.services.programmes.actions.editions import record_description, record_vocabulary
from kosetsu.services.programmes.models import DescriptionEdition
from kosetsu.services.programmes.rules.language import Description, Vocabulary
from kosetsu.services.programmes.tests import plan_world
from tests import build

EARLY = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)


def fact(key: str, kind: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "words": {"ja": key}, "question": {"ja": key}, "source": "要項", **more}


VOCABULARY = {
    "facts": [*plan_world.FACTS, fact("area", "code", record="area")],
    "costs": plan_world.COSTS,
}


def body(code: str = "P001", **more: Any) -> dict[str, Any]:
    return {
        "code": code,
        "fiscal_year": 2026,
        "effective_from": "2026-04-01",
        "effective_to": "2027-03-31",
        "kind": "grant",
        "words": {"ja": f"設備の助成 {code}"},
        "who": {"fact": "employees", "at_most": 20, "clause": "対象者(1)"},
        "courses": [{"key": "main", "rate": "2/3", "limit_yen": 8_000_000, "costs": ["machinery"]}],
        "sources": [{"document": "募集要項", "page": 1}],
        "verified_until": "2027-03-31",
        **more,
    }


def described(code: str = "P001", at: dt.datetime = EARLY, **more: Any) -> DescriptionEdition:
    """A vocabulary and the programme's edition, as the folder would bring them."""
    record_vocabulary(Vocabulary.model_validate(VOCABULARY), at=at)
    record_description(Description.model_validate(body(code, **more)), at=at)
    return DescriptionEdition.objects.filter(code=code).latest("pk")


def company(name: str, employees: int | None) -> Organisation:
    made = build.company(name, "131083").organisation
    made.employees = employees
    made.save()
    return made


def agrees(organisation: Organisation, at: dt.datetime) -> Consent:
    """One of its people agrees to be told of programmes."""
    person = Membership.objects.filter(organisation=organisation).earliest("pk").person
    return Consent.objects.create(person=person, purpose="programme-news", text_version="1", given_at=at)
