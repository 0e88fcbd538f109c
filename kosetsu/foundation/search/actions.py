"""The verbs of the search: teach a concept, withdraw it, keep a question that found nothing, deal with it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.foundation.search.models import Concept, UnansweredQuestion
from kosetsu.foundation.search.permissions import can_edit_words


@transaction.atomic
def save_concept(
    *, by: Person, at: dt.datetime, name: str, terms: Sequence[str], kind: str, replace: bool = True
) -> Concept:
    """Make or replace the concept ``name``; the next question uses it."""
    require(can_edit_words(by))
    terms = [term.strip() for term in dict.fromkeys(terms) if term.strip()]
    if not name.strip() or not terms:
        require(no(_("概念の名前と、同じ意味の言葉を一つ以上入れてください。")))
    before = Concept.objects.select_for_update().filter(name=name.strip()).first()
    if before and not replace:
        require(no(_("この名前の概念は登録済みです。"), _("一覧から開いて言葉を足してください。")))
    known = {"terms": before.terms, "kind": before.kind} if before else {}
    concept, _made = Concept.objects.update_or_create(name=name.strip(), defaults={"terms": terms, "kind": kind})
    after = {"terms": terms, "kind": kind}
    audit.record(by=by, at=at, verb="save_concept", thing=concept, before=known, after=after)
    return concept


@transaction.atomic
def remove_concept(*, by: Person, at: dt.datetime, concept: Concept) -> None:
    """Withdraw a concept."""
    require(can_edit_words(by))
    before = {"name": concept.name, "terms": concept.terms, "kind": concept.kind}
    audit.record(by=by, at=at, verb="remove_concept", thing=concept, before=before)
    concept.delete()


@transaction.atomic
def keep_unanswered(*, by: Person | None, at: dt.datetime, question: str, scope: str) -> UnansweredQuestion:
    """Keep a question to which nothing fitted, without who asked it; the same question waits once."""
    waiting = UnansweredQuestion.objects.filter(question=question, scope=scope, handled_at=None).first()
    return waiting or UnansweredQuestion.objects.create(question=question, scope=scope, asked_at=at)


@transaction.atomic
def handle_unanswered(*, by: Person, at: dt.datetime, question: UnansweredQuestion, note: str) -> UnansweredQuestion:
    """Say what was learned from a question: a new concept, a missing offering, or nothing of ours."""
    require(can_edit_words(by))
    question = UnansweredQuestion.objects.select_for_update().get(pk=question.pk)
    if question.handled_at:
        require(no(_("この質問には、すでに対応が記録されています。")))
    question.handled_at, question.note = at, note
    question.save(update_fields=["handled_at", "note"])
    audit.record(by=by, at=at, verb="handle_unanswered", thing=question, after={"note": note})
    return question
