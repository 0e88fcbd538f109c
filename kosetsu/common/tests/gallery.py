"""One example of everything: what the tests render and the browser looks at."""

import datetime as dt
from typing import Any

from django import forms

from kosetsu.common.charts import Bar, Series, bar_chart, line_chart, stacked_chart


class ExampleForm(forms.Form):
    problem = forms.CharField(label="お困りごと", help_text="ご自分の言葉で。", widget=forms.Textarea)
    email = forms.EmailField(label="メールアドレス")
    branch = forms.ChoiceField(label="支社", choices=[("", "選んでください"), ("J", "城南支社")], required=False)
    channel = forms.ChoiceField(label="方法", choices=[("v", "来所"), ("o", "オンライン")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(label="内容に同意する")


def figures() -> list[str]:
    return [
        bar_chart(
            title="第二期の目標",
            summary="三つのうち二つが目安を超えています。",
            unit="件",
            against_target=True,
            bars=[
                Bar("技術相談", 98_400, target=120_000, pace=90_000, url="/consultations/"),
                Bar("製品化・事業化", 31, target=60, pace=40),
                Bar("新しい事業所", None, target=500, unit="事業所"),
            ],
        ),
        line_chart(
            title="依頼試験の推移",
            summary="5年で2割増えました。",
            unit="件",
            head="年度",
            labels=["H30", "R1", "R2", "R3", "R4", "R5", "R6"],
            series=[
                Series("依頼試験", [1020, 1100, None, 980, 1180, 1200, 1210]),
                Series("機器利用", [820, 900, 700, 910, 990, 1190, 1205]),
            ],
        ),
        stacked_chart(
            title="支社別の相談",
            summary="城南支社は来所が多く、本部はオンラインが多い。",
            unit="件",
            head="支社",
            labels=["本部", "城南支社"],
            series=[Series("来所", [400, 310]), Series("オンライン", [800, 20]), Series("電話", [120, 90])],
        ),
    ]


def context() -> dict[str, Any]:
    """The gallery's context; every value a page of the house would pass to the components."""
    form = ExampleForm({"problem": "<script>白い粉</script>", "email": "山田", "channel": ""})
    return {
        "layout": "layouts/desk.html",
        "at": dt.datetime(2026, 8, 3, 1, 30, tzinfo=dt.UTC),
        "form": form,
        "labels": ["内容", "連絡先", "確認"],
        "crumbs": [("ホーム", "/desk/"), ("相談", "/desk/consultations/"), ("相R8-00123", "")],
        "chain": [
            {"label": "相談", "state": "done", "date": dt.date(2026, 8, 3), "url": "/"},
            {"label": "見積", "state": "done", "date": dt.date(2026, 8, 5)},
            {"label": "受付", "state": "skipped"},
            {"label": "試験", "state": "current", "date": dt.date(2026, 8, 10)},
            *({"label": label, "state": "todo"} for label in ("検証", "発行", "請求", "受領")),
        ],
        "tabs": [
            {"label": "やりとり", "url": "?t=1", "active": True, "count": 3},
            {"label": "書類", "url": "?t=2", "active": False},
        ],
        "facts": [("会社", "東京精密めっき株式会社"), ("受付日", "2026/08/03"), ("担当", None)],
        "files": [{"name": "写真.jpg", "url": "/files/1", "size": 1_234_567, "note": "試料の表面"}],
        "figures": figures(),
        "portal_menu": [
            group("", line("はじめに", "/")),
            group("試験と機器", line("試験をさがす", "/tests/"), line("予約", "/bookings/", active=True)),
        ],
        "partner_menu": [],
        "desk_menu": [
            group("今日", line("私の仕事", "/desk/", count=12), line("検索", "/desk/search/"), opened=True),
            group(
                "相談",
                line("相談", "/desk/consultations/", active=True, count=4),
                line("機関・会社", "/desk/parties/", count=0),
            ),
            group("料金", line("請求", "/desk/billing/", count=2), line("入金", "/desk/payments/", count=3)),
            group("", line("年報・実績", "/desk/reporting/")),
        ],
    }


def line(label: str, url: str, *, active: bool = False, count: int | None = None) -> dict[str, Any]:
    return {"label": label, "url": url, "active": active, "count": count}


def group(label: str, *lines: dict[str, Any], opened: bool = False) -> dict[str, Any]:
    active = any(one["active"] for one in lines)
    count = sum(one["count"] or 0 for one in lines)
    return {"label": label, "lines": lines, "active": active, "open": active or opened, "count": count}
