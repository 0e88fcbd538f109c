"""Three programmes for a machine, one of them after a diagnosis, and a company that can have them."""

import datetime as dt
from typing import Any

from kosetsu.services.programmes.actions.editions import record_description, record_vocabulary
from kosetsu.services.programmes.actions.plans import make_project
from kosetsu.services.programmes.models import Answer, Project
from kosetsu.services.programmes.rules.language import Description, Vocabulary

KNOWN = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)
ORDER_FROM, ORDER_BY, COMPLETE_BY = dt.date(2026, 12, 1), dt.date(2027, 6, 30), dt.date(2027, 12, 31)
DAYS: dict[str, Any] = {"order_from": ORDER_FROM, "order_by": ORDER_BY, "complete_by": COMPLETE_BY}
LINES: list[dict[str, Any]] = [{"kind": "machinery", "yen": 12_000_000, "words": "充填ライン"}]


def fact(key: str, words: str, kind: str = "flag", **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "words": {"ja": words, "en": key, "th": key}, "question": {"ja": f"{words}？"},
            "source": "募集要項", **more}  # fmt: skip


FACTS = [
    fact("employees", "従業員の数", "count", unit="人", least=0, record="employees"),
    fact("wage_plan", "賃上げ計画", change={"kind": "decision", "days": 30, "words": {"ja": "賃上げ計画を作る"}}),
    fact("diagnosed", "診断済み", change={"days": 20, "words": {"ja": "経営診断を受ける"}}),
    fact("exporter", "輸出している"),
]
COSTS = [{"key": "machinery", "words": {"ja": "機械装置"}}, {"key": "advice", "words": {"ja": "専門家の指導"}}]


def described(code: str, name: str, **more: Any) -> Description:
    return Description.model_validate(
        {
            "code": code, "fiscal_year": 2026, "effective_from": "2026-04-01", "effective_to": "2027-03-31",
            "kind": "grant", "words": {"ja": name, "en": f"{code} in English"}, "award_before_order": True,
            "fee_yen": 0, "who": {"fact": "employees", "at_most": 20, "clause": "従業員20人以下"},
            "windows": [{"channel": "electronic", "opens": "2026-12-01", "closes": "2027-01-15", "closes_at": "17:00",
                         "decided": "2027-03-19", "source": "募集要項"}],
            "sources": [{"document": "募集要項", "page": 1}], "verified_until": "2027-03-31", **more,
        }
    )  # fmt: skip


def course(rate: str, limit: int, **more: Any) -> dict[str, Any]:
    return {"key": "main", "costs": ["machinery"], "rate": rate, "limit_yen": limit, **more}


UPLIFT = {"when": {"fact": "wage_plan", "is": True}, "rate": "3/4", "clause": "賃上げ計画を作成した場合"}
LEAP = described("P053", "躍進の設備投資", courses=[course("1/2", 100_000_000, uplifts=[UPLIFT])])
URGENT = described(
    "P062", "製品の改良", courses=[course("2/3", 5_000_000)],
    reports=[{"words": {"ja": "実績報告"}, "first_months": 1}],
    who={"all": [{"fact": "employees", "at_most": 20}, {"fact": "diagnosed", "is": True, "clause": "診断を受けた者"}]},
)  # fmt: skip
EXPORT = described(
    "P070", "輸出の助成", courses=[course("1/2", 900_000)], who={"fact": "exporter", "is": True, "clause": "輸出企業"}
)


def publish(at: dt.datetime = KNOWN) -> None:
    """The vocabulary and the three programmes, from the institute's folder."""
    record_vocabulary(Vocabulary.model_validate({"facts": FACTS, "costs": COSTS}), at=at)
    for one in (LEAP, URGENT, EXPORT):
        record_description(one, at=at)


def answered(company: Any, at: dt.datetime, **values: Any) -> None:
    for key, value in values.items():
        Answer.objects.create(organisation=company.organisation, fact=key, value=value, at=at, by=company.engineer)


def planned(company: Any, at: dt.datetime, **more: Any) -> Project:
    """A line for 12,000,000 yen."""
    given = {"title": "充填ラインの更新", "lines": LINES, **DAYS, **more}
    return make_project(by=company.engineer, at=at, organisation=company.organisation, **given)


def codes(found: dict[str, Any]) -> list[tuple[str, int]]:
    return [(one["code"], one["yen"]) for one in found["applications"]]
