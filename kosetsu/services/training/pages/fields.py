"""Fields that several forms of training ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now

from kosetsu.common.idempotency import OnceForm


def long_field(label: Any, *, rows: int = 4, required: bool = True, **kwargs: Any) -> forms.CharField:
    """A text of some lines."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=4000, required=required, widget=widget, **kwargs)


class PeriodForm(OnceForm):
    """A form with a first and a last day."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _now("終了日は、開始日より後にしてください。"))
        return given
