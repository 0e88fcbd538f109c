"""Quote, invoice, return invoice, deposit, receipt and reminder as A4 PDF: data for one Typst template."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras
from kosetsu.common.money import Rounding, rate, yen_text
from kosetsu.common.pdf import render_apart
from kosetsu.foundation.billing.models import Dunning, Invoice, Quote, Receipt
from kosetsu.foundation.billing.rules import RATES
from kosetsu.foundation.billing.states import InvoiceKind, PaymentTiming

TEMPLATE = Path(__file__).parent.parent / "templates" / "billing" / "paper.typ"
REDUCED = "2/25"
"""The rate whose lines carry the mark ※ (軽減税率)."""


def quote_pdf(quote: Quote) -> bytes:
    return _print(quote_data(quote), quote.issued_at)


def invoice_pdf(invoice: Invoice) -> bytes:
    return _print(invoice_data(invoice), invoice.issued_at)


def receipt_pdf(receipt: Receipt) -> bytes:
    return _print(receipt_data(receipt), receipt.issued_at)


def reminder_pdf(reminder: Dunning) -> bytes:
    return _print(reminder_data(reminder), reminder.invoice.issued_at)


def _print(data: dict[str, Any], at: Any) -> bytes:
    return render_apart(TEMPLATE, data, at=at)


def quote_data(quote: Quote) -> dict[str, Any]:
    """The quote with its lines, its validity and how it is paid."""
    with override("ja"):
        facts = [
            (_("件名"), quote.title),
            (_("有効期限"), _day(quote.valid_until)),
            (_("支払方法"), str(PaymentTiming(quote.payment_timing).label)),
        ]
        if quote.deposit_yen:
            facts.append((_("前納金"), _yen(quote.deposit_yen)))
        return _paper(
            title=_("御見積書"), number=quote.number, edition=_("第%(number)d版") % {"number": quote.version},
            day=quote.issued_on, addressee=f"{quote.organisation.name_on(quote.issued_on)}"
            + (f" {quote.workplace.name}" if quote.workplace else ""), address="", issuer=quote.issuer,
            lead=_("下記のとおりお見積りいたします。"), amount_label=_("お見積金額"), amount=quote.total_yen,
            facts=facts, notes=[quote.note] if quote.note else [],
            lines=[_line("", one.label, one.quantity, one.unit, one.parts) for one in quote.lines.all()],
            taxes=[(one[0], one[1], one[2]) for one in quote.taxes], rounding="",
        )  # fmt: skip


def invoice_data(invoice: Invoice) -> dict[str, Any]:
    """The six items of a qualified invoice: issuer and number, date, what, sums and tax per rate, to whom."""
    with override("ja"):
        kind = InvoiceKind(invoice.kind)
        titles = {
            InvoiceKind.INVOICE: _("請求書"),
            InvoiceKind.DEPOSIT: _("前納金請求書") if invoice.quote_id else _("保証金請求書"),
            InvoiceKind.RETURN: _("返還請求書"),
        }
        labels = {
            InvoiceKind.INVOICE: _("ご請求金額"),
            InvoiceKind.DEPOSIT: _("前納金額") if invoice.quote_id else _("保証金額"),
            InvoiceKind.RETURN: _("返還金額"),
        }
        sign = -1 if kind is InvoiceKind.RETURN else 1
        return _paper(
            title=titles[kind], number=invoice.number, edition="", day=invoice.issued_on, addressee=invoice.billed_to,
            address=invoice.billed_address, issuer=invoice.issuer, lead=_lead(invoice), amount_label=labels[kind],
            amount=invoice.total_yen, facts=_invoice_facts(invoice),
            lines=[
                _line(_short(one.on_date), one.label, one.quantity * sign, one.unit, one.parts, sign)
                for one in invoice.lines.all()
            ],
            taxes=[(one.rate, one.net_yen, one.tax_yen) for one in invoice.taxes.all()] if kind != "deposit" else [],
            rounding=invoice.tax_rounding, notes=_invoice_notes(invoice),
        )  # fmt: skip


def _lead(invoice: Invoice) -> str:
    if invoice.kind == InvoiceKind.DEPOSIT and not invoice.quote_id:
        return _("下記のとおり、保証金のお支払いをお願いいたします。")
    return {
        InvoiceKind.INVOICE: _("下記のとおりご請求申し上げます。"),
        InvoiceKind.DEPOSIT: _("下記のとおり、前納金のお支払いをお願いいたします。"),
        InvoiceKind.RETURN: _("下記のとおり、売上げに係る対価を返還いたします。"),
    }[InvoiceKind(invoice.kind)]


def _invoice_facts(invoice: Invoice) -> list[tuple[str, str]]:
    facts = [(_("件名"), invoice.title)]
    if invoice.corrects:
        original = invoice.corrects
        facts.append((_("元の請求書"), f"{original.number}（{_day(original.issued_on)}）"))
        facts.append((_("返還の理由"), invoice.reason))
    if invoice.due_on:
        facts.append((_("支払期限"), _day(invoice.due_on)))
        facts.append((_("振込先"), invoice.issuer.get("bank_account", "")))
    return facts


def _invoice_notes(invoice: Invoice) -> list[str]:
    notes = []
    paid_before = invoice.allocations.filter(credit__kind=InvoiceKind.DEPOSIT, credit__quote__isnull=False)
    for use in paid_before.select_related("credit"):
        notes.append(
            _("前納金 %(number)s から %(yen)s を充当しました。お支払い額は %(left)s です。")
            % {"number": use.credit.number, "yen": _yen(use.yen), "left": _yen(invoice.total_yen - use.yen)}  # type: ignore[union-attr]
        )
    if invoice.kind == InvoiceKind.DEPOSIT and not invoice.quote_id:
        notes.append(_("保証金は、契約の終わりに、未払いの料金などを差し引いてお返しします。消費税はかかりません。"))
    elif invoice.kind == InvoiceKind.DEPOSIT:
        notes.append(_("消費税額は、ご利用のあとに発行する適格請求書に記載します。"))
    elif invoice.due_on:
        notes.append(_("振込手数料はご負担ください。振込人名の前に請求書番号の下5桁を付けてください。"))
    return notes


def receipt_data(receipt: Receipt) -> dict[str, Any]:
    """The receipt of one payment."""
    with override("ja"):
        payment = receipt.payment
        facts = [(_("入金日"), _day(payment.received_on)), (_("お支払い方法"), str(payment.get_method_display()))]
        lines = [
            {"day": "", "label": _("請求書 %(number)s のお支払い") % {"number": number}, "quantity": "",
             "parts": [], "yen": _yen(yen), "mark": ""}
            for number, yen in receipt.purposes
        ]  # fmt: skip
        return _paper(
            title=_("領収書"), number=receipt.number, edition="", day=receipt.issued_on, addressee=receipt.addressee,
            address="", issuer=receipt.issuer, lead=_("下記の金額を領収いたしました。"), amount_label=_("領収金額"),
            amount=receipt.amount_yen, facts=facts, lines=lines, taxes=[], rounding="",
            notes=[_("消費税額の内訳は、上記の適格請求書に記載しています。")],
        )  # fmt: skip


def reminder_data(reminder: Dunning) -> dict[str, Any]:
    """The letter that reminds of a paper."""
    with override("ja"):
        invoice = reminder.invoice
        facts = [
            (_("請求書番号"), invoice.number),
            (_("支払期限"), _day(invoice.due_on)),
            (_("振込先"), invoice.issuer.get("bank_account", "")),
        ]
        return _paper(
            title=_("お支払いのお願い"), number=_("第%(step)d回") % {"step": reminder.step}, edition="",
            day=reminder.sent_on, addressee=invoice.billed_to, address=invoice.billed_address, issuer=invoice.issuer,
            lead=reminder.text, amount_label=_("未入金額"), amount=reminder.open_yen, facts=facts, lines=[], taxes=[],
            rounding="", notes=[],
        )  # fmt: skip


def _paper(
    *,
    day: Any,
    amount: int,
    facts: Iterable[tuple[str, str]],
    taxes: Iterable[tuple[str, int, int]],
    rounding: str,
    issuer: dict[str, Any],
    lines: list[dict[str, Any]],
    **texts: Any,
) -> dict[str, Any]:
    reduced = any(line["mark"] for line in lines)
    notes = [*texts.pop("notes"), *([_("※は軽減税率の対象です。")] if reduced else [])]
    if rounding:
        notes.append(_("消費税額の端数は、税率ごとに%(how)sしています。") % {"how": Rounding(rounding).label})
    registration = issuer.get("registration_number", "")
    return texts | {
        "day": _day(day),
        "amount": _yen(amount),
        "facts": [[label, text] for label, text in facts],
        "lines": lines,
        "heads": [_("利用日"), _("内容"), _("数量"), _("金額")],
        "taxes": [_tax(*one) for one in taxes],
        "tax_heads": [_("税率"), _("税抜金額"), _("消費税額"), _("合計")],
        "notes": notes,
        "issuer": [
            issuer.get("name", ""),
            f"〒{issuer.get('postal_code', '')} {issuer.get('address', '')}",
            _("電話 %(number)s") % {"number": issuer.get("telephone", "")},
            issuer.get("office", ""),
            _("登録番号 %(number)s") % {"number": registration} if registration else "",
        ],
        "seal": issuer.get("seal_note", ""),
        "honorific": _("御中"),
    }


def _line(day: str, label: str, quantity: int, unit: str, parts: list[dict[str, Any]], sign: int = 1) -> dict[str, Any]:
    """A line with its working beneath it."""
    return {
        "day": day,
        "label": label,
        "quantity": f"{quantity:,}{_counted(unit)}",
        "parts": [[part["label"], part["formula"], _yen(part["yen"] * sign)] for part in parts if part["formula"]],
        "yen": _yen(sum(part["yen"] for part in parts) * sign),
        "mark": "※" if any(RATES[part["tax_class"]][0] == REDUCED for part in parts) else "",
    }


def _counted(unit: str) -> str:
    return f"（{unit}）" if unit[:1].isdigit() or "・" in unit else unit


def _tax(written: str, net: int, tax: int) -> list[str]:
    percent = f"{int(rate(written) * 100)}%" if written else _("対象外")
    mark = "※" if written == REDUCED else ""
    return [f"{percent}{mark}", _yen(net), _yen(tax), _yen(net + tax)]


def _yen(yen: int) -> str:
    return yen_text(yen) if yen >= 0 else f"△{yen_text(-yen)}"


def _day(day: Any) -> str:
    return eras.long_text(day)


def _short(day: Any) -> str:
    return day.strftime("%Y/%m/%d") if day else ""
