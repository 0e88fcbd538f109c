"""Mail to people: the invitation to act for an organisation."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.foundation.parties.models import Institute, Invitation


def send_invitation(invitation: Invitation, token: str) -> None:
    """Send the link; plain text, understandable without opening it."""
    institute = Institute.current()
    values = {
        "institute": institute.name if institute else "",
        "organisation": invitation.organisation.name,
        "by": str(invitation.invited_by),
        "role": invitation.get_role_display(),
        "until": f"{invitation.expires_at:%Y/%m/%d}",
        "url": settings.PUBLIC_URL + reverse("parties:accept_invitation", args=[token]),
    }
    subject = _("【%(institute)s】%(organisation)sへの招待") % values
    body = _(
        "%(by)s さんから、%(organisation)sの「%(role)s」として招待されました。\n\n"
        "%(until)s までに、次のページで承諾してください。\n%(url)s\n\n"
        "お心あたりのない場合は、このメールを破棄してください。\n"
    )
    EmailMessage(subject, body % values, settings.DEFAULT_FROM_EMAIL, [invitation.email]).send()
