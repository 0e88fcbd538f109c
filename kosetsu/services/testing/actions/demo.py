"""Orders of the demo, lived through: every row of the file becomes what the actions make of it."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kosetsu.common.text import tidy
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge, Invoice
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.devices.models import Device
from kosetsu.foundation.parties.actions.demo import A_STEP, Cast, Step
from kosetsu.foundation.parties.models import Workplace
from kosetsu.services.testing import actions
from kosetsu.services.testing.actions import Brought, Wanted, Written
from kosetsu.services.testing.actions.names import apply_for_name_use, approve_name_use
from kosetsu.services.testing.models import NameUse, Order, Report, TestRecord

OPENS = dt.time(9, 20)


@dataclass(frozen=True, slots=True)
class Scene:
    """One order of the demo: who asks for what, the words and values of its steps, and the steps in order."""

    code: str
    workplace: Workplace
    offering: Offering
    device: Device | None
    quantity: int
    copies: int
    pieces: int
    steps: Sequence[Step]
    conditions: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """The texts of the row by the name of their column."""


class Stage:
    """Plays scenes in the order of their moments, so that numbers and the audit log are in the order of time."""

    def __init__(self, at: dt.datetime) -> None:
        self.cast = Cast(at)
        self.orders: dict[str, Order] = {}

    def play(self, scenes: Sequence[Scene]) -> int:
        """Play those whose purpose is not in the records yet; returns how many they were."""
        known = set(Order.objects.values_list("purpose", flat=True))
        new = [scene for scene in scenes if tidy(scene.words["purpose"]) not in known]
        moments = [(at, place, scene, step) for place, scene in enumerate(new) for at, step in self._moments(scene)]
        for at, _place, scene, step in sorted(moments, key=lambda moment: moment[:2]):
            by = self.cast.people[step.who or scene.words[PARTS[step.verb]] or COUNTER]
            getattr(self, f"_{step.verb}")(scene, {"by": by, "at": at})
        return len(new)

    def _moments(self, scene: Scene) -> Iterator[tuple[dt.datetime, Step]]:
        for place, step in enumerate(scene.steps):
            yield self.cast.moment(-step.days_ago, OPENS) + place * A_STEP, step

    def _ask(self, scene: Scene, common: dict[str, Any]) -> None:
        asks = self.cast.people.get(scene.words["asked_by"])
        wanted = Wanted(offering=scene.offering, quantity=scene.quantity, copies=scene.copies)
        self.orders[scene.code] = actions.open_order(
            **common, workplace=scene.workplace, contact=asks, purpose=scene.words["purpose"], wanted=[wanted],
            applicant_name=scene.words["applicant"],
        )  # fmt: skip

    def _quote(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.quote_order(**common, order=self._now(scene))

    def _apply(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.apply(**common, order=self._now(scene), export_note=scene.words["export_note"])

    def _accept(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.accept_order(**common, order=self._now(scene))

    def _refuse(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.refuse_order(**common, order=self._now(scene), reason=scene.words["reason"])

    def _cancel(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.cancel_order(**common, order=self._now(scene), reason=scene.words["reason"])

    def _receive(self, scene: Scene, common: dict[str, Any]) -> None:
        said = scene.words
        brought = Brought(
            name=said["sample"],
            mark=said["mark"],
            material=said["material"],
            pieces=scene.pieces,
            condition=said["condition"],
        )
        actions.receive_samples(**common, order=self._now(scene), brought=[brought])

    def _hand_over(self, scene: Scene, common: dict[str, Any]) -> None:
        to = self.cast.people[scene.words["staff"]]
        actions.hand_over(**common, sample=self._now(scene).samples.get(), to=to)

    def _store(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.store(**common, sample=self._now(scene).samples.get(), place=scene.words["place"])

    def _give_back(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.give_back(**common, sample=self._now(scene).samples.get(), note=scene.words["place"])

    def _begin(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.open_record(**common, item=self._now(scene).items.get())

    def _measure(self, scene: Scene, common: dict[str, Any]) -> None:
        record, sample = self._record(scene), self._now(scene).samples.get()
        told = Written(
            method=record.method, measured_from=record.opened_at, measured_until=common["at"],
            conditions=scene.conditions, uncertainty=record.uncertainty, decision_rule=record.decision_rule,
            values={(sample.number, key): texts for key, texts in scene.values.items()}, remarks=scene.words["remarks"],
        )  # fmt: skip
        actions.write_record(**common, record=record, written=told)
        if scene.device:
            actions.use_device(**common, record=record, device=scene.device)

    def _submit(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.submit(**common, record=self._record(scene))

    def _verify(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.verify(**common, record=self._record(scene))

    def _report(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.issue_report(**common, order=self._now(scene))

    def _complete(self, scene: Scene, common: dict[str, Any]) -> None:
        actions.complete_order(**common, order=self._now(scene))

    def _invoice(self, scene: Scene, common: dict[str, Any]) -> None:
        order = self._now(scene)
        title = f"{order.case.number} {order.case.title}"
        billing.issue_invoice(**common, charges=list(Charge.objects.filter(case=order.case)), title=title)

    def _pay(self, scene: Scene, common: dict[str, Any]) -> None:
        invoice = Invoice.objects.filter(lines__charge__case=self._now(scene).case).distinct().get()
        paid = billing.take_cash(
            **common, invoice=invoice, amount_yen=invoice.total_yen, reference=f"窓口-{invoice.number}"
        )
        billing.issue_receipt(**common, payment=paid)

    def _ask_name(self, scene: Scene, common: dict[str, Any]) -> None:
        texts: dict[str, Any] = {name: scene.words[name] for name in ("product", "used_in", "wording")}
        apply_for_name_use(**common, report=Report.objects.get(order=self._now(scene)), **texts)

    def _lend_name(self, scene: Scene, common: dict[str, Any]) -> None:
        approve_name_use(**common, name_use=NameUse.objects.get(report__order=self._now(scene)))

    def _now(self, scene: Scene) -> Order:
        return Order.objects.select_related("case__branch", "quote").get(pk=self.orders[scene.code].pk)

    def _record(self, scene: Scene) -> TestRecord:
        return TestRecord.objects.get(item__order=self.orders[scene.code])


COUNTER = "counter"
PARTS = {
    "ask": "asked_by", "apply": "asked_by", "ask_name": "asked_by",
    "begin": "staff", "measure": "staff", "submit": "staff", "accept": "head", "refuse": "head", "verify": "head",
    "report": "head", "lend_name": "head",
    "quote": "desk", "receive": "desk", "hand_over": "desk", "store": "desk", "give_back": "desk", "complete": "desk",
    "cancel": "desk", "invoice": "office", "pay": "office",
}  # fmt: skip
"""Verb → whose part it is: the column of ``words`` that names them."""
