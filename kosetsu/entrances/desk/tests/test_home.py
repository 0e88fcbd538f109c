"""The desk's first page."""

import datetime as dt
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.actions import register_own_company
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import Consultation
from tests import build


def _open(person: Person) -> Any:
    client = Client()
    client.force_login(person)
    return client.get("/desk/")


def _case(company: Any, at: dt.datetime, due: dt.date, **columns: Any) -> Consultation:
    made = actions.ask(by=company.engineer, at=at, workplace=company.workplace, question=f"期限 {due}")
    for name, value in {"due_on": due, **columns}.items():
        setattr(made.case, name, value)
    made.case.save()
    return made


def test_my_cases_stand_by_urgency_and_counts_link_to_lists_of_that_length(
    institute: Any, company: Any, at: dt.datetime
) -> None:
    me = institute.researcher
    days = (dt.date(2026, 11, 19), dt.date(2026, 11, 20), dt.date(2026, 11, 22), dt.date(2026, 12, 1))
    late, now, week, later = (_case(company, at, day, assignee=me, state="assigned") for day in days)
    fresh = _case(company, at, dt.date(2026, 11, 30), group=institute.surface)
    _case(company, at, dt.date(2026, 11, 30), group=institute.emc)
    _case(company, at, dt.date(2026, 11, 1), assignee=institute.colleague, state="assigned")
    context = _open(me).context
    numbers = {name: [line["number"] for line in lines] for name, lines in context["mine"].items()}
    assert numbers == {
        "overdue": [late.case.number],
        "today": [now.case.number],
        "week": [week.case.number],
        "later": [later.case.number],
    }
    assert [line["number"] for line in context["new"]] == [fresh.case.number]
    assert [one["count"] for one in context["counts"]] == [1, 1, 1, 2, 2, 0]


def test_every_count_is_the_length_of_the_list_it_opens(institute: Any, company: Any, at: dt.datetime) -> None:
    _case(company, at, dt.date(2026, 11, 19), assignee=institute.researcher, state="assigned")
    _case(company, at, dt.date(2026, 11, 20), group=institute.surface)
    _case(company, at, dt.date(2026, 11, 20), group=institute.surface, assignee=institute.colleague, state="assigned")
    register_own_company(by=build.person("新しい 社長"), at=at, name="新会社", corporate_number="7123456789012")
    client = Client()
    client.force_login(institute.researcher)
    counts = client.get("/desk/").context["counts"]
    assert [client.get(one["url"]).context["list"].total for one in counts] == [one["count"] for one in counts]


def test_register_s_queue_is_counted_for_those_who_keep_the_register(institute: Any, at: dt.datetime) -> None:
    register_own_company(by=build.person("新しい 社長"), at=at, name="新会社", corporate_number="7123456789012")
    register_own_company(by=build.person("個人 事業主"), at=at, name="見本彫金")
    shown = {who: _open(getattr(institute, who)).context["counts"][-1] for who in ("counter", "exporter")}
    assert (shown["counter"]["label"], shown["counter"]["count"]) == ("登録の確認待ち", 2)
    assert shown["exporter"]["label"] == "全体の期限超過"


def test_new_case_past_its_deadline_says_so_and_one_due_today_does_not(
    institute: Any, company: Any, at: dt.datetime
) -> None:
    for day in (dt.date(2026, 11, 19), dt.date(2026, 11, 20)):
        _case(company, at, day, group=institute.surface)
    new = _open(institute.researcher).context["new"]
    assert [line["overdue"] for line in new] == [True, False]


def test_desk_does_not_exist_for_a_company(company: Any) -> None:
    assert _open(company.engineer).status_code == 404


def test_queries_stay_the_same_with_one_and_three_rows(institute: Any, company: Any, at: dt.datetime) -> None:
    client = Client()
    client.force_login(institute.researcher)

    client.get("/desk/")  # the first page of a session writes it down

    def asked() -> int:
        _case(company, at, dt.date(2026, 11, 20), assignee=institute.researcher, state="assigned")
        _case(company, at, dt.date(2026, 11, 20), group=institute.surface)
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/desk/").status_code == 200
        return len(queries)

    assert len({asked() for _row in range(3)}) == 1
