"""A booth in the order of its life: invited, accepted, written, handed in, checked, withdrawn."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, Refused, need_reason, no, require
from kosetsu.common.text import fold, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import reverse_entry
from kosetsu.foundation.governance import audit
from kosetsu.foundation.parties.models import Organisation, Workplace
from kosetsu.foundation.search.changes import touch
from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.actions.beats import locked, locked_booth, tell
from kosetsu.services.exhibitions.actions.exhibiting import exhibit
from kosetsu.services.exhibitions.documents import whole
from kosetsu.services.exhibitions.models import Booth, Edition, Exhibition, Recommendation
from kosetsu.services.exhibitions.permissions import can_edit, can_move_booth, can_run
from kosetsu.services.exhibitions.states import (
    BOOTH,
    RUNNING,
    BoothKind,
    BoothState,
    LetterKind,
    Plan,
)


@transaction.atomic
def invite_booth(
    *, by: Person, at: dt.datetime, exhibition: Exhibition, kind: str, organisation: Organisation | None = None,
    workplace: Workplace | None = None, name: str = "", email: str = "",
) -> Booth:  # fmt: skip
    """Invite a company or a partner body; the institute's own booth is written at once."""
    exhibition = locked(exhibition)
    require(can_run(by))
    require(YES if exhibition.state in RUNNING else no(_("いまは出展者を募集していません。")))
    require(_named(kind, organisation, workplace, name))
    own = kind == BoothKind.INSTITUTE
    made = make_booth(
        by=by, at=at, exhibition=exhibition, kind=kind, organisation=organisation, workplace=workplace, name=name,
        contact=by if own else None, state=BoothState.EDITING if own else BoothState.INVITED,
    )  # fmt: skip
    tell(exhibition, LetterKind.INVITED, email, at=at, booth=made, url=whole("exhibitions:booths"))
    return made


def _named(kind: str, organisation: Organisation | None, workplace: Workplace | None, name: str) -> Decision:
    if kind == BoothKind.INSTITUTE:
        return YES if tidy_line(name) else no(_("当機関のブースの名前を入れてください。"))
    if kind == BoothKind.COMPANY:
        return YES if workplace else no(_("企業の事業所を選んでください。"))
    return YES if organisation else no(_("連携機関を選んでください。"))


def make_booth(
    *, by: Person, at: dt.datetime, exhibition: Exhibition, kind: str, organisation: Organisation | None,
    state: BoothState, workplace: Workplace | None = None, recommendation: Recommendation | None = None,
    contact: Person | None = None, name: str = "",
) -> Booth:  # fmt: skip
    """One booth of a locked exhibition; a second one of the same organisation is refused."""
    made = Booth(
        exhibition=exhibition, kind=kind, organisation=organisation or (workplace.organisation if workplace else None),
        workplace=workplace, recommendation=recommendation, contact=contact, state=state,
    )  # fmt: skip
    made.name = tidy_line(name) or (made.organisation.name if made.organisation else "")
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as clash:
        raise Refused(no(_("「%(name)s」のブースは、すでにあります。") % {"name": made.name})) from clash
    audit.record(by=by, at=at, verb="invite_booth", thing=made, after={"name": made.name, "state": state})
    return made


@transaction.atomic
def accept_booth(*, by: Person, at: dt.datetime, booth: Booth) -> Booth:
    """The invitation is accepted; whoever accepts is asked by visitors."""
    booth = locked_booth(booth)
    require(can_move_booth(by, booth, "accept_booth"))
    return audit.move_record(booth, BOOTH, "accept_booth", by=by, at=at, contact=by)


@transaction.atomic
def describe_booth(
    *, by: Person, at: dt.datetime, booth: Booth, name: str, topic: str, lead: str, tags: Sequence[str] = (),
    plan: str = Plan.ONLINE,
) -> Booth:  # fmt: skip
    """Name, line of business, headline and tags, as they will stand on the wall."""
    booth = locked_booth(booth)
    require(can_edit(by, booth))
    booth.name, booth.topic, booth.lead = tidy_line(name), tidy_line(topic), tidy_line(lead)
    require(YES if booth.name and booth.lead else no(_("出展者名と見出しを入れてください。")))
    booth.tags, booth.plan = rules.chosen_tags(tags, booth.exhibition.tags), plan
    booth.save(update_fields=["name", "topic", "lead", "tags", "plan"])
    audit.record(by=by, at=at, verb="describe_booth", thing=booth, after={"name": booth.name, "lead": booth.lead})
    return booth


@transaction.atomic
def submit_booth(*, by: Person, at: dt.datetime, booth: Booth) -> Booth:
    """Hand the page in to be checked; a page without headline or contents is refused."""
    booth = locked_booth(booth)
    require(can_move_booth(by, booth, "submit_booth"))
    whole_page = booth.lead and booth.panels.filter(removed_at=None).exists()
    require(YES if whole_page else no(_("ページがまだできていません。"), _("見出しと、内容を一つ以上書いてください。")))
    return audit.move_record(booth, BOOTH, "submit_booth", by=by, at=at, submitted_by=by, remark="")


@transaction.atomic
def send_back_booth(*, by: Person, at: dt.datetime, booth: Booth, reason: str) -> Booth:
    """Something is to be written otherwise, and what."""
    booth = locked_booth(booth)
    require(can_move_booth(by, booth, "send_back_booth"))
    remark = need_reason(reason)
    return audit.move_record(booth, BOOTH, "send_back_booth", by=by, at=at, remark=remark, because=remark)


@transaction.atomic
def check_booth(*, by: Person, at: dt.datetime, booth: Booth) -> Booth:
    """The page is in order: it comes into view as it stands now, during the exhibition at once."""
    booth = locked_booth(booth)
    require(can_move_booth(by, booth, "check_booth"))
    audit.move_record(booth, BOOTH, "check_booth", by=by, at=at)
    _publish(booth, by, at)
    if booth.exhibition.runs_at(at):
        exhibit(booth, by=by, at=at)
    return booth


def _publish(booth: Booth, by: Person, at: dt.datetime) -> None:
    panels = [panel.told() for panel in booth.panels.filter(removed_at=None)]
    translations = rules.standing(booth.head, booth.translations)
    Edition.objects.create(
        booth=booth, number=booth.editions.count() + 1, **booth.head, translations=translations, tags=booth.tags,
        panels=panels, words=fold(" ".join(_texts(booth, translations, panels))), checked_by=by, checked_at=at,
    )  # fmt: skip
    touch("booth", str(booth.public_id), at=at)


def _texts(booth: Booth, translations: dict[str, dict[str, str]], panels: Sequence[dict[str, Any]]) -> Iterator[str]:
    """All that can be found, in every language."""
    yield from (*booth.head.values(), *booth.tags)
    yield from (text for one in translations.values() for text in one.values())
    for panel in panels:
        yield from (panel["title"], panel["text"])
        yield from (text for one in panel["translations"].values() for text in one.values())


@transaction.atomic
def revise_booth(*, by: Person, at: dt.datetime, booth: Booth) -> Booth:
    """Write the page anew; the checked one stays in view meanwhile."""
    booth = locked_booth(booth)
    require(can_move_booth(by, booth, "revise_booth"))
    return audit.move_record(booth, BOOTH, "revise_booth", by=by, at=at)


@transaction.atomic
def withdraw_booth(*, by: Person, at: dt.datetime, booth: Booth, reason: str) -> Booth:
    """The booth is gone; what was recorded of it is taken back."""
    booth = locked_booth(booth)
    require(can_move_booth(by, booth, "withdraw_booth"))
    why = need_reason(reason)
    if booth.entry:
        reverse_entry(by=by, at=at, entry=booth.entry, reason=why)
    touch("booth", str(booth.public_id), at=at)
    return audit.move_record(booth, BOOTH, "withdraw_booth", by=by, at=at, because=why)
