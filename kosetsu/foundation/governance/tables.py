"""The institute's own texts of consent: ``governance/consent_texts.csv``."""

import datetime as dt

from django.utils.translation import gettext as _

from kosetsu.common.tables import BadRow, Table, TableRow
from kosetsu.foundation.governance.models import Consent, ConsentText


class ConsentTextRow(TableRow):
    """One line: one version of one text."""

    purpose: str
    version: str
    valid_from: dt.date
    title_ja: str
    title_en: str = ""
    title_th: str = ""
    text_ja: str
    text_en: str = ""
    text_th: str = ""
    source: str = ""


def _load(rows: list[tuple[int, ConsentTextRow]]) -> None:
    agreed = set(Consent.objects.values_list("purpose", "text_version").distinct())
    present = {(text.purpose, text.version): text for text in ConsentText.objects.all()}
    for line, row in rows:
        text = present.get((row.purpose, row.version))
        if text and text.text_ja != row.text_ja and (row.purpose, row.version) in agreed:
            raise BadRow(line, "text_ja", _("この版には、すでに同意した人がいます。新しい版として書いてください。"))
        ConsentText.objects.update_or_create(purpose=row.purpose, version=row.version, defaults=row.model_dump())


TABLES = [
    Table("governance/consent_texts.csv", ConsentTextRow, _load, order=20, optional=True, key=("purpose", "version"))
]
