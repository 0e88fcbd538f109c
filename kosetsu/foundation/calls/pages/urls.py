"""Addresses of calls: for everyone, for applicants, and for the institute's people."""

from django.urls import path

from kosetsu.foundation.calls.pages import board, client, desk, desk_applications
from kosetsu.foundation.calls.pages import public as pages

public = [
    path("", pages.calls, name="calls"),
    path("calendar.ics", pages.calendar, name="calendar"),
    path("applications/", client.applications, name="applications"),
    path("applications/<uuid:public_id>/", client.application, name="application"),
    path("applications/<uuid:public_id>/write/", client.write, name="write"),
    path("applications/<uuid:public_id>/fill_in/", client.fill_in, name="fill_in"),
    path("applications/<uuid:public_id>/sheet/<slug:kind>/", client.sheet, name="sheet"),
    path("applications/<uuid:public_id>/files/<uuid:file_id>/", client.read_file, name="file"),
    *client.MOVES.urls("applications/<uuid:public_id>/"),
    path("<uuid:public_id>/", pages.call, name="call"),
    path("<uuid:public_id>/event.ics", pages.event, name="event"),
    path("<uuid:public_id>/begin_application/", client.begin_application, name="begin_application"),
]

staff = [
    path("", desk.calls, name="calls"),
    path("new/", desk.choose_kind, name="choose_kind"),
    path("new/<slug:kind>/", desk.plan_call, name="plan_call"),
    path("<uuid:public_id>/", desk.call, name="call"),
    path("<uuid:public_id>/change_call/", desk.change_call, name="change_call"),
    path("<uuid:public_id>/record_counselling/", desk.record_counselling, name="record_counselling"),
    *desk.MOVES.urls("<uuid:public_id>/"),
    path("<uuid:public_id>/rounds/<int:number>/", board.board, name="board"),
    path("<uuid:public_id>/applications/", desk_applications.applications, name="applications"),
    path("<uuid:public_id>/enter_application/", desk_applications.enter_application, name="enter_application"),
    path("applications/<uuid:public_id>/", desk_applications.application, name="application"),
    *desk_applications.MOVES.urls("applications/<uuid:public_id>/"),
]
