"""The screening of the demo, lived through by its actions, so many days before the loading."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from kosetsu.common.clock import day_of
from kosetsu.common.spreadsheets import write_xlsx
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.billing import actions as billing
from kosetsu.foundation.parties.actions.demo import A_STEP
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Item, Reviewer
from kosetsu.services.screening.actions import dispatching, importing, programmes, returning, reviewing
from kosetsu.services.screening.documents.intake import columns_of
from kosetsu.services.screening.models import (
    CommitteeDispatch,
    FormEdition,
    RequestingBody,
    ScreeningProgramme,
    Submission,
)
from kosetsu.services.screening.states import DispatchState, ScreeningState, Way

S = ScreeningState
ORDER = (S.REQUESTED, S.PREPARING, S.REVIEWING, S.CHECKED, S.APPROVED, S.RETURNED)
COMMENTS = (
    "課題と解決の方法が具体的に示されています。",
    "性能の根拠となる試験の条件を、もう少し詳しく示してください。",
)


@dataclass(frozen=True, slots=True)
class Given:
    """One line of the list that a body sent."""

    number: str
    title: str
    applicant: str
    fields: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One programme of the demo, how far it has come, and who does what in it."""

    body: RequestingBody
    by: Person
    runner: Person
    approver: Person
    reviewers: Sequence[Person]
    second_reader: Person | None
    biller: Person | None
    title: str
    way: Way
    sheet: str
    due_on: dt.date
    at: dt.datetime
    until: ScreeningState
    charged: bool
    note: str
    items: Sequence[Given]


def play(one: Asked) -> ScreeningProgramme:
    """From the request to where it stands."""
    request = programmes.Request(
        body=one.body, title=one.title, due_on=one.due_on, way=one.way, charged=one.charged, note=one.note
    )
    made = programmes.request_programme(by=one.by, at=one.at, request=request)
    steps = (_accept, _review, _submit, _approve, _return)
    for state, step in zip(ORDER[1:], steps, strict=True):
        if ORDER.index(one.until) < ORDER.index(state):
            return made
        made = step(one, made, one.at + ORDER.index(state) * A_STEP)
    return made


def _accept(one: Asked, made: ScreeningProgramme, at: dt.datetime) -> ScreeningProgramme:
    terms = programmes.Terms(sheet=one.sheet)
    made = programmes.accept_programme(by=one.runner, at=at, programme=made, terms=terms)
    if one.items:
        edition = FormEdition.of(one.body.form, day_of(at))
        columns = [column for column in columns_of(edition.said if edition else None) if hasattr(Given, column.key)]
        rows = [[getattr(item, column.key) for column in columns] for item in one.items]
        importing.import_submissions(
            by=one.runner, at=at, programme=made, content=write_xlsx(columns, rows, one.title), name="申請一覧.xlsx"
        )
    return made


def _review(one: Asked, made: ScreeningProgramme, at: dt.datetime) -> ScreeningProgramme:
    """Everyone promises; the last application of a programme that is still being reviewed waits for its reviewers."""
    panel = made.panel
    assert panel
    for person in one.reviewers:
        reviewer = reviews.add_reviewer(by=one.runner, at=at, panel=panel, person=person)
        reviews.promise(by=person, at=at, reviewer=reviewer)
    made = reviewing.begin_review(by=one.runner, at=at, programme=made)
    if one.second_reader:
        reviewing.name_second_readers(by=one.runner, at=at, programme=made, people=[one.second_reader])
    items = list(panel.items.order_by("number"))
    for n, item in enumerate(items):
        _assign(one, item, n, at, scored=one.until != S.REVIEWING or n < len(items) - 2)
    return made


def _assign(one: Asked, item: Item, n: int, at: dt.datetime, *, scored: bool) -> None:
    """To as many as the sheet wants, in turn, none of whom has a conflict."""
    free = list(
        Reviewer.objects.filter(panel=item.panel).exclude(person=one.second_reader)
        .exclude(person__in=item.conflicts.in_force().values("person")).order_by("pk")
    )  # fmt: skip
    turn = [free[(n + k) % len(free)] for k in range(item.panel.reviews_each)]
    given = [reviews.Pair(item, reviewer, {"by": "person"}) for reviewer in turn]
    for k, review in enumerate(reviews.assign(by=one.runner, at=at, panel=item.panel, pairs=given)):
        if scored:
            marks = {
                criterion.code: reviews.Mark(criterion.highest - (n + k + place) % 3, COMMENTS[0])
                for place, criterion in enumerate(item.panel.criteria.all())
            }
            reviews.hand_in(
                by=review.reviewer.person, at=at, review=review, marks=marks, comment=COMMENTS[(n + k) % len(COMMENTS)]
            )


def _submit(one: Asked, made: ScreeningProgramme, at: dt.datetime) -> ScreeningProgramme:
    assert one.second_reader
    every = list(Submission.objects.filter(programme=made).waiting())
    reviewing.read_again(by=one.second_reader, at=at, programme=made, submissions=every)
    return reviewing.submit_results(by=one.runner, at=at, programme=made)


def _approve(one: Asked, made: ScreeningProgramme, at: dt.datetime) -> ScreeningProgramme:
    return reviewing.approve_results(by=one.approver, at=at, programme=made)


def _return(one: Asked, made: ScreeningProgramme, at: dt.datetime) -> ScreeningProgramme:
    made = returning.return_results(by=one.runner, at=at, programme=made)
    if one.biller and made.charge:
        billing.issue_invoice(by=one.biller, at=at + A_STEP, charges=[made.charge])
    return made


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One dispatch of the demo."""

    programme: ScreeningProgramme
    person: Person
    runner: Person
    approver: Person
    committee: str
    place: str
    on_date: dt.date
    asked_at: dt.datetime
    attended_at: dt.datetime
    until: DispatchState
    reviewed: int


def send(one: Sent) -> CommitteeDispatch:
    """Asked for, approved, attended, as far as it says."""
    seat = dispatching.Seat(person=one.person, committee=one.committee, on_date=one.on_date, place=one.place)
    made = dispatching.request_dispatch(by=one.runner, at=one.asked_at, programme=one.programme, seat=seat)
    if one.until in (DispatchState.APPROVED, DispatchState.ATTENDED):
        made = dispatching.approve_dispatch(by=one.approver, at=one.asked_at + A_STEP, dispatch=made)
    if one.until == DispatchState.ATTENDED:
        made = dispatching.attend_dispatch(by=one.runner, at=one.attended_at, dispatch=made, reviewed=one.reviewed)
    return made
