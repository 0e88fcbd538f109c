"""The bank's file of transfers: the fixed-length records of the 全銀協 (振込入金通知), or a CSV.

Fixed length: 200 bytes a record in cp932, years of the era; header 1, data 2, trailer 8, end 9. Every wrong row is
named; a file with one is not taken in.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common import eras
from kosetsu.common.mistakes import Mistake
from kosetsu.common.spreadsheets import Column, Kind, read_table

LENGTH = 200
HEADER, DATA, TRAILER, END = "1", "2", "8", "9"
NOTICE = "01"
CANCELLED = "1"
COLUMNS = [
    Column("on_date", gettext_lazy("入金日"), Kind.DATE),
    Column("amount", gettext_lazy("金額"), Kind.YEN),
    Column("payer", gettext_lazy("振込人")),
    Column("reference", gettext_lazy("照会番号")),
]


class BadTransfers(Mistake):
    """The file cannot be taken in; ``rows`` holds (row number, reason) of everything wrong."""

    def __init__(self, rows: list[tuple[int, str]]) -> None:
        self.rows = rows
        number, reason = rows[0]
        super().__init__(
            gettext_lazy("%(row)d行目: %(why)s（ほか%(more)d件）"),
            gettext_lazy("ファイルを直すか、銀行から取り直してください。何も取り込んでいません。"),
            row=number,
            why=reason,
            more=len(rows) - 1,
        )


@dataclass(frozen=True, slots=True)
class TransferRow:
    """One transfer: its row in the file, and what tells it from any other."""

    number: int
    on_date: dt.date
    amount_yen: int
    payer: str
    reference: str


def read_transfers(data: bytes, name: str) -> list[TransferRow]:
    """The transfers of a file; raises :class:`BadTransfers` with every wrong row."""
    wrong: list[tuple[int, str]] = []
    rows = list(_csv(data, name, wrong) if name.lower().endswith((".csv", ".xlsx")) else _fixed(data, wrong))
    seen: dict[str, int] = {}
    for row in rows:
        first = seen.setdefault(row.reference, row.number)
        if first != row.number:
            wrong.append((row.number, _("%(first)d行目と同じ照会番号です。") % {"first": first}))
    if not rows and not wrong:
        wrong.append((1, _("入金が1件もありません。")))
    if wrong:
        raise BadTransfers(sorted(wrong))
    return rows


def _csv(data: bytes, name: str, wrong: list[tuple[int, str]]) -> Iterator[TransferRow]:
    for row in read_table(data, name, COLUMNS):
        try:
            day = eras.parse_date(row.cells["on_date"])
        except Mistake as mistake:
            wrong.append((row.number, str(mistake)))
            continue
        amount = row.cells["amount"].replace(",", "")
        if not (amount.isascii() and amount.isdigit() and int(amount)):
            wrong.append((row.number, _("金額「%(text)s」が読めません。") % {"text": row.cells["amount"]}))
        elif not row.cells["reference"]:
            wrong.append((row.number, _("照会番号がありません。")))
        else:
            yield TransferRow(row.number, day, int(amount), row.cells["payer"], row.cells["reference"])


def _records(data: bytes) -> list[bytes]:
    """With line ends or without."""
    return [line for line in data.splitlines() if line] if b"\n" in data else _sliced(data)


def _sliced(data: bytes) -> list[bytes]:
    return [data[start : start + LENGTH] for start in range(0, len(data.rstrip(b"\x1a")), LENGTH)]


def _fixed(data: bytes, wrong: list[tuple[int, str]]) -> Iterator[TransferRow]:
    account, count, total, trailed = "", 0, 0, False
    for number, record in enumerate(_records(data), start=1):
        if len(record) != LENGTH:
            wrong.append((number, _("長さが%(length)dバイトです（200バイトのはず）。") % {"length": len(record)}))
            continue
        kind = chr(record[0])
        if kind == HEADER:
            account = _account(record, number, wrong)
        elif kind == DATA and chr(record[127]) != CANCELLED:
            row = _transfer(record, number, account, wrong)
            if row:
                count, total = count + 1, total + row.amount_yen
                yield row
        elif kind == TRAILER:
            trailed = True
            _compare(record, number, count, total, wrong)
        elif kind not in (DATA, END):
            wrong.append((number, _("データ区分「%(kind)s」は使えません。") % {"kind": kind}))
    if not trailed:
        wrong.append((number if data else 1, _("トレーラーレコードがありません。")))


def _account(record: bytes, number: int, wrong: list[tuple[int, str]]) -> str:
    if record[1:3].decode("ascii", "replace") != NOTICE:
        wrong.append((number, _("種別コードが01（振込入金通知）ではありません。")))
    return "-".join(record[a:b].decode("ascii", "replace") for a, b in ((22, 26), (41, 44), (60, 67)))


def _transfer(record: bytes, number: int, account: str, wrong: list[tuple[int, str]]) -> TransferRow | None:
    try:
        day, amount = _era_day(record[7:13].decode("ascii")), int(record[19:29].decode("ascii"))
        payer, edi = record[49:97].decode("cp932").strip(), record[128:148].decode("cp932").strip()
    except ValueError:
        wrong.append((number, _("日付・金額・振込依頼人名のどれかが読めません。")))
        return None
    if not account or amount < 1:
        wrong.append((number, _("ヘッダーより前の行か、金額が0の行です。")))
        return None
    said = record[1:7].decode("ascii", "replace").strip()
    return TransferRow(number, day, amount, f"{payer} {edi}".strip(), f"{account}/{day:%Y%m%d}/{said}")


def _era_day(text: str) -> dt.date:
    """ "081120" is 令和8年11月20日."""
    return dt.date(eras.ERAS[0].first_day.year + int(text[:2]) - 1, int(text[2:4]), int(text[4:]))


def _compare(record: bytes, number: int, count: int, total: int, wrong: list[tuple[int, str]]) -> None:
    said = record[1:7].decode("ascii", "replace"), record[7:19].decode("ascii", "replace")
    if not (said[0].isdigit() and said[1].isdigit()) or (int(said[0]), int(said[1])) != (count, total):
        values = {"count": count, "total": f"{total:,}"}
        wrong.append((number, _("合計が明細と合いません（明細は%(count)d件、%(total)s円）。") % values))
