"""A result beside a specification: what the decision rule says of it. Nothing is measured again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from kosetsu.services.testing.papers.content import Content, Result
from kosetsu.services.testing.states import Judgement


@dataclass(frozen=True, slots=True)
class Limit:
    """What a specification asks of one item, in the unit of its results."""

    item: str
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def text(self) -> str:
        """10 ≤ x ≤ 20: needs no translation."""
        left = f"{self.low} ≤ " if self.low is not None else ""
        right = f" ≤ {self.high}" if self.high is not None else ""
        return f"{left}x{right}"


def judge(result: Result, limit: Limit, *, guarded: bool) -> Result:
    """The result beside another requirement; nothing is measured again.

    Simple acceptance compares the value alone; guarded, the whole interval of the uncertainty must lie within
    (JCGM 106:2012, 8.3.2): pass, fail, or neither where the interval crosses a limit or something is not known.
    """
    value, doubt = number(result.value), number(result.uncertainty) if guarded else Decimal(0)
    if value is None or doubt is None:
        return replace(result, requirement=limit.text, verdict=Judgement.UNDECIDED)
    return replace(result, requirement=limit.text, verdict=_verdict(value - doubt, value + doubt, limit))


def against(content: Content, limits: Iterable[Limit], *, specification: str, guarded: bool) -> Content:
    """The same measurements against another specification: only requirement and verdict change."""
    by_item = {limit.item: limit for limit in limits}
    return replace(
        content,
        specification=specification,
        decision_rule=decision_rule(guarded=guarded),
        results=tuple(
            judge(one, by_item[one.item], guarded=guarded)
            if one.item in by_item
            else replace(one, requirement="", verdict="")
            for one in content.results
        ),
    )


def decision_rule(*, guarded: bool) -> str:
    """The rule in the words that the paper carries."""
    if guarded:
        return _("測定値に拡張不確かさを加減した区間の全体が規格値の内にあるとき適合とします。")
    return _("測定値を規格値と直接比較し、不確かさは考慮しません（単純受入れ）。")


def _verdict(low: Decimal, high: Decimal, limit: Limit) -> str:
    inside = (limit.low is None or low >= limit.low) and (limit.high is None or high <= limit.high)
    outside = (limit.low is not None and high < limit.low) or (limit.high is not None and low > limit.high)
    return Judgement.PASSED if inside else Judgement.FAILED if outside else Judgement.UNDECIDED


def number(text: str) -> Decimal | None:
    """The value of a written result; None for words."""
    try:
        return Decimal(text.strip().lstrip("±").strip())
    except InvalidOperation:
        return None
