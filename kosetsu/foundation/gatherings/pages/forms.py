"""Forms of gatherings: what is planned, who registers, how many came."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.attachments import ALLOWED_EXTENSIONS, can_attach
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import MomentField, ZonedForm, day_field
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.bookings.states import ResourceKind
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.gatherings import actions
from kosetsu.foundation.gatherings.models import Gathering, Organiser, Quota
from kosetsu.foundation.gatherings.sources import chosen, kinds
from kosetsu.foundation.gatherings.states import Audience, Selection
from kosetsu.foundation.parties.models import Branch, Workplace

MOST_REPORT_BYTES = 2_000_000
PARTS = 6
"""Sessions that a form offers."""
EDGES, DIVIDES = ("starts_", "ends_", "said_"), "／"
LONGEST = (200, 200, 60)
"""The longest title, speaker and track of a session."""
_WHAT = _("「内容／講師／トラック」の順に、「／」で区切って書きます。書かなくてもかまいません。")


def _number(label: Any, **kwargs: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, required=False, **kwargs)


class PlanForm(ZonedForm):
    """All that is decided before a gathering is published; a session without a beginning is none."""

    kind = forms.ChoiceField(label=_("催しの種類"))
    title = forms.CharField(label=_("名称"), max_length=200)
    summary = forms.CharField(label=_("概要"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("拠点"), to_field_name="code")
    format = forms.ChoiceField(label=_("開催形式"), choices=Format.choices)
    place = forms.CharField(label=_("会場"), max_length=200, required=False)
    room = forms.ModelChoiceField(Resource.objects.none(), label=_("部屋"), to_field_name="code", required=False)
    online_url = forms.URLField(label=_("オンライン会場のアドレス"), required=False, assume_scheme="https")
    partners = forms.CharField(
        label=_("共催・後援など"), widget=forms.Textarea(attrs={"rows": 2}), required=False,
        help_text=_("1行に1つ、「共催：○○銀行」のように書きます。"),
    )  # fmt: skip
    public = forms.BooleanField(label=_("だれでも見られる催しにする"), required=False, initial=True)
    on_site = _number(_("会場の定員（人）"))
    online = _number(_("オンラインの定員（人）"))
    unlimited = forms.BooleanField(label=_("オンラインの定員を設けない"), required=False)
    invited = _number(_("招待枠の定員（人）"))
    code = forms.CharField(label=_("招待コード"), max_length=20, required=False)
    registers_from = MomentField(label=_("申込開始"), required=False)
    registers_until = MomentField(label=_("申込期限"), required=False)
    cancels_until = MomentField(label=_("取消期限"), required=False)
    selection = forms.ChoiceField(label=_("参加者の決め方"), choices=Selection.choices)
    offer_hours = forms.IntegerField(label=_("繰り上げの回答期限（時間）"), min_value=1, max_value=720, initial=48)
    offering = forms.ModelChoiceField(
        Offering.objects.none(), label=_("受講料の料金表"), to_field_name="code", required=False,
        help_text=_("選ばなければ無料です。"),
    )  # fmt: skip
    prepaid = forms.BooleanField(
        label=_("受講料は前納にする"), required=False,
        help_text=_("入金を確認するまで参加は確定しません。期限を過ぎた席は、次の方に回ります。"),
    )  # fmt: skip
    terms = forms.CharField(label=_("参加条件"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, zone: dt.tzinfo, **kwargs: Any) -> None:
        super().__init__(*args, zone=zone, **kwargs)
        for n in range(1, PARTS + 1):
            for edge, label in (("starts", _("開始")), ("ends", _("終了"))):
                field = MomentField(label=f"{label} {n}", required=n == 1)
                field.zone = zone
                self.fields[f"{edge}_{n}"] = field
            self.fields[f"said_{n}"] = forms.CharField(
                label=f"{_('内容')} {n}", max_length=470, required=False, help_text=_WHAT if n == 1 else ""
            )
        self._choices()

    def _choices(self) -> None:
        fields: dict[str, Any] = self.fields
        fields["kind"].choices = [(key, one.title) for key, one in kinds().items()]
        fields["branch"].queryset = Branch.objects.order_by("code")
        fields["room"].queryset = Resource.objects.filter(kind=ResourceKind.ROOM).order_by("code")
        fields["offering"].queryset = Offering.objects.filter(kind=OfferingKind.COURSE).order_by("code")
        order = [name for name in fields if not name.startswith(EDGES)]
        at = order.index("format")
        parts = [f"{edge}_{n}" for n in range(1, PARTS + 1) for edge in ("starts", "ends", "said")]
        self.order_fields([*order[:at], *parts, *order[at:]])

    def clean_partners(self) -> list[tuple[str, str]]:
        return [_partner(line) for line in self.cleaned_data["partners"].splitlines() if line.strip()]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for n in range(1, PARTS + 1):
            starts, ends = given.get(f"starts_{n}"), given.get(f"ends_{n}")
            given[f"said_{n}"] = self._said(n, given.get(f"said_{n}", ""))
            if (starts is None) != (ends is None) and not self.errors:
                self.add_error(f"ends_{n}", _now("開始と終了の両方を入れてください。"))
            elif starts and ends and ends <= starts:
                self.add_error(f"ends_{n}", _now("終了は開始より後にしてください。"))
        if given.get("invited") and not given.get("code"):
            self.add_error("code", _now("招待枠には招待コードが必要です。"))
        if given.get("prepaid") and not given.get("offering"):
            self.add_error("offering", _now("前納にするには、受講料の料金表を選んでください。"))
        opens, shuts = given.get("registers_from"), given.get("registers_until")
        if (opens is None) != (shuts is None) or (opens and shuts and shuts <= opens):
            self.add_error("registers_until", _now("申込期限は、申込開始より後の日時を入れてください。"))
        return given

    def _said(self, n: int, text: str) -> list[str]:
        """What is taught, by whom, in which track, each of a length that is kept."""
        said = [one.strip() for one in text.replace("/", DIVIDES).split(DIVIDES)]
        if len(said) > len(LONGEST) or any(len(one) > most for one, most in zip(said, LONGEST, strict=False)):
            self.add_error(f"said_{n}", _now("「内容／講師／トラック」の順に、「／」で区切って書いてください。"))
        return said[: len(LONGEST)]

    def plan(self) -> actions.Plan:
        """What the valid form says."""
        given = self.cleaned_data
        kind = chosen(given["kind"])
        plain = ("title", "summary", "branch", "place", "public", "selection", "registers_from", "registers_until",
                 "cancels_until", "offer_hours", "offering", "prepaid", "terms", "partners")  # fmt: skip
        return actions.Plan(
            service=kind.service, kind=kind.key, format=Format(given["format"]), parts=self._parts(),
            pools=self._pools(), **{name: given[name] for name in plain},
        )  # fmt: skip

    def _parts(self) -> list[actions.Part]:
        given = self.cleaned_data
        return [
            actions.Part(
                given[f"starts_{n}"], given[f"ends_{n}"], room=given["room"], online_url=given["online_url"],
                **dict(zip(("title", "speaker", "track"), given[f"said_{n}"], strict=False)),
            )
            for n in range(1, PARTS + 1) if given[f"starts_{n}"]
        ]  # fmt: skip

    def _pools(self) -> list[actions.Pool]:
        given, found = self.cleaned_data, []
        if given["format"] == Format.IN_WRITING:
            return [actions.Pool(_now("書面"), Format.IN_WRITING, given["on_site"] or given["online"])]
        if given["on_site"]:
            found.append(actions.Pool(_now("会場"), Format.ON_SITE, given["on_site"]))
        if given["online"] or given["unlimited"]:
            most = None if given["unlimited"] else given["online"]
            found.append(actions.Pool(_now("オンライン"), Format.ONLINE, most))
        if given["invited"]:
            found.append(actions.Pool(_now("招待"), Format.ON_SITE, given["invited"], given["code"], given["invited"]))
        return found


def _partner(line: str) -> tuple[str, str]:
    roles = {str(role.label): role.value for role in Organiser.Role}
    word, _colon, name = line.strip().replace(":", "：").partition("：")
    if word.strip() not in roles or not name.strip():
        known = "、".join(roles)
        raise ValidationError(
            _now("「%(line)s」の書き方が違います。役割（%(known)s）と名前を「：」でつないでください。")
            % {"line": line.strip(), "known": known}
        )
    return roles[word.strip()], name.strip()


def initial_of(gathering: Gathering) -> dict[str, Any]:
    """The form's answers of a gathering as it is planned."""
    plain = ("title", "summary", "format", "place", "public", "registers_from", "registers_until", "cancels_until",
             "selection", "offer_hours", "prepaid", "terms")  # fmt: skip
    found: dict[str, Any] = {name: getattr(gathering, name) for name in plain}
    found["kind"] = gathering.kind_key
    found["branch"] = gathering.branch.code if gathering.branch else None
    found["offering"] = gathering.offering.code if gathering.offering else None
    sessions = list(gathering.sessions.select_related("room"))
    for n, session in enumerate(sessions[:PARTS], start=1):
        found[f"starts_{n}"], found[f"ends_{n}"] = session.starts_at, session.ends_at
        said = DIVIDES.join((session.title, session.speaker, session.track))
        found[f"said_{n}"] = said.rstrip(DIVIDES)
        found["room"], found["online_url"] = session.room.code if session.room else None, session.online_url
    for quota in gathering.quotas.prefetch_related("codes"):
        found |= _pool(quota)
    others = gathering.organisers.exclude(role=Organiser.Role.HOST)
    found["partners"] = "\n".join(f"{one.get_role_display()}：{one.name}" for one in others)
    return found


def _pool(quota: Quota) -> dict[str, Any]:
    if quota.invited:
        codes = list(quota.codes.all())
        return {"invited": quota.capacity, "code": codes[0].code if codes else ""}
    if quota.format != Format.ONLINE:
        return {"on_site": quota.capacity}
    return {"online": quota.capacity, "unlimited": quota.capacity is None}


def guests_of(text: str) -> list[actions.Guest]:
    """Who was written one to a line, "name,address"; raises ``ValidationError`` that repeats the line."""
    return [_guest(line) for line in text.splitlines() if line.strip()]


def _guest(line: str) -> actions.Guest:
    name, comma, email = (part.strip() for part in line.replace("，", ",").replace("、", ",").rpartition(","))
    try:
        validate_email(email)
    except ValidationError:
        comma = ""
    if not (name and comma):
        text = _now("「%(line)s」の書き方が違います。「氏名,メールアドレス」と書いてください。")
        raise ValidationError(text % {"line": line.strip()})
    return actions.Guest(name, email)


class RegisterForm(OnceForm):
    """Who wants to come; others can be brought along, one to a line."""

    quota = forms.ModelChoiceField(Quota.objects.none(), label=_("参加方法"))
    name = forms.CharField(label=_("氏名"), max_length=100)
    email = forms.EmailField(label=_("メールアドレス"))
    company = forms.CharField(label=_("所属"), max_length=200, required=False)
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("請求先の事業所"), required=False)
    code = forms.CharField(label=_("招待コード"), max_length=20, required=False)
    others = forms.CharField(
        label=_("一緒に申し込む人"), widget=forms.Textarea(attrs={"rows": 3}), required=False,
        help_text=_("1行に1人、「氏名,メールアドレス」と書きます。全員分の席がなければ、全員がキャンセル待ちになります。"),
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("参加条件に同意する"), required=False)

    def __init__(
        self, *args: Any, gathering: Gathering, user: Any, today: dt.date, desk: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        quotas = list(gathering.quotas.all())
        fields["quota"].queryset = gathering.quotas.all()
        if len(quotas) == 1:
            fields["quota"].widget, fields["quota"].initial = forms.HiddenInput(), quotas[0]
        if not any(quota.invited for quota in quotas):
            del fields["code"]
        if not gathering.terms:
            del fields["agreed"]
        places: Any = Workplace.objects.visible_to(user).open_on(today).select_related("organisation")
        fields["workplace"].queryset = places
        if gathering.offering_id is None:
            fields["workplace"].label = _now("所属する事業所")
            fields["workplace"].help_text = _now("選ぶと、会社の受講記録に載ります。")
            if not user.is_authenticated or not places.exists():
                del fields["workplace"]
        if user.is_authenticated and not desk:
            fields["name"].initial, fields["email"].initial = user.name, user.email

    def clean_others(self) -> list[actions.Guest]:
        return guests_of(self.cleaned_data["others"])

    def guests(self) -> list[actions.Guest]:
        given = self.cleaned_data
        others = [actions.Guest(one.name, one.email, given["company"]) for one in given["others"]]
        return [actions.Guest(given["name"], given["email"], given["company"]), *others]


class ReasonForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300)


class HeadsForm(OnceForm):
    """How many came besides those received by name."""

    on_date = day_field(_("開催日"))
    headcount = forms.IntegerField(label=_("人数"), min_value=0, max_value=1_000_000)
    headcount_online = forms.IntegerField(label=_("うちオンライン"), min_value=0, max_value=1_000_000, initial=0)


class MaterialForm(ZonedForm):
    """One file to hand out."""

    file = forms.FileField(
        label=_("ファイル"), help_text=_("20MBまで（PDF・画像・Word・Excel・PowerPoint・CSV・ZIP）"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{kind}" for kind in ALLOWED_EXTENSIONS)}),
    )  # fmt: skip
    title = forms.CharField(label=_("資料名"), max_length=200)
    audience = forms.ChoiceField(label=_("渡す相手"), choices=Audience.choices, initial=Audience.REGISTERED)
    released_at = MomentField(
        label=_("公開日時"),
        required=False,
        help_text=_("入れなければ、すぐに渡します。先の日時なら、それまで外には出ません。"),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not (may := can_attach(file)):
            raise ValidationError(str(may))
        return file


class _ReportDay(OnceForm):
    on_date = forms.TypedChoiceField(label=_("開催日"), coerce=dt.date.fromisoformat)
    least_minutes = forms.IntegerField(
        label=_("出席とみなす時間（分）"), min_value=0, max_value=1_440, initial=0,
        help_text=_("これより短い人は数えません。"),
    )  # fmt: skip

    def __init__(self, *args: Any, gathering: Gathering, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        days = sorted({gathering.day_of(session.starts_at) for session in gathering.sessions.all()})
        field: Any = self.fields["on_date"]
        field.choices = [(day.isoformat(), f"{day:%Y/%m/%d}") for day in days]


class ReportForm(_ReportDay):
    """The report of a web meeting, to be looked at."""

    file = forms.FileField(
        label=_("参加者レポート"), help_text=_("Zoom・Teams・Webex・Google MeetのCSVを、そのまま選べます（2MBまで）。"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt"}),
    )  # fmt: skip

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_REPORT_BYTES:
            raise ValidationError(_now("2MBを超えています。参加者の表だけのCSVにしてください。"))
        return file


class ReportConfirmForm(_ReportDay):
    """The same report as it was looked at."""

    content = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("on_date", "least_minutes"):
            self.fields[name].widget = forms.HiddenInput()
