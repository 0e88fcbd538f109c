"""The bench: one instrument on a telephone, for one thumb: who is there and next, what is broken; start, stop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.idempotency import OnceForm, submitted
from kosetsu.common.list_parts import Column, Filter
from kosetsu.common.lists import ListPage
from kosetsu.foundation.accounts.doors import SignedIn, open_door
from kosetsu.foundation.bookings import actions as bookings
from kosetsu.foundation.bookings.models import Booking, Resource
from kosetsu.foundation.bookings.rules import MINUTE
from kosetsu.foundation.bookings.states import ResourceKind, State
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.submitting import form_page
from kosetsu.services.instruments import actions, documents
from kosetsu.services.instruments.models import Fault, Licence, LicenceRule, Use
from kosetsu.services.instruments.pages import forms
from kosetsu.services.instruments.permissions import can_describe, can_run_bench

NEXT = 3
"""How many of the coming bookings the bench shows."""


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb of the bench: its button, its form, what it calls, and in which state of a booking it is there."""

    name: str
    label: str | Promise
    done: str | Promise
    action: Callable[..., Any]
    state: State
    form: type[forms.BenchForm] = forms.BenchForm
    kind: str = "secondary"


def _extend(*, by: Any, at: Any, booking: Booking, minutes: int) -> Booking:
    return bookings.extend(by=by, at=at, booking=booking, ends_at=booking.ends_at + minutes * MINUTE)


VERBS = [
    Verb("start_use", _l("利用を始める"), _l("利用を始めました。"), actions.start_use, State.CONFIRMED, kind="primary"),
    Verb("stop_use", _l("利用を終える"), _l("利用を終え、計上しました。"), actions.stop_use, State.STARTED,
         kind="primary"),
    Verb("extend_use", _l("延長する"), _l("延長しました。"), _extend, State.STARTED, forms.ExtendForm),
    Verb("log_guidance", _l("操作指導を記録する"), _l("記録しました。"), actions.log_guidance, State.STARTED,
         forms.GuidanceForm),
    Verb("log_consumable", _l("消耗品を記録する"), _l("記録しました。"), actions.log_consumable, State.STARTED,
         forms.ConsumableForm),
]  # fmt: skip
COLUMNS = [
    Column(key="name", label=_l("名称"), value="name", sort="name_ja"),
    Column(key="branch", label=_l("拠点"), value="branch", sort="branch__code"),
    Column(key="group", label=_l("グループ"), value="group", sort="group__code"),
    Column(key="code", label=_l("番号"), sort="code"),
]


@require_safe
@open_door(can_run_bench)
def benches(request: SignedIn) -> HttpResponse:
    """Every instrument, with the way to its bench; above them, what is broken."""
    rows = Resource.objects.visible_to(request.user).filter(kind=ResourceKind.INSTRUMENT, offering__isnull=False)
    page = ListPage(
        request,
        rows.for_lists(),
        COLUMNS,
        [Filter(key="branch", label=_("拠点"), choices=_branches, field="branch__code")],
        lambda found, words: found.filter(name_ja__icontains=words) | found.filter(code__icontains=words),
        title=_("機器の利用"),
        url=lambda one: reverse("instruments-desk:bench", args=[one.code]),
        order=("branch__code", "code"),
        empty_title=_("ここに、予約できる機器が並びます"),
    )
    faults = Fault.objects.open().filter(resource__in=rows).select_related("resource")
    return page.response("instruments/staff/benches.html", faults=faults)


@require_safe
@open_door(can_run_bench)
def bench(request: SignedIn, code: str) -> HttpResponse:
    """One instrument, now."""
    return _show(request, _resource(request, code))


@require_safe
@open_door(can_run_bench)
def qr(request: SignedIn, code: str) -> HttpResponse:
    """The code to be put on the instrument."""
    return HttpResponse(documents.bench_qr(_resource(request, code)), content_type="image/svg+xml")


def page_of(verb: Verb) -> Callable[..., HttpResponse]:
    """The page of one verb; what the action refuses stands above its form, on the bench."""

    @require_POST
    @open_door(can_run_bench)
    def page(request: SignedIn, public_id: UUID) -> HttpResponse:
        booking = _booking(request, public_id)
        form = verb.form(request.POST, booking=booking, day=request.today, auto_id=f"{verb.name}_%s")
        if answer := submitted(request, form, lambda: _go(request, booking, verb, form)):
            return answer
        return _show(request, booking.resource, (verb.name, booking.pk, form), status=422)

    page.__name__ = page.__qualname__ = verb.name
    return page


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run_bench)
def report_fault(request: SignedIn, code: str) -> HttpResponse:
    """Say what is broken."""
    resource = _resource(request, code)
    form = forms.FaultForm(request.POST or None)

    def work() -> str:
        data = {name: form.cleaned_data[name] for name in ("text", "unusable")}
        actions.report_fault(by=request.user, at=request.at, resource=resource, **data)
        return reverse("instruments-desk:bench", args=[resource.code])

    return _form(request, form, work, _("故障を知らせる"), resource.name, _("故障を記録しました。"))


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_run_bench)
def mend(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Say what was done about a fault."""
    fault = get_object_or_404(Fault.objects.select_related("resource"), public_id=public_id)
    form = forms.MendForm(request.POST or None)

    def work() -> str:
        actions.mend(
            by=request.user, at=request.at, fault=fault, mending=form.cleaned_data["mending"],
            repair_yen=form.cleaned_data["repair_yen"] or 0,
        )  # fmt: skip
        return reverse("instruments-desk:bench", args=[fault.resource.code])

    return _form(request, form, work, _("故障の処置を記録する"), fault.text, _("処置を記録しました。"))


def _form(request: Any, form: OnceForm, work: Callable[[], str], title: str, lead: str, done: str) -> HttpResponse:
    return form_page(request, form, work, layout="desk", title=title, lead=lead, done=done, button=_("記録する"))


def _go(request: Any, booking: Booking, verb: Verb, form: forms.BenchForm) -> str:
    asked = form.said
    verb.action(by=request.user, at=request.at, booking=booking, **asked)
    messages.success(request, str(verb.done))
    return reverse("instruments-desk:bench", args=[booking.resource.code])


def _resource(request: Any, code: str) -> Resource:
    rows = Resource.objects.visible_to(request.user).for_lists().filter(kind=ResourceKind.INSTRUMENT)
    found = rows.filter(code=code, offering__isnull=False).first()
    if found is None:
        raise Http404
    return found


def _booking(request: Any, public_id: UUID) -> Booking:
    rows = Booking.objects.visible_to(request.user).for_lists().select_related("resource__group", "resource__offering")
    return get_object_or_404(rows.filter(resource__offering__isnull=False, upkeep=False), public_id=public_id)


def _show(
    request: Any, resource: Resource, wrong: tuple[str, int, Any] | None = None, status: int = 200
) -> HttpResponse:
    near = Booking.objects.visible_to(request.user).filter(resource=resource, upkeep=False).for_lists()
    running = list(near.filter(state=State.STARTED).order_by("starts_at"))
    coming = list(near.filter(state=State.CONFIRMED, ends_at__gt=request.at).order_by("starts_at")[:NEXT])
    uses = (
        Use.objects.filter(booking__in=running)
        .prefetch_related("consumed__consumable")
        .in_bulk(field_name="booking_id")
    )
    rule = LicenceRule.of([resource.offering_id or 0], request.today).get(resource.offering_id or 0)
    good = Licence.objects.good_on(request.today).filter(offering=resource.offering_id).select_related("person")
    licensed = list(good.order_by("person__name")) if rule else []
    context = {
        "resource": resource,
        "zone": resource.zone,
        "running": [(one, uses.get(one.pk), _panels(request, one, wrong)) for one in running],
        "coming": [(one, _panels(request, one, wrong)) for one in coming],
        "faults": list(Fault.objects.open().filter(resource=resource)),
        "unpriced": Use.objects.filter(booking__resource=resource).exclude(unpriced="").count(),
        "rule": rule,
        "licensed": licensed,
        "describes": can_describe(request.user),
        "refused": wrong[2] if wrong and not _is_shown(wrong, [*running, *coming[:1]]) else None,
    }
    return render(request, "instruments/staff/bench.html", context, status=status)


def _is_shown(wrong: tuple[str, int, Any], bookings: Sequence[Booking]) -> bool:
    """Whether the verb still has its button: somebody else may have pressed it first."""
    name, pk, _form = wrong
    return any(verb.name == name and one.pk == pk for one in bookings for verb in VERBS if verb.state == one.state)


def _panels(request: Any, booking: Booking, wrong: tuple[str, int, Any] | None) -> list[dict[str, Any]]:
    return [_panel(request, booking, verb, wrong) for verb in VERBS if verb.state == booking.state]


def _panel(request: Any, booking: Booking, verb: Verb, wrong: tuple[str, int, Any] | None) -> dict[str, Any]:
    mine = wrong is not None and wrong[:2] == (verb.name, booking.pk)
    form = wrong[2] if mine and wrong else verb.form(booking=booking, day=request.today, auto_id=f"{verb.name}_%s")
    return {"verb": verb, "form": form, "open": mine, "asks": len(form.fields) > 1,
            "url": f"instruments-desk:{verb.name}"}  # fmt: skip


def _branches() -> list[tuple[str, str]]:
    return [(branch.code, branch.name) for branch in Branch.objects.all()]
