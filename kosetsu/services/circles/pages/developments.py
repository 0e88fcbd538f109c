"""Joint developments: begun from the members' part, seen by those who take part."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_safe

from kosetsu.common.decisions import YES, Decision
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.manifests import links
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Development, Member
from kosetsu.services.circles.pages.forms import text_field
from kosetsu.services.circles.pages.inside import load as load_circle
from kosetsu.services.circles.permissions import can_end_development, can_write


class DevelopmentForm(OnceForm):
    lead = forms.ModelChoiceField(Member.objects.none(), label=_l("中心になる会社"))
    partners = forms.ModelMultipleChoiceField(
        Member.objects.none(), label=_l("共同で開発する会社"), widget=forms.CheckboxSelectMultiple
    )
    title = forms.CharField(label=_l("題名"), max_length=200)
    text = text_field(_l("内容"), 6)

    def __init__(self, *args: Any, circle: Circle, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        members = circle.members.on(today).for_lists()
        own = members.filter(workplace__in=Workplace.objects.acted_for_by(user))
        fields["lead"].queryset = members if standing(user).is_staff else own
        fields["partners"].queryset = members


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def begin_development(request: SignedIn, public_id: UUID) -> HttpResponse:
    """An idea becomes a case."""
    circle = load_circle(request, public_id)
    if not (may := can_write(request.user, circle, request.today)):
        return refusal(request, may)
    form = DevelopmentForm(request.POST or None, circle=circle, user=request.user, today=request.today)

    def work() -> str:
        given = {name: form.cleaned_data[name] for name in ("lead", "partners", "title", "text")}
        return actions.begin_development(by=request.user, at=request.at, circle=circle, **given).get_absolute_url()

    return form_page(
        request, form, work, layout="portal", title=_("共同開発を始める"), done=_("案件を作りました。"),
        button=_("始める"),
        lead=_("参加する会社と事務局だけが読めます。使える支援施策を、事務局が紹介します。"),
    )  # fmt: skip


@require_safe
@open_door()
def development(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One joint development, and the programmes it was introduced to."""
    return show(request, load(request, public_id))


def load(request: Any, public_id: UUID) -> Development:
    """A development in which one takes part, or 404 just as for nothing."""
    rows = Development.objects.visible_to(request.user, request.today)
    related = ("case", "circle__branch", "lead__workplace__organisation", "lead__circle")
    return get_object_or_404(rows.select_related(*related), public_id=public_id)


def show(request: Any, found: Development, wrong: Wrong = None, status: int = 200) -> HttpResponse:
    context = {
        "development": found,
        "case": found.case,
        "partners": found.partners.select_related("member__workplace__organisation"),
        "introduced": found.case.entries.filter(kind="introduction", reverses=None, reversed_by=None).order_by("pk"),
        "links": links("case_links", request.user, found.case),
        "panels": MOVES.panels(request, found, wrong),
    }
    return render(request, "circles/development.html", context, status=status)


def _may(request: Any, found: Development, _verb: str) -> Decision:
    return can_end_development(request.user, found, request.today)


MOVES = Verbs(
    "development", "circles", lambda _user: YES, load, _may, show, Development.get_absolute_url,
    [Verb("end_development", _l("共同開発を終える"), _l("終了を記録しました。"), actions.end_development,
          kind="secondary")],
)  # fmt: skip
