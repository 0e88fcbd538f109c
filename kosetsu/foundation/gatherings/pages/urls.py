"""Addresses of gatherings: for everyone, for whoever has a ticket, and for the institute's people."""

from django.urls import path

from kosetsu.foundation.gatherings.pages import desk, materials, reception, register, registrations
from kosetsu.foundation.gatherings.pages import public as pages

public = [
    path("", pages.gathering_list, name="list"),
    path("calendar.ics", pages.calendar, name="calendar"),
    path("mine/", register.mine, name="mine"),
    path("tickets/<str:ticket>/", register.ticket, name="ticket"),
    path("tickets/<str:ticket>/qr.svg", register.ticket_qr, name="ticket_qr"),
    path("tickets/<str:ticket>/certificate/", register.certificate, name="certificate"),
    path("tickets/<str:ticket>/materials/<uuid:public_id>/", materials.hand_out_with_ticket, name="ticket_material"),
    path("certificates/<uuid:public_id>/", register.certificate_check, name="certificate_check"),
    path("materials/<uuid:public_id>/", materials.hand_out, name="material"),
    path("tickets/<str:ticket>/survey/", register.survey, name="survey"),
    *(path(f"tickets/<str:ticket>/{verb}/", register.page_of(verb), name=verb) for verb in register.VERBS),
    path("<uuid:public_id>/", pages.gathering, name="gathering"),
    path("<uuid:public_id>/event.ics", pages.event, name="event"),
    path("<uuid:public_id>/register/", register.register, name="register"),
    path("<uuid:public_id>/registered/", register.registered, name="registered"),
]

staff = [
    path("", desk.gatherings, name="gatherings"),
    path("new/", desk.plan_gathering, name="plan_gathering"),
    path("<uuid:public_id>/", desk.gathering, name="gathering"),
    path("<uuid:public_id>/change_gathering/", desk.change_gathering, name="change_gathering"),
    *desk.MOVES.urls("<uuid:public_id>/"),
    path("<uuid:public_id>/registrations/", registrations.registrations, name="registrations"),
    path("<uuid:public_id>/add_registration/", registrations.add_registration, name="add_registration"),
    path("registrations/<uuid:public_id>/", registrations.registration, name="registration"),
    *registrations.MOVES.urls("registrations/<uuid:public_id>/"),
    path("<uuid:public_id>/add_material/", materials.add_material, name="add_material"),
    path("materials/<uuid:public_id>/", materials.read, name="material"),
    path("materials/<uuid:public_id>/withdraw_material/", materials.withdraw_material, name="withdraw_material"),
    path("<uuid:public_id>/report/", reception.receive_report, name="receive_report"),
    path("<uuid:public_id>/reception/", reception.reception, name="reception"),
    path("<uuid:public_id>/receive/", reception.receive, name="receive"),
    path("<uuid:public_id>/heads/", reception.count_heads, name="count_heads"),
]
