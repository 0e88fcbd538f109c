"""From complete applications to a panel: what the reviewers get, and nothing more."""

import datetime as dt
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.db import transaction

from kosetsu.common.decisions import require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.calls.actions import beats
from kosetsu.foundation.calls.models import Application, Call, Entrant, Round
from kosetsu.foundation.calls.permissions import can_begin_round
from kosetsu.foundation.calls.rules import kinds
from kosetsu.foundation.calls.rules.answers import in_words, shown
from kosetsu.foundation.calls.rules.kinds import Type
from kosetsu.foundation.calls.states import ApplicationState, Task
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Panel
from kosetsu.foundation.reviews.states import Ground


@transaction.atomic
def begin_round(*, by: Person, at: dt.datetime, call: Call) -> Round:
    """The next round: a panel by the kind's criteria, with every application that is complete or has passed on."""
    call = beats.lock_call(call)
    require(can_begin_round(by, call, at))
    number = call.rounds.count() + 1
    of_kind = call.kind.rounds[number - 1]
    panel = _panel(call, of_kind, by, at)
    made = Round.objects.create(call=call, number=number, panel=panel, begun_at=at)
    state = ApplicationState.COMPLETE if number == 1 else ApplicationState.REVIEWING
    rows = call.applications.filter(state=state).select_related("workplace__organisation", "made_by")
    heard = list(rows.prefetch_related("files").order_by("number"))
    given = [_given(application, call, of_kind) for application in heard]
    items = reviews.add_items(by=by, at=at, panel=panel, given=given)
    for application, item in zip(heard, items, strict=True):
        Entrant.objects.create(round=made, application=application, item=item)
        application.call = call
        beats.move(application, "hear", by=by, at=at)
        if application.workplace is None:
            reviews.enter_conflict(by=by, at=at, item=item, person=application.made_by, ground=Ground.OTHER)
    beats.move_call(call, "begin_round", by=by, at=at)
    return made


def _panel(call: Call, of_kind: kinds.Round, by: Person, at: dt.datetime) -> Panel:
    criteria = [
        reviews.Asked(
            one.code, one.label.ja, one.highest, one.lowest, one.weight, one.label.en, one.label.th, one.text,
            one.may_be_na, one.comment_needed, one.veto_below,
        )
        for one in of_kind.criteria
    ]  # fmt: skip
    return reviews.make_panel(
        by=by, at=at, title=f"{call.title} {of_kind.title.ja}"[:200], criteria=criteria,
        offices=call.kind.posts(Task.REVIEW), reviews_each=of_kind.reviews_each, seniors_each=of_kind.seniors_each,
        quorum=of_kind.quorum, blind=of_kind.blind, scores_shared=of_kind.scores_shared, opens_at=at,
        due_at=at + dt.timedelta(days=of_kind.scoring_days), secrecy=of_kind.secrecy,
    )  # fmt: skip


def _given(application: Application, call: Call, of_kind: kinds.Round) -> reviews.Given:
    body = application.workplace.organisation if application.workplace else None
    assert application.number
    assert application.submitted_at
    return reviews.Given(
        number=application.number, title=application.title, applicant=str(body or application.made_by),
        received_at=application.submitted_at, corporate_number=body.corporate_number or "" if body else "",
        organisation=body, text="\n\n".join(_text(application, call, of_kind)),
        files=tuple(_files(application, call)),
    )  # fmt: skip


def _text(application: Application, call: Call, of_kind: kinds.Round) -> Iterator[str]:
    """The answers that reviewers read; in a blind round without those that name the applicant."""
    for question in shown(call.kind.form, application.answers):
        answer = application.answers.get(question.key, "")
        named = of_kind.blind and question.names_applicant
        if answer and question.reviewed and not named and question.type != Type.FILE:
            yield f"{question.label.ja}\n{in_words(question, answer)}"


def _files(application: Application, call: Call) -> Iterator[tuple[ContentFile[bytes], bool]]:
    questions = {one.key: one for one in call.kind.form}
    for file in application.files.all():
        question = questions[file.key]
        if question.reviewed:
            with file.file.open("rb") as stored:
                yield ContentFile(stored.read(), name=file.name), question.names_applicant
