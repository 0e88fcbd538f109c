"""Cohorts of some 110 applicants, four of 22 to 26 members, each intake from other numbers."""

import time
from collections.abc import Iterator

from bench.lines import Line
from bench.matching.annealed import annealed
from bench.matching.cohorts_checked import points, value, wrongs
from bench.scale import applicants
from bench.scale.sizes import Size
from kosetsu.across.matching.rules.cohorts.composing import Composition, compose
from kosetsu.across.matching.rules.cohorts.given import Intake
from kosetsu.across.matching.rules.cohorts.planned import Planned
from kosetsu.across.matching.rules.cohorts.room import Room
from kosetsu.across.matching.rules.solving import solve
from kosetsu.across.matching.rules.watching import Watch

COUNTS = {1: 110, 2: 108, 3: 113}
"""Applicants by seed."""
SECONDS, REFERENCE_SECONDS, PROVING_SECONDS = 58, 30, 200


def run(size: Size) -> Iterator[Line]:
    """Beside each composition a simulated annealing and the whole question asked of HiGHS, each for half a minute."""
    for seed, count in COUNTS.items():
        large = size.rounds > 1
        intake = applicants.intake(seed, count) if large else applicants.intake(seed, 14, 2, 4, 6)
        began, cpu = time.perf_counter(), time.process_time()
        found = _valid(intake, compose(intake, Watch(SECONDS)))
        seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
        yield Line(
            f"intake {seed}: {len(intake.applicants)} applicants, {intake.cohorts} cohorts",
            f"{found.value} points, {sum(map(len, found.members))} members, the weakest {min(found.points)}; "
            f"{seconds:.0f} s, {cpu:.0f} s of CPU", "the bound in fractions", f"{found.bound} points",
            found.value / found.bound, "of it",
        )  # fmt: skip
        yield _annealed(intake, found, REFERENCE_SECONDS if large else 0.3)
        yield _plain(intake, found, REFERENCE_SECONDS if large else 0.3)
        yield _proven(intake, found)


def _annealed(intake: Intake, found: Composition, seconds: float) -> Line:
    where = annealed(intake, seconds)
    wrong = [what for what in wrongs(intake, where) if "could join" not in what]
    said = f"{value(intake, where)} points, {len(where)} members{', NOT VALID' if wrong else ''}"
    return Line(f"  against annealing for {seconds} s", f"{found.value} points", "annealing", said,
                found.value / value(intake, where), "times its points")  # fmt: skip


def _plain(intake: Intake, found: Composition, seconds: float) -> Line:
    """HiGHS is told how many members there can be."""
    plan = Planned(Room(intake, [""] * intake.cohorts), days=True)
    plan.worth(sum(map(len, found.members)))
    answer = solve(plan.program, Watch(seconds))
    if not answer.found:
        return Line(f"  against HiGHS alone for {seconds} s", f"{found.value} points", "HiGHS", "nothing found")
    said = f"{answer.value:.0f} points"
    return Line(f"  against HiGHS alone for {seconds} s", f"{found.value} points", "HiGHS", said,
                found.value / answer.value, "times its points")  # fmt: skip


def _proven(intake: Intake, found: Composition) -> Line:
    """The closest bound: on every choice of days, which takes longer than composing."""
    bound = _valid(intake, compose(intake, Watch(PROVING_SECONDS), prove=True)).bound
    return Line("  against the bound on every choice of days", f"{found.value} points", "the bound", f"{bound} points",
                found.value / bound, "of it")  # fmt: skip


def _valid(intake: Intake, found: object) -> Composition:
    if not isinstance(found, Composition):
        raise SystemExit(f"no composition: {found}")
    where = {key: cohort for cohort, members in enumerate(found.members) for key in members}
    wrong = wrongs(intake, where)
    if wrong or (found.points, found.value) != (points(intake, where), value(intake, where)):
        raise SystemExit(f"a composition that does not hold: {wrong[:5]}")
    return found
