"""The members' part: who reads it, and that nothing of it is read by anybody else."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.governance.actions import withdraw_consent
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Meeting, Note, Outcome
from kosetsu.services.circles.states import NoteKind
from tests import build

pytestmark = pytest.mark.django_db
SECRET = "秘密の歩留まり"


@pytest.fixture
def pledged(circle, firm, launched_at):
    """A member's engineer has promised."""
    return actions.pledge(by=firm.member.engineer, at=launched_at, circle=circle, version="1")


@pytest.fixture
def note(circle, pledged, firm, launched_at):
    """A need with a file, as only members read it."""
    file = upload(f"{SECRET}.pdf", PDF + SECRET.encode())
    return actions.write_note(
        by=firm.member.engineer, at=launched_at, circle=circle, kind=NoteKind.NEED, title=SECRET, text="困っている",
        files=[file],
    )  # fmt: skip


def addresses(circle, note):
    return [
        f"/circles/{circle.public_id}/inside/", f"/circles/notes/{note.public_id}/",
        f"/circles/files/{note.files.get().public_id}/",
    ]  # fmt: skip


def read(person, address):
    answer = build.browser(person).get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, SECRET in content.decode(errors="replace")


@pytest.fixture(autouse=True)
def _today(settings, launched_at):
    settings.KOSETSU_FIXED_NOW = launched_at


def test_member_and_staff_read_notes_and_files(circle, note, firm, institute):
    for person in (firm.member.engineer, institute.researcher):
        assert [read(person, one) for one in addresses(circle, note)] == [(200, True)] * 3


@pytest.mark.parametrize(("who", "code"), [("stranger", 404), ("refused", 404), ("other", 404)])
def test_nobody_outside_and_no_member_before_the_pledge_reads_anything(circle, note, firm, who, code):
    inside, *others = addresses(circle, note)
    person = getattr(firm, who).engineer
    assert [read(person, one) for one in others] == [(code, False)] * 2
    assert read(person, inside) == (403 if who == "other" else 404, False)


def test_visitor_is_led_to_sign_in(circle, note):
    assert [build.browser().get(one).status_code for one in addresses(circle, note)] == [302] * 3


def test_pledge_taken_back_closes_the_members_part_at_the_next_request(circle, note, firm, pledged, launched_at):
    withdraw_consent(by=firm.member.engineer, at=launched_at, consent=pledged)
    assert [read(firm.member.engineer, one)[1] for one in addresses(circle, note)] == [False] * 3


def test_member_who_left_reads_nothing_from_the_next_day_on(circle, note, firm, partner, launched_at, settings):
    member = circle.members.get(workplace=firm.member.workplace)
    actions.leave(by=partner, at=launched_at, member=member, reason="退会")
    settings.KOSETSU_FIXED_NOW = launched_at + dt.timedelta(days=1)
    assert [read(firm.member.engineer, one) for one in addresses(circle, note)] == [(404, False)] * 3


def test_adviser_reads_only_during_the_term_and_after_the_pledge(circle, note, partner, launched_at, settings):
    adviser = build.person("助言 者")
    actions.commission(
        by=partner, at=launched_at, circle=circle, adviser=adviser, until=launched_at.date() + dt.timedelta(days=90)
    )
    before = read(adviser, addresses(circle, note)[0])
    actions.pledge(by=adviser, at=launched_at, circle=circle, version="1")
    during = read(adviser, addresses(circle, note)[0])
    settings.KOSETSU_FIXED_NOW = launched_at + dt.timedelta(days=91)
    assert (before, during, read(adviser, addresses(circle, note)[0])) == ((403, False), (200, True), (404, False))


def test_stranger_cannot_pledge(circle, firm, launched_at):
    with pytest.raises(Refused) as refused:
        actions.pledge(by=firm.stranger.engineer, at=launched_at, circle=circle, version="1")
    assert refused.value.decision.hidden


def test_only_its_author_makes_a_note_public_and_then_everybody_reads_it(circle, note, firm, partner, launched_at):
    _public(circle, partner, launched_at)
    with pytest.raises(Refused, match="書いた人だけ"):
        actions.publish_note(by=partner, at=launched_at, note=note)
    page = f"/circles/{circle.public_id}/"
    before = SECRET in build.browser().get(page).content.decode()
    actions.publish_note(by=firm.member.engineer, at=launched_at, note=note)
    assert (before, SECRET in build.browser().get(page).content.decode()) == (False, True)


def test_file_of_a_public_note_stays_with_the_members(circle, note, firm, partner, launched_at):
    _public(circle, partner, launched_at)
    actions.publish_note(by=firm.member.engineer, at=launched_at, note=note)
    assert read(firm.stranger.engineer, addresses(circle, note)[2]) == (404, False)


def test_name_of_a_member_is_public_only_where_the_company_says_so(circle, pledged, firm, partner, launched_at):
    _public(circle, partner, launched_at)
    member = circle.members.get(workplace=firm.member.workplace)
    page = f"/circles/{circle.public_id}/"
    with pytest.raises(Refused):
        actions.list_member(by=partner, at=launched_at, member=member, listed=True)
    before = build.browser().get(page).content.decode()
    actions.list_member(by=firm.member.engineer, at=launched_at, member=member, listed=True)
    after = build.browser().get(page).content.decode()
    names = (firm.member.organisation.name, firm.other.organisation.name)
    assert [[name in text for name in names] for text in (before, after)] == [[False, False], [True, False]]


def test_program_named_pdf_is_refused_and_nothing_is_half_saved(circle, pledged, firm, launched_at):
    with pytest.raises(Refused, match="名前の形式と合いません"):
        actions.write_note(
            by=firm.member.engineer, at=launched_at, circle=circle, kind=NoteKind.BOARD, title="x", text="",
            files=[upload("x.pdf", b"MZ\x90\x00")],
        )  # fmt: skip
    assert Note.objects.count() == 0


def test_minutes_are_read_by_those_who_pledged(circle, meet, pledged, firm, launched_at):
    meeting = meet(circle, launched_at, minutes=SECRET)
    seen = {
        name: read(getattr(firm, name).engineer, f"/circles/meetings/{meeting.public_id}/")
        for name in ("member", "other", "stranger")
    }
    assert seen == {"member": (200, True), "other": (404, False), "stranger": (404, False)}
    assert Meeting.objects.visible_to(firm.stranger.engineer, launched_at.date()).count() == 0


def test_year_is_reported_once_with_members_and_meetings_counted(circle, meet, partner, launched_at):
    meet(circle, launched_at)
    with pytest.raises(Refused, match="3月から"):
        actions.report_year(by=partner, at=launched_at, circle=circle, fiscal_year=2026, text="一年")
    march = launched_at.replace(year=2027, month=3, day=20)
    report = actions.report_year(by=partner, at=march, circle=circle, fiscal_year=2026, text="一年")
    with pytest.raises(Refused, match="すでにあります"):
        actions.report_year(by=partner, at=march, circle=circle, fiscal_year=2026, text="もう一度")
    [entry] = Entry.objects.filter(kind="group_active")
    assert (report.members, report.meetings, entry.headcount, entry.reference) == (2, 1, 2, circle.code)


def test_member_says_what_the_year_brought_and_corrects_it(circle, pledged, firm, launched_at):
    member = circle.members.get(workplace=firm.member.workplace)
    said = {"contacts": 3, "deals": 1, "developments": 0, "open_talks": 4}
    given = {"at": launched_at, "member": member, "fiscal_year": 2026}
    actions.answer_outcome(by=firm.member.engineer, **given, **said)
    actions.answer_outcome(by=firm.member.engineer, **given, **{**said, "developments": 1})
    with pytest.raises(Refused):
        actions.answer_outcome(by=firm.stranger.engineer, **given, **said)
    assert list(Outcome.objects.values_list("developments", "open_talks")) == [(1, 4)]


def _public(circle, partner, at):
    actions.describe_circle(
        by=partner, at=at, circle=circle, name="水曜会", summary="集まり", purpose="", statutes="", fee_yen=None,
        public=True,
    )  # fmt: skip
    assert Circle.objects.shown().count() == 1
