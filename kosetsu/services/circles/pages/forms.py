"""Forms of the call: what it says, and who applies."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm, day_field
from kosetsu.foundation.parties.models import Branch
from kosetsu.foundation.parties.pages.naming import PlacedForm
from kosetsu.foundation.parties.standing import standing
from kosetsu.services.circles import actions
from kosetsu.services.circles.models import Intake
from kosetsu.services.circles.states import CALLED, Aim, CircleKind

LINES = _("1行に1つ書きます。")


def text_field(label: Any, rows: int = 4, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


def count_field(label: Any, least: int = 0, most: int = 10_000, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **kwargs)


def lines(text: str) -> list[str]:
    return list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))


class CallForm(ZonedForm):
    """All that a year's call says."""

    kind = forms.ChoiceField(label=_("種類"), choices=[(one.value, one.label) for one in CALLED])
    aim = forms.ChoiceField(label=_("型"), choices=Aim.choices)
    branch = forms.ModelChoiceField(Branch.objects.order_by("code"), label=_("拠点"), to_field_name="code")
    title = forms.CharField(label=_("名称"), max_length=200)
    text = text_field(_("募集の案内"), 6)
    opens_at = MomentField(label=_("募集開始"))
    closes_at = MomentField(label=_("募集締切"))
    launches_on = day_field(_("発足日"))
    cohorts = count_field(_("グループ数"), 1, 10)
    least = count_field(_("1グループの最少社数"), 1, 100)
    most = count_field(_("1グループの最多社数"), 1, 100)
    days = text_field(_("例会の曜日・時間の候補"), help_text=LINES)
    interests = text_field(_("関心の候補"), required=False, help_text=LINES)
    size_steps = forms.CharField(
        label=_("規模の区切り（従業員数）"), max_length=100,
        help_text=_("「5,20,50」のように、各区分の上限を小さい順に書きます。"),
    )  # fmt: skip

    def clean_days(self) -> list[str]:
        return lines(self.cleaned_data["days"])

    def clean_interests(self) -> list[str]:
        return lines(self.cleaned_data["interests"])

    def clean_size_steps(self) -> list[int]:
        cells = self.cleaned_data["size_steps"].replace("、", ",").split(",")
        steps = [int(cell) for cell in cells if cell.strip().isdigit()]
        if len(steps) != len(cells) or steps != sorted(set(steps)):
            raise ValidationError(_now("数字を小さい順に、「,」で区切って書いてください。"))
        return steps

    def call(self) -> actions.Call:
        """What the valid form says."""
        given = self.said
        return actions.Call(**{**given, "kind": CircleKind(given["kind"]), "aim": Aim(given["aim"])})


def initial_of(intake: Intake) -> dict[str, Any]:
    """The form's answers of a call as it stands."""
    plain = ("kind", "aim", "title", "text", "opens_at", "closes_at", "launches_on", "cohorts", "least", "most")
    lists = {name: "\n".join(getattr(intake, name)) for name in ("days", "interests")}
    steps = ",".join(map(str, intake.size_steps))
    found = {name: getattr(intake, name) for name in plain}
    return {**found, **lists, "branch": intake.branch.code, "size_steps": steps}


class ApplyForm(PlacedForm):
    """What an applicant says; a colleague enters what came on paper."""

    contact_name = forms.CharField(label=_("担当者"), max_length=100)
    contact_email = forms.EmailField(label=_("メールアドレス"))
    motive = text_field(_("応募の動機"), max_length=4000, help_text=_("得意なこと、困っていること、会いたい相手など"))
    interests = forms.MultipleChoiceField(label=_("関心"), required=False, widget=forms.CheckboxSelectMultiple)
    days = forms.MultipleChoiceField(label=_("参加できる曜日・時間"), widget=forms.CheckboxSelectMultiple)
    rivals = text_field(
        _("同じグループにしてほしくない会社"), 3, required=False, max_length=2000,
        help_text=_("競合する会社など。1行に1社書きます。ほかの応募者には見えません。"),
    )  # fmt: skip

    def __init__(self, *args: Any, intake: Intake, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, today=today, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["interests"].choices = [(one, one) for one in intake.interests]
        fields["days"].choices = [(one, one) for one in intake.days]
        if not intake.interests:
            del fields["interests"]
        if not standing(user).is_staff:
            fields["contact_name"].initial, fields["contact_email"].initial = user.name, user.email

    def wish(self) -> actions.Wish:
        """What the valid form says."""
        given = self.cleaned_data
        plain = {name: given[name] for name in ("contact_name", "contact_email", "motive", "days", "rivals")}
        language = (get_language() or "ja")[:2]
        return actions.Wish(**plain, interests=given.get("interests", []), language=language)


class ReasonForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300)
