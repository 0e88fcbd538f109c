"""Pages of the coordinators' programmes: the desk goes the whole way, the company answers, the partner body reads its
copy, and nobody sees what is not theirs.
"""

import datetime as dt
from typing import Any

import pytest

from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.governance.models import AccessRecord
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import (
    Coordinator,
    LiaisonContact,
    LiaisonMeeting,
    Opportunity,
    Pairing,
    ProductSupport,
)
from kosetsu.services.alliances.tests.conftest import DETAIL, SOURCE, SUMMARY, TITLE, TODAY, Field, counted, fresh
from tests import build
from tests.build import browser, once
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
DESK, OURS, PARTNER = "/desk/alliances/", "/alliances/brought/", "/partners/alliances/shared/"
DAY = TODAY.isoformat()
SECRETS = (TITLE, SUMMARY, DETAIL, SOURCE)
LISTS = ("opportunities", "pairings", "contacts", "supports", "meetings")


def says(answer: Any) -> list[str]:
    """Which of the secret words a page holds."""
    text = answer.content.decode()
    return [word for word in SECRETS if word in text]


def at_desk(one: Any, verb: str = "") -> str:
    return f"{one.get_absolute_url()}{verb}"


def seen_by_company(pairing: Pairing, verb: str = "") -> str:
    return f"{OURS}{pairing.public_id}/{verb}"


def test_need_goes_its_whole_way_on_the_pages(farm: Field, company: build.Company) -> None:
    desk, firm = browser(farm.coordinator), browser(company.engineer)
    asked = {
        "liaison": str(farm.liaison.public_id), "side": "need", "source": SOURCE, "title": TITLE, "summary": SUMMARY,
        "detail": DETAIL,
    }  # fmt: skip
    made = desk.post(f"{DESK}opportunities/new/", once(**asked))
    opportunity = Opportunity.objects.get()
    assert made.url == at_desk(opportunity)
    desk.post(at_desk(opportunity, "take_up/"), once())
    desk.post(at_desk(opportunity, "add_candidate/"), once(company=company.organisation.name, why="近い"))
    pairing = Pairing.objects.get()
    assert (pairing.workplace, firm.get(seen_by_company(pairing)).status_code) == (company.workplace, 404)
    desk.post(at_desk(pairing, "tell_company/"), once())
    assert says(firm.get(seen_by_company(pairing))) == [TITLE, SUMMARY]
    assert firm.post(seen_by_company(pairing, "say_interested/"), once()).url == seen_by_company(pairing)
    paper = upload("合意.pdf")
    desk.post(at_desk(pairing, "agree_secrecy/"), once(agreed_on=DAY, file=paper))
    assert says(firm.get(seen_by_company(pairing))) == [TITLE, SUMMARY, DETAIL]
    assert b"".join(desk.get(at_desk(pairing, "secrecy_file/"))) == PDF
    liaison = str(farm.liaison.public_id)
    talk = {
        "liaison": liaison,
        "kind": "interview",
        "on_date": DAY,
        "channel": "visit",
        "pairing": str(pairing.public_id),
    }
    assert desk.post(f"{DESK}contacts/new/", once(**talk)).url == at_desk(pairing)
    desk.post(at_desk(pairing, "match/"), once(matched_on=DAY, agreement="試作を始める"))
    help_given = {
        "liaison": liaison,
        "pairing": str(pairing.public_id),
        "on_date": DAY,
        "topic": "standards",
        "note": "x",
    }
    desk.post(f"{DESK}supports/new/", once(**help_given))
    assert "試作を始める" in desk.get(at_desk(pairing)).content.decode()
    desk.post(at_desk(pairing, "end_pairing/"), once(reason="製品になった"))
    desk.post(at_desk(opportunity, "finish_opportunity/"), once(reason="製品になった"))
    assert (fresh(pairing).state, Opportunity.objects.get().state) == ("ended", "done")
    assert counted("farm_interview", "farm_match", "farm_support") == [1, 1, 1]


def test_form_of_a_contact_has_chosen_what_its_link_says(farm: Field, company: build.Company) -> None:
    pairing = farm.told(company)
    page = browser(farm.coordinator).get(f"{DESK}contacts/new/?kind=interview&pairing={pairing.public_id}")
    form = page.context["form"]
    chosen = {name: str(form[name].value()) for name in ("liaison", "kind", "pairing", "on_date")}
    assert chosen == {
        "liaison": str(farm.liaison.public_id), "kind": "interview", "pairing": str(pairing.public_id), "on_date": DAY,
    }  # fmt: skip


def test_contact_with_somebody_unknown_is_said_beside_the_field(farm: Field) -> None:
    wrong = once(
        liaison=str(farm.liaison.public_id), kind="contact", on_date=DAY, channel="visit", partner="どこにもない会社"
    )
    answer = browser(farm.coordinator).post(f"{DESK}contacts/new/", wrong)
    assert (answer.status_code, LiaisonContact.objects.count()) == (422, 0)
    assert "登録がないか、複数あります" in answer.content.decode()


def test_meeting_is_called_and_held_with_its_decisions_on_the_pages(farm: Field) -> None:
    desk, need = browser(farm.coordinator), farm.added()
    asked = once(
        liaison=str(farm.liaison.public_id), kind="needs", starts_at="2026-11-20T09:00", format="on_site", agenda="議題"
    )
    desk.post(f"{DESK}meetings/new/", asked)
    meeting = LiaisonMeeting.objects.get()
    hold = at_desk(meeting, "hold_meeting/")
    named = {"seat_own": "2", f"seat_{farm.hub.pk}": "1", "minutes": "要点", f"verdict_{need.pk}": "shelve"}
    assert desk.post(hold, once(**named)).status_code == 422
    desk.post(hold, once(**named, **{f"reason_{need.pk}": "時期が早い"}))
    page = desk.get(at_desk(meeting)).content.decode()
    assert (Opportunity.objects.get().state, "時期が早い" in page, counted("farm_needs")) == ("shelved", True, [1])


def test_colleagues_without_a_part_know_who_coordinates_and_nothing_else(farm: Field, company: build.Company) -> None:
    pairing = farm.matched(company)
    support, meeting = farm.support(pairing), farm.called()
    other = browser(farm.other)
    page = other.get(DESK)
    assert (says(page), str(farm.coordinator) in page.content.decode()) == ([], True)
    contact = LiaisonContact.objects.get()
    things = [pairing.opportunity, pairing, contact, support, meeting]
    closed = [f"{DESK}{name}/" for name in LISTS] + [at_desk(one) for one in things]
    closed += [f"{DESK}{name}/new/" for name in ("opportunities", "contacts", "supports", "meetings")]
    assert [other.get(address).status_code for address in closed] == [404] * len(closed)
    assert [browser(farm.coordinator).get(address).status_code for address in closed] == [200] * len(closed)
    assert [browser(farm.manager).get(address).status_code for address in closed] == [200] * len(closed)


def test_coordinator_sees_nothing_from_the_day_after_the_term(farm: Field, company: build.Company) -> None:
    pairing = farm.told(company)
    Coordinator.objects.update(valid_to=TODAY - dt.timedelta(days=1))
    desk = browser(farm.coordinator)
    assert [desk.get(one).status_code for one in (at_desk(pairing), f"{DESK}pairings/", DESK)] == [404, 404, 200]


def test_candidate_is_invisible_to_its_company_in_page_list_export_and_count(
    farm: Field, company: build.Company
) -> None:
    pairing = farm.candidate(company)
    firm = browser(company.engineer)
    page = firm.get(OURS)
    assert (page.context["list"].total, says(page)) == (0, [])
    assert says(firm.get(f"{OURS}?format=csv")) == []
    verbs = [
        firm.post(seen_by_company(pairing, verb), once(reason="x")).status_code
        for verb in ("say_interested/", "decline/")
    ]
    assert (firm.get(seen_by_company(pairing)).status_code, verbs) == (404, [404, 404])
    assert fresh(pairing).state == "candidate"


def test_dropped_candidate_stays_invisible_and_why_one_was_dropped_is_ours(
    farm: Field, company: build.Company, other_company: build.Company
) -> None:  # fmt: skip
    unseen, seen = farm.candidate(company), farm.told(other_company)
    for one in (unseen, seen):
        actions.drop_pairing(by=farm.coordinator, at=AT, pairing=one, reason="内緒の理由")
    assert browser(company.engineer).get(seen_by_company(unseen)).status_code == 404
    page = browser(other_company.engineer).get(seen_by_company(seen))
    assert (says(page), "内緒の理由" in page.content.decode(), "工場を見た" in page.content.decode()) == (
        [TITLE, SUMMARY], False, False,
    )  # fmt: skip


def test_company_sees_its_own_pairing_alone(farm: Field, company: build.Company, other_company: build.Company) -> None:
    mine = farm.told(company)
    theirs = farm.told(other_company, mine.opportunity)
    firm = browser(company.engineer)
    assert (firm.get(OURS).context["list"].total, firm.get(seen_by_company(theirs)).status_code) == (1, 404)
    assert other_company.organisation.name not in firm.get(seen_by_company(mine)).content.decode()
    assert firm.post(seen_by_company(theirs, "decline/"), once(reason="x")).status_code == 404
    assert browser(company.engineer).get(at_desk(mine)).status_code == 404


def test_person_of_another_workplace_does_not_see_it(farm: Field, company: build.Company) -> None:
    elsewhere = build.workplace(company.organisation, "別工場")
    person = build.person("別工場 係")
    person.memberships.create(organisation=company.organisation, workplace=elsewhere, role="engineer")
    assert browser(person).get(seen_by_company(farm.told(company))).status_code == 404


def test_partner_body_reads_the_copy_of_that_day_until_the_next_request_after_it_is_revoked(farm: Field) -> None:
    desk, officer = browser(farm.coordinator), browser(farm.officer)
    opportunity, unshared = farm.added(), farm.added(title="共有していない題名")
    asked = {
        "organisation": str(farm.hub.public_id), "fields_shown": ["summary"], "agreed_on": DAY, "until": DAY,
    }  # fmt: skip
    desk.post(at_desk(opportunity, "share_opportunity/"), once(**asked))
    sharing = opportunity.sharings.get()
    described = actions.Described(side="need", source=farm.source, title="別の題名", summary="別の概要")
    actions.change_opportunity(by=farm.coordinator, at=AT, opportunity=opportunity, described=described)
    page = officer.get(f"{PARTNER}{sharing.public_id}/")
    assert (says(page), "別の概要" in page.content.decode()) == ([TITLE, SUMMARY], False)
    listed = officer.get(PARTNER)
    assert (listed.context["list"].total, unshared.title in listed.content.decode()) == (1, False)
    revoke = f"{DESK}sharings/{sharing.public_id}/revoke_sharing/"
    assert browser(farm.other).post(revoke, once(reason="x")).status_code == 404
    desk.post(revoke, once(reason="提供元の意向"))
    assert (officer.get(f"{PARTNER}{sharing.public_id}/").status_code, officer.get(PARTNER).context["list"].total) == (
        404,
        0,
    )


def test_record_taken_back_on_its_page_counts_no_more(farm: Field, company: build.Company) -> None:
    desk, support = browser(farm.coordinator), farm.support(organisation=company.organisation)
    contact = farm.talk("contact", organisation=farm.source)
    for one, verb in ((support, "take_back_support/"), (contact, "take_back_contact/")):
        assert desk.post(at_desk(one, verb), once(reason="二重の記録")).url == at_desk(one)
        assert "二重の記録" in desk.get(at_desk(one)).content.decode()
    assert (counted("farm_support", "farm_contact"), ProductSupport.objects.standing().count()) == ([0, 0], 0)


def test_manager_appoints_and_ends_and_a_coordinator_does_not(farm: Field) -> None:
    appoint = f"{DESK}liaisons/{farm.liaison.public_id}/appoint_coordinator/"
    asked = once(person=str(farm.other.public_id), valid_from=DAY)
    assert browser(farm.coordinator).post(appoint, asked).status_code == 403
    assert browser(farm.manager).post(appoint, asked).url == farm.liaison.get_absolute_url()
    term = Coordinator.objects.get(person=farm.other)
    assert browser(farm.other).get(f"{DESK}opportunities/").status_code == 200
    browser(farm.manager).post(f"{DESK}coordinators/{term.public_id}/end_coordinator/", once(valid_to=DAY))
    assert Coordinator.objects.get(pk=term.pk).valid_to == TODAY


def test_export_of_contacts_holds_what_the_list_holds(farm: Field) -> None:
    farm.talk("contact", organisation=farm.source, note="行った")
    file = browser(farm.coordinator).get(f"{DESK}contacts/?format=csv&columns=note,partner")
    assert file.content.decode("utf-8-sig").splitlines() == ["日付,相手,内容", f"{DAY},{SOURCE},行った"]


def test_reading_a_confidential_page_is_noted(farm: Field, company: build.Company) -> None:
    pairing = farm.told(company)
    browser(farm.manager).get(at_desk(pairing))
    assert AccessRecord.objects.filter(person=farm.manager).count() == 1
