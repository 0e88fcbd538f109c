"""The desk: orders, the work board, one order with a form for each verb open now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.idempotency import submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.common.text import fold_company
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.testing import actions, states
from kosetsu.services.testing.documents import labels
from kosetsu.services.testing.models import Order, OrderItem, Sample
from kosetsu.services.testing.pages.client import files_of, invoices_of, load, search_orders
from kosetsu.services.testing.pages.order_forms import CounterOrderForm
from kosetsu.services.testing.pages.shown import STATE_KINDS, shown
from kosetsu.services.testing.pages.verbs import ORDER_VERBS, panels, run
from kosetsu.services.testing.permissions import can_enter_orders, can_issue, can_read_board

OFFERED = 12
COLUMNS = [
    Column(key="number", label=gettext_lazy("案件番号"), value="case.number", sort="case__number"),
    Column(key="title", label=gettext_lazy("件名"), value="case.title"),
    Column(key="organisation", label=gettext_lazy("会社"), value="case.workplace"),
    Column(
        key="state",
        label=gettext_lazy("状態"),
        value=lambda one: one.state.label,
        state=lambda one: STATE_KINDS[one.state],
    ),
    Column(key="due", label=gettext_lazy("期限"), value="case.due_on", sort="case__due_on"),
    Column(key="group", label=gettext_lazy("グループ"), value="case.group", sort="case__group"),
]
BOARD = [
    Column(key="number", label=gettext_lazy("案件番号"), value="order.case.number", sort="order__case__number"),
    Column(key="what", label=gettext_lazy("内容"), value=str),
    Column(key="quantity", label=gettext_lazy("数量"), value="quantity"),
    Column(
        key="state",
        label=gettext_lazy("状態"),
        value="get_state_display",
        state=lambda one: STATE_KINDS[states.ItemState(one.state)],
    ),
    Column(key="due", label=gettext_lazy("期限"), value="due_on", sort="due_on"),
    Column(key="assignee", label=gettext_lazy("担当"), value="assignee", sort="assignee__name"),
    Column(key="samples", label=gettext_lazy("試料"), value="sample_count"),
    Column(key="batch", label=gettext_lazy("バッチ"), value="batch", sort="batch__name"),
    Column(key="group", label=gettext_lazy("グループ"), value="group", sort="group__code", shown=False),
]
WHOSE = [
    ("me", gettext_lazy("私の担当")),
    ("group", gettext_lazy("私のグループ")),
    ("unassigned", gettext_lazy("担当未定")),
    ("no_sample", gettext_lazy("試料待ち")),
    ("overdue", gettext_lazy("期限超過")),
]


@require_safe
@open_door(can_read_board)
def orders(request: SignedIn) -> HttpResponse:
    """Open orders, the newest first; finished ones by their state."""
    found = Order.objects.visible_to(request.user).for_lists()
    page = ListPage(
        request,
        found if request.GET.get("state") in states.DONE else found.open(),
        COLUMNS,
        [Filter(key="state", label=_("状態"), choices=states.OrderState.choices, field="case__state")],
        search_orders,
        title=_("依頼試験"),
        url=lambda one: reverse("testing-desk:order", args=[one.public_id]),
        order=("-case__opened_at",),
        empty_title=_("ここに、依頼試験が並びます"),
    )
    return page.response("testing/staff/orders.html", may_enter=can_enter_orders(request.user))


@require_safe
@open_door(can_read_board)
def board(request: SignedIn) -> HttpResponse:
    """The accepted work, the earliest deadline first: whose it is, and whether its samples are here."""
    waiting = OrderItem.objects.visible_to(request.user).on_the_board()
    page = ListPage(
        request,
        waiting.select_related("order__case", "offering", "group", "assignee", "batch").annotate(
            sample_count=Count("order__samples", distinct=True)
        ),
        BOARD,
        [Filter(key="whose", label=_("仕事"), choices=WHOSE, apply=lambda rows, value: _whose(request, rows, value))],
        lambda rows, words: rows.filter(
            Q(order__case__number__icontains=words) | Q(label__icontains=words) | Q(offering__name_ja__icontains=words)
        ),
        title=_("試験の予定表"),
        url=lambda one: reverse("testing-desk:item", args=[one.public_id]),
        order=("due_on", "pk"),
        empty_title=_("ここに、受理した試験が並びます"),
    )
    load_of = waiting.values("assignee__name").annotate(parts=Count("pk")).order_by("-parts", "assignee__name")
    return page.response("testing/staff/board.html", load=list(load_of))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_enter_orders)
def open_order(request: SignedIn) -> HttpResponse:
    """Enter an order at the counter: look the workplace up, then the test."""
    words = request.GET.get("company", "")[:100]
    form = CounterOrderForm(
        request.POST or None, user=request.user, today=request.today, offered=_workplaces(words), asked=request.GET
    )
    if answer := submitted(request, form, lambda: _open(request, form)):
        return answer
    context = {"form": form, "company": words}
    return render(request, "testing/staff/open_order.html", context, status=422 if form.is_bound else 200)


@require_safe
@open_door(can_read_board)
def order(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One order at the desk."""
    return show(request, load(request, public_id))


@require_POST
@open_door(can_read_board)
def do(request: SignedIn, public_id: UUID, verb: str) -> HttpResponse:
    """One verb of an order."""
    found = load(request, public_id)
    return run(request, found, verb, ORDER_VERBS, reverse("testing-desk:order", args=[public_id]), show)


@require_safe
@open_door(can_read_board)
def print_labels(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The labels of an order's samples."""
    found = load(request, public_id)
    samples = list(found.samples.all())
    if not samples:
        raise Http404
    address = request.build_absolute_uri(reverse("testing-desk:sample", args=[samples[0].public_id]))
    root = address.rpartition(str(samples[0].public_id))[0]
    response = HttpResponse(labels.labels_pdf(samples, root, request.at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="labels-{found.public_id}.pdf"'
    return response


def show(request: Any, found: Order, wrong: Any = None, status: int = 200) -> HttpResponse:
    """The desk's page of an order."""
    context = {
        **shown(found, request.user),
        "samples": [
            {"sample": one, "holding": one.holding}
            for one in Sample.objects.filter(order=found).prefetch_related("custody__holder")
        ],
        "expected": found.expected.filter(sample=None),
        "files": files_of(found, request.user),
        "invoices": invoices_of(found),
        "survey": getattr(found, "survey", None),
        "may_issue": can_issue(request.user, found),
        "panels": panels(
            request, found, ORDER_VERBS, lambda verb: reverse("testing-desk:do", args=[found.public_id, verb]), wrong
        ),
    }
    return render(request, "testing/staff/order.html", context, status=status)


def _whose(request: Any, rows: Any, value: str) -> Any:
    if value == "me":
        return rows.filter(assignee=request.user)
    if value == "group":
        return rows.of_groups(standing(request.user).groups)
    if value == "overdue":
        return rows.filter(due_on__lt=request.today)
    return rows.filter(assignee=None) if value == "unassigned" else rows.filter(order__samples=None)


def _workplaces(words: str) -> Any:
    folded = fold_company(words)
    if not folded:
        return Workplace.objects.none()
    found = Workplace.objects.filter(organisation__name_folded__contains=folded, closed_on=None)
    numbers = found.order_by("organisation__name_folded", "name").values_list("pk", flat=True)[:OFFERED]
    return Workplace.objects.filter(pk__in=list(numbers)).select_related("organisation")


def _open(request: SignedIn, form: CounterOrderForm) -> str:
    made = actions.open_order(by=request.user, at=request.at, **form.told())
    messages.success(request, _("登録しました。案件番号は %(number)s です。") % {"number": made.case.number})
    return reverse("testing-desk:order", args=[made.public_id])
