"""Forms of the editor and of the import."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm

LONGEST = 100_000
MOST_BYTES = 5 * 1024 * 1024


def _code(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "wrap": "off", "class": "code"})


class DraftForm(OnceForm):
    """The two texts, and over which state they were typed."""

    text = forms.CharField(label=_("記述（YAML）"), max_length=LONGEST, widget=_code(28), strip=False)
    cases = forms.CharField(
        label=_("確認用の例（YAML）"), max_length=LONGEST, widget=_code(16), required=False, strip=False,
        help_text=_("会社の回答と、期待する結果（yes・no・unknown と金額）を並べます。"),
    )  # fmt: skip
    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=60)


class NewDraftForm(OnceForm):
    code = forms.RegexField(
        r"^[A-Za-z0-9_-]{1,20}$", label=_("番号"), max_length=20, help_text=_("英数字。公開後は変えられません。")
    )
    fiscal_year = forms.IntegerField(label=_("年度（西暦）"), min_value=2000, max_value=2100)
    round = forms.CharField(label=_("回"), max_length=40, required=False, help_text=_("年度に一回のときは空のまま。"))
    name = forms.CharField(label=_("施策の名称"), max_length=200)


class ReasonForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300, help_text=_("版とともに残ります。"))


class ImportForm(OnceForm):
    """The file, or on the second look the text that was looked at."""

    file = forms.FileField(label=_("JSONファイル"))

    def clean_file(self) -> bytes:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_("ファイルが大きすぎます（上限5MB）。"))
        found: bytes = given.read()
        return found


class ConfirmForm(OnceForm):
    content = forms.CharField(widget=forms.HiddenInput, max_length=MOST_BYTES, strip=False)
