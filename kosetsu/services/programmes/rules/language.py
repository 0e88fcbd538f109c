"""The language in which programmes are described: facts, conditions, what is given, when, and what comes before.

A description is data: the institute's folder and the editor hold the same text, and a new programme needs no code.
What a source does not say stays unsaid: a term that is open is named under ``open_terms`` and nothing is guessed.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator

from kosetsu.common.money import rate

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Yen = Annotated[int, Field(ge=0, le=10**13)]
Days = Annotated[int, Field(ge=0, le=36_500)]
Rate = Annotated[Fraction, BeforeValidator(lambda written: written if isinstance(written, Fraction) else rate(written))]
"""Written as "2/3"; kept exact."""
Kind = Literal["flag", "choice", "code", "count", "yen", "day"]
"""yes or no · one of ``choices`` · a code that other codes begin with (JSIC) · a number · an amount · a date."""
Record = Literal[
    "industry", "employees", "capital_yen", "large_owned", "sole_trader", "cooperative", "area", "workplace"
]  # fmt: skip
"""What an organisation's record may answer; ``workplace``: that it has one ``within`` a region."""
NUMBERS: frozenset[Kind] = frozenset({"count", "yen"})
Value = bool | int | str | dt.date


class Described(BaseModel):
    """Whatever stands in a description: unknown words are refused, nothing changes once read."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Words(Described):
    """A text for people; Japanese where another language has none."""

    ja: str
    en: str = ""
    th: str = ""

    def named(self, language: str) -> str:
        """The text in ``language``."""
        return str(getattr(self, language, "")) or self.ja


# --- facts -----------------------------------------------------------------------------------------------------------


class Choice(Described):
    """One answer a fact of kind ``choice`` may have."""

    key: Key
    words: Words


class Change(Described):
    """How a company can make a fact other than it is, and what that takes.

    A ``step`` is done (a diagnosis, a declaration) and comes before an application; a ``decision`` (a wage plan) is
    the company's own and no plan takes it for granted.
    """

    kind: Literal["step", "decision"] = "step"
    to: tuple[bool | str, ...] = (True,)
    """What a flag or a choice can become."""
    direction: Literal["up", "down", "both"] = "both"
    """Where a number can go."""
    days: Days
    """How long it takes; for a number, whatever the distance."""
    days_each: Annotated[Fraction, BeforeValidator(Fraction)] = Fraction(0)
    """And for each unit of the distance."""
    fee_yen: Yen = 0
    needs: tuple[Key, ...] = ()
    """Flags that must be yes before this can begin."""
    valid_days: Days | None = None
    """How long it holds once done; None is without end, or not said."""
    programme: str = ""
    """The programme that does it, by code."""
    words: Words
    source: str = ""


class Fact(Described):
    """One thing a company is asked once and a condition may rest on."""

    key: Key
    kind: Kind
    words: Words
    question: Words
    choices: tuple[Choice, ...] = ()
    unit: str = ""
    least: int | None = None
    most: int | None = None
    record: Record | Literal[""] = ""
    """What of the organisation's record answers it (``rules/recorded.py``)."""
    within: tuple[str, ...] = ()
    """For ``record: workplace``: the area codes, or what they begin with, one of which a workplace must lie in."""
    change: Change | None = None
    source: str

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices stand with a fact of kind choice, and only there")
        if self.kind not in NUMBERS and (self.least is not None or self.most is not None):
            raise ValueError("least and most belong to numbers")
        if (self.record == "workplace") != bool(self.within) or (self.within and self.kind != "flag"):
            raise ValueError("within stands with a flag that the record's workplaces answer, and only there")
        return self


# --- conditions ------------------------------------------------------------------------------------------------------


class Clause(Described):
    """What every condition may carry: where the source says so."""

    clause: str = ""


class Is(Clause):
    """A flag or a choice has this answer."""

    fact: Key
    equals: bool | str = Field(alias="is")


class Among(Clause):
    """A choice is one of these."""

    fact: Key
    among: tuple[str, ...] = Field(min_length=1)


class Under(Clause):
    """A code begins with one of these."""

    fact: Key
    under: tuple[str, ...] = Field(min_length=1)


class AtLeast(Clause):
    """A number is this or more."""

    fact: Key
    at_least: int


class AtMost(Clause):
    """A number is this or less."""

    fact: Key
    at_most: int


class Within(Clause):
    """A date lies no more than so many years before the day that is asked about, and not after it."""

    fact: Key
    within_years: Annotated[int, Field(ge=1, le=100)]


class Size(Clause):
    """The business is small, or small or medium-sized, under the SME Act and the acts that widen it."""

    size: Literal["small", "sme"]
    acts: tuple[str, ...] = ("basic",)


class Confirmed(Clause):
    """What only a named person can confirm, in the source's own words: unknown until somebody has."""

    confirm: str
    by: str
    key: Key
    en: str = ""
    th: str = ""
    """The same for readers of other languages."""

    @property
    def words(self) -> Words:
        """As a text for people."""
        return Words(ja=self.confirm, en=self.en, th=self.th)


class Use(Clause):
    """A definition, by its key."""

    use: Key


class All(Clause):
    """Every part holds."""

    all: tuple["Condition", ...]


class Any_(Clause):
    """At least one part holds."""

    any: tuple["Condition", ...] = Field(min_length=1)


class Some(Clause):
    """At least ``at_least`` of the parts hold."""

    at_least: Annotated[int, Field(ge=1)]
    of: tuple["Condition", ...] = Field(min_length=1)


class Not(Clause):
    """The part does not hold."""

    not_: "Condition" = Field(alias="not")


_BY_WORD = {
    "is": "is", "among": "among", "under": "under", "at_most": "at_most", "within_years": "within", "size": "size",
    "confirm": "confirm", "use": "use", "all": "all", "any": "any", "of": "some", "not": "not", "at_least": "at_least",
}  # fmt: skip
_BY_CLASS: dict[type[Any], str] = {
    Is: "is", Among: "among", Under: "under", AtMost: "at_most", Within: "within", Size: "size", Confirmed: "confirm",
    Use: "use", All: "all", Any_: "any", Some: "some", Not: "not", AtLeast: "at_least",
}  # fmt: skip


def form(written: Any) -> str | None:
    """Which form of condition is written here, by the word it stands on; None where it is none."""
    if isinstance(written, Mapping):
        return next((tag for word, tag in _BY_WORD.items() if word in written), None)
    return _BY_CLASS.get(type(written))


Condition = Annotated[
    Annotated[Is, Tag("is")]
    | Annotated[Among, Tag("among")]
    | Annotated[Under, Tag("under")]
    | Annotated[AtLeast, Tag("at_least")]
    | Annotated[AtMost, Tag("at_most")]
    | Annotated[Within, Tag("within")]
    | Annotated[Size, Tag("size")]
    | Annotated[Confirmed, Tag("confirm")]
    | Annotated[Use, Tag("use")]
    | Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Some, Tag("some")]
    | Annotated[Not, Tag("not")],
    Discriminator(form),
]
"""One of the forms above, told apart by the word it stands on."""

ALWAYS = All(all=())


class Definition(Described):
    """A condition that many programmes share, under a name: 都内中小企業 …"""

    key: Key
    words: Words
    condition: Condition
    source: str


# --- what is given ---------------------------------------------------------------------------------------------------


class Uplift(Described):
    """Better terms for who meets ``when``; where several apply, each term is the best of them."""

    when: Condition
    rate: Rate | None = None
    limit_yen: Yen | None = None
    fixed_yen: Yen | None = None
    clause: str = ""


class Course(Described):
    """One way of being supported: a rate up to a limit, or a fixed amount. A company applies for one of them.

    A term that the source leaves open is None: without a rate and a fixed amount what is paid is anything up to the
    limit. A course that pays nothing in money has a fixed amount of 0.
    """

    key: Key
    words: Words | None = None
    who: Condition = ALWAYS
    costs: tuple[Key, ...] = ()
    """Kinds of cost that count; none is: the source names none, every cost counts."""
    rate: Rate | None = None
    limit_yen: Yen | None = None
    fixed_yen: Yen | None = None
    least_yen: Yen = 0
    """The smallest amount that can be applied for (申請下限額)."""
    cut_unit_yen: Annotated[int, Field(ge=1)] = 1
    """The amount is cut down to whole multiples of this."""
    uplifts: tuple[Uplift, ...] = ()
    clause: str = ""

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.rate is not None and self.fixed_yen is not None:
            raise ValueError("a course has a rate or a fixed amount, not both")
        return self


# --- when, what comes before, what comes after -----------------------------------------------------------------------


class Window(Described):
    """One round of applications by one channel.

    Electronic ends at a time of the last day (17:00), paper with the postmark of that day, the counter when it closes.
    Where the source prints days and no channel, the channel is "unsaid" and the last day counts whole.
    """

    channel: Literal["electronic", "post", "counter", "unsaid"]
    opens: dt.date
    closes: dt.date
    closes_at: dt.time | None = None
    decided: dt.date | None = None
    """The day of the decision, where it is announced."""
    round: str = ""
    source: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.closes < self.opens or (self.decided is not None and self.decided < self.closes):
            raise ValueError("a window opens, closes and is decided in this order")
        if self.channel == "electronic" and self.closes_at is None:
            raise ValueError("an electronic window says the time it closes at")
        return self


class Report(Described):
    """What is due afterwards: ``times`` reports, the first after ``first_months``, then one each ``every_months``."""

    words: Words
    first_months: Annotated[int, Field(ge=0)] = 0
    every_months: Annotated[int, Field(ge=0)] = 0
    times: Annotated[int, Field(ge=1)] = 1
    clause: str = ""


class Source(Described):
    """Where it is printed."""

    document: str
    page: int | None = None
    clause: str = ""
    wording: str = ""
    """The printed words, where two sources differ."""


class Description(Described):
    """One programme (or one round of it) in one fiscal year, as far as its source says."""

    code: str
    fiscal_year: int
    round: str = ""
    effective_from: dt.date
    effective_to: dt.date | None = None
    kind: str
    """grant, incentive, expert_dispatch, consultation, seminar … as the booklet's component kinds."""
    words: Words
    purposes: tuple[Annotated[int, Field(ge=1)], ...] = ()
    """Numbers of the early table of purposes (早見表)."""
    who: Condition = ALWAYS
    evidence: tuple[Words, ...] = ()
    courses: tuple[Course, ...] = ()
    fee_yen: Yen | None = None
    """What the company pays to be supported (an expert's visit); None is not said."""
    period_months: Annotated[int, Field(ge=1)] | None = None
    places: Annotated[int, Field(ge=0)] | None = None
    places_left: Annotated[int, Field(ge=0)] | None = None
    places_unit: str = ""
    windows: tuple[Window, ...] | Literal["always"] | None = None
    """"always" takes applications all year; None: no date is published."""
    award_before_order: bool | None = None
    """Whether nothing may be ordered before the award (交付決定); None: not said, and planned as if it were so."""
    decision_days: Days | None = None
    """Days from the last day of a window to the award, where it is not announced."""
    prepare_days: Days = 0
    exclusive_with: tuple[str, ...] = ()
    """Programmes that one company cannot be given beside this one, by code."""
    stacks_with: tuple[str, ...] = ()
    """Programmes that may pay for the same cost as this one, by code; without it no yen is paid for twice."""
    reports: tuple[Report, ...] = ()
    sources: tuple[Source, ...] = Field(min_length=1)
    verified_until: dt.date
    open_terms: tuple[str, ...] = ()
    """What the source does not say and nobody may guess."""

    @property
    def identity(self) -> tuple[str, int, str]:
        """What it describes: two editions of one round are one description."""
        return self.code, self.fiscal_year, self.round

    def conditions(self) -> Iterator[Any]:
        """Every condition of it: who may apply, and what courses and uplifts ask."""
        yield self.who
        for course in self.courses:
            yield course.who
            yield from (uplift.when for uplift in course.uplifts)


class Vocabulary(Described):
    """The facts, kinds of cost and definitions that descriptions are written in, as of one edition."""

    facts: tuple[Fact, ...]
    costs: tuple[Choice, ...] = ()
    purposes: tuple[Words, ...] = ()
    definitions: tuple[Definition, ...] = ()


# --- worked cases ----------------------------------------------------------------------------------------------------


class WorkedCase(Described):
    """One company's answers, and what the programme's page says about it, worked out by a person."""

    programme: str
    key: Key
    why: str
    """How a person gets from the page to the answer."""
    day: dt.date | None = None
    """The day it was worked out for; where none is said, the day the description begins."""
    answers: Mapping[str, Value] = {}
    costs: Mapping[Key, Yen] = {}
    verdict: Literal["yes", "no", "unknown"]
    fails: str = ""
    """For a no: the clause that is not met."""
    least_yen: Yen | None = None
    most_yen: Yen | None = None
    """The amount to one who may apply, or the least and the most it can be; None: the case is not about money."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if (self.verdict == "no") != bool(self.fails):
            raise ValueError("a no names the clause that fails, and only a no")
        if (self.least_yen is None) != (self.most_yen is None):
            raise ValueError("least_yen and most_yen stand together")
        return self
