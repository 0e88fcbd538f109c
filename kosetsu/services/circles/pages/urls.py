"""Addresses of circles: for everyone, for applicants and members, and for the institute's people."""

from django.urls import path

from kosetsu.services.circles.pages import client, desk, desk_intakes, developments, inside, meetings, notes, videos
from kosetsu.services.circles.pages import public as pages

public = [
    path("", pages.circles, name="circles"),
    path("intakes/<uuid:public_id>/", pages.intake, name="intake"),
    path("intakes/<uuid:public_id>/apply/", client.apply, name="apply"),
    path("applications/", client.applications, name="applications"),
    path("applications/<uuid:public_id>/", client.application, name="application"),
    *client.MOVES.urls("applications/<uuid:public_id>/"),
    path("meetings/<uuid:public_id>/", meetings.meeting, name="meeting"),
    path("meetings/<uuid:public_id>/hold_meeting/", meetings.hold_meeting, name="hold_meeting"),
    *meetings.MOVES.urls("meetings/<uuid:public_id>/"),
    path("notes/<uuid:public_id>/", notes.note, name="note"),
    *notes.MOVES.urls("notes/<uuid:public_id>/"),
    path("developments/<uuid:public_id>/", developments.development, name="development"),
    *developments.MOVES.urls("developments/<uuid:public_id>/"),
    path("files/<uuid:public_id>/", inside.download, name="download"),
    path("tasks/<uuid:public_id>/finish_task/", inside.finish_task, name="finish_task"),
    path("members/<uuid:public_id>/outcome/", inside.answer_outcome, name="answer_outcome"),
    path("members/<uuid:public_id>/list_member/", inside.list_member, name="list_member"),
    path("videos/<uuid:public_id>/", videos.videos, name="videos"),
    path("videos/watch/<uuid:public_id>/", videos.video, name="video"),
    path("<uuid:public_id>/", pages.circle, name="circle"),
    path("<uuid:public_id>/inside/", inside.inside, name="inside"),
    path("<uuid:public_id>/pledge/", inside.pledge, name="pledge"),
    path("<uuid:public_id>/write_note/", inside.write_note, name="write_note"),
    path("<uuid:public_id>/begin_development/", developments.begin_development, name="begin_development"),
    path("<uuid:public_id>/report_year/", inside.report_year, name="report_year"),
    path("<uuid:public_id>/plan_meeting/", meetings.plan_meeting, name="plan_meeting"),
]

staff = [
    path("", desk.circles, name="circles"),
    path("new/", desk.found_circle, name="found_circle"),
    path("councils/", desk.councils, name="councils"),
    path("councils/new/", desk.hold_council, name="hold_council"),
    path("intakes/", desk_intakes.intakes, name="intakes"),
    path("intakes/new/", desk_intakes.plan_intake, name="plan_intake"),
    path("intakes/<uuid:public_id>/", desk_intakes.intake, name="intake"),
    path("intakes/<uuid:public_id>/change_intake/", desk_intakes.change_intake, name="change_intake"),
    path("videos/", videos.weeks, name="videos"),
    path("videos/new/", videos.plan_videos, name="plan_videos"),
    path("videos/<uuid:public_id>/", videos.week, name="video_week"),
    path("videos/<uuid:public_id>/add_video/", videos.add_video, name="add_video"),
    *videos.MOVES.urls("videos/<uuid:public_id>/"),
    path("members/<uuid:public_id>/leave/", desk.leave, name="leave"),
    path("secretaries/<uuid:public_id>/relieve_colleague/", desk.relieve_colleague, name="relieve_colleague"),
    path("<uuid:public_id>/", desk.circle, name="circle"),
    path("<uuid:public_id>/describe_circle/", desk.describe_circle, name="describe_circle"),
    path("<uuid:public_id>/join/", desk.join, name="join"),
    path("<uuid:public_id>/assign_colleague/", desk.assign_colleague, name="assign_colleague"),
    path("<uuid:public_id>/appoint/", desk.appoint, name="appoint"),
    path("<uuid:public_id>/commission/", desk.commission, name="commission"),
    *desk.MOVES.urls("<uuid:public_id>/"),
]
