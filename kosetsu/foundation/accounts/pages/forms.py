"""The forms of people and their accounts. allauth builds its sign-up form on :class:`SignupForm`."""

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.accounts.models import Person


class SignupForm(forms.Form):
    """Who signs up: the name as papers will show it, and its reading."""

    name = forms.CharField(label=_("氏名"), max_length=100, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    name_kana = forms.CharField(label=_("氏名カナ"), max_length=100, help_text=_("例：サンギ タロウ"))
    telephone = forms.CharField(
        label=_("電話番号"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    field_order = ("name", "name_kana", "email", "telephone", "password1", "password2")

    def signup(self, request: HttpRequest, user: Person) -> None:
        """Called by allauth with the new person."""
        given: dict[str, Any] = self.cleaned_data
        user.name, user.name_kana, user.telephone = given["name"], given["name_kana"], given["telephone"]
        user.save(update_fields=["name", "name_kana", "telephone"])


class ReasonForm(OnceForm):
    """A change to somebody's account, with its reason."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
