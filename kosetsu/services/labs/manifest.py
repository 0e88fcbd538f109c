from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(key="labs", title=_("製品開発支援ラボ"))
