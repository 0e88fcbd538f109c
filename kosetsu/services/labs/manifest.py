from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuItem

MANIFEST = Manifest(
    key="labs",
    title=_("製品開発支援ラボ"),
    prefix="labs",
    portal_menu=(MenuItem(_("ラボ"), "labs:list", order=70),),
    tables="kosetsu.services.labs.tables.TABLES",
    relations="kosetsu.services.labs.relations.RELATIONS",
)
