"""Forms of the desk: one per verb."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import FilesField
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering, TechnologyField
from kosetsu.foundation.parties.models import Area, Group, Workplace
from kosetsu.services.consultations import states
from kosetsu.services.consultations.actions.propose import Item
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.pages.candidates import candidates
from kosetsu.services.consultations.pages.forms import DayInput, text_field
from kosetsu.services.consultations.permissions import WORKERS

CHANNELS = [choice for choice in Channel.choices if choice[0] != Channel.OTHER]


class DatedForm(OnceForm):
    """A form that knows today."""

    def __init__(self, *args: Any, today: Any, consultation: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.consultation = today, consultation
        for name in ("group", "to_group"):
            if name in self.fields:
                choices: Any = self.fields[name]
                choices.queryset = Group.objects.on(today).select_related("branch").order_by("branch__code", "code")

    def past_day(self, name: str) -> Any:
        """The day of this field, refused where it is still to come."""
        day = self.cleaned_data[name]
        if day and day > self.today:
            raise ValidationError(_("これからの日付です。実際に行った日を入力してください。"))
        return day


class GroupField(forms.ModelChoiceField[Group]):
    """A group, named with its branch."""

    def __init__(self, label: Any, *, required: bool = True) -> None:
        super().__init__(Group.objects.none(), label=label, required=required)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.branch} ／ {obj}"


class TriageForm(DatedForm):
    group = GroupField(_("担当グループ"))
    field = forms.ModelChoiceField(TechnologyField.objects.all(), label=_("技術分野"), required=False)
    understood = text_field(_("整理した内容"), rows=3, required=False)
    due_on = forms.DateField(label=_("回答期限"), required=False, widget=DayInput())


class AssignForm(DatedForm):
    assignee = forms.ModelChoiceField(Person.objects.none(), label=_("担当者"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = Q(posts__since=None) | Q(posts__since__lte=self.today)
        still = Q(posts__until=None) | Q(posts__until__gte=self.today)
        choices: Any = self.fields["assignee"]
        choices.queryset = (
            Person.objects.filter(current, still, is_active=True, posts__role__in=WORKERS).distinct().order_by("name")
        )


class AskBackForm(DatedForm):
    text = text_field(_("お客様に確認したいこと"), rows=4)
    attachments = FilesField()


class AnswerForm(DatedForm):
    text = text_field(_("回答"), rows=8)
    channel = forms.ChoiceField(label=_("回答した方法"), choices=CHANNELS)
    on_date = forms.DateField(label=_("回答した日"), widget=DayInput())
    attachments = FilesField()

    def clean_on_date(self) -> Any:
        return self.past_day("on_date")


class NoteForm(DatedForm):
    text = text_field(_("所内メモ（お客様には見えません）"), rows=3)
    attachments = FilesField()


class VisitForm(DatedForm):
    visited_on = forms.DateField(label=_("訪問日"), widget=DayInput())
    visitors = forms.CharField(label=_("訪問した職員"), max_length=200)
    hours = forms.IntegerField(label=_("時間（任意）"), min_value=0, max_value=1000, required=False)
    report = text_field(_("訪問の記録（お客様にも見えます）"), rows=6)
    attachments = FilesField()

    def clean_visited_on(self) -> Any:
        return self.past_day("visited_on")


class PassOnForm(DatedForm):
    to_group = GroupField(_("引き継ぎ先"))
    reason = text_field(_("引き継ぐ理由（所内）"), rows=3)


class SplitForm(DatedForm):
    to_group = GroupField(_("分ける先のグループ"))
    title = forms.CharField(label=_("分ける相談の件名"), max_length=100)
    question = text_field(_("分ける内容（お客様にも見えます）"), rows=4)


class JoinForm(DatedForm):
    into = forms.CharField(label=_("統合先の案件番号"), max_length=30, help_text=_("例：相R8-00012"))

    def clean_into(self) -> Consultation:
        number = self.cleaned_data["into"].strip()
        found = Consultation.objects.filter(case__number=number).select_related("case").first()
        if found is None:
            raise ValidationError(_("この番号の相談はありません。番号を確かめてください。"))
        return found


class CloseForm(DatedForm):
    outcome = forms.ChoiceField(label=_("結果"), choices=states.Outcome.choices)
    note = text_field(_("結果の補足（所内）"), rows=2, required=False)


class ReopenForm(DatedForm):
    reason = text_field(_("再開する理由（所内）"), rows=2)


class ProposeForm(DatedForm):
    """Each chosen offering with its quantity and papers (quantity 0 leaves it out), and a sentence to the client."""

    text = text_field(_("お客様への説明"), rows=4)

    def __init__(self, *args: Any, offerings: Any = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offerings: list[Offering] = list(offerings)
        for offering in self.offerings:
            for name, label, initial in _COUNTS:
                self.fields[f"{name}_{offering.pk}"] = forms.IntegerField(
                    label=label, min_value=0, max_value=10_000, required=False, initial=initial
                )

    def rows(self) -> list[dict[str, Any]]:
        """Each offering with its three bound fields."""
        return [{"offering": o, **{name: self[f"{name}_{o.pk}"] for name, *_rest in _COUNTS}} for o in self.offerings]

    def clean(self) -> Any:
        if not self.errors and not self.items():
            raise ValidationError(_("提案する項目と数量を、少なくとも1つ入力してください。"))
        return self.cleaned_data

    def items(self) -> list[Item]:
        """What is proposed."""
        found = [
            Item(o, self._count("quantity", o), self._count("copies", o), self._count("english", o))
            for o in self.offerings
        ]
        return [item for item in found if item.quantity]

    def _count(self, name: str, offering: Offering) -> int:
        return self.cleaned_data.get(f"{name}_{offering.pk}") or 0


_COUNTS = [("quantity", _("数量"), 1), ("copies", _("謄本"), 0), ("english", _("英文成績書"), 0)]


class EnterForm(DatedForm):
    """A consultation heard elsewhere, in the order in which one hears it."""

    NEW_COMPANY, NEW_WORKPLACE = "company", "workplace"

    channel = forms.ChoiceField(label=_("受付方法"), choices=CHANNELS, initial=Channel.TELEPHONE)
    on_date = forms.DateField(label=_("受けた日"), widget=DayInput())
    company = forms.CharField(
        label=_("会社名"), max_length=200, required=False, help_text=_("数文字で候補が出ます。わからなければ空欄で。")
    )
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("事業所"), required=False)
    newcomer = forms.ChoiceField(
        label=_("新しく登録する"),
        required=False,
        choices=[
            ("", _("しない（候補から選ぶ）")),
            (NEW_COMPANY, _("入力した名前の新しい会社")),
            (NEW_WORKPLACE, _("選んだ会社の新しい事業所")),
        ],
    )
    workplace_name = forms.CharField(label=_("新しい事業所の名前"), max_length=200, required=False)
    area = forms.ModelChoiceField(Area.objects.all(), label=_("新しい事業所の区市町村"), required=False)
    caller_name = forms.CharField(label=_("相談者"), max_length=100, required=False)
    caller_telephone = forms.CharField(label=_("電話番号"), max_length=30, required=False)
    field = forms.ModelChoiceField(TechnologyField.objects.all(), label=_("技術分野"), required=False)
    question = text_field(_("相談内容"), rows=3)
    answer = text_field(_("回答・対応した内容"), rows=3, required=False, help_text=_("空欄なら「対応中」で残ります。"))
    outcome = forms.ChoiceField(
        label=_("結果"), required=False, choices=[("", _("まだ終了しない")), *states.Outcome.choices]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["company"].widget.attrs |= {
            "autocomplete": "off",
            "autofocus": True,
            "hx-get": reverse("consultations-desk:companies"),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": "#workplaces",
        }
        self.offered = candidates(self.data.get("company", "") if self.is_bound else "")
        choices: Any = self.fields["workplace"]
        choices.queryset = self.offered

    def clean_on_date(self) -> Any:
        return self.past_day("on_date")

    def clean(self) -> Any:
        data = self.cleaned_data
        self._check_company(data.get("company"), data.get("workplace"), data.get("newcomer"))
        if data.get("outcome") in states.NEEDS_DELIVERY and not data.get("answer"):
            self.add_error("answer", _("この結果で終了するには、回答の内容が必要です。"))
        return data

    def _check_company(self, company: Any, workplace: Any, newcomer: Any) -> None:
        if newcomer == self.NEW_COMPANY and not company:
            self.add_error("company", _("新しい会社の名前を入力してください。"))
        elif newcomer == self.NEW_WORKPLACE and not workplace:
            self.add_error("company", _("候補から会社を選んでください。"))
        elif company and not workplace and not newcomer and "workplace" not in self.errors:
            self.add_error("company", _("候補から事業所を選ぶか、「新しく登録する」で新しい会社を選んでください。"))
