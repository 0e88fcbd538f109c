from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="devices", title=_("機器台帳"), prefix="devices", tables="kosetsu.foundation.devices.tables.TABLES"
)
