from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="reporting",
    title=_("報告"),
    tables="kosetsu.across.reporting.tables.TABLES",
)
