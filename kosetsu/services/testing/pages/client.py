"""The client's side: my orders, ask for a quote, apply at its price, follow samples and papers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import require
from kosetsu.common.downloads import attached
from kosetsu.common.idempotency import once, submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.foundation.billing.models import Invoice
from kosetsu.foundation.billing.pages.shown import pdf
from kosetsu.foundation.casebook.pages.surveys import SurveyForm
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import actions, states
from kosetsu.services.testing.documents.completion import completion_pdf
from kosetsu.services.testing.models import File, Order
from kosetsu.services.testing.pages.order_forms import OrderForm
from kosetsu.services.testing.pages.shown import CLIENT_STEPS, STATE_KINDS, shown
from kosetsu.services.testing.pages.verbs import CLIENT_VERBS, panels, run
from kosetsu.services.testing.permissions import can_download, can_order, can_read_completion, can_survey

COLUMNS = [
    Column(key="number", label=gettext_lazy("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=gettext_lazy("件名"), value="case.title"),
    Column(
        key="state",
        label=gettext_lazy("状態"),
        value=lambda one: one.state.label,
        state=lambda one: STATE_KINDS[one.state],
    ),
    Column(key="workplace", label=gettext_lazy("事業所"), value="case.workplace.name"),
    Column(key="opened", label=gettext_lazy("受付日"), value="case.opened_at", sort="case__opened_at"),
    Column(key="due", label=gettext_lazy("完了予定日"), value="case.due_on", sort="case__due_on"),
]


@require_safe
@open_door()
def mine(request: SignedIn) -> HttpResponse:
    """My organisation's orders, the newest first."""
    if standing(request.user).is_staff:
        return redirect("testing-desk:orders")
    page = ListPage(
        request,
        Order.objects.visible_to(request.user).for_lists(),
        COLUMNS,
        [Filter(key="state", label=_("状態"), choices=states.OrderState.choices, field="case__state")],
        search_orders,
        title=_("自社の依頼試験"),
        url=lambda one: reverse("testing:order", args=[one.public_id]),
        order=("-case__opened_at",),
        empty_title=_("ここに、依頼した試験が並びます"),
        empty_help=_("「試験を依頼する」から見積りを依頼できます。"),
    )
    return page.response("testing/mine.html", layout="layouts/portal.html")


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_order)
def open_order(request: SignedIn) -> HttpResponse:
    """Ask for a quote; the offering comes along in the address."""
    if standing(request.user).is_staff:
        return redirect("testing-desk:open_order")
    initial = {"purpose": request.GET.get("q", "")[:10_000]}
    form = OrderForm(request.POST or None, user=request.user, today=request.today, asked=request.GET, initial=initial)
    if answer := submitted(request, form, lambda: _open(request, form)):
        return answer
    return render(request, "testing/open_order.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
@open_door()
def order(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One order from the client's side."""
    found = load(request, public_id)
    if standing(request.user).is_staff:
        return redirect("testing-desk:order", public_id)
    return show(request, found)


@require_POST
@open_door()
def do(request: SignedIn, public_id: UUID, verb: str) -> HttpResponse:
    """Apply, cancel."""
    found = load(request, public_id)
    return run(request, found, verb, CLIENT_VERBS, reverse("testing:order", args=[public_id]), show)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door()
def survey(request: SignedIn, public_id: UUID) -> HttpResponse:
    """How satisfied the client is, once."""
    found = load(request, public_id)
    form = SurveyForm(request.POST or None)
    if form.is_valid():
        return redirect(once(request, form, lambda: _survey(request, found, form)))
    if not (decision := can_survey(request.user, found)):
        return refusal(request, decision)
    return render(request, "casebook/survey.html", {"form": form, "case": found.case})


@require_safe
@open_door()
def completion(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The completion report of commissioned support."""
    found = load(request, public_id)
    require(can_read_completion(request.user, found))
    return pdf(completion_pdf(found), f"{found.case.number}-completion")


@require_safe
@open_door()
def download(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One file, as an attachment that no browser opens in our name."""
    file = File.objects.select_related("order__case").filter(public_id=public_id).first()
    if file is None:
        raise Http404
    require(can_download(request.user, file))
    return attached(file.file, file.name)


def load(request: SignedIn, public_id: UUID) -> Order:
    """The order, or 404 just as for nothing."""
    found = Order.objects.visible_to(request.user).for_lists().filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def show(request: Any, found: Order, wrong: Any = None, status: int = 200) -> HttpResponse:
    """The client's page of an order."""
    address = "testing:do"
    context = {
        **shown(found, request.user),
        "step": CLIENT_STEPS[found.state],
        "samples": [{"sample": one, "where": one.holding.get_kind_display()} for one in found.samples.all()],
        "expected": found.expected.filter(sample=None),
        "files": files_of(found, request.user),
        "invoices": invoices_of(found),
        "may_survey": can_survey(request.user, found),
        "panels": panels(
            request, found, CLIENT_VERBS, lambda verb: reverse(address, args=[found.public_id, verb]), wrong
        ),
    }
    return render(request, "testing/order.html", context, status=status)


def files_of(found: Order, user: Any) -> list[dict[str, Any]]:
    """The files this person may have, for ``<c-files>``."""
    return [
        {
            "name": f"{one.get_kind_display()}：{one.name}",
            "url": reverse("testing:download", args=[one.public_id]),
            "size": one.size,
        }
        for one in found.files.all()
        if can_download(user, one)
    ]


def invoices_of(found: Order) -> list[Invoice]:
    """The papers that ask for this order's money, the one in advance too."""
    papers = Invoice.objects.filter(Q(lines__charge__case=found.case) | Q(quote=found.quote, quote__isnull=False))
    return list(papers.distinct().order_by("pk"))


def search_orders(found: Any, words: str) -> Any:
    """By number or title."""
    return found.filter(case__title__icontains=words) | found.filter(case__number__icontains=words)


def _open(request: SignedIn, form: OrderForm) -> str:
    made = actions.open_order(by=request.user, at=request.at, contact=request.user, **form.told())
    messages.success(
        request, _("見積依頼を受け付けました。案件番号は %(number)s です。") % {"number": made.case.number}
    )
    return reverse("testing:order", args=[made.public_id])


def _survey(request: SignedIn, found: Order, form: SurveyForm) -> str:
    said = {name: form.cleaned_data[name] for name in ("satisfaction", "comment")}
    actions.answer_survey(by=request.user, at=request.at, order=found, **said)
    messages.success(request, _("アンケートにご協力いただき、ありがとうございました。"))
    return reverse("testing:order", args=[found.public_id])
