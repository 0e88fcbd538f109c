from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.foundation.calls.permissions import can_read_calls

    return bool(can_read_calls(user))


MANIFEST = Manifest(
    key="calls",
    title=_("公募"),
    prefix="calls",
    menu_group=MenuGroup.SUPPORT,
    portal_menu=(MenuItem(_("公募"), "calls:calls", order=45),),
    desk_menu=(MenuItem(_("公募"), "calls-desk:calls", _reads, order=35),),
    tables="kosetsu.foundation.calls.tables.TABLES",
    search_sources="kosetsu.foundation.calls.sources.SEARCH_SOURCES",
    api_router="kosetsu.foundation.calls.api.endpoints.router",
    number_series={"calls:call": "C{year}-{number:04d}"},
    periodic="kosetsu.foundation.calls.jobs.PERIODIC",
    audited="kosetsu.foundation.calls.audited.AUDITED",
)
