"""Days and moments in forms: typed by the browser's own calendar; moments in the zone of the place they are about."""

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from kosetsu.common.idempotency import OnceForm

WRITTEN = "%Y-%m-%dT%H:%M"


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day."""
    return forms.DateField(label=label, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **more)


class MomentField(forms.DateTimeField):
    """A day and a time, by the browser's own calendar."""

    zone: dt.tzinfo | None = None

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WRITTEN)
        super().__init__(widget=widget, input_formats=[WRITTEN, "%Y-%m-%dT%H:%M:%S"], **kwargs)

    def to_python(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return timezone.localtime(value, self.zone).replace(tzinfo=None) if isinstance(value, dt.datetime) else value


class ZonedForm(OnceForm):
    """A form whose moments lie in one zone."""

    def __init__(self, *args: Any, zone: dt.tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = zone
