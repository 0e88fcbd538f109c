"""Addresses: reports at the desk, figures for everyone."""

from django.urls import path

from kosetsu.across.reporting.pages import evidence, late
from kosetsu.across.reporting.pages import public as open_pages
from kosetsu.across.reporting.pages import staff as desk

public = [
    path("figures/", open_pages.targets, name="targets"),
    path("figures/open/", open_pages.figures, name="figures"),
    path("figures/open.<str:form>", open_pages.open_data, name="open_data"),
    path("figures/open/<str:key>/", open_pages.figure, name="figure"),
]
staff = [
    path("reports/", desk.reports, name="reports"),
    path("reports/targets/", desk.targets, name="targets"),
    path("reports/figures/<str:key>/", desk.figure, name="figure"),
    path("reports/figures/<str:key>/late/<int:year>/", late.add_entry, name="add_late"),
    path("reports/entries/<int:pk>/correct/", desk.correct, name="correct"),
    path("reports/years/<int:year>/freeze/", desk.freeze, name="freeze"),
    path("reports/years/<int:year>/issue/", desk.issue, name="issue"),
    path("reports/evidence/", evidence.upload, name="evidence"),
    path("reports/evidence/template.xlsx", evidence.template, name="evidence_template"),
    path("reports/evidence/<uuid:public_id>/", evidence.confirm, name="evidence_confirm"),
    path("reports/outlines/<slug:key>/", desk.report, name="report"),
    path("reports/outlines/<slug:key>/<str:form>/", desk.export, name="export"),
]
