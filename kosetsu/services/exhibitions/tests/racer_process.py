"""Many processes that do one thing at the same moment: recommend within one quota, look at one booth, offer one card.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from contextlib import suppress
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import PATIENCE, drop, set_up, together

PLACES = 5


def hold(url: str, guards: list[str], people: int, each: int, results: Any) -> None:
    """By guard: the places taken, the cards and viewings that stand, and how the recommendations ended.

    "whole"; "constraint" (nobody locks, the database alone decides); "none" (its constraint is gone too).
    """
    set_up(url)
    told = {}
    for number, guard in enumerate(guards):
        booth, visitor, officer = _prepare(number)
        if guard == "none":
            _drop()
        heard = together(people, _run, guard, (booth, visitor, officer), each)
        told[guard] = (*_stand(booth), Counter(end for one in heard for end in one[guard]))
    results.put(told)


def _prepare(number: int) -> tuple[int, int, int]:
    """An open exhibition with one booth, one visitor, and a partner with its places."""
    from django.db import connection

    from kosetsu.foundation.parties.models import Membership, Organisation
    from kosetsu.services.exhibitions import actions
    from kosetsu.services.exhibitions.models import Exhibition
    from kosetsu.services.exhibitions.tests import conftest as world
    from tests import build
    from tests.fixtures import AT

    institute = _institute()
    partner = Organisation.objects.create(kind="bank", name=f"銀行{number}", name_folded=f"銀行{number}")
    officer = build.person("銀行 係")
    Membership.objects.create(person=officer, organisation=partner, role="officer")
    made = actions.plan_exhibition(by=institute[0], at=AT, plan=world.plan_at(institute[2], [(partner, PLACES)]))
    made = actions.begin_inviting(by=institute[0], at=AT, exhibition=made)
    booth = actions.invite_booth(by=institute[0], at=AT, exhibition=made, kind="institute", name="当センター")
    booth = world.in_view(world.written(booth, institute[0]), institute[0], institute[1])
    visitor = world.come(Exhibition.objects.get(pk=made.pk))
    connection.close()
    return booth.pk, visitor.pk, officer.pk


def _institute() -> Any:
    from kosetsu.foundation.parties.models import Branch, StaffPost
    from kosetsu.services.exhibitions.models import CountingRule
    from kosetsu.services.exhibitions.tests.conftest import rules
    from tests import build

    if not Branch.objects.exists():
        build.institute()
    if not CountingRule.objects.exists():
        rules()
    posts = StaffPost.objects.select_related("person")
    return (*(posts.get(role=role).person for role in ("planning", "counter")), Branch.objects.order_by("code")[0])


def _drop() -> None:
    from django.db import connection

    from kosetsu.services.exhibitions.models import Card, Recommendation, Viewing

    drop(Recommendation, "one_recommendation_per_place")
    drop(Card, "one_card_per_pair")
    drop(Viewing, "a_visitor_counts_once_per_booth")
    connection.close()


def _run(number: int, guard: str, given: tuple[int, int, int], each: int, barrier: Any, told: Any) -> None:
    from kosetsu.common.decisions import Refused
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.services.exhibitions import actions, rules
    from kosetsu.services.exhibitions.actions import beats, recommend
    from kosetsu.services.exhibitions.models import Booth, Visitor
    from kosetsu.services.exhibitions.tests import conftest as world
    from tests.fixtures import AT

    for room in (beats, recommend):
        room.tell = lambda *given, **more: None  # type: ignore[attr-defined]
    if guard != "whole":  # nobody locks and nobody looks: everyone takes the first place
        beats.lock_keys = lambda *keys: None  # type: ignore[attr-defined]
        rules.free_place = lambda taken, most: 1  # type: ignore[assignment]
    booth = Booth.objects.select_related("exhibition__branch").get(pk=given[0])
    visitor, officer = Visitor.objects.select_related("person").get(pk=given[1]), Person.objects.get(pk=given[2])
    invitation, ends = booth.exhibition.invitations.get(), []
    barrier.wait(PATIENCE)
    for turn in range(each):
        for act in (
            lambda: actions.offer_card(by=visitor.person, at=world.DURING, visitor=visitor, booth=booth),
            lambda: world.look(booth, visitor),
        ):
            with suppress(Refused):
                act()
        try:
            actions.recommend(
                by=officer,
                at=AT,
                invitation=invitation,
                company="推薦",
                email=f"r{number}-{turn}@example.jp",
                reason="良い",
            )
            ends.append("recommended")
        except Refused:
            ends.append("refused")
        except Exception as broken:
            ends.append(type(broken).__name__)
    told.put({guard: ends})


def _stand(booth: int) -> tuple[list[int], int, int]:
    """The places taken in order, the cards and the viewings."""
    from django.db import connection

    from kosetsu.services.exhibitions.models import Booth, Recommendation

    found = Booth.objects.get(pk=booth)
    rows = Recommendation.objects.filter(invitation__exhibition=found.exhibition).order_by("place")
    told = [place or 0 for place in rows.values_list("place", flat=True)]
    counted = told, found.cards.count(), found.viewings.count()
    connection.close()
    return counted
