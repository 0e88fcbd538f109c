"""The README's pictures: the plan as a visitor sees it first, the desk in the morning, a chapter of the report."""

import pytest
from PIL import Image

from tests.browser.visitor import WIDE
from tests.programs import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.once]
FOLDER = ROOT / "docs" / "images"
PICTURES = [
    ("plan", "", "/plan/?q=アルミ部品の表面に白い粉が出る。原因を調べたい&area=131083", 1400),
    ("desk", "surface", "/desk/", 1000),
    ("report", "planning", "/desk/reports/outlines/fy2021-chapter4/", 1000),
]
"""Name, who looks, address, height."""


@pytest.mark.parametrize(("name", "who", "address", "height"), PICTURES)
def test_page_can_be_pictured(visit, request, tmp_path, name, who, address, height):
    """``pytest tests/browser/test_picture.py --write`` draws them anew."""
    visitor = visit(who)
    visitor.page.set_viewport_size({"width": WIDE, "height": height})
    visitor.go(address)
    drawn, kept = tmp_path / f"{name}.png", FOLDER / f"{name}.png"
    visitor.page.screenshot(path=drawn)
    if request.config.getoption("--write"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        with Image.open(drawn) as image:
            image.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(kept, optimize=True)
    with Image.open(kept) as image:
        assert image.size == (WIDE, height)
    assert kept.stat().st_size <= 200_000
