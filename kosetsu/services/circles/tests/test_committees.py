"""The committee of a joint meeting, partner groups of researchers, and the colleagues who look after a circle."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Task
from kosetsu.services.circles.states import CircleKind
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def joint(institute, launched_at):
    """The joint meeting as it is planned."""
    starts = launched_at + dt.timedelta(days=60)
    plan = gatherings.Plan(
        service="circles", kind="joint_meeting", title="第36回 合同交流会", format=Format.ONLINE,
        parts=[gatherings.Part(starts, starts + dt.timedelta(hours=3), online_url="https://joint.example.jp")],
    )  # fmt: skip
    return gatherings.plan_gathering(by=institute.planner, at=launched_at, plan=plan)


def founded(partner, at, branch, kind=CircleKind.COMMITTEE, **said):
    given = {"name": "実行委員会", "purpose": "合同交流会を準備する", "founded_on": at.date(), **said}
    return actions.found_circle(by=partner, at=at, kind=kind, branch=branch, **given)


@pytest.fixture
def committee(joint, circle, partner, institute, firm, launched_at):
    """With one member of a group and one colleague."""
    made = founded(partner, launched_at, institute.head_office, gathering=joint)
    actions.join(by=partner, at=launched_at, circle=made, workplace=firm.member.workplace)
    actions.assign_colleague(by=partner, at=launched_at, circle=made, person=institute.planner)
    return made


@pytest.fixture
def decided(committee, partner, institute, launched_at):
    """A meeting of it, which left something to do to each."""
    member = committee.members.get()
    tasks = [
        actions.ToDo(text, who, launched_at.date()) for text, who in (("講師", member), ("配信", institute.planner))
    ]
    starts = launched_at + dt.timedelta(hours=1)
    appointment = actions.Appointment(
        topic="準備", starts_at=starts, ends_at=starts + dt.timedelta(hours=2), format=Format.ON_SITE
    )
    meeting = actions.plan_meeting(by=partner, at=launched_at, circle=committee, appointment=appointment)
    held = actions.Held(came={member: (2, 0)}, staff=3, minutes="決めた", tasks=tasks)
    return actions.hold_meeting(by=partner, at=starts + dt.timedelta(hours=3), meeting=meeting, held=held)


def test_committee_meeting_counts_as_its_own_kind_with_the_staff_and_as_no_groups_meeting(decided):
    rows = Entry.objects.filter(service="circles", reference=decided.circle.code)
    assert list(rows.values_list("kind", "headcount")) == [("committee_meeting", 5)]


def test_what_a_committee_decided_is_the_members_part_or_the_colleagues(decided, firm):
    assert [one.whose for one in Task.objects.order_by("pk")] == [firm.member.organisation.name, "企画 係"]


def test_colleague_finishes_their_own_task_and_not_the_members(decided, committee, institute, launched_at):
    theirs, mine = Task.objects.order_by("pk")
    other = build.post(build.person("経理 係"), "accounts", institute.head_office)
    later = launched_at + dt.timedelta(days=1)
    mine.colleague = other
    mine.save()
    done = actions.finish_task(by=other, at=later, task=mine)
    with pytest.raises(Refused):
        actions.finish_task(by=other, at=later, task=theirs)
    assert done.done_at == later


def test_who_is_in_no_group_does_not_sit_on_the_committee(committee, partner, firm, launched_at):
    with pytest.raises(Refused, match="活動中の交流グループの会員"):
        actions.join(by=partner, at=launched_at, circle=committee, workplace=firm.stranger.workplace)


def test_joint_meeting_has_one_committee(committee, joint, partner, institute, launched_at):
    with pytest.raises(Refused, match="すでにあります"):
        founded(partner, launched_at, institute.head_office, gathering=joint)


def test_committee_without_a_joint_meeting_or_one_of_another_kind_is_refused(joint, partner, institute, launched_at):
    with pytest.raises(Refused, match="合同交流会を1つ"):
        founded(partner, launched_at, institute.head_office)
    with pytest.raises(Refused, match="合同交流会を1つ"):
        founded(partner, launched_at, institute.head_office, kind=CircleKind.SOCIETY, gathering=joint)
    joint.kind = "seminar"
    joint.save()
    with pytest.raises(Refused, match="これから開く合同交流会ではありません"):
        founded(partner, launched_at, institute.head_office, gathering=joint)
    assert Circle.objects.filter(kind="committee").count() == 0


def test_committee_reports_no_year_and_is_no_active_group(committee, partner, launched_at):
    with pytest.raises(Refused, match="年次報告をしません"):
        actions.report_year(by=partner, at=launched_at, circle=committee, fiscal_year=2026, text="済んだ")


def test_only_a_colleague_looks_after_a_circle_and_only_once(committee, partner, institute, firm, launched_at):
    for person, why in ((firm.member.engineer, "職員ではありません"), (institute.planner, "すでに担当しています")):
        with pytest.raises(Refused, match=why):
            actions.assign_colleague(by=partner, at=launched_at, circle=committee, person=person)


def test_colleague_relieved_looks_after_it_until_that_day(committee, partner, launched_at):
    [one] = committee.secretaries.all()
    ended = actions.relieve_colleague(by=partner, at=launched_at, secretary=one)
    with pytest.raises(Refused, match="すでに終わっています"):
        actions.relieve_colleague(by=partner, at=launched_at, secretary=one)
    tomorrow = launched_at.date() + dt.timedelta(days=1)
    assert (ended.until, list(committee.secretaries.on(tomorrow))) == (launched_at.date(), [])


def test_partner_group_meets_as_its_own_kind(partner, institute, meet, launched_at, firm):
    group = founded(partner, launched_at, institute.head_office, kind=CircleKind.PARTNER, name="ロボット技術")
    actions.join(by=partner, at=launched_at, circle=group, workplace=firm.stranger.workplace)
    meet(group, launched_at + dt.timedelta(days=3), staff=2)
    rows = Entry.objects.filter(service="circles", reference=group.code).values_list("kind", "headcount")
    assert (group.code[:2], list(rows)) == ("PG", [("partner_meeting", 3)])


def test_joint_meetings_page_leads_to_the_form_and_then_to_the_committee(joint, circle, partner):
    browser, address = build.browser(partner), f"/desk/events/{joint.public_id}/"
    form = f"/desk/circles/new/?kind=committee&amp;gathering={joint.code}"
    before = browser.get(address).content.decode()
    page = browser.get(form.replace("&amp;", "&")).content.decode()
    made = founded(partner, dt.datetime(2026, 12, 25, 3, tzinfo=dt.UTC), circle.branch, gathering=joint)
    after = browser.get(address).content.decode()
    own = browser.get(f"/desk/circles/{made.public_id}/").content.decode()
    assert (form in before, "selected>第36回 合同交流会" in page) == (True, True)
    assert (f"/desk/circles/{made.public_id}/" in after, address in own) == (True, True)


def test_another_companys_person_finds_no_committee(committee, decided, firm):
    stranger = build.browser(firm.stranger.engineer)
    addresses = (committee.get_absolute_url(), f"{committee.get_absolute_url()}inside/", decided.get_absolute_url())
    assert [stranger.get(one).status_code for one in addresses] == [404, 404, 404]
