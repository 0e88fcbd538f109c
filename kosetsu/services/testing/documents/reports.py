"""The report (成績書) as A4 PDF: one Typst template, Japanese or English, the same bytes from the same content."""

import datetime as dt
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras
from kosetsu.common.decisions import Refused, no
from kosetsu.common.pdf import ACCESSIBLE, render, render_apart
from kosetsu.services.testing.models import ReportPaper
from kosetsu.services.testing.papers.content import Content, Result, translated
from kosetsu.services.testing.states import Judgement, ReportKind, Seal

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "testing" / "reports" / "report.typ"
LANGUAGES: Final = ("ja", "en")


def report_pdf(
    content: Content,
    *,
    at: dt.datetime,
    language: str = "ja",
    english: Mapping[str, str] | None = None,
    verification: str = "",
    address: str = "",
    apart: bool = True,
) -> bytes:
    """The paper. ``verification`` is its number for strangers and ``address`` where they ask; both make the QR code."""
    data = report_data(content, language=language, english=english or {}, verification=verification, address=address)
    return (render_apart if apart else render)(TEMPLATE, data, at=at, standards=ACCESSIBLE)


def verify_address(verification: str) -> str:
    """Where a stranger asks whether a report is valid; the QR code leads there."""
    return f"{settings.PUBLIC_URL}{reverse('testing:verify_report', args=[verification])}"


def paper_bytes(paper: ReportPaper) -> bytes:
    """The stored paper; refused where its bytes are not the ones that were issued."""
    with paper.file.open("rb") as file:
        data: bytes = file.read()
    if sha256(data).hexdigest() != paper.sha256:
        raise Refused(no(_("保管した成績書が壊れています。"), _("システム管理者へ連絡してください。")))
    return data


def report_data(
    content: Content, *, language: str, english: Mapping[str, str], verification: str, address: str
) -> dict[str, Any]:
    """All that the template prints, in one language."""
    said = translated(content, english) if language == "en" else content
    with override(language):
        return {
            "language": language,
            "title": said.title,
            "number": _("第 %(number)s 号") % {"number": said.number},
            "day": _day(said.issued_on, language),
            "client": [said.client.name, said.client.address, said.client.contact],
            "honorific": _("御中") if language == "ja" else "",
            "laboratory": [said.laboratory.name, said.laboratory.address, said.laboratory.contact],
            "seal": _seal(said.seal),
            "authorised_by": said.authorised_by,
            "lead": _lead(said),
            "amendment": _amendment(said, language),
            "facts": [list(fact) for fact in _facts(said, language) if fact[1]],
            "samples": _samples(said, language),
            "results": _results(said),
            "result_notes": _result_notes(said),
            "instruments": _instruments(said, language),
            "opinions": [[one.text, _("根拠：%(basis)s（%(by)s）") % {"basis": one.basis, "by": one.by}]
                         for one in said.opinions],
            "remarks": list(said.remarks),
            "statements": _statements(said),
            "people": [[_("試験者"), "、".join(said.tested_by)], [_("検証者"), "、".join(said.verified_by)],
                       [_("発行承認者"), said.authorised_by]],
            "words": _words(),
            "verification": verification,
            "address": address,
            "qr": segno.make(address, error="m").svg_inline(border=4) if address else "",
        }  # fmt: skip


def _words() -> dict[str, str]:
    """Headings and the like."""
    return {
        "samples": _("試料"), "results": _("測定結果"), "instruments": _("使用した機器"), "opinions": _("意見及び解釈"),
        "remarks": _("備考"), "people": _("責任者"), "verify": _("真偽の確認"), "end": _("以上"),
        "verify_text": _("二次元コードまたは下の番号で、本書が有効かどうかを確かめられます。"),
        "qr": _("真偽を確認するページの二次元コード"), "seal_place": _("公印"),
    }  # fmt: skip


def _seal(seal: str) -> dict[str, str]:
    text = {
        Seal.SEAL: "",
        Seal.OMITTED: _("（公印省略）"),
        Seal.ELECTRONIC: _("（電子署名付き文書）"),
    }[Seal(seal)]
    return {"kind": seal, "text": text}


def _lead(said: Content) -> str:
    return {
        ReportKind.TEST: _("ご依頼の試験の結果は、次のとおりです。"),
        ReportKind.CALIBRATION: _("ご依頼の校正の結果は、次のとおりです。"),
        ReportKind.SAMPLING: _("ご依頼の試料採取の記録は、次のとおりです。"),
    }[ReportKind(said.kind)]


def _amendment(said: Content, language: str) -> list[str]:
    lines = []
    if said.replaces:
        lines = [
            _("本書は、第 %(number)s 号（%(day)s発行）に代わるものです。")
            % {"number": said.replaces, "day": _day(said.replaces_issued_on, language)},
            _("変更した箇所：%(text)s") % {"text": said.changes},
            _("変更の理由：%(text)s") % {"text": said.reason},
        ]
    if said.same_measurements_as:
        lines.append(
            _("測定値は第 %(number)s 号と同じもので、測り直していません。") % {"number": said.same_measurements_as}
        )
    return lines


def _facts(said: Content, language: str) -> list[tuple[str, str]]:
    days = [_day(day, language) for day in dict.fromkeys((said.started_on, said.ended_on))]
    facts = [
        (_("試験方法"), "\n".join(said.methods)),
        (_("方法からの逸脱・追加・除外"), said.deviations),
        (_("実施日"), _(" から ").join(days)),
        (_("実施場所"), "\n".join(said.places)),
        (_("試験条件・環境"), said.conditions),
        (_("依頼者からの情報"), "\n".join(said.from_client)),
    ]
    if taken := said.sampling:
        facts += [
            (_("試料の採取"), "\n".join((_day(taken.on, language), taken.item, taken.place))),
            (_("採取の計画と方法"), taken.plan),
            (_("採取時の環境"), taken.conditions),
            (_("採取の不確かさ"), taken.uncertainty),
        ]
    return facts


def _samples(said: Content, language: str) -> dict[str, Any]:
    return {
        "heads": [_("試料番号"), _("名称"), _("状態"), _("受領日")],
        "rows": [
            [one.number, one.description, one.condition or "―", _day(one.received_on, language) or "―"]
            for one in said.samples
        ],
    }


def _results(said: Content) -> dict[str, Any]:
    """Only the columns that some line fills."""
    columns: list[tuple[str, str, Callable[[Result], str]]] = [
        (_("試料番号"), "start", lambda one: one.sample),
        (_("項目"), "start", _item),
        (_("調整前"), "end", lambda one: one.before_adjustment),
        (_("測定値"), "end", lambda one: one.value),
        (_("拡張不確かさ"), "end", lambda one: one.uncertainty),
        (_("単位"), "start", lambda one: one.unit),
        (_("規格値"), "start", lambda one: one.requirement),
        (_("判定"), "start", lambda one: str(Judgement(one.verdict).label) if one.verdict else ""),
    ]
    kept = [(head, align, cell) for head, align, cell in columns if any(cell(one) for one in said.results)]
    return {
        "heads": [head for head, _align, _cell in kept],
        "aligns": [align for _head, align, _cell in kept],
        "rows": [[cell(one) for _head, _align, cell in kept] for one in said.results],
    }


def _item(one: Result) -> str:
    return (
        _("%(item)s（外部：%(provider)s）") % {"item": one.item, "provider": one.provider} if one.external else one.item
    )


def _result_notes(said: Content) -> list[str]:
    notes = []
    if said.uncertainty_note:
        notes.append(_("不確かさ：%(text)s") % {"text": said.uncertainty_note})
    if said.specification:
        notes.append(_("規格：%(text)s") % {"text": said.specification})
    if said.decision_rule:
        notes.append(_("判定規則：%(text)s") % {"text": said.decision_rule})
    return notes


def _instruments(said: Content, language: str) -> dict[str, Any]:
    return {
        "heads": [_("番号"), _("名称"), _("校正日"), _("有効期限"), _("証明書・トレーサビリティ")],
        "rows": [
            [one.code, one.name, _day(one.calibrated_on, language) or "―", _day(one.valid_until, language) or "―",
             " ".join(text for text in (one.certificate, one.traceability) if text) or "―"]
            for one in said.instruments
        ],
    }  # fmt: skip


def _statements(said: Content) -> list[str]:
    """What the standard makes every report say (7.8.2.1 l and its note, 7.8.2.2)."""
    lines = [
        _("結果は、上記の試料だけに関するものです。"),
        _("本書の一部だけを複製するには、当機関の文書による承認が必要です。"),
    ]
    if said.sampling is None:
        lines.append(_("当機関は試料の採取に関わっておらず、結果は受け取った試料に適用します。"))
    if said.from_client:
        lines.append(
            _(
                "「依頼者からの情報」は依頼者が提供したもので、当機関は責任を負いません。結果の妥当性に影響することがあります。"
            )
        )
    return lines


def _day(day: dt.date | None, language: str) -> str:
    """令和8年11月20日; readers of other languages are told 2026-11-20."""
    if day is None:
        return ""
    return eras.long_text(day) if language == "ja" else day.isoformat()
