"""Addresses of the programmes."""

from django.urls import path

from kosetsu.services.programmes.pages import calendar, described, desk_urls, finder, purposes
from kosetsu.services.programmes.pages import partner as officer
from kosetsu.services.programmes.pages import public as pages

public = [
    path("", pages.programme_list, name="list"),
    path("finder/", finder.finder, name="finder"),
    path("purposes/", purposes.purposes, name="purposes"),
    path("compare/", purposes.compare, name="compare"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.feed, name="feed"),
    path("of/<str:code>/", described.described, name="described"),
    path("fee-subsidies/", pages.fee_subsidy_list, name="fee_subsidies"),
    path("fee-subsidies/<uuid:public_id>/", pages.fee_subsidy, name="fee_subsidy"),
    path("<uuid:public_id>/", pages.programme, name="programme"),
    *desk_urls.matters(desk=False),
]

partner = [
    path("use-statements/", officer.use_statements, name="use_statements"),
    path("use-statements/<uuid:public_id>/pdf/", officer.use_statement_pdf, name="use_statement_pdf"),
]

staff = desk_urls.staff
