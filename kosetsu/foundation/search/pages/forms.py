"""The forms of the search's desk."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.search.models import Concept

_BREAKS = re.compile(r"[\r\n;；、,，]+")


class ConceptForm(OnceForm):
    """One notion and the words that mean it, one on each line; the sentence shows what an edit would find."""

    name = forms.CharField(label=_("概念の名前"), max_length=100)
    kind = forms.ChoiceField(label=_("種類"), choices=Concept.Kind.choices, initial=Concept.Kind.SYNONYM)
    terms = forms.CharField(
        label=_("同じ意味の言葉"),
        max_length=4_000,
        help_text=_("一行に一つずつ書いてください。名前そのものも検索に使われます。"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    sentence = forms.CharField(
        label=_("ためす文"),
        max_length=2_000,
        required=False,
        help_text=_("利用者が書きそうな文です。保存する前に、見つかるものの変化を確かめられます。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, concept: Concept | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if concept:
            known = {"name": concept.name, "kind": concept.kind, "terms": "\n".join(concept.terms)}
            self.initial = {**self.initial, **known}
            self.fields["name"].disabled = True

    def clean_terms(self) -> list[str]:
        words = [word.strip() for word in _BREAKS.split(self.cleaned_data["terms"])]
        return list(dict.fromkeys(word for word in words if word))


class NoteForm(OnceForm):
    """What was learned from a question that found nothing."""

    note = forms.CharField(
        label=_("わかったこと・したこと"),
        max_length=2_000,
        help_text=_("例：概念「白さび」に言葉を足した、当所の業務ではない、新しい支援メニューを検討する"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
