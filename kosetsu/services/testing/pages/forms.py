"""Forms of commissioned tests: the application, and one for each verb of the desk."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import FilesField
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField
from kosetsu.common.money import yen_text
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.devices.models import Device
from kosetsu.services.testing import states
from kosetsu.services.testing.actions import Brought, Written, cancellation_fee
from kosetsu.services.testing.models import ExpectedSample, TestRecord
from kosetsu.services.testing.permissions import LABORATORY, WORKERS

TEXT_LENGTH = 10_000


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text_field(label: Any, *, rows: int = 3, required: bool = True, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=TEXT_LENGTH, required=required, widget=widget, help_text=help_text)


def line(label: Any, length: int = 300, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=required, help_text=help_text)


class VerbForm(OnceForm):
    """A form of a verb: it knows what it is about, and today."""

    def __init__(self, *args: Any, thing: Any = None, today: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.thing, self.today = thing, today
        for name in ("assignee", "to"):
            if name in self.fields:
                choices: Any = self.fields[name]
                choices.queryset = _of_the_institute(today, LABORATORY if name == "assignee" else WORKERS)


class ApplyForm(VerbForm):
    export_note = line(
        _("輸出管理の申告"),
        help_text=_("マイページで申告済みなら空欄で。紙の申込書の場合は、書かれた内容を入力します。"),
    )
    applicant_name = line(_("申込者"), 100)
    forms = FilesField()


class ReasonForm(VerbForm):
    reason = text_field(_("理由"), rows=2)


class CancelForm(ReasonForm):
    """Calling an order off: what it costs today stands beside the reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fee = cancellation_fee(self.thing, self.today)
        self.fields["reason"].help_text = _("お客様の都合で取り消すときの取消し料：%(yen)s") % {"yen": yen_text(fee)}


class StaffCancelForm(CancelForm):
    on_account_of = forms.ChoiceField(
        label=_("取消しの事情"), choices=states.Side, help_text=_("当機関の都合では、取消し料はかかりません。")
    )


class NoteForm(VerbForm):
    note = line(_("備考"))


class QuoteForm(VerbForm):
    note = text_field(_("見積りの備考"), rows=2, required=False)


class ReceiveForm(VerbForm):
    """What came: the announced ones that are here, and perhaps one that nobody announced."""

    expected = forms.ModelMultipleChoiceField(
        ExpectedSample.objects.none(), label=_("届いた試料"), required=False, widget=forms.CheckboxSelectMultiple
    )
    name = line(_("試料名"), 200, required=True)
    mark = line(_("お客様の記号"), 100)
    material = line(_("材質・ロットなど"), 200)
    pieces = forms.IntegerField(label=_("個数"), min_value=1, max_value=10_000, initial=1)
    condition = line(_("受領時の状態"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        awaited = ExpectedSample.objects.filter(order=self.thing, sample=None)
        field: Any = self.fields["expected"]
        field.queryset, field.initial = awaited, awaited
        if not awaited:
            del self.fields["expected"]
            return
        self.fields["name"].required = False
        self.fields["name"].help_text = _("申込みになかった試料が届いたときだけ、入力します。")

    def brought(self) -> list[Brought]:
        data = self.cleaned_data
        announced = [
            Brought(
                name=one.name, mark=one.mark, material=one.material, pieces=one.pieces, condition=data["condition"],
                expected=one,
            )
            for one in data.get("expected", ())
        ]  # fmt: skip
        names = ("name", "mark", "material", "pieces", "condition")
        return announced + ([Brought(**{name: data[name] for name in names})] if data["name"] else [])


class AssignForm(VerbForm):
    assignee = forms.ModelChoiceField(Person.objects.none(), label=_("担当者"), required=False)


class BatchForm(VerbForm):
    name = line(_("バッチ名"), 100, help_text=_("同じ名前の項目を、まとめて試験します。空欄なら外します。"))


class DeliverForm(VerbForm):
    on_date = forms.DateField(label=_("実施日"), widget=DayInput())


class HolderForm(VerbForm):
    """A move of a sample, with the place in its chain that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class HandOverForm(HolderForm):
    to = forms.ModelChoiceField(Person.objects.none(), label=_("渡す相手"))


class StoreForm(HolderForm):
    place = line(_("保管場所"), 100, required=True)


class EndForm(HolderForm):
    note = line(_("備考"))


class FilesForm(VerbForm):
    attachments = FilesField()


class DeviceForm(VerbForm):
    device = forms.ModelChoiceField(Device.objects.none(), label=_("使用した機器"), to_field_name="code")
    role = forms.ChoiceField(label=_("役割"), choices=states.DeviceRole)
    used_from = MomentField(label=_("使用開始"), required=False)
    used_until = MomentField(label=_("使用終了"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["device"]
        choices.queryset = Device.objects.in_use().order_by("code")


class DropDeviceForm(VerbForm):
    device = forms.ModelChoiceField(Device.objects.none(), label=_("外す機器"), to_field_name="code")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["device"]
        choices.queryset = Device.objects.filter(test_uses__record=self.thing).order_by("code")


class SheetForm(VerbForm):
    sheet = forms.FileField(label=_("測定値の表（Excel・CSV）"))
    write = forms.BooleanField(
        label=_("取り込む"), required=False, help_text=_("外したままなら、読めるかどうかを確かめるだけです。")
    )


class RecordForm(VerbForm):
    """A test record: the template's conditions, and a field of readings for each sample and quantity."""

    method = line(_("試験方法"), required=True)
    measured_from = MomentField(label=_("測定開始"), required=False)
    measured_until = MomentField(label=_("測定終了"), required=False)
    place = line(_("試験場所"), 200)
    deviation = line(_("方法からの逸脱・追加"))
    uncertainty = line(_("不確かさ"))
    decision_rule = line(_("判定規則"))
    specification = line(_("仕様・規格値"))
    judgement = forms.ChoiceField(label=_("判定"), choices=states.Judgement, required=False)
    remarks = text_field(_("所見"), rows=3, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        record: TestRecord = self.thing
        self.asked = {f"condition_{one['key']}": one for one in record.conditions}
        for name, one in self.asked.items():
            self.fields[name] = line(_with_unit(one))
        samples = list(record.item.order.samples.all())
        self.read = {f"value_{s.pk}_{q['key']}": (s.number, q) for s in samples for q in record.quantities}
        for name, (number, one) in self.read.items():
            self.fields[name] = line(
                f"{number} {_with_unit(one)}", 2_000, help_text=_("空白で区切って、測定した順に。")
            )

    @classmethod
    def initial_of(cls, record: TestRecord, _request: Any) -> dict[str, Any]:
        """What the draft says now."""
        said = {name: getattr(record, name) for name in cls.base_fields if hasattr(record, name)}
        said |= {f"condition_{one['key']}": one.get("value", "") for one in record.conditions}
        read: dict[str, list[str]] = {}
        for one in record.readings.order_by("position"):
            read.setdefault(f"value_{one.sample_id}_{one.quantity}", []).append(one.value)
        return said | {name: " ".join(values) for name, values in read.items()}

    def written(self) -> Written:
        data = self.cleaned_data
        plain = {name: data[name] for name in self.base_fields if name != "submission_key"}
        values = {(number, one["key"]): data[name].split() for name, (number, one) in self.read.items()}
        return Written(
            **plain, conditions={one["key"]: data[name] for name, one in self.asked.items()},
            values={key: texts for key, texts in values.items() if texts},
        )  # fmt: skip


def _with_unit(one: dict[str, str]) -> str:
    return f"{one['label']}（{one['unit']}）" if one.get("unit") else one["label"]


def _of_the_institute(today: Any, roles: Any) -> Any:
    current = Q(posts__since=None) | Q(posts__since__lte=today)
    still = Q(posts__until=None) | Q(posts__until__gte=today)
    found = Person.objects.filter(current, still, is_active=True, posts__role__in=roles)
    return found.distinct().order_by("name")
