"""Addresses of what leads from one service to another."""

from django.urls import path

from kosetsu.across.handover.pages import testing

public = [path("consultations/<uuid:public_id>/order/", testing.order_proposed, name="order_proposed")]
