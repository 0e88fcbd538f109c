"""Labels of samples: number, what it is, a QR code that opens its page, the number in Code 128."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from django.utils.translation import gettext as _

from kosetsu.common.pdf import render_apart
from kosetsu.common.qr import qr_svg
from kosetsu.services.testing.models import Sample
from kosetsu.services.testing.rules import code128

TEMPLATE = Path(__file__).parents[1] / "templates" / "testing" / "labels.typ"


def labels_pdf(samples: Sequence[Sample], root: str, at: dt.datetime) -> bytes:
    """A sheet of labels, one for each sample; ``root`` is the address that their pages begin with."""
    return render_apart(
        TEMPLATE,
        {"title": _("試料のラベル"), "received": _("受領"), "labels": [_label(one, root) for one in samples]},
        at=at,
    )


def bar_text(sample: Sample) -> str:
    """The number as a scanner reads it: without the kanji that every sample's number begins with."""
    return sample.number.encode("ascii", "ignore").decode()


def _label(sample: Sample, root: str) -> dict[str, object]:
    return {
        "number": sample.number,
        "name": sample.name,
        "mark": sample.mark,
        "order": sample.order.case.number,
        "received_on": sample.received_on.isoformat(),
        "qr": qr_svg(f"{root}{sample.public_id}/"),
        "bars": code128(bar_text(sample)),
    }
