"""Name use on paper: the certificate (名義使用承認書), and the letter that asks whether to renew."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras
from kosetsu.common.clock import day_of
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.foundation.parties.post import written
from kosetsu.services.testing.documents import drafts
from kosetsu.services.testing.models import NameUse
from kosetsu.services.testing.papers.content import JAPANESE

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "testing" / "reports" / "name_use.typ"


def name_use_pdf(name_use: NameUse, language: str = "ja") -> bytes:
    """The certificate of an approved name use; the same bytes each time."""
    return render_apart(TEMPLATE, name_use_data(name_use, language), at=name_use.decided_at, standards=ACCESSIBLE)


def name_use_texts(name_use: NameUse) -> list[str]:
    """Every text in Japanese letters, once: what an English certificate needs words for."""
    said = name_use.report.said
    found = (
        said.client.name, said.client.address, said.laboratory.name, said.laboratory.address, _signatory(name_use),
        name_use.product, name_use.used_in, name_use.wording, name_use.conditions,
    )  # fmt: skip
    return list(dict.fromkeys(text for text in found if JAPANESE.search(text)))


def name_use_data(name_use: NameUse, language: str = "ja") -> dict[str, Any]:
    """All that the template prints; what the report itself says of client and laboratory is taken from it."""
    said = name_use.report.said

    def word(text: str) -> str:
        return text if language == "ja" else str(name_use.english.get(text, text))

    with override(language):
        return {
            "language": language,
            "title": _("名義使用承認書"),
            "number": _("第 %(number)s 号") % {"number": name_use.number},
            "day": _day(day_of(name_use.decided_at) if name_use.decided_at else None, language),
            "client": [word(said.client.name), word(said.client.address)],
            "honorific": _("御中") if language == "ja" else "",
            "laboratory": [word(said.laboratory.name), word(said.laboratory.address), word(_signatory(name_use))],
            "lead": _("申請のあった名義の使用を、次のとおり承認します。"),
            "facts": [
                [_("成績書番号"), said.number],
                [_("対象の製品"), word(name_use.product)],
                [_("使用する媒体"), word(name_use.used_in)],
                [_("表示する文言"), word(name_use.wording)],
                [_("使用の期間"), _("%(first)sから%(last)sまで") % {
                    "first": _day(name_use.valid_from, language), "last": _day(name_use.valid_until, language)}],
                [_("使用の条件"), word(name_use.conditions)],
                [_("更新する承認書"), str(name_use.renews.number) if name_use.renews else ""],
            ],
            "end": _("以上"),
        }  # fmt: skip


def reminder(name_use: NameUse) -> tuple[str, str]:
    """Subject and body of the letter to who applied, in their language."""
    url = settings.PUBLIC_URL + reverse("testing:name_use", args=[name_use.public_id])
    return written("testing/mail/renewal.txt", name_use.applied_by.language, name_use=name_use, url=url)


def _signatory(name_use: NameUse) -> str:
    return drafts.signatory(name_use.decided_by, name_use.report.branch) if name_use.decided_by else ""


def _day(day: dt.date | None, language: str) -> str:
    """令和8年11月20日; readers of other languages are told 2026-11-20."""
    if day is None:
        return ""
    return eras.long_text(day) if language == "ja" else day.isoformat()
