"""Addresses of gatherings."""

from django.urls import path

from kosetsu.foundation.gatherings.pages import public as pages

public = [
    path("", pages.gathering_list, name="list"),
    path("<uuid:public_id>/", pages.gathering, name="gathering"),
]
