"""Addresses of bookings: everyone's under /bookings/, the desk's lists under /desk/bookings/."""

from django.urls import path

from kosetsu.foundation.bookings.pages import book, caller, feeds, importing, lists, verbs, waiting, week

public = [
    path("", lists.mine, name="mine"),
    path("resources/", lists.resources, name="resources"),
    path("branches/<str:code>/", week.branch_week, name="branch_week"),
    path("resources/<str:code>/", week.week, name="week"),
    path("resources/<str:code>/book/", book.book, name="book"),
    path("resources/<str:code>/wait/", waiting.wait, name="wait"),
    path("waiting/<uuid:public_id>/accept/", waiting.accept, name="accept_offer"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<uuid:public_id>/revoke/", feeds.revoke, name="revoke_feed"),
    path("feeds/<uuid:public_id>/<str:signature>.ics", feeds.feed, name="feed"),
    path("<uuid:public_id>/", verbs.booking, name="booking"),
    *(path(f"<uuid:public_id>/{one.name}/", verbs.page_of(one), name=one.name) for one in verbs.VERBS),
]

staff = [
    path("", lists.bookings, name="bookings"),
    path("approvals/", lists.approvals, name="approvals"),
    path("outages/", lists.outages, name="outages"),
    path("new/", caller.enter, name="enter"),
    path("import/", importing.import_bookings, name="import_bookings"),
    path("import/sheet/", importing.blank_sheet, name="import_sheet"),
]
