"""Forms of tailored courses: what is asked for, the syllabus, when it is held, who takes it."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm, day_field
from kosetsu.foundation.gatherings.actions import Guest
from kosetsu.foundation.gatherings.pages.forms import guests_of
from kosetsu.foundation.parties.models import Group
from kosetsu.foundation.parties.pages.naming import PlacedForm
from kosetsu.services.training.actions import Lesson
from kosetsu.services.training.actions.tailored import LONGEST_MINUTES
from kosetsu.services.training.models import TailoredCourse
from kosetsu.services.training.pages.fields import long_field
from kosetsu.services.training.states import CallOffSide, CoursePlace

ROWS, MOST_ROWS = 4, 20
MOST_PEOPLE = 500


def people_field() -> forms.IntegerField:
    """How many take it."""
    return forms.IntegerField(label=_("受講する人数"), min_value=1, max_value=MOST_PEOPLE)


class AskForm(PlacedForm):
    """What a company wants its people to learn."""

    subject = long_field(_("学びたいこと"), rows=5, help_text=_("困っていること、作っている物、受講する人の経験など。"))
    goals = long_field(
        _("目標"), rows=3, required=False, help_text=_("終わったときに、何ができるようになりたいですか。")
    )
    people = people_field()
    place = forms.ChoiceField(label=_("希望する場所"), choices=CoursePlace)
    wished_from = day_field(_("希望する時期（から）"), required=False)
    wished_until = day_field(_("希望する時期（まで）"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("wished_from"), given.get("wished_until")
        if first and last and last < first:
            self.add_error("wished_until", _now("希望する時期の終わりは、始まりより後にしてください。"))
        return given


class LessonForm(forms.Form):
    """One part of a syllabus; an empty row is none."""

    day = forms.IntegerField(label=_("回"), min_value=1, max_value=30, initial=1)
    title = forms.CharField(label=_("内容"), max_length=200)
    minutes = forms.IntegerField(label=_("時間（分）"), min_value=1, max_value=LONGEST_MINUTES)
    lecturer = forms.CharField(label=_("講師"), max_length=200, required=False)

    def lesson(self) -> Lesson:
        given = self.cleaned_data
        return Lesson(**{name: given[name] for name in ("day", "title", "minutes", "lecturer")})


class DesignForm(OnceForm):
    """The syllabus of a tailored course."""

    title = forms.CharField(label=_("名称"), max_length=200)
    group = forms.ModelChoiceField(Group.objects.none(), label=_("担当グループ"), to_field_name="code")
    people = people_field()
    outline = long_field(_("教程のねらい"), rows=3, required=False)

    def __init__(self, data: Any = None, *, lessons: list[dict[str, Any]], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = Group.objects.select_related("branch").order_by("code")
        extra = max(ROWS - max(len(lessons), 1), 1)
        rows: Any = forms.formset_factory(
            LessonForm, extra=extra, min_num=1, max_num=MOST_ROWS, validate_min=True, validate_max=True
        )
        self.lessons = rows(data, prefix="lessons", initial=lessons or None)

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.lessons.is_valid()])

    def told(self) -> dict[str, Any]:
        """What the form says, as the action is told it."""
        plain = {name: self.cleaned_data[name] for name in ("title", "group", "people", "outline")}
        return {**plain, "lessons": [one.lesson() for one in self.lessons if one.has_changed()]}


class PlanForm(ZonedForm):
    """When each day of the syllabus begins, and where."""

    place = forms.CharField(label=_("会場"), max_length=200, required=False)

    def __init__(self, *args: Any, days: list[int], zone: dt.tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, zone=zone, **kwargs)
        self.days = days
        for day in days:
            field = MomentField(label=_now("第%(day)s回の開始") % {"day": day})
            field.zone = zone
            self.fields[f"begins_{day}"] = field
        self.order_fields([*(f"begins_{day}" for day in days), "place"])

    def begins(self) -> dict[int, dt.datetime]:
        """The beginning of each day."""
        return {day: self.cleaned_data[f"begins_{day}"] for day in self.days}


class ParticipantsForm(OnceForm):
    """Who takes the course, one to a line."""

    people = long_field(_("受講者"), rows=6, help_text=_("1行に1人、「氏名,メールアドレス」と書きます。"))

    def clean_people(self) -> list[Guest]:
        return guests_of(self.cleaned_data["people"])


def named(course: TailoredCourse) -> str:
    """Those named before, as the form writes them."""
    return "\n".join(f"{one.name},{one.email}" for one in course.participants.all())


class QuoteForm(OnceForm):
    """What the quote says besides."""

    note = long_field(_("見積書の備考"), rows=2, required=False)


class DeclineForm(OnceForm):
    """Why not, if one likes."""

    reason = forms.CharField(label=_("理由（任意）"), max_length=300, required=False)


class ReasonForm(OnceForm):
    """Why."""

    reason = forms.CharField(label=_("理由"), max_length=300)


class CallOffForm(ReasonForm):
    """At the desk also on whose account."""

    on_account_of = forms.ChoiceField(
        label=_("中止の事情"), choices=CallOffSide.choices, help_text=_("当機関の都合では、取消し料はかかりません。")
    )
