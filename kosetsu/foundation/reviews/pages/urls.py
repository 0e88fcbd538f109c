"""Addresses of reviews: for whoever reviews, and for whoever runs a panel."""

from django.urls import path

from kosetsu.foundation.reviews.pages import desk, files, items, reviewer, sheets

public = [
    path("", reviewer.mine, name="mine"),
    path("<uuid:public_id>/", reviewer.review, name="review"),
    path("<uuid:public_id>/declare/", reviewer.declare, name="declare"),
    path("promises/<uuid:public_id>/", reviewer.promise, name="promise"),
    path("files/<uuid:public_id>/", files.download, name="download"),
    *sheets.urls_of(desk=False),
]

staff = [
    path("", desk.panels, name="panels"),
    path("<uuid:public_id>/", desk.panel, name="panel"),
    path("<uuid:public_id>/ranking/", desk.ranking, name="ranking"),
    path("<uuid:public_id>/add_reviewer/", desk.add_reviewer, name="add_reviewer"),
    path("<uuid:public_id>/set_times/", desk.set_times, name="set_times"),
    path("<uuid:public_id>/hold_calibration/", desk.hold_calibration, name="hold_calibration"),
    *desk.MOVES.urls("<uuid:public_id>/"),
    path("reviewers/<uuid:public_id>/grant_leave/", desk.grant_leave, name="grant_leave"),
    path("reviewers/<uuid:public_id>/remove_reviewer/", desk.remove_reviewer, name="remove_reviewer"),
    *sheets.urls_of(desk=True),
    path("items/<uuid:public_id>/", items.item, name="item"),
    path("items/<uuid:public_id>/assign/", items.assign, name="assign"),
    path("items/<uuid:public_id>/enter_conflict/", items.enter_conflict, name="enter_conflict"),
    path("items/<uuid:public_id>/lift_conflict/<int:conflict>/", items.lift_conflict, name="lift_conflict"),
    *items.MOVES.urls("items/<uuid:public_id>/"),
    path("papers/<uuid:public_id>/", items.paper, name="paper"),
    *items.PAPER_MOVES.urls("papers/<uuid:public_id>/"),
]
