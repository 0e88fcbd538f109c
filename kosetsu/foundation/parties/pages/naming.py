"""For which workplace: one's own, or one that a colleague names in one line; no list of every company is sent out."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from kosetsu.common.idempotency import OnceForm
from kosetsu.common.text import fold, fold_company
from kosetsu.foundation.parties.models import Workplace
from kosetsu.foundation.parties.standing import standing

OFFERED = 12


class WorkplaceField(forms.CharField):
    """The company's name or corporate number, with the workplace's name where the company has several."""

    def __init__(self) -> None:
        help_text = _("会社名か法人番号を書きます。事業所がいくつもある会社は「会社名 事業所名」と書きます。")
        super().__init__(label=_("事業所"), max_length=300, help_text=help_text)

    def clean(self, value: Any) -> Any:
        words = super().clean(value)
        found = named(words)
        if len(found) == 1:
            return found[0]
        if not found:
            raise ValidationError(_now("この名前の事業所は登録されていません。先に会社を登録してください。"))
        offered = " / ".join(str(one) for one in found[:OFFERED])
        raise ValidationError(_now("次のうちの1つを、そのまま書いてください：%(offered)s") % {"offered": offered})


class PlacedForm(OnceForm):
    """A form about one workplace: of one's own to choose from, or at the desk the one that a colleague names."""

    workplace: Any = forms.ModelChoiceField(Workplace.objects.none(), label=_("事業所"), to_field_name="public_id")

    def __init__(self, *args: Any, user: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if standing(user).is_staff:
            self.fields["workplace"] = WorkplaceField()
            return
        field: Any = self.fields["workplace"]
        field.queryset = Workplace.objects.acted_for_by(user).open_on(today).select_related("organisation")
        if not self.is_bound and len(field.queryset) == 1:
            field.initial = field.queryset[0].public_id


def named(words: str) -> list[Workplace]:
    """The workplaces that the words may mean; one alone where they say it exactly, or where all of them fit it only."""
    parts = words.split()
    wanted = Q(organisation__corporate_number=words.strip())
    for n in range(len(parts), 0, -1):
        wanted |= Q(organisation__name_folded__contains=fold_company(" ".join(parts[:n])))
    rows = Workplace.objects.filter(wanted, closed_on=None).select_related("organisation")
    found = list(rows.order_by("organisation__name_folded", "name", "pk")[:200])
    for name in (str, lambda one: one.organisation.name):
        exact = [one for one in found if fold(name(one)) == fold(words)]
        if len(exact) == 1:
            return exact
    every = [one for one in found if all(fold(word) in fold(str(one)) for word in parts)]
    return every if len(every) == 1 else found
