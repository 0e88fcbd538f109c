from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem


def _reads(user: Any) -> bool:
    from kosetsu.foundation.catalogue.permissions import can_read_catalogue

    return bool(can_read_catalogue(user))


def _waiting(user: Any) -> int:
    from kosetsu.foundation.catalogue.models import Offering

    return Offering.objects.waiting().count()


MANIFEST = Manifest(
    key="catalogue",
    title=_("支援メニュー"),
    prefix="catalogue",
    menu_group=MenuGroup.TESTS,
    portal_menu=(
        MenuItem(_("依頼試験"), "catalogue:tests", order=20),
        MenuItem(_("機器利用"), "catalogue:instruments", order=21),
        MenuItem(_("講習会"), "catalogue:courses", order=22, group=MenuGroup.EVENTS),
        MenuItem(_("施設"), "catalogue:rooms", order=23),
        MenuItem(_("料金表"), "catalogue:prices", order=24),
    ),
    desk_menu=(
        MenuItem(_("支援メニュー"), "catalogue-desk:offerings", shown=_reads, order=60, group=MenuGroup.SUPPORT),
        MenuItem(
            _("公開の確認待ち"),
            "catalogue-desk:review",
            shown=_reads,
            count=_waiting,
            order=61,
            group=MenuGroup.SUPPORT,
        ),
    ),
    tables="kosetsu.foundation.catalogue.tables.TABLES",
    search_sources="kosetsu.foundation.catalogue.sources.SEARCH_SOURCES",
    api_router="kosetsu.foundation.catalogue.api.endpoints.router",
    audited="kosetsu.foundation.catalogue.audited.AUDITED",
)
