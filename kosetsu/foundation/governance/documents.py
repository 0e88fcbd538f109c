"""Mail of this room. It holds no secret: that a decision was made and where to read it, never what was decided."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from kosetsu.foundation.governance.models import ExportDeclaration


def decision_mail(declaration: ExportDeclaration) -> EmailMessage | None:
    """The mail to whom the declaration is about, in their language; None where there is no address."""
    person = declaration.person
    if not (person.email and person.is_active):
        return None
    with translation.override(person.language):
        subject = _("安全保障輸出管理の申告について、判断が記録されました")
        body = _(
            "安全保障輸出管理の申告について、担当者の判断が記録されました。\n\n"
            "内容は、ログインして次のページでご確認ください。\n%(url)s\n\n"
            "このメールは自動で送っています。お心あたりのない場合は、このメールを破棄してください。\n"
        ) % {"url": settings.PUBLIC_URL + reverse("governance:declaration")}
    headers = {"Auto-Submitted": "auto-generated"}
    return EmailMessage(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email], headers=headers)
