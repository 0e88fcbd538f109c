"""A company's purchases and projects: the list, a new one, one of them with its plans."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Column
from kosetsu.common.lists import ListPage
from kosetsu.common.spreadsheets import Kind
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.pages.submitting import pressed
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.programmes.actions import plans as actions
from kosetsu.services.programmes.context import decider_on
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.models import Project
from kosetsu.services.programmes.pages.answering import cost_lines
from kosetsu.services.programmes.pages.plan_forms import LESS, MORE, ProjectForm
from kosetsu.services.programmes.permissions import can_plan
from kosetsu.services.programmes.rules.language import Vocabulary

COLUMNS = [
    Column(key="title", label=gettext_lazy("件名"), sort="title"),
    Column(key="organisation", label=gettext_lazy("会社"), value="organisation.name"),
    Column(key="cost", label=gettext_lazy("経費の合計"), kind=Kind.YEN, value="cost_yen"),
    Column(key="order_by", label=gettext_lazy("発注の期限"), sort="order_by"),
    Column(key="complete_by", label=gettext_lazy("完了の期限"), sort="complete_by"),
]


@require_safe
@open_door(can_plan)
def projects(request: SignedIn) -> HttpResponse:
    """What my company wants to buy or do."""
    page = ListPage(
        request,
        Project.objects.visible_to(request.user).select_related("organisation"),
        COLUMNS,
        search=lambda rows, text: rows.filter(title__icontains=text),
        title=_("設備投資・取組みの計画"),
        url=lambda one: reverse("programmes:project", args=[one.public_id]),
        order=("-made_at", "-pk"),
        empty_title=_("買いたい設備や始めたい取組みが、ここに並びます。"),
        empty_help=_("経費と日程を登録すると、使える施策と、いつまでに何をするかの計画ができます。"),
    )
    return page.response("programmes/plans/projects.html", layout="layouts/portal.html")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def new_project(request: SignedIn) -> HttpResponse:
    """Costs and days; the plan follows at once."""
    vocabulary = decider_on(request.today, request.at).book.vocabulary
    form = _form(request, {}, lines=lines_asked(request, vocabulary))
    if not _rows_only(request) and (answer := submitted(request, form, lambda: _make(request, form))):
        return answer
    return _shown(request, form, title=_("計画をつくる"), button=_("計画をつくる"))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_plan)
def change_project(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Other costs or days; and the plan for them."""
    found = load(request, public_id)
    days = {name: getattr(found, name) for name in ("order_from", "order_by", "complete_by")}
    own = Organisation.objects.filter(pk=found.organisation_id)
    form = _form(request, {"title": found.title, **days}, lines=found.lines, companies=own)
    if not _rows_only(request) and (answer := submitted(request, form, lambda: _change(request, found, form))):
        return answer
    return _shown(request, form, title=_("経費と日程を直す"), button=_("計画を作り直す"))


@require_safe
@open_door(can_plan)
def project(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One of them, with the plans made for it, the newest first."""
    found = load(request, public_id)
    costs = decider_on(request.today, request.at).book.vocabulary.costs
    kinds = {one.key: wording.named(one.words) for one in costs}
    context = {
        "project": found,
        "lines": [{**line, "label": kinds.get(line["kind"], line["kind"])} for line in found.lines],
        "plans": found.plans.order_by("-pk"),
        "form": OnceForm(auto_id=False),
    }
    return render(request, "programmes/plans/project.html", context)


@require_POST
@open_door(can_plan)
def make_plan(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The plan as of now."""
    found = load(request, public_id)
    return pressed(request, lambda: planned(request, found), reverse("programmes:project", args=[found.public_id]))


def load(request: SignedIn, public_id: UUID) -> Project:
    """My company's, or 404 just as for nothing."""
    rows = Project.objects.visible_to(request.user).select_related("organisation__area")
    found: Project | None = rows.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def planned(request: SignedIn, found: Project) -> str:
    """Make the plan; where it is."""
    plan = actions.make_plan(by=request.user, at=request.at, project=found)
    messages.success(request, _("計画を作りました。"))
    return reverse("programmes:plan", args=[plan.public_id])


def lines_asked(request: HttpRequest, vocabulary: Vocabulary) -> list[dict[str, Any]]:
    """The costs of the finder's address, to begin with."""
    found = cost_lines(request.GET, (one.key for one in vocabulary.costs))
    return [{"kind": one.kind, "yen": one.yen} for one in found][: actions.MOST_LINES]


def companies_of(user: Any) -> Any:
    """Those the person acts for."""
    return Organisation.objects.filter(pk__in=standing(user).organisations).order_by("name_kana", "name")


def _form(request: SignedIn, initial: dict[str, Any], **more: Any) -> ProjectForm:
    more.setdefault("companies", companies_of(request.user))
    vocabulary = decider_on(request.today, request.at).book.vocabulary
    initial = {"order_from": request.today, **initial}
    return ProjectForm(request.POST or None, vocabulary=vocabulary, today=request.today, initial=initial, **more)


def _rows_only(request: SignedIn) -> bool:
    """A button that adds a row or takes one off saves nothing."""
    return MORE in request.POST or LESS in request.POST


def _shown(request: SignedIn, form: ProjectForm, **words: Any) -> HttpResponse:
    status = 422 if form.is_bound else 200
    return render(request, "programmes/plans/project_form.html", {"form": form, **words}, status=status)


def _make(request: SignedIn, form: ProjectForm) -> str:
    data = form.cleaned_data
    made = actions.make_project(
        by=request.user, at=request.at, organisation=data["organisation"], title=data["title"],
        lines=form.costs, **form.days,
    )  # fmt: skip
    return planned(request, made)


def _change(request: SignedIn, found: Project, form: ProjectForm) -> str:
    changed = actions.change_project(
        by=request.user, at=request.at, project=found, title=form.cleaned_data["title"], lines=form.costs, **form.days
    )
    return planned(request, changed)
