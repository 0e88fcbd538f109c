"""Forms of stays of trainees."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.parties.models import Group
from kosetsu.services.training.actions.trainees import Offer
from kosetsu.services.training.models import TraineeStay
from kosetsu.services.training.pages.fields import PeriodForm, long_field

FIELDS = ("university_name", "theme", "group", "starts_on", "ends_on", "count")
MOST_TRAINEES = 200


def count_field() -> forms.IntegerField:
    """How many come."""
    return forms.IntegerField(label=_("人数"), min_value=1, max_value=MOST_TRAINEES)


class OfferForm(PeriodForm):
    """Whom a university would send."""

    university_name = forms.CharField(label=_("大学・学校"), max_length=200)
    theme = forms.CharField(label=_("研修の内容"), max_length=200)
    group = forms.ModelChoiceField(Group.objects.none(), label=_("担当グループ"), to_field_name="code")
    starts_on = day_field(_("開始日"))
    ends_on = day_field(_("終了日"))
    count = count_field()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = Group.objects.select_related("branch").order_by("code")

    def offer(self) -> Offer:
        """What the valid form says."""
        return Offer(**{name: self.cleaned_data[name] for name in FIELDS})


def as_it_is(stay: TraineeStay) -> dict[str, Any]:
    """A stay as the form shows it."""
    return {**{name: getattr(stay, name) for name in FIELDS}, "group": stay.group.code}


class NamesForm(OnceForm):
    """Who they are, one to a line."""

    names = long_field(_("氏名"), rows=5, required=False, help_text=_("1行に1人、氏名だけを書きます。"))

    def clean_names(self) -> list[str]:
        return [line.strip() for line in self.cleaned_data["names"].splitlines() if line.strip()]


class BeginForm(OnceForm):
    """When they came, and how many."""

    starts_on = day_field(_("来た日"))
    count = count_field()


class EndForm(OnceForm):
    """Their last day."""

    ends_on = day_field(_("最後の日"))
