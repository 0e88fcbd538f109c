"""The forms of people and their accounts. allauth builds its sign-up form on :class:`SignupForm`."""

from typing import Any

from django import forms
from django.core.signing import BadSignature, Signer
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


class ListForm(OnceForm):
    """A form that stands on a list page, and the list as it was asked: its path and what it understood."""

    asked = forms.CharField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def signed(path: str, query: str) -> str:
        """Only a list says what it understands; the page of a form cannot be asked again."""
        return _signer.sign_object([path, query])

    def clean_asked(self) -> list[str]:
        if not self.cleaned_data["asked"]:
            return []
        try:
            found: list[str] = _signer.unsign_object(self.cleaned_data["asked"])
        except BadSignature as broken:
            raise forms.ValidationError(_("一覧を開きなおして、もう一度お試しください。")) from broken
        return found

    @property
    def address(self) -> str:
        """The list as it was, to go back to; empty where no list has signed it."""
        return "?".join(part for part in self.cleaned_data.get("asked", []) if part)


class SaveFilterForm(ListForm):
    """The name under which a list's filter is kept."""

    asked = forms.CharField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=_("名前"),
        max_length=40,
        help_text=_("同じ名前で保存すると、新しい条件に置き換わります。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


_signer = Signer(salt="accounts.saved_filters")
