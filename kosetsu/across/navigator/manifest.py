from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="navigator",
    title=_("相談ナビ"),
    prefix="plan",
    tables="kosetsu.across.navigator.tables.TABLES",
    api_router="kosetsu.across.navigator.api.endpoints.router",
)
