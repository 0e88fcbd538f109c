"""A company's side: its answer to a recommendation, its booths, and the editor of its page."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import YES, Decision
from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.parties.pages.submitting import form_page, pressed
from kosetsu.foundation.parties.pages.verbs import Verb, Verbs, Wrong
from kosetsu.services.exhibitions import actions
from kosetsu.services.exhibitions.models import Booth, FollowUp, Panel, Recommendation
from kosetsu.services.exhibitions.pages import forms
from kosetsu.services.exhibitions.pages.desk_booths import load_booth
from kosetsu.services.exhibitions.pages.shown import booth_colour, languages_of, recommendation_colour
from kosetsu.services.exhibitions.permissions import can_answer_recommendation, can_edit, can_move_booth
from kosetsu.services.exhibitions.states import Foreign


@require_http_methods(["GET", "HEAD", "POST"])
def recommendation(request: Any, ticket: str) -> HttpResponse:
    """Whoever has the address reads who recommends the company; to consent one signs in for it."""
    found = _of_ticket(ticket)
    form = None
    if request.user.is_authenticated:
        form = forms.ConsentForm(request.POST or None, user=request.user, today=request.today)

        def work() -> str:
            given = form.cleaned_data["workplace"]
            actions.consent_recommendation(by=request.user, at=request.at, recommendation=found, workplace=given)
            return str(request.path)

        if answer := submitted(request, form, work):
            messages.success(request, _("同意を受け付けました。選考の結果をお待ちください。"))
            return answer
    context = {
        "recommendation": found, "form": form, "colour": recommendation_colour(found), "key": OnceForm(auto_id=False),
        "may": {verb: can_answer_recommendation(found, f"{verb}_recommendation") for verb in ("consent", "decline")},
    }  # fmt: skip
    return render(request, "exhibitions/recommendation.html", context, status=422 if form and form.errors else 200)


@require_POST
def decline_recommendation(request: Any, ticket: str) -> HttpResponse:
    """No, thank you."""
    found, back = _of_ticket(ticket), reverse("exhibitions:recommendation", args=[ticket])
    by = request.user if request.user.is_authenticated else None

    def work() -> str:
        actions.decline_recommendation(by=by, at=request.at, recommendation=found)
        return back

    return pressed(request, work, back)


def _of_ticket(ticket: str) -> Recommendation:
    rows = Recommendation.objects.select_related("invitation__exhibition", "invitation__partner")
    return get_object_or_404(rows, ticket=ticket)


@require_safe
@open_door()
def booths(request: SignedIn) -> HttpResponse:
    """The booths that I make."""
    rows = Booth.objects.made_by(request.user).select_related("exhibition").order_by("-exhibition__opens_at", "name")
    open_asks = FollowUp.objects.filter(booth__in=rows.order_by(), answered_at=None).select_related("booth__exhibition")
    context = {"booths": [(one, booth_colour(one)) for one in rows], "follow_ups": open_asks}
    return render(request, "exhibitions/booth/booths.html", context)


@require_safe
@open_door()
def edit(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The page of a booth as it is being written, with its verbs."""
    return show(request, load_booth(request, public_id))


def show(request: Any, found: Booth, wrong: Wrong = None, status: int = 200, **forms_shown: Any) -> HttpResponse:
    panels = found.panels.filter(removed_at=None)
    context = {
        "booth": found,
        "colour": booth_colour(found),
        "parts": [(one, _part_form(one, forms_shown)) for one in panels],
        "may_edit": can_edit(request.user, found),
        "describe_form": forms_shown.get("describe_form") or forms.DescribeForm(booth=found, auto_id="describe_%s"),
        "panel_form": forms_shown.get("panel_form") or forms.PanelForm(auto_id="panel_%s"),
        "opened": next(iter(forms_shown), ""),
        "in_view": found.page,
        "languages": languages_of(found, list(panels)),
        "panels": MOVES.panels(request, found, wrong),
        "key": OnceForm(auto_id=False),
    }
    return render(request, "exhibitions/booth/edit.html", context, status=status)


def _part_form(panel: Panel, forms_shown: dict[str, Any]) -> OnceForm:
    """The form of one part: as it was typed and refused, or as it stands."""
    worded = {name: getattr(panel, name) for name in ("title", "text", "url")}
    given = forms_shown.get(f"part{panel.pk}")
    return given or forms.ChangePanelForm(initial=worded, auto_id=f"part{panel.pk}_%s")


@require_POST
@open_door()
def describe_booth(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Name, headline, tags."""
    found = load_booth(request, public_id)
    form = forms.DescribeForm(request.POST, booth=found, auto_id="describe_%s")
    return _carried_out(request, found, form, actions.describe_booth, "describe_form")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def translate_booth(request: SignedIn, public_id: UUID, language: str) -> HttpResponse:
    """The page's texts in another language."""
    found, known = load_booth(request, public_id), dict(Foreign.choices)
    if language not in known:
        raise Http404
    if not (may := can_edit(request.user, found)):
        return refusal(request, may)
    form = forms.TranslationForm(request.POST or None, booth=found, language=language)

    def work() -> str:
        parts = {str(one.public_id): form.texts(str(one.public_id)) for one in form.panels}
        actions.translate_booth(
            by=request.user, at=request.at, booth=found, language=language, head=form.texts("head"), parts=parts
        )
        return _address(found)

    title = _("出展ページの文章（%(language)s）") % {"language": known[language]}
    lead = _("日本語の下に書きます。空けておいた記事は、日本語のまま、そのことを断って示します。")
    done, button = _("保存しました。"), _("保存する")
    return form_page(request, form, work, layout="portal", title=title, lead=lead, done=done, button=button)


@require_POST
@open_door()
def add_panel(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One more part."""
    found = load_booth(request, public_id)
    form = forms.PanelForm(request.POST, request.FILES, auto_id="panel_%s")
    return _carried_out(request, found, form, actions.add_panel, "panel_form")


def _carried_out(request: SignedIn, found: Booth, form: OnceForm, action: Any, name: str) -> HttpResponse:
    """The way on, or the page with what was typed and what was refused."""
    if not (may := can_edit(request.user, found)):
        return refusal(request, may)

    def work() -> str:
        given = form.said
        action(by=request.user, at=request.at, booth=found, **given)
        return _address(found)

    if answer := submitted(request, form, work):
        messages.success(request, _("保存しました。"))
        return answer
    return show(request, found, None, 422, **{name: form})


@require_POST
@open_door()
def panel(request: SignedIn, public_id: UUID, panel_id: UUID, verb: str) -> HttpResponse:
    """Change, raise or remove one part."""
    found = load_booth(request, public_id)
    rows = found.panels.filter(removed_at=None).select_related("booth__exhibition")
    one = get_object_or_404(rows, public_id=panel_id)
    if not (may := can_edit(request.user, found)):
        return refusal(request, may)
    changes = verb == "change_panel"
    form = forms.ChangePanelForm(request.POST, auto_id=f"part{one.pk}_%s") if changes else OnceForm(request.POST)

    def work() -> str:
        given = form.said
        PANEL_VERBS[verb](by=request.user, at=request.at, panel=one, **given)
        return _address(found)

    if answer := submitted(request, form, work):
        return answer
    return show(request, found, None, 422, **{f"part{one.pk}": form})


PANEL_VERBS: dict[str, Callable[..., Any]] = {
    "change_panel": actions.change_panel, "raise_panel": actions.raise_panel, "remove_panel": actions.remove_panel,
}  # fmt: skip


def _may(request: Any, booth: Booth, verb: str) -> Decision:
    return can_move_booth(request.user, booth, verb)


def _address(booth: Booth) -> str:
    return reverse("exhibitions:edit", args=[booth.public_id])


MOVES = Verbs(
    "booth", "exhibitions", lambda user: YES, load_booth, _may, show, _address,
    [
        Verb("accept_booth", _l("出展する"), _l("承りました。ページを作成してください。"), actions.accept_booth),
        Verb("submit_booth", _l("確認に出す"), _l("確認に出しました。"), actions.submit_booth),
        Verb("revise_booth", _l("書き直す"), _l("書き直せます。確認が済むまでは、いまのページが公開されます。"),
             actions.revise_booth, kind="secondary"),
    ],
)  # fmt: skip
