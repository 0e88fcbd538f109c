"""Addresses of the overseas help."""

from django.urls import path

from kosetsu.services.overseas.pages import public as pages

public = [path("", pages.overview, name="overview")]
