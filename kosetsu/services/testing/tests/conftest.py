"""Short words for the tests of commissioned tests: an offering with its template and tariff, an order in each state."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from kosetsu.foundation.catalogue.models import Offering, TariffLine, TechnologyField
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.testing import actions
from kosetsu.services.testing.actions import Brought, Wanted, Written, beats
from kosetsu.services.testing.models import Order, RecordTemplate, Sample, TestRecord
from tests import build

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def upload(name: str) -> SimpleUploadedFile:
    """A small real file as a browser sends it."""
    return SimpleUploadedFile(name, PDF)


@dataclass(frozen=True, slots=True)
class Staff:
    """Who works on orders: the counter, who measures, two who verify."""

    counter: Any
    measurer: Any
    checker: Any
    head: Any


@pytest.fixture
def staff(institute: Any) -> Staff:
    """The people of the surface group, and the rules of paying without which nothing is quoted."""
    build.rules_of_paying()
    role, group = StaffRole, institute.surface
    return Staff(
        institute.counter,
        institute.researcher,
        build.post(build.person("確認 花子"), role.RESEARCHER, group.branch, group),
        build.post(build.person("確認 課長"), role.GROUP_HEAD, group.branch, group),
    )


@pytest.fixture
def spray(institute: Any) -> Offering:
    """Salt spray: 2,900 yen per 24 hours and piece, the report 300; time, mass loss; mean and maximum."""
    made = offering(institute, "T-COR-001", "塩水噴霧試験")
    RecordTemplate.objects.create(
        offering=made,
        method="JIS Z 2371",
        conditions=[{"key": "temperature", "label": "槽内温度", "unit": "℃"}],
        quantities=[{"key": "loss", "label": "質量減", "unit": "mg"}, {"key": "rating", "label": "RN", "unit": ""}],
        calculations=[{"quantity": "loss", "kind": "mean"}, {"quantity": "loss", "kind": "max"}],
        decision_rule="単純受入れ",
        source="試験",
    )
    return made


def offering(institute: Any, code: str, name: str, group: Any = None) -> Offering:
    """A test of the surface group at 2,900 yen."""
    group = group or institute.surface
    field, _new = TechnologyField.objects.get_or_create(code="COR", defaults={"name_ja": "表面"})
    made = Offering.objects.create(
        code=code, kind="test", name_ja=name, branch=group.branch, group=group, field=field, state="offered",
        lead_days=5,
    )  # fmt: skip
    for part, yen, unit in (("unit", 2_900, "24時間・個"), ("report", 300, "通"), ("copy", 300, "通")):
        TariffLine.objects.create(
            offering=made, client_class="any", part=part, yen=yen, unit=unit, source="試験",
            valid_from=dt.date(2026, 4, 1),
        )  # fmt: skip
    return made


@pytest.fixture
def client(company: Any) -> Any:
    """The company, its class of price decided."""
    company.organisation.class_decided = "sme"
    company.organisation.class_reason = "試験"
    company.organisation.save()
    return company


@dataclass(frozen=True, slots=True)
class Life:
    """Drives an order through its life, one short verb each."""

    staff: Staff
    client: Any
    spray: Offering
    at: dt.datetime

    def asked(self, **fields: Any) -> Order:
        wanted = fields.pop("wanted", [Wanted(offering=self.spray, quantity=30, copies=1)])
        return actions.open_order(
            by=self.client.engineer, at=self.at, workplace=self.client.workplace, contact=self.client.engineer,
            purpose="ボルトの赤さび", wanted=wanted, **fields,
        )  # fmt: skip

    def quoted(self, **fields: Any) -> Order:
        return actions.quote_order(by=self.staff.counter, at=self.at, order=self.asked(**fields))

    def applied(self, **fields: Any) -> Order:
        return actions.apply(
            by=self.client.engineer, at=self.at, order=self.quoted(**fields), export_note="該当なし（申込書に記載）"
        )

    def accepted(self, **fields: Any) -> Order:
        return actions.accept_order(by=self.staff.head, at=self.at, order=self.applied(**fields))

    def sample(self, order: Order) -> Sample:
        return actions.receive_samples(
            by=self.staff.counter, at=self.at, order=order, brought=[Brought(name="M8ボルト")]
        )[0]

    def drafted(self, order: Order, **fields: Any) -> TestRecord:
        """The first part's record, filled in."""
        sample = order.samples.first() or self.sample(order)
        item = order.items.first()
        record = actions.open_record(by=self.staff.measurer, at=self.at, item=item)
        return self.fill(record, {(sample.number, "loss"): ["1.2", "1.3", "1.7"]}, **fields)

    def fill(self, record: TestRecord, values: Any, **fields: Any) -> TestRecord:
        told = {
            "method": record.method, "measured_from": self.at - dt.timedelta(hours=2),
            "measured_until": self.at - dt.timedelta(hours=1), "decision_rule": record.decision_rule,
            "conditions": {"temperature": "35"}, "values": values,
        }  # fmt: skip
        return actions.write_record(
            by=self.staff.measurer, at=self.at, record=record, written=Written(**{**told, **fields})
        )

    def submitted(self, order: Order) -> TestRecord:
        return actions.submit(by=self.staff.measurer, at=self.at, record=self.drafted(order))

    def verified(self, order: Order) -> TestRecord:
        return actions.verify(by=self.staff.checker, at=self.at, record=self.submitted(order))

    def reported(self, order: Order) -> Order:
        """As the report leaves it."""
        with transaction.atomic():
            order = beats.locked(order)
            beats.move(order, "report", by=self.staff.head, at=self.at)
        return order


@pytest.fixture
def life(staff: Staff, client: Any, spray: Offering, at: dt.datetime) -> Life:
    return Life(staff, client, spray, at)


@pytest.fixture
def in_order(life: Life) -> Callable[[str], Order]:
    """An order brought to the state of this name."""

    def bring(state: str) -> Order:
        if state in ("tested", "reported", "completed"):
            order = life.accepted()
            life.verified(order)
            order = Order.objects.get(pk=order.pk)
            if state != "tested":
                order = life.reported(order)
            if state == "completed":
                order = actions.complete_order(by=life.staff.counter, at=life.at, order=order)
            return order
        begun = {"enquired": life.asked, "quoted": life.quoted, "applied": life.applied, "accepted": life.accepted}
        return begun[state]()

    return bring
