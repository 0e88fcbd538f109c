"""Story 3, the rooms: 19/19 and 5/5 as printed; one given back is 18/19, let again 19/19; rent stops on its day."""

import datetime as dt
from calendar import monthrange

import pytest

from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.relations import relations
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.labs import actions
from kosetsu.services.labs.models import Lab, Tenancy
from kosetsu.services.labs.states import ItemState, TenancyState
from kosetsu.services.labs.tests.conftest import on

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _own_columns(settings, tmp_path):
    settings.KOSETSU_DATA_DIR = tmp_path


def who(name: str) -> Person:
    return Person.objects.get(email=f"{name}@demo.example.jp")


def occupied(branch: str, day: dt.date) -> tuple[int, int]:
    """How many rooms of a branch have a tenant, and how many there are, as the report counts them."""
    rows = [row for row in relations()["lab_rooms"].read(day) if row[0] == branch]
    return sum(row[2] for row in rows), len(rows)


def pay_and_move_in(tenancy: Tenancy, at: dt.datetime) -> Tenancy:
    if tenancy.deposit is None:
        tenancy = actions.ask_deposit(by=who("accounts"), at=at, tenancy=tenancy)
    paper = tenancy.deposit
    assert paper
    billing.take_cash(
        by=who("accounts"), at=at, invoice=paper, amount_yen=paper.total_yen, reference=f"story {paper.number}"
    )
    return actions.move_in(by=who("labs"), at=at, tenancy=tenancy)


def let(room: str, company: str, at: dt.datetime) -> Tenancy:
    """Offered, contracted, paid and moved in on one day."""
    lab = Lab.objects.get(branch__code="B01", room=room)
    workplace = Workplace.objects.filter(organisation__code=company).earliest("pk")
    tenancy = actions.offer_room(
        by=who("labs"), at=at, workplace=workplace, lab=lab, theme="公募で選ばれたテーマ", since=at.date(),
        origin="calls:application:1",
    )  # fmt: skip
    return pay_and_move_in(actions.contract(by=who("labs"), at=at, tenancy=tenancy), at)


def test_the_year_2021_is_as_printed(tokyo):
    keys = ["labs.head_office_occupied", "labs.head_office_rooms", "labs.tama_occupied", "labs.tama_rooms"]
    figures = Reader().figures([book().measures[key] for key in keys], Period.of_fiscal_year(2021))
    assert [figures[key].value for key in keys] == [19, 19, 5, 5]


def test_one_given_back_and_let_again_with_rent_that_stops_on_the_leaving_day(tokyo):
    [leaving] = Tenancy.objects.filter(case__state=TenancyState.LEAVING)
    [coming] = Tenancy.objects.filter(case__state=TenancyState.CONTRACTED)
    last = leaving.leaving_on
    assert last
    let("319", "DEMO005", on(coming.since))
    pay_and_move_in(coming, on(coming.since))
    assert [occupied("B01", day) for day in (last, last + DAY)] == [(19, 19), (18, 19)]

    good = {item.position: actions.Finding(state=ItemState.GOOD) for item in leaving.leaving_items.all()}
    actions.check_leaving(by=who("labs"), at=on(last), tenancy=leaving, findings=good)
    for card in leaving.passes.filter(ended_on=None):
        actions.end_pass(by=who("labs"), at=on(last), one=card)
    actions.leave(by=who("labs"), at=on(last), tenancy=leaving)
    for months in (1, 2, 3):
        actions.charge_rent(at=on(last + months * 31 * DAY))
    rent = Charge.objects.filter(case=leaving.case, what="rent").order_by("on_date").last()
    assert (rent.on_date, rent.yen) == (last, 132_000 * last.day // monthrange(last.year, last.month)[1])

    let("313", "DEMO009", on(last + DAY))
    assert occupied("B01", last + DAY) == (19, 19)


def test_the_public_page_names_nobody_who_did_not_agree(tokyo, client):
    silent = Tenancy.objects.filter(show_name=False, case__state=TenancyState.LIVING)
    shown = Tenancy.objects.filter(show_name=True, case__state=TenancyState.LIVING)
    text = client.get("/labs/").content.decode()
    assert [one.organisation.name for one in silent if one.organisation.name in text] == []
    assert [one.organisation.name for one in shown if one.organisation.name not in text] == []
    assert (silent.exists(), shown.exists()) == (True, True)


def test_no_company_that_a_list_prints_has_invented_facts(tokyo):
    from kosetsu.services.labs.models import PrintedTenancy

    printed = set(PrintedTenancy.objects.values_list("tenant_name", flat=True))
    tenants = set(Tenancy.objects.values_list("case__organisation__name", flat=True))
    assert (len(printed), printed & tenants) == (24, set())
