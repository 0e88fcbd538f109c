from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="handover",
    title=_("引き継ぎ"),
    prefix="handover",
    tables="kosetsu.across.handover.tables.TABLES",
    case_links="kosetsu.across.handover.sources.CASE_LINKS",
)
