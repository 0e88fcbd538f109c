"""Every app has the same rooms, and no app has a room outside the list."""

import ast
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, own_apps

ROOMS = {
    "README.md",
    "__init__.py",
    "apps.py",
    "manifest.py",
    "states.py",
    "rules.py",
    "models.py",
    "models",  # a room that grew into a folder
    "rules",  # the same
    "documents",
    "permissions",
    "tables",
    "permissions.py",
    "documents.py",
    "actions.py",
    "actions",
    "audited.py",
    "tables.py",
    "relations.py",
    "pages",
    "api",
    "admin.py",
    "jobs.py",
    "receivers.py",
    "signals.py",
    "sources.py",
    "descriptions.py",  # files of a folder of the institute read into models, mistakes named by file and place
    "context.py",
    "templates",
    "templatetags",
    "static",
    "migrations",
    "management",
    "tests",
    "papers",
}
WORKSHOPS = {
    # What these rooms are for is not a record's life but an engine; their parts are named in their README.
    "kosetsu.common",
    "kosetsu.foundation.search",
    "kosetsu.foundation.governance",
    "kosetsu.foundation.parties",
    "kosetsu.foundation.accounts",
    "kosetsu.across.navigator",
    "kosetsu.across.reporting",
    "kosetsu.across.matching",
    "kosetsu.across.handover",
    "kosetsu.entrances.api",
    "kosetsu.entrances.backoffice",
}
NO_ROOM = {"utils.py", "helpers.py", "services.py", "managers.py", "selectors.py", "misc.py"}
PURE = ("rules.py", "rules/*.py", "states.py")
ALLOWED = ("django.utils.translation", "django.utils.functional", "django.db.models")


def _content(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir() if path.name != "__pycache__"}


@pytest.mark.parametrize("config", own_apps(), ids=lambda config: config.name)
def test_an_app_has_only_rooms_of_the_house(config):
    found = _content(Path(config.path))
    assert found & NO_ROOM == set()
    if config.name not in WORKSHOPS:
        assert found - ROOMS == set()


@pytest.mark.parametrize("config", own_apps(), ids=lambda config: config.name)
def test_an_app_says_in_its_readme_what_it_holds(config):
    assert (Path(config.path) / "README.md").read_text().startswith("# ")


def _imports(path: Path) -> set[str]:
    """The full names a file imports: "django.db.models", "kosetsu.common.fiscal" …"""
    tree = ast.parse(path.read_text())
    plain = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    named = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return plain | {f"{node.module}.{alias.name}" for node in named for alias in node.names}


def _impure(name: str) -> bool:
    if name.startswith("django"):
        return not name.startswith(ALLOWED)
    return name.startswith("kosetsu") and bool({"models", "actions", "clock"} & set(name.split(".")))


@pytest.mark.parametrize(
    "path",
    [path for room in PURE for path in sorted((ROOT / "kosetsu").rglob(room)) if "tests" not in path.parts],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_rules_and_states_are_pure(path):
    """Arithmetic knows no database, no request and no clock."""
    assert {name for name in _imports(path) if _impure(name)} == set()
    assert "objects." not in path.read_text()
