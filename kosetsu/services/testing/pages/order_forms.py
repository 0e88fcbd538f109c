"""The form of an order: what is to be tested, in several rows, and the samples that will be brought."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.foundation.casebook.states import Channel
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.parties.models import Group, Workplace
from kosetsu.services.testing import states
from kosetsu.services.testing.actions import Announced, Wanted
from kosetsu.services.testing.pages.forms import DayInput, line, text_field

ROWS = 4
"""So many rows are open on a new form; an address with ``rows`` asks for more."""
MOST_ROWS = 20


class ItemForm(forms.Form):
    """One test, how often, with which papers."""

    offering = forms.ChoiceField(label=_("試験項目"))
    quantity = forms.IntegerField(label=_("数量"), min_value=1, max_value=100_000, initial=1)
    copies = forms.IntegerField(label=_("成績書の謄本"), min_value=0, max_value=100, initial=0, required=False)
    english = forms.IntegerField(label=_("英文成績書"), min_value=0, max_value=100, initial=0, required=False)
    urgent = forms.BooleanField(label=_("至急"), required=False)

    def __init__(self, *args: Any, offerings: dict[str, Offering], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offerings = offerings
        field: Any = self.fields["offering"]
        field.choices = [("", _("選んでください")), *((code, str(one)) for code, one in offerings.items())]

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            offering=self.offerings[data["offering"]], quantity=data["quantity"], copies=data["copies"] or 0,
            english=data["english"] or 0, urgent=data["urgent"], **self.of_the_part(),
        )  # fmt: skip

    def of_the_part(self) -> dict[str, Any]:
        """What only the institute says of a part."""
        return {}


class PartForm(ItemForm):
    """One part of commissioned support: perhaps no test, and with a group of its own."""

    kind = forms.ChoiceField(label=_("種別"), choices=states.PartKind, initial=states.PartKind.TEST)
    label = line(_("内容"), 200)
    group = forms.ChoiceField(label=_("担当グループ"), required=False)

    def __init__(self, *args: Any, groups: dict[str, Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = groups
        field: Any = self.fields["group"]
        field.choices = [("", _("試験項目の担当グループ")), *((code, str(one)) for code, one in groups.items())]

    def of_the_part(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"kind": data["kind"], "label": data["label"], "group": self.groups.get(data["group"])}


class AnnouncedForm(forms.Form):
    """One sample that will be brought."""

    name = line(_("試料名"), 200, required=True)
    mark = line(_("お客様の記号"), 100)
    material = line(_("材質・ロットなど"), 200)
    pieces = forms.IntegerField(label=_("個数"), min_value=1, max_value=10_000, initial=1)

    def announced(self) -> Announced:
        return Announced(**{name: self.cleaned_data[name] for name in ("name", "mark", "material", "pieces")})


class OrderForm(OnceForm):
    """Ask for a quote of one test or several."""

    part: type[ItemForm] = ItemForm
    purpose = text_field(_("依頼の目的・内容"), rows=5)
    workplace = forms.ModelChoiceField(Workplace.objects.none(), label=_("依頼する事業所"))
    wished_on = forms.DateField(label=_("希望納期"), required=False, widget=DayInput())
    addressee = line(_("成績書の宛名"), 200, help_text=_("空欄なら会社名です。"))
    afterwards = forms.ChoiceField(label=_("試験後の試料"), choices=states.Afterwards)

    def __init__(self, data: Any = None, *, user: Any, today: Any, asked: Any = None, **kwargs: Any) -> None:
        """``asked`` is the address's own: the offerings chosen before, and how many rows."""
        super().__init__(data, **kwargs)
        places: Any = self.fields["workplace"]
        places.queryset = self.workplaces(user)
        if len(places.queryset) == 1:
            places.initial = places.queryset[0]
        asked = asked or {}
        known = {one.code: one for one in Offering.objects.offered(today).filter(kind=OfferingKind.TEST)}
        chosen = [{"offering": code} for code in asked.get("offering", "").split(",")[:MOST_ROWS] if code in known]
        rows = int(asked["rows"]) if asked.get("rows", "").isdecimal() else ROWS
        self.items = _rows(self.part, data, "items", 1, rows, first=chosen, offerings=known, **self.of_the_parts())
        self.samples = _rows(AnnouncedForm, data, "samples", 0, rows)

    def of_the_parts(self) -> dict[str, Any]:
        """What each row is given besides the offerings."""
        return {}

    def workplaces(self, user: Any) -> Any:
        """Those the person acts for."""
        return Workplace.objects.acted_for_by(user).filter(closed_on=None).select_related("organisation")

    def is_valid(self) -> bool:
        return all([super().is_valid(), self.items.is_valid(), self.samples.is_valid()])

    def told(self) -> dict[str, Any]:
        """What the form says, as the action is told it."""
        names = [name for name in self.base_fields if name != "submission_key"]
        return {
            **{name: self.cleaned_data[name] for name in names},
            "wanted": [one.wanted() for one in self.items if one.has_changed()],
            "samples": [one.announced() for one in self.samples if one.has_changed()],
        }


class CounterOrderForm(OrderForm):
    """The same at the counter, for a caller's workplace that was looked up; and commissioned support of many groups."""

    part = PartForm
    kind = forms.ChoiceField(label=_("種別"), choices=[("test", _("依頼試験")), ("support", _("受託技術支援"))])
    applicant_name = line(_("申込者"), 100)
    channel = forms.ChoiceField(label=_("受付方法"), choices=Channel.choices, initial=Channel.VISIT)

    def __init__(self, *args: Any, offered: Any, **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(*args, **kwargs)

    def workplaces(self, user: Any) -> Any:
        return self.offered

    def of_the_parts(self) -> dict[str, Any]:
        return {"groups": {one.code: one for one in Group.objects.select_related("branch").order_by("code")}}


def _rows(
    row: type[forms.Form], data: Any, prefix: str, least: int, rows: int, *, first: Sequence[Any] = (), **given: Any
) -> Any:
    """A formset that asks for ``least`` rows: ``first`` filled in, the rest empty; an empty row asks for nothing."""
    extra = max(min(rows, MOST_ROWS) - max(len(first), least), 0)
    kind = forms.formset_factory(row, extra=extra, min_num=least, max_num=MOST_ROWS, validate_max=True)
    return kind(data, prefix=prefix, initial=first or None, form_kwargs=given)
