from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="parties",
    title=_("組織と事業所"),
    tables="kosetsu.foundation.parties.tables.TABLES",
    api_router="kosetsu.foundation.parties.api.endpoints.router",
)
