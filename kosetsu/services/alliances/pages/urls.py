"""Addresses of the alliances."""

from django.urls import path

from kosetsu.services.alliances.pages import public as pages

public = [
    path("", pages.agreement_list, name="agreements"),
    path("<uuid:public_id>/", pages.partner, name="partner"),
]
