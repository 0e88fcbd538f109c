"""Forms of calls: the plan by its kind, the answers by the kind's questions, what came on paper, reasons."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import FilesField
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm, day_field
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.models import Application, ApplicationFile, Call, KindEdition
from kosetsu.foundation.calls.rules import answers as rules
from kosetsu.foundation.calls.rules.kinds import Kind, Question, Type
from kosetsu.foundation.calls.states import Channel
from kosetsu.foundation.parties.models import Branch, Workplace
from kosetsu.foundation.parties.pages.naming import WorkplaceField


class ReasonForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300)


class AppealForm(OnceForm):
    text = forms.CharField(label=_("異議の内容"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)


class KindForm(OnceForm):
    """Which kind of call is planned."""

    kind = forms.ChoiceField(label=_("公募の種類"))

    def __init__(self, *args: Any, editions: Sequence[KindEdition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(one.kind, str(one.said.title)) for one in editions]


class PlanForm(ZonedForm):
    """All that is decided before a call is published; a channel without times is not offered."""

    title = forms.CharField(label=_("名称"), max_length=200)
    text = forms.CharField(label=_("募集の案内"), widget=forms.Textarea(attrs={"rows": 6}), required=False)
    branch = forms.ModelChoiceField(
        Branch.objects.order_by("code"), label=_("拠点"), to_field_name="code", required=False
    )
    capacity = forms.IntegerField(label=_("採択数の上限"), min_value=1, max_value=10_000)

    def __init__(self, *args: Any, kind: Kind, zone: dt.tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, zone=zone, **kwargs)
        self.kind = kind
        if kind.places:
            del self.fields["capacity"]
        for way in kind.channels:
            for edge, label in (("opens", _("受付開始")), ("until", _("締切"))):
                named = f"{Channel(way.channel).label} {label}"
                field = MomentField(label=named, required=way.channel == Channel.WEB)
                field.zone = zone
                self.fields[f"{way.channel.value}_{edge}"] = field

    def plan(self) -> actions.Plan:
        """What the valid form says."""
        given = self.cleaned_data
        edges = {way.channel.value: (given[f"{way.channel.value}_opens"], given[f"{way.channel.value}_until"])
                 for way in self.kind.channels}  # fmt: skip
        return actions.Plan(
            kind=self.kind.key, title=given["title"], text=given["text"], branch=given["branch"],
            capacity=given.get("capacity"), windows={way: edge for way, edge in edges.items() if all(edge)},
        )  # fmt: skip


def initial_of(call: Call) -> dict[str, Any]:
    """The plan's answers of a call as it stands."""
    plain = {name: getattr(call, name) for name in ("title", "text", "capacity")}
    edges = {
        f"{one.channel}_{edge}": moment
        for one in call.windows.all()
        for edge, moment in (("opens", one.opens_at), ("until", one.until_at))
    }
    return {**plain, **edges, "branch": call.branch.code if call.branch else None}


class BeginForm(OnceForm):
    """For which of one's workplaces; an application by a member of staff has none."""

    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("事業所"))

    def __init__(self, *args: Any, user: Any, today: dt.date, needs_workplace: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not needs_workplace:
            del self.fields["workplace"]
            return
        own = Workplace.objects.acted_for_by(user).open_on(today).select_related("organisation")
        field: Any = self.fields["workplace"]
        field.queryset = own
        field.initial = own.first() if own.count() == 1 else None


class AnswersForm(OnceForm):
    """The kind's own questions; what does not do yet is told when it is handed in, not while it is a draft."""

    title = forms.CharField(label=_("題名"), max_length=200)

    def __init__(self, *args: Any, kind: Kind, application: Application | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if application:
            self.initial = {"title": application.title, **{f"q_{key}": v for key, v in application.answers.items()}}
        self.kind = kind
        for question in kind.form:
            self.fields[f"q_{question.key}"] = _field(question)
        self.present: list[ApplicationFile] = list(application.files.all()) if application else []
        if self.present:
            self.fields["drop"] = forms.MultipleChoiceField(
                label=_("取り除くファイル"), choices=[(str(one.pk), one.name) for one in self.present], required=False,
                widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip

    def written(self) -> dict[str, Any]:
        """What action and template are given: title, answers, new files and those to be removed."""
        given = self.cleaned_data
        chosen = set(given.get("drop", []))
        return {
            "title": given["title"],
            "answers": {one.key: _plain(given[f"q_{one.key}"]) for one in self.kind.form if one.type != Type.FILE},
            "files": {one.key: given[f"q_{one.key}"] for one in self.kind.form if one.type == Type.FILE},
            "drop": [one for one in self.present if str(one.pk) in chosen],
        }

    def show(self, problems: Sequence[rules.Problem]) -> None:
        """What keeps it from being handed in, each beside its field."""
        for one in problems:
            self.add_error(f"q_{one.key}", one.reason)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Every field with its section, where one begins, and by what it is shown; hidden while it is not asked."""
        typed = {
            one.key: rules.tidied(one, _plain(self[f"q_{one.key}"].value()))
            for one in self.kind.form if one.type != Type.FILE
        }  # fmt: skip
        asked = {one.key for one in rules.shown(self.kind.form, typed)}
        for one in self.kind.form:
            condition = one.shown_when
            yield {
                "name": f"q_{one.key}", "field": self[f"q_{one.key}"], "section": str(one.section),
                "hidden": one.key not in asked, "by": f"q_{condition.field}" if condition else "",
                "among": "|".join(condition.among) if condition else "",
            }  # fmt: skip


def _plain(value: Any) -> Any:
    """A typed answer as the rules take it."""
    return "yes" if value in (True, "on") else value or ""


def _field(question: Question) -> forms.Field:
    """A field that takes whatever is typed: what is wrong with it the rules say, alike for every entrance."""
    more: dict[str, Any] = {"label": str(question.label), "required": False, "help_text": _help(question)}
    choices = [(one.key, str(one.label)) for one in question.choices]
    if question.type == Type.FILE:
        field = FilesField()
        field.label = str(question.label)
        return field
    if question.type == Type.CHOICE:
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **more)
    if question.type == Type.CHOICES:
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **more)
    if question.type == Type.YES:
        return forms.BooleanField(**more)
    if question.type == Type.TEXT:
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 6}), **more)
    return forms.CharField(widget=forms.TextInput(attrs=_INPUTS.get(question.type, {})), max_length=1000, **more)


_INPUTS = {
    Type.DATE: {"type": "date"}, Type.EMAIL: {"type": "email"}, Type.NUMBER: {"inputmode": "numeric"},
    Type.YEN: {"inputmode": "numeric"},
}  # fmt: skip


def _help(question: Question) -> str:
    said = [str(question.help), _now("提出に必要です。") if question.required else ""]
    if question.type == Type.TEXT and question.most:
        said.append(_now("%(most)d文字まで") % {"most": question.most})
    return " ".join(filter(None, said))


class SheetForm(OnceForm):
    """A filled-in sheet: looked at first, then taken."""

    sheet = forms.FileField(label=_("記入した様式（Excel・Word）"))


class EnterForm(AnswersForm):
    """What came by post or over the counter, entered by a colleague."""

    FACTS = ("workplace", "channel", "received_at", "posted_on", "contact_name", "contact_email")

    workplace = WorkplaceField()
    channel = forms.ChoiceField(label=_("応募の方法"))
    received_at = MomentField(label=_("受け取った日時"))
    posted_on = day_field(_("消印の日（郵送のとき）"), required=False)
    contact_name = forms.CharField(label=_("担当者"), max_length=100)
    contact_email = forms.EmailField(label=_("メールアドレス"))

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, kind=kind, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["channel"].choices = [
            (one.channel.value, one.channel.label) for one in kind.channels if one.channel != Channel.WEB
        ]
        fields["received_at"].zone = get_default_timezone()

    def facts(self) -> dict[str, Any]:
        written = self.written()
        del written["drop"]
        language = (get_language() or "ja")[:2]
        return {**{name: self.cleaned_data[name] for name in self.FACTS}, **written, "language": language}


class AskBackForm(ZonedForm):
    """What is missing, until when; without a moment the kind's days count."""

    missing = forms.CharField(label=_("足りないもの"), widget=forms.Textarea(attrs={"rows": 3}))
    until = MomentField(label=_("補正の期限"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, zone=get_default_timezone(), **kwargs)


class CounsellingForm(OnceForm):
    workplace = WorkplaceField()
    held_on = day_field(_("相談日"))
    note = forms.CharField(label=_("相談の内容"), widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
