"""Samples: taken in with a number, handed from one holder to the next, at last returned or disposed of."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common import fiscal
from kosetsu.common.clock import day_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.numbering import issue
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.documents import case_number
from kosetsu.services.testing.actions import beats
from kosetsu.services.testing.actions.mail import tell_client
from kosetsu.services.testing.models import Custody, ExpectedSample, File, Order, Sample
from kosetsu.services.testing.permissions import WORKERS, can_hold, can_receive, has_post
from kosetsu.services.testing.states import FINAL, FileKind, Holding, NoticeKind

TICK = dt.timedelta(microseconds=1)
"""Two moments of one sample never coincide: a holding lasts at least so long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One sample as it is brought; ``expected`` is what the application announced of it."""

    name: str
    mark: str = ""
    material: str = ""
    pieces: int = 1
    condition: str = ""
    expected: ExpectedSample | None = None


@transaction.atomic
def receive_samples(*, by: Person, at: dt.datetime, order: Order, brought: Sequence[Brought]) -> list[Sample]:
    """Take samples in: each gets the next number, and ``by`` is its first holder."""
    order = beats.locked(order)
    require(can_receive(by, order))
    require(YES if brought else no(_("受け入れる試料がありません。"), _("試料名を入力してください。")))
    taken = [_take_in(order, one, by=by, at=at) for one in brought]
    tell_client(order, NoticeKind.SAMPLES, at=at)
    return taken


@transaction.atomic
def hand_over(*, by: Person, at: dt.datetime, sample: Sample, to: Person, seen: int | None = None) -> Custody:
    """From whoever has it to ``to``. ``seen`` is the place in the chain the page showed: somebody else may have been
    quicker."""
    require(can_hold(by, sample))
    require(_takes_samples(to))
    return _pass(sample, Holding.HANDED_OVER, seen, by=by, at=at, holder=to)


@transaction.atomic
def store(*, by: Person, at: dt.datetime, sample: Sample, place: str, seen: int | None = None) -> Custody:
    """Put it in a named store: a refrigerator, a shelf."""
    require(can_hold(by, sample))
    require(YES if place.strip() else no(_("保管場所を入力してください。")))
    return _pass(sample, Holding.STORED, seen, by=by, at=at, store=tidy_line(place)[:100])


@transaction.atomic
def give_back(*, by: Person, at: dt.datetime, sample: Sample, note: str = "", seen: int | None = None) -> Custody:
    """The client has it again."""
    require(can_hold(by, sample))
    return _pass(sample, Holding.RETURNED, seen, by=by, at=at, note=tidy_line(note)[:300])


@transaction.atomic
def dispose(*, by: Person, at: dt.datetime, sample: Sample, note: str = "", seen: int | None = None) -> Custody:
    """It is no more."""
    require(can_hold(by, sample))
    return _pass(sample, Holding.DISPOSED, seen, by=by, at=at, note=tidy_line(note)[:300])


@transaction.atomic
def photograph(*, by: Person, at: dt.datetime, sample: Sample, files: Sequence[Any]) -> list[File]:
    """Keep pictures of a sample."""
    require(can_hold(by, sample))
    kept = [beats.keep_file(sample.order, FileKind.PHOTOGRAPH, file, by=by, at=at, sample=sample) for file in files]
    beats.record("photograph", sample, by=by, at=at, after={"files": len(kept)})
    return kept


def _take_in(order: Order, one: Brought, *, by: Person, at: dt.datetime) -> Sample:
    require(YES if one.pieces >= 1 else no(_("個数は1以上にしてください。")))
    day = day_of(at)
    sample = Sample(
        order=order, name=tidy_line(one.name), mark=tidy_line(one.mark), material=tidy_line(one.material),
        pieces=one.pieces, condition=tidy_line(one.condition), received_on=day,
    )  # fmt: skip
    sample.number = case_number("料", day, issue("testing:sample", fiscal.fiscal_year(day)))
    sample.save(force_insert=True)
    if one.expected:
        require(_is_still_expected(order, one.expected, sample))
    Custody.objects.create(sample=sample, position=1, kind=Holding.RECEIVED, holder=by, since=at, by=by)
    beats.record("receive_sample", sample, by=by, at=at, after={"number": sample.number})
    return sample


def _is_still_expected(order: Order, expected: ExpectedSample, sample: Sample) -> Decision:
    """An announced sample comes once."""
    if ExpectedSample.objects.filter(pk=expected.pk, order=order, sample=None).update(sample=sample):
        return YES
    return no(
        _("「%(name)s」は、すでに受け入れています。") % {"name": expected.name},
        _("画面を開き直して、最新の状態を確かめてください。"),
    )


def _pass(sample: Sample, kind: Holding, seen: int | None, *, by: Person, at: dt.datetime, **where: Any) -> Custody:
    """The next holding, under the sample's lock; nothing follows a return or disposal."""
    sample = Sample.objects.select_for_update().get(pk=sample.pk)
    last = sample.holding
    require(_may_follow(last, seen))
    since = max(at, last.since + TICK)
    made = Custody.objects.create(sample=sample, position=last.position + 1, kind=kind, since=since, by=by, **where)
    beats.record(str(kind), sample, by=by, at=at, after={"position": made.position, "holder": made.holder_id})
    return made


def _may_follow(last: Custody, seen: int | None) -> Decision:
    if last.kind in FINAL:
        return no(_("この試料は、すでに%(kind)sされています。") % {"kind": last.get_kind_display()})
    if seen is not None and seen != last.position:
        return no(
            _("この試料は、いま%(holder)sにあります。") % {"holder": last.holder or last.store},
            _("画面を開き直して、もう一度操作してください。"),
        )
    return YES


def _takes_samples(person: Person) -> Decision:
    if has_post(person, WORKERS):
        return YES
    return no(_("%(name)sさんは、試料を受け取れません。") % {"name": person}, _("試験の担当者を選んでください。"))
