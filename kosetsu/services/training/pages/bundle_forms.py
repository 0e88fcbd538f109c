"""Forms of bundles: what is sold together, and who takes it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.gatherings.models import Gathering, Quota
from kosetsu.foundation.gatherings.states import GatheringState, Selection
from kosetsu.foundation.parties.pages.naming import PlacedForm
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.training.actions.bundles import LEAST, Set
from kosetsu.services.training.models import Bundle
from kosetsu.services.training.pages.fields import long_field


class SetForm(OnceForm):
    """What is sold together: public courses to come whose seats are given at once."""

    title = forms.CharField(label=_("名称"), max_length=200)
    summary = long_field(_("概要"), rows=3, required=False)
    offering = forms.ModelChoiceField(
        Offering.objects.none(), label=_("料金表"), to_field_name="code",
        help_text=_("1人あたりの、セット全体の料金です。"),
    )  # fmt: skip
    gatherings = forms.ModelMultipleChoiceField(
        Gathering.objects.none(), label=_("講習会"), to_field_name="public_id", widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["offering"].queryset = Offering.objects.filter(kind=OfferingKind.COURSE).order_by("code")
        fields["gatherings"].queryset = Gathering.objects.filter(
            public=True, state=GatheringState.PUBLISHED, selection=Selection.FIRST_COME, starts_on__gte=today,
            registers_from__isnull=False,
        ).order_by("starts_on", "code")  # fmt: skip

    def clean_gatherings(self) -> list[Gathering]:
        found = list(self.cleaned_data["gatherings"])
        if len(found) < LEAST:
            raise forms.ValidationError(_now("セットには、2つ以上の講習会を選んでください。"))
        return found

    def chosen(self) -> Set:
        """What the valid form says."""
        return Set(**{name: self.cleaned_data[name] for name in ("title", "summary", "offering", "gatherings")})


def as_it_is(bundle: Bundle) -> dict[str, Any]:
    """A bundle as the form shows it."""
    return {
        "title": bundle.title, "summary": bundle.summary, "offering": bundle.offering.code,
        "gatherings": [one.public_id for one in bundle.gatherings.all()],
    }  # fmt: skip


class TakeForm(PlacedForm):
    """Who takes the bundle and who pays; for oneself, or at the desk for whoever asks there."""

    name = forms.CharField(label=_("氏名"), max_length=100)
    email = forms.EmailField(label=_("メールアドレス"))
    agreed = forms.BooleanField(label=_("それぞれの講習会の参加条件に同意する"), required=False)

    def __init__(self, *args: Any, bundle: Bundle, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["workplace"].label = _now("請求先の事業所")
        self.user, courses = user, list(bundle.gatherings.order_by("starts_on", "pk"))
        for course in courses:
            self.fields[f"quota_{course.pk}"] = _quota_field(course)
        if not any(course.terms for course in courses):
            del self.fields["agreed"]
        if not standing(user).is_staff:
            del self.fields["name"], self.fields["email"]

    @property
    def guest(self) -> tuple[str, str]:
        """Name and address of who takes it."""
        if standing(self.user).is_staff:
            return self.cleaned_data["name"], self.cleaned_data["email"]
        return self.user.name, self.user.email or ""

    def quotas(self) -> dict[int, Quota]:
        """The chosen way of taking part in each course."""
        given = self.cleaned_data
        return {int(name.removeprefix("quota_")): given[name] for name in given if name.startswith("quota_")}


def _quota_field(course: Gathering) -> Any:
    """How one takes part; where there is one way, it is not asked."""
    ways = course.quotas.filter(invited=False)
    field: Any = forms.ModelChoiceField(ways, label=_now("参加方法：%(title)s") % {"title": course})
    if len(ways) == 1:
        field.widget, field.initial = forms.HiddenInput(), ways[0]
    return field
