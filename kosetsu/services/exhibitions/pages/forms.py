"""Forms of exhibitions: what is planned, recommended, written on a page."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.timezone import localtime
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.parties.models import Branch, Organisation, Workplace
from kosetsu.foundation.parties.states import CLIENT_KINDS
from kosetsu.services.exhibitions import actions, rules
from kosetsu.services.exhibitions.actions.plan import exhibition_zone
from kosetsu.services.exhibitions.models import Booth, Exhibition, Fair, Panel
from kosetsu.services.exhibitions.states import BoothKind, PanelKind, Plan


def _lines(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **more)


def _offering(label: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    help_text = _("選ばなければ無料です。")
    rows = Offering.objects.none()
    return forms.ModelChoiceField(rows, label=label, to_field_name="code", required=False, help_text=help_text)


def partner_field(label: Any, help_text: Any) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """One of the bodies that can be a partner, if any."""
    rows = Organisation.objects.exclude(kind__in=CLIENT_KINDS).order_by("name")
    return forms.ModelChoiceField(rows, label=label, required=False, to_field_name="public_id", help_text=help_text)


class PlanForm(OnceForm):
    """All that is decided before exhibitors are invited."""

    title = forms.CharField(label=_("名称"), max_length=200)
    summary = _lines(_("概要"), required=False)
    branch = forms.ModelChoiceField(Branch.objects.none(), label=_("拠点"), to_field_name="code")
    recommends_until = day_field(_("推薦の最終日"))
    opens_on = day_field(_("開始日（0時に公開）"))
    registers_until = day_field(_("参加登録の最終日"))
    closes_on = day_field(_("終了日（24時まで）"))
    tags = _lines(_("分野の札"), required=False, help_text=_("1行に1つ書きます。出展者はこの中から選びます。"))
    hybrid = _offering(_("出展料の料金表（会場とオンライン）"))
    online = _offering(_("出展料の料金表（オンラインのみ）"))
    terms = _lines(_("参加条件"), 5, help_text=_("参加登録をする人が同意する内容です。"))
    invited = _lines(
        _("推薦を依頼する機関"),
        required=False,
        help_text=_("1行に1つ、「機関の名称またはコード,推薦できる社数」と書きます。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        branches: Any = self.fields["branch"]
        branches.queryset = Branch.objects.order_by("code")
        for name in ("hybrid", "online"):
            offerings: Any = self.fields[name]
            offerings.queryset = Offering.objects.filter(kind=OfferingKind.COURSE).order_by("code")

    def clean_invited(self) -> list[tuple[Organisation, int]]:
        found = [_invited(line) for line in self.cleaned_data["invited"].splitlines() if line.strip()]
        if len({body.pk for body, _most in found}) < len(found):
            raise ValidationError(_now("同じ機関が2回あります。"))
        return found

    def plan(self) -> actions.Plan:
        given = self.said
        return actions.Plan(**{**given, "tags": given["tags"].splitlines()})


def _invited(line: str) -> tuple[Organisation, int]:
    name, _comma, most = (part.strip() for part in line.replace("，", ",").replace("、", ",").rpartition(","))
    if not name or not most.isdecimal() or not 1 <= int(most) <= 999:
        raise ValidationError(
            _now("「%(line)s」の書き方が違います。「機関の名称,社数」と書いてください。") % {"line": line.strip()}
        )
    bodies = Organisation.objects.exclude(kind__in=CLIENT_KINDS)
    found = bodies.filter(code=name).first() or bodies.filter(name=name).first()
    if found is None:
        raise ValidationError(_now("「%(name)s」という連携機関は登録されていません。") % {"name": name})
    return found, int(most)


def initial_of(exhibition: Exhibition) -> dict[str, Any]:
    """The form of an exhibition as it is planned."""
    zone = ZoneInfo(exhibition_zone(exhibition.branch))

    def last(moment: dt.datetime) -> dt.date:
        return (moment - dt.timedelta(seconds=1)).astimezone(zone).date()

    fees = {one.plan: one.offering.code for one in exhibition.fees.select_related("offering")}
    invited = exhibition.invitations.select_related("partner").order_by("pk")
    return {
        "title": exhibition.title, "summary": exhibition.summary, "terms": exhibition.terms,
        "branch": exhibition.branch.code if exhibition.branch else None, "tags": "\n".join(exhibition.tags),
        "recommends_until": last(exhibition.recommends_until), "closes_on": last(exhibition.closes_at),
        "opens_on": exhibition.opens_at.astimezone(zone).date(), "registers_until": last(exhibition.registers_until),
        "hybrid": fees.get(Plan.HYBRID), "online": fees.get(Plan.ONLINE),
        "invited": "\n".join(f"{one.partner.code or one.partner.name},{one.most}" for one in invited),
    }  # fmt: skip


class ReasonForm(OnceForm):
    reason = forms.CharField(label=_("理由"), max_length=300)


class InviteForm(OnceForm):
    """One exhibitor that the institute invites itself."""

    kind = forms.ChoiceField(label=_("区分"), choices=BoothKind.choices)
    organisation = forms.CharField(
        label=_("組織の名称"),
        max_length=200,
        help_text=_("企業・連携機関は登録された名称を、当機関はブースの名前を書きます。"),
    )
    email = forms.EmailField(label=_("案内を送るメールアドレス"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        kind, name = given.get("kind"), (given.get("organisation") or "").strip()
        given["name"], given["workplace"], given["organisation"] = name, None, None
        if kind == BoothKind.COMPANY:
            places = Workplace.objects.filter(organisation__name=name, organisation__kind__in=CLIENT_KINDS)
            given["workplace"] = places.select_related("organisation").order_by("pk").first()
        elif kind == BoothKind.PARTNER:
            given["organisation"] = Organisation.objects.exclude(kind__in=CLIENT_KINDS).filter(name=name).first()
        missing = kind != BoothKind.INSTITUTE and not (given["workplace"] or given["organisation"])
        if missing and "organisation" not in self.errors:
            self.add_error("organisation", _now("「%(name)s」は登録されていません。") % {"name": name})
        return given


class RecommendForm(OnceForm):
    company = forms.CharField(label=_("会社名"), max_length=200)
    email = forms.EmailField(label=_("会社の担当者のメールアドレス"), help_text=_("同意をお願いするメールを送ります。"))
    reason = _lines(_("推薦の理由"), max_length=1000)


class ConsentForm(OnceForm):
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("出展する事業所"), to_field_name="public_id")

    def __init__(self, *args: Any, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: Any = self.fields["workplace"]
        places.queryset = Workplace.objects.visible_to(user).open_on(today).select_related("organisation")


class DescribeForm(OnceForm):
    """How a booth stands on the wall."""

    name = forms.CharField(label=_("出展者名"), max_length=200)
    topic = forms.CharField(label=_("業種（一言で）"), max_length=100, required=False)
    lead = forms.CharField(
        label=_("見出し"), max_length=200, help_text=_("何ができるか、何を求めているかを一文で書きます。")
    )
    tags = forms.MultipleChoiceField(label=_("分野の札"), required=False, widget=forms.CheckboxSelectMultiple)
    plan = forms.ChoiceField(label=_("出展方法"), choices=Plan.choices)

    def __init__(self, *args: Any, booth: Booth, **kwargs: Any) -> None:
        named = ("name", "topic", "lead", "tags", "plan")
        kwargs["initial"] = {name: getattr(booth, name) for name in named}
        super().__init__(*args, **kwargs)
        tags: Any = self.fields["tags"]
        tags.choices = [(tag, tag) for tag in booth.exhibition.tags]
        if not tags.choices:
            del self.fields["tags"]


class TranslationForm(OnceForm):
    """All texts of a page in one language, each below the Japanese one that it says again."""

    def __init__(self, *args: Any, booth: Booth, language: str, **kwargs: Any) -> None:
        self.panels = list(booth.panels.filter(removed_at=None))
        kwargs["initial"] = self._written(booth, "head", language)
        for one in self.panels:
            kwargs["initial"] |= self._written(one, str(one.public_id), language)
        super().__init__(*args, **kwargs)
        self._ask(booth, "head", language)
        for one in self.panels:
            self._ask(one, str(one.public_id), language)

    @staticmethod
    def _written(one: Booth | Panel, key: str, language: str) -> dict[str, str]:
        texts = one.translations.get(language, {}).get("texts", {})
        return {f"{key}.{name}": text for name, text in texts.items()}

    def _ask(self, one: Booth | Panel, key: str, language: str) -> None:
        old = language in one.translations and language not in rules.standing(one.head, one.translations)
        for name, text in one.head.items():
            said = f"{_now('日本語が変わりました。いまの日本語：') if old else ''}{text}"
            asked: dict[str, Any] = {"label": LABELS[name], "required": False, "help_text": said}
            if text:
                long = name == "text"
                field = _lines(rows=5, max_length=8000, **asked) if long else forms.CharField(max_length=300, **asked)
                self.fields[f"{key}.{name}"] = field

    def texts(self, key: str) -> dict[str, str]:
        """What was written of the head, or of a part by its public id."""
        return {name.rpartition(".")[2]: text for name, text in self.said.items() if name.startswith(f"{key}.")}


LABELS = {
    "name": _("出展者名"), "topic": _("業種（一言で）"), "lead": _("見出し"), "title": _("記事の見出し"),
    "text": _("本文"),
}  # fmt: skip


class PanelForm(OnceForm):
    """One more part of a page; which fields count is said by its kind."""

    kind = forms.ChoiceField(label=_("種類"), choices=PanelKind.choices)
    title = forms.CharField(label=_("見出し"), max_length=120)
    text = _lines(
        _("本文"),
        5,
        required=False,
        max_length=4000,
        help_text=_("文字だけを書きます。HTMLはそのまま文字として表示されます。"),
    )
    url = forms.URLField(
        label=_("リンク"), required=False, assume_scheme="https", help_text=_("動画と関連するページのアドレス")
    )
    file = forms.FileField(
        label=_("ファイル"), required=False, help_text=_("写真・図はJPEGかPNG、資料はPDFなど。20MBまで。")
    )


class ChangePanelForm(OnceForm):
    title = forms.CharField(label=_("見出し"), max_length=120)
    text = _lines(_("本文"), 5, required=False, max_length=4000)
    url = forms.URLField(label=_("リンク"), required=False, assume_scheme="https")


class RegisterForm(OnceForm):
    """A visitor's consent to the terms, and what exhibitors may know."""

    company = forms.CharField(label=_("会社名・所属"), max_length=200, required=False)
    shows_company = forms.BooleanField(
        label=_("ページを見た出展者に、会社名を知らせてよい"), required=False,
        help_text=_("印を付けなければ、出展者には人数だけが伝わります。氏名とメールアドレスは、名刺を交換した相手だけに伝わります。"),
    )  # fmt: skip
    agreed = forms.BooleanField(label=_("参加条件に同意する"), required=False)


class VisitorForm(OnceForm):
    company = forms.CharField(label=_("会社名・所属"), max_length=200, required=False)
    shows_company = forms.BooleanField(label=_("ページを見た出展者に、会社名を知らせてよい"), required=False)


class QuestionForm(OnceForm):
    text = _lines(_("質問"), 4, max_length=2000)


class AnswerForm(OnceForm):
    answer = _lines(_("回答"), 4, max_length=2000)


POINTS = [(3, _("ぜひ会いたい")), (2, _("会いたい")), (1, _("時間があれば"))]


class WishForm(OnceForm):
    """A visitor's wish for a meeting."""

    fair = forms.ModelChoiceField(Fair.objects.none(), label=_("商談会"), to_field_name="public_id", empty_label=None)
    points = forms.TypedChoiceField(label=_("希望の強さ"), coerce=int, choices=POINTS)
    about = forms.CharField(label=_("話したいこと"), max_length=300, required=False)

    def __init__(self, *args: Any, fairs: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known: Any = self.fields["fair"]
        known.queryset = fairs


class WeighForm(OnceForm):
    points = forms.TypedChoiceField(label=_("希望の強さ"), coerce=int, choices=[*POINTS, (0, _("辞退する"))])


class FreeForm(OnceForm):
    """The slots of a fair in which one cannot come."""

    numbers = forms.TypedMultipleChoiceField(
        label=_("来られない枠"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, fair: Fair, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers: Any = self.fields["numbers"]
        numbers.choices = [
            (one.number, f"{localtime(one.starts_at):%m/%d %H:%M}") for one in fair.slots.filter(closed=False)
        ]


def _number(label: Any, most: int = 999_999) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=most)


class FollowUpForm(OnceForm):
    contacts = _number(_("引き合いの数"))
    negotiations = _number(_("商談の数"))
    contracts = _number(_("成約の数"))
    contracts_yen = _number(_("成約の金額（円）"), 999_999_999_999)
    comment = _lines(_("ご意見"), required=False, max_length=2000)
