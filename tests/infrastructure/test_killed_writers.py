"""Many programs take numbers at once, roll back, are killed in the middle: no gap, no twin, nothing confirmed lost."""

import os
import random
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.databases import Migrated
from tests.programs import Node, running

NUMBERS = int(os.environ.get("KOSETSU_NUMBERS", "200"))
"""How many numbers are taken; 10,000 for the whole proof."""
KILLED = int(os.environ.get("KOSETSU_KILLED", "4"))
"""How many writers are killed on the way; 100 for the whole proof."""
WRITERS = int(os.environ.get("KOSETSU_WRITERS", "4"))
PATIENCE = 3000
TAKE = """
import os, random
from django.db import transaction
from kosetsu.common.clock import now
from kosetsu.common.numbering import issue
from kosetsu.foundation.casebook import actions
from kosetsu.foundation.casebook.models import Case
dice, wanted = random.Random(os.getpid()), int(os.environ["WANTED"])

class Thought(Exception):
    "Somebody changes their mind."

with open(os.environ["CONFIRMED"], "a") as file:
    while Case.objects.count() < wanted:
        if "LOOSE" in os.environ:
            with transaction.atomic():
                taken = issue("case:殺", 2026)
            actions.issue = lambda *_given: taken
        try:
            with transaction.atomic():
                case = actions.open_case(by=None, at=now(), service="試", kind="k", prefix="殺", title="t", state="n")
                if dice.random() < 0.2:
                    raise Thought
        except Thought:
            continue
        print(case.number, file=file, flush=True)
"""
FOUND = """
from kosetsu.foundation.casebook.models import Case
print("\\n".join(Case.objects.order_by("pk").values_list("number", flat=True)))
"""


@pytest.fixture
def node(migrated: Migrated, tmp_path: Path):
    with migrated.copy(tmp_path) as url:
        node = Node(tmp_path, url, KOSETSU_INSTITUTE="minimal")
        yield node


def written(folder: Path) -> list[str]:
    """What was confirmed; a line that its writer did not end was not."""
    texts = [one.read_text() for one in folder.glob("confirmed*")]
    return [line for text in texts for line in text.rpartition("\n")[0].splitlines()]


def race(node: Node, numbers: int = NUMBERS, kills: int = KILLED, **more: str) -> list[str]:
    """Writers until all numbers are taken; some are killed wherever they are, and others take their place."""
    dice, killed, count, until = random.Random(7), 0, 0, time.monotonic() + PATIENCE
    with ExitStack() as stack:
        processes = []

        def begin() -> None:
            nonlocal count
            count += 1
            env = {**node.env, "CONFIRMED": str(node.folder / f"confirmed{count}"), "WANTED": str(numbers), **more}
            command = ["manage.py", "shell", "-v", "0", "-c", TAKE]
            processes.append(stack.enter_context(running(command, env, node.folder / "writers.log")))

        for _writer in range(WRITERS):
            begin()
        while any(one.poll() is None for one in processes):
            assert time.monotonic() < until, (node.folder / "writers.log").read_text()
            if killed < kills and len(written(node.folder)) > killed * numbers // (kills + 1):
                victim = dice.choice([one for one in processes if one.poll() is None])
                victim.kill()
                victim.wait()
                killed += 1
                begin()
            os.sched_yield()
    assert killed == kills
    return written(node.folder)


def places(numbers: list[str]) -> list[int]:
    """Where in their series they stand."""
    return sorted(int(one.rpartition("-")[2]) for one in numbers)


def test_numbers_have_no_gap_and_no_twin_and_no_confirmed_one_is_lost_whoever_is_killed(node):
    confirmed = race(node)
    found = node.manage("shell", "-v", "0", code=FOUND).split()
    assert places(found) == list(range(1, len(found) + 1))
    assert (len(set(confirmed)), sorted(set(confirmed) - set(found))) == (len(confirmed), [])
    assert len(found) >= NUMBERS
    assert "すべて一致しました" in node.manage("verify_audit")


def test_numbers_taken_outside_the_transaction_leave_gaps(node):
    """The negative control: the number belongs to the transaction that uses it."""
    taken = places(race(node, 30, 0, LOOSE="1"))
    assert len(taken) < taken[-1]
