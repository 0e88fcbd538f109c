"""Addresses of reports and name use."""

from django.urls import path

from kosetsu.services.testing.pages import names, reports, verifying

public = [
    path("verify/", verifying.verify, name="verify"),
    path("verify/<str:number>/", verifying.verify_report, name="verify_report"),
    path("reports/", reports.reports, name="reports"),
    path("reports/<uuid:public_id>/", reports.report, name="report"),
    path("reports/<uuid:public_id>/name-use/", names.apply_for_name_use, name="apply_for_name_use"),
    path("reports/<uuid:public_id>/papers/<str:language>/", reports.report_paper, name="report_paper"),
    path("name-uses/", names.name_uses, name="name_uses"),
    path("name-uses/<uuid:public_id>/", names.name_use, name="name_use"),
    path("name-uses/<uuid:public_id>/certificate/", names.name_use_certificate, name="name_use_certificate"),
    path("name-uses/<uuid:public_id>/certificate/en/", names.english_certificate, name="english_certificate"),
    path("name-uses/<uuid:public_id>/renew/", names.renew_name_use, name="renew_name_use"),
]
staff = [
    path("reports/", reports.staff_reports, name="reports"),
    path("reports/<uuid:public_id>/revise/", reports.revise_report, name="revise_report"),
    path("reports/<uuid:public_id>/reissue/", reports.reissue_report, name="reissue_report"),
    path("reports/<uuid:public_id>/english/", reports.print_english, name="print_english"),
    path("reports/<uuid:public_id>/copies/", reports.hand_out_copies, name="hand_out_copies"),
    path("reports/<uuid:public_id>/withdraw/", reports.withdraw_report, name="withdraw_report"),
    path("orders/<uuid:public_id>/report/", reports.issue_report, name="issue_report"),
    path("name-uses/", names.staff_name_uses, name="name_uses"),
    path("name-uses/<uuid:public_id>/approve/", names.approve_name_use, name="approve_name_use"),
    path("name-uses/<uuid:public_id>/refuse/", names.refuse_name_use, name="refuse_name_use"),
    path("name-uses/<uuid:public_id>/english/", names.word_in_english, name="word_in_english"),
    path("name-uses/<uuid:public_id>/end/", names.end_name_use, name="end_name_use"),
]
