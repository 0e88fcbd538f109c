"""Forms of reviews."""

import datetime as dt
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm, day_field
from kosetsu.common.spreadsheets import TableRow
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.models import Criterion, Item, Panel, Review, Reviewer
from kosetsu.foundation.reviews.states import Ground

NOT_APPLICABLE = "na"


def _area(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, **more)


class ReasonForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300)


class DeclareForm(OnceForm):
    detail = forms.CharField(label=_("申請者との関係"), max_length=300)


class ScoreForm(OnceForm):
    """One field and one comment for each criterion; what is left empty is not scored yet."""

    def __init__(self, *args: Any, review: Review, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = list(review.item.panel.criteria.all())
        said = {one.criterion_id: one for one in review.scores.all()}
        for one in self.criteria:
            known = said.get(one.pk)
            typed = known.comment if known else review.unscored.get(one.code, "")
            value = "" if known is None else NOT_APPLICABLE if known.value is None else str(known.value)
            self.fields[f"value_{one.code}"] = forms.ChoiceField(
                label=one.name, choices=_choices(one), required=False, initial=value, help_text=one.text
            )
            self.fields[f"comment_{one.code}"] = _area(
                _now("「%(name)s」のコメント") % {"name": one.name}, 2, required=False, initial=typed,
                help_text=_("必ず書いてください。") if one.comment_needed else "",
            )  # fmt: skip
        self.fields["comment"] = _area(_("総合コメント"), required=False, initial=review.comment)

    def marks(self) -> dict[str, actions.Mark]:
        """What is scored; a criterion that was left empty is not among them."""
        return {code: mark for code, mark in self._marks() if mark is not None}

    def unscored(self) -> dict[str, str]:
        """What is typed of the others."""
        return {code: self.cleaned_data[f"comment_{code}"] for code, mark in self._marks() if mark is None}

    def _marks(self) -> Iterator[tuple[str, actions.Mark | None]]:
        for one in self.criteria:
            value = self.cleaned_data[f"value_{one.code}"]
            number = None if value == NOT_APPLICABLE else int(value or 0)
            yield one.code, actions.Mark(number, self.cleaned_data[f"comment_{one.code}"]) if value else None


def _choices(criterion: Criterion) -> list[tuple[str, Any]]:
    scale = [(str(value), str(value)) for value in range(criterion.highest, criterion.lowest - 1, -1)]
    empty: list[tuple[str, Any]] = [("", _("まだ付けていない"))]
    return [*empty, *scale, *([(NOT_APPLICABLE, _("該当しない"))] if criterion.may_be_na else [])]


class ReviewerForm(OnceForm):
    """Somebody who signs in by this address reviews in the panel."""

    email = forms.EmailField(label=_("メールアドレス"), help_text=_("登録済みの利用者のメールアドレス"))
    senior = forms.BooleanField(label=_("主任審査員"), required=False)
    least = forms.IntegerField(label=_("最少件数"), min_value=0, max_value=5000, initial=0)
    most = forms.IntegerField(label=_("最多件数"), min_value=0, max_value=5000, required=False)

    def clean_email(self) -> Person:
        found = Person.objects.filter(email__iexact=self.cleaned_data["email"], is_active=True).first()
        if found is None:
            raise ValidationError(_now("このメールアドレスの利用者は登録されていません。"))
        return found

    def given(self) -> dict[str, Any]:
        plain = {name: self.cleaned_data[name] for name in ("senior", "least", "most")}
        return {"person": self.cleaned_data["email"], **plain}


class TimesForm(ZonedForm):
    """From when until when reviewers score."""

    opens_at = MomentField(label=_("採点開始"), required=False)
    due_at = MomentField(label=_("採点締切"), required=False)


class LeaveForm(OnceForm):
    begins_on = day_field(_("初日"))
    ends_on = day_field(_("最終日"))


class AssignForm(OnceForm):
    """One of the panel's reviewers who has no conflict and does not review the item yet."""

    reviewer = forms.ModelChoiceField(Reviewer.objects.none(), label=_("審査員"), to_field_name="public_id")

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        barred = item.conflicts.in_force().values("person")
        busy = item.reviews.alive().values("reviewer")
        free = item.panel.reviewers.filter(left_at=None).exclude(person__in=barred).exclude(pk__in=busy)
        field: Any = self.fields["reviewer"]
        field.queryset = free.select_related("person")


class ConflictForm(OnceForm):
    """A reviewer of the panel and why not this item."""

    reviewer = forms.ModelChoiceField(Reviewer.objects.none(), label=_("審査員"), to_field_name="public_id")
    ground = forms.ChoiceField(label=_("理由"), choices=Ground.choices)
    detail = forms.CharField(label=_("詳細"), max_length=300, required=False)

    def __init__(self, *args: Any, item: Item, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["reviewer"]
        field.queryset = item.panel.reviewers.filter(left_at=None).select_related("person")

    def given(self) -> dict[str, Any]:
        person = self.cleaned_data["reviewer"].person
        return {"person": person, "ground": Ground(self.cleaned_data["ground"]), "detail": self.cleaned_data["detail"]}


class CalibrationForm(OnceForm):
    """A meeting: who was there, the minutes, and for some items points with a reason."""

    held_on = day_field(_("開催日"))
    present = forms.ModelMultipleChoiceField(
        Reviewer.objects.none(), label=_("出席した審査員"), to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    minutes = _area(_("議事録"), 8)

    def __init__(self, *args: Any, panel: Panel, items: list[Item], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        fields: Mapping[str, Any] = self.fields
        fields["present"].queryset = panel.reviewers.filter(left_at=None).select_related("person")
        fields["held_on"].initial = today
        for one in items:
            self.fields[f"points_{one.pk}"] = forms.DecimalField(
                label=_now("「%(item)s」の合議の点") % {"item": one}, required=False, min_value=0, max_value=100,
                decimal_places=2, help_text=_("変えないときは空のままにします。"),
            )  # fmt: skip
            self.fields[f"reason_{one.pk}"] = forms.CharField(
                label=_now("「%(item)s」の理由") % {"item": one}, required=False, max_length=300
            )

    def given(self) -> dict[str, Any]:
        """What the valid form says of the meeting."""
        plain = {name: self.cleaned_data[name] for name in ("held_on", "minutes")}
        return {**plain, "present": list(self.cleaned_data["present"]), "agreed": self._agreed()}

    def _agreed(self) -> list[actions.Agreed]:
        given = self.cleaned_data
        return [
            actions.Agreed(one, Fraction(given[f"points_{one.pk}"]), given[f"reason_{one.pk}"])
            for one in self.items
            if given[f"points_{one.pk}"] is not None
        ]


class SheetForm(OnceForm):
    """A scoring sheet that came back, and whether its scores are to count."""

    then = forms.ChoiceField(
        label=_("取り込んだあと"), initial="hand_in",
        choices=[("hand_in", _("提出する")), ("keep", _("途中まで保存する（まだ提出しない）"))],
    )  # fmt: skip
    sheet = forms.FileField(label=_("記入した様式（Excel）"))


class TakeForm(OnceForm):
    """The same once more, as it was looked at."""

    hand_in = forms.BooleanField(widget=forms.HiddenInput, required=False)
    rows = forms.JSONField(widget=forms.HiddenInput)

    def clean_rows(self) -> list[TableRow]:
        try:
            return [TableRow(int(number), {**cells}) for number, cells in self.cleaned_data["rows"]]
        except (TypeError, ValueError) as broken:
            raise ValidationError(_now("もう一度、様式を選んでください。")) from broken


def as_looked_at(rows: list[TableRow]) -> list[tuple[int, dict[str, str]]]:
    """Rows as :class:`TakeForm` takes them back."""
    return [(row.number, row.cells) for row in rows]
