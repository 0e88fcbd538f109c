"""What a report must say before it may be issued: ISO/IEC 17025:2017, 7.8, clause by clause."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.services.testing.papers.content import Content, Instrument, texts
from kosetsu.services.testing.papers.verdicts import number
from kosetsu.services.testing.states import ReportKind

SOURCE = "ISO/IEC 17025:2017 7.8"


@dataclass(frozen=True, slots=True)
class Missing:
    """One item that the standard asks for and the draft does not say: where it is asked for, what, and what to do."""

    clause: str
    item: str
    next_step: str

    def __str__(self) -> str:
        return _("%(item)s（%(source)s %(clause)s）がありません。") % {
            "item": self.item,
            "source": SOURCE.split(" 7")[0],
            "clause": self.clause,
        }


def missing_items(content: Content) -> list[Missing]:
    """What is missing, in the order of the standard; an empty list lets the report be issued."""
    found = [*_common(content), *_results(content), *_by_kind(content), *_sampling(content), *_conformity(content)]
    return [*found, *_opinions(content), *_amendment(content)]


def untranslated(content: Content, english: Mapping[str, str]) -> list[str]:
    """The texts for which an English paper has no words yet."""
    return [text for text in texts(content) if not english.get(text, "").strip()]


def _common(content: Content) -> Iterator[Missing]:
    """7.8.2.1, letter by letter."""
    draft = _("下書きを開いて書いてください。")
    order = _("注文の画面で登録してください。")
    asked = [
        ("7.8.2.1 a", _("表題"), content.title, draft),
        ("7.8.2.1 b", _("試験所の名称"), content.laboratory.name, _("機関の設定を確かめてください。")),
        ("7.8.2.1 b", _("試験所の所在地"), content.laboratory.address, _("拠点の所在地を登録してください。")),
        ("7.8.2.1 c", _("試験を行った場所"), any(content.places), _("試験記録に場所を書いてください。")),
        ("7.8.2.1 d", _("成績書番号"), content.number, _("発行の操作をやり直してください。")),
        ("7.8.2.1 e", _("依頼者の名称"), content.client.name, order),
        ("7.8.2.1 e", _("依頼者の連絡先"), content.client.address or content.client.contact, order),
        ("7.8.2.1 f", _("試験方法"), any(content.methods), _("試験記録に方法（規格と年版）を書いてください。")),
        ("7.8.2.1 g", _("試料"), content.samples, _("試料を受け入れてください。")),
        ("7.8.2.1 i", _("試験の実施日"), content.started_on and content.ended_on, _("試験記録に書いてください。")),
        ("7.8.2.1 j", _("発行日"), content.issued_on, _("発行の操作をやり直してください。")),
        ("7.8.2.1 n", _("方法からの逸脱の有無"), content.deviations, _("なければ「なし」と書いてください。")),
        ("7.8.2.1 o", _("発行を承認した者"), content.authorised_by, _("発行の操作をやり直してください。")),
    ]  # fmt: skip
    for clause, item, said, next_step in asked:
        if not said or (isinstance(said, str) and not said.strip()):
            yield Missing(clause, str(item), str(next_step))
    yield from _samples(content)
    yield from _instruments(content)
    if not content.verified_by:
        yield Missing("7.8.1.1", _("検証した者"), _("試験をした者と別の者が検証してください。"))


def _samples(content: Content) -> Iterator[Missing]:
    for one in content.samples:
        if not one.number or not one.description:
            yield Missing("7.8.2.1 g", _("試料「%(number)s」の名称と番号") % {"number": one.number or one.description},
                          _("試料の記録を開いて書いてください。"))  # fmt: skip
        if one.received_on is None and content.sampling is None:
            yield Missing("7.8.2.1 h", _("試料「%(number)s」の受領日") % {"number": one.number},
                          _("試料の受入れを記録してください。"))  # fmt: skip


def _instruments(content: Content) -> Iterator[Missing]:
    """The measurements rest on calibrations that held when they were made (6.4.6)."""
    for one in content.instruments:
        if one.calibrated and not _calibrated(one, one.used_on or content.ended_on):
            yield Missing("6.4.6", _("試験日に有効な機器「%(code)s」の校正") % {"code": one.code},
                          _("校正の記録を確かめ、有効な機器で測り直してください。"))  # fmt: skip


def _calibrated(one: Instrument, day: dt.date | None) -> bool:
    if one.calibrated_on is None or one.valid_until is None or day is None:
        return False
    return one.calibrated_on <= day <= one.valid_until


def _results(content: Content) -> Iterator[Missing]:
    known = {one.number for one in content.samples}
    if not content.results and content.kind != ReportKind.SAMPLING:
        yield Missing("7.8.2.1 m", _("結果"), _("試験記録に測定値を登録してください。"))
    for one in content.results:
        if not one.value.strip():
            yield Missing("7.8.2.1 m", _("「%(item)s」の測定値") % {"item": one.item},
                          _("試験記録に測定値を登録してください。"))  # fmt: skip
        if not one.unit.strip() and number(one.value) is not None:
            yield Missing("7.8.2.1 m", _("「%(item)s」の単位") % {"item": one.item},
                          _("単位のない量は「1」と書いてください。"))  # fmt: skip
        if one.sample not in known:
            named = {"item": one.item, "number": one.sample}
            yield Missing("7.8.2.1 g", _("「%(item)s」を測った試料「%(number)s」") % named,
                          _("試料番号を確かめてください。"))  # fmt: skip
        if one.external and not one.provider.strip():
            yield Missing("7.8.2.1 p", _("「%(item)s」を測った外部の機関") % {"item": one.item},
                          _("外部から受けた結果には、機関名を書いてください。"))  # fmt: skip


def _by_kind(content: Content) -> Iterator[Missing]:
    """7.8.3 for tests, 7.8.4 for calibrations."""
    write = _("試験記録に書いてください。")
    calibration = content.kind == ReportKind.CALIBRATION
    if content.kind == ReportKind.SAMPLING:
        return
    if not content.conditions.strip():
        yield Missing("7.8.4.1 b" if calibration else "7.8.3.1 a", _("試験条件・環境条件"), write)
    if calibration or content.needs_uncertainty:
        for one in content.results:
            if number(one.value) is not None and not one.uncertainty.strip():
                clause = "7.8.4.1 a" if calibration else "7.8.3.1 c"
                yield Missing(clause, _("「%(item)s」の不確かさ") % {"item": one.item},
                              _("試験記録で不確かさを計算してください。"))  # fmt: skip
    if any(one.uncertainty for one in content.results) and not content.uncertainty_note.strip():
        yield Missing("7.8.3.1 c", _("不確かさの包含係数と信頼の水準"), write)
    if calibration:
        if not any(one.traceability.strip() for one in content.instruments):
            yield Missing("7.8.4.1 c", _("計量トレーサビリティの記述"), _("使用した標準器の校正を登録してください。"))
        if content.adjusted and not all(one.before_adjustment for one in content.results):
            yield Missing("7.8.4.1 d", _("調整の前の結果"), _("調整前の測定値を登録してください。"))


def _sampling(content: Content) -> Iterator[Missing]:
    """7.8.5: only where the laboratory took the items itself."""
    taken = content.sampling
    if taken is None:
        if content.kind == ReportKind.SAMPLING:
            yield Missing("7.8.5", _("試料採取の記録"), _("採取の記録を登録してください。"))
        return
    asked = [
        ("7.8.5 a", _("採取した日"), taken.on),
        ("7.8.5 b", _("採取した試料"), taken.item),
        ("7.8.5 c", _("採取した場所"), taken.place),
        ("7.8.5 d", _("採取の計画と方法"), taken.plan),
        ("7.8.5 e", _("採取したときの環境条件"), taken.conditions),
    ]
    if content.needs_uncertainty:
        asked.append(("7.8.5 f", _("採取の不確かさを評価するための情報"), taken.uncertainty))
    for clause, item, said in asked:
        if not said:
            yield Missing(clause, str(item), _("採取の記録に書いてください。"))


def _conformity(content: Content) -> Iterator[Missing]:
    """7.8.6: whoever says "pass" says of what, against what, and by which rule."""
    if not any(one.verdict for one in content.results):
        return
    if not content.specification.strip():
        yield Missing("7.8.6.2 b", _("適合を判定した規格"), _("規格の名称と年版を書いてください。"))
    if not content.decision_rule.strip():
        yield Missing("7.8.6.2 c", _("判定規則"), _("判定規則を選んでください。"))
    for one in content.results:
        if one.verdict and not one.requirement.strip():
            yield Missing("7.8.6.2 a", _("「%(item)s」の規格値") % {"item": one.item}, _("規格値を登録してください。"))


def _opinions(content: Content) -> Iterator[Missing]:
    for one in content.opinions:
        if not one.basis.strip():
            yield Missing("7.8.7.1", _("意見及び解釈の根拠"), _("根拠にした結果や文献を書いてください。"))
        if not one.by.strip():
            yield Missing("7.8.7.1", _("意見及び解釈を述べた者"), _("権限のある者の氏名を書いてください。"))


def _amendment(content: Content) -> Iterator[Missing]:
    """7.8.8: a new paper names the old one, says what changed and why."""
    if not content.replaces:
        return
    if content.replaces_issued_on is None:
        yield Missing("7.8.8.3", _("元の成績書の発行日"), _("元の成績書を確かめてください。"))
    if not content.changes.strip():
        yield Missing("7.8.8.1", _("変更した箇所"), _("どこを変えたかを書いてください。"))
    if not content.reason.strip():
        yield Missing("7.8.8.1", _("変更の理由"), _("なぜ変えたかを書いてください。"))
