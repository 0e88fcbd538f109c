"""Files of items: to the office, and to whoever reviews the item; a blind panel keeps back what names the applicant."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kosetsu.common.decisions import HIDDEN
from kosetsu.common.downloads import attached
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.governance import access
from kosetsu.foundation.reviews.models import Item, ItemFile
from kosetsu.foundation.reviews.permissions import can_review, can_run_item


@require_safe
@open_door()
def download(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One file, or 404 just as for nothing."""
    rows = ItemFile.objects.filter(item__in=Item.objects.visible_to(request.user)).select_related("item__panel")
    file = get_object_or_404(rows, public_id=public_id)
    if not can_run_item(request.user, file.item):
        own = file.item.reviews.alive().filter(reviewer__person=request.user).select_related("reviewer", "item__panel")
        review = own.first()
        if review is None or (file.item.panel.blind and file.names_applicant):
            return refusal(request, HIDDEN)
        if not (may := can_review(request.user, review, request.at)):
            return refusal(request, may)
    access.note(request.user, file.item, "reviews:download", request.at)
    return attached(file.file, file.name)
