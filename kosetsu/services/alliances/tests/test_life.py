"""An opportunity with its companies, from the finding to the product: what moves, what counts, what is refused."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.common.tests.files import upload
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.services.alliances import actions
from kosetsu.services.alliances.models import LiaisonNotice, Pairing
from kosetsu.services.alliances.tests.conftest import DETAIL, SOURCE, SUMMARY, TITLE, TODAY, counted, fresh
from tests import build
from tests.fixtures import AT

pytestmark = pytest.mark.django_db
ALL = ("farm_contact", "farm_interview", "farm_match", "farm_support")


def told():
    return list(LiaisonNotice.objects.order_by("pk").values_list("kind", "address"))


def test_case_of_an_opportunity_names_neither_source_nor_matter(farm):
    made = farm.added()
    case = Case.objects.get(pk=made.case_id)
    assert (case.title, case.organisation, case.state, case.due_on) == (
        "農工連携コーディネーター事業 ニーズ",
        None,
        "found",
        None,
    )
    assert case.number.startswith("連R8-")


def test_mail_to_a_company_says_nothing_of_the_matter(farm, company):
    farm.told(company)
    mail = LiaisonNotice.objects.get()
    assert [word in mail.subject + mail.body for word in (TITLE, SUMMARY, DETAIL, SOURCE)] == [False] * 4
    assert told() == [("told", company.engineer.email)]


def test_company_keeps_reading_what_it_was_told_when_the_opportunity_is_said_otherwise(farm, company):
    pairing = farm.told(company)
    described = actions.Described(side="need", source=farm.source, title="別の題名", summary="別の概要")
    actions.change_opportunity(by=farm.coordinator, at=AT, opportunity=pairing.opportunity, described=described)
    found = fresh(pairing)
    assert (found.shown_title, found.shown_summary, found.opportunity.title) == (TITLE, SUMMARY, "別の題名")


@pytest.mark.parametrize(("names_source", "shown"), [(False, ""), (True, SOURCE)])
def test_source_is_named_to_a_company_only_where_it_agreed(farm, company, names_source, shown):
    opportunity = farm.opened(names_source=names_source)
    assert farm.told(company, opportunity).shown_source == shown


def test_detail_is_opened_as_it_is_when_secrecy_is_agreed(farm, company):
    pairing = farm.told(company)
    assert pairing.shown_detail == ""
    paper = upload("契約.pdf")
    found = actions.agree_secrecy(by=farm.coordinator, at=AT, pairing=pairing, agreed_on=TODAY, file=paper)
    assert (found.shown_detail, found.secrecy_on, found.secrecy_name) == (DETAIL, TODAY, "契約.pdf")
    assert [kind for kind, _address in told()] == ["told", "opened"]
    with pytest.raises(Refused, match="すでに記録"):
        actions.agree_secrecy(by=farm.coordinator, at=AT, pairing=found, agreed_on=TODAY)


def test_candidate_cannot_agree_to_secrecy_or_be_interviewed(farm, company):
    pairing = farm.candidate(company)
    with pytest.raises(Refused, match="候補"):
        actions.agree_secrecy(by=farm.coordinator, at=AT, pairing=pairing, agreed_on=TODAY)
    with pytest.raises(Refused, match="まだ企業に紹介していません"):
        farm.talk(pairing=pairing)
    assert counted(*ALL) == [0, 0, 0, 0]


def test_company_is_told_only_of_an_open_opportunity(farm, company):
    pairing = farm.candidate(company, farm.added())
    with pytest.raises(Refused, match="展開中"):
        actions.tell_company(by=farm.coordinator, at=AT, pairing=pairing)


def test_company_has_one_open_pairing_with_an_opportunity_and_another_after_it_declined(farm, company):
    pairing = farm.told(company)
    with pytest.raises(Refused, match="すでに候補か紹介済み"):
        farm.candidate(company, pairing.opportunity)
    actions.decline(by=company.engineer, at=AT, pairing=pairing, reason="人手がない")
    assert farm.candidate(company, pairing.opportunity).state == "candidate"


def test_database_refuses_a_second_open_pairing(farm, company):
    pairing = farm.candidate(company)
    with pytest.raises(IntegrityError), transaction.atomic():
        Pairing.objects.create(
            opportunity=pairing.opportunity, organisation=company.organisation, made_by=farm.coordinator, made_at=AT
        )


def test_source_is_no_candidate(farm):
    opportunity = farm.opened()
    with pytest.raises(Refused, match="提供元"):
        actions.add_candidate(by=farm.coordinator, at=AT, opportunity=opportunity, organisation=farm.source)


def test_answers_of_a_company_are_told_to_the_coordinators_and_kept(farm, company):
    pairing = actions.say_interested(by=company.engineer, at=AT, pairing=farm.told(company))
    assert pairing.interested_at == AT
    pairing = actions.decline(by=company.engineer, at=AT, pairing=pairing, reason="人手がない")
    assert (pairing.state, pairing.reason) == ("declined", "人手がない")
    assert told()[1:] == [("answered", farm.coordinator.email)] * 2


def test_answer_that_a_coordinator_wrote_down_is_told_to_nobody(farm, company):
    actions.say_interested(by=farm.coordinator, at=AT, pairing=farm.told(company))
    assert [kind for kind, _address in told()] == ["told"]


def test_each_talk_is_one_entry_that_names_whom_one_talked_to_and_nothing_else(farm, company):
    opportunity = farm.opened()
    farm.talk("contact", opportunity=opportunity, channel="telephone", note="秘密")
    farm.talk(pairing=farm.told(company, opportunity))
    found = Entry.objects.order_by("pk").values_list(
        "kind", "organisation__name", "workplace", "channel", "field", "branch__code", "case", "topic", "details"
    )
    assert list(found) == [
        ("farm_contact", SOURCE, None, "telephone", "farm", "B01", None, "", {}),
        ("farm_interview", company.organisation.name, company.workplace.pk, "visit", "farm", "B01", None, "", {}),
    ]


def test_interview_moves_its_pairing_and_a_contact_does_not(farm, company):
    pairing = farm.told(company)
    assert fresh(farm.talk("contact", pairing=pairing).pairing).state == "told"
    assert fresh(farm.talk(pairing=pairing).pairing).state == "interviewing"


def test_talk_with_a_company_that_declined_is_refused_whole(farm, company):
    pairing = actions.decline(by=company.engineer, at=AT, pairing=farm.told(company), reason="人手がない")
    with pytest.raises(Refused, match="企業が辞退"):
        farm.talk(pairing=pairing)
    assert counted(*ALL) == [0, 0, 0, 0]


@pytest.mark.parametrize("given", [{}, {"on_date": TODAY + dt.timedelta(days=1)}, {"on_date": dt.date(2021, 3, 31)}])
def test_talk_without_a_partner_or_on_another_day_is_refused(farm, given):
    whom = {} if not given else {"organisation": farm.source}
    with pytest.raises(Refused):
        farm.talk("contact", **given, **whom)


def test_match_needs_an_interview_and_is_one_entry(farm, company):
    pairing = farm.matched(company)
    assert counted(*ALL) == [0, 1, 1, 0]
    entry = Entry.objects.get(kind="farm_match")
    assert (entry, entry.organisation, entry.case) == (
        pairing.match_entry, company.organisation, pairing.opportunity.case,
    )  # fmt: skip
    with pytest.raises(Refused, match="マッチング成立"):
        actions.match(by=farm.coordinator, at=AT, pairing=pairing, matched_on=TODAY, agreement="もう一度")


def test_match_before_the_interview_is_refused(farm, company):
    pairing = farm.interviewed(company)
    with pytest.raises(Refused, match="面談の記録がありません"):
        actions.match(
            by=farm.coordinator, at=AT, pairing=pairing, matched_on=TODAY - dt.timedelta(days=1), agreement="合意"
        )
    with pytest.raises(Refused, match="合意した内容"):
        actions.match(by=farm.coordinator, at=AT, pairing=pairing, matched_on=TODAY, agreement=" ")


def test_match_taken_back_is_reversed_and_may_be_made_again(farm, company):
    pairing = actions.take_back_match(by=farm.coordinator, at=AT, pairing=farm.matched(company), reason="別の企業")
    assert (pairing.state, pairing.match_entry, counted("farm_match")) == ("interviewing", None, [0])
    actions.match(by=farm.coordinator, at=AT, pairing=pairing, matched_on=TODAY, agreement="合意")
    assert counted("farm_match") == [1]


def test_match_with_a_standing_support_is_not_taken_back(farm, company):
    pairing = farm.matched(company)
    support = farm.support(pairing)
    with pytest.raises(Refused, match="製品化支援の記録"):
        actions.take_back_match(by=farm.coordinator, at=AT, pairing=pairing, reason="誤り")
    actions.take_back_support(by=farm.coordinator, at=AT, support=support, reason="誤り")
    assert counted("farm_support") == [0]
    actions.take_back_match(by=farm.coordinator, at=AT, pairing=pairing, reason="誤り")


def test_last_interview_of_a_match_stays_and_of_another_leads_a_step_back(farm, company, other_company):
    matched = farm.matched(company)
    with pytest.raises(Refused, match="ただ一つの面談"):
        actions.take_back_contact(by=farm.coordinator, at=AT, contact=matched.contacts.get(), reason="誤り")
    pairing = farm.interviewed(other_company, matched.opportunity)
    contact = actions.take_back_contact(by=farm.coordinator, at=AT, contact=pairing.contacts.get(), reason="誤り")
    assert (fresh(pairing).state, counted("farm_interview")) == ("told", [1])
    with pytest.raises(Refused, match="すでに取り消されています"):
        actions.take_back_contact(by=farm.coordinator, at=AT, contact=contact, reason="誤り")


def test_support_is_one_entry_under_its_topic(farm, company):
    farm.support(farm.matched(company))
    farm.support(organisation=company.organisation)
    assert (
        list(Entry.objects.filter(kind="farm_support").values_list("topic", "organisation"))
        == [("規格", company.organisation.pk)] * 2
    )


@pytest.mark.parametrize("given", [{"topic": "old"}, {"topic": "nothing"}, {"note": " "}])
def test_support_under_a_topic_of_another_time_or_without_words_is_refused(farm, company, given):
    with pytest.raises(Refused):
        farm.support(organisation=company.organisation, **given)


def test_support_of_a_pairing_without_match_or_of_another_company_is_refused(farm, company, other_company):
    with pytest.raises(Refused, match="成立していません"):
        farm.support(farm.told(company))
    with pytest.raises(Refused, match="違う企業"):
        farm.support(farm.matched(other_company), organisation=company.organisation)


def test_opportunity_is_not_shelved_while_a_company_waits_nor_finished_with_a_candidate(farm, company, other_company):
    pairing = farm.told(company)
    farm.candidate(other_company, pairing.opportunity)
    with pytest.raises(Refused, match="待っている企業"):
        actions.shelve(by=farm.coordinator, at=AT, opportunity=pairing.opportunity, reason="後で")
    actions.drop_pairing(by=farm.coordinator, at=AT, pairing=pairing, reason="合わない")
    with pytest.raises(Refused, match="候補の企業"):
        actions.finish_opportunity(by=farm.coordinator, at=AT, opportunity=pairing.opportunity, reason="済み")
    shelved = actions.shelve(by=farm.coordinator, at=AT, opportunity=pairing.opportunity, reason="後で")
    assert (shelved.state, shelved.reason, shelved.case.closed_at) == ("shelved", "後で", AT)
    again = actions.take_up(by=farm.coordinator, at=AT, opportunity=shelved)
    assert (again.state, again.case.closed_at) == ("open", None)


def test_pairing_ends_with_what_came_of_it_and_the_opportunity_is_done(farm, company):
    pairing = actions.end_pairing(by=farm.coordinator, at=AT, pairing=farm.matched(company), reason="製品になった")
    done = actions.finish_opportunity(
        by=farm.coordinator, at=AT, opportunity=pairing.opportunity, reason="製品になった"
    )
    assert (pairing.state, done.state, counted("farm_match")) == ("ended", "done", [1])


def test_terms_of_a_coordinator_do_not_overlap(farm):
    with pytest.raises(Refused, match="重なります"):
        actions.appoint_coordinator(
            by=farm.manager, at=AT, liaison=farm.liaison, person=farm.coordinator, valid_from=TODAY
        )
    term = farm.liaison.coordinators.get()
    actions.end_coordinator(by=farm.manager, at=AT, coordinator=term, valid_to=TODAY)
    tomorrow = TODAY + dt.timedelta(days=1)
    actions.appoint_coordinator(
        by=farm.manager, at=AT, liaison=farm.liaison, person=farm.coordinator, valid_from=tomorrow
    )
    assert farm.liaison.coordinators.count() == 2


def test_only_staff_coordinate_and_only_managers_appoint(farm, company):
    with pytest.raises(Refused, match="職員ではありません"):
        actions.appoint_coordinator(
            by=farm.manager, at=AT, liaison=farm.liaison, person=company.engineer, valid_from=TODAY
        )
    with pytest.raises(Refused, match="連携推進"):
        actions.appoint_coordinator(
            by=farm.coordinator, at=AT, liaison=farm.liaison, person=farm.other, valid_from=TODAY
        )


def test_people_of_another_workplace_get_no_mail(farm, company):
    elsewhere = build.workplace(company.organisation, "別工場")
    other = build.person("別工場 係")
    other.memberships.create(organisation=company.organisation, workplace=elsewhere, role="engineer")
    farm.told(company)
    assert told() == [("told", company.engineer.email)]
