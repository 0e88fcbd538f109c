"""Forms of a circle's life: its description, members, officers, adviser, meetings, notes, years."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common import fiscal
from kosetsu.common.attachments import FilesField
from kosetsu.common.clock import day_of
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm, day_field
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.bookings.states import ResourceKind
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.states import GatheringState
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.naming import WorkplaceField
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Circle, Meeting, Member
from kosetsu.services.circles.pages.forms import LINES, count_field, lines, text_field
from kosetsu.services.circles.states import FOUNDED, JOINT_MEETING, WITH_STAFF, CircleKind, NoteKind, Role

FORMATS = [(one.value, one.label) for one in (Format.ON_SITE, Format.ONLINE, Format.HYBRID)]
LONGEST = 200
"""Letters of a need."""
TASKS = 3
"""Things to do that the form of a meeting offers."""


class DescribeForm(OnceForm):
    name = forms.CharField(label=_("名称"), max_length=200)
    summary = text_field(_("紹介文"), required=False, help_text=_("公開ページに載ります。"))
    purpose = forms.CharField(label=_("目的"), max_length=300, required=False)
    statutes = text_field(_("会則"), 8, required=False)
    fee_yen = forms.IntegerField(label=_("年会費（円）"), min_value=0, required=False)
    public = forms.BooleanField(
        label=_("公開する"), required=False, help_text=_("会社名は、会員が認めたものだけが載ります。")
    )


class FoundForm(OnceForm):
    kind = forms.ChoiceField(label=_("種類"), choices=[(one.value, one.label) for one in FOUNDED])
    name = forms.CharField(label=_("名称"), max_length=200)
    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_("拠点"), to_field_name="code")
    purpose = forms.CharField(label=_("目的"), max_length=300)
    statutes = text_field(_("会則"), 8, required=False)
    fee_yen = forms.IntegerField(label=_("年会費（円）"), min_value=0, required=False)
    founded_on = day_field(_("発足日"))
    gathering = forms.ModelChoiceField(
        Gathering.objects.none(), label=_("合同交流会"), to_field_name="code", required=False,
        help_text=_("実行委員会のときに選びます。"),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        service, kind = JOINT_MEETING.split(".")
        joint = Gathering.objects.filter(service=service, kind=kind, committee=None)
        fields["gathering"].queryset = joint.exclude(state=GatheringState.CANCELLED)

    def clean_kind(self) -> CircleKind:
        return CircleKind(self.cleaned_data["kind"])


class JoinForm(OnceForm):
    workplace = WorkplaceField()
    contact_name = forms.CharField(label=_("担当者"), max_length=100, required=False)
    contact_email = forms.EmailField(label=_("メールアドレス"), required=False)


class AppointForm(OnceForm):
    member = forms.ModelChoiceField(Member.objects.none(), label=_("会員"))
    role = forms.ChoiceField(label=_("役"), choices=Role.choices)
    name = forms.CharField(label=_("氏名"), max_length=100)

    def __init__(self, *args: Any, circle: Circle, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["member"].queryset = circle.members.on(today).for_lists()

    def clean_role(self) -> Role:
        return Role(self.cleaned_data["role"])


class PersonField(forms.EmailField):
    """Somebody with an account, by their address."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, help_text=_("利用者登録のある人です。"))

    def clean(self, value: Any) -> Any:
        found = Person.objects.filter(email__iexact=super().clean(value), is_active=True).first()
        if found is None:
            raise ValidationError(_now("このアドレスの利用者はいません。先に利用者登録を案内してください。"))
        return found


class CommissionForm(OnceForm):
    adviser = PersonField(_("助言者のメールアドレス"))
    until = day_field(_("委嘱の末日"))


class AssignForm(OnceForm):
    person = PersonField(_("職員のメールアドレス"))


class LeaveForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300)


class MeetingForm(ZonedForm):
    topic = forms.CharField(label=_("議題"), max_length=200)
    starts_at = MomentField(label=_("開始"))
    ends_at = MomentField(label=_("終了"))
    format = forms.TypedChoiceField(label=_("開催形式"), choices=FORMATS, coerce=Format)
    place = forms.CharField(label=_("会場"), max_length=200, required=False)
    room = forms.ModelChoiceField(
        Resource.objects.none(), label=_("予約する部屋"), to_field_name="code", required=False,
        help_text=_("空いていれば、同じ時間で予約します。例会を中止すると、予約も取り消されます。"),
    )  # fmt: skip
    online_url = forms.URLField(label=_("オンライン会場のアドレス"), required=False, assume_scheme="https")
    social = forms.CharField(label=_("交流会（懇親の部）"), max_length=200, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        rooms = Resource.objects.visible_to(user).filter(kind=ResourceKind.ROOM, in_use=True)
        fields["room"].queryset = rooms.for_lists()

    def appointment(self) -> actions.Appointment:
        given = self.said
        return actions.Appointment(**given)


class HoldForm(OnceForm):
    """Who came, member by member and by heads, what was said, and who does what by when."""

    guests = count_field(_("会員のほかに会場に来た人"), initial=0)
    guests_online = count_field(_("会員のほかにオンラインで来た人"), initial=0)
    staff = count_field(_("職員の人数"), initial=0)
    minutes = text_field(_("議事録"), 8, required=False)
    needs = text_field(_("業界のニーズ"), required=False, help_text=LINES)

    def __init__(self, *args: Any, meeting: Meeting, members: Sequence[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = list(members)
        day = day_of(meeting.starts_at)
        ours = [one.person for one in meeting.circle.secretaries.on(day).select_related("person")]
        self.owners: dict[str, tuple[Any, str]] = {
            **{str(one.pk): (one, one.workplace.organisation.name) for one in self.members},
            **{f"staff-{one.pk}": (one, str(one)) for one in ours},
        }
        fields: dict[str, Any] = {}
        for one in self.members:
            name = one.workplace.organisation.name
            if meeting.format != Format.ONLINE:
                fields[f"here_{one.pk}"] = count_field(
                    _now("%(name)s（会場・人）") % {"name": name}, 0, 99, initial=0, required=False
                )
            if meeting.format != Format.ON_SITE:
                fields[f"online_{one.pk}"] = count_field(
                    _now("%(name)s（オンライン・人）") % {"name": name}, 0, 99, initial=0, required=False
                )
        if meeting.circle.kind not in WITH_STAFF:
            del self.fields["staff"]
        if meeting.circle.kind != CircleKind.INDUSTRY:
            del self.fields["needs"]
        self.fields = {**fields, **self.fields, **self._tasks()}

    def clean_needs(self) -> list[str]:
        needs = lines(self.cleaned_data["needs"])
        if any(len(one) > LONGEST for one in needs):
            raise ValidationError(_now("1行は%(count)s字までで書いてください。") % {"count": LONGEST})
        return needs

    def _tasks(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        owners = [("", "―"), *((key, name) for key, (_owner, name) in self.owners.items())]
        for n in range(1, TASKS + 1):
            found[f"task_{n}"] = forms.CharField(
                label=_now("決まったこと %(n)s") % {"n": n}, max_length=300, required=False
            )
            found[f"owner_{n}"] = forms.ChoiceField(label=_now("担当 %(n)s") % {"n": n}, choices=owners, required=False)
            found[f"due_{n}"] = day_field(_now("期日 %(n)s") % {"n": n}, required=False)
        return found

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        for n in range(1, TASKS + 1):
            if given.get(f"task_{n}") and not (given.get(f"owner_{n}") and given.get(f"due_{n}")):
                self.add_error(f"task_{n}", _now("担当と期日も入れてください。"))
        return given

    def held(self) -> actions.Held:
        """What the valid form says."""
        given = self.cleaned_data
        came = {one: (given.get(f"here_{one.pk}") or 0, given.get(f"online_{one.pk}") or 0) for one in self.members}
        tasks = [
            actions.ToDo(given[f"task_{n}"], self.owners[given[f"owner_{n}"]][0], given[f"due_{n}"])
            for n in range(1, TASKS + 1) if given[f"task_{n}"]
        ]  # fmt: skip
        return actions.Held(
            came={one: heads for one, heads in came.items() if sum(heads)}, guests=given["guests"],
            guests_online=given["guests_online"], staff=given.get("staff") or 0, minutes=given["minutes"], tasks=tasks,
            needs=given.get("needs", ()),
        )  # fmt: skip


class CallCouncilForm(ZonedForm):
    """A session of the groups' council to come."""

    starts_at = MomentField(label=_("開始"))
    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_("拠点"), to_field_name="code")
    format = forms.TypedChoiceField(label=_("開催形式"), choices=FORMATS, coerce=Format)
    place = forms.CharField(label=_("会場"), max_length=200, required=False)
    agenda = text_field(_("議題"), 6)


class HoldCouncilForm(OnceForm):
    """The groups' council met: one field for every living circle, with how many people came."""

    decisions = text_field(_("決まったこと"), 6)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.circles = list(Circle.objects.in_council().order_by("code"))
        for one in self.circles:
            self.fields[f"seat_{one.pk}"] = count_field(
                _now("%(name)s（人）") % {"name": one}, 0, 99, initial=0, required=False
            )

    def seats(self) -> dict[Circle, int]:
        given = self.cleaned_data
        return {one: given[f"seat_{one.pk}"] for one in self.circles if given.get(f"seat_{one.pk}")}


class RecordCouncilForm(HoldCouncilForm):
    """The same of one that was not called here."""

    held_on = day_field(_("開催日"))
    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_("拠点"), to_field_name="code")
    format = forms.TypedChoiceField(label=_("開催形式"), choices=FORMATS, coerce=Format)
    field_order = ("held_on", "branch", "format")


class NoteForm(OnceForm):
    kind = forms.ChoiceField(label=_("種類"), choices=NoteKind.choices)
    title = forms.CharField(label=_("見出し"), max_length=200)
    text = text_field(_("本文"), required=False, max_length=10_000)
    attachments = FilesField()


class YearForm(OnceForm):
    fiscal_year = forms.TypedChoiceField(label=_("年度"), coerce=int)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this = fiscal.fiscal_year(today)
        fields: dict[str, Any] = self.fields
        fields["fiscal_year"].choices = [(year, fiscal.label(year)) for year in (this, this - 1, this - 2)]


class ReportForm(YearForm):
    text = text_field(_("活動の報告"), 6, max_length=10_000)


class OutcomeForm(YearForm):
    contacts = count_field(_("新しく知り合った会社"))
    deals = count_field(_("取引の件数"))
    developments = count_field(_("共同開発の件数"))
    open_talks = count_field(_("率直に話せる相手の人数"))
    comment = text_field(_("ひとこと"), required=False, max_length=4000)
