from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(key="bookings", title=_("予約"), tables="kosetsu.foundation.bookings.tables.TABLES")
