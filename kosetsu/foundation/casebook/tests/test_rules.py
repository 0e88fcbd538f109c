"""What counts as a program that looks."""

import pytest

from kosetsu.foundation.casebook import rules


@pytest.mark.parametrize(("agent", "robot"), [("Mozilla/5.0 Firefox", False), ("GoogleBOT/2.1", True), (" ", True)])
def test_robot_names_itself_or_says_nothing(agent: str, robot: bool) -> None:
    assert rules.is_robot(agent, ["bot", "crawler"]) is robot
