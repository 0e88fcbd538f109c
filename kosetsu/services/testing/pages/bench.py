"""At the bench: one part of an order, one sample, one test record, and its sheet of readings."""

from typing import Any, TypeVar
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kosetsu.common.decisions import Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.common.mistakes import Mistake
from kosetsu.foundation.accounts.doors import SignedIn, open_door, refusal
from kosetsu.services.testing import actions
from kosetsu.services.testing.models import OrderItem, Sample, TestRecord
from kosetsu.services.testing.pages.forms import SheetForm
from kosetsu.services.testing.pages.shown import STATE_KINDS
from kosetsu.services.testing.pages.verbs import ITEM_VERBS, RECORD_VERBS, SAMPLE_VERBS, panels, run
from kosetsu.services.testing.permissions import can_read_board, can_write
from kosetsu.services.testing.states import ItemState, RecordState

Found = TypeVar("Found")
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@open_door(can_read_board)
def item(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One part: who does it until when, and its records."""
    return _show_item(request, _load_item(request, public_id))


@require_POST
@open_door(can_read_board)
def do_item(request: SignedIn, public_id: UUID, verb: str) -> HttpResponse:
    """One verb of a part."""
    back = reverse("testing-desk:item", args=[public_id])
    return run(request, _load_item(request, public_id), verb, ITEM_VERBS, back, _show_item)


@require_safe
@open_door(can_read_board)
def sample(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One sample: who has it, and who had it when. Opened by the code on its label."""
    return _show_sample(request, _load_sample(request, public_id))


@require_POST
@open_door(can_read_board)
def do_sample(request: SignedIn, public_id: UUID, verb: str) -> HttpResponse:
    """One verb of a sample."""
    back = reverse("testing-desk:sample", args=[public_id])
    return run(request, _load_sample(request, public_id), verb, SAMPLE_VERBS, back, _show_sample)


@require_safe
@open_door(can_read_board)
def record(request: SignedIn, public_id: UUID) -> HttpResponse:
    """One test record."""
    return _show_record(request, _load_record(request, public_id))


@require_POST
@open_door(can_read_board)
def do_record(request: SignedIn, public_id: UUID, verb: str) -> HttpResponse:
    """One verb of a record."""
    back = reverse("testing-desk:record", args=[public_id])
    return run(request, _load_record(request, public_id), verb, RECORD_VERBS, back, _show_record)


@require_http_methods(["GET", "HEAD", "POST"])
@open_door(can_read_board)
def sheet(request: SignedIn, public_id: UUID) -> HttpResponse:
    """Readings from a sheet: looked at, and written only where nothing in it is wrong."""
    found = _load_record(request, public_id)
    if not (decision := can_write(request.user, found)):
        return refusal(request, decision)
    form = SheetForm(request.POST or None, request.FILES or None, thing=found, today=request.today)
    read: Any = None
    if form.is_valid():
        try:
            read = _look(request, found, form)
            if form.cleaned_data["write"] and not read.problems:
                return redirect(once(request, form, lambda: _import(request, found, form)))
        except AlreadySubmitted as again:
            form.add_error(None, str(again))
        except (Refused, Mistake) as refused:
            form.add_error(None, str(refused))
        form.renew_key()
    context = {"form": form, "record": found, "read": read, "rows": _rows(read) if read else []}
    wrong = bool(form.errors or (read and read.problems))
    return render(request, "testing/staff/sheet.html", context, status=422 if wrong else 200)


@require_safe
@open_door(can_read_board)
def blank_sheet(request: SignedIn, public_id: UUID) -> HttpResponse:
    """The sheet to fill in, with the order's sample numbers."""
    found = _load_record(request, public_id)
    response = HttpResponse(actions.blank_sheet(found), content_type=SHEET)
    response["Content-Disposition"] = f'attachment; filename="readings-{found.public_id}.xlsx"'
    return response


def _look(request: Any, found: TestRecord, form: SheetForm) -> Any:
    file = form.cleaned_data["sheet"]
    file.seek(0)
    return actions.look_at_sheet(found, file.read(), file.name)


def _import(request: Any, found: TestRecord, form: SheetForm) -> str:
    file = form.cleaned_data["sheet"]
    file.seek(0)
    actions.import_readings(by=request.user, at=request.at, record=found, content=file.read(), name=file.name)
    return reverse("testing-desk:record", args=[found.public_id])


def _rows(read: Any) -> list[tuple[str, str, str]]:
    return [(number, key, " ".join(texts)) for (number, key), texts in read.values.items()]


def _show_item(request: Any, found: OrderItem, wrong: Any = None, status: int = 200) -> HttpResponse:
    context = {
        "item": found,
        "order": found.order,
        "case": found.order.case,
        "state_kind": STATE_KINDS[ItemState(found.state)],
        "records": [
            {"record": one, "kind": STATE_KINDS[RecordState(one.state)]} for one in found.records.order_by("attempt")
        ],
        "panels": panels(
            request,
            found,
            ITEM_VERBS,
            lambda verb: reverse("testing-desk:do_item", args=[found.public_id, verb]),
            wrong,
        ),
    }
    return render(request, "testing/staff/item.html", context, status=status)


def _show_sample(request: Any, found: Sample, wrong: Any = None, status: int = 200) -> HttpResponse:
    context = {
        "sample": found,
        "order": found.order,
        "holding": found.holding,
        "custody": found.custody.select_related("holder", "by").order_by("-position"),
        "photographs": [
            {"name": one.name, "url": reverse("testing:download", args=[one.public_id]), "size": one.size}
            for one in found.photographs.all()
        ],
        "panels": panels(
            request, found, SAMPLE_VERBS, lambda verb: reverse("testing-desk:do_sample", args=[found.public_id, verb]),
            wrong,
        ),
    }  # fmt: skip
    return render(request, "testing/staff/sample.html", context, status=status)


def _show_record(request: Any, found: TestRecord, wrong: Any = None, status: int = 200) -> HttpResponse:
    labels = {one["key"]: one for one in found.quantities}
    context = {
        "record": found,
        "item": found.item,
        "case": found.item.order.case,
        "state_kind": STATE_KINDS[RecordState(found.state)],
        "stands": actions.may_stand(found),
        "devices": found.devices.select_related("device"),
        "readings": [
            (one.sample.number, labels.get(one.quantity, {}).get("label", one.quantity), one.value)
            for one in found.readings.select_related("sample")
        ],
        "calculations": found.calculations.select_related("sample"),
        "verifications": found.verifications.select_related("verified_by"),
        "raw_data": [
            {"name": one.name, "url": reverse("testing:download", args=[one.public_id]), "size": one.size}
            for one in found.raw_data.all()
        ],
        "may_write": can_write(request.user, found),
        "panels": panels(
            request, found, RECORD_VERBS, lambda verb: reverse("testing-desk:do_record", args=[found.public_id, verb]),
            wrong,
        ),
    }  # fmt: skip
    return render(request, "testing/staff/record.html", context, status=status)


def _load_item(request: Any, public_id: UUID) -> OrderItem:
    known = OrderItem.objects.visible_to(request.user).select_related(
        "order__case__workplace__organisation", "order__quote", "offering", "group", "assignee", "batch"
    )
    return _or_404(known.filter(public_id=public_id).first())


def _load_sample(request: Any, public_id: UUID) -> Sample:
    known = Sample.objects.visible_to(request.user).select_related("order__case")
    return _or_404(known.filter(public_id=public_id).first())


def _load_record(request: Any, public_id: UUID) -> TestRecord:
    known = TestRecord.objects.visible_to(request.user).select_related(
        "item__order__case", "item__offering", "opened_by", "submitted_by"
    )
    return _or_404(known.filter(public_id=public_id).first())


def _or_404(found: Found | None) -> Found:
    if found is None:
        raise Http404
    return found
