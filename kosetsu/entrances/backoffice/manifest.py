from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="backoffice",
    title=_("管理"),
    audited="kosetsu.entrances.backoffice.audited.AUDITED",
)
