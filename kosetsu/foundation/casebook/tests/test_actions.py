"""The casebook's verbs: numbers without gaps, entries that are never changed, years that stay closed."""

import datetime as dt

import pytest
from django.db import transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.casebook.actions import close_case, close_year, open_case, record_entry, reverse_entry
from kosetsu.foundation.casebook.models import Case, Entry
from kosetsu.foundation.casebook.relations import COLUMNS, rows
from tests.build import Company, Institute

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 11, 20)


def opened(institute: Institute, company: Company, at: dt.datetime, **fields: object) -> Case:
    return open_case(
        by=institute.counter,
        at=at,
        service="consultations",
        kind="consultation",
        prefix="相",
        title="さび",
        organisation=company.organisation,
        workplace=company.workplace,
        **fields,
    )


def recorded(institute: Institute, company: Company, at: dt.datetime, day: dt.date = DAY, **fields: object) -> Entry:
    return record_entry(
        by=institute.researcher,
        at=at,
        service="consultations",
        kind="consultation",
        on_date=day,
        organisation=company.organisation,
        workplace=company.workplace,
        **fields,
    )


def test_cases_are_numbered_within_the_fiscal_year_of_their_kind(institute, company, at):
    numbers = [opened(institute, company, at).number for _ in range(2)]
    assert numbers == ["相R8-00001", "相R8-00002"]


def test_a_rolled_back_case_gives_its_number_back(institute, company, at):
    with transaction.atomic():
        opened(institute, company, at)
        transaction.set_rollback(True)
    assert opened(institute, company, at).number == "相R8-00001"


def test_closing_twice_is_refused(institute, company, at):
    case = opened(institute, company, at)
    close_case(by=institute.researcher, at=at, case=case, state="closed")
    with pytest.raises(Refused):
        close_case(by=institute.researcher, at=at, case=case, state="closed")
    assert Case.objects.get(pk=case.pk).closed_at == at


def test_an_entry_belongs_to_the_fiscal_year_of_its_date(institute, company, at):
    assert recorded(institute, company, at, dt.date(2026, 3, 31)).fiscal_year == 2025


def test_a_reversed_entry_stays_and_the_sum_is_zero(institute, company, at):
    entry = recorded(institute, company, at, quantity=3, headcount=2, amount_yen=500)
    reverse_entry(by=institute.planner, at=at, entry=entry, reason="二重に登録した")
    assert list(Entry.objects.order_by("id").values_list("quantity", "headcount", "amount_yen")) == [
        (3, 2, 500),
        (-3, -2, -500),
    ]


def test_an_entry_is_reversed_once_and_with_a_reason(institute, company, at):
    entry = recorded(institute, company, at)
    with pytest.raises(Refused):
        reverse_entry(by=institute.planner, at=at, entry=entry, reason=" ")
    reverse_entry(by=institute.planner, at=at, entry=entry, reason="取り違え")
    with pytest.raises(Refused):
        reverse_entry(by=institute.planner, at=at, entry=entry, reason="取り違え")
    assert Entry.objects.count() == 2


def test_entries_cannot_be_updated_or_deleted(institute, company, at):
    recorded(institute, company, at)
    with pytest.raises(TypeError):
        Entry.objects.update(quantity=9)
    with pytest.raises(TypeError):
        Entry.objects.all().delete()


def test_a_frozen_year_refuses_entries_and_says_whom_to_ask(institute, company, at):
    close_year(by=institute.planner, at=at, fiscal_year=2025)
    with pytest.raises(Refused) as refusal:
        recorded(institute, company, at, dt.date(2026, 3, 31))
    assert refusal.value.decision.next_step == "経営企画に、理由を添えて追加・訂正を依頼してください。"
    assert Entry.objects.count() == 0


def test_the_planning_office_may_add_to_a_frozen_year_with_a_reason(institute, company, at):
    close_year(by=institute.planner, at=at, fiscal_year=2025)
    late = record_entry(
        by=institute.planner,
        at=at,
        service="consultations",
        kind="consultation",
        on_date=dt.date(2026, 3, 31),
        late_reason="支所の記録が遅れて届いた",
    )
    assert (late.fiscal_year, late.reason) == (2025, "支所の記録が遅れて届いた")


def test_a_researcher_cannot_freeze_a_year(institute, at):
    with pytest.raises(Refused):
        close_year(by=institute.researcher, at=at, fiscal_year=2025)


def test_a_company_sees_its_own_cases_and_entries_only(institute, company, rival, at):
    own = opened(institute, company, at)
    opened(institute, rival, at)
    recorded(institute, rival, at)
    entry = recorded(institute, company, at)
    assert list(Case.objects.visible_to(company.engineer)) == [own]
    assert list(Entry.objects.visible_to(company.engineer)) == [entry]


def test_the_relation_yields_one_row_per_entry_in_its_columns(institute, company, at):
    entry = recorded(institute, company, at, branch=institute.head_office)
    [row] = rows()
    named = dict(zip(COLUMNS, row, strict=True))
    assert (named["entry_id"], named["branch"], named["workplace_id"]) == (entry.pk, "B01", company.workplace.pk)
