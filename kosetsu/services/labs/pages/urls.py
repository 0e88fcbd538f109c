"""Addresses of the labs: for everyone, for tenants, at the desk."""

from django.urls import path

from kosetsu.services.labs.pages import asked, leaving, passes, rooms, tenancies, visits, year
from kosetsu.services.labs.pages import public as pages

public = [
    path("", pages.lab_list, name="list"),
    *tenancies.urls_of(desk=False),
]

staff = [
    path("", rooms.lab_rooms, name="rooms"),
    path("rooms/<str:branch>/<str:room>/", rooms.lab_room, name="room"),
    path("year/", year.lab_year, name="year"),
    path("log/", rooms.room_log, name="room_log"),
    *tenancies.urls_of(desk=True),
    path("tenancies/<uuid:public_id>/check_leaving/", leaving.check_leaving, name="check_leaving"),
    *passes.URLS,
    *visits.URLS,
    *asked.URLS,
]
