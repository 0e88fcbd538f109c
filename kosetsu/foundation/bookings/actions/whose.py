"""Whose workplace a row of a sheet means: the company by its name or number, the workplace by its name."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kosetsu.common.text import fold, fold_company, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.models import Organisation, Workplace

MAIN = gettext_noop("本社")
"""How companies name their main workplace; forms offer it in the reader's language."""


class NoPlace(Exception):
    """The column that names no one workplace, and why."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(why)
        self.column = column


class Places:
    """The companies a sheet names with their open workplaces, read by one question."""

    def __init__(self, companies: Iterable[str], by: Person, day: dt.date) -> None:
        self._known: defaultdict[str, dict[Organisation, list[Workplace]]] = defaultdict(dict)
        keys = {key for text in companies for key in _keys(text)}
        found = Workplace.objects.visible_to(by).open_on(day).select_related("organisation").order_by("pk")
        named = Q(organisation__name_folded__in=keys)
        numbered = Q(organisation__corporate_number__in=keys) | Q(organisation__code__in=keys)
        for place in found.filter(named | numbered) if keys else ():
            whose = place.organisation
            for key in filter(None, {whose.name_folded, whose.corporate_number, whose.code}):
                self._known[key].setdefault(whose, []).append(place)

    def of(self, company: str, workplace: str) -> Workplace | None:
        """The company's workplace of that name; without a name its main one; without a company none."""
        if not company:
            if workplace:
                raise NoPlace("company", _("事業所の会社を入力してください。"))
            return None
        places = self._of_company(company)
        wanted = {fold(workplace)} if workplace else {fold(MAIN), fold(_("本社"))}
        found = [one for one in places if fold(one.name) in wanted] or ([] if workplace else places)
        if len(found) == 1:
            return found[0]
        names = "・".join(one.name for one in places)
        raise NoPlace("workplace", _("事業所を選んでください：%(names)s") % {"names": names})

    def _of_company(self, company: str) -> list[Workplace]:
        whose = next((found for key in _keys(company) if (found := self._known.get(key))), {})
        if len(whose) > 1:
            raise NoPlace("company", _("同じ名前の会社が複数あります。法人番号を入力してください。"))
        if not whose:
            raise NoPlace("company", _("「%(company)s」という会社は登録がありません。") % {"company": company})
        return next(iter(whose.values()))


def _keys(company: str) -> list[str]:
    """What a company may be known by: its code, its number, its name."""
    return [key for key in (tidy_line(company), fold(company), fold_company(company)) if key]
