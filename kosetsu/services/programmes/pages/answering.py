"""Facts as fields of a form, and costs as lines: what was typed becomes answers, what does not fit is named."""

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from kosetsu.common.idempotency import KEY_FIELD, OnceForm
from kosetsu.foundation.parties.rules.industries import industries
from kosetsu.services.programmes.context import Answers
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.rules.language import Fact, Value

PREFIX = "a_"
MOST = 10**13
YES_NO = {"yes": True, "no": False}
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
Choices = list[tuple[str, Any]]


def field_name(key: str) -> str:
    return PREFIX + key


def written(value: Value) -> str:
    """An answer as a form and an address have it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, dt.date) else str(value)


class FactsForm(OnceForm):
    """One field for each fact; nothing is required, and an empty field is unanswered."""

    def __init__(
        self, data: Any, facts: Sequence[Fact], answers: Answers, areas: Mapping[str, str], *,
        record: Iterable[str] = (), kept: bool = False, auto_id: str = "id_%s",
    ) -> None:  # fmt: skip
        """``kept``: what is said is stored, once; otherwise the form is only read."""
        initial = {field_name(key): written(value) for key, value in answers.items()}
        super().__init__(data, initial=initial, auto_id=auto_id)
        if not kept:
            del self.fields[KEY_FIELD]
        self.facts = facts
        for fact in facts:
            field = _field(fact, areas)
            field.label = wording.named(fact.words) if fact.key in answers else wording.question(fact)
            if fact.key in record:
                field.help_text = _("会社の情報から入れています。")
            self.fields[field_name(fact.key)] = field

    @property
    def wrong(self) -> list[str]:
        """Facts whose field holds something that does not fit."""
        return [one.key for one in self.facts if field_name(one.key) in self.errors]

    @property
    def answered(self) -> dict[str, Value | None]:
        """What the form says of its facts; a field that does not fit says nothing."""
        return {one.key: self._value(one) for one in self.facts if field_name(one.key) in self.cleaned_data}

    def _value(self, fact: Fact) -> Value | None:
        value = self.cleaned_data[field_name(fact.key)]
        if value in ("", None):
            return None
        return YES_NO[value] if fact.kind == "flag" else value


def _field(fact: Fact, areas: Mapping[str, str]) -> forms.Field:
    if fact.kind == "day":
        return forms.DateField(required=False, widget=DAY)
    if fact.kind in ("count", "yen"):
        most = min(fact.most, MOST) if fact.most is not None else MOST
        return forms.IntegerField(required=False, min_value=fact.least, max_value=most)
    choices = _choices(fact, areas)
    if not choices:
        return forms.CharField(required=False, max_length=20)
    return forms.ChoiceField(required=False, choices=[("", _("未回答")), *choices])


def _choices(fact: Fact, areas: Mapping[str, str]) -> Choices:
    if fact.kind == "flag":
        return [("yes", _("はい")), ("no", _("いいえ"))]
    if fact.record == "industry":
        return list(_industries())
    if fact.record == "area":
        return list(areas.items())
    return [(one.key, wording.named(one.words)) for one in fact.choices]


def _industries() -> Iterator[tuple[str, Choices]]:
    """Each division with what is known below it."""
    known = list(industries().values())
    for division in (one for one in known if len(one.code) == 1):
        below = [one for one in known if one.code.startswith(division.code)]
        yield division.name, [(one.code, one.name) for one in below]


@dataclass(frozen=True, slots=True)
class CostLine:
    """One kind of cost and what was typed beside it; an empty amount is one that is not known yet."""

    kind: str = ""
    typed: str = ""
    yen: int | None = None
    error: str = ""


def cost_lines(asked: QueryDict, kinds: Iterable[str]) -> list[CostLine]:
    """The lines of the address; kinds that do not exist and empty lines are passed over."""
    known, pairs = set(kinds), zip(asked.getlist("cost"), asked.getlist("yen"), strict=False)
    return [_cost(kind, typed) for kind, typed in pairs if kind in known]


def _cost(kind: str, typed: str) -> CostLine:
    digits = unicodedata.normalize("NFKC", typed).replace(",", "").strip().removesuffix(_("円")).strip()
    if not digits:
        return CostLine(kind)
    if digits.isascii() and digits.isdigit() and len(digits) <= 13:
        return CostLine(kind, digits, int(digits))
    return CostLine(kind, typed[:40], None, _("金額は0以上の整数（円）で入力してください。"))


def costs_of(lines: Iterable[CostLine]) -> dict[str, int | None] | None:
    """Each kind with its sum; None where no line is given: then nothing is known of what is spent."""
    found: dict[str, int | None] = {}
    for line in lines:
        before = found.get(line.kind, 0)
        found[line.kind] = None if line.yen is None or before is None else before + line.yen
    return found or None
