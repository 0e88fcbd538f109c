from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="casebook",
    title=_("案件と実績"),
    tables="kosetsu.foundation.casebook.tables.TABLES",
    relations="kosetsu.foundation.casebook.relations.RELATIONS",
    audited="kosetsu.foundation.casebook.audited.AUDITED",
)
