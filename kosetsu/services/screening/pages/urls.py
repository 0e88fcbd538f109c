"""Addresses of the screening: at the desk, and for the requesting bodies."""

from kosetsu.services.screening.pages import bodies, dispatches, importing, programmes, reading, returns
from kosetsu.services.screening.pages import partner as partner_pages

staff = [
    *bodies.URLS,
    *dispatches.URLS,
    *programmes.URLS,
    *importing.URLS,
    *reading.URLS,
    *returns.urls_of(desk=True),
]
partner = [*partner_pages.URLS, *returns.urls_of(desk=False)]
