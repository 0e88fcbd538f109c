"""Forms of the client's side; parts both sides share."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import FilesField
from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.parties.models import Workplace

TEXT_LENGTH = 10_000


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def text_field(label: Any, *, rows: int = 5, required: bool = True, help_text: Any = "") -> forms.CharField:
    """A text of many lines with the house's limit."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=TEXT_LENGTH, required=required, widget=widget, help_text=help_text)


CLIENT_CHANNELS = [
    (Channel.MAIL, _("この画面・メールで回答がほしい")),
    (Channel.ONLINE, _("オンラインで話したい")),
    (Channel.VISIT, _("来所して話したい")),
    (Channel.TELEPHONE, _("電話で話したい")),
    (Channel.ONSITE, _("現地に来てほしい")),
]


class AskForm(OnceForm):
    """A new consultation by the client."""

    question = text_field(
        _("お困りごと"), rows=8, help_text=_("材料・現象・目的・時期など、わかる範囲で、そのままお書きください。")
    )
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("相談する事業所"))
    channel = forms.ChoiceField(label=_("希望する相談方法"), choices=CLIENT_CHANNELS, initial=Channel.MAIL)
    wished_on = forms.DateField(label=_("いつまでに回答が必要か"), required=False, widget=DayInput())
    confidential = forms.BooleanField(
        label=_("特に秘密を要する内容を含む"),
        required=False,
        help_text=_("職員が閲覧するたびに記録します。職員には、どの相談にも守秘義務があります。"),
    )
    attachments = FilesField()
    offerings = forms.CharField(required=False, widget=forms.HiddenInput, max_length=500)

    def __init__(self, *args: Any, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        places = Workplace.objects.acted_for_by(user).filter(closed_on=None).select_related("organisation")
        field: Any = self.fields["workplace"]
        field.queryset = places
        if not self.is_bound and len(places) == 1:
            field.initial = places[0]

    def clean_wished_on(self) -> Any:
        wished = self.cleaned_data["wished_on"]
        if wished and wished < self.today:
            raise ValidationError(_("過去の日付です。今日以降の日付を指定してください。"))
        return wished


class ReplyForm(OnceForm):
    """The client's next message."""

    text = text_field(_("担当者への連絡"))
    attachments = FilesField()
