"""The contract of a room, and its change by an extension: A4, from what was written down when it was signed."""

import datetime as dt
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import eras
from kosetsu.common.money import yen_text
from kosetsu.common.pdf import ACCESSIBLE, render_apart
from kosetsu.foundation.parties.models import Institute
from kosetsu.services.labs.models import Contract, LabTerms, Tenancy
from kosetsu.services.labs.states import ContractKind, DayShare

TEMPLATE: Final = Path(__file__).parent.parent / "templates" / "labs" / "contract.typ"


def contract_pdf(contract: Contract) -> bytes:
    """The paper as it was signed."""
    data = {**contract.facts, "number": contract.number}
    return render_apart(TEMPLATE, data, at=contract.made_at, standards=ACCESSIBLE)


def contract_facts(tenancy: Tenancy, kind: ContractKind, terms: LabTerms, day: dt.date) -> dict[str, Any]:
    """All that the paper prints, in Japanese, for ever."""
    institute, workplace = Institute.current(), tenancy.workplace
    with override("ja"):
        facts = [
            [_("使用する室"), f"{tenancy.lab.branch} {tenancy.lab.room}"],
            [_("面積"), f"{tenancy.lab.area_m2}㎡" if tenancy.lab.area_m2 else ""],
            [_("製品開発のテーマ"), tenancy.theme],
            [_("契約期間"), f"{eras.long_text(tenancy.since)} ～ {eras.long_text(tenancy.until)}"],
            [_("使用料（月額）"), yen_text(tenancy.monthly_yen or 0)],
            [_("保証金"), yen_text(tenancy.deposit_yen or 0)],
        ]
        return {
            "title": str(kind.label),
            "day": eras.long_text(day),
            "tenant": [tenancy.organisation.name_on(day), workplace.name, workplace.address],
            "institute": [institute.name if institute else "", str(tenancy.lab.branch), tenancy.lab.branch.address],
            "lead": _first_words(kind),
            "facts": facts,
            "clauses": _clauses(terms),
            "parties": [_("貸主"), _("借主")],
            "heads": [_("項目"), _("内容")],
        }


def _first_words(kind: ContractKind) -> str:
    if kind == ContractKind.EXTENSION:
        return _("両者は、製品開発支援ラボの契約期間を、次のとおり変更します。ほかの条件は、元の契約のとおりです。")
    return _("両者は、製品開発支援ラボの使用について、次のとおり契約します。")


def _clauses(terms: LabTerms) -> list[str]:
    values = {
        "share": str(DayShare(terms.day_share).label), "notice": terms.notice_days, "times": terms.extension_times,
        "years": terms.extension_years, "months": terms.check_months, "passes": terms.passes,
    }  # fmt: skip
    return [
        _("使用料は月ごとに後払いとし、月の途中の入居・退去は%(share)sとする。") % values,
        _("退去するときは、%(notice)s日前までに届け出る。使用料は、退去日までとする。") % values,
        _("契約期間は、審査のうえ、1回につき%(years)s年、%(times)s回まで延長できる。") % values,
        _("退去のときは室を元の状態に戻す。保証金は、未払いの料金などを差し引いて返す。"),
        _("入館証は%(passes)s枚までとし、退去のときにすべて返す。") % values,
        _("ラボマネージャーの訪問と、%(months)sか月ごとの年次確認に協力する。") % values,
    ]
