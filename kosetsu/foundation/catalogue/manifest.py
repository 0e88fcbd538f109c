from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="catalogue",
    title=_("支援メニュー"),
    prefix="catalogue",
    tables="kosetsu.foundation.catalogue.tables.TABLES",
    search_sources="kosetsu.foundation.catalogue.sources.SEARCH_SOURCES",
)
