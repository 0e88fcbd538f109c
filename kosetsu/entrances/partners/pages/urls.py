"""Addresses of the partners' desk."""

from django.urls import path

from kosetsu.entrances.partners.pages import partner as pages

partner = [path("", pages.home, name="home")]
