"""Addresses of exhibitions: for everyone, for companies and visitors, for partners, and at the desk."""

from django.urls import path

from kosetsu.services.exhibitions.pages import (
    client,
    desk,
    desk_booths,
    exchange,
    follow_up,
    meetings,
    outings,
    report,
    talks,
    tours,
    visitor,
)
from kosetsu.services.exhibitions.pages import partner as partner_pages
from kosetsu.services.exhibitions.pages import public as pages

_BOOTH = "booths/<uuid:public_id>/"

public = [
    path("", pages.exhibitions, name="list"),
    path("booths/", client.booths, name="booths"),
    path(_BOOTH, pages.booth, name="booth"),
    path(f"{_BOOTH}edit/", client.edit, name="edit"),
    path(f"{_BOOTH}describe_booth/", client.describe_booth, name="describe_booth"),
    path(f"{_BOOTH}translate_booth/<str:language>/", client.translate_booth, name="translate_booth"),
    path(f"{_BOOTH}add_panel/", client.add_panel, name="add_panel"),
    *(
        path(f"{_BOOTH}panels/<uuid:panel_id>/{verb}/", client.panel, {"verb": verb}, name=verb)
        for verb in client.PANEL_VERBS
    ),
    *client.MOVES.urls(_BOOTH),
    path(f"{_BOOTH}exchange/", exchange.exchange, name="exchange"),
    path(f"{_BOOTH}ask_booth/", visitor.ask_booth, name="ask_booth"),
    *(path(f"{_BOOTH}{verb}/", visitor.page_of(verb), name=verb) for verb in visitor.VERBS),
    path("questions/<uuid:public_id>/answer_question/", exchange.answer_question, name="answer_question"),
    path("cards/<uuid:public_id>/accept_card/", exchange.accept_card, name="accept_card"),
    path(f"{_BOOTH}wish_meeting/", meetings.wish_meeting, name="wish_meeting"),
    path(f"{_BOOTH}meetings.ics", meetings.booth_day, name="booth_day"),
    path("wishes/<uuid:public_id>/weigh_wish/", meetings.weigh_wish, name="weigh_wish"),
    path("fairs/<uuid:public_id>/keep_free/", meetings.keep_free, name="keep_free"),
    path("follow-ups/<uuid:public_id>/", follow_up.follow_up, name="follow_up"),
    path("files/<uuid:public_id>/", pages.file, name="file"),
    path("tours/", tours.ask_tour, name="ask_tour"),
    path("tours/asked/", tours.tour_asked, name="tour_asked"),
    path("tours/<str:ticket>/", tours.tour_ticket, name="tour_ticket"),
    path("tours/<str:ticket>/accept_tour/", tours.accept_tour, name="accept_tour"),
    path("tours/<str:ticket>/ask_other_day/", tours.ask_other_day, name="ask_other_day"),
    path("tours/<str:ticket>/cancel_tour/", tours.cancel_tour, name="cancel_tour"),
    path("programmes/<uuid:public_id>/", talks.programme, name="programme"),
    path("recommendations/<str:ticket>/", client.recommendation, name="recommendation"),
    path("recommendations/<str:ticket>/decline/", client.decline_recommendation, name="decline_recommendation"),
    path("<uuid:public_id>/", pages.wall, name="wall"),
    path("<uuid:public_id>/compare/", pages.compare, name="compare"),
    path("<uuid:public_id>/register/", visitor.register, name="register"),
    path("<uuid:public_id>/visit/", visitor.visit, name="visit"),
    path("<uuid:public_id>/meetings.ics", meetings.visitor_day, name="visitor_day"),
]

staff = [
    path("", desk.exhibitions, name="exhibitions"),
    path("new/", desk.plan_exhibition, name="plan_exhibition"),
    path("outings/", outings.outings, name="outings"),
    path("outings/new/", outings.apply_outing, name="apply_outing"),
    path("outings/<uuid:public_id>/", outings.outing, name="outing"),
    *outings.OUTING_MOVES.urls("outings/<uuid:public_id>/"),
    path("leads/<uuid:public_id>/follow_lead/", outings.follow_lead, name="follow_lead"),
    path("tours/", tours.tours, name="tours"),
    path("tours/<uuid:public_id>/", tours.tour, name="tour"),
    *tours.TOUR_MOVES.urls("tours/<uuid:public_id>/"),
    path("programmes/<uuid:public_id>/", talks.talks, name="talks"),
    path("programmes/<uuid:public_id>/add_talk/", talks.add_talk, name="add_talk"),
    path("talks/<uuid:public_id>/change_talk/", talks.change_talk, name="change_talk"),
    path("talks/<uuid:public_id>/withdraw_talk/", talks.withdraw_talk, name="withdraw_talk"),
    path("booths/<uuid:public_id>/", desk_booths.booth, name="booth"),
    *desk_booths.BOOTH_MOVES.urls("booths/<uuid:public_id>/"),
    path("recommendations/<uuid:public_id>/", desk_booths.recommendation, name="recommendation"),
    *desk_booths.CHOICES.urls("recommendations/<uuid:public_id>/"),
    path("<uuid:public_id>/", desk.exhibition, name="exhibition"),
    path("<uuid:public_id>/change_exhibition/", desk.change_exhibition, name="change_exhibition"),
    path("<uuid:public_id>/invite_booth/", desk.invite_booth, name="invite_booth"),
    path("<uuid:public_id>/report/", report.report, name="report"),
    *desk.MOVES.urls("<uuid:public_id>/"),
]


partner = [
    path("", partner_pages.invitations, name="invitations"),
    path("<uuid:public_id>/", partner_pages.recommend, name="recommend"),
    path(
        "recommendations/<uuid:public_id>/withdraw/", partner_pages.withdraw_recommendation,
        name="withdraw_recommendation",
    ),
]  # fmt: skip
