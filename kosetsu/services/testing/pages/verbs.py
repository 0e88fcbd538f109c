"""Verbs of orders, parts, samples and records: one table each, one page for all; every press is one action."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from kosetsu.common.decisions import Decision, Refused
from kosetsu.common.idempotency import AlreadySubmitted, once
from kosetsu.foundation.accounts.doors import refusal
from kosetsu.services.testing import actions
from kosetsu.services.testing import permissions as may
from kosetsu.services.testing.models import Order
from kosetsu.services.testing.pages import forms

Common = dict[str, Any]
Show = Callable[[Any, Any, Any, int], HttpResponse]


@dataclass(frozen=True, slots=True)
class Verb:
    """One verb: its word on the button, who may, its form, the action, what is said afterwards."""

    name: str
    label: Any
    may: Callable[[Any, Any], Decision]
    work: Callable[[Common, Any, Any], Any]
    """(who and when, the thing, the valid form)"""
    done: Any
    form: type[forms.VerbForm] = forms.VerbForm
    initial: Callable[[Any, Any], dict[str, Any]] = lambda thing, request: {}


def _seen(thing: Any, request: Any) -> dict[str, Any]:
    return {"seen": thing.holding.position}


def _apply(common: Common, order: Order, form: Any) -> Any:
    said = {name: form.cleaned_data[name] for name in ("export_note", "applicant_name", "forms")}
    return actions.apply(**common, order=order, **said)


APPLY = Verb("apply", _("この見積りで申し込む"), may.can_apply, _apply, _("申込みを受け付けました。"), forms.ApplyForm)
CANCEL = Verb(
    "cancel", _("依頼を取り消す"), may.can_cancel,
    lambda common, order, form: actions.cancel_order(**common, order=order, reason=form.cleaned_data["reason"]),
    _("依頼を取り消しました。"), forms.CancelForm,
)  # fmt: skip
CLIENT_VERBS = (APPLY, CANCEL)
ORDER_VERBS = (
    Verb("quote", _("見積りを出す"), lambda user, order: may.can_work(user, order, "quote"),
         lambda common, order, form: actions.quote_order(**common, order=order, note=form.cleaned_data["note"]),
         _("見積りを出しました。"), forms.QuoteForm),
    Verb("apply", _("申込書を登録する"), may.can_apply, _apply, _("申込みを登録しました。"), forms.ApplyForm),
    Verb("accept", _("受理する"), lambda user, order: may.can_decide(user, order, "accept"),
         lambda common, order, form: actions.accept_order(**common, order=order), _("受理しました。")),
    Verb("receive", _("試料を受け入れる"), may.can_receive,
         lambda common, order, form: actions.receive_samples(**common, order=order, brought=form.brought()),
         _("試料を受け入れました。"), forms.ReceiveForm),
    Verb("complete", _("完了する"), may.can_complete,
         lambda common, order, form: actions.complete_order(**common, order=order),
         _("完了しました。実績と料金を記録しました。")),
    Verb("refuse", _("不受理にする"), lambda user, order: may.can_decide(user, order, "refuse"),
         lambda common, order, form: actions.refuse_order(**common, order=order, reason=form.cleaned_data["reason"]),
         _("不受理にしました。"), forms.ReasonForm),
    Verb("cancel", _("依頼を取り消す"), may.can_cancel,
         lambda common, order, form: actions.cancel_order(
             **common, order=order, **{name: form.cleaned_data[name] for name in ("reason", "on_account_of")}),
         _("依頼を取り消しました。"), forms.StaffCancelForm),
)  # fmt: skip
ITEM_VERBS = (
    Verb("open_record", _("試験記録を始める"), lambda user, item: may.can_begin(user, item),
         lambda common, item, form: actions.open_record(**common, item=item), _("試験記録を始めました。")),
    Verb("deliver", _("実施を記録する"), lambda user, item: may.can_deliver_part(user, item),
         lambda common, item, form: actions.deliver_part(**common, item=item, on_date=form.cleaned_data["on_date"]),
         _("実施を記録しました。"), forms.DeliverForm, lambda item, request: {"on_date": request.today}),
    Verb("assign", _("担当を決める"), lambda user, item: may.can_assign(user, item, None),
         lambda common, item, form: actions.assign_item(**common, item=item, assignee=form.cleaned_data["assignee"]),
         _("担当を決めました。"), forms.AssignForm, lambda item, request: {"assignee": item.assignee_id}),
    Verb("batch", _("バッチに入れる"), lambda user, item: may.can_assign(user, item, None),
         lambda common, item, form: actions.put_in_batch(**common, item=item, name=form.cleaned_data["name"]),
         _("バッチを決めました。"), forms.BatchForm),
    Verb("retest", _("再試験にする"), may.can_retest,
         lambda common, item, form: actions.retest(**common, item=item, reason=form.cleaned_data["reason"]),
         _("再試験にしました。"), forms.ReasonForm),
)  # fmt: skip
SAMPLE_VERBS = (
    Verb("hand_over", _("ほかの担当者に渡す"), may.can_move,
         lambda common, sample, form: actions.hand_over(
             **common, sample=sample, to=form.cleaned_data["to"], seen=form.cleaned_data["seen"]),
         _("受け渡しを記録しました。"), forms.HandOverForm, _seen),
    Verb("store", _("保管する"), may.can_move,
         lambda common, sample, form: actions.store(
             **common, sample=sample, place=form.cleaned_data["place"], seen=form.cleaned_data["seen"]),
         _("保管を記録しました。"), forms.StoreForm, _seen),
    Verb("photograph", _("写真を加える"), may.can_hold,
         lambda common, sample, form: actions.photograph(
             **common, sample=sample, files=form.cleaned_data["attachments"]),
         _("写真を加えました。"), forms.FilesForm),
    Verb("give_back", _("返却する"), may.can_move,
         lambda common, sample, form: actions.give_back(
             **common, sample=sample, note=form.cleaned_data["note"], seen=form.cleaned_data["seen"]),
         _("返却を記録しました。"), forms.EndForm, _seen),
    Verb("dispose", _("廃棄する"), may.can_move,
         lambda common, sample, form: actions.dispose(
             **common, sample=sample, note=form.cleaned_data["note"], seen=form.cleaned_data["seen"]),
         _("廃棄を記録しました。"), forms.EndForm, _seen),
)  # fmt: skip
RECORD_VERBS = (
    Verb("write", _("記録を保存する"), may.can_write,
         lambda common, record, form: actions.write_record(**common, record=record, written=form.written()),
         _("保存しました。"), forms.RecordForm, forms.RecordForm.initial_of),
    Verb("use_device", _("使用した機器を加える"), may.can_write,
         lambda common, record, form: actions.use_device(
             **common, record=record,
             **{name: form.cleaned_data[name] for name in ("device", "role", "used_from", "used_until")}),
         _("機器を加えました。"), forms.DeviceForm),
    Verb("drop_device", _("機器を外す"), may.can_drop_device,
         lambda common, record, form: actions.drop_device(
             **common, record=record, device=form.cleaned_data["device"]),
         _("機器を外しました。"), forms.DropDeviceForm),
    Verb("attach", _("生データを加える"), may.can_write,
         lambda common, record, form: actions.attach_raw_data(
             **common, record=record, files=form.cleaned_data["attachments"]),
         _("生データを加えました。"), forms.FilesForm),
    Verb("submit", _("確認に回す"), may.can_write,
         lambda common, record, form: actions.submit(**common, record=record), _("確認に回しました。")),
    Verb("verify", _("結果を確認する"), may.can_verify,
         lambda common, record, form: actions.verify(**common, record=record, note=form.cleaned_data["note"]),
         _("確認しました。"), forms.NoteForm),
    Verb("send_back", _("差し戻す"), may.can_send_back,
         lambda common, record, form: actions.send_back(**common, record=record, reason=form.cleaned_data["reason"]),
         _("差し戻しました。"), forms.ReasonForm),
)  # fmt: skip


def panels(request: Any, thing: Any, verbs: Sequence[Verb], address: Callable[[str], str], wrong: Any = None) -> Any:
    """A form for each verb open now, with ``wrong`` (verb, form) in the place of that verb's empty one."""
    return [
        {
            "name": verb.name,
            "label": verb.label,
            "action": address(verb.name),
            "open": bool(wrong and wrong[0] == verb.name),
            "form": wrong[1] if wrong and wrong[0] == verb.name else _blank(request, thing, verb),
        }
        for verb in verbs
        if verb.may(request.user, thing)
    ]


def run(request: Any, thing: Any, name: str, verbs: Sequence[Verb], back: str, show: Show) -> HttpResponse:
    """The five beats of a verb's page; what the action refuses stands above its form, with what was typed."""
    verb = next((one for one in verbs if one.name == name), None)
    if verb is None:
        raise Http404
    form = verb.form(request.POST, request.FILES, thing=thing, today=request.today, auto_id=f"{name}_%s")
    if not (decision := verb.may(request.user, thing)):
        return refusal(request, decision)
    if form.is_valid():
        try:
            return redirect(once(request, form, lambda: _go(request, thing, verb, form, back)))
        except AlreadySubmitted as again:
            form.renew_key()
            form.add_error(None, str(again))
        except Refused as refused:
            if refused.decision.hidden:
                raise Http404 from refused
            form.add_error(None, str(refused))
    return show(request, thing, (name, form), 422)


def _go(request: Any, thing: Any, verb: Verb, form: Any, back: str) -> str:
    verb.work({"by": request.user, "at": request.at}, thing, form)
    messages.success(request, verb.done)
    return back


def _blank(request: Any, thing: Any, verb: Verb) -> forms.VerbForm:
    return verb.form(thing=thing, today=request.today, initial=verb.initial(thing, request), auto_id=f"{verb.name}_%s")
