"""Filters as written in YAML: ``{all: [[column, operator, value], {any: […]}]}``."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kosetsu.across.reporting.rules.measures import LISTS, OPERATORS, ORDERED, Condition, Every, Filter, Shape, Some
from kosetsu.across.reporting.tables.problems import Wrong


def read_filter(raw: Any, shape: Shape, where: str = "filter") -> Filter:
    """The tree of conditions; an absent filter lets every row pass."""
    if raw is None:
        return Every()
    if isinstance(raw, list):
        return _condition(raw, shape, where)
    if not isinstance(raw, dict) or len(raw) != 1 or not {"all", "any"} & set(raw):
        raise Wrong(where, _("all か any、または［列, 演算子, 値］で書いてください。"))
    [(word, parts)] = raw.items()
    if not isinstance(parts, list):
        raise Wrong(f"{where}.{word}", _("条件の並びを書いてください。"))
    inner = tuple(read_filter(part, shape, f"{where}.{word}[{n}]") for n, part in enumerate(parts))
    return Every(inner) if word == "all" else Some(inner)


def _condition(raw: list[Any], shape: Shape, where: str) -> Condition:
    if len(raw) != 3:
        raise Wrong(where, _("［列, 演算子, 値］の三つを書いてください。"))
    column, operator, value = raw
    kind = column_kind(column, shape, where)
    if operator not in OPERATORS:
        raise Wrong(where, _("演算子「%(operator)s」はありません。") % {"operator": operator})
    if operator in LISTS:
        if not isinstance(value, list) or not value:
            raise Wrong(where, _("値の並びを書いてください。"))
        return Condition(column, operator, tuple(_value(v, kind, where) for v in value))
    if (operator in ORDERED and kind not in (int, dt.date)) or (operator == "starts_with" and kind is not str):
        raise Wrong(
            where,
            _("列「%(column)s」に演算子「%(operator)s」は使えません。") % {"column": column, "operator": operator},
        )
    return Condition(column, operator, _value(value, kind, where))


def column_kind(column: Any, shape: Shape, where: str) -> type:
    """The type of a column; unknown ones are named."""
    if column not in shape.columns:
        known = {"column": column, "relation": shape.name}
        raise Wrong(where, _("列「%(column)s」は「%(relation)s」にありません。") % known)
    return shape.columns[column]


def _value(value: Any, kind: type, where: str) -> Any:
    if type(value) is not kind:
        raise Wrong(where, _("値「%(value)s」の型が列と合いません。") % {"value": value})
    return value
