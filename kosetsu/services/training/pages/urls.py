"""Addresses of training: for companies, with a ticket, and at the desk."""

from django.urls import path

from kosetsu.services.training.pages import (
    bundles,
    designing,
    dispatches,
    learning,
    setting_up,
    tailored,
    trainees,
    transcripts,
)

public = [
    path("transcript/", transcripts.mine, name="my_transcript"),
    path("transcript/pdf/", transcripts.mine_pdf, name="my_transcript_pdf"),
    path("transcript/company/", transcripts.company, name="company_transcript"),
    path("transcript/company/pdf/", transcripts.company_pdf, name="company_transcript_pdf"),
    path("learn/<str:ticket>/", learning.course, name="course"),
    path("learn/<str:ticket>/test/", learning.sit_test, name="sit_test"),
    path("learn/<str:ticket>/<uuid:public_id>/", learning.part, name="part"),
    path("learn/<str:ticket>/<uuid:public_id>/film/", learning.film, name="film"),
    path("learn/<str:ticket>/<uuid:public_id>/captions.vtt", learning.captions, name="captions"),
    path("learn/<str:ticket>/<uuid:public_id>/watch/", learning.watch, name="watch"),
    *tailored.urls_of(desk=False),
    *bundles.URLS,
]

staff = [
    *tailored.urls_of(desk=True),
    path("tailored/<uuid:public_id>/design_tailored/", designing.design_tailored, name="design_tailored"),
    path("tailored/<uuid:public_id>/plan_tailored/", designing.plan_tailored, name="plan_tailored"),
    *dispatches.URLS,
    *trainees.URLS,
    *bundles.DESK_URLS,
    path("<uuid:public_id>/contents/", setting_up.contents, name="contents"),
    path("<uuid:public_id>/add_part/", setting_up.add_part, name="add_part"),
    path("<uuid:public_id>/add_question/", setting_up.add_question, name="add_question"),
    path("<uuid:public_id>/set_up/", setting_up.set_up, name="set_up"),
    path("parts/<uuid:public_id>/take_out_part/", setting_up.take_out_part, name="take_out_part"),
]
