from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="common",
    title=_("共通"),
    tables="kosetsu.common.units.TABLES",
    periodic="kosetsu.common.jobs.PERIODIC",
)
