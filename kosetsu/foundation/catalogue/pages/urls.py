"""Addresses of the catalogue: public lists under /catalogue/, the desk's under /desk/catalogue/."""

from django.urls import path

from kosetsu.foundation.catalogue.pages import public as pages
from kosetsu.foundation.catalogue.pages import staff as desk
from kosetsu.foundation.catalogue.pages import verbs

public = [
    path("", pages.everything, name="offerings"),
    path("tests/", pages.tests, name="tests"),
    path("instruments/", pages.instruments, name="instruments"),
    path("courses/", pages.courses, name="courses"),
    path("rooms/", pages.rooms, name="rooms"),
    path("advisers/", pages.advisers, name="advisers"),
    path("seeds/", pages.seeds, name="seeds"),
    path("prices/", pages.prices, name="prices"),
    path("<str:code>/", pages.offering, name="offering"),
]

staff = [
    path("", desk.offerings, name="offerings"),
    path("review/", desk.review_queue, name="review"),
    path("new/", desk.new, name="new"),
    path("<str:code>/", desk.offering, name="offering"),
    path("<str:code>/edit/", desk.edit, name="edit"),
    path("<str:code>/tariff/", desk.tariff, name="tariff"),
    path("<str:code>/propose/", verbs.propose, name="propose"),
    path("<str:code>/return/", verbs.return_to_draft, name="return"),
    path("<str:code>/offer/", verbs.offer, name="offer"),
    path("<str:code>/withdraw/", verbs.withdraw, name="withdraw"),
    path("<str:code>/revive/", verbs.revive, name="revive"),
]
