"""The results go back: the panel closes, the paper and its letter are kept as they went, every review counts once."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from kosetsu.common import fiscal
from kosetsu.common.attachments import columns_of
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Refused, no, require
from kosetsu.common.money import yen_text
from kosetsu.common.numbering import issue
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.billing.models import Charge
from kosetsu.foundation.casebook.actions import record_entries
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.foundation.casebook.models import Entry
from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.catalogue.rules import PriceBreakdown, PriceLine
from kosetsu.foundation.catalogue.states import PricePart
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Review
from kosetsu.foundation.reviews.states import ItemState
from kosetsu.services.screening.actions import beats
from kosetsu.services.screening.actions.reviewing import require_as_submitted
from kosetsu.services.screening.documents.covers import cover_facts
from kosetsu.services.screening.documents.papers import paper_xlsx, values_of
from kosetsu.services.screening.documents.results import ResultRow
from kosetsu.services.screening.models import FeeRule, FormEdition, ReturnPaper, ScreeningProgramme
from kosetsu.services.screening.rules.forms import Form
from kosetsu.services.screening.rules.results import units
from kosetsu.services.screening.states import OPEN_DISPATCHES, DispatchState, NoticeKind

SERIES, PREFIX = "screening:return", "審返"


@transaction.atomic
def return_results(*, by: Person, at: dt.datetime, programme: ScreeningProgramme) -> ScreeningProgramme:
    """As they were approved, or not at all."""
    programme = beats.asked(programme, "return_results", by=by, at=at)
    _require_no_open_dispatch(programme)
    rows, day = require_as_submitted(programme), day_of(at)
    form = FormEdition.of(programme.body.form, day)
    if form is None:
        raise Refused(no(_("様式「%(form)s」は、きょう有効ではありません。") % {"form": programme.body.form}))
    assert programme.panel
    reviews.close_panel(by=by, at=at, panel=programme.panel)
    counted = len(_count(programme, rows, day, by, at))
    paper = _keep(programme, form.said, rows, counted, by, at)
    charge = _charge(programme, len(rows), day, by, at)
    after = {"number": paper.number, "reviews": paper.reviews, "sha256": paper.sha256}
    beats.move(programme, "return_results", by=by, at=at, after=after, charge=charge)
    beats.tell_body(programme, NoticeKind.RETURNED, at=at)
    return programme


@transaction.atomic
def finish_dispatches(*, by: Person, at: dt.datetime, programme: ScreeningProgramme) -> ScreeningProgramme:
    """A programme for which only members of a committee were sent is over; what they reviewed is counted already."""
    programme = beats.asked(programme, "finish_dispatches", by=by, at=at)
    _require_no_open_dispatch(programme)
    nobody = no(_("出席した派遣がありません。"), _("派遣の出席を記録するか、取りやめてください。"))
    require(YES if _attended(programme) else nobody)
    charge = _charge(programme, 0, day_of(at), by, at)
    return beats.move(programme, "finish_dispatches", by=by, at=at, charge=charge)


def _attended(programme: ScreeningProgramme) -> int:
    """How many applications were reviewed on the body's committees."""
    attended = programme.dispatches.filter(state=DispatchState.ATTENDED)
    return attended.aggregate(all=Sum("reviewed", default=0))["all"]  # type: ignore[no-any-return]


def _require_no_open_dispatch(programme: ScreeningProgramme) -> None:
    for one in programme.dispatches.filter(state__in=OPEN_DISPATCHES)[:1]:
        require(
            no(
                _("「%(dispatch)s」の派遣が、まだ終わっていません。") % {"dispatch": one},
                _("出席か取りやめを記録してください。"),
            )
        )


def _count(
    programme: ScreeningProgramme, rows: Sequence[ResultRow], day: dt.date, by: Person, at: dt.datetime
) -> list[Entry]:
    """One entry for every review that was delivered: an application reviewed by two counts twice, a withdrawn one
    not at all.

    No entry names the applicant: whoever applied to another body is no client of ours, and is told nothing by us.
    """
    handed_in = Review.objects.handed_in().filter(item__in=[row.item.pk for row in rows]).order_by("pk")
    return record_entries(
        by=by, at=at, on_date=day, case=programme.case, format=Format.IN_WRITING, **entry_columns(programme, day),
        details=[{"review": str(key)} for key in handed_in.values_list("public_id", flat=True)],
    )  # fmt: skip


def entry_columns(programme: ScreeningProgramme, day: dt.date) -> dict[str, Any]:
    """What every counted review of a programme has in common: whose it is, in the words of the annual report."""
    body = programme.body
    return {
        "service": beats.SERVICE, "kind": beats.REVIEW, "branch": programme.branch, "partner": body.organisation,
        "field": body.body_class, "reference": programme.case.number,
        "topic": body.organisation.name_on(day)[:200],
    }  # fmt: skip


def _keep(
    programme: ScreeningProgramme, form: Form, rows: Sequence[ResultRow], counted: int, by: Person, at: dt.datetime
) -> ReturnPaper:
    """The file and the letter as they go; the number is the last thing taken."""
    assert programme.panel
    day = day_of(at)
    withdrawn = programme.panel.items.filter(state=ItemState.WITHDRAWN).count()
    number = case_number(PREFIX, day, issue(SERIES, fiscal.fiscal_year(day)))
    with override(settings.LANGUAGE_CODE):
        values = values_of(programme, rows, number, day, counted)
        blank = _blank(programme)
        content = paper_xlsx(form, blank, values, rows)
        name = f"{programme.title} {form.title}.xlsx"[-150:]
    file = ContentFile(content, name=name)
    return ReturnPaper.objects.create(
        programme=programme, number=number, form=form.key, items=len(rows), withdrawn=withdrawn, reviews=counted,
        letter=cover_facts(programme, values, day, withdrawn, name), returned_on=day, at=at, by=by, **columns_of(file),
    )  # fmt: skip


def _blank(programme: ScreeningProgramme) -> bytes | None:
    """The body's own workbook, where it sent one."""
    if not programme.blank:
        return None
    with programme.blank.open("rb") as stored:
        return bytes(stored.read())


def _charge(programme: ScreeningProgramme, items: int, day: dt.date, by: Person, at: dt.datetime) -> Charge | None:
    """The fee by the day's rule, where the programme says that one is asked for, of all that was reviewed."""
    if not programme.charged:
        return None
    rule = FeeRule.of(programme.body.body_class, day)
    if rule is None:
        raise Refused(
            no(_("「%(kind)s」の料金の規則がありません。") % {"kind": programme.body.get_body_class_display()})
        )
    reviewed = Entry.objects.filter(case=programme.case, reverses=None, reversed_by=None).count()
    many = units(rule.basis, reviews=reviewed, items=items + _attended(programme))
    with override(settings.LANGUAGE_CODE):
        label = _("技術審査 %(title)s") % {"title": programme.title}
        unit = _("件")
        formula = f"{yen_text(rule.yen)} × {many}{unit}"
    line = PriceLine(PricePart.UNIT, label, formula, rule.yen * many, rule.tax_class)
    return billing.charge(
        by=by, at=at, organisation=programme.body.organisation, workplace=None, on_date=day, quantity=many,
        price=PriceBreakdown(day, "", many, unit, (line,), rule.tax_class, rule.source), case=programme.case,
        branch=programme.branch, label=label[:200], what="screening",
    )  # fmt: skip
