"""Addresses of the navigator."""

from django.urls import path

from kosetsu.across.navigator.pages import public as pages

public = [path("", pages.plan, name="plan")]
