"""The letter that goes with the results: A4, from what was written down when they went back."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.foundation.billing.models import Issuer
from kosetsu.services.screening.models import ReturnPaper, ScreeningProgramme

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "screening" / "cover.typ"


def cover_pdf(paper: ReturnPaper) -> bytes:
    """The letter as it went."""
    return render_apart(TEMPLATE, {**paper.letter, "number": paper.number}, at=paper.at, standards=ACCESSIBLE)


def cover_facts(
    programme: ScreeningProgramme, values: dict[str, str], day: dt.date, withdrawn: int, file: str
) -> dict[str, Any]:  # fmt: skip
    """All that the letter prints, in the institute's language, for ever."""
    with override(settings.LANGUAGE_CODE):
        facts = [
            [_("事業名"), programme.title],
            [_("年度"), values["year"]],
            [_("依頼文書の番号"), programme.reference],
            [_("審査対象"), _("%(count)s件") % {"count": values["items"]}],
            [_("取り下げ"), _("%(count)s件") % {"count": withdrawn} if withdrawn else ""],
            [_("審査の延べ件数"), _("%(count)s件") % {"count": values["reviews"]}],
            [_("添付"), file],
        ]
        return {
            "title": _("技術審査の結果について（送付）"),
            "day": eras.long_text(day),
            "to": [values["body"], programme.body.contact, _("御中")],
            "institute": [values["institute"], *_office(day)],
            "lead": _("ご依頼の技術審査が終わりましたので、結果を添付のとおりお返しします。"),
            "facts": facts,
            "heads": [_("項目"), _("内容")],
            "secrecy": _("結果には申請者の情報が含まれます。お取り扱いは、取り決めた守秘の条件によってください。"),
        }


def _office(day: dt.date) -> list[str]:
    issuer = Issuer.objects.on(day).order_by("pk").last()
    return [issuer.address, issuer.seal_note] if issuer else []
