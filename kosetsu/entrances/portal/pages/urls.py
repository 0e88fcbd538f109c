"""Addresses of the portal's own pages."""

from django.urls import path

from kosetsu.entrances.portal.pages import client, search
from kosetsu.entrances.portal.pages import public as pages

public = [
    path("", pages.home, name="home"),
    path("search/", search.search, name="search"),
    path("me/", client.my_page, name="my_page"),
    path("help/", pages.about, {"page": "help"}, name="help"),
    path("accessibility/", pages.about, {"page": "accessibility"}, name="accessibility"),
    path("privacy/", pages.about, {"page": "privacy"}, name="privacy"),
    path("healthz", pages.healthy, name="healthy"),
]
