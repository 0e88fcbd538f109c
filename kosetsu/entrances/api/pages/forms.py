"""What people choose when they make a token."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.entrances.api.service import scopes

LIFETIMES = [(30, _("30日")), (90, _("90日")), (365, _("1年"))]


def scope_choices() -> list[tuple[str, Any]]:
    """Every scope with what it allows."""
    return [(scope.key, f"{scope.label}（{scope.key}）") for scope in scopes()]


class TokenForm(OnceForm):
    """A new token."""

    name = forms.CharField(
        label=_("名前"), max_length=60, help_text=_("どのプログラムで使うか、あとでわかる名前を付けてください。")
    )
    scopes = forms.MultipleChoiceField(
        label=_("権限"),
        choices=scope_choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("必要なものだけを選んでください。"),
    )
    days = forms.TypedChoiceField(label=_("有効期間"), coerce=int, choices=LIFETIMES, initial=90)
