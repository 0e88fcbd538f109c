"""The year's call: who may apply when, once; what is refused says why and what to do."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from kosetsu.common.decisions import Refused
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Application, Intake, Notice
from kosetsu.services.circles.tests.conftest import call, wish

pytestmark = pytest.mark.django_db


def test_application_keeps_trade_size_and_place_of_its_day(applied, firm):
    [one, *_others] = applied
    firm.member.organisation.employees = 200
    firm.member.organisation.save()
    one.refresh_from_db()
    assert (one.trade, one.size, one.place.code, one.state) == ("E24", "-20", "131083", "received")


def test_applicant_gets_a_mail_that_names_nobody_else(applied, firm):
    mails = Notice.objects.filter(address=firm.member.engineer.email)
    assert [(mail.kind, firm.other.organisation.name in mail.body) for mail in mails] == [("received", False)]


def test_workplace_applies_once_and_again_only_after_it_withdrew(intake, applied, firm, at):
    again = {"by": firm.member.engineer, "at": at, "intake": intake, "workplace": firm.member.workplace}
    with pytest.raises(Refused, match="すでに応募しています"):
        actions.apply(**again, wish=wish(firm.member.engineer))
    actions.withdraw_application(by=firm.member.engineer, at=at, application=applied[0])
    made = actions.apply(**again, wish=wish(firm.member.engineer))
    assert list(intake.applications.filter(workplace=firm.member.workplace).values_list("state", flat=True)) == [
        "withdrawn", made.state
    ]  # fmt: skip


def test_second_application_of_a_workplace_is_impossible_in_the_database(applied, at, firm):
    one = applied[0]
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(
            intake=one.intake, workplace=one.workplace, contact_name="x", contact_email="x@example.jp", motive="x",
            made_at=at, made_by=firm.member.engineer,
        )  # fmt: skip


@pytest.mark.parametrize(("days", "reason"), [(-2, ""), (8, "締め切りました")])
def test_application_outside_the_call_is_refused_and_before_it_there_is_nothing(intake, firm, at, days, reason):
    with pytest.raises(Refused) as refused:
        actions.apply(
            by=firm.member.engineer, at=at + dt.timedelta(days=days), intake=intake, workplace=firm.member.workplace,
            wish=wish(firm.member.engineer),
        )  # fmt: skip
    decision = refused.value.decision
    assert (decision.hidden, reason in decision.reason, intake.applications.count()) == (not reason, True, 0)


def test_nobody_applies_for_another_company(intake, firm, at):
    with pytest.raises(Refused) as refused:
        actions.apply(
            by=firm.member.engineer, at=at, intake=intake, workplace=firm.other.workplace,
            wish=wish(firm.member.engineer),
        )  # fmt: skip
    assert refused.value.decision.hidden


def test_day_that_the_call_does_not_offer_is_refused(intake, firm, at):
    with pytest.raises(Refused, match="募集にない選択肢"):
        actions.apply(
            by=firm.member.engineer, at=at, intake=intake, workplace=firm.member.workplace,
            wish=wish(firm.member.engineer, days=["日曜"]),
        )  # fmt: skip


def test_year_has_one_call_of_a_kind(intake, institute, partner, at):
    with pytest.raises(Refused, match="すでにあります"):
        actions.plan_intake(by=partner, at=at, call=call(institute, at))
    assert Intake.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "reason"),
    [({"least": 4}, "最少が最多"), ({"days": []}, "曜日"), ({"launches_on": dt.date(2026, 11, 1)}, "発足日")],
)
def test_call_that_cannot_be_is_refused(institute, partner, at, changed, reason):
    with pytest.raises(Refused, match=reason):
        actions.plan_intake(by=partner, at=at, call=call(institute, at, **changed))


def test_decision_waits_for_the_deadline(intake, applied, partner, at):
    with pytest.raises(Refused, match="締切"):
        actions.form_circles(by=partner, at=at, intake=intake, cohorts=[applied], days=["水曜"], reasons={})


def test_decision_founds_the_circle_and_tells_everybody_their_own_outcome(formed, applied, firm):
    states = [Application.objects.get(pk=one.pk).state for one in applied]
    assert (formed.code, formed.state, states) == ("CG2026-01", "forming", ["chosen", "chosen", "refused"])
    told = Notice.objects.exclude(kind="received").order_by("pk").values_list("kind", "address")
    assert list(told) == [
        ("chosen", firm.member.engineer.email), ("chosen", firm.other.engineer.email),
        ("refused", firm.refused.engineer.email),
    ]  # fmt: skip


def test_decision_about_other_applications_than_there_are_is_refused(intake, applied, partner, after):
    with pytest.raises(Refused, match="応募が変わりました"):
        actions.form_circles(by=partner, at=after, intake=intake, cohorts=[applied[:2]], days=["水曜"], reasons={})
    assert intake.circles.count() == 0


def test_cohort_that_is_too_small_is_refused_and_nothing_is_half_saved(intake, applied, partner, after):
    reasons = {one.pk: "x" for one in applied[1:]}
    with pytest.raises(Refused, match="2～3社"):
        actions.form_circles(by=partner, at=after, intake=intake, cohorts=[applied[:1]], days=["水曜"], reasons=reasons)
    intake.refresh_from_db()
    assert (intake.decided_at, intake.circles.count(), Notice.objects.exclude(kind="received").count()) == (None, 0, 0)


def test_researcher_does_not_decide(intake, applied, institute, after):
    with pytest.raises(Refused, match="連携推進"):
        actions.form_circles(
            by=institute.researcher, at=after, intake=intake, cohorts=[applied], days=["水曜"], reasons={}
        )
