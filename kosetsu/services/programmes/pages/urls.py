"""Addresses of the programmes."""

from django.urls import path

from kosetsu.services.programmes.pages import public as pages

public = [
    path("", pages.programme_list, name="list"),
    path("fee-subsidies/", pages.fee_subsidy_list, name="fee_subsidies"),
    path("fee-subsidies/<uuid:public_id>/", pages.fee_subsidy, name="fee_subsidy"),
    path("<uuid:public_id>/", pages.programme, name="programme"),
]
