"""The one question that every service asks afterwards: how satisfied are you?"""

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm

COMMENT_LENGTH = 10_000
GRADES = [
    (5, _("とても満足")),
    (4, _("満足")),
    (3, _("どちらともいえない")),
    (2, _("不満")),
    (1, _("とても不満")),
]


class SurveyForm(OnceForm):
    """How satisfied the client is."""

    satisfaction = forms.TypedChoiceField(label=_("満足度"), coerce=int, widget=forms.RadioSelect, choices=GRADES)
    comment = forms.CharField(
        label=_("ご意見"), max_length=COMMENT_LENGTH, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
