"""Addresses of the consultations: the client's under /consultations/, the desk's under /desk/consultations/."""

from django.urls import path

from kosetsu.services.consultations.pages import (
    canned,
    client,
    companies,
    desk_case,
    enter,
    files,
    propose,
    queue,
    verbs,
)

public = [
    path("", client.mine, name="mine"),
    path("new/", client.ask, name="ask"),
    path("files/<uuid:public_id>/", files.download, name="download"),
    path("<uuid:public_id>/", client.case, name="case"),
    path("<uuid:public_id>/reply/", client.reply, name="reply"),
    path("<uuid:public_id>/survey/", client.survey, name="survey"),
]

staff = [
    path("", queue.queue, name="queue"),
    path("new/", enter.enter, name="enter"),
    path("canned/", canned.canned, name="canned"),
    path("canned/new/", canned.add_canned, name="add_canned"),
    path("canned/<int:pk>/", canned.change_canned, name="change_canned"),
    path("canned/<int:pk>/withdraw/", canned.withdraw_canned, name="withdraw_canned"),
    path("canned/<int:pk>/restore/", canned.restore_canned, name="restore_canned"),
    path("companies/", companies.companies, name="companies"),
    path("<uuid:public_id>/", desk_case.case, name="case"),
    path("<uuid:public_id>/propose/", propose.propose, name="propose"),
    path("<uuid:public_id>/take/", verbs.take, name="take"),
    path("<uuid:public_id>/triage/", verbs.triage, name="triage"),
    path("<uuid:public_id>/assign/", verbs.assign, name="assign"),
    path("<uuid:public_id>/ask-back/", verbs.ask_back, name="ask_back"),
    path("<uuid:public_id>/answer/", verbs.answer, name="answer"),
    path("<uuid:public_id>/note/", verbs.note, name="note"),
    path("<uuid:public_id>/visit/", verbs.visit, name="visit"),
    path("<uuid:public_id>/pass-on/", verbs.pass_on, name="pass_on"),
    path("<uuid:public_id>/split/", verbs.split, name="split"),
    path("<uuid:public_id>/join/", verbs.join, name="join"),
    path("<uuid:public_id>/close/", verbs.close, name="close"),
    path("<uuid:public_id>/reopen/", verbs.reopen, name="reopen"),
]
