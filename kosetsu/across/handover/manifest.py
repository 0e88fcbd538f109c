from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="handover",
    title=_("引き継ぎ"),
    prefix="handover",
    entry_kinds={"introduction": _("共同開発への支援施策の紹介")},
    tables="kosetsu.across.handover.tables.TABLES",
    gathering_links="kosetsu.across.handover.sources.GATHERING_LINKS",
    audited="kosetsu.across.handover.audited.AUDITED",
    case_links="kosetsu.across.handover.sources.CASE_LINKS",
    application_links="kosetsu.across.handover.sources.APPLICATION_LINKS",
)
