"""Story 3 where people click: a free room, a call, an application on the web, its check, the board with a conflict, the
scores, the decision and its letter, the room, the contract, deposit and first rent, the pass list, and the leaving.

The clock goes on by months, so the program runs in the test's own process.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings as configured
from django.core import mail
from playwright.sync_api import Browser

from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.calls import actions as calls
from kosetsu.foundation.calls.models import Application, Call
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Panel, Reviewer
from kosetsu.services.labs import actions as labs
from kosetsu.services.labs.models import Tenancy
from kosetsu.services.labs.tests.conftest import rent, rooms  # noqa: F401
from tests import build
from tests.browser.visitor import Visitor
from tests.fixtures import AT
from tests.programs import Program

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
DAY = dt.timedelta(days=1)
SHUTS = AT + 3 * DAY
HEARD = SHUTS + DAY
SINCE = dt.date(2026, 12, 10)
TITLE, THEME = "製品開発支援ラボ 入居者の募集", "薄い板を割らずに締めるねじの開発"
KIND = Path(configured.BASE_DIR) / "institutes" / "tokyo" / "calls" / "lab_tenancy.yaml"
ANSWERS = {
    "theme": "試作", "plan": "2年で試作します。", "room_use": "machinery", "people": "3", "start": "2026-12-10",
    "no_gangs": "yes",
}  # fmt: skip
CRITERIA = ("novelty", "market", "feasibility", "effect")


def on(day: dt.date, hour: int = 10) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day, hour, tzinfo=AT.tzinfo)


class People:
    """Everybody of the story."""

    def __init__(self, institute: build.Institute) -> None:
        def post(name: str, role: StaffRole) -> Any:
            return build.post(build.person(name), role, institute.head_office)

        self.planner, self.accountant = institute.planner, institute.accountant
        self.head = post("支所 長", StaffRole.BRANCH_HEAD)
        self.manager = post("ラボ 管理", StaffRole.LAB_MANAGER)
        self.reviewers = [build.person(f"審査員 {name}") for name in "甲乙丙丁"]
        self.companies = [build.company(f"{name}製作所", "131083") for name in ("青海", "深川", "港南", "羽田", "城東")]
        Organisation.objects.update(class_decided="sme", class_reason="試験")


@pytest.fixture
def people(institute: build.Institute, rooms: Any) -> People:  # noqa: F811
    kind = Kind.model_validate(yaml.safe_load(KIND.read_text()))
    calls.learn_kind(by=None, at=AT, kind=kind)
    return People(institute)


@pytest.fixture
def clock(settings: Any) -> Callable[[dt.datetime], None]:
    """The program's time from now on."""

    def set_(at: dt.datetime) -> None:
        settings.KOSETSU_FIXED_NOW = at

    return set_


@pytest.fixture
def come(chromium: Browser, live_server: Any, tmp_path: Path) -> Iterator[Callable[..., Visitor]]:
    """Somebody in front of a browser, signed in; anew after a while, as sessions end."""
    with ExitStack() as stack:

        def come_(person: Any = None) -> Visitor:
            visitor = stack.enter_context(Visitor.comes(chromium, Program(live_server.url, tmp_path)))
            visitor.page.on("dialog", lambda dialog: dialog.accept())
            if person:
                cookie = build.browser(person).cookies["session"].value
                visitor.page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
            return visitor

        yield come_


def open_row(visitor: Visitor, words: str) -> None:
    """A row of a list, by what stands in it."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main tbody tr", has_text=words).first.locator("a").first.click()


def send(visitor: Visitor) -> None:
    """The form of a page of one form."""
    with visitor.page.expect_navigation():
        visitor.page.locator("main form button").last.click()


def press_verb(visitor: Visitor, name: str, **fields: str) -> None:
    """Open a verb's form, fill it in, carry it out."""
    panel = visitor.panel(name)
    for field, value in fields.items():
        panel.locator(f"[name={field}]").fill(value)
    with visitor.page.expect_navigation():
        panel.locator("button[type=submit], form button").last.click()


def publish(come: Callable[..., Visitor], people: People) -> Call:
    """Planned, approved by another one, published."""
    planner = come(people.planner)
    planner.go("/desk/calls/new/lab_tenancy/")
    planner.look("plan-call")
    page = planner.page
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=capacity]").fill("1")
    page.locator("[name=web_opens]").fill(f"{AT:%Y-%m-%dT%H:%M}")
    page.locator("[name=web_until]").fill(f"{SHUTS:%Y-%m-%dT%H:%M}")
    planner.press("計画する", page.locator("main"))
    address = page.url
    head = come(people.head)
    head.go(address)
    head.press("承認する")
    planner.go(address)
    planner.press("公開する")
    planner.look("call-desk")
    return Call.objects.get()


def applied_on_the_web(come: Callable[..., Visitor], company: build.Company) -> Application:
    engineer = come(company.engineer)
    engineer.go("/calls/")
    engineer.press(TITLE, engineer.page.locator("main"))
    engineer.look("call")
    engineer.press("応募する")
    engineer.page.locator("[name=workplace]").select_option(index=1)
    engineer.press("下書きを作る")
    page = engineer.page
    page.locator("[name=title]").fill(THEME)
    page.locator("[name=q_theme]").fill("薄板用の締結部品")
    page.locator("[name=q_plan]").fill("薄い板に使っても割れないねじを2年で試作します。")
    page.locator("[name=q_room_use][value=machinery]").check()
    page.locator("[name=q_people]").fill("3")
    page.locator("[name=q_start]").fill("2026-12-10")
    page.locator("[name=q_no_gangs]").first.check()
    engineer.look("write-application")
    engineer.press("提出する")
    assert "書類確認中" in engineer.says()
    return Application.objects.get(title=THEME)


def apply(call: Call, company: build.Company, number: int) -> Application:
    made = calls.begin_application(by=company.engineer, at=AT, call=call, workplace=company.workplace)
    return calls.submit(by=company.engineer, at=AT, application=made, title=f"試作 {number}", answers=ANSWERS)


def panel_of_four(come: Callable[..., Visitor], people: People, call: Call) -> tuple[Panel, list[Reviewer]]:
    """The round begins; reviewers are named, one is in conflict with the third applicant and cannot be chosen."""
    planner = come(people.planner)
    planner.go(f"/desk/calls/{call.public_id}/")
    planner.press("審査を始める")
    planner.press("準備中", planner.page.locator("main"))
    planner.look("panel")
    desk = planner.page.url
    planner.press("審査員を加える")
    planner.page.locator("[name=email]").fill(str(people.reviewers[0].email))
    planner.page.locator("[name=senior]").check()
    send(planner)
    panel = Panel.objects.get()
    given = {"by": people.planner, "at": HEARD, "panel": panel}
    for person in people.reviewers[1:]:
        reviews.add_reviewer(**given, person=person)
    planner.go(desk)
    open_row(planner, "試作 3")
    planner.press("利益相反を登録する")
    planner.page.locator("[name=reviewer]").select_option(label="審査員 丁")
    planner.page.locator("[name=ground]").select_option(value="other")
    planner.page.locator("[name=detail]").fill("兄が代表をしている")
    send(planner)
    planner.look("review-item")
    planner.press("審査員に割り当てる")
    offered = planner.page.locator("[name=reviewer] option").all_inner_texts()
    assert ("審査員 丁" in offered, "審査員 甲" in offered) == (False, True)
    planner.go(desk)
    planner.press("採点を始める")
    return panel, list(panel.reviewers.select_related("person").order_by("pk"))


def scored(come: Callable[..., Visitor], people: People, panel: Panel, reviewers: list[Reviewer]) -> None:
    """Everybody but the one in conflict with it reviews each; the first one's review of the winner by hand."""
    panel.refresh_from_db()
    for item in panel.items.order_by("number"):
        for reviewer in reviewers:
            if item.conflicts.in_force().filter(person=reviewer.person).exists():
                continue
            pair = reviews.Pair(item, reviewer)
            [one] = reviews.assign(by=people.planner, at=HEARD, panel=panel, pairs=[pair])
            if reviewer == reviewers[0] and item.title == THEME:
                by_hand(come, people)
                continue
            reviews.promise(by=reviewer.person, at=HEARD, reviewer=reviewer)
            value = 9 if item.title == THEME else 6
            marks = {code: reviews.Mark(value) for code in CRITERIA}
            reviews.hand_in(by=reviewer.person, at=HEARD, review=one, marks=marks, comment="")


def by_hand(come: Callable[..., Visitor], people: People) -> None:
    reviewer = come(people.reviewers[0])
    reviewer.go("/reviews/")
    reviewer.look("my-reviews")
    open_row(reviewer, THEME)
    reviewer.look("promise")
    reviewer.press("守ることを約束する")
    reviewer.press("Excelの様式で採点する")
    reviewer.look("scoring-sheet")
    reviewer.press("担当の審査の一覧へ")
    open_row(reviewer, THEME)
    for code in CRITERIA:
        reviewer.page.locator(f"[name=value_{code}]").select_option(value="9")
    reviewer.page.locator("[name=comment]").fill("よく考えられています。")
    reviewer.look("review")
    reviewer.press("提出する")


def test_story_3_from_a_free_room_to_the_leaving(
    come: Callable[..., Visitor], people: People, clock: Callable[[dt.datetime], None]
) -> None:
    first = people.companies[0]
    public = come()
    public.go("/labs/")
    public.look("labs")
    assert "2室のうち0室が入居中です" in public.says()
    call = publish(come, people)
    winner = applied_on_the_web(come, first)
    others = [apply(call, company, n) for n, company in enumerate(people.companies[1:], start=2)]

    clock(HEARD)
    manager = come(people.manager)
    manager.go(f"/desk/calls/applications/{winner.public_id}/")
    manager.look("application-desk")
    manager.press("受理する")
    for one in others:
        calls.find_complete(by=people.manager, at=HEARD, application=one)
    panel, reviewers = panel_of_four(come, people, call)
    scored(come, people, panel, reviewers)
    decided(come, people, call, panel)

    tenancy = let(come, people, winner)
    lived(come, people, tenancy, clock)
    left(come, people, tenancy, clock)


def decided(come: Callable[..., Visitor], people: People, call: Call, panel: Panel) -> None:
    planner = come(people.planner)
    planner.go(panel.get_absolute_url())
    planner.press("結果を確定する")
    planner.press("順位")
    planner.look("ranking")
    planner.go(f"/desk/calls/{call.public_id}/rounds/1/")
    planner.look("board")
    planner.page.locator("[name=note]").fill("入居者選定審査会の審査結果によります。")
    planner.press("この順位で決める")
    engineer, loser = come(people.companies[0].engineer), come(people.companies[1].engineer)
    engineer.go("/calls/applications/")
    engineer.press(TITLE, engineer.page.locator("main"))
    assert "採択" in engineer.says()
    loser.go("/calls/applications/")
    loser.press(TITLE, loser.page.locator("main"))
    loser.look("my-application")
    assert ("補欠" in loser.says(), "青海製作所" in loser.says()) == (True, False)
    letters = [one.body for one in mail.outbox if one.to == [people.companies[0].engineer.email]]
    assert "入居者に内定しました" in letters[-1]


def let(come: Callable[..., Visitor], people: People, winner: Application) -> Tenancy:
    """A room is offered to who was accepted, and the contract is signed."""
    manager = come(people.manager)
    manager.go(f"/desk/calls/applications/{winner.public_id}/")
    manager.press("室を提供する")
    manager.look("offer-room")
    manager.page.locator("[name=lab]").select_option(label="本部 301")
    manager.page.locator("[name=since]").fill(f"{SINCE}")
    manager.press("内定を記録する")
    assert THEME in manager.says()
    press_verb(manager, "contract")
    manager.look("tenancy-desk")
    manager.go(f"/desk/calls/applications/{winner.public_id}/")
    manager.press("手続き完了を記録する")
    tenancy = Tenancy.objects.get()
    assert (tenancy.case.organisation, tenancy.origin) == (
        people.companies[0].organisation, f"calls:application:{winner.number}",
    )  # fmt: skip
    return tenancy


def lived(come: Callable[..., Visitor], people: People, tenancy: Tenancy, clock: Callable[[dt.datetime], None]) -> None:
    """Deposit, keys, the first rent, somebody with a card."""
    accountant = come(people.accountant)
    accountant.go(tenancy.address(desk=True))
    accountant.press("保証金を請求する")
    paper = Invoice.objects.get()
    billing.take_cash(by=people.accountant, at=HEARD, invoice=paper, amount_yen=paper.total_yen, reference="1")

    clock(on(SINCE))
    manager = come(people.manager)
    manager.go(tenancy.address(desk=True))
    manager.press("入居を記録する")
    engineer = come(people.companies[0].engineer)
    engineer.go(tenancy.address(desk=False))
    engineer.look("tenancy")
    press_verb(engineer, "name_pass", holder="湊 技子")
    manager.go(tenancy.address(desk=True))
    manager.press("交付する", manager.page.locator("main"))
    press_verb(manager, "give_pass", card="A-301")
    manager.go("/desk/labs/passes/")
    manager.look("passes")
    assert ("湊 技子" in manager.says(), "A-301" in manager.says()) == (True, True)

    january = dt.date(2027, 1, 5)
    clock(on(january))
    labs.charge_rent(at=on(january))
    [charge] = Charge.objects.filter(case=tenancy.case)
    first = billing.issue_invoice(by=people.accountant, at=on(january), charges=[charge])
    engineer = come(people.companies[0].engineer)
    engineer.go(tenancy.address(desk=False))
    assert (charge.yen, first.number in engineer.says()) == (66_000 * 22 // 31, True)


def left(come: Callable[..., Visitor], people: People, tenancy: Tenancy, clock: Callable[[dt.datetime], None]) -> None:
    """Notice, the look at the room, the card back, the end of the rent and the room free again."""
    last = dt.date(2027, 2, 15)
    engineer = come(people.companies[0].engineer)
    engineer.go(tenancy.address(desk=False))
    press_verb(engineer, "give_notice", leaving_on=f"{last}", reason="事業化のため")
    clock(on(last))
    manager = come(people.manager)
    manager.go(tenancy.address(desk=True))
    manager.press("退去の確認（原状回復）")
    for field in manager.page.locator("select[name^=state_]").all():
        field.select_option(value="good")
    manager.look("check-leaving")
    send(manager)
    manager.go(tenancy.address(desk=True))
    manager.press("A-301", manager.page.locator("main"))
    press_verb(manager, "end_pass")
    manager.go(tenancy.address(desk=True))
    manager.press("退去の完了を記録する")
    assert "退去済み" in manager.says()
    clock(on(last + DAY))
    public = come()
    public.go("/labs/")
    assert "2室のうち0室が入居中です" in public.says()
