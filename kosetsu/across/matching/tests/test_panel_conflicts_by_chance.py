"""Conflicts of interest by chance, in every way in which one may hide: never is a forbidden pair proposed or assigned,
though each forbidden pair is the one that its reviewer wishes most.

KOSETSU_CONFLICT_CASES=10000 for more conflicts; KOSETSU_CONFLICT_SEED says where they begin.
"""

import datetime as dt
import os
from random import Random

import pytest

from kosetsu.across.matching.actions import readers
from kosetsu.across.matching.models import Stage, Way, Word
from kosetsu.across.matching.tests.review_panels import conflict_rules, found, pairs, reader_points, settle, two_each
from kosetsu.foundation.parties.models import Affiliation, OrganisationName
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Item, Review
from kosetsu.foundation.reviews.states import Ground
from kosetsu.foundation.reviews.tests.conftest import joins
from tests import build
from tests.fixtures import AT

A_PANEL = 8
"""So many conflicts are hidden in one panel."""
CASES = int(os.environ.get("KOSETSU_CONFLICT_CASES", "200"))
SEED = int(os.environ.get("KOSETSU_CONFLICT_SEED", "0"))
pytestmark = pytest.mark.django_db


class _Hidden:
    """A panel with conflicts: ``barred`` are the pairs (of an item and a person) that must never be."""

    def __init__(self, institute, dice):
        self.panel, self.dice, self.barred = two_each(institute), dice, set()
        for n in range(4):
            person = build.person(f"審査員 {n}")
            self.panel.reviewers.append(
                reviews.add_reviewer(by=self.panel.runner, at=AT, panel=self.panel.panel, person=person)
            )
        self.firms = []
        for n, item in enumerate(self.panel.items):
            firm = build.company(f"株式会社秘密{n}", "131083")
            firm.organisation.corporate_number = f"{n + 1}000012345678"
            firm.organisation.save()
            Item.objects.filter(pk=item.pk).update(organisation=firm.organisation, applicant=firm.organisation.name)
            self.firms.append(firm)

    def hide(self, how, later=False):
        """One more conflict of a random pair; whoever has it wants the item most of all."""
        number, reviewer = self.dice.randrange(5), self.dice.choice(self.panel.reviewers)
        item, firm = self.panel.items[number], self.firms[number]
        if not later:
            readers.enter_bid(by=self.panel.runner, at=AT, item=item, reviewer=reviewer, word=Word.WANT)
        if (item.pk, reviewer.person_id) not in self.barred:
            HOW[how](self, item, firm, reviewer.person)
            self.barred.add((item.pk, reviewer.person_id))

    def wrote(self, item, name, number=""):
        """The applicant as somebody typed it, of no known body."""
        Item.objects.filter(pk=item.pk).update(organisation=None, applicant=name, corporate_number=number)

    def proposed(self, proposal):
        persons = {one.pk: one.person_id for one in self.panel.reviewers}
        return {(item, persons[reviewer]) for item, reviewer in pairs(proposal)}

    def assigned(self):
        return set(Review.objects.alive().values_list("item", "reviewer__person"))


def _spelling(world, item, firm, person):
    joins(person, firm)
    name = firm.organisation.name.removeprefix("株式会社")
    world.wrote(item, world.dice.choice([f"㈱{name}", f"（株）{name}", f"株式会社　{name}"]))


def _renamed(world, item, firm, person):
    joins(person, firm)
    old = f"旧名{item.pk}工業株式会社"
    OrganisationName.objects.get_or_create(organisation=firm.organisation, name=old, defaults={"source": "試験"})
    world.wrote(item, world.dice.choice([old, f"旧名{item.pk}工業㈱"]))


def _numbered(world, item, firm, person):
    joins(person, firm)
    world.wrote(item, "まったく別の名前", firm.organisation.corporate_number)


def _parent(world, item, firm, person):
    parent = build.company(f"親会社{item.pk}-{person.pk}", "131083")
    Affiliation.objects.create(parent=parent.organisation, subsidiary=firm.organisation, source="試験")
    joins(person, parent)


def _sister(world, item, firm, person):
    parent, sister = (build.company(f"{name}{item.pk}-{person.pk}", "131083") for name in ("親", "姉妹"))
    for one in (firm, sister):
        Affiliation.objects.create(parent=parent.organisation, subsidiary=one.organisation, source="試験")
    joins(person, sister)


def _former(world, item, firm, person):
    joins(person, firm, until=AT.date() - dt.timedelta(days=world.dice.randrange(1, 1000)))


def _entered(world, item, firm, person):
    reviews.enter_conflict(by=world.panel.runner, at=AT, item=item, person=person, ground=Ground.OTHER, detail="兄")


HOW = {
    "member": lambda _world, _item, firm, person: joins(person, firm), "former": _former, "spelling": _spelling,
    "renamed": _renamed, "numbered": _numbered, "parent": _parent, "sister": _sister, "entered": _entered,
}  # fmt: skip


@pytest.mark.parametrize("seed", range(SEED, SEED + max(CASES // A_PANEL, 1)))
def test_no_forbidden_pair_is_proposed_or_assigned_whenever_the_conflict_came(institute, seed):
    reader_points()
    conflict_rules()
    world = _Hidden(institute, Random(seed))
    ways = [world.dice.choice(list(HOW)) for _n in range(A_PANEL)]
    for how in ways[:6]:
        world.hide(how)
    first = found(world.panel)
    assert world.proposed(first) & world.barred == set()
    if first.stage == Stage.FOUND:
        assert settle(world.panel, first).stage == Stage.DECIDED
    assert world.assigned() & world.barred == set()
    for _how in ways[6:]:
        world.hide("entered", later=True)
    assert world.assigned() & world.barred == set()
    again = found(world.panel, way=Way.AGAIN)
    assert world.proposed(again) & world.barred == set()
    if again.stage == Stage.FOUND:
        assert settle(world.panel, again).stage == Stage.DECIDED
    assert world.assigned() & world.barred == set()
