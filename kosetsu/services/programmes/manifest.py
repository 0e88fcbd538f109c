from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuItem


def _reads_use(user: Any) -> bool:
    from kosetsu.services.programmes.permissions import can_read_use

    return bool(can_read_use(user))


MANIFEST = Manifest(
    key="programmes",
    title=_("支援施策"),
    prefix="programmes",
    portal_menu=(MenuItem(_("補助金・施策"), "programmes:list", order=50),),
    partner_menu=(
        MenuItem(_("利用実績"), "programmes-partner:use_statements", shown=_reads_use, order=20),
        MenuItem(_("共有された計画"), "programmes-partner:shared_plans", order=30),
    ),
    tables="kosetsu.services.programmes.tables.TABLES",
    search_sources="kosetsu.services.programmes.sources.SEARCH_SOURCES",
    relations="kosetsu.services.programmes.relations.RELATIONS",
    audited="kosetsu.services.programmes.audited.AUDITED",
    api_router="kosetsu.services.programmes.api.endpoints.router",
)
