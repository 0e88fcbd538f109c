"""The README's picture: the plan, as a visitor sees it first."""

import pytest
from PIL import Image

from tests.browser.visitor import WIDE
from tests.programs import ROOT

pytestmark = pytest.mark.browser
PICTURE = ROOT / "docs" / "images" / "plan.png"
HEIGHT = 1400
"""Down to the first rows of the plan."""
PROBLEM = "アルミ部品の表面に白い粉が出る。原因を調べたい"


def test_plan_can_be_pictured(visit, request, tmp_path):
    """``pytest tests/browser/test_picture.py --write`` draws it anew."""
    visitor = visit()
    visitor.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    visitor.go(f"/plan/?q={PROBLEM}")
    drawn = tmp_path / "plan.png"
    visitor.page.screenshot(path=drawn)
    if request.config.getoption("--write"):
        PICTURE.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(drawn) as image:
            image.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(PICTURE, optimize=True)
    with Image.open(PICTURE) as image:
        assert image.size == (WIDE, HEIGHT)
    assert PICTURE.stat().st_size <= 200_000
