from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest

MANIFEST = Manifest(
    key="api",
    title=_("API"),
    prefix="api",
    permissions={"issue_token": _("自分のAPIトークンを発行し、失効させる（ログインした人）")},
    periodic="kosetsu.entrances.api.jobs.PERIODIC",
    audited="kosetsu.entrances.api.audited.AUDITED",
)
