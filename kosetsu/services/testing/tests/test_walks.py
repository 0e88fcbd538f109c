"""Random walks: several people, each with a page that may be out of date, press whatever they find.

No walk reaches a state outside the table, verifies what its own author submitted, or leaves a charge without a
delivered part or the fee of a cancellation. ``KOSETSU_ORDER_WALKS=10000`` for the whole proof, or several processes
with a ``KOSETSU_ORDER_SEED`` of their own.
"""

import os
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections, transaction

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.models import Entry
from kosetsu.services.testing import actions
from kosetsu.services.testing.actions import Brought
from kosetsu.services.testing.models import CancellationTerms, Order, OrderItem, TestRecord
from kosetsu.services.testing.states import DONE, MOVES, OrderState
from kosetsu.services.testing.tests.conftest import Life

WALKS = int(os.environ.get("KOSETSU_ORDER_WALKS", "6"))
SEED = int(os.environ.get("KOSETSU_ORDER_SEED", "3"))
STEPS = 30
Step = Callable[[Life, Any, Order], Any]


class NothingThere(Exception):
    """The button is not there: nothing was measured yet."""


def _record(order: Order) -> TestRecord:
    found = TestRecord.objects.filter(item__order=order).order_by("-pk").first()
    if found is None:
        raise NothingThere
    return found


def _open(life: Life, by: Any, order: Order) -> Any:
    return actions.open_record(by=by, at=life.at, item=OrderItem.objects.select_related("order").get(order=order))


def _write(life: Life, by: Any, order: Order) -> Any:
    sample = order.samples.first() or life.sample(order)
    return life.fill(_record(order), {(sample.number, "loss"): ["1.2"]})


VERBS: dict[str, Step] = {
    "quote": lambda life, by, order: actions.quote_order(by=by, at=life.at, order=order),
    "apply": lambda life, by, order: actions.apply(by=by, at=life.at, order=order, export_note="該当なし"),
    "accept": lambda life, by, order: actions.accept_order(by=by, at=life.at, order=order),
    "refuse": lambda life, by, order: actions.refuse_order(by=by, at=life.at, order=order, reason="不可"),
    "cancel": lambda life, by, order: actions.cancel_order(by=by, at=life.at, order=order, reason="中止"),
    "receive": lambda life, by, order: actions.receive_samples(
        by=by, at=life.at, order=order, brought=[Brought(name="試料")]
    ),
    "open": _open,
    "write": _write,
    "submit": lambda life, by, order: actions.submit(by=by, at=life.at, record=_record(order)),
    "send_back": lambda life, by, order: actions.send_back(by=by, at=life.at, record=_record(order), reason="再確認"),
    "verify": lambda life, by, order: actions.verify(by=by, at=life.at, record=_record(order)),
    "retest": lambda life, by, order: actions.retest(
        by=by, at=life.at, item=OrderItem.objects.select_related("order").get(order=order), reason="再試験"
    ),
    "report": lambda life, by, order: life.reported(order),
    "complete": lambda life, by, order: actions.complete_order(by=by, at=life.at, order=order),
}
RARE = {"refuse": 0.08, "cancel": 0.08, "send_back": 0.4, "retest": 0.4}


def press(step: Step, life: Life, by: Any, order: Order) -> bool:
    """Try one verb on a page that may be old; whether it was done."""
    try:
        with transaction.atomic():
            step(life, by, order)
    except (Refused, NothingThere):
        return False
    return True


def state_of(order: Order) -> str:
    """As the database has it."""
    return str(Order.objects.values_list("case__state", flat=True).get(pk=order.pk))


def holds(order: Order) -> None:
    """What must be true after every step, whoever did it."""
    now = Order.objects.select_related("case").get(pk=order.pk)
    parts, charges = now.items.count(), Charge.objects.filter(case=now.case)
    done = now.case.state == OrderState.COMPLETED
    assert now.case.state in OrderState.values
    assert (now.case.closed_at is not None) == (now.case.state in DONE)
    if now.case.state == OrderState.CANCELLED:
        assert {one.what for one in charges} <= {"cancellation"}
        assert sum(one.yen for one in charges) == now.fee_yen
    else:
        assert charges.count() == (parts if done else 0)
        assert all(charge.entry.kind == "part" for charge in charges.select_related("entry"))
    assert Entry.objects.filter(case=now.case, kind="completed").count() == int(done)
    for record in TestRecord.objects.filter(item__order=now, state="verified"):
        assert record.submitted_by_id not in record.verifications.values_list("verified_by", flat=True)


@pytest.fixture(autouse=True)
def _terms(institute: Any) -> None:
    """Half of the price for what was begun, all of it for what was measured."""
    for state, share in (("testing", "1/2"), ("tested", "1")):
        CancellationTerms.objects.create(state=state, share=share, source="試験")


@pytest.mark.django_db
def test_no_walk_leaves_the_table_or_an_orphan_charge(life: Life) -> None:
    dice = random.Random(SEED)
    ends = set()
    for _walk in range(WALKS):
        with transaction.atomic():  # taken back: the ten thousandth walk must not pay for the rows of the others
            ends.add(_walk_of(life, dice))
            transaction.set_rollback(True)
    assert len(ends) > 1


def _walk_of(life: Life, dice: random.Random) -> str:
    """One order's way, and the state it ends in."""
    people = [life.client.engineer, life.staff.counter, life.staff.measurer, life.staff.checker, life.staff.head]
    order = life.asked()
    pages, state = [Order.objects.get(pk=order.pk) for _ in people], state_of(order)
    for _step in range(STEPS):
        verb = dice.choice(list(VERBS))
        if dice.random() > RARE.get(verb, 1.0):
            continue
        who = dice.randrange(len(people))
        before = state
        if press(VERBS[verb], life, people[who], pages[who]):
            holds(order)
        state = state_of(order)
        reachable = {str(target) for sources, target in MOVES.moves.values() if before in sources}
        assert state == before or state in reachable or (before, state) == ("accepted", "testing")
        if dice.random() < 0.5:
            pages[who] = Order.objects.get(pk=order.pk)
    return state


def _at_once(works: list[Callable[[], bool]]) -> int:
    """Start all at the same moment in threads of their own; how many did something."""
    start = Barrier(len(works))

    def run(work: Callable[[], bool]) -> bool:
        try:
            start.wait(20)
            return work()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(works)) as pool:
        return sum(pool.map(run, works))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("state", "verbs", "ends"),
    [
        ("reported", ["complete"] * 4, {"completed"}),
        ("applied", ["accept", "refuse", "cancel", "accept"], {"accepted", "refused", "cancelled"}),
        ("tested", ["retest", "cancel", "report", "retest"], {"testing", "cancelled", "reported"}),
    ],
)
def test_people_who_press_at_the_same_moment_leave_one_story(
    life: Life, in_order: Any, state: str, verbs: list[str], ends: set[str]
) -> None:
    if connection.vendor == "sqlite" and connection.is_in_memory_db():
        pytest.skip("SQLite in memory has one connection; races are tested on PostgreSQL and on a file")
    order = in_order(state)
    _at_once([lambda verb=verb: press(VERBS[verb], life, life.staff.head, order) for verb in verbs])  # type: ignore
    holds(order)
    assert state_of(order) in ends
