"""Records of the coordinators' programmes for the permission matrix: a need of each company's rival, brought to the
company; talks, a support, a meeting, and what is shared with the ward. The researcher coordinates.
"""

import datetime as dt
from typing import Any

from kosetsu.across.matching.models import CompanyPoints
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import Liaison, Pairing
from kosetsu.services.alliances.pages.client import MOVES as COMPANY_MOVES
from kosetsu.services.alliances.pages.deeds import CONTACT_MOVES, SUPPORT_MOVES
from kosetsu.services.alliances.pages.meetings import MOVES as MEETING_MOVES
from kosetsu.services.alliances.pages.opportunities import MOVES
from kosetsu.services.alliances.pages.pairings import MOVES as PAIRING_MOVES
from kosetsu.services.alliances.rules.liaisons import LiaisonSaid
from kosetsu.services.alliances.tables.liaisons import load_liaison
from kosetsu.services.alliances.tests.conftest import SAID
from tests import build

OF_NEED = ("opportunity", "change_opportunity", "add_candidate", "share_opportunity")
OF_PAIRING = ("pairing", "agree_secrecy", "secrecy_file")
OF_COMPANIES = ("companies", "make_candidate")


def liaison(
    world: Any, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], ward: Organisation,
    at: dt.datetime,
) -> None:  # fmt: skip
    """Planning manages, the researcher coordinates, each company was told of one need, the ward reads a copy."""
    ward.code = "WARD"
    ward.save(update_fields=["code"])
    load_liaison(LiaisonSaid.model_validate(SAID | {"client": "", "bodies": ["WARD"]}))
    CompanyPoints.objects.create(kind="industry", points=100, valid_from=dt.date(2021, 4, 1), source="試験")
    made, day = Liaison.objects.get(), at.date()
    term = actions.appoint_coordinator(
        by=institute.planner, at=at, liaison=made, person=institute.researcher, valid_from=day
    )
    world.lead("public", "alliances-desk:liaison", "alliances-desk:appoint_coordinator", public_id=made.public_id)
    world.lead("public", "alliances-desk:end_coordinator", public_id=term.public_id)
    clinic = Organisation.objects.create(kind="hospital", name="医院", name_folded="医院")
    for whose, (company, word) in companies.items():
        _told(world, whose, company, word, made, clinic, ward, institute.researcher, at)
    called = actions.Invitation(kind="needs", starts_at=at, agenda="議題")
    meeting = actions.call_meeting(by=institute.researcher, at=at, liaison=made, invitation=called)
    names = ("meeting", "hold_meeting", *(verb.name for verb in MEETING_MOVES.verbs))
    world.lead("public", *(f"alliances-desk:{name}" for name in names), public_id=meeting.public_id)


def _told(
    world: Any, whose: str, company: build.Company, word: str, made: Liaison, clinic: Organisation, ward: Organisation,
    by: Any, at: dt.datetime,
) -> None:  # fmt: skip
    day = at.date()
    described = actions.Described(side="need", source=clinic, title=f"{word}の題", summary=word, detail=word)
    need = actions.add_opportunity(by=by, at=at, liaison=made, described=described)
    need = actions.take_up(by=by, at=at, opportunity=need)
    pairing = actions.add_candidate(
        by=by, at=at, opportunity=need, organisation=company.organisation, workplace=company.workplace
    )
    pairing = actions.tell_company(by=by, at=at, pairing=pairing)
    talk = actions.Talk(kind="contact", on_date=day, pairing=pairing, note=word)
    contact = actions.record_contact(by=by, at=at, liaison=made, talk=talk)
    helped = actions.Support(topic="standards", on_date=day, note=word, organisation=company.organisation)
    support = actions.record_support(by=by, at=at, liaison=made, support=helped)
    names = (*OF_NEED, *(verb.name for verb in MOVES.verbs))
    world.lead(whose, *(f"alliances-desk:{name}" for name in names), public_id=need.public_id)
    world.lead(whose, *(f"matching-desk:{name}" for name in OF_COMPANIES), public_id=need.public_id)
    _led(world, whose, pairing)
    for one, name, moves in ((contact, "contact", CONTACT_MOVES), (support, "support", SUPPORT_MOVES)):
        names = (name, *(verb.name for verb in moves.verbs))
        world.lead(whose, *(f"alliances-desk:{name}" for name in names), public_id=one.public_id)
    if whose == "company":
        plain = actions.Described(side="seed", source=clinic, title="共有の題", summary="共有の概要", detail=word)
        seed = actions.add_opportunity(by=by, at=at, liaison=made, described=plain)
        sharing = actions.share_opportunity(
            by=by, at=at, opportunity=seed, organisation=ward, fields=["summary"], agreed_on=day, until=day
        )
        world.lead("public", "alliances-partner:shared_opportunity", "alliances-desk:revoke_sharing",
                   public_id=sharing.public_id)  # fmt: skip


def _led(world: Any, whose: str, pairing: Pairing) -> None:
    names = (*OF_PAIRING, *(verb.name for verb in PAIRING_MOVES.verbs))
    world.lead(whose, *(f"alliances-desk:{name}" for name in names), public_id=pairing.public_id)
    names = ("brought", *(verb.name for verb in COMPANY_MOVES.verbs))
    world.lead(whose, *(f"alliances:{name}" for name in names), public_id=pairing.public_id)
