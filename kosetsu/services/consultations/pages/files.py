"""Downloads: through the message's permission, as an attachment that no browser opens in our name."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import require
from kosetsu.common.downloads import attached
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.services.consultations.models import Attachment
from kosetsu.services.consultations.pages.confidential import note_reading
from kosetsu.services.consultations.permissions import can_download


@require_safe
@open_door()
def download(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One file of the thread."""
    return hand_out(request, public_id)


def hand_out(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The file for whoever may have it, at a browser or by program; raises ``Http404`` and ``Refused``."""
    attachment = Attachment.objects.select_related("message__consultation__case").filter(public_id=public_id).first()
    if attachment is None:
        raise Http404
    require(can_download(request.user, attachment))
    note_reading(request, attachment.message.consultation)
    return attached(attachment.file, attachment.name)
