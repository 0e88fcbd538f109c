"""A browser without a window: pages are read, forms are sent with what stands hidden in them."""

import re
from urllib.parse import urlencode
from urllib.request import OpenerDirector


def read(browser: OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=60) as answer:
        return str(answer.read().decode())


def send(browser: OpenerDirector, address: str, **typed: str) -> str:
    """Fill the form that stands at the address, with its hidden fields; returns where it led."""
    page = read(browser, address)
    hidden = {
        name: found[1]
        for name in ("csrfmiddlewaretoken", "submission_key")
        if (found := re.search(rf'name="{name}" value="([^"]+)"', page))
    }
    chosen = re.search(r'<option value="(\d+)" selected', page)
    workplace = {"workplace": chosen[1]} if chosen else {}
    with browser.open(address, urlencode({**hidden, **workplace, **typed}).encode(), timeout=60) as answer:
        return str(answer.geturl())
