"""What is asked of the finder: a purpose, costs and answers, from the address or from what a company has saved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, QueryDict

from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes.context import (
    Answers,
    Stated,
    answers_as_of,
    area_names,
    decider_on,
    stated_by,
)
from kosetsu.services.programmes.models import Answer
from kosetsu.services.programmes.pages.answering import CostLine, FactsForm, cost_lines, costs_of, field_name, written
from kosetsu.services.programmes.pages.cards import Asker, asked_by
from kosetsu.services.programmes.rules.deciding import Decider
from kosetsu.services.programmes.rules.language import Fact
from kosetsu.services.programmes.rules.paying import Costs

Pairs = list[tuple[str, str]]


def company_of(request: HttpRequest) -> Organisation | None:
    """The company the person acts for (the first, for someone who acts for several); none for anybody else."""
    own = standing(request.user).organisations
    if not own:
        return None
    return Organisation.objects.filter(pk__in=own).select_related("area").order_by("pk").first()


def number_of(text: str) -> int | None:
    """A whole number of an address."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


@dataclass
class Asked:
    """One request to the finder. Without a company its answers stand in the address and nothing is stored."""

    request: HttpRequest
    decider: Decider = field(init=False)
    company: Organisation | None = field(init=False)

    def __post_init__(self) -> None:
        self.decider = decider_on(self.request.today, self.request.at)  # type: ignore[attr-defined]
        self.company = company_of(self.request)

    # what is looked at

    @cached_property
    def purpose(self) -> int | None:
        found = number_of(self.request.GET.get("purpose", ""))
        return found if found and found <= len(self.decider.book.vocabulary.purposes) else None

    @cached_property
    def numbers(self) -> list[int]:
        """The programmes of the purpose; all of them without one."""
        every = enumerate(self.decider.book.descriptions)
        return [n for n, one in every if self.purpose is None or self.purpose in one.purposes]

    @cached_property
    def lines(self) -> list[CostLine]:
        return cost_lines(self.request.GET, (one.key for one in self.decider.book.vocabulary.costs))

    @property
    def costs(self) -> Costs | None:
        return costs_of(self.lines)

    @cached_property
    def facts(self) -> list[Fact]:
        """What the programmes looked at ask for, in the order of the vocabulary."""
        wanted = asked_by(self.decider, self.numbers)
        return [one for one in self.decider.book.vocabulary.facts if one.key in wanted]

    @cached_property
    def skipped(self) -> list[str]:
        """Facts the company said it cannot tell now."""
        return [key for key in self.request.GET.getlist("skip") if key in self.decider.asked]

    @cached_property
    def areas(self) -> dict[str, str]:
        return area_names()

    # answers

    @cached_property
    def typed(self) -> FactsForm:
        """All facts of the book as the address has them."""
        return self._form(self.request.GET)

    @cached_property
    def answers(self) -> Answers:
        if self.company is not None:
            return self._stated.answers
        return _given(self.typed)

    @cached_property
    def recorded(self) -> frozenset[str]:
        """Facts whose answer comes from the company's record."""
        return frozenset() if self.company is None else self._stated.recorded

    @cached_property
    def _stated(self) -> Stated:
        assert self.company is not None
        return stated_by(self.company, self.decider.book)

    @cached_property
    def last(self) -> int:
        """The last of the company's answers there is: what a form was filled from."""
        return Answer.objects.filter(organisation=self.company).values_list("pk", flat=True).last() or 0

    @cached_property
    def before(self) -> Answers | None:
        """The answers before the last form was sent; None where none was."""
        if self.company is not None:
            since = number_of(self.request.GET.get("since", ""))
            return None if since is None else answers_as_of(self.company, self.decider.book, since)
        return _given(self._form(QueryDict(self.request.GET["from"]))) if "from" in self.request.GET else None

    @property
    def changed(self) -> set[str]:
        """Facts that the last form answered otherwise."""
        before = self.answers if self.before is None else self.before
        return {key for key in {*before, *self.answers} if before.get(key) != self.answers.get(key)}

    def _form(self, data: QueryDict) -> FactsForm:
        form = FactsForm(data, self.decider.book.vocabulary.facts, {}, self.areas)
        form.is_valid()
        return form

    @property
    def asker(self) -> Asker:
        at: Any = self.request.at  # type: ignore[attr-defined]
        return Asker(self.answers, self.costs, at, ZoneInfo(settings.TIME_ZONE), self.areas)

    # addresses

    @property
    def given(self) -> Pairs:
        """Answers of the address, as it carries them; a company's own are never there."""
        return [] if self.company else [(field_name(key), written(value)) for key, value in self.answers.items()]

    @property
    def looked_at(self) -> Pairs:
        """Purpose, costs and what was put off."""
        purpose = [("purpose", str(self.purpose))] if self.purpose else []
        return [*purpose, *self._costs(), *(("skip", key) for key in self.skipped)]

    def _costs(self) -> Iterator[tuple[str, str]]:
        for line in self.lines:
            yield from (("cost", line.kind), ("yen", line.typed))

    def address(self, *more: tuple[str, str], without: Iterable[str] = ()) -> str:
        """This page with all it was asked, and ``more``."""
        left = set(without)
        return "?" + urlencode([pair for pair in (*self.looked_at, *self.given, *more) if pair[0] not in left])


def _given(form: FactsForm) -> Answers:
    return {key: value for key, value in form.answered.items() if value is not None}
