"""Licences for who has them, their public word, and who comes along with a booking."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.pdf import pdf_response_type
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Booking
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.instruments import actions, documents
from kosetsu.services.instruments.models import Licence
from kosetsu.services.instruments.permissions import can_name
from kosetsu.services.instruments.states import CARDS, Validity

KINDS = {Validity.VALID: "done", Validity.EXPIRED: "stopped", Validity.SUSPENDED: "stopped"}


@require_safe
@open_door()
def licences(request: SignedIn) -> HttpResponse:
    """My cards with their ends, and the courses under way."""
    mine = Licence.objects.visible_to(request.user).filter(person=request.user).for_lists()
    rows = [(one, one.validity_on(request.today) if one.has_card else None) for one in mine]
    return render(request, "instruments/licences.html", {"rows": rows})


@require_safe
@open_door()
def card(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The card as a PDF, for its owner and the institute."""
    rows = Licence.objects.visible_to(request.user).filter(state__in=CARDS).select_related("person", "offering")
    found = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return HttpResponse(documents.card_pdf(found), content_type=pdf_response_type)


@require_safe
@never_cache
def validity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What the QR of a card leads to: valid, expired or suspended, and nothing else."""
    found = get_object_or_404(Licence, public_id=public_id, state__in=CARDS)
    word = found.validity_on(request.today)  # type: ignore[attr-defined]
    return render(request, "instruments/validity.html", {"word": word, "kind": KINDS[word]})


class CompanionForm(OnceForm):
    """A colleague with a membership of the booking's company."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_l("いっしょに来る人"))
    operates = forms.BooleanField(label=_l("機器を操作する"), required=False)

    def __init__(self, *args: Any, booking: Booking, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        company = booking.workplace.organisation_id if booking.workplace else None
        people = Person.objects.filter(is_active=True, memberships__organisation=company)
        field: Any = self.fields["person"]
        field.queryset = people.exclude(pk=booking.person_id or 0).distinct() if company else people.none()


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def name_companion(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Say who else comes with a booking."""
    rows = Booking.objects.visible_to(request.user).for_lists()
    booking = get_object_or_404(rows, public_id=public_id)
    if not (decision := can_name(request.user, booking)):
        return refusal(request, decision)
    form = CompanionForm(request.POST or None, booking=booking)

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("person", "operates")}
        actions.name_companion(by=request.user, at=request.at, booking=booking, **data)
        return reverse("bookings:booking", args=[booking.public_id])

    layout = "desk" if standing(request.user).is_staff else "portal"
    lead = _("操作する人には認定証が、来る人全員に輸出管理の申告が必要です。")
    return form_page(
        request, form, work, layout=layout, title=_("いっしょに来る人を登録する"), lead=lead,
        done=_("登録しました。"), button=_("登録する"),
    )  # fmt: skip
