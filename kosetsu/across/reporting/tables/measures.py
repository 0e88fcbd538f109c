"""measures.yaml: every published number's definition, read and checked."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.reporting.rules.measures import AGGREGATES, Aggregate, Measure, Shape
from kosetsu.across.reporting.tables.filters import column_kind, read_filter
from kosetsu.across.reporting.tables.problems import Problem, Wrong, need, only, read_word

FIELDS = ("key", "name", "definition", "unit", "relation", "filter", "aggregate", "source", "public")


def read_measures(raw: Any, shapes: Mapping[str, Shape], file: str) -> tuple[dict[str, Measure], list[Problem]]:
    """The good measures by key, and a problem for every bad one."""
    good: dict[str, Measure] = {}
    bad: list[Problem] = []
    if not isinstance(raw, list):
        return {}, [Problem(file, "-", "-", _("指標の並びを書いてください。"))]
    for number, one in enumerate(raw, start=1):
        key = str(one.get("key") or f"#{number}") if isinstance(one, dict) else f"#{number}"
        try:
            measure = read_measure(one, shapes)
            if measure.key in good:
                raise Wrong("key", _("同じ指標が二度あります。"))
            good[measure.key] = measure
        except Wrong as wrong:
            bad.append(Problem(file, key, wrong.field, wrong.reason))
    return good, bad


def read_measure(raw: Any, shapes: Mapping[str, Shape]) -> Measure:
    """One measure; raises :class:`Wrong` at the first field that cannot be."""
    if not isinstance(raw, dict):
        raise Wrong("-", _("項目と値の組で書いてください。"))
    only(raw, FIELDS)
    shape = _shape(need(raw, "relation", str), shapes)
    return Measure(
        key=need(raw, "key", str),
        name=_texts(raw, "name"),
        definition=_texts(raw, "definition"),
        unit=need(raw, "unit", str),
        relation=shape.name,
        filter=read_filter(raw.get("filter"), shape),
        aggregate=read_aggregate(raw.get("aggregate"), shape),
        source=need(raw, "source", str),
        public=bool(raw.get("public", True)),
    )


def _shape(name: str, shapes: Mapping[str, Shape]) -> Shape:
    if name not in shapes:
        raise Wrong("relation", _("関係表「%(name)s」はありません。") % {"name": name})
    return shapes[name]


def _texts(raw: dict[str, Any], field: str) -> dict[str, str]:
    return read_word(need(raw, field, dict), field)


def read_aggregate(raw: Any, shape: Shape) -> Aggregate:
    """``count``, or one of sum, distinct, mean, new_or_returning with its column: ``{sum: quantity}``."""
    if raw == "count":
        return Aggregate("count")
    if not isinstance(raw, dict) or not raw:
        raise Wrong("aggregate", _("集計の方法がありません。"))
    word, column = next(iter(raw.items()))
    if word not in AGGREGATES or word == "count":
        raise Wrong("aggregate", _("集計「%(word)s」はありません。") % {"word": word})
    kind = column_kind(column, shape, "aggregate")
    if word in ("sum", "mean") and kind is not int:
        raise Wrong("aggregate", _("列「%(column)s」は整数ではないため、合計できません。") % {"column": column})
    if word != "new_or_returning":
        only(raw, (word,))
        return Aggregate(word, column)
    return _new_or_returning(raw, column, shape)


def _new_or_returning(raw: dict[str, Any], column: str, shape: Shape) -> Aggregate:
    only(raw, ("new_or_returning", "years"))
    if not (shape.dated_by and shape.key):
        raise Wrong("aggregate", _("日付のない関係表では、新規・再利用を数えられません。"))
    years = raw.get("years")
    if type(years) is not int or years < 1:
        raise Wrong("aggregate.years", _("年数を1以上の整数で書いてください。"))
    return Aggregate("new_or_returning", column, years)
