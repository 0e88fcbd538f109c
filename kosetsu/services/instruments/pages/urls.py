"""Addresses of instruments: for everyone, for who has a licence, and for the institute's people."""

from django.urls import path

from kosetsu.services.instruments.pages import (
    bench,
    cards,
    instrument,
    licences,
    papers,
    renewal,
    renewals,
    utilisation,
)

public = [
    path("licences/", cards.licences, name="licences"),
    path("licences/<uuid:public_id>/", cards.validity, name="validity"),
    path("licences/<uuid:public_id>/pdf/", cards.card, name="card"),
    path("bookings/<uuid:public_id>/companions/", cards.name_companion, name="name_companion"),
    path("papers/<uuid:public_id>/", papers.paper, name="paper"),
    path("<str:code>/", instrument.instrument, name="instrument"),
]

staff = [
    path("", bench.benches, name="benches"),
    path("licences/", licences.licences, name="licences"),
    path("licences/new/", licences.attend, name="attend_course"),
    path("licences/<uuid:public_id>/", licences.licence, name="licence"),
    *licences.MOVES.urls("licences/<uuid:public_id>/"),
    path("utilisation/", utilisation.utilisation, name="utilisation"),
    path("utilisation/<str:code>/", utilisation.decide_step, name="decide_step"),
    path("renewals/", renewals.renewals, name="renewals"),
    path("renewals/proposals/", renewals.renewal_proposals, name="renewal_proposals"),
    path("renewals/new/", renewals.plan_renewal, name="plan_renewal"),
    path("renewals/pdf/", renewals.renewals_paper, name="renewals_paper"),
    path("renewals/<uuid:public_id>/", renewal.renewal, name="renewal"),
    path("renewals/<uuid:public_id>/change_renewal/", renewal.change_renewal, name="change_renewal"),
    *renewal.MOVES.urls("renewals/<uuid:public_id>/"),
    path("faults/<uuid:public_id>/", bench.mend, name="mend"),
    path("bench/<str:code>/", bench.bench, name="bench"),
    path("bench/<str:code>/papers/", papers.papers, name="papers"),
    path("papers/<uuid:public_id>/remove/", papers.remove_paper, name="remove_paper"),
    path("bench/<str:code>/qr.svg", bench.qr, name="qr"),
    path("bench/<str:code>/fault/", bench.report_fault, name="report_fault"),
    *(path(f"uses/<uuid:public_id>/{one.name}/", bench.page_of(one), name=one.name) for one in bench.VERBS),
]
