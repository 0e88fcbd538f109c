"""What passes between a visitor and an exhibitor: questions with answers, and cards by consent of both."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import HIDDEN, YES, Refused, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.exhibitions.actions.beats import lock, mailbox, tell
from kosetsu.services.exhibitions.documents import whole
from kosetsu.services.exhibitions.models import Booth, Card, Question, Visitor
from kosetsu.services.exhibitions.permissions import acts_for, can_take_part
from kosetsu.services.exhibitions.states import LetterKind


@transaction.atomic
def ask_booth(*, by: Person, at: dt.datetime, visitor: Visitor, booth: Booth, text: str) -> Question:
    """Ask an exhibitor; of the visitor it hears the company only where that was agreed to."""
    require(can_take_part(visitor if visitor.person_id == by.pk else None, booth.exhibition, at))
    require(YES if tidy(text) else no(_("質問を書いてください。")))
    made = Question.objects.create(visitor=visitor, booth=booth, text=tidy(text), asked_at=at)
    audit.record(by=by, at=at, verb="ask_booth", thing=made, after={"booth": booth.pk})
    url = whole("exhibitions:exchange", booth.public_id)
    tell(booth.exhibition, LetterKind.ASKED, mailbox(booth.contact), at=at, question=made, url=url)
    return made


@transaction.atomic
def answer_question(*, by: Person, at: dt.datetime, question: Question, answer: str) -> Question:
    """Answer once; the visitor gets a mail."""
    lock(question.booth.exhibition)
    question = Question.objects.select_related("booth__exhibition", "visitor__person").get(pk=question.pk)
    require(YES if acts_for(by, question.booth) else HIDDEN)
    require(no(_("この質問には、すでに回答しています。")) if question.answered_at else YES)
    require(YES if tidy(answer) else no(_("回答を書いてください。")))
    question.answer, question.answered_at, question.answered_by = tidy(answer), at, by
    question.save(update_fields=["answer", "answered_at", "answered_by"])
    audit.record(by=by, at=at, verb="answer_question", thing=question)
    url = whole("exhibitions:visit", question.booth.exhibition.public_id)
    tell(
        question.booth.exhibition,
        LetterKind.ANSWERED,
        mailbox(question.visitor.person),
        at=at,
        question=question,
        url=url,
    )
    return question


@transaction.atomic
def offer_card(*, by: Person, at: dt.datetime, visitor: Visitor, booth: Booth) -> Card:
    """Offer one's card, once per exhibitor; nothing is seen of it before the exhibitor gives its own."""
    require(can_take_part(visitor if visitor.person_id == by.pk else None, booth.exhibition, at))
    try:
        with transaction.atomic():
            made = Card.objects.create(visitor=visitor, booth=booth, offered_at=at)
    except IntegrityError as clash:
        raise Refused(
            no(_("この出展者には、すでに名刺交換を申し込んでいます。"), _("「自分の記録」で、状態を確かめられます。"))
        ) from clash
    audit.record(by=by, at=at, verb="offer_card", thing=made, after={"booth": booth.pk})
    return made


@transaction.atomic
def accept_card(*, by: Person, at: dt.datetime, card: Card) -> Card:
    """The exhibitor gives its card, too: from now on both see name, company and address of the other."""
    card = _locked_card(card)
    require(YES if acts_for(by, card.booth) else HIDDEN)
    require(no(_("この名刺は、すでに交換しています。")) if card.accepted_at else YES)
    card.accepted_at, card.accepted_by = at, by
    card.save(update_fields=["accepted_at", "accepted_by"])
    audit.record(by=by, at=at, verb="accept_card", thing=card)
    return card


def _locked_card(card: Card) -> Card:
    """The card as it is now."""
    lock(card.booth.exhibition)
    found: Card = Card.objects.select_related("booth__exhibition").get(pk=card.pk)
    return found
