"""Whatever an action writes into the audit log has a word for its reader."""

import ast
from collections.abc import Iterator
from pathlib import Path

from kosetsu.common.manifests import manifests
from tests.architecture.house import ROOT

WRITERS = {
    "record", "_record", "move", "move_state", "move_record", "move_gathering", "move_registration", "step", "_tell",
    "_set_active", "_use", "_issue",
}  # fmt: skip
"""Functions that take the verb, by place or by name, and write the row."""


def _verbs(path: Path) -> Iterator[str]:
    """The verbs that stand in a file as words of code."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or _name(node.func) not in WRITERS:
            continue
        named = [one.value for one in node.keywords if one.arg == "verb"]
        for one in [*node.args, *named]:
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.value.isidentifier():
                yield one.value
                break


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _written() -> dict[str, str]:
    found = {}
    for path in sorted((ROOT / "kosetsu").rglob("*.py")):
        if "tests" not in path.parts and "migrations" not in path.parts:
            found |= {verb: str(path.relative_to(ROOT)) for verb in _verbs(path)}
    return found


def test_every_verb_has_a_word():
    known = {verb for one in manifests() if one.audited for verb in one.load("audited").verbs}
    assert {verb: where for verb, where in _written().items() if verb not in known} == {}


def test_the_search_for_verbs_finds_them_in_every_shape():
    shapes = {"rename_organisation", "triage", "sign_in", "close_account", "mend"}
    assert shapes - set(_written()) == set()


def test_every_named_record_exists():
    from django.apps import apps

    missing = [
        f"{one.key}.{name}"
        for one in manifests()
        if one.audited
        for name in one.load("audited").things
        if name.lower() not in apps.all_models[one.key]
    ]
    assert missing == []
