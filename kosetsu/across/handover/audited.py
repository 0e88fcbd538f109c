"""What the audit log says of hand-overs in words."""

from django.utils.translation import gettext_lazy as _

from kosetsu.common.manifests import Audited

AUDITED = Audited(verbs={"introduce_programmes": _("共同開発への支援施策の紹介")})
