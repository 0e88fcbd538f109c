"""The pages: a company applies, a colleague looks, the list shows what it should, refusals keep what was typed."""

import pytest

from kosetsu.common.text import fold_company
from kosetsu.services.circles.models import Application, Circle, Intake, Meeting
from tests import build
from tests.build import once

pytestmark = pytest.mark.django_db


def asked(firm, **changed):
    plain = {
        "workplace": firm.member.workplace.public_id, "contact_name": "湊", "contact_email": "a@example.jp",
        "motive": "仲間がほしい", "interests": ["IoT"], "days": ["水曜"], "rivals": "競合工業",
    }  # fmt: skip
    return once(**{**plain, **changed})


def test_company_applies_once_however_often_the_form_is_sent(intake, firm):
    browser, form = build.browser(firm.member.engineer), asked(firm)
    answers = [browser.post(f"/circles/intakes/{intake.public_id}/apply/", form) for _ in range(2)]
    [made] = Application.objects.all()
    assert [one.url for one in answers] == [f"/circles/applications/{made.public_id}/"] * 2
    assert (made.rivals, made.days) == ("競合工業", ["水曜"])


def test_form_without_a_day_is_shown_again_with_what_was_typed(intake, firm):
    form = asked(firm)
    del form["days"]
    answer = build.browser(firm.member.engineer).post(f"/circles/intakes/{intake.public_id}/apply/", form)
    page = answer.content.decode()
    assert (answer.status_code, "仲間がほしい" in page, Application.objects.count()) == (422, True, 0)


def test_call_is_read_by_everyone_and_its_applications_by_nobody_else(intake, applied, firm):
    page = build.browser().get(f"/circles/intakes/{intake.public_id}/").content.decode()
    own, foreign = (f"/circles/applications/{one.public_id}/" for one in applied[:2])
    codes = [build.browser(firm.member.engineer).get(one).status_code for one in (own, foreign)]
    assert ("異業種交流グループ" in page, firm.member.organisation.name in page, codes) == (True, False, [200, 404])


def test_my_applications_are_mine(applied, firm):
    page = build.browser(firm.member.engineer).get("/circles/applications/").content.decode()
    names = [one.organisation.name in page for one in (firm.member, firm.other)]
    assert names == [True, False]


def test_desk_lists_applications_with_trade_and_size(intake, applied, institute):
    page = build.browser(institute.planner).get(f"/desk/circles/intakes/{intake.public_id}/").content.decode()
    assert [word in page for word in ("城東精密", "競合工業", "20人まで", "水曜")] == [True] * 4


@pytest.mark.parametrize("address", ["", "intakes/", "intakes/new/", "new/", "councils/", "councils/new/"])
def test_desk_opens_for_colleagues_and_is_nothing_for_clients(intake, institute, company, address):
    codes = [
        build.browser(one).get(f"/desk/circles/{address}").status_code for one in (institute.planner, company.engineer)
    ]
    assert codes == [200, 404]


def test_call_is_planned_at_the_desk(institute):
    form = once(
        kind="tama", aim="product", branch="B02", title="多摩の集まり", text="募集します", opens_at="2026-11-21T09:00",
        closes_at="2026-12-10T17:00", launches_on="2027-01-15", cohorts=1, least=12, most=24,
        days="火曜 15時\n水曜 18時", interests="IoT", size_steps="5,20,50",
    )  # fmt: skip
    answer = build.browser(institute.planner).post("/desk/circles/intakes/new/", form)
    made = Intake.objects.get()
    assert (answer.url, made.days, made.size_steps) == (
        f"/desk/circles/intakes/{made.public_id}/", ["火曜 15時", "水曜 18時"], [5, 20, 50]
    )  # fmt: skip


def test_sizes_out_of_order_are_refused_beside_the_field(institute):
    answer = build.browser(institute.planner).post("/desk/circles/intakes/new/", once(size_steps="20,5", title="x"))
    assert (answer.status_code, "小さい順に" in answer.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("城東精密", "城東精密株式会社 本社工場"), ("城東精密株式会社 第二工場", "城東精密株式会社 第二工場"),
        ("無い会社", None), ("株式会社", None),
    ],
)  # fmt: skip
def test_colleague_names_the_workplace_in_one_line(intake, institute, company, rival, words, found):
    if "第二" in words:
        build.workplace(company.organisation, "第二工場")
    for one in (company.organisation, rival.organisation):
        one.name_folded = fold_company(one.name)
        one.save()
    form = once(workplace=words, contact_name="湊", contact_email="a@example.jp", motive="紙で届いた", days=["水曜"])
    answer = build.browser(institute.planner).post(f"/circles/intakes/{intake.public_id}/apply/", form)
    made = Application.objects.first()
    assert (answer.status_code, made and str(made.workplace)) == (302 if found else 422, found)


@pytest.fixture
def running(circle, settings, launched_at):
    settings.KOSETSU_FIXED_NOW = launched_at
    return circle


def test_circle_is_launched_officers_named_and_a_meeting_held_by_pages(running, institute, firm):
    browser, desk = build.browser(institute.planner), f"/desk/circles/{running.public_id}/"
    member = running.members.get(workplace=firm.member.workplace)
    browser.post(f"{desk}appoint/", once(member=member.pk, role="chair", name="会長 一"))
    plan = once(topic="最初の例会", starts_at="2026-12-21T09:00", ends_at="2026-12-21T09:30", format="hybrid")
    browser.post(f"/circles/{running.public_id}/plan_meeting/", plan)
    meeting = Meeting.objects.get()
    went = once(
        guests=1, guests_online=0, minutes="次は見学", task_1="日程", owner_1=member.pk, due_1="2027-01-10",
        **{f"here_{member.pk}": 2, f"online_{member.pk}": 1},
    )  # fmt: skip
    answer = browser.post(f"/circles/meetings/{meeting.public_id}/hold_meeting/", went)
    meeting.refresh_from_db()
    [came] = meeting.attendances.all()
    assert (answer.status_code, meeting.state, came.headcount, came.headcount_online) == (302, "held", 3, 1)
    page = browser.get(desk).content.decode()
    assert ("会長 一" in page, "最初の例会" in page) == (True, True)


def test_task_without_an_owner_is_refused_and_minutes_are_kept(running, institute):
    browser = build.browser(institute.planner)
    plan = once(topic="例会", starts_at="2026-12-21T09:00", ends_at="2026-12-21T09:30", format="on_site")
    browser.post(f"/circles/{running.public_id}/plan_meeting/", plan)
    went = once(guests=3, guests_online=0, minutes="長い議事録", task_1="日程")
    answer = browser.post(f"/circles/meetings/{Meeting.objects.get().public_id}/hold_meeting/", went)
    page = answer.content.decode()
    assert (answer.status_code, "担当と期日も" in page, "長い議事録" in page) == (422, True, True)


def test_forming_circle_is_nothing_to_a_visitor(formed):
    codes = [build.browser().get(f"/circles/{formed.public_id}/").status_code, Circle.objects.shown().count()]
    assert codes == [404, 0]
