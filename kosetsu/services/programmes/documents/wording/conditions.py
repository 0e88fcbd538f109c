"""Conditions as sentences, and a whole condition as a tree that can be read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.services.programmes.documents.wording.facts import named, value_text
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.book import Book, InIndustry

SIZES: Mapping[str, Any] = {
    "sme": gettext_lazy("中小企業者である（中小企業基本法の資本金又は従業員数）"),
    "small": gettext_lazy("小規模企業者である（中小企業基本法の従業員数）"),
}


def comparison(book: Book, condition: Any) -> str:
    """What one comparison asks, as part of a sentence: 従業員の数が20人以下."""
    match condition:
        case said.Size(size=size):
            return str(SIZES[size])
        case InIndustry(name=name):
            return _("業種が「%(name)s」の区分にあたる") % {"name": name}
        case said.Confirmed(confirm=words, by=by):
            return _("%(words)s（%(by)sの確認が必要）") % {"words": words, "by": by}
        case said.Use(use=key):
            return next((named(one.words) for one in book.vocabulary.definitions if one.key == key), key)
    fact = book.facts.get(condition.fact)
    return _of_fact(fact, condition) if fact else str(condition.fact)


def _of_fact(fact: said.Fact, condition: Any) -> str:
    parts = {"fact": named(fact.words)}
    match condition:
        case said.Is(equals=True):
            return parts["fact"]
        case said.Is(equals=False):
            return _("「%(fact)s」に当てはまらない") % parts
        case said.Is(equals=value):
            return _("%(fact)sが「%(value)s」") % {**parts, "value": value_text(fact, value)}
        case said.Among(among=values) | said.Under(under=values):
            return _("%(fact)sが次のいずれか：%(values)s") % {**parts, "values": _listed(fact, values)}
        case said.AtLeast(at_least=limit):
            return _("%(fact)sが%(limit)s以上") % {**parts, "limit": value_text(fact, limit)}
        case said.AtMost(at_most=limit):
            return _("%(fact)sが%(limit)s以下") % {**parts, "limit": value_text(fact, limit)}
        case said.Within(within_years=years):
            return _("%(fact)sから%(years)s年以内") % {**parts, "years": years}
    raise TypeError(f"{type(condition).__name__} is no comparison of a fact")


def _listed(fact: said.Fact, values: tuple[str, ...]) -> str:
    return _("、").join(value_text(fact, value) for value in values)


def opposite(book: Book, condition: Any) -> str:
    """What holds exactly when the comparison does not."""
    fact = book.facts.get(getattr(condition, "fact", ""))
    match condition:
        case said.Is(equals=False) if fact:
            return named(fact.words)
        case said.AtLeast(at_least=limit) if fact:
            return _("%(fact)sが%(limit)s未満") % {"fact": named(fact.words), "limit": value_text(fact, limit)}
        case said.AtMost(at_most=limit) if fact:
            return _("%(fact)sが%(limit)sを超える") % {"fact": named(fact.words), "limit": value_text(fact, limit)}
    return _("「%(fact)s」に当てはまらない") % {"fact": comparison(book, condition)}


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of a tree: a comparison, or how many of the lines under it have to hold."""

    text: str
    clause: str = ""
    source: str = ""
    """Of a definition: why it is read this way."""
    parts: tuple["Branch", ...] = ()


def tree(book: Book, condition: Any, *, opened: bool = True) -> Branch:
    """A condition as lines; ``opened`` says whether definitions are opened or stand by their name.

    An "all" of nothing says that everyone may.
    """
    return _Tree(book, {one.key: one for one in book.vocabulary.definitions}, opened).branch(condition, ())


@dataclass(frozen=True, slots=True)
class _Tree:
    book: Book
    known: Mapping[str, said.Definition]
    opened: bool

    def branch(self, condition: Any, within: tuple[str, ...]) -> Branch:
        """``within`` are the definitions that were opened on the way."""
        clause = condition.clause
        match condition:
            case said.All(all=()):
                return Branch(_("条件はありません"), clause)
            case said.All(all=(one,)) | said.Any_(any=(one,)):
                return self.branch(one, within)
            case said.All(all=ones):
                return Branch(_("次のすべてに当てはまる"), clause, parts=self._parts(ones, within))
            case said.Any_(any=ones):
                return Branch(_("次のどれか一つに当てはまる"), clause, parts=self._parts(ones, within))
            case said.Some(at_least=least, of=ones):
                words = _("次の%(all)sつのうち%(least)sつ以上に当てはまる") % {"all": len(ones), "least": least}
                return Branch(words, clause, parts=self._parts(ones, within))
            case said.Not(not_=one):
                return self._not(one, clause, within)
            case said.Use(use=key) if self.opened and key in self.known and key not in within:
                return self._definition(self.known[key], clause, (*within, key))
        return Branch(comparison(self.book, condition), clause)

    def _parts(self, ones: tuple[Any, ...], within: tuple[str, ...]) -> tuple[Branch, ...]:
        return tuple(self.branch(one, within) for one in ones)

    def _not(self, one: Any, clause: str, within: tuple[str, ...]) -> Branch:
        inner = self.branch(one, within)
        if inner.parts:
            return Branch(_("次に当てはまらない"), clause, parts=(inner,))
        return Branch(opposite(self.book, one), clause or inner.clause)

    def _definition(self, one: said.Definition, clause: str, within: tuple[str, ...]) -> Branch:
        """Its name, and what it means in the same line where that is how many of the lines below have to hold."""
        inner = self.branch(one.condition, within)
        if not inner.parts or inner.source:
            return Branch(named(one.words), clause, one.source, (inner,))
        words = _("%(name)s：%(how)s") % {"name": named(one.words), "how": inner.text}
        return Branch(words, clause or inner.clause, one.source, inner.parts)
