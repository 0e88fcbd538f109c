"""The demo's fiscal year: the newest descriptions of the folder as if they held now, with windows around today."""

import datetime as dt
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.services.programmes.actions.editions import record_description
from kosetsu.services.programmes.models import DescriptionEdition
from kosetsu.services.programmes.rules.language import Description, Window


def carry_over(windows: Mapping[str, Sequence[Window]], at: dt.datetime, day: dt.date) -> None:
    """An edition of the current fiscal year for every programme that has none; once, so that plans keep their dates."""
    year = fiscal.fiscal_year(day)
    folder = DescriptionEdition.objects.newest(at).filter(by=None, withdrawn=False)
    there = set(folder.filter(fiscal_year=year).values_list("code", flat=True))
    for edition in folder.filter(fiscal_year__lt=year).order_by("fiscal_year"):
        if edition.code not in there:
            old = Description.model_validate(edition.body)
            record_description(_this_year(old, year, windows.get(old.code, ())), at=at)


def _this_year(old: Description, year: int, windows: Sequence[Window]) -> Description:
    remark = _("デモ：この年度の資料はないため、%(year)s年度の内容をそのまま用いています。") % {"year": old.fiscal_year}
    return old.model_copy(
        update={
            "fiscal_year": year,
            "effective_from": fiscal.start_of(year),
            "effective_to": fiscal.end_of(year),
            "windows": tuple(windows) or old.windows,
            "open_terms": (*old.open_terms, remark),
        }
    )
