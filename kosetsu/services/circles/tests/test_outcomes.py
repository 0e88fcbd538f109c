"""What a year brought is asked once of every company that was there when it ended."""

import datetime as dt

import pytest

from kosetsu.foundation.casebook.states import Format
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Note, Notice
from kosetsu.services.circles.states import CircleKind
from tests import build

pytestmark = pytest.mark.django_db
IN_APRIL = dt.datetime(2027, 4, 1, 1, tzinfo=dt.UTC)


def asked():
    return list(Notice.objects.filter(kind="outcome").values_list("address", "fiscal_year"))


def test_members_of_the_years_last_day_are_asked_once_and_the_mail_leads_to_the_answer(circle, firm):
    counts = [actions.ask_outcomes(at=IN_APRIL + dt.timedelta(days=n)) for n in range(2)]
    member = circle.members.get(workplace=firm.member.workplace)
    mine = Notice.objects.get(member=member, kind="outcome")
    assert (counts, sorted(asked())) == (
        [2, 0], sorted((one.engineer.email, 2026) for one in (firm.member, firm.other))
    )  # fmt: skip
    assert (f"/circles/members/{member.public_id}/outcome/" in mine.body, str(circle) in mine.subject) == (True, True)


def test_nobody_is_asked_before_the_year_is_over(circle):
    assert (actions.ask_outcomes(at=IN_APRIL - dt.timedelta(days=1)), asked()) == (0, [])


def test_who_has_left_or_has_answered_is_not_asked(circle, partner, firm, launched_at):
    gone, said = (circle.members.get(workplace=one.workplace) for one in (firm.member, firm.other))
    later = launched_at + dt.timedelta(days=1)
    actions.leave(by=partner, at=later, member=gone, reason="退会")
    actions.pledge(by=firm.other.engineer, at=later, circle=circle, version="1")
    actions.answer_outcome(
        by=firm.other.engineer, at=later, member=said, fiscal_year=2026, contacts=1, deals=0, developments=0,
        open_talks=2,
    )  # fmt: skip
    assert (actions.ask_outcomes(at=IN_APRIL), asked()) == (0, [])


def test_needs_heard_from_a_trade_stand_on_its_board(institute, partner, launched_at, secrecy):
    trade = actions.found_circle(
        by=partner, at=launched_at, kind=CircleKind.INDUSTRY, name="金属プレス業", branch=institute.head_office,
        purpose="課題を聞く", founded_on=launched_at.date(),
    )  # fmt: skip
    appointment = actions.Appointment(
        topic="課題", starts_at=launched_at, ends_at=launched_at + dt.timedelta(hours=2), format=Format.ON_SITE
    )
    meeting = actions.plan_meeting(by=partner, at=launched_at, circle=trade, appointment=appointment)
    browser, address = build.browser(partner), f"/circles/meetings/{meeting.public_id}/hold_meeting/"
    form = browser.get(address).content.decode()
    held = actions.Held(came={}, guests=21, staff=7, needs=["薄板の割れ", " ", "人手"])
    actions.hold_meeting(by=partner, at=launched_at + dt.timedelta(hours=3), meeting=meeting, held=held)
    notes = Note.objects.filter(circle=trade).order_by("pk").values_list("kind", "title", "public")
    assert ("業界のニーズ" in form, list(notes)) == (True, [("need", "薄板の割れ", False), ("need", "人手", False)])
