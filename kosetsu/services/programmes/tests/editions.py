"""A few programmes in force on the tests' day, for pages: one of each verdict, one window of each state."""

import datetime as dt
from typing import Any

from kosetsu.services.programmes.actions.editions import record_description, record_vocabulary
from kosetsu.services.programmes.rules.language import Description, Vocabulary

RECORDED = dt.datetime(2026, 4, 1, 9, tzinfo=dt.UTC)


def _fact(key: str, kind: str, ja: str, **more: Any) -> dict[str, Any]:
    return {"key": key, "kind": kind, "words": {"ja": ja, "en": f"{key} (en)"}, "source": "要項",
            "question": {"ja": f"{ja}ですか。", "en": f"{key}?"}, **more}  # fmt: skip


VOCABULARY = Vocabulary.model_validate(
    {
        "facts": [
            _fact("employees", "count", "従業員の数", unit="人", least=0, record="employees"),
            _fact("capital_yen", "yen", "資本金", least=0, record="capital_yen"),
            _fact("area", "code", "所在地", record="area"),
            _fact("loss", "flag", "赤字"),
            _fact("diagnosed", "flag", "診断を受けた",
                  change={"days": 45, "fee_yen": 11_000, "programme": "T002", "words": {"ja": "診断を受ける"}}),
            _fact("wage_plan", "flag", "賃上げ計画を作成する",
                  change={"kind": "decision", "days": 0, "words": {"ja": "賃上げ計画を作成する"}}),
        ],
        "costs": [
            {"key": "machinery", "words": {"ja": "機械装置"}},
            {"key": "other", "words": {"ja": "その他"}},
        ],
        "purposes": [{"ja": "経営を強くしたい"}, {"ja": "設備を入れたい"}],
        "definitions": [
            {"key": "little", "words": {"ja": "小さな会社"}, "source": "要項の読み方",
             "condition": {"fact": "employees", "at_most": 20, "clause": "従業員20人以下"}},
        ],
    }
)  # fmt: skip


def described(code: str, **more: Any) -> Description:
    return Description.model_validate(
        {
            "code": code, "fiscal_year": 2026, "effective_from": "2026-04-01", "effective_to": "2027-03-31",
            "kind": "grant", "words": {"ja": f"施策{code}"}, "verified_until": "2027-03-31",
            "sources": [{"document": "募集要項", "page": 3}], **more,
        }
    )  # fmt: skip


ELECTRONIC = {"channel": "electronic", "source": "要項", "closes_at": "17:00"}


def grant() -> Description:
    """Small companies with a diagnosis; half the machines up to a limit, two thirds with a wage plan."""
    return described(
        "T001",
        words={"ja": "設備の助成", "en": "Equipment grant"},
        purposes=[2],
        who={"all": [{"use": "little"}, {"fact": "diagnosed", "is": True, "clause": "診断を受けたこと"}]},
        courses=[
            {"key": "main", "rate": "1/2", "limit_yen": 10_000_000, "cut_unit_yen": 1000, "costs": ["machinery"],
             "uplifts": [{"when": {"fact": "wage_plan", "is": True}, "rate": "2/3", "clause": "賃上げ"}]},
        ],
        windows=[{**ELECTRONIC, "opens": "2026-11-01", "closes": "2026-12-11"}],
        reports=[{"words": {"ja": "実績報告"}, "first_months": 1}],
        evidence=[{"ja": "診断の報告書"}],
        sources=[{"document": "募集要項", "page": 3, "wording": "助成率1/2"},
                 {"document": "冊子", "page": 8, "wording": "助成率1/2以内"}],
        open_terms=["端数処理"],
    )  # fmt: skip


def visit() -> Description:
    """For everyone, all year."""
    return described(
        "T002", words={"ja": "専門家の診断"}, kind="expert_dispatch", windows="always", fee_yen=11_000, purposes=[1]
    )


def closed() -> Description:
    """Its window has ended."""
    return described("T003", words={"ja": "終わった助成"}, purposes=[2],
                     courses=[{"key": "main", "fixed_yen": 300_000}],
                     windows=[{**ELECTRONIC, "opens": "2026-05-01", "closes": "2026-06-30"}])  # fmt: skip


def rescue() -> Description:
    """For companies that make a loss; no window is published."""
    return described("T004", words={"ja": "立て直しの支援"}, purposes=[1],
                     who={"fact": "loss", "is": True, "clause": "赤字であること"},
                     courses=[{"key": "main", "rate": "2/3", "limit_yen": 1_000_000}])  # fmt: skip


def confirmed() -> Description:
    """What only the body itself can confirm."""
    return described("T005", words={"ja": "審査のある支援"}, purposes=[1],
                     who={"confirm": "審査会が認めること", "by": "実施機関", "key": "panel"})  # fmt: skip


def publish(*more: Description) -> None:
    """Put everything into force."""
    record_vocabulary(VOCABULARY, at=RECORDED)
    for one in (grant(), visit(), closed(), rescue(), confirmed(), *more):
        record_description(one, at=RECORDED)
