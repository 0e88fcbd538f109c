"""Every page of every role: found by its links, opened, looked at. A page no link leads to must be named here."""

import csv
import datetime as dt
from collections import Counter
from collections.abc import Callable
from functools import cache
from urllib.parse import urldefrag, urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.architecture.test_matrix import FILE
from tests.browser.visitor import Read, Visitor

pytestmark = [pytest.mark.browser, pytest.mark.once]  # on PostgreSQL the matrix opens every address
ROLES = {
    "engineer": ("owner", "/me/"),
    "counter": ("counter", "/desk/"),
    "planning": ("planning", "/desk/"),
    "export_control": ("export", "/desk/"),
    "accounts": ("accounts", "/desk/"),
    "administrator": ("admin", "/desk/"),
    "ward_officer": ("koto-ward", "/partners/"),
    "anonymous": ("", "/"),
}
"""Role of the matrix → the demo's account and the page where its day begins."""
OWN = {"anonymous": "", "engineer": "", "ward_officer": "partners/"}
"""Below which routes a role is followed; the institute's people below desk/."""
NO_PAGE = ("files/", ".ics", ".csv", ".json", ".xlsx", ".svg", "open.<", "<str:form>", "companies/", "healthz",
           "reviews/", "recommendations/<str", "<uuid:public_id>/compare/", "materials/<uuid", "film/", ".vtt",
           "i18n/", "instruments/papers/", "accounts/", "backoffice/", "api/v1/", "invitations/",
           "people/second-factor/", "pdf/", "papers/<str:language>/",
           "labels/", "sheet/blank/", "sheet/<slug", "import/sheet/", "calls/new/<slug",
           "certificate/", "tours/asked/", "return_file/", "return_letter/", "blank_sheet/",
           "sheet/download/", "secrecy_file/", "alliances/shared/<uuid")  # fmt: skip
"""Files, fragments, machines' answers; pages that a mail, a form, a paper or a second factor leads to, and those of
what the demo has not begun (a joint development, a week of videos): tested apart."""


MORE = 500
"""How many further records of known routes are looked through for a page that is still missing."""


def plan_a_purchase(company: Visitor) -> None:
    """A project with its plan, shown to the ward."""
    company.go("/programmes/projects/new/")
    soon = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=200)
    company.page.locator("[name=title]").fill("めっき槽の更新")
    company.page.locator("[name=line0-kind]").select_option(index=1)
    company.page.locator("[name=line0-yen]").fill("3000000")
    company.page.locator("[name=order_by]").fill(soon.isoformat())
    company.page.locator("[name=complete_by]").fill(soon.isoformat())
    company.press("計画をつくる", company.page.locator("main"))
    company.page.locator("[name=partner]").select_option(label="江東区")
    company.page.locator("[name=consent]").check()
    company.press("この計画を見せる")


def register_for_an_event(company: Visitor) -> None:
    """With one's own address, so that the ticket is shown at once."""
    company.go("/events/")
    company.page.locator("main a", has_text="全3回・オンデマンド").first.click()
    company.go(f"{company.page.url}register/")
    company.press("申し込む", company.page.locator("main"))


def visit_an_exhibition(company: Visitor) -> None:
    """A visitor of what is open now."""
    company.go("/exhibitions/")
    company.page.locator("main a", has_text="ものづくり発信交流会（見本）").first.click()
    company.press("参加登録をする")
    company.page.locator("[name=agreed]").check()
    company.press("参加登録", company.page.locator("main"))


def exhibit_and_come(company: Visitor) -> None:
    """A page that is written anew, and a group that asks to be shown round."""
    company.go("/exhibitions/booths/")
    company.press("ものづくり発信交流会（見本） WEB展示会", company.page.locator("main .card-title"))
    company.press("書き直す")
    company.go("/exhibitions/tours/")
    for name, text in (("group", "青海工業会"), ("people", "8"), ("wishes", "平日の午後"), ("interest", "試験室")):
        company.page.locator(f"[name={name}]").fill(text)
    company.page.locator("[name=branch]").select_option(index=1)
    company.press("見学を申し込む", company.page.locator("main"))


def keep_the_secrets(company: Visitor) -> None:
    """The promise that opens a circle's inner pages, and a note on its board."""
    company.go("/circles/")
    company.page.locator("main a", has_text="表面処理技術研究会").first.click()
    company.press("約束の文面を読む")
    company.press("守ることを約束する")
    company.press("書き込む")
    company.page.locator("[name=title]").fill("薄い板を曲げずに止めたい")
    company.press("書き込む", company.page.locator("main form").last)


def ask_for_a_cohort(planner: Visitor) -> None:
    """A proposal that the worker searches for."""
    planner.go("/desk/circles/intakes/")
    planner.page.locator("tbody a", has_text="異業種交流グループ").first.click()
    planner.press("グループ編成の案")
    planner.press("案を作る")


def proposed_reviewers(planner: Visitor) -> str:
    """The proposals of the demo's panel, one of many panels."""
    planner.go("/desk/reviews/")
    planner.page.locator("tbody a", has_text="技術審査（見本）").first.click()
    planner.press("割り当て案")
    return planner.page.url.removeprefix(planner.program.url)


def register_as_a_guest(guest: Visitor) -> str:
    """Without an account, one is told that a mail comes; where."""
    guest.go("/events/")
    guest.page.locator("main a", has_text="製造業の脱炭素とLCA").first.click()
    guest.go(f"{guest.page.url}register/")
    guest.page.locator("[name=name]").fill("通りがかりの人")
    guest.page.locator("[name=email]").fill("passing@example.jp")
    guest.press("申し込む", guest.page.locator("main"))
    return guest.page.url.removeprefix(guest.program.url)


def leave_traces(visit: Callable[..., Visitor]) -> tuple[str, str, str, str]:
    """Something to open: a question that nothing fits, a declaration to decide (of somebody who does nothing else here:
    what hangs on it waits for the decision), a consultation that somebody took, where a guest's registration ends, and
    an event with a programme of talks and a course on demand, two of very many: the addresses of these."""
    visit().go("/plan/?q=宇宙エレベーターの保険料を一括で払いたい")
    company, declarer, counter = visit("owner"), visit("large"), visit("counter")
    plan_a_purchase(company)
    register_for_an_event(company)
    visit_an_exhibition(company)
    exhibit_and_come(company)
    keep_the_secrets(company)
    ask_for_a_cohort(visit("planning"))
    company.go("/consultations/new/?q=アルミ部品に白い粉が出る&offerings=T-COR-001")
    company.press("相談を送る")
    taken = "/desk" + company.page.url.removeprefix(company.program.url)
    counter.go(taken)
    counter.press("担当する")
    declarer.go("/governance/declaration/")
    declarer.page.locator("[name=resident]").first.check()
    declarer.page.locator("[name=types]").first.check()
    declarer.page.locator("[name=technology]").fill("めっき")
    declarer.page.locator("[name=truthful]").check()
    declarer.press("申告する", exact=True)
    return (
        taken,
        register_as_a_guest(visit()),
        event(visit(), "研究発表会（見本）"),
        event(visit(), "全3回・オンデマンド"),
    )


def event(guest: Visitor, title: str) -> str:
    """Its address for everyone; at the desk it lies below /desk."""
    guest.go("/events/")
    found = guest.page.locator("main a", has_text=title).first.get_attribute("href")
    assert found
    return str(urlsplit(found).path)


def route_of(address: str) -> str:
    return _route(urlsplit(address).path)


@cache
def _route(path: str) -> str:
    """Looked up once: pages share most of their links, and a path is held against hundreds of patterns."""
    try:
        return str(resolve(path).route)
    except Resolver404:
        return ""


def links(page: Read, program: str) -> list[str]:
    """Addresses of pages that this page leads to; a download, or another form or order of the same list, is no page."""
    own = urlsplit(page.address).path
    here = [urldefrag(one)[0] for one in page.links if one.startswith(program)]
    there = [one.removeprefix(program) for one in here if urlsplit(one).path != own]
    return [one for one in there if "format=" not in one and is_page(route_of(one))]


def is_page(route: str) -> bool:
    return not any(part in route for part in NO_PAGE)


def room(route: str) -> str:
    return route.removeprefix("desk/").partition("/")[0]


class Way:
    """What is still to be opened: pages of routes that nobody opened yet, and other records of known routes."""

    def __init__(self, start: list[str]) -> None:
        self.waiting = list(start)
        self.opened: dict[str, str] = {}
        self.spare: dict[str, int] = {}
        """Address → how many of its kind stood beside it: a link to one thing leads further than a long list."""
        self.known: set[str] = set()
        self.more = MORE

    def find(self, addresses: list[str]) -> None:
        """Take in what a page leads to."""
        beside = Counter(route_of(one) for one in addresses)
        for one in addresses:
            to = route_of(one)
            if one in self.spare:
                self.spare[one] = min(self.spare[one], beside[to])
            elif one not in self.known and to in {*self.opened, *map(route_of, self.waiting)}:
                self.spare[one] = beside[to]
            elif one not in self.known:
                self.waiting.append(one)
            self.known.add(one)

    def next(self, missing: set[str]) -> str:
        """A route's first page; else, while a page is missing, another record, rather of its room; else nothing."""
        if not self.waiting and self.spare and self.more and missing:
            rooms = {room(one) for one in missing}
            near = min(self.spare, key=lambda one: (room(route_of(one)) not in rooms, self.spare[one]))
            del self.spare[near]
            self.more -= 1
            return near
        return self.waiting.pop(0) if self.waiting else ""


def walk(visitor: Visitor, role: str, start: list[str], seen: set[str]) -> dict[str, str]:
    """Follow links and look at what no role before has ``seen``; returns route → the address at which it was opened.

    A page outside the role's part (one that both sides share) is opened where a page inside leads to it, and leads on
    only inside.
    """
    below, wanted, way = OWN.get(role, "desk/"), pages_of(role), Way(start)
    while address := way.next(wanted - way.opened.keys()):
        route = route_of(address)
        way.opened.setdefault(route, address)
        page = visitor.read(address)
        here = route_of(page.address)  # a visitor may have been led to the sign-in page
        if here not in seen:
            seen.add(here)
            visitor.go(address)
            visitor.look(f"{role} {route}")
        inside = address in start or route.startswith(below)
        there = dict.fromkeys(links(page, visitor.program.url))
        way.find([one for one in there if inside or route_of(one).startswith(below)])
    return way.opened


def pages_of(role: str) -> set[str]:
    """The routes that answer this role with a page, from the reviewed matrix."""
    with FILE.open(newline="") as given:
        rows = list(csv.DictReader(given))
    return {
        row["route"]
        for row in rows
        if (row["method"], row[role]) == ("GET", "200")
        and is_page(row["route"])
        and row["route"].startswith(OWN.get(role, "desk/"))
    }


ON_PAPER = (
    "instruments/licences/<uuid:public_id>/", "testing/verify/<str:number>/", "events/tickets/<str:ticket>/",
    "exhibitions/tours/<str:ticket>/",
    "events/certificates/<uuid:public_id>/",
)  # fmt: skip
"""What the code on a card, a report, a ticket or a certificate leads to: whoever holds the paper begins there, at the
address its owner has."""


def test_every_page_of_every_role_is_reached_by_links_and_breaks_no_rule(visit):
    case, registered, talks, course = leave_traces(visit)
    proposed = proposed_reviewers(visit("planning"))
    seen: set[str] = set()
    opened: dict[str, dict[str, str]] = {}
    for role, (who, start) in ROLES.items():
        own = OWN.get(role, "desk/")
        taken = [*([case] if case.startswith(start) else []), *([] if own else [registered, talks])]
        taken += [f"/desk{one}" for one in (talks, course)] if own == "desk/" else []
        taken += [proposed] if role == "planning" else []
        paper = (
            [opened["engineer"][one] for one in ON_PAPER if one in opened["engineer"]] if role == "anonymous" else []
        )
        opened[role] = walk(visit(who), role, [start, *taken, *paper], seen)
    missing = {role: sorted(pages_of(role) - opened[role].keys()) for role in ROLES}
    assert missing == {role: [] for role in ROLES}
