"""The solver's answer to a question, and what another choice for one pair would cost, worked out when somebody asks."""

from dataclasses import dataclass, replace

from kosetsu.across.matching.documents.panel_answers import found_again
from kosetsu.across.matching.documents.panels import Question
from kosetsu.across.matching.models import PanelProposal, Way
from kosetsu.across.matching.rules.assignments import given
from kosetsu.across.matching.rules.assignments.assigning import Assignment, assign, reassign
from kosetsu.across.matching.rules.assignments.batching import assign_batch
from kosetsu.across.matching.rules.assignments.given import Pair
from kosetsu.across.matching.rules.assignments.limits import Limit
from kosetsu.across.matching.rules.assignments.pricing import price
from kosetsu.across.matching.rules.clashing import Clash
from kosetsu.across.matching.rules.watching import Watch


def solved(proposal: PanelProposal, question: Question, watch: Watch) -> Assignment | Clash[Limit]:
    """Near to what stands, for one batch of a year, or for the whole panel."""
    if proposal.way == Way.AGAIN:
        panel = question.now if proposal.batch is None else _without_minima(question.now)
        return _near(panel, question.frame.standing, watch, proposal.most_changed)
    if proposal.batch is not None:
        return assign_batch(question.asked, question.year, watch)
    return assign(question.now, watch)


def _without_minima(panel: given.Panel) -> given.Panel:
    """A batch is not to bring what is asked of a whole year."""
    return replace(panel, readers=tuple(replace(one, least=0) for one in panel.readers))


def _near(
    panel: given.Panel, standing: frozenset[Pair], watch: Watch, most_changed: int
) -> Assignment | Clash[Limit]:  # fmt: skip
    """Near to what stands. Of answers that are equally good the one that keeps most: besides its points, counted so
    many times, a pair that stands has one more.
    """
    times = len(standing) + 1
    points = {pair: count * times for pair, count in panel.points.items()}
    readers = {one.key for one in panel.readers}
    points |= {pair: points.get(pair, 0) + 1 for pair in standing if pair[1] in readers}
    found = reassign(replace(panel, points=points), standing, watch, most_changed=most_changed)
    if isinstance(found, Clash):
        return found
    total, worst = sum(panel.points.get(pair, 0) for pair in found.pairs), found.worst // times
    value = total + (panel.aim.floor or 0) * worst
    return Assignment(found.pairs, total, worst, value, found.bound // times, found.worst_bound // times)


@dataclass(frozen=True, slots=True)
class Price:
    """What is lost, in points of the worst item and of all, where a pair is forced that is not, or forbidden that is;
    ``moved`` other pairs would change. ``exact``: both answers are proven.
    """

    forced: bool
    worst: int
    total: int
    moved: int
    exact: bool


def price_of(proposal: PanelProposal, question: Question, pair: Pair, watch: Watch) -> Price | Clash[Limit]:
    """The price of the other choice for a pair; what clashes where there is none. Raises ``Unfinished``."""
    found = found_again(proposal, question)
    forced = pair not in found.pairs
    if proposal.way == Way.ANEW and proposal.batch is None:
        told = price(question.now, found, pair, watch)
        if isinstance(told, Clash):
            return told
        other, exact = told.instead, told.exact
    else:
        answer = solved(proposal, replace(question, asked=_other(question.asked, pair, forced)), watch)
        if isinstance(answer, Clash):
            return answer
        other, exact = answer, False
    moved = len(set(found.pairs) - set(other.pairs) - {pair})
    return Price(forced, found.worst - other.worst, found.total - other.total, moved, exact)


def _other(panel: given.Panel, pair: Pair, forced: bool) -> given.Panel:
    if forced:
        return replace(panel, locks=panel.locks | {pair}, refused=panel.refused - {pair})
    return replace(panel, locks=panel.locks - {pair}, refused=panel.refused | {pair})
