from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuItem

MANIFEST = Manifest(key="portal", title=_("公開窓口"), portal_menu=(MenuItem(_("はじめに"), "portal:home", order=0),))
