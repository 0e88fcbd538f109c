"""Mail of an order's steps to both sides, the survey's question, and samples that were announced."""

from typing import Any

import pytest
from django.core import mail

from kosetsu.common.decisions import Refused
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.billing.models import Notice as InvoiceNotice
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.services.testing import actions, relations
from kosetsu.services.testing.actions import Announced, Brought
from kosetsu.services.testing.models import ExpectedSample, Notice, Order, SurveyAnswer
from kosetsu.services.testing.tests.conftest import Life
from kosetsu.services.testing.tests.test_pages import do, order_form, signed_in
from tests import build

pytestmark = pytest.mark.django_db
GROUP = "surface@example.jp"


@pytest.fixture(autouse=True)
def _mailbox(institute: Any) -> None:
    institute.surface.email = GROUP
    institute.surface.save()


def told() -> list[tuple[str, str]]:
    """Every mail so far: what for, to whom."""
    return list(Notice.objects.order_by("pk").values_list("kind", "address"))


def test_both_sides_hear_of_each_step_up_to_the_samples(life: Life) -> None:
    life.sample(life.accepted())
    client = life.client.engineer.email
    assert told() == [
        ("enquired", GROUP),
        ("quoted", client),
        ("applied", client),
        ("application", GROUP),
        ("accepted", client),
        ("samples", client),
    ]


def test_refusal_tells_the_client_why(life: Life) -> None:
    actions.refuse_order(by=life.staff.head, at=life.at, order=life.applied(), reason="試験槽に入らない大きさ")
    letter = Notice.objects.get(kind="refused")
    assert (letter.address, "理由：試験槽に入らない大きさ" in letter.body) == (life.client.engineer.email, True)


def test_no_mail_holds_what_was_asked_measured_or_who_asked(life: Life, in_order: Any) -> None:
    order = in_order("completed")
    words = " ".join(one.subject + one.body for one in Notice.objects.all())
    secrets = (order.purpose, "塩水噴霧試験", life.client.organisation.name, life.client.engineer.name, "1.2")
    assert [word for word in secrets if word in words] == []


def test_mail_goes_out_after_the_commit_with_the_address_of_the_page(
    life: Life, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        order = life.quoted()
        assert mail.outbox == []
    letter = next(one for one in mail.outbox if one.to == [life.client.engineer.email])
    assert letter.subject == f"お見積りのお知らせ（{order.case.number}）"
    assert f"http://localhost:8000/testing/{order.public_id}/" in letter.body


def test_invoice_is_told_to_the_contact_of_its_case(life: Life, in_order: Any) -> None:
    in_order("completed")
    accounts = build.post(build.person("経理 係"), StaffRole.ACCOUNTS, life.spray.branch)
    invoice = billing.issue_invoice(by=accounts, at=life.at, charges=list(Charge.objects.all()))
    letter = InvoiceNotice.objects.get()
    assert (letter.address, letter.subject) == (life.client.engineer.email, f"請求書の発行（{invoice.number}）")
    assert f"/billing/{invoice.public_id}/" in letter.body


@pytest.mark.parametrize("state", ["reported", "completed"])
def test_client_answers_the_survey_once_and_the_desk_reads_it(life: Life, in_order: Any, state: str) -> None:
    order = in_order(state)
    address = f"/testing/{order.public_id}/"
    assert "アンケートに答える" in signed_in(life.client.engineer).get(address).content.decode()
    assert do(life.client.engineer, f"{address}survey/", satisfaction=5, comment="早かった").status_code == 302
    assert do(life.client.engineer, f"{address}survey/", satisfaction=1).status_code == 403
    assert SurveyAnswer.objects.get().satisfaction == 5
    assert "5／5 早かった" in signed_in(life.staff.counter).get(f"/desk{address}").content.decode()
    assert told()[-1] == ("survey", life.staff.measurer.email)


def test_answers_are_counted_without_their_comments(life: Life, in_order: Any) -> None:
    order = in_order("completed")
    answer = actions.answer_survey(by=life.client.engineer, at=life.at, order=order, satisfaction=4, comment="秘密")
    assert list(relations.rows()) == [(answer.pk, life.at.date(), 2026, "B01", "test", 4)]


def test_nobody_else_answers_and_not_before_the_report(life: Life, rival: Any, in_order: Any) -> None:
    order = in_order("accepted")
    for person, why in ((life.client.engineer, "成績書の発行"), (life.staff.counter, "お客様が答えます")):
        with pytest.raises(Refused, match=why):
            actions.answer_survey(by=person, at=life.at, order=order, satisfaction=3)
    assert do(rival.engineer, f"/testing/{order.public_id}/survey/", satisfaction=3).status_code == 404
    assert SurveyAnswer.objects.count() == 0


def test_announced_samples_are_taken_in_without_typing_them_again(life: Life) -> None:
    item = {"offering": "T-COR-001", "quantity": 3}
    samples = [{"name": "六角ボルト", "material": "SWCH18A", "pieces": 3}, {"name": "座金", "pieces": 2}]
    empty = {"name": "", "pieces": 1}
    form = order_form(item, purpose="さび", workplace=life.client.workplace.pk, samples=[*samples, empty])
    assert signed_in(life.client.engineer).post("/testing/new/", form).status_code == 302
    order = Order.objects.get()
    assert list(order.expected.values_list("name", "material", "pieces")) == [
        ("六角ボルト", "SWCH18A", 3), ("座金", "", 2),
    ]  # fmt: skip
    actions.quote_order(by=life.staff.counter, at=life.at, order=order)
    actions.apply(by=life.staff.counter, at=life.at, order=order, export_note="該当なし")
    first, second = order.expected.all()
    address = f"/desk/testing/{order.public_id}/do/receive/"
    assert do(life.staff.counter, address, expected=[first.pk], pieces=1, condition="良好").status_code == 302
    assert do(life.staff.counter, address, expected=[first.pk], pieces=1).status_code == 422
    assert do(life.staff.counter, address, expected=[], name="ねじ", pieces=1).status_code == 302
    assert list(order.samples.values_list("name", "pieces", "condition")) == [
        ("六角ボルト", 3, "良好"),
        ("ねじ", 1, ""),
    ]
    assert list(ExpectedSample.objects.filter(sample=None)) == [second]


def test_sample_announced_for_another_order_is_refused(life: Life) -> None:
    order, other = life.applied(samples=[Announced(name="甲")]), life.applied(samples=[Announced(name="乙")])
    brought = [Brought(name="乙", expected=other.expected.get())]
    with pytest.raises(Refused, match="すでに受け入れています"):
        actions.receive_samples(by=life.staff.counter, at=life.at, order=order, brought=brought)
    assert order.samples.count() == 0
