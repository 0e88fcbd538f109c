"""Forms of courses on demand."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.text import decode_csv
from kosetsu.services.training.actions import PartGiven
from kosetsu.services.training.models import Question

RIGHT = "○"
_LENGTH = re.compile(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})")


class PartForm(OnceForm):
    """One film with its captions."""

    title = forms.CharField(label=_("名称"), max_length=200)
    film = forms.FileField(
        label=_("動画"), help_text=_("MP4またはWebM、100MBまで"), widget=forms.FileInput(attrs={"accept": ".mp4,.webm"})
    )
    length = forms.CharField(label=_("長さ"), max_length=8, help_text=_("「12:30」のように、分:秒で書きます。"))
    captions = forms.FileField(
        label=_("字幕"), required=False, help_text=_("WebVTT（.vtt）。聞こえない人にも内容が伝わります。"),
        widget=forms.FileInput(attrs={"accept": ".vtt"}),
    )  # fmt: skip

    def clean_length(self) -> int:
        found = _LENGTH.fullmatch(self.cleaned_data["length"].strip().replace("：", ":"))
        parts = found.groups() if found else ()
        seconds = sum(int(part or 0) * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))
        if seconds < 1:
            raise ValidationError(_now("「12:30」のように、分:秒で書いてください。"))
        return seconds

    def clean_captions(self) -> str:
        file = self.cleaned_data["captions"]
        try:
            return decode_csv(file.read())[0].replace("\r\n", "\n") if file else ""
        except ValueError as unreadable:
            raise ValidationError(str(unreadable)) from unreadable

    def part(self) -> PartGiven:
        given = self.cleaned_data
        return PartGiven(given["title"], given["film"], given["length"], given["captions"])


class AsksForm(OnceForm):
    """What is asked of whoever wants to complete the course."""

    seen_percent = forms.IntegerField(label=_("視聴したとみなす割合（％）"), min_value=1, max_value=100)
    pass_percent = forms.IntegerField(label=_("合格とする正答率（％）"), min_value=1, max_value=100)
    most_attempts = forms.IntegerField(label=_("受験できる回数"), min_value=1, max_value=20)


class QuestionForm(OnceForm):
    """One question; right choices begin with a circle."""

    text = forms.CharField(label=_("問題"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))
    choices = forms.CharField(
        label=_("選択肢"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("1行に1つ書き、正しいものの頭に「○」を付けます。正しいものは複数でもかまいません。"),
    )  # fmt: skip

    def clean_choices(self) -> dict[str, Any]:
        lines = [
            line.strip().replace("〇", RIGHT) for line in self.cleaned_data["choices"].splitlines() if line.strip()
        ]
        right = [place for place, line in enumerate(lines) if line.startswith(RIGHT)]
        return {"choices": [line.removeprefix(RIGHT).strip() for line in lines], "right": right}


class AnswersForm(OnceForm):
    """A field for every question; where several choices are right, several can be chosen."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names: list[str] = []
        for question in questions:
            choices = [(str(place), choice) for place, choice in enumerate(question.choices)]
            self.names.append(f"question_{question.place}")
            self.fields[self.names[-1]] = _answer(question, choices)

    def answers(self) -> list[list[int]]:
        """By question the places of the choices."""
        given = (self.cleaned_data[name] for name in self.names)
        return [[int(one) for one in (answer if isinstance(answer, list) else [answer])] for answer in given]


def _answer(question: Question, choices: list[tuple[str, str]]) -> forms.Field:
    if len(question.right) > 1:
        return forms.MultipleChoiceField(
            label=question.text, choices=choices, widget=forms.CheckboxSelectMultiple,
            help_text=_now("正しいものをすべて選んでください。"),
        )  # fmt: skip
    return forms.ChoiceField(label=question.text, choices=choices, widget=forms.RadioSelect)
