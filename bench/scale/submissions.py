"""A body's list of applications with a file each, from one seed: half of the applicants are registered here, some of
them written in another way; and the same list with mistakes in as many cells as are asked for.
"""

import io
import random
import zipfile
from collections.abc import Sequence

from bench.scale.dice import sentence
from bench.scale.sizes import SEED
from kosetsu.common.spreadsheets import write_xlsx
from kosetsu.foundation.parties.models import Organisation
from kosetsu.services.screening.documents.intake import columns_of

KEYS = ("number", "title", "applicant", "corporate_number", "workplace", "fields", "text", "received_on", "files")
FILE = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
MISTAKES = ((0, ""), (1, ""), (2, ""), (3, "123"), (5, "no such field"), (7, "yesterday"), (8, "missing.pdf"))
Rows = list[list[str]]


def rows(count: int, salt: str, *, files: bool) -> Rows:
    """Numbers begin with ``salt``, so that two lists share none."""
    dice = random.Random(f"{SEED}{salt}")
    known = list(Organisation.objects.clients().order_by("pk").values_list("name", flat=True)[: count // 2])
    return [
        [
            f"{salt}-{n:05}", sentence(dice)[:120], _applicant(dice, known, n), "", "", "COR", sentence(dice),
            "2026-03-30", f"{salt}-{n:05}.pdf" if files else "",
        ]
        for n in range(count)
    ]  # fmt: skip


def _applicant(dice: random.Random, known: Sequence[str], n: int) -> str:
    if n % 2 or not known:
        return f"申請者{n:05}株式会社"
    name = dice.choice(known)
    return name.replace("株式会社", "㈱") if dice.random() < 0.3 else name


def spoiled(good: Rows, mistakes: int) -> Rows:
    """The same with so many bad rows, one bad cell each, spread over the list."""
    bad = [list(row) for row in good]
    for n in range(mistakes):
        column, text = MISTAKES[n % len(MISTAKES)]
        bad[(n * len(bad)) // mistakes][column] = text
    return bad


def sheet(of: Rows) -> bytes:
    """As a workbook with the house's headings."""
    by_key = {one.key: one for one in columns_of(None)}
    return write_xlsx([by_key[key] for key in KEYS], of, "一覧")


def archive(of: Rows) -> bytes:
    """The files that the rows name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for row in of:
            if row[8]:
                packed.writestr(row[8], FILE)
    return out.getvalue()
