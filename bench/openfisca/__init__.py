"""OpenFisca-Core beside our batch evaluator: what it is given, and the interpreter that has it.

Its own pins do not fit ours (it needs a pytest of its own), so it lives in a virtual environment of its own, made from
``requirements/openfisca.txt`` the first time a large run wants it; ``BENCH_OPENFISCA`` names another interpreter.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench.places import FOLDER, ROOT
from kosetsu.services.programmes.rules import language as said
from kosetsu.services.programmes.rules.circuits import bits
from kosetsu.services.programmes.rules.columns import Column
from kosetsu.services.programmes.rules.deciding import Decider

LOCKED = ROOT / "requirements" / "openfisca.txt"
SCRIPT = Path(__file__).with_name("decide.py")


def interpreter(make: bool) -> Path | None:
    """The Python that has it; ``make``: make one where there is none yet."""
    named = os.environ.get("BENCH_OPENFISCA")
    if named:
        return Path(named)
    folder = FOLDER / "openfisca"
    found = folder / "bin" / "python"
    if not found.exists() and make and LOCKED.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([str(found), "-m", "pip", "install", "-q", "--require-hashes", "-r", str(LOCKED)], check=True)
    return found if found.exists() else None


def write(decider: Decider, table: dict[str, Column], folder: Path) -> None:
    """The book's formulas in the words of ``decide.py``, beside the population."""
    nodes = decider.circuit.nodes
    needed = sorted(_needed(decider))
    literals = sorted({bit for n in needed for bit in bits(nodes[n].literals)})
    text = json.dumps({
        "facts": list(table),
        "literals": {f"l{bit}": _literal(decider, bit, table) for bit in literals},
        "nodes": {f"n{n}": {"least": nodes[n].least, "parts": list(_parts(decider, n))} for n in needed},
        "who": [f"n{n}" for n in decider.circuit.who],
    })  # fmt: skip
    (folder / "formulas.json").write_text(text)


def _needed(decider: Decider) -> set[int]:
    found: set[int] = set()
    left = list(decider.circuit.who)
    while left:
        node = left.pop()
        if node not in found:
            found.add(node)
            left.extend(decider.circuit.nodes[node].children)
    return found


def _parts(decider: Decider, n: int) -> Iterator[str]:
    yield from (f"l{bit}" for bit in bits(decider.circuit.nodes[n].literals))
    yield from (f"n{child}" for child in decider.circuit.nodes[n].children)


def _literal(decider: Decider, bit: int, table: dict[str, Column]) -> dict[str, Any]:
    one = decider.circuit.literals[bit]
    atom = decider.book.atoms[one.atom]
    if atom.fact not in table:
        return {"fact": None, "negated": one.negated}
    if table[atom.fact].names:
        regions = [decider.readers[atom.fact].of(name).regions for name in table[atom.fact].names]
        return {"fact": atom.fact, "negated": one.negated, "yes": [not within & ~atom.true_in for within in regions],
                "no": [not within & atom.true_in for within in regions]}  # fmt: skip
    return {"fact": atom.fact, "negated": one.negated} | _between(decider, atom.said)


def _between(decider: Decider, how: Any) -> dict[str, int | None]:
    match how:
        case said.AtLeast(at_least=limit):
            return {"low": limit, "high": None}
        case said.AtMost(at_most=limit):
            return {"low": None, "high": limit}
        case said.Within(within_years=years):
            day = decider.book.day
            return {"low": day.replace(year=day.year - years).toordinal(), "high": day.toordinal()}
    raise TypeError(f"{type(how).__name__} does not compare a number")
