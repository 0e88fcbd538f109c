"""Addresses of the programmes."""

from django.urls import path

from kosetsu.services.programmes.pages import (
    calendar,
    described,
    desk_urls,
    finder,
    partner_plans,
    plan_once,
    plans,
    projects,
    purposes,
)
from kosetsu.services.programmes.pages import partner as officer
from kosetsu.services.programmes.pages import public as pages

public = [
    path("", pages.programme_list, name="list"),
    path("finder/", finder.finder, name="finder"),
    path("purposes/", purposes.purposes, name="purposes"),
    path("compare/", purposes.compare, name="compare"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar.ics", calendar.feed, name="feed"),
    path("of/<str:code>/", described.described, name="described"),
    path("fee-subsidies/", pages.fee_subsidy_list, name="fee_subsidies"),
    path("fee-subsidies/<uuid:public_id>/", pages.fee_subsidy, name="fee_subsidy"),
    path("plan-once/", plan_once.plan_once, name="plan_once"),
    path("projects/", projects.projects, name="projects"),
    path("projects/new/", projects.new_project, name="new_project"),
    path("projects/<uuid:public_id>/", projects.project, name="project"),
    path("projects/<uuid:public_id>/change/", projects.change_project, name="change_project"),
    path("projects/<uuid:public_id>/plan/", projects.make_plan, name="make_plan"),
    path("plans/<uuid:public_id>/", plans.plan, name="plan"),
    path("plans/<uuid:public_id>/pdf/", plans.plan_pdf_page, name="plan_pdf"),
    path("plans/<uuid:public_id>/plan.ics", plans.plan_calendar, name="plan_calendar"),
    path("plans/<uuid:public_id>/answer/", plans.answer, name="answer_plan"),
    path("plans/<uuid:public_id>/refuse/", plans.refuse, name="refuse"),
    path("plans/<uuid:public_id>/share/", plans.share, name="share_plan"),
    path("plans/<uuid:public_id>/take-back/<int:pk>/", plans.take_back, name="take_back_plan"),
    path("<uuid:public_id>/", pages.programme, name="programme"),
    *desk_urls.matters(desk=False),
]

partner = [
    path("use-statements/", officer.use_statements, name="use_statements"),
    path("use-statements/<uuid:public_id>/pdf/", officer.use_statement_pdf, name="use_statement_pdf"),
    path("plans/", partner_plans.shared_plans, name="shared_plans"),
    path("plans/<uuid:public_id>/", partner_plans.shared_plan, name="shared_plan"),
    path("plans/<uuid:public_id>/pdf/", partner_plans.shared_plan_pdf, name="shared_plan_pdf"),
]

staff = desk_urls.staff
