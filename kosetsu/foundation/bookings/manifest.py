from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _keeps(user: Any) -> bool:
    from kosetsu.foundation.bookings.permissions import keeps

    return keeps(user)


MANIFEST = Manifest(
    key="bookings",
    title=_("予約"),
    prefix="bookings",
    permissions={
        "book": _("機器・部屋を予約する（会社の担当者）"),
        "book_for_callers": _("電話などの予約を登録し、承認する（窓口・研究部門）"),
    },
    menu_group=MenuGroup.TESTS,
    portal_menu=(MenuItem(_("予約"), "bookings:resources", order=25),),
    desk_menu=(
        MenuItem(_("予約"), "bookings-desk:bookings", _keeps, order=14),
        MenuItem(_("予約の承認待ち"), "bookings-desk:approvals", _keeps, order=15),
        MenuItem(_("休止にかかる予約"), "bookings-desk:outages", _keeps, order=16),
    ),
    tables="kosetsu.foundation.bookings.tables.TABLES",
    booking_gates="kosetsu.foundation.bookings.permissions.GATES",
    periodic="kosetsu.foundation.bookings.jobs.PERIODIC",
    api_router="kosetsu.foundation.bookings.api.endpoints.router",
    audited="kosetsu.foundation.bookings.audited.AUDITED",
)
