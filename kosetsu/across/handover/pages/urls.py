"""Addresses of what leads from one service to another."""

from django.urls import path

from kosetsu.across.handover.pages import developments, labs, licences, testing

public = [path("consultations/<uuid:public_id>/order/", testing.order_proposed, name="order_proposed")]

staff = [
    path("events/<uuid:public_id>/learners/", licences.note_learners, name="note_learners"),
    path("developments/<uuid:public_id>/", developments.introduce_programmes, name="introduce_programmes"),
    path("applications/<uuid:public_id>/room/", labs.offer_room, name="offer_room"),
]
