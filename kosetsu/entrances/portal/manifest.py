from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuGroup, MenuItem

MANIFEST = Manifest(
    key="portal",
    title=_("公開窓口"),
    menu_group=MenuGroup.TODAY,
    portal_menu=(MenuItem(_("はじめに"), "portal:home", order=0),),
)
