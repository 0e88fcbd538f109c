"""Pages of projects and plans: a company's own, A4 and calendar; a body's, by consent; a visitor's, kept nowhere."""

import datetime as dt
from typing import Any
from uuid import uuid4

import icalendar
import pypdfium2
import pytest
from django.test import Client

from kosetsu.foundation.governance.models import AccessRecord, AuditEvent
from kosetsu.foundation.parties.models import Membership, Organisation
from kosetsu.services.programmes.actions.plans import make_plan, share_plan, take_back
from kosetsu.services.programmes.models import Plan, PlanShare, Project
from kosetsu.services.programmes.tests import plan_world as world
from tests import build
from tests.build import browser

pytestmark = pytest.mark.django_db
NEW, LIST = "/programmes/projects/new/", "/programmes/projects/"
SHARED = "/partners/programmes/plans/"
DAY = dt.timedelta(days=1)
UNTIL = dt.date(2027, 2, 28)
SENT = {
    "title": "充填ラインの更新", "rows": "1", "line0-kind": "machinery", "line0-yen": "12000000",
    "line0-words": "充填機", "order_from": "2026-12-01", "order_by": "2027-06-30", "complete_by": "2027-12-31",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _published() -> None:
    world.publish()


@pytest.fixture
def ours(company: Any) -> Client:
    company.engineer.memberships.update(role="owner", workplace=None)
    return browser(company.engineer)


@pytest.fixture
def plan(company: Any, at: Any) -> Plan:
    world.answered(company, at, wage_plan=True)
    return make_plan(by=company.engineer, at=at, project=world.planned(company, at))


@pytest.fixture
def bank() -> Organisation:
    return Organisation.objects.create(kind="bank", name="下町信用金庫", name_folded="下町信用金庫", listed=True)


@pytest.fixture
def officer(bank: Organisation) -> Client:
    return browser(officer_of(bank))


@pytest.fixture
def clock(settings: Any) -> Any:
    def stands(day: dt.date) -> None:
        settings.KOSETSU_FIXED_NOW = dt.datetime.combine(day, dt.time(3), dt.UTC)

    return stands


def officer_of(body: Organisation) -> Any:
    person = build.person("融資 係")
    Membership.objects.create(person=person, organisation=body, role="officer")
    return person


def sent(company: Any, **more: Any) -> dict[str, Any]:
    return {"submission_key": str(uuid4()), "organisation": company.organisation.pk, **SENT, **more}


def consent(body: Organisation, until: dt.date = UNTIL) -> dict[str, str]:
    return {"submission_key": str(uuid4()), "partner": str(body.public_id), "until": str(until), "consent": "on"}


def words(response: Any) -> str:
    return str(response.content.decode())


def paper(response: Any) -> str:
    with pypdfium2.PdfDocument(response.content) as document:
        return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in document)


# --- a company's own -------------------------------------------------------------------------------------------------


def test_costs_and_days_become_a_plan_at_once(company, ours):
    answer = ours.post(NEW, sent(company))
    plan = Plan.objects.get()
    assert answer.url == f"/programmes/plans/{plan.public_id}/"
    page = words(ours.get(answer.url))
    assert [word for word in ("6,000,000円", "14,000,000円", "躍進の設備投資", "製品の改良") if word not in page] == [
        "14,000,000円"
    ]
    assert (plan.found["total_yen"], plan.project.lines[0]["words"]) == (6_000_000, "充填機")


def test_form_sent_twice_makes_one_project_and_one_plan(company, ours):
    form = sent(company)
    first, second = ours.post(NEW, form), ours.post(NEW, form)
    assert (first.url, Project.objects.count(), Plan.objects.count()) == (second.url, 1, 1)


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"order_by": "2026-11-30"}, "order_by", "発注の期限が、発注できる最初の日より前です。"),
        ({"complete_by": "2027-06-29"}, "complete_by", "完了の期限が、発注の期限より前です。"),
        ({"order_from": "2026-01-01", "order_by": "2026-11-19"}, "order_by", "発注の期限が過ぎています。"),
    ],
)
def test_dates_in_the_wrong_order_are_named_beside_the_field(company, ours, change, field, message):
    answer = ours.post(NEW, sent(company, **change))
    assert (answer.status_code, Project.objects.count()) == (422, 0)
    assert message in str(answer.context["form"].errors[field])


def test_rows_are_added_and_taken_off_without_a_script_and_nothing_is_saved(company, ours):
    more = ours.post(NEW, sent(company, more="1"))
    rows = more.context["form"].lines
    assert (more.status_code, len(rows), rows[0]["yen"].value(), Project.objects.count()) == (200, 2, "12000000", 0)
    two = {"rows": "2", "line1-kind": "advice", "line1-yen": "500000", "less": "0"}
    rows = ours.post(NEW, sent(company, **two)).context["form"].lines
    assert [(one["kind"].value(), one["yen"].value()) for one in rows] == [("advice", "500000")]
    six = ours.post(NEW, sent(company, rows="6", more="1")).context["form"]
    assert (len(six.lines), six.may_add) == (6, False)


def test_empty_second_row_asks_for_nothing(company, ours):
    assert ours.post(NEW, sent(company, rows="2")).status_code == 302
    assert len(Project.objects.get().lines) == 1


def test_other_companys_project_and_plan_answer_like_nothing(company, rival, plan):
    theirs = browser(rival.engineer)
    project = plan.project
    addresses = [
        f"/programmes/projects/{project.public_id}/",
        f"/programmes/projects/{project.public_id}/change/",
        f"/programmes/plans/{plan.public_id}/",
        f"/programmes/plans/{plan.public_id}/pdf/",
        f"/programmes/plans/{plan.public_id}/plan.ics",
        f"{SHARED}{plan.public_id}/",
    ]
    verbs = [f"/programmes/plans/{plan.public_id}/{verb}/" for verb in ("answer", "refuse", "share")]
    verbs.append(f"/programmes/projects/{project.public_id}/plan/")
    found = [theirs.get(address).status_code for address in addresses]
    found += [theirs.post(address, {"submission_key": str(uuid4())}).status_code for address in verbs]
    assert (found, Plan.objects.count()) == ([404] * 5 + [403] + [404] * 4, 1)
    assert "充填ライン" not in words(theirs.get(LIST))


def test_visitor_is_sent_to_sign_in_and_staff_are_told_why(company, institute, plan):
    assert Client().get(LIST).url.startswith("/accounts/login/")
    assert browser(institute.counter).get(LIST).status_code == 403


def test_page_says_line_by_line_what_it_brings_and_why_not_the_others(ours, plan):
    page = words(ours.get(f"/programmes/plans/{plan.public_id}/"))
    for said in ("賃上げ計画を作成した場合", "12,000,000円", "3/4", "9,000,000円", "14,000,000円", "2027年1月15日",
                 "同じ経費を 躍進の設備投資 が助成するため、重ねて受けられません。",
                 "未回答の項目で決まります：輸出している", "最初の一歩", "/programmes/of/P053/"):  # fmt: skip
        assert said in page, said


def test_changed_answer_shows_what_moved(company, ours):
    first = ours.post(NEW, sent(company)).url
    form = {"submission_key": str(uuid4()), "a_wage_plan": "yes", "a_employees": "12"}
    second = ours.post(f"{first}answer/", form).url
    page = words(ours.get(second))
    told = ("前の計画から変わったこと", "賃上げ計画：未回答 → はい", "+3,000,000円", "躍進の設備投資（+3,000,000円）")
    assert [said for said in told if said not in page] == []
    assert "最新の計画を開く" in words(ours.get(first))


def test_refusal_makes_another_plan(company, ours, plan):
    form = {"submission_key": str(uuid4()), "code": "P053", "on": "2026-11-20"}
    page = words(ours.get(ours.post(f"/programmes/plans/{plan.public_id}/refuse/", form).url))
    told = ("外れた施策：躍進の設備投資", "加わった施策：製品の改良", "-4,000,000円")
    assert [said for said in told if said not in page] == []


def test_a4_says_the_same_as_the_page(company, ours, plan):
    answer = ours.get(f"/programmes/plans/{plan.public_id}/pdf/")
    text = paper(answer)
    assert answer["Content-Type"] == "application/pdf"
    for said in ("支援施策の計画", "充填ラインの更新", company.organisation.name, "9,000,000円", "14,000,000円",
                 "躍進の設備投資", "2027/01/15", "2027/03/19", "同じ経費を躍進の設備投資が助成するため"):  # fmt: skip
        assert said in text, said
    assert paper(ours.get(f"/programmes/plans/{plan.public_id}/pdf/", headers={"accept-language": "en"}))


def test_calendar_holds_every_date_once(ours, plan):
    body = ours.get(f"/programmes/plans/{plan.public_id}/plan.ics").content
    events = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert [(f"{one.decoded('dtstart'):%m-%d}", str(one["summary"])) for one in events] == [
        ("01-15", "期限：申請 躍進の設備投資"),
        ("03-19", "交付決定 躍進の設備投資"),
        ("06-30", "期限：発注"),
        ("12-31", "期限：完了"),
    ]
    assert body == ours.get(f"/programmes/plans/{plan.public_id}/plan.ics").content


@pytest.mark.parametrize(("language", "said"), [("en", "P053 in English"), ("th", "躍進の設備投資")])
def test_page_speaks_the_readers_language(ours, company, plan, language, said):
    company.engineer.language = language
    company.engineer.save()
    page = words(ours.get(f"/programmes/plans/{plan.public_id}/", headers={"accept-language": language}))
    assert said in page


# --- shown to a body -------------------------------------------------------------------------------------------------


def test_shared_plan_is_all_the_officer_sees(company, rival, ours, officer, bank, plan, at):
    """Another plan of the same company, another company's plan, and answers are there to leak."""
    world.answered(company, at, exporter=False)
    world.planned(company, at, title="秘密の工場")
    other = make_plan(by=company.engineer, at=at, project=world.planned(company, at, title="内緒の改修"))
    make_plan(by=rival.engineer, at=at, project=world.planned(rival, at, title="競合の設備"))
    form = consent(bank)
    assert officer.get(f"{SHARED}{plan.public_id}/").status_code == 404
    assert ours.post(f"/programmes/plans/{plan.public_id}/share/", form).status_code == 302
    pages = [officer.get(SHARED), officer.get(f"{SHARED}{plan.public_id}/")]
    assert ["充填ラインの更新" in words(one) for one in pages] == [True, True]
    secrets = ("秘密の工場", "内緒の改修", "競合", "城東精密株式会社 技術")
    leaked = [word for word in secrets for one in pages if word in words(one)]
    assert leaked == []
    assert officer.get(f"{SHARED}{other.public_id}/").status_code == 404
    assert [officer.get(one).status_code for one in (LIST, f"/programmes/plans/{plan.public_id}/")] == [403, 403]
    assert "9,000,000円" in paper(officer.get(f"{SHARED}{plan.public_id}/pdf/"))
    assert AccessRecord.objects.filter(thing="programmes.Plan").count() == 2
    assert "秘密" not in words(officer.get(f"{SHARED}?format=csv"))


def test_share_taken_back_is_404_at_the_next_request(company, ours, officer, bank, plan, at):
    company.engineer.memberships.update(role="owner", workplace=None)
    share = share_plan(by=company.engineer, at=at, plan=plan, partner=bank, until=UNTIL)
    assert officer.get(f"{SHARED}{plan.public_id}/").status_code == 200
    page = ours.get(f"/programmes/plans/{plan.public_id}/")
    assert "下町信用金庫 に共有しています" in words(page)
    ours.post(f"/programmes/plans/{plan.public_id}/take-back/{share.pk}/", {"submission_key": str(uuid4())})
    assert [officer.get(f"{SHARED}{plan.public_id}/{more}").status_code for more in ("", "pdf/")] == [404, 404]
    assert "充填ライン" not in words(officer.get(SHARED))
    verbs = AuditEvent.objects.filter(thing="programmes.Plan").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["make_plan", "share_plan", "take_back_plan"]


def test_other_bodys_officer_does_not_see_it(company, ours, bank, plan, at):
    officer_of(bank)
    share_plan(by=company.engineer, at=at, plan=plan, partner=bank, until=UNTIL)
    ward = Organisation.objects.create(kind="ward", name="江東区", name_folded="江東区")
    theirs = browser(officer_of(ward))
    assert theirs.get(f"{SHARED}{plan.public_id}/").status_code == 404


def test_engineer_does_not_consent_for_the_company(company, officer, bank, plan):
    company.engineer.memberships.update(role="engineer")
    theirs = browser(company.engineer)
    form = consent(bank)
    answer = theirs.post(f"/programmes/plans/{plan.public_id}/share/", form)
    assert (answer.status_code, PlanShare.objects.count()) == (422, 0)
    assert "代表・管理者か経理担当だけ" in words(answer)


def test_without_the_consent_nothing_is_shared(ours, officer, bank, plan):
    form = consent(bank)
    del form["consent"]
    answer = ours.post(f"/programmes/plans/{plan.public_id}/share/", form)
    assert (answer.status_code, PlanShare.objects.count()) == (422, 0)


def test_taken_back_twice_is_taken_back_once(company, ours, officer, bank, plan, at):
    share = share_plan(by=company.engineer, at=at, plan=plan, partner=bank, until=UNTIL)
    take_back(by=company.engineer, at=at, share=share)
    take_back(by=company.engineer, at=at, share=share)
    assert AuditEvent.objects.filter(verb="take_back_plan").count() == 1


def test_share_ends_with_its_last_day(company, ours, officer, bank, plan, at, clock):
    share_plan(by=company.engineer, at=at, plan=plan, partner=bank, until=UNTIL)
    clock(UNTIL)
    addresses = [f"{SHARED}{plan.public_id}/{more}" for more in ("", "pdf/")]
    assert [officer.get(one).status_code for one in addresses] == [200, 200]
    assert "2027年2月28日まで見られます" in words(officer.get(addresses[0]))
    clock(UNTIL + DAY)
    officer, ours = browser(bank.memberships.get().person), browser(company.engineer)
    assert [officer.get(one).status_code for one in addresses] == [404, 404]
    assert "充填ライン" not in words(officer.get(SHARED))
    assert "充填ライン" not in words(officer.get(f"{SHARED}?format=csv"))
    assert "に共有しています" not in words(ours.get(f"/programmes/plans/{plan.public_id}/"))


def test_consent_given_again_stands_until_its_own_day(company, ours, officer, bank, plan, at, clock):
    share_plan(by=company.engineer, at=at, plan=plan, partner=bank, until=UNTIL)
    share_plan(by=company.engineer, at=at, plan=plan, partner=bank, until=UNTIL - 30 * DAY)
    clock(UNTIL - 29 * DAY)
    assert officer.get(f"{SHARED}{plan.public_id}/").status_code == 404
    assert PlanShare.objects.filter(taken_back_at=None).count() == 1


@pytest.mark.parametrize("until", [dt.date(2026, 11, 19), dt.date(2027, 11, 22)])
def test_day_that_is_over_or_a_year_away_is_refused(company, ours, officer, bank, plan, at, until):
    answer = ours.post(f"/programmes/plans/{plan.public_id}/share/", consent(bank, until))
    assert (answer.status_code, PlanShare.objects.count()) == (422, 0)
    assert "今日から1年以内の日" in words(answer)


def test_consultant_sees_the_plan_of_the_day_it_was_shown_and_no_later_one(company, ours, plan, at):
    """The company's answers change afterwards, and a new plan is made: the consultant reads what was agreed to."""
    firm = Organisation.objects.create(
        kind="support_foundation", name="下町診断士事務所", name_folded="下町診断士事務所", listed=True
    )
    consultant = browser(officer_of(firm))
    share_plan(by=company.engineer, at=at, plan=plan, partner=firm, until=UNTIL)
    world.answered(company, at, wage_plan=False)
    later = make_plan(by=company.engineer, at=at, project=plan.project)
    page = words(consultant.get(f"{SHARED}{plan.public_id}/"))
    assert ("9,000,000円" in page, "6,000,000円" in page) == (True, False)
    assert consultant.get(f"{SHARED}{later.public_id}/").status_code == 404
    assert str(later.public_id) not in page


def test_officer_who_left_the_bank_opens_nothing_more(company, ours, officer, bank, plan, at):
    share_plan(by=company.engineer, at=at, plan=plan, partner=bank, until=UNTIL)
    assert officer.get(f"{SHARED}{plan.public_id}/").status_code == 200
    bank.memberships.update(until=dt.date(2026, 11, 19))
    assert [officer.get(one).status_code for one in (SHARED, f"{SHARED}{plan.public_id}/")] == [403, 403]


# --- kept nowhere ----------------------------------------------------------------------------------------------------


def test_visitor_sees_a_plan_that_is_stored_nowhere(institute):
    form = {**SENT, "submission_key": str(uuid4()), "a_employees": "18", "a_wage_plan": "yes"}
    page = Client().post("/programmes/plan-once/", form)
    assert page.status_code == 200
    for said in ("9,000,000円", "ログインして計画を残す", "この計画は保存していません。"):
        assert said in words(page), said
    assert (Project.objects.count(), Plan.objects.count()) == (0, 0)


def test_finders_address_fills_the_visitors_form(institute):
    page = Client().get("/programmes/plan-once/?cost=machinery&yen=12,000,000&a_employees=18&a_wage_plan=yes")
    form, answers = page.context["form"], page.context["answers"]
    assert (form.lines[0]["kind"].value(), form.lines[0]["yen"].value()) == ("machinery", 12_000_000)
    assert (answers["a_employees"].value(), answers["a_wage_plan"].value()) == ("18", "yes")


def test_visitor_who_says_little_gets_no_yes(institute):
    found = Client().post("/programmes/plan-once/", {**SENT, "submission_key": str(uuid4())}).context["found"]
    assert (found["applications"], {one["verdict"] for one in found["others"]}) == ([], {"unknown"})
