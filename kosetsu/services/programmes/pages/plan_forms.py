"""Forms of projects and plans: costs and days, a refusal, a body to share with."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common.idempotency import KEY_FIELD, OnceForm
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.programmes.actions.plans import MOST_LINES, MOST_YEN
from kosetsu.services.programmes.documents import wording
from kosetsu.services.programmes.permissions import partners_to_share_with
from kosetsu.services.programmes.rules.language import Vocabulary

MORE, LESS = "more", "less"
"""The buttons that add a cost line and take one off; without a script they send the form and it comes back."""


SHOWN_FOR = dt.timedelta(days=90)
"""What a consent is for where nothing else is chosen."""


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class CostForm(forms.Form):
    """One cost."""

    kind = forms.ChoiceField(label=gettext_lazy("経費の種類"))
    yen = forms.IntegerField(label=gettext_lazy("金額（円）"), min_value=1, max_value=MOST_YEN)
    words = forms.CharField(label=gettext_lazy("内容"), max_length=100, required=False)

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", _("選んでください")), *kinds]


class CostsForm(OnceForm):
    """What it costs and when: the costs in rows of their own."""

    order_from = forms.DateField(
        label=gettext_lazy("発注できる最初の日"), widget=DayInput(),
        help_text=gettext_lazy("この日より前には発注しません。"),
    )  # fmt: skip
    order_by = forms.DateField(
        label=gettext_lazy("発注の期限"), widget=DayInput(),
        help_text=gettext_lazy("多くの施策は、交付決定の前に発注した経費を助成しません。"),
    )  # fmt: skip
    complete_by = forms.DateField(
        label=gettext_lazy("完了の期限"), widget=DayInput(),
        help_text=gettext_lazy("納品と支払いが終わる日です。"),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, vocabulary: Vocabulary, today: dt.date, **kwargs: Any) -> None:
        lines = kwargs.pop("lines", None) or [{}]
        if data is not None and (MORE in data or LESS in data):
            lines, kwargs["initial"], data = _rows_of(data), _typed(data, self.base_fields), None
        super().__init__(data, **kwargs)
        self.today = today
        kinds = [(one.key, wording.named(one.words)) for one in vocabulary.costs]
        count = _count(data) if data is not None else len(lines)
        self.lines = [
            CostForm(data, prefix=f"line{n}", kinds=kinds, empty_permitted=n > 0, use_required_attribute=False,
                     initial=lines[n] if data is None else None)
            for n in range(count)
        ]  # fmt: skip

    @property
    def may_add(self) -> bool:
        return len(self.lines) < MOST_LINES

    def is_valid(self) -> bool:
        return all([super().is_valid(), *(one.is_valid() for one in self.lines)])

    def clean(self) -> dict[str, Any]:
        found: dict[str, Any] = super().clean() or self.cleaned_data
        first, by, done = (found.get(name) for name in ("order_from", "order_by", "complete_by"))
        if first and by and by < first:
            self.add_error("order_by", _("発注の期限が、発注できる最初の日より前です。"))
        if by and done and done < by:
            self.add_error("complete_by", _("完了の期限が、発注の期限より前です。"))
        if by and by < self.today:
            self.add_error("order_by", _("発注の期限が過ぎています。今日以降の日付に直してください。"))
        return found

    @property
    def costs(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        return [one.cleaned_data for one in self.lines if one.cleaned_data.get("yen")]

    @property
    def days(self) -> dict[str, dt.date]:
        return {name: self.cleaned_data[name] for name in ("order_from", "order_by", "complete_by")}


class ProjectForm(CostsForm):
    """A purchase or project of a company."""

    title = forms.CharField(label=gettext_lazy("件名"), max_length=200, help_text=gettext_lazy("例：充填ラインの更新"))
    organisation = forms.ModelChoiceField(Organisation.objects.none(), label=gettext_lazy("会社"))
    field_order = ("title", "organisation")

    def __init__(self, *args: Any, companies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["organisation"]
        places.queryset = companies
        if len(companies) == 1:
            places.initial, places.widget = companies[0], forms.HiddenInput()


class RefusalForm(OnceForm):
    """Which programme was refused when, and what stays as it is."""

    code = forms.ChoiceField(label=gettext_lazy("不採択になった施策"))
    on = forms.DateField(label=gettext_lazy("通知の日付"), widget=DayInput())
    keep = forms.MultipleChoiceField(
        label=gettext_lazy("そのまま進める施策"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("申請済みのものなど、変えないものに印を付けてください。"),
    )  # fmt: skip

    def __init__(self, *args: Any, names: Mapping[str, str], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("code", "keep"):
            field: Any = self.fields[name]
            field.choices = list(names.items())
        self.fields["keep"].initial = list(names) if len(names) > 1 else []
        self.fields["on"].initial = today


class ShareForm(OnceForm):
    """One body, until when, and the consent."""

    partner = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=gettext_lazy("見せる相手（金融機関・支援機関など）"),
        to_field_name="public_id",
    )
    until = forms.DateField(
        label=gettext_lazy("見せる最後の日"), widget=DayInput(),
        help_text=gettext_lazy("1年以内の日を選べます。その日を過ぎると、相手は開けなくなります。"),
    )  # fmt: skip
    consent = forms.BooleanField(
        label=gettext_lazy(
            "この計画（会社名、経費、日程、施策と金額、回答した内容）を、選んだ機関の担当者に見せることに同意します"
        )
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = today + SHOWN_FOR
        bodies: Any = self.fields["partner"]
        bodies.queryset = partners_to_share_with()


def _count(data: Any) -> int:
    """How many rows were sent."""
    sent = data.get("rows", "")
    return min(max(int(sent), 1), MOST_LINES) if str(sent).isdecimal() else 1


def _rows_of(data: Any) -> list[dict[str, Any]]:
    """The rows as they were typed, with one more or one less."""
    rows = [{name: data.get(f"line{n}-{name}", "") for name in ("kind", "yen", "words")} for n in range(_count(data))]
    taken = str(data.get(LESS, ""))
    if taken.isdecimal() and int(taken) < len(rows) and len(rows) > 1:
        del rows[int(taken)]
    if MORE in data and len(rows) < MOST_LINES:
        rows.append({})
    return rows


def _typed(data: Any, names: Iterable[str]) -> dict[str, Any]:
    return {name: data[name] for name in names if name in data and name != KEY_FIELD}
