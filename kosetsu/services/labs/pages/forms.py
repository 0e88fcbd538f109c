"""Forms of the labs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.clock import day_of, now
from kosetsu.common.form_fields import line, lines
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.parties.pages.naming import WorkplaceField
from kosetsu.services.labs.models import Lab, LeavingItem, ReliefRule
from kosetsu.services.labs.states import CheckResult, ItemState


class RoomField(forms.ModelChoiceField[Lab]):
    """A room that is offered today, with its branch."""

    def __init__(self) -> None:
        super().__init__(Lab.objects.none(), label=_("室"))

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.full_name)


class OfferForm(OnceForm):
    """Which room is offered to whom, from when."""

    lab = RoomField()
    workplace = WorkplaceField()
    theme = line(_("製品開発のテーマ"))
    since = day_field(_("契約の開始日"))
    until = day_field(_("契約の終了日"), required=False, help_text=_("空欄のときは、規則の年数になります。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["lab"]
        field.queryset = Lab.objects.on(day_of(now())).select_related("branch")


class ContractForm(OnceForm):
    signed_on = day_field(_("契約日"), initial=lambda: day_of(now()))


class ReasonForm(OnceForm):
    """Why."""

    reason = line(_("理由"))


class NoticeForm(OnceForm):
    leaving_on = day_field(_("退去日"), help_text=_("使用料は、退去日の分までです。"))
    reason = line(_("理由"))


class PassForm(OnceForm):
    holder = line(_("氏名"), 100)
    telephone = line(_("緊急連絡先"), 30, required=False)


class CardForm(OnceForm):
    card = line(_("入館証の番号"), 30)


class EndPassForm(OnceForm):
    lost = forms.BooleanField(label=_("紛失した"), required=False)


class ShowNameForm(OnceForm):
    show = forms.BooleanField(
        label=_("企業名とテーマを、ラボの案内と年報に載せる"), required=False,
        help_text=_("いつでも変えられます。載せないときは「入居中」とだけ表示します。"),
    )  # fmt: skip


class VisitForm(OnceForm):
    """What happened at a visit."""

    on_date = day_field(_("訪問日"), initial=lambda: day_of(now()))
    topic = line(_("相談の内容"), 200)
    note = lines(_("助言（入居者にも見えます）"), required=False)
    internal = lines(_("職員だけの記録"), required=False)
    follow_up = line(_("次にすること"), required=False)
    follow_by = day_field(_("いつまでに"), required=False)


class FollowForm(OnceForm):
    outcome = line(_("結果"))


class CheckForm(OnceForm):
    """What the yearly check found."""

    on_date = day_field(_("確認日"), initial=lambda: day_of(now()))
    result = forms.ChoiceField(label=_("結果"), choices=CheckResult)
    progress = lines(_("開発の進み"))
    findings = lines(_("指摘・助言"), required=False)


class RuleField(forms.ModelChoiceField[ReliefRule]):
    """A reason for which rent may be let off, with how much and how long."""

    def __init__(self) -> None:
        super().__init__(ReliefRule.objects.none(), label=_("減免の規則"), to_field_name="code")

    def label_from_instance(self, obj: Any) -> str:
        return str(_("%(name)s（%(rate)s、%(months)sか月まで）") % {
            "name": obj.name, "rate": obj.rate, "months": obj.months_max,
        })  # fmt: skip


class ReliefForm(OnceForm):
    rule = RuleField()
    first = day_field(_("減免の開始日"))
    last = day_field(_("減免の終了日"))
    reason = line(_("申請の理由"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["rule"]
        field.queryset = ReliefRule.objects.on(day_of(now()))


class DecideForm(OnceForm):
    reason = line(_("決定の理由"))


class LeavingForm(OnceForm):
    """The whole list of a leaving check."""

    def __init__(self, *args: Any, items: list[LeavingItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            n = item.position
            self.fields[f"state_{n}"] = forms.ChoiceField(label=_("結果"), choices=ItemState, initial=item.state)
            self.fields[f"note_{n}"] = line(_("記録"), required=False, initial=item.note)
            self.fields[f"cost_{n}"] = forms.IntegerField(
                label=_("費用（円、税込み）"), min_value=0, max_value=100_000_000, required=False,
                initial=item.cost_yen or None,
            )  # fmt: skip

    def rows(self) -> list[tuple[str, Any, Any, Any]]:
        """The name and the fields of each item."""
        return [(i.name, self[f"state_{i.position}"], self[f"note_{i.position}"], self[f"cost_{i.position}"])
                for i in self.items]  # fmt: skip

    def found(self) -> dict[int, tuple[ItemState, str, int]]:
        """What was answered, by position; what nobody looked at is left out."""
        said = self.cleaned_data
        answers = {
            i.position: (
                ItemState(said[f"state_{i.position}"]), said[f"note_{i.position}"], said[f"cost_{i.position}"] or 0,
            )
            for i in self.items
        }  # fmt: skip
        return {n: answer for n, answer in answers.items() if answer[0] != ItemState.OPEN}
