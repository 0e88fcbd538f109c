from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="overseas",
    title=_("海外展開支援"),
    prefix="overseas",
    search_sources="kosetsu.services.overseas.sources.SEARCH_SOURCES",
    tables="kosetsu.services.overseas.tables.TABLES",
    relations="kosetsu.services.overseas.relations.RELATIONS",
)
