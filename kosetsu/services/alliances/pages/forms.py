"""Forms of the coordinators' programmes."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.form_fields import line, lines
from kosetsu.common.idempotency import OnceForm
from kosetsu.common.moments import day_field
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.states import Channel
from kosetsu.services.alliances.actions import Described, Support, Talk
from kosetsu.services.alliances.models import Liaison, Opportunity, Pairing
from kosetsu.services.alliances.pages.fields import BodyField, OfLiaisonForm
from kosetsu.services.alliances.states import PAIRING_OPEN, ContactKind, Shared, Side

CHANNELS = [(one.value, one.label) for one in Channel if one != Channel.OTHER]


class ReasonForm(OnceForm):
    reason = line(_("理由"), 300)


class OutcomeForm(OnceForm):
    reason = line(_("結果"), 300, help_text=_("どうなったかを書きます。"))


class DeclineForm(OnceForm):
    reason = line(_("辞退の理由"), 300, help_text=_("コーディネーターが読み、次のご紹介の参考にします。"))


class EndForm(OnceForm):
    valid_to = day_field(_("任期の最終日"))


class MatchForm(OnceForm):
    matched_on = day_field(_("成立した日"))
    agreement = line(_("双方の合意の内容"), 300, help_text=_("提供元と企業が、何をすることに合意したかを書きます。"))


class SecrecyForm(OnceForm):
    """The company keeps the secret."""

    agreed_on = day_field(_("秘密保持に合意した日"))
    file = forms.FileField(label=_("合意の書面"), required=False, help_text=_("あれば、署名済みの書面を登録します。"))


class CoordinatorForm(OnceForm):
    """A colleague and a term."""

    person: Any = forms.ModelChoiceField(Person.objects.none(), label=_("職員"), to_field_name="public_id")
    valid_from = day_field(_("任期の開始日"))
    valid_to = day_field(_("任期の最終日"), required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        staff = Person.objects.filter(is_active=True, posts__isnull=False).distinct()
        field.queryset = staff.order_by("name", "pk")
        self.fields["valid_from"].initial = today


class OpportunityForm(OfLiaisonForm):
    """What a source needs or offers."""

    side = forms.ChoiceField(label=_("ニーズ・シーズの別"), choices=Side)
    source = BodyField(label=_("提供元"))
    title = line(_("題名"), 120, help_text=_("紹介した企業が読みます。提供元がわかる言葉は書きません。"))
    summary = lines(_("概要"), help_text=_("紹介した企業が読みます。"))
    detail = lines(_("詳細（秘密保持のあとで開示）"), rows=5, required=False)
    names_source = forms.BooleanField(label=_("提供元の名称を企業に知らせてよい"), required=False)
    wish_on = day_field(_("希望時期"), required=False)

    def described(self) -> Described:
        given = {name: value for name, value in self.said.items() if name != "liaison"}
        return Described(**{**given, "source": given["source"][0]})


class ChangeForm(OpportunityForm):
    """The same of one that is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["liaison"]


def as_it_is(one: Opportunity) -> dict[str, Any]:
    """What the form of a change begins with."""
    names = ("side", "title", "summary", "detail", "names_source", "wish_on")
    return {**{name: getattr(one, name) for name in names}, "source": one.source.name}


class CandidateForm(OnceForm):
    """A company for an opportunity."""

    company = BodyField(label=_("企業"))
    why = line(_("候補にした理由"), 300, required=False, help_text=_("企業には見えません。"))


class ShareForm(OnceForm):
    """What a partner body may read, until when."""

    organisation: Any = forms.ModelChoiceField(None, label=_("共有先の機関"), to_field_name="public_id")
    fields_shown = forms.MultipleChoiceField(
        label=_("共有する項目"), choices=Shared, widget=forms.CheckboxSelectMultiple, initial=[Shared.SUMMARY],
        help_text=_("題名は、いつも共有します。"),
    )  # fmt: skip
    agreed_on = day_field(_("提供元が同意した日"))
    until = day_field(_("共有の期限"))

    def __init__(self, *args: Any, liaison: Liaison, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["organisation"]
        field.queryset = liaison.bodies.order_by("name")


class DeedForm(OfLiaisonForm):
    """What forms of talks and supports share: about which pairing, with whom, when."""

    pairing: Any = forms.ModelChoiceField(None, label=_("マッチング"), required=False, to_field_name="public_id")
    partner = BodyField(label=_("相手"), required=False)
    on_date = day_field(_("日付"))

    def __init__(self, *args: Any, user: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        field: Any = self.fields["pairing"]
        field.queryset = self.pairings(user).select_related("opportunity__case", "organisation").order_by("-pk")
        self.fields["on_date"].initial = today

    def pairings(self, user: Any) -> Any:
        return Pairing.objects.visible_to(user).filter(state__in=PAIRING_OPEN).exclude(told_at=None)

    def given(self) -> dict[str, Any]:
        """The columns of the deed: whom the line names, before whom the pairing says."""
        said = {name: value for name, value in self.said.items() if name not in ("liaison", "partner")}
        body, place = self.cleaned_data["partner"] or (None, None)
        return {**said, "organisation": body, "workplace": place}


class ContactForm(DeedForm):
    """One contact or interview: three choices, a name and a day, so that it is written on the way back."""

    kind = forms.ChoiceField(label=_("種別"), choices=ContactKind)
    channel = forms.ChoiceField(label=_("手段"), choices=CHANNELS, initial=Channel.TELEPHONE)
    opportunity: Any = forms.ModelChoiceField(
        None, label=_("ニーズ・シーズ"), required=False, to_field_name="public_id",
        help_text=_("提供元と話したときは、相手を書かなくてもかまいません。"),
    )  # fmt: skip
    note = lines(_("内容"), required=False)
    field_order = ("liaison", "kind", "on_date", "channel", "pairing", "opportunity", "partner", "note")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        field: Any = self.fields["opportunity"]
        mine = Opportunity.objects.visible_to(user).unfinished()
        field.queryset = mine.select_related("case").order_by("-pk")
        self.fields["pairing"].help_text = _("紹介済みの企業と話したときに選びます。面談を記録すると、状態が進みます。")

    def talk(self) -> Talk:
        return Talk(**self.given())


class SupportForm(DeedForm):
    """Help towards a product."""

    topic = forms.ChoiceField(label=_("支援の内容"))
    note = lines(_("何を支援したか"))
    field_order = ("liaison", "pairing", "partner", "on_date", "topic", "note")

    def __init__(self, *args: Any, user: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, user=user, today=today, **kwargs)
        topics = {
            topic.key: str(topic.name)
            for liaison in Liaison.objects.worked_on_by(user) for topic in liaison.topics if topic.holds_on(today)
        }  # fmt: skip
        field: Any = self.fields["topic"]
        field.choices = list(topics.items())

    def pairings(self, user: Any) -> Any:
        return Pairing.objects.visible_to(user).exclude(match_entry=None)

    def support(self) -> Support:
        return Support(**self.given())
