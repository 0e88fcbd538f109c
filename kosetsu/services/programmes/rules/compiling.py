"""Nodes of a circuit as straight Python code: one line or two for a node, parts before wholes.

A verdict is 0 (no), 1 (unknown) or 2 (yes). ``T``, ``F`` and ``U`` are the literals that are true, false and open.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kosetsu.services.programmes.rules.circuits import Node, needed


def plain(nodes: Sequence[Node], root: int) -> Callable[[int, int], tuple[int, int]]:
    """The three-valued verdict of one node and what is open in it, from true and false literals; knots stay unknown."""
    lines = ["def run(T, F):", f"    U = {nodes[root].under} & ~(T | F)"]
    for n in needed(nodes, (root,)):
        lines += [f"    v{n} = {_verdict(nodes[n])}", f"    o{n} = ({_unsure(nodes[n])}) if v{n} == 1 else 0"]
    made: Callable[[int, int], tuple[int, int]] = _made([*lines, f"    return v{root}, o{root}"])
    return made


def compiled(nodes: Sequence[Node], roots: Sequence[int], bits_of: Callable[[Sequence[str]], int],
             outcome: Any, verdicts: Sequence[Any], tables: Mapping[int, Any]) -> Any:  # fmt: skip
    """``run(T, F, U, K, R, closer)``: an outcome of verdict, failing and open literals for each root.

    ``K`` are the facts that are not decided: a knot they leave unknown is looked up in its table for the regions ``R``,
    and where it has none ``closer(node, T, F, open)`` decides it.
    """
    lines = ["def run(T, F, U, K, R, closer):"]
    for n in needed(nodes, roots):
        lines.append(f"    v{n} = {_verdict(nodes[n])}")
        if nodes[n].shared:
            shared = f"v{n} == 1 and K & {bits_of(nodes[n].shared)}"
            found = f"t{n}(R)" if n in tables else f"closer({n}, T, F, {_unsure(nodes[n])})"
            lines.append(f"    if {shared}: v{n} = {found}")
        lines += [f"    {line}" for line in _reasons(n, nodes[n])]
    lines.append(f"    return [{', '.join(f'new(outcome, (V[v{root}], f{root}, o{root}))' for root in roots)}]")
    return _made(lines, new=tuple.__new__, outcome=outcome, V=verdicts, **{f"t{n}": one for n, one in tables.items()})


def _made(lines: list[str], **names: Any) -> Any:
    exec(compile("\n".join(lines), "<programmes>", "exec"), names)  # our own text over numbers only
    return names["run"]


def _verdict(node: Node) -> str:
    mask, children = node.literals, node.children
    if not node.parts:
        return "2" if node.least <= 0 else "0"
    if node.least == node.parts:
        no = _any(f"F & {mask}" if mask else "", (f"not v{child}" for child in children))
        maybe = _any(f"U & {mask}" if mask else "", (f"v{child} == 1" for child in children))
        return f"0 if {no} else 1 if {maybe} else 2"
    if node.least == 1:
        yes = _any(f"T & {mask}" if mask else "", (f"v{child} == 2" for child in children))
        maybe = _any(f"U & {mask}" if mask else "", (f"v{child}" for child in children))
        return f"2 if {yes} else 1 if {maybe} else 0"
    holding = " + ".join([f"(T & {mask}).bit_count()", *(f"(v{child} == 2)" for child in children)])
    failing = " + ".join([f"(F & {mask}).bit_count()", *(f"(not v{child})" for child in children)])
    return f"2 if {holding} >= {node.least} else 1 if {failing} <= {node.parts - node.least} else 0"


def _any(first: str, rest: Iterator[str]) -> str:
    return " or ".join([*([first] if first else []), *rest])


def _reasons(n: int, node: Node) -> Iterator[str]:
    """What is failing and what is open in a node: nothing when it holds, nothing failing unless it does not hold."""
    failing = " | ".join([f"F & {node.literals}", *(f"f{child}" for child in node.children)])
    open_ = " | ".join([f"U & {node.literals}", *(f"o{child}" for child in node.children)])
    if node.least == node.parts and not node.shared:
        yield f"f{n} = {failing}"
        yield f"o{n} = {open_}"
        return
    yield f"if v{n} == 2: f{n} = o{n} = 0"
    yield f"elif v{n}: f{n} = 0; o{n} = {_unsure(node)}"
    yield f"else: f{n} = {failing}; o{n} = {open_}"


def _unsure(node: Node) -> str:
    """What is open in a node that is unknown: nothing of a part that is decided."""
    return " | ".join([f"U & {node.literals}", *(f"(o{child} if v{child} == 1 else 0)" for child in node.children)])
