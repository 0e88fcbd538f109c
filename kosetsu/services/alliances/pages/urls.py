"""Addresses of the alliances: for everyone, for companies, at the desk, for partner bodies."""

from django.urls import path

from kosetsu.services.alliances.pages import client, deeds, liaisons, meetings, opportunities, pairings, sharing
from kosetsu.services.alliances.pages import public as pages

public = [
    path("", pages.agreement_list, name="agreements"),
    *client.URLS,
    path("<uuid:public_id>/", pages.partner, name="partner"),
]
staff = [
    *liaisons.URLS,
    *opportunities.URLS,
    *pairings.URLS,
    *deeds.URLS,
    *meetings.URLS,
    *sharing.URLS,
]
partner = sharing.PARTNER_URLS
