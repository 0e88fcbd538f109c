"""The reference for assignments: the whole question as one linear program with every pair."""

from collections import defaultdict
from collections.abc import Iterator
from math import inf
from typing import Any

from kosetsu.across.matching.rules.linear import Program
from kosetsu.across.matching.rules.solving import Answer, solve
from kosetsu.across.matching.rules.watching import Watch


def in_fractions(panel: Any, seconds: float, *, least: int = 0) -> Answer:
    """The best total where every item has so many points, or that there is none; no assignment has more."""
    return solve(_program(panel, least), Watch(seconds), whole=False)


def better(panel: Any, seconds: float, *, least: int, than: int) -> Answer:
    """A total that is better, of whole pairs, where every item has so many points; or that there is none."""
    program = _program(panel, least)
    program.better(than)
    return solve(program, Watch(seconds))


def _program(panel: Any, least: int) -> Program:
    program, own, theirs = Program(), defaultdict(dict), defaultdict(list)  # type: ignore[var-annotated]
    for item, reader in _pairs(panel):
        n = program.column(panel.points.get((item.key, reader.key), 0), least=(item.key, reader.key) in panel.locks)
        own[item.key][reader.key] = n
        theirs[reader.key].append((item, n))
    senior = {one.key: one.senior for one in panel.readers}
    for item in panel.items:
        columns = own[item.key]
        program.row(columns.values(), least=item.readers, most=item.readers)
        program.row([n for key, n in columns.items() if senior[key]], least=item.seniors)
        program.row([n for key, n in columns.items() if not senior[key]], least=item.juniors)
        if least:
            program.row({n: panel.points.get((item.key, key), 0) for key, n in columns.items()}, least=least)
    for reader in panel.readers:
        _load(program, [n for _item, n in theirs[reader.key]], reader.least, reader.most)
        for span, load in reader.loads.items():
            _load(program, [n for item, n in theirs[reader.key] if span in item.spans], load.least, load.most)
    return program


def _pairs(panel: Any) -> Iterator[tuple[Any, Any]]:
    closed = panel.conflicts | panel.refused
    for item in panel.items:
        for reader in panel.readers:
            if (item.key, reader.key) not in closed and not item.spans & reader.away:
                yield item, reader


def _load(program: Program, columns: list[int], least: int, most: int | None) -> None:
    program.row(columns, least=least, most=inf if most is None else most)
