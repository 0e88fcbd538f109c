"""A worked case, put to the description it is of: what a person worked out beside what comes out."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.common.money import yen_text
from kosetsu.services.programmes.documents.wording import VERDICT_WORDS
from kosetsu.services.programmes.rules.amounts import amount
from kosetsu.services.programmes.rules.deciding import Decider, Verdict
from kosetsu.services.programmes.rules.language import WorkedCase


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One worked case, put to its description."""

    key: str
    why: str
    expected: str
    found: str

    @property
    def good(self) -> bool:
        return self.expected == self.found


def verdict_word(verdict: str) -> str:
    """A verdict for people."""
    return str(VERDICT_WORDS[Verdict(verdict)])


def tried(case: WorkedCase, decider: Decider) -> CaseResult:
    """By a decider of that one description."""
    expected = _said(case.verdict, case.fails, case.least_yen, case.most_yen)
    costs = {one.key for one in decider.book.vocabulary.costs}
    try:
        if strange := {*case.answers} - {*decider.book.facts} | {*case.costs} - costs:
            raise KeyError(min(strange))
        outcome = decider.decide_one(0, case.answers)
        clauses = [str(decider.book.atoms[one.atom].said.clause) for one in decider.said(outcome.failing)]
        least = most = None
        if case.least_yen is not None:
            found = amount(decider, 0, case.answers, case.costs)
            least, most = found.least, found.most
    except (KeyError, TypeError, ValueError) as error:
        return CaseResult(case.key, case.why, expected, unreadable(error))
    named = case.fails if case.fails in clauses else "・".join(dict.fromkeys(clauses))
    return CaseResult(case.key, case.why, expected, _said(outcome.verdict, named, least, most))


def _said(verdict: str, fails: str, least: int | None, most: int | None) -> str:
    parts = [verdict_word(verdict)]
    if fails:
        parts.append(_("満たさない：%(clause)s") % {"clause": fails})
    if least is not None:
        parts.append(yen_text(least) if least == most else f"{yen_text(least)}～{yen_text(most) if most else ''}")
    return "、".join(parts)


def unreadable(error: Exception) -> str:
    """Why a description, or an answer, does not go together with the vocabulary."""
    if isinstance(error, KeyError):
        return _("「%(key)s」は語彙にありません。") % {"key": error.args[0] if error.args else ""}
    if isinstance(error, RecursionError):
        return _("定義が循環しています。")
    return _("条件と項目の種類が合いません（%(detail)s）。") % {"detail": str(error)[:200]}
