"""Forms of the register."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import FilesField, FilesInput, can_attach
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm
from kosetsu.foundation.devices import states
from kosetsu.foundation.devices.actions import Report
from kosetsu.foundation.devices.models import Device


class DayInput(forms.DateInput):
    """A day, by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DeviceForm(ZonedForm):
    """What a verb asks about one device."""

    def __init__(self, *args: Any, device: Device, **kwargs: Any) -> None:
        super().__init__(*args, zone=device.zone, **kwargs)
        self.device = device


class CalibrateForm(DeviceForm):
    """One check; without a last day it follows from the device's period."""

    done_on = forms.DateField(label=_("校正日"), widget=DayInput())
    as_found = forms.ChoiceField(label=_("校正前の状態"), choices=states.Finding.choices, widget=forms.RadioSelect)
    result = forms.ChoiceField(label=_("結果"), choices=states.Result.choices, widget=forms.RadioSelect)
    valid_until = forms.DateField(
        label=_("有効期限"),
        widget=DayInput(),
        required=False,
        help_text=_("空欄なら、校正の周期から決まります。不合格のときは空欄にしてください。"),
    )
    references = forms.ModelMultipleChoiceField(
        Device.objects.none(), label=_("使用した標準器"), required=False, widget=forms.CheckboxSelectMultiple
    )
    certificate_number = forms.CharField(label=_("証明書番号"), max_length=60, required=False)
    done_by = forms.CharField(label=_("校正した機関・担当"), max_length=100, required=False)
    traceability = forms.CharField(label=_("トレーサビリティ"), max_length=200, required=False)
    note = forms.CharField(label=_("記事"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    attachments = FilesField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["references"]
        standards = Device.objects.in_use().filter(kind=states.DeviceKind.STANDARD)
        field.queryset = standards.exclude(pk=self.device.pk).order_by("code")
        field.label_from_instance = lambda one: f"{one.code} {one.name}"

    @property
    def report(self) -> Report:
        return Report(**{name: self.cleaned_data[name] for name in Report.__dataclass_fields__})


class OutageForm(DeviceForm):
    """From when, until when (or until further notice), and why."""

    kind = forms.ChoiceField(label=_("種別"), choices=states.OutageKind.choices)
    starts_at = MomentField(label=_("休止の開始"))
    ends_at = MomentField(label=_("再開の予定"), required=False, help_text=_("わからないときは空欄にしてください。"))
    public_reason = forms.CharField(
        label=_("お知らせに載せる理由"), max_length=200, help_text=_("人や会社の名前は書かないでください。")
    )
    public = forms.BooleanField(label=_("お知らせに載せる"), required=False, initial=True)
    note = forms.CharField(label=_("内部のメモ"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class ExtendForm(DeviceForm):
    ends_at = MomentField(label=_("再開の予定"), required=False, help_text=_("わからないときは空欄にしてください。"))


class PartForm(DeviceForm):
    name = forms.CharField(label=_("部品名"), max_length=100)
    serial = forms.CharField(label=_("製造番号"), max_length=60, required=False)
    apparatus = forms.ModelChoiceField(Device.objects.none(), label=_("台帳の機器"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["apparatus"]
        field.queryset = Device.objects.in_use().filter(kind=states.DeviceKind.PART).order_by("code")
        field.label_from_instance = lambda one: f"{one.code} {one.name}"


class WorkForm(DeviceForm):
    work = forms.CharField(label=_("作業"), max_length=200)
    planned_on = forms.DateField(label=_("予定日"), widget=DayInput())
    every_months = forms.IntegerField(label=_("くり返し（月）"), min_value=1, max_value=600, required=False)


class FileForm(DeviceForm):
    kind = forms.ChoiceField(label=_("種類"), choices=states.FileKind.choices)
    file = forms.FileField(label=_("ファイル"), widget=FilesInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.allow_multiple_selected = False

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not (decision := can_attach(file)):
            raise ValidationError(str(decision))
        return file


class FinishForm(OnceForm):
    outcome = forms.CharField(label=_("結果"), max_length=500, required=False)


class DecideForm(OnceForm):
    """One decision with its reason, for the chosen results or for all that are left."""

    verdict = forms.ChoiceField(label=_("判断"), choices=states.Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), max_length=300)
    selected = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)
    rest = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["selected"]
        field.choices = [(one, one) for one in offered]
