"""From the panel to approved results: begun, read for the second time, submitted, sent back, approved.

The panel assigns, blocks conflicts and takes scores (``foundation/reviews``). What was submitted is held by a digest:
if anything of it changed, it is neither approved nor returned.
"""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Decision, Refused, need_reason, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import StaffPost
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.foundation.reviews.models import Review
from kosetsu.foundation.reviews.states import PanelState
from kosetsu.services.screening.actions import beats
from kosetsu.services.screening.documents.results import ResultRow, digest_of, rows_of
from kosetsu.services.screening.models import MANAGERS, ScreeningProgramme, SecondReading, Submission
from kosetsu.services.screening.permissions import can_name_readers, can_read_again, can_read_submission
from kosetsu.services.screening.states import RUNNING, NoticeKind

AT_ONCE = 500


@transaction.atomic
def begin_review(*, by: Person, at: dt.datetime, programme: ScreeningProgramme) -> ScreeningProgramme:
    """Reviewers score from now on; conflicts of interest are looked for once more."""
    programme = beats.asked(programme, "begin_review", by=by, at=at)
    assert programme.panel
    reviews.find_conflicts(by=by, at=at, panel=programme.panel)
    programme.panel = reviews.open_scoring(by=by, at=at, panel=programme.panel)
    return beats.move(programme, "begin_review", by=by, at=at)


@transaction.atomic
def name_second_readers(
    *, by: Person, at: dt.datetime, programme: ScreeningProgramme, people: Collection[Person]
) -> ScreeningProgramme:  # fmt: skip
    """Who reads results for the second time: reviewers of the panel, or who runs it, as conflicts are known of both."""
    programme = beats.locked(programme)
    require(can_name_readers(by, programme))
    assert programme.panel
    known = set(programme.panel.reviewers.filter(left_at=None).values_list("person", flat=True))
    known |= set(StaffPost.objects.filter(role__in=MANAGERS).values_list("person", flat=True))
    for person in people:
        if person.pk not in known:
            require(
                no(
                    _("「%(name)s」さんは、この審査会の審査員でも事務局でもありません。") % {"name": person},
                    _("先に、審査会に審査員として加えてください（担当は0件でもかまいません）。"),
                )
            )
    before = set(programme.second_readers.values_list("pk", flat=True))
    programme.second_readers.set(people)
    for person in people:
        if person.pk not in before:
            beats.tell_colleague(programme, NoticeKind.READ_AGAIN, person, at=at)
    after = {"people": sorted(one.pk for one in people)}
    audit.record(by=by, at=at, verb="name_second_readers", thing=programme, after=after)
    return programme


def read_again(
    *, by: Person, at: dt.datetime, programme: ScreeningProgramme, submissions: Collection[Submission]
) -> int:
    """The reader agrees with the reviews of these, as they stand; how many. One of them refused, none is read."""
    _ask_records(programme, at)
    return _read_again(programme, submissions, by=by, at=at)


@transaction.atomic
def _ask_records(programme: ScreeningProgramme, at: dt.datetime) -> None:
    """In a transaction of its own: a conflict that it finds stays, though the reader is refused."""
    if programme.panel and programme.state in RUNNING:
        reviews.find_conflicts(by=None, at=at, panel=programme.panel)


@transaction.atomic
def _read_again(
    programme: ScreeningProgramme, submissions: Collection[Submission], *, by: Person, at: dt.datetime
) -> int:
    programme = beats.locked(programme)
    require(can_read_again(by, programme))
    chosen = list(_chosen(programme, submissions))
    require(YES if chosen else no(_("確認する申請を選んでください。")))
    for submission in _not_plain(by, chosen):
        require(can_read_submission(by, submission))
    SecondReading.objects.bulk_create(
        (SecondReading(submission=one, by=by, at=at, agreed=True) for one in chosen), batch_size=AT_ONCE
    )
    audit.record(by=by, at=at, verb="read_again", thing=programme, after={"count": len(chosen)})
    return len(chosen)


def _chosen(programme: ScreeningProgramme, submissions: Collection[Submission]) -> Sequence[Submission]:
    rows = Submission.objects.filter(programme=programme).select_related("item__panel")
    found = rows.in_bulk({one.pk for one in submissions})
    require(YES if len(found) == len({one.pk for one in submissions}) else HIDDEN)
    return list(found.values())


def _not_plain(by: Person, chosen: Sequence[Submission]) -> Sequence[Submission]:
    """Those that a look at all of them together does not let pass: asked one by one, which says why."""
    rows = Submission.objects.visible_to(by).readable().filter(programme=chosen[0].programme_id)
    own = Review.objects.alive().filter(reviewer__person=by)
    plain = set(rows.exclude(item__in=own.values("item")).values_list("pk", flat=True))
    return [one for one in chosen if one.pk not in plain]


@transaction.atomic
def point_out(*, by: Person, at: dt.datetime, submission: Submission, note: str) -> SecondReading:
    """The reader does not agree, and says why; the office returns the review to its reviewer."""
    programme = beats.locked(submission.programme)
    require(can_read_again(by, programme))
    submission = Submission.objects.select_related("item__panel").get(pk=submission.pk)
    require(can_read_submission(by, submission))
    made = SecondReading.objects.create(submission=submission, by=by, at=at, agreed=False, note=need_reason(note)[:300])
    audit.record(by=by, at=at, verb="point_out", thing=made, reason=made.note)
    return made


@transaction.atomic
def submit_results(*, by: Person, at: dt.datetime, programme: ScreeningProgramme) -> ScreeningProgramme:
    """Everything is scored and read for the second time: the head is asked to approve it as it stands."""
    programme = beats.asked(programme, "submit_results", by=by, at=at)
    rows = _rows(programme)
    require(_complete(programme, rows))
    return beats.move(
        programme, "submit_results", by=by, at=at, submitted_by=by, submitted_at=at, results_digest=digest_of(rows),
        approved_by=None, approved_at=None, reason="",
    )  # fmt: skip


@transaction.atomic
def send_back(*, by: Person, at: dt.datetime, programme: ScreeningProgramme, reason: str) -> ScreeningProgramme:
    """Not like this: the review goes on."""
    programme = beats.asked(programme, "send_back", by=by, at=at)
    because = need_reason(reason)[:300]
    return beats.move(
        programme, "send_back", by=by, at=at, because=because, reason=because, results_digest="", approved_by=None,
        approved_at=None,
    )  # fmt: skip


@transaction.atomic
def approve_results(*, by: Person, at: dt.datetime, programme: ScreeningProgramme) -> ScreeningProgramme:
    """The head approves what was submitted."""
    programme = beats.asked(programme, "approve_results", by=by, at=at)
    require_as_submitted(programme)
    return beats.move(programme, "approve_results", by=by, at=at, approved_by=by, approved_at=at)


def require_as_submitted(programme: ScreeningProgramme) -> list[ResultRow]:
    """The rows that were submitted; raises ``Refused`` where anything of them changed since."""
    rows = _rows(programme)
    if digest_of(rows) != programme.results_digest:
        raise Refused(
            no(_("承認を依頼したあとに、結果が変わっています。"), _("差し戻して、二次確認からやり直してください。"))
        )
    return rows


def _rows(programme: ScreeningProgramme) -> list[ResultRow]:
    assert programme.panel
    return rows_of(programme.panel)


def _complete(programme: ScreeningProgramme, rows: Sequence[ResultRow]) -> Decision:
    """Every application has its reviews and its second reading; otherwise the first one that lacks is named."""
    assert programme.panel
    if not rows:
        return no(_("審査対象がありません。"))
    if programme.panel.state == PanelState.PREPARING:
        return no(_("この審査会は「%(state)s」です。") % {"state": programme.panel.get_state_display()})
    for row in rows:
        if row.result.handed_in < programme.panel.quorum:
            return no(
                _("「%(item)s」は、提出された審査票が%(has)d件で、必要な%(needs)d件に足りません。")
                % {"item": row.item, "has": row.result.handed_in, "needs": programme.panel.quorum},
                _("審査員に提出を頼むか、別の審査員に割り当ててください。"),
            )
    unread = Submission.objects.filter(programme=programme).unread().select_related("item")
    for submission in unread.order_by("pk")[:1]:
        return no(
            _("「%(item)s」は、二次確認がまだです（ほかに%(more)d件）。")
            % {"item": submission.item, "more": unread.count() - 1},
            _("二次確認者に確認を頼んでください。差し戻した審査票は、提出のあとにもう一度確認します。"),
        )
    return YES
