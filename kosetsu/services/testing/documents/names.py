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

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "testing" / "reports" / "name_use.typ"


def name_use_pdf(name_use: NameUse) -> bytes:
    """The certificate of an approved name use; the same bytes each time."""
    return render_apart(TEMPLATE, name_use_data(name_use), at=name_use.decided_at, standards=ACCESSIBLE)


def name_use_data(name_use: NameUse) -> dict[str, Any]:
    """All that the template prints; what the report itself says of client and laboratory is taken from it."""
    said = name_use.report.said
    with override("ja"):
        return {
            "title": _("名義使用承認書"),
            "number": _("第 %(number)s 号") % {"number": name_use.number},
            "day": _day(day_of(name_use.decided_at) if name_use.decided_at else None),
            "client": [said.client.name, said.client.address],
            "honorific": _("御中"),
            "laboratory": [said.laboratory.name, said.laboratory.address,
                           _signatory(name_use)],
            "lead": _("申請のあった名義の使用を、次のとおり承認します。"),
            "facts": [
                [_("成績書番号"), said.number],
                [_("対象の製品"), name_use.product],
                [_("使用する媒体"), name_use.used_in],
                [_("表示する文言"), name_use.wording],
                [_("使用の期間"), _("%(first)sから%(last)sまで") % {
                    "first": _day(name_use.valid_from), "last": _day(name_use.valid_until)}],
                [_("使用の条件"), name_use.conditions],
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


def _day(day: dt.date | None) -> str:
    return eras.long_text(day) if day else ""
