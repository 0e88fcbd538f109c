"""From a circle's joint development to the programmes that fit."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods

from kosetsu.across.handover.actions.introducing import can_introduce, fitting
from kosetsu.across.handover.actions.introducing import introduce_programmes as introduce
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.circles.models import Development
from kosetsu.services.circles.permissions import can_read_circles


class IntroduceForm(OnceForm):
    codes = forms.MultipleChoiceField(label=_l("支援施策"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, development: Development, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        new = [one for one in fitting(development) if not one.introduced]
        fields["codes"].choices = [(one.code, one.title if one.certain else _unsure(one.title)) for one in new]


def _unsure(title: str) -> str:
    return _("%(title)s（確かめが必要）") % {"title": title}


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_circles)
def introduce_programmes(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Choose what to introduce: open to the company that leads, or perhaps."""
    rows = Development.objects.visible_to(request.user, request.today).select_related("case__branch", "circle")
    found = get_object_or_404(rows, public_id=public_id)
    if not (may := can_introduce(request.user, found)):
        return refusal(request, may)
    form = IntroduceForm(request.POST or None, development=found)

    def work() -> str:
        introduce(by=request.user, at=request.at, development=found, codes=form.cleaned_data["codes"])
        return found.get_absolute_url()

    return form_page(
        request, form, work, layout="desk", title=_("使える支援施策を紹介する"), button=_("紹介する"),
        done=_("紹介しました。"),
        lead=_("中心になる会社について、前の晩に調べた施策です。新しい会社の施策は、翌日から並びます。"),
    )  # fmt: skip
