from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.foundation.gatherings.permissions import can_read_gatherings

    return bool(can_read_gatherings(user))


MANIFEST = Manifest(
    key="gatherings",
    title=_("催し"),
    prefix="events",
    menu_group=MenuGroup.EVENTS,
    portal_menu=(MenuItem(_("催し"), "gatherings:list", order=40),),
    tables="kosetsu.foundation.gatherings.tables.TABLES",
    search_sources="kosetsu.foundation.gatherings.sources.SEARCH_SOURCES",
    permissions={
        "plan": _("催しを計画し、申し込みと受付を扱う（企画・研究・窓口）"),
        "approve_gathering": _("計画された催しを承認する（経営企画・支所長・グループ長）"),
    },
    number_series={"gatherings:gathering": "G{year}-{number:05d}"},
    desk_menu=(MenuItem(_("催し"), "gatherings-desk:gatherings", _reads, order=30),),
    periodic="kosetsu.foundation.gatherings.jobs.PERIODIC",
    audited="kosetsu.foundation.gatherings.audited.AUDITED",
    relations="kosetsu.foundation.gatherings.relations.RELATIONS",
)
