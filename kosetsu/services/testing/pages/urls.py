"""Addresses of commissioned tests: the client's under /testing/, the desk's under /desk/testing/."""

from django.urls import path

from kosetsu.services.testing.pages import bench, client, desk, report_urls

public = [
    path("", client.mine, name="mine"),
    path("new/", client.open_order, name="open_order"),
    path("files/<uuid:public_id>/", client.download, name="download"),
    path("<uuid:public_id>/", client.order, name="order"),
    path("<uuid:public_id>/do/<slug:verb>/", client.do, name="do"),
    path("<uuid:public_id>/survey/", client.survey, name="survey"),
    path("<uuid:public_id>/completion/", client.completion, name="completion"),
    *report_urls.public,
]

staff = [
    path("", desk.orders, name="orders"),
    path("board/", desk.board, name="board"),
    path("new/", desk.open_order, name="open_order"),
    path("parts/<uuid:public_id>/", bench.item, name="item"),
    path("parts/<uuid:public_id>/do/<slug:verb>/", bench.do_item, name="do_item"),
    path("samples/<uuid:public_id>/", bench.sample, name="sample"),
    path("samples/<uuid:public_id>/do/<slug:verb>/", bench.do_sample, name="do_sample"),
    path("records/<uuid:public_id>/", bench.record, name="record"),
    path("records/<uuid:public_id>/do/<slug:verb>/", bench.do_record, name="do_record"),
    path("records/<uuid:public_id>/sheet/", bench.sheet, name="sheet"),
    path("records/<uuid:public_id>/sheet/blank/", bench.blank_sheet, name="blank_sheet"),
    path("<uuid:public_id>/", desk.order, name="order"),
    path("<uuid:public_id>/labels/", desk.print_labels, name="labels"),
    path("<uuid:public_id>/do/<slug:verb>/", desk.do, name="do"),
    *report_urls.staff,
]
