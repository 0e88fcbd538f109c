"""Papers of instruments: the licence's card as a PDF with its QR, and the QR that opens a bench."""

import io
from pathlib import Path

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common.pdf import render_apart
from kosetsu.foundation.bookings.models import Resource
from kosetsu.foundation.parties.models import Institute
from kosetsu.services.instruments.models import Licence

TEMPLATE = Path(__file__).parent / "templates" / "instruments" / "card.typ"


def validity_address(licence: Licence) -> str:
    """Where anyone reads whether the card is good."""
    return str(settings.PUBLIC_URL) + reverse("instruments:validity", args=[licence.public_id])


def card_pdf(licence: Licence) -> bytes:
    """The card, of a bank card's size; the same licence gives the same bytes."""
    with override("ja"):
        institute = Institute.current()
        data = {
            "title": _("機器利用認定証"),
            "number": licence.number,
            "name": str(licence.person),
            "instrument": licence.offering.name_ja,
            "facts": [
                (_("研修レベル"), str(licence.level)),
                (_("有効期間"), f"{licence.valid_from:%Y/%m/%d}–{licence.valid_until:%Y/%m/%d}"),
            ],
            "institute": institute.name_ja if institute else "",
            "note": _("現在の有効性は、右のコードで確かめられます。"),
            "qr": qr_svg(validity_address(licence)),
        }
    return render_apart(TEMPLATE, data, at=licence.issued_at)


def bench_qr(resource: Resource) -> str:
    """The code that stands on the instrument: a telephone opens its bench."""
    return qr_svg(str(settings.PUBLIC_URL) + reverse("instruments-desk:bench", args=[resource.code]))


def qr_svg(text: str) -> str:
    """A QR code as an SVG document."""
    written = io.BytesIO()
    segno.make(text, error="m").save(written, kind="svg", scale=4, border=2, xmldecl=False, svgns=True)
    return written.getvalue().decode()
