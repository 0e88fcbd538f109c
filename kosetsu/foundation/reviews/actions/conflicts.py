"""Conflicts of interest: found in the records, declared, entered; each blocks at once, whatever was assigned before."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, need_reason, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.reviews.actions.beats import locked, locked_item, log
from kosetsu.foundation.reviews.actions.voiding import void_review
from kosetsu.foundation.reviews.documents.ties import forbidden
from kosetsu.foundation.reviews.models import DISCLOSE, Conflict, Item, Panel, Review
from kosetsu.foundation.reviews.permissions import can_arrange, can_enter_conflict, can_run, in_conflict
from kosetsu.foundation.reviews.states import Ground, Origin, PanelState


@transaction.atomic
def find_conflicts(*, by: Person | None, at: dt.datetime, panel: Panel) -> list[Conflict]:
    """Everything the records know of the panel's items and the people in it, its office included; the new ones."""
    panel = locked(panel)
    require(can_arrange(by, panel) if by else YES)
    return block_from_records(panel, panel.items.waiting(), by=by, at=at)


def block_from_records(panel: Panel, items: Iterable[Item], *, by: Person | None, at: dt.datetime) -> list[Conflict]:
    """The same for some items of a locked panel."""
    shown = list(items)
    found = forbidden(shown, _people(panel), at)
    known = set(
        Conflict.objects.in_force().filter(item__in={one.item for one in found}).values_list("item", "person", "ground")
    )
    by_pk = {item.pk: item for item in shown}
    people = Person.objects.in_bulk({one.person for one in found})
    return [
        _block(by_pk[one.item], people[one.person], one.ground, Origin.RECORDS, one.detail, by=by, at=at)
        for one in found
        if (one.item, one.person, one.ground) not in known
    ]


def _people(panel: Panel) -> Collection[int]:
    """Who reviews in the panel. Whoever runs it is asked as well: a conflict hides the item from every page."""
    posts = panel.offices.values("post")
    office = Person.objects.filter(posts__role__in=posts, is_active=True).values_list("pk", flat=True)
    return {*panel.reviewers.filter(left_at=None).values_list("person", flat=True), *office}


@transaction.atomic
def declare_conflict(*, by: Person, at: dt.datetime, item: Item, detail: str) -> Conflict | None:
    """A reviewer says so oneself, of an item one was assigned; it takes the item away at once.

    Once the results stand it is written down, for the office to see, and changes nothing that was decided (None): only
    a reopened panel takes a review out of its mean.
    """
    item = locked_item(item)
    mine = item.reviews.alive().filter(reviewer__person=by).exists()
    require(YES if mine else HIDDEN)
    said = need_reason(detail)
    if item.panel.state != PanelState.CLOSED:
        return _block(item, by, Ground.DECLARED, Origin.DECLARED, said, by=by, at=at)
    log(item.panel, DISCLOSE, by=by, at=at, item=str(item.public_id), person=by.pk, detail=said)
    audit.record(by=by, at=at, verb=DISCLOSE, thing=item, after={"person": by.pk})
    return None


@transaction.atomic
def declare_unassigned(*, by: Person, at: dt.datetime, item: Item, detail: str) -> Conflict:
    """The same of an item that is not assigned, for whatever shows it beforehand and has asked whether ``by`` may."""
    return _block(locked_item(item), by, Ground.DECLARED, Origin.DECLARED, need_reason(detail), by=by, at=at)


@transaction.atomic
def enter_conflict(
    *, by: Person, at: dt.datetime, item: Item, person: Person, ground: Ground, detail: str = ""
) -> Conflict:
    """The office enters what no record knows."""
    item = locked_item(item)
    require(can_enter_conflict(by, item))
    if Conflict.objects.in_force().filter(item=item, person=person, ground=ground).exists():
        require(no(_("%(name)sさんの、この理由の利益相反は、すでに登録されています。") % {"name": person}))
    return _block(item, person, ground, Origin.ENTERED, tidy_line(detail), by=by, at=at)


@transaction.atomic
def lift_conflict(*, by: Person, at: dt.datetime, conflict: Conflict, reason: str) -> Conflict:
    """One that was a mistake. Nobody lifts one's own; what the records say comes back while they say it."""
    item = locked_item(conflict.item)
    require(can_run(by, item.panel))
    require(HIDDEN if in_conflict(by, item) else YES)
    conflict = Conflict.objects.get(pk=conflict.pk)
    require(YES if conflict.lifted_at is None else no(_("この利益相反は、すでに取り消されています。")))
    conflict.lifted_at, conflict.lifted_by, conflict.lifted_because = at, by, need_reason(reason)
    conflict.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    after = {"item": str(item.public_id), "person": conflict.person_id, "ground": conflict.ground}
    log(item.panel, "lift_conflict", by=by, at=at, **after, reason=conflict.lifted_because)
    audit.record(by=by, at=at, verb="lift_conflict", thing=item, before=after, reason=conflict.lifted_because)
    return conflict


def _block(
    item: Item, person: Person, ground: Ground, origin: Origin, detail: str, *, by: Person | None, at: dt.datetime
) -> Conflict:
    """Void what the person reviews of the item, then forbid it."""
    for review in Review.objects.alive().filter(item=item, reviewer__person=person):
        void_review(review, by=by, at=at, reason=_("利益相反：%(ground)s") % {"ground": ground.label})
    conflict = Conflict.objects.create(
        item=item, person=person, ground=ground, origin=origin, detail=detail, found_at=at, found_by=by
    )
    after = {"item": str(item.public_id), "person": person.pk, "ground": ground}
    log(item.panel, "block", by=by, at=at, **after, origin=origin)
    audit.record(by=by, at=at, verb="block", thing=item, after={**after, "origin": origin})
    return conflict


def pairs_in_conflict(panel: Panel) -> dict[int, set[int]]:
    """Item → people who may not review it, as the records and declarations stand; both by row number."""
    pairs: dict[int, set[int]] = defaultdict(set)
    for item, person in Conflict.objects.in_force().filter(item__panel=panel).values_list("item", "person"):
        pairs[item].add(person)
    return pairs
