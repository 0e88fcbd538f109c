"""Forms of reports and name use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kosetsu.common.idempotency import OnceForm
from kosetsu.services.testing.models import Order, Report, TestRecord
from kosetsu.services.testing.papers.content import Address, Content, Opinion
from kosetsu.services.testing.papers.verdicts import Limit
from kosetsu.services.testing.states import ReportKind, Seal

LINES = forms.Textarea(attrs={"rows": 3})


def _seal() -> forms.ChoiceField:
    return forms.ChoiceField(label=_l("公印"), choices=Seal.choices, initial=Seal.OMITTED)


def _reason(label: Any = "") -> forms.CharField:
    return forms.CharField(label=label or _l("理由"), max_length=300, widget=LINES)


class IssueForm(OnceForm):
    """What whoever issues a report chooses and adds."""

    records = forms.ModelMultipleChoiceField(
        TestRecord.objects.none(), label=_l("載せる試験記録"), widget=forms.CheckboxSelectMultiple
    )
    kind = forms.ChoiceField(label=_l("種別"), choices=ReportKind.choices, initial=ReportKind.TEST)
    seal = _seal()
    needs_uncertainty = forms.BooleanField(label=_l("すべての測定値に不確かさを付ける"), required=False)
    remarks = forms.CharField(label=_l("備考"), max_length=1000, required=False, widget=LINES)
    opinion = forms.CharField(label=_l("意見及び解釈"), max_length=1000, required=False, widget=LINES)
    basis = forms.CharField(label=_l("意見の根拠"), max_length=300, required=False)

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["records"]
        field.queryset = TestRecord.objects.valid().filter(item__order=order).select_related("item__offering")
        field.initial = list(field.queryset)

    def opinions(self, by: str) -> tuple[Opinion, ...]:
        text = self.cleaned_data["opinion"].strip()
        return (Opinion(text, self.cleaned_data["basis"], by),) if text else ()


class ReviseForm(OnceForm):
    """What a revision changes, and why; results change by a retest alone."""

    changes = _reason(_l("変更した箇所"))
    reason = _reason(_l("変更の理由"))
    seal = _seal()
    client_name = forms.CharField(label=_l("依頼者の名称"), max_length=200)
    client_address = forms.CharField(label=_l("依頼者の所在地"), max_length=200, required=False)
    deviations = forms.CharField(label=_l("方法からの逸脱・追加・除外"), max_length=1000, widget=LINES)
    conditions = forms.CharField(label=_l("試験条件・環境"), max_length=1000, required=False, widget=LINES)
    remarks = forms.CharField(label=_l("備考"), max_length=2000, required=False, widget=LINES)

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        first = {
            "client_name": content.client.name, "client_address": content.client.address,
            "deviations": content.deviations, "conditions": content.conditions, "seal": content.seal,
            "remarks": "\n".join(content.remarks),
        }  # fmt: skip
        kwargs["initial"] = first
        super().__init__(*args, **kwargs)
        self.content = content
        for place, one in enumerate(content.samples):
            label = _("試料 %(number)s の名称") % {"number": one.number}
            self.fields[f"sample_{place}"] = forms.CharField(label=label, max_length=200, initial=one.description)

    def texts(self) -> dict[str, Any]:
        """The fields of the content as they shall be said from now on."""
        said, old = self.cleaned_data, self.content
        found: dict[str, Any] = {
            "client": Address(said["client_name"], said["client_address"], old.client.contact),
            "remarks": tuple(line for line in said["remarks"].splitlines() if line.strip()),
            "samples": tuple(
                replace(one, description=said[f"sample_{place}"]) for place, one in enumerate(old.samples)
            ),
        }
        # What measuring decides is handed on only where somebody changed it: a retest brings its own.
        return found | {name: said[name] for name in ("deviations", "conditions") if name in self.changed_data}


class ReissueForm(OnceForm):
    """Another specification: a lower and an upper limit for each item of the report."""

    specification = forms.CharField(label=_l("規格・図面の名称と版"), max_length=300)
    guarded = forms.BooleanField(label=_l("不確かさを考慮して判定する"), required=False)
    seal = _seal()

    def __init__(self, *args: Any, content: Content, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(dict.fromkeys(one.item for one in content.results))
        for place, item in enumerate(self.items):
            for end, label in (("low", _("%(item)sの下限")), ("high", _("%(item)sの上限"))):
                self.fields[f"{end}_{place}"] = forms.DecimalField(label=label % {"item": item}, required=False)

    def limits(self) -> list[Limit]:
        return list(self._limits())

    def _limits(self) -> Iterator[Limit]:
        for place, item in enumerate(self.items):
            low, high = (self.cleaned_data[f"{end}_{place}"] for end in ("low", "high"))
            if low is not None or high is not None:
                yield Limit(item, low, high)


class WithdrawForm(OnceForm):
    """Why a report, or a name use, is taken back or refused."""

    reason = _reason()


class EnglishForm(OnceForm):
    """The words of an English paper: one field for each Japanese text of the report or certificate."""

    def __init__(self, *args: Any, asked: Iterable[str], known: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.texts = list(asked)
        for place, text in enumerate(self.texts):
            self.fields[f"text_{place}"] = forms.CharField(
                label=text, max_length=1000, initial=known.get(text, ""), widget=forms.TextInput(attrs={"lang": "en"})
            )

    def english(self) -> dict[str, str]:
        return {text: self.cleaned_data[f"text_{place}"] for place, text in enumerate(self.texts)}


class CopiesForm(OnceForm):
    """How many copies of which paper."""

    language = forms.ChoiceField(label=_l("言語"))
    count = forms.IntegerField(label=_l("部数"), min_value=1, max_value=999, initial=1)
    note = forms.CharField(label=_l("備考"), max_length=200, required=False)

    def __init__(self, *args: Any, report: Report, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = {"ja": _("日本語"), "en": _("英語")}
        field: Any = self.fields["language"]
        field.choices = [(one.language, names[one.language]) for one in report.papers.all()]


class NameUseForm(OnceForm):
    """Where and how the client wants to show the institute's name."""

    product = forms.CharField(label=_l("対象の製品"), max_length=200)
    used_in = forms.CharField(
        label=_l("使用する媒体"), max_length=300, help_text=_l("カタログ、ウェブサイト、展示会のパネルなど。")
    )
    wording = forms.CharField(
        label=_l("表示する文言"),
        max_length=1000,
        widget=LINES,
        help_text=_l("実際に表示する文をそのまま書いてください。"),
    )
