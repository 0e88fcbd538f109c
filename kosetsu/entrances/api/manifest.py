from typing import Any

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Manifest, MenuItem


def _signed_in(user: Any) -> bool:
    return bool(user.is_authenticated)


MANIFEST = Manifest(
    key="api",
    title=_("API"),
    prefix="api",
    permissions={"issue_token": _("自分のAPIトークンを発行し、失効させる（ログインした人）")},
    portal_menu=(MenuItem(_("API"), "api:tokens", _signed_in, order=200),),
    periodic="kosetsu.entrances.api.jobs.PERIODIC",
)
