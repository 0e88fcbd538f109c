"""Addresses of devices: the public notices under /devices/, the register under /desk/devices/."""

from django.urls import path

from kosetsu.foundation.devices.pages import device, doubts, lists, parts

public = [path("outages/", lists.notices, name="notices")]

staff = [
    path("", lists.devices, name="devices"),
    path("due/", lists.due, name="due"),
    path("works/", lists.works, name="works"),
    path("works/<uuid:public_id>/finish/", parts.finish_work, name="finish_work"),
    path("outages/", lists.outages, name="outages"),
    path("outages/<uuid:public_id>/extend/", parts.extend, name="extend"),
    path("outages/<uuid:public_id>/end/", parts.end, name="end"),
    path("outages/<uuid:public_id>/call-off/", parts.call_off, name="call_off"),
    path("parts/<int:number>/remove/", parts.remove_part, name="remove_part"),
    path("files/<uuid:public_id>/", device.file, name="file"),
    path("checks/<uuid:public_id>/<str:source>/", doubts.doubts, name="doubts"),
    path("checks/<uuid:public_id>/<str:source>/decide/", doubts.decide, name="decide"),
    path("<str:code>/", device.device, name="device"),
    path("<str:code>/calibrate/", device.calibrate, name="calibrate"),
    *(path(f"<str:code>/{one.name}/", device.page_of(one), name=one.name) for one in device.VERBS),
]
