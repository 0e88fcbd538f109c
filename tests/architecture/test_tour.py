"""The tour is true: every stop it names is there."""

import ast
import re

import pytest

from tests.architecture.house import ROOT

STOPS = re.findall(r"`(kosetsu/[\w/]+\.py)(?:::([\w.]+))?`", (ROOT / "docs" / "tour.md").read_text())


@pytest.mark.parametrize(("path", "name"), STOPS, ids=lambda part: part)
def test_a_stop_of_the_tour_is_there(path, name):
    body = ast.parse((ROOT / path).read_text()).body
    for part in filter(None, name.split(".")):
        found = [node for node in body if getattr(node, "name", None) == part]
        assert found, f"{path} has no {name}"
        body = getattr(found[0], "body", [])


def test_the_tour_has_stops():
    assert len(STOPS) >= 12
