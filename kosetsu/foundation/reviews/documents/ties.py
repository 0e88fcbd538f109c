"""Who is bound to which body, as the records say on a day; and the items' bodies, as the rules take them."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Q

from kosetsu.common.calendars import after_months
from kosetsu.common.clock import day_of
from kosetsu.common.manifests import collect
from kosetsu.common.text import fold_company
from kosetsu.foundation.casebook.models import Case
from kosetsu.foundation.parties.models import Affiliation, Membership, Organisation
from kosetsu.foundation.reviews.models import ConflictRule, Item
from kosetsu.foundation.reviews.rules.conflicts import Applied, Body, Found, Tie, found, groups
from kosetsu.foundation.reviews.states import Ground

JOINT = ("joint_research", "joint_development")
"""Kinds of cases in which the institute's person works together with the company."""


@dataclass(frozen=True, slots=True)
class Horizon:
    """Since when each ground counts; a ground without a rule is not looked for."""

    since: dict[str, dt.date | None]

    @classmethod
    def on(cls, day: dt.date) -> "Horizon":
        return cls({rule.ground: _back(day, rule.years) for rule in ConflictRule.objects.on(day)})

    def of(self, ground: Ground) -> dt.date | None:
        """The first day that counts, none where there is no rule."""
        return self.since.get(ground)


def _back(day: dt.date, years: int | None) -> dt.date:
    return day if years is None else after_months(day, -12 * years)


def forbidden(items: Iterable[Item], people: Collection[int], at: dt.datetime) -> list[Found]:
    """Every pair of these items and people that the records forbid at this moment."""
    day = day_of(at)
    ties = list(_ties(people, day))
    bound = {tie.body for tie in ties}
    links = list(Affiliation.objects.on(day).values_list("parent", "subsidiary"))
    group_of = groups(links)
    bodies = _bodies({body for one in bound for body in group_of(one)})
    applied = [Applied(one.pk, one.organisation_id, one.corporate_number, fold_company(one.applicant)) for one in items]
    return list(found(applied, ties, bodies, group_of))


def _ties(people: Collection[int], day: dt.date) -> Iterator[Tie]:
    horizon = Horizon.on(day)
    yield from _memberships(people, horizon.of(Ground.SAME_COMPANY))
    yield from _cases(people, horizon)
    for source in collect("conflict_ties"):
        yield from source(people, day)


def _memberships(people: Collection[int], since: dt.date | None) -> Iterator[Tie]:
    if since is None:
        return
    rows = Membership.objects.filter(Q(until=None) | Q(until__gte=since), person__in=people)
    for person, body in rows.values_list("person", "organisation").distinct():
        yield Tie(person, body, Ground.SAME_COMPANY)


def _cases(people: Collection[int], horizon: Horizon) -> Iterator[Tie]:
    """Joint work, and support that was paid for, by whose case it was."""
    rows = Case.objects.filter(assignee__in=people).exclude(organisation=None)
    joint, paid = horizon.of(Ground.JOINT_RESEARCH), horizon.of(Ground.PAID_SUPPORT)
    if joint:
        own = rows.filter(Q(closed_at=None) | Q(closed_at__date__gte=joint), kind__in=JOINT)
        for person, body, number in own.values_list("assignee", "organisation", "number"):
            yield Tie(person, body, Ground.JOINT_RESEARCH, number)
    if paid:
        own = rows.filter(charges__on_date__gte=paid, charges__reverses=None, charges__reversed_by=None)
        for person, body, number in own.values_list("assignee", "organisation", "number").distinct():
            yield Tie(person, body, Ground.PAID_SUPPORT, number)


def _bodies(keys: Collection[int]) -> dict[int, Body]:
    rows = Organisation.objects.filter(pk__in=keys).prefetch_related("names")
    return {
        one.pk: Body(
            one.pk,
            one.corporate_number or one.claimed_number,
            frozenset(fold_company(name) for name in [one.name, *(known.name for known in one.names.all())]),
        )
        for one in rows
    }
