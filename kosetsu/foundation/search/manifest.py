from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="search",
    title=_("検索"),
    tables="kosetsu.foundation.search.tables.TABLES",
    periodic="kosetsu.foundation.search.jobs.PERIODIC",
)
