"""The forms of declarations and consents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.governance.states import SpecificType

RESIDENCY = (
    ("yes", _("居住者です（日本に住んでいる、または日本の事業所に勤めている）")),
    ("no", _("居住者ではありません")),
)


class DeclarationForm(OnceForm):
    """What a person says about themselves; nothing is chosen beforehand."""

    resident = forms.ChoiceField(
        label=_("外国為替及び外国貿易法の居住者ですか"), choices=RESIDENCY, widget=forms.RadioSelect
    )
    types = forms.TypedMultipleChoiceField(
        label=_("次のうち、あてはまるもの"),
        choices=SpecificType.choices,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "日本の雇用主の指示が優先すると合意している場合などは、あてはまりません。迷うときは選んでください。"
        ),
    )
    none_apply = forms.BooleanField(label=_("①～③のどれにもあてはまりません"), required=False)
    technology = forms.CharField(
        label=_("利用したい技術・機器"), max_length=200, required=False, help_text=_("わかる範囲で書いてください。")
    )
    truthful = forms.BooleanField(label=_("この申告の内容は事実です。変わったときは、もう一度申告します。"))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if bool(cleaned.get("types")) == bool(cleaned.get("none_apply")):
            self.add_error("types", _("あてはまるものを選ぶか、「どれにもあてはまりません」を選んでください。"))
        return cleaned


class ReasonForm(OnceForm):
    """A decision with its reason."""

    reason = forms.CharField(label=_("判断の理由"), widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


class ClearForm(ReasonForm):
    """A clearance names the technologies it covers."""

    technology = forms.CharField(
        label=_("提供を認める技術"),
        max_length=200,
        help_text=_("ここに書いた技術だけを提供できます。いくつかあるときは「、」で区切ってください。"),
    )
    field_order = ("submission_key", "technology", "reason")


class ConsentForm(OnceForm):
    """The version that the person was shown."""

    version = forms.CharField(widget=forms.HiddenInput, max_length=20)
    subject = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
