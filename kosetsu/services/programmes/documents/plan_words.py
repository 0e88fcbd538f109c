"""A stored plan in the reader's language: what pages, the A4 and the calendar say of it."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from kosetsu.common.money import yen_text
from kosetsu.services.programmes.documents.wording import value_text
from kosetsu.services.programmes.models import Plan
from kosetsu.services.programmes.rules.language import Fact
from kosetsu.services.programmes.rules.stored import Json, Moved, day

KINDS: Mapping[str, Any] = {
    "step": gettext_lazy("準備"),
    "application": gettext_lazy("申請"),
    "award": gettext_lazy("交付決定"),
    "order": gettext_lazy("発注"),
    "completion": gettext_lazy("完了"),
    "report": gettext_lazy("報告"),
}
CHANNELS: Mapping[str, Any] = {
    "electronic": gettext_lazy("電子申請"),
    "post": gettext_lazy("郵送（消印有効）"),
    "counter": gettext_lazy("窓口"),
    "unsaid": gettext_lazy("申請方法の記載なし"),
}
REASONS: Mapping[str, Any] = {
    "refused": gettext_lazy("不採択になったため、除いています。"),
    "unpublished": gettext_lazy("募集の日程が公表されていません。公表されたら計画に入る可能性があります。"),
    "full": gettext_lazy("残りの枠がありません。"),
    "amount_unknown": gettext_lazy("助成率か限度額が資料に書かれていないため、金額を計算できません。"),
    "closed": gettext_lazy("募集が終わっています。"),
    "too_short": gettext_lazy("締切までに準備が間に合いません。"),
    "award_late": gettext_lazy("交付決定が発注の期限に間に合いません。"),
    "period_short": gettext_lazy("助成の対象期間のうちに完了しません。"),
    "exclusive": gettext_lazy("%(by)s と同時には受けられません。"),
    "same_cost": gettext_lazy("同じ経費を %(by)s が助成するため、重ねて受けられません。"),
    "same_programme": gettext_lazy("同じ施策の別の回を使っています。"),
    "other_fact": gettext_lazy("%(by)s のための準備と両立しません。"),
    "fees": gettext_lazy("かかる費用が、受け取れる額を上回ります。"),
}
REMARKS: Mapping[str, Any] = {
    "decision_unknown": gettext_lazy("交付決定の日が公表されていないため、締切の翌日として計算しています。"),
    "order_rule_unknown": gettext_lazy(
        "交付決定の前に発注できるかが資料にないため、決定のあとに発注する計画にしています。"
    ),
    "fee_unknown": gettext_lazy("利用者の負担額が資料にないため、0円として計算しています。"),
    "step_unpublished": gettext_lazy("準備に使う施策の日程が公表されていません。"),
}
LINES: Mapping[str, Any] = {
    "spent": gettext_lazy("対象になる経費"),
    "rate": gettext_lazy("助成率"),
    "share": gettext_lazy("経費に助成率を掛けた額"),
    "fixed": gettext_lazy("定額"),
    "limit": gettext_lazy("助成限度額"),
    "uplift": gettext_lazy("上乗せの条件"),
    "cut": gettext_lazy("端数の切り捨ての単位"),
    "too_small": gettext_lazy("申請できる下限額"),
    "open": gettext_lazy("資料に書かれていない項目"),
    "given": gettext_lazy("助成額"),
}
TERMS: Mapping[str, Any] = {"rate": gettext_lazy("助成率"), "limit_yen": gettext_lazy("助成限度額")}
PAST_DAYS = 92
"""Reports that are due long after the completion are in the table; the drawing ends so many days after it."""


@dataclass(frozen=True)
class Row:
    """One line of the timeline in words."""

    kind: str
    label: str
    name: str
    programme: str
    """The programme that does a step, or that an application is made to."""
    serves: str
    earliest: dt.date
    latest: dt.date
    last: dt.date
    late: bool
    """The latest day to begin has passed."""
    note: str
    window: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True)
class Support:
    """One programme of the plan in words."""

    code: str
    name: str
    course: str
    yen: int
    window: str
    computed: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    evidence: tuple[str, ...]
    open_terms: tuple[str, ...]
    source: str
    kept: bool


@dataclass(frozen=True)
class NotTaken:
    """One programme that is not in the plan, and why."""

    code: str
    name: str
    state: str
    """no · unknown · left."""
    reasons: tuple[str, ...]
    yen: int | None
    change: str = ""


def named(words: Json) -> str:
    """A stored text in the reader's language."""
    return str(words.get((get_language() or "ja")[:2]) or words["ja"])


def names(found: Json) -> dict[str, str]:
    """Every programme of a stored plan by its code."""
    every = (*found["applications"], *found["kept"], *found["left"], *found["others"])
    return {one["code"]: named(one["words"]) for one in every}


def supports(found: Json) -> list[Support]:
    """What is in the plan, what stays from the plan before first."""
    kept = [_support(one, kept=True) for one in found["kept"]]
    return [*kept, *(_support(one, kept=False) for one in found["applications"])]


def _support(one: Json, *, kept: bool) -> Support:
    return Support(
        one["code"], named(one["words"]), named(one["course_words"]), one["yen"], window_text(one["window"]),
        tuple(map(line_text, one["computed"])), tuple(str(REMARKS[key]) for key in one["remarks"]),
        tuple(map(named, one["evidence"])), tuple(one["open_terms"]), one["source"], kept,
    )  # fmt: skip


def window_text(window: Json | None) -> str:
    """From when until when, and how."""
    if window is None:
        return _("通年")
    closes = f"{window['closes']} {window['closes_at'][:5]}" if window["closes_at"] else window["closes"]
    return f"{window['opens']}〜{closes} {CHANNELS[window['channel']]} {window['round']}".replace("-", "/").strip()


def line_text(one: Json) -> tuple[str, str]:
    """One step of a computation: what it is, and its value."""
    label = str(LINES[one["key"]])
    if one["key"] in ("uplift", "open"):
        return label, str(TERMS.get(one["term"], one["term"]))
    if one["key"] == "rate":
        return label, one["rate"]
    return label, _("上限なし") if one["yen"] is None else yen_text(one["yen"])


def rows(found: Json, today: dt.date) -> list[Row]:
    """The timeline, what must begin first standing first."""
    known = names(found)
    windows = {one["code"]: one["window"] for one in (*found["kept"], *found["applications"])}
    return [_row(one, known, windows, today) for one in found["items"]]


def _row(one: Json, known: Mapping[str, str], windows: Mapping[str, Json | None], today: dt.date) -> Row:
    label, own = str(KINDS[one["kind"]]), one["kind"] in ("order", "completion")
    window = windows.get(one["subject"]) if one["kind"] == "application" else None
    fee = _("費用 %(yen)s") % {"yen": yen_text(one["fee_yen"])} if one["fee_yen"] else ""
    return Row(
        one["kind"], label, "" if own else named(one["words"]),
        one["programme"] or ("" if own or one["kind"] == "step" else one["subject"]),
        _together(known.get(code, code) for code in one["serves"]) if one["kind"] in ("step", "order") else "",
        day(one["earliest"]), day(one["latest"]), day(one["last"]), day(one["latest"]) < today,
        " ".join(filter(None, [window_text(window) if window else "", fee])),
        (day(window["opens"]), day(window["closes"])) if window else None,
    )  # fmt: skip


def first_step(found: Json, today: dt.date) -> Row | None:
    """What has to be done first: a step or an application that has not passed."""
    every = (one for one in rows(found, today) if one.kind in ("step", "application") and one.last >= today)
    return next(every, None)


def not_taken(found: Json) -> list[NotTaken]:
    """Why not the others: what the plan had to leave, what nobody can tell yet, what the company cannot have."""
    known = names(found)
    order = {"unknown": 0, "yes": 0, "no": 1}
    others = sorted(found["others"], key=lambda one: order[one["verdict"]])
    return [*(_left(one, known) for one in found["left"]), *map(_other, others)]


def _left(one: Json, known: Mapping[str, str]) -> NotTaken:
    by = _together(known.get(code, code) for code in one["by"]) or _("計画の施策")
    why = str(REASONS[one["reason"]])
    return NotTaken(one["code"], named(one["words"]), "left", (why % {"by": by} if "%(" in why else why,), one["yen"])


def _other(one: Json) -> NotTaken:
    name, yen = named(one["words"]), one["most_yen"]
    if one["verdict"] == "no":
        reasons = tuple(map(_reason, one["reasons"])) or (_("この会社は対象になりません。"),)
        return NotTaken(one["code"], name, "no", reasons, yen, _change(one["change"]))
    asks = _together(named(each["words"]) for each in _answerable(one["asks"]))
    why = _("未回答の項目で決まります：%(facts)s") % {"facts": asks} if asks else _("資料からは決まりません。")
    return NotTaken(one["code"], name, "unknown", (why,), yen)


def _answerable(asks: list[Json]) -> list[Json]:
    """What the company can answer; only where there is nothing, what a named person has to confirm."""
    own = [one for one in asks if not one["fact"].startswith("confirmed_")]
    return own or asks


def _reason(one: Json) -> str:
    text = one["clause"] or named(one["words"])
    if one["value"] is None:
        return str(text)
    return _("%(clause)s（%(fact)s：%(value)s）") % {"clause": text, "fact": named(one["words"]), "value": _value(one)}


def _value(one: Json) -> str:
    """As it was answered; what kind of fact that was is stored beside it."""
    if one["choice"]:
        return named(one["choice"])
    fact = Fact.model_construct(kind=one["kind"], unit=one["unit"], record=one["record"])
    return value_text(fact, day(one["value"]) if one["kind"] == "day" else one["value"])


def _change(moves: Iterable[Json]) -> str:
    told = [_("%(what)s（%(days)d日）") % {"what": named(one["words"]), "days": one["days"]} for one in moves]
    return " → ".join(told)


def moved_text(found: Moved) -> Iterator[str]:
    """What moved against the plan before, one sentence each."""
    for one in found.added:
        yield _("加わった施策：%(name)s（%(yen)s）") % {"name": named(one["words"]), "yen": yen_text(one["yen"])}
    for one in found.dropped:
        yield _("外れた施策：%(name)s（%(yen)s）") % {"name": named(one["words"]), "yen": yen_text(one["yen"])}
    for one, gap in found.changed:
        yield _("額が変わった施策：%(name)s（%(gap)s）") % {"name": named(one["words"]), "gap": signed(gap)}


def signed(yen: int) -> str:
    """A difference with its sign."""
    return f"+{yen_text(yen)}" if yen > 0 else yen_text(yen)


def total_text(found: Json) -> str:
    """The total beside the naive sum, and why they differ."""
    if not found["naive_yen"]:
        return ""
    if found["naive_yen"] == found["total_yen"]:
        return _("使える施策をすべて使う計画です。")
    return _(
        "それぞれの施策だけを見て足すと%(naive)sになりますが、同じ経費を重ねて助成する施策や、同時に受けられない施策、"
        "日程が合わない施策があるため、実際に受け取れる最大の額は%(total)sです。"
    ) % {"naive": yen_text(found["naive_yen"]), "total": yen_text(found["total_yen"])}


def title_of(plan: Plan) -> str:
    return _("%(title)s の支援施策の計画") % {"title": plan.project.title}


def _together(words: Iterable[str]) -> str:
    return "、".join(words)
