"""Addresses of the labs."""

from django.urls import path

from kosetsu.services.labs.pages import public as pages

public = [path("", pages.lab_list, name="list")]
