"""The same formulas by OpenFisca-Core, run with an interpreter that has it: ``python decide.py <folder>``.

Of the folder it reads ``formulas.json`` and the population's columns. Every comparison is a pair of variables, holds
and does not hold, both false where nothing is answered; every part that several programmes share, and every programme,
is such a pair too. That gives three-valued verdicts, without a closer look at facts that stand in a formula twice.
What makes each verdict no, and what is open in it, is then gathered from the variables and timed on its own (``why``).
"""

import json
import sys
import time
from pathlib import Path

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

COMPANY = build_entity(key="company", plural="companies", label="A company", is_person=True)
WHEN = "2026-03"


def variable(name, value_type, formula=None):
    parts = {"value_type": value_type, "entity": COMPANY, "definition_period": DateUnit.ETERNITY, "label": name}
    return type(name, (Variable,), parts if formula is None else {**parts, "formula": formula})


def literal(one, holds):
    """A comparison, or that it fails."""
    fact, wanted = one["fact"], holds != one["negated"]
    if fact is None:
        return lambda company, period: np.zeros(company.count, bool)
    if "yes" in one:
        table = np.array([*one["yes" if wanted else "no"], False])
        return lambda company, period: table[company(fact, period)]

    def compared(company, period):
        value, known = company(fact, period), company(f"{fact}_known", period)
        inside = np.ones(company.count, bool)
        if one["low"] is not None:
            inside &= value >= one["low"]
        if one["high"] is not None:
            inside &= value <= one["high"]
        return known & (inside if wanted else ~inside)

    return compared


def node(parts, least, holds):
    """At least ``least`` of the parts hold, or cannot."""
    names = [f"{'yes' if holds else 'no'}_{part}" for part in parts]
    enough = least if holds else len(parts) - least + 1

    def counted(company, period):
        if not names or enough <= 0:
            return np.full(company.count, enough <= 0)
        if enough == len(names):
            return np.logical_and.reduce([company(name, period) for name in names])
        if enough == 1:
            return np.logical_or.reduce([company(name, period) for name in names])
        return sum(company(name, period).astype(np.int16) for name in names) >= enough

    return counted


def system(said):
    found = TaxBenefitSystem([COMPANY])
    for fact in said["facts"]:
        found.add_variable(variable(fact, int))
        found.add_variable(variable(f"{fact}_known", bool))
    for key, one in said["literals"].items():
        found.add_variable(variable(f"yes_{key}", bool, literal(one, True)))
        found.add_variable(variable(f"no_{key}", bool, literal(one, False)))
    for key, one in said["nodes"].items():
        found.add_variable(variable(f"yes_{key}", bool, node(one["parts"], one["least"], True)))
        found.add_variable(variable(f"no_{key}", bool, node(one["parts"], one["least"], False)))
    return found


def gathered(said, n, here, value, below):
    """For each comparison under a programme, for whom it is a reason: ``value`` where all parts above are ``below``."""
    found, left = {}, [(n, here)]
    while left:
        name, here = left.pop()
        for part in said["nodes"][name]["parts"]:
            if part in said["nodes"]:
                left.append((part, here & below(name, part)))
            else:
                reason = here & value(part)
                found[part] = found[part] | reason if part in found else reason
    return found


def reasons(said, simulation):
    """What fails and what is open in every programme, as our evaluator says it."""

    def yes(name):
        return simulation.calculate(f"yes_{name}", WHEN)

    def no(name):
        return simulation.calculate(f"no_{name}", WHEN)

    count = 0
    for root in said["who"]:
        count += len(gathered(said, root, no(root), no, lambda name, part: no(part)))
        count += len(gathered(said, root, ~yes(root), lambda part: ~(yes(part) | no(part)),
                              lambda name, part: (no(name) | ~no(part)) & ~yes(part)))  # fmt: skip
    return count


def memory(name):
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def main(folder):
    said = json.loads((folder / "formulas.json").read_text())
    began = time.process_time()
    rules = system(said)
    built = time.process_time() - began
    columns = {fact: np.load(folder / f"{fact}.values.npy").astype(np.int32) for fact in said["facts"]}
    known = {fact: np.load(path) for fact in columns if (path := folder / f"{fact}.known.npy").exists()}
    count = len(next(iter(columns.values())))
    before, began, used = memory("VmRSS"), time.perf_counter(), time.process_time()
    simulation = SimulationBuilder().build_default_simulation(rules, count=count)
    for fact, values in columns.items():
        simulation.set_input(fact, WHEN, values)
        if fact in known:
            simulation.set_input(f"{fact}_known", WHEN, known[fact])
    verdicts = np.empty((len(said["who"]), count), np.uint8)
    for n, root in enumerate(said["who"]):
        yes, no = simulation.calculate(f"yes_{root}", WHEN), simulation.calculate(f"no_{root}", WHEN)
        verdicts[n] = 1 + yes.astype(np.uint8) - no.astype(np.uint8)
    took = {"seconds": time.perf_counter() - began, "cpu": time.process_time() - used, "built": built,
            "before": before, "peak": memory("VmHWM")}  # fmt: skip
    used = time.process_time()
    took |= {"reasons": reasons(said, simulation), "why": time.process_time() - used}
    np.save(folder / "theirs.npy", verdicts)
    print(json.dumps(took))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
