"""Measures with their definitions, figures of a period, targets on a day; what is not open is for staff."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from kosetsu.across.reporting.api.schemas import (
    FigureOut,
    FiguresOut,
    MeasuresOut,
    PeriodAsked,
    TargetsOut,
    figure_out,
    measure_out,
    target_out,
)
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.targets import target_lines
from kosetsu.across.reporting.permissions import can_read_reports
from kosetsu.across.reporting.rules.measures import Measure
from kosetsu.across.reporting.tables.book import book
from kosetsu.common.api.doors import Scope, door
from kosetsu.common.api.problems import not_found, too_often
from kosetsu.common.limits import visitor_waits

READ = Scope("read:figures", _("数字と目標を読む"))
router = Router(tags=["reporting"])


@router.get("/measures", response=MeasuresOut, **door(READ, _("指標の定義の一覧"), public=True))
def list_measures(request: Any) -> MeasuresOut:
    """Every measure the caller may see, with its definition."""
    return MeasuresOut(items=[measure_out(measure) for measure in _visible(request).values()])


@router.get("/figures", response=FiguresOut, **door(READ, _("ある期間のすべての数字"), public=True))
def list_figures(request: Any, asked: Query[PeriodAsked]) -> FiguresOut:
    """Every figure of one period that the caller may see."""
    measures, period = _visible(request), asked.period(request.today)
    found = _reader(request).figures(measures.values(), period)
    items = [figure_out(measures[key], period, figure) for key, figure in found.items()]
    return FiguresOut(first=period.first, last=period.last, items=items)


@router.get("/figures/{key}", response=FigureOut, **door(READ, _("ある期間の数字を1つ"), public=True))
def get_figure(request: Any, key: str, asked: Query[PeriodAsked]) -> FigureOut:
    """One figure of one period."""
    measure = _visible(request).get(key)
    if measure is None:
        raise not_found()
    period = asked.period(request.today)
    return figure_out(measure, period, _reader(request).figure(measure, period))


@router.get("/targets", response=TargetsOut, **door(READ, _("その日の中期計画の目標と実績"), public=True))
def list_targets(request: Any, day: dt.date | None = None) -> TargetsOut:
    """Target, actual and even pace on ``day`` (today where none is given)."""
    day = day or request.today
    return TargetsOut(day=day, items=[target_out(line) for line in target_lines(book(), _reader(request), day)])


def _reader(request: Any) -> Reader:
    """Counting costs the server more than reading does: visitors share one limit for it with the public pages."""
    if wait := visitor_waits(request, "figures", "FIGURES_PER_MINUTE"):
        raise too_often(settings.FIGURES_PER_MINUTE, wait)
    return Reader()


def _visible(request: Any) -> dict[str, Measure]:
    """Staff see every measure, anyone else the open ones."""
    everything = bool(can_read_reports(request.user))
    return {key: measure for key, measure in book().measures.items() if everything or measure.public}
