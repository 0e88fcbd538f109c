"""A report for the tests: an invented company and invented values (架空の例)."""

import datetime as dt
from typing import Any

from kosetsu.services.testing.papers.content import Address, Content, Instrument, Result, Sample
from kosetsu.services.testing.papers.verdicts import Limit, against

DAY = dt.date(2026, 11, 20)


def content(**changes: Any) -> Content:
    """A salt spray test with nothing missing."""
    said: dict[str, Any] = {
        "kind": "test",
        "title": "試験成績書",
        "number": "B01-R8-00001",
        "issued_on": DAY,
        "laboratory": Address("公設試験所（架空）", "東京都江東区青海2-4-10", "03-0000-0000"),
        "places": ("本部 表面化学実験室",),
        "client": Address("架空めっき工業株式会社 本社工場", "東京都大田区", "技術部 見本 花子"),
        "samples": (Sample("料R8-00001", "亜鉛めっきボルト M8", "梱包に傷なし", dt.date(2026, 11, 2)),),
        "methods": ("JIS Z 2371:2015",),
        "deviations": "なし",
        "started_on": dt.date(2026, 11, 4),
        "ended_on": dt.date(2026, 11, 8),
        "conditions": "35 °C、5 % NaCl、pH 6.8",
        "results": (
            Result("料R8-00001", "膜厚", "8.4", "µm", "0.6"),
            Result("料R8-00001", "白さび発生時間", "72", "h"),
        ),
        "instruments": (
            Instrument("D-014", "膜厚計", dt.date(2026, 4, 10), dt.date(2027, 4, 9), "JCSS-0123", "国家計量標準"),
            Instrument("D-020", "塩水噴霧試験機", calibrated=False),
        ),
        "tested_by": ("試験 太郎",),
        "verified_by": ("検証 花子",),
        "authorised_by": "所長 架空 一郎",
        "seal": "omitted",
        "uncertainty_note": "包含係数 k = 2、信頼の水準 約95 %",
    }
    return Content(**said | changes)


def judged(*, guarded: bool, **limits: Any) -> Content:
    """The same results beside a drawing's requirement for the thickness."""
    return against(content(), [Limit("膜厚", **limits)], specification="図面 A-1 第2版", guarded=guarded)
