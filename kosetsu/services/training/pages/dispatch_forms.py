"""Forms of dispatches of staff."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.parties.models import Group
from kosetsu.services.training.actions.dispatches import MOST_HOURS, Errand
from kosetsu.services.training.models import StaffDispatch
from kosetsu.services.training.pages.fields import PeriodForm
from kosetsu.services.training.states import StaffDispatchKind

FIELDS = ("kind", "host_name", "purpose", "place", "reference", "starts_on", "ends_on", "group", "staff", "offering")


class ErrandForm(PeriodForm):
    """What another body asks for."""

    kind = forms.ChoiceField(label=_("種類"), choices=StaffDispatchKind)
    host_name = forms.CharField(
        label=_("派遣先"), max_length=200, help_text=_("登録されている団体は、その名称で書くと結び付きます。")
    )
    purpose = forms.CharField(label=_("用務"), max_length=200)
    place = forms.CharField(label=_("場所"), max_length=200, required=False)
    reference = forms.CharField(label=_("依頼文書の番号"), max_length=80, required=False)
    starts_on = day_field(_("開始日"))
    ends_on = day_field(_("終了日"))
    group = forms.ModelChoiceField(Group.objects.none(), label=_("担当グループ"), to_field_name="code")
    staff = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("派遣する職員"), widget=forms.CheckboxSelectMultiple
    )
    offering = forms.ModelChoiceField(
        Offering.objects.none(), label=_("派遣料の料金表"), to_field_name="code", required=False,
        help_text=_("選ばなければ無料です。1時間あたりの料金を、派遣先へ請求します。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["group"].queryset = Group.objects.select_related("branch").order_by("code")
        fields["staff"].queryset = (
            Person.objects.filter(posts__isnull=False, is_active=True).distinct().order_by("name")
        )
        fields["offering"].queryset = Offering.objects.filter(kind=OfferingKind.COURSE).order_by("code")

    def errand(self) -> Errand:
        """What the valid form says."""
        given = {name: self.cleaned_data[name] for name in FIELDS}
        return Errand(**{**given, "staff": list(given["staff"])})


def as_it_is(dispatch: StaffDispatch) -> dict[str, Any]:
    """A dispatch as the form shows it."""
    plain = {name: getattr(dispatch, name) for name in FIELDS if name not in ("group", "staff", "offering")}
    codes = {"group": dispatch.group.code, "offering": dispatch.offering.code if dispatch.offering else None}
    return {**plain, **codes, "staff": [one.pk for one in dispatch.staff.all()]}


class DayForm(OnceForm):
    """Who was there on which day, how long, before how many."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("職員"), to_field_name="public_id")
    on_date = day_field(_("日付"))
    hours = forms.IntegerField(label=_("時間"), min_value=1, max_value=MOST_HOURS)
    headcount = forms.IntegerField(
        label=_("聞いた人の数"), min_value=0, max_value=100_000, initial=0, help_text=_("講義などのときに入れます。")
    )

    def __init__(self, *args: Any, dispatch: StaffDispatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = dispatch.staff.order_by("name")
        if not self.is_bound and len(field.queryset) == 1:
            field.initial = field.queryset[0].public_id
