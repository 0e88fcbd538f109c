"""Texts for people: mails to both sides, and what the staff's search reads of past cases.

A mail holds no secret: the number, what happened, where to read it; never the question, the answer or a company's name.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse

from kosetsu.foundation.parties.post import written
from kosetsu.foundation.search.sources import STAFF, Document, SearchSource
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.consultations.states import NoticeKind, Side


def notice_text(consultation: Consultation, kind: NoticeKind, language: str, *, staff: bool) -> tuple[str, str]:
    """Subject and body of one mail, in the reader's language."""
    page = "consultations-desk:case" if staff else "consultations:case"
    case = consultation.case
    url = settings.PUBLIC_URL + reverse(page, args=[consultation.public_id])
    return written(f"consultations/mail/{kind}.txt", language, number=case.number, due_on=case.due_on, url=url)


def _past_cases(keys: Collection[str] | None) -> Iterator[Document]:
    """Every case but the confidential ones: those are found by their number only, and their reading is noted."""
    found = Consultation.objects.filter(confidential=False).select_related("case", "field")
    if keys is not None:
        found = found.filter(pk__in=[int(key) for key in keys if key.isdigit()])
    for consultation in found.prefetch_related("messages").iterator(chunk_size=500):
        yield Document(
            kind="case",
            key=str(consultation.pk),
            title=consultation.case.title,
            keywords=(consultation.case.number, *([consultation.field.name_ja] if consultation.field else [])),
            body="\n".join([consultation.understood, *_spoken(consultation)]),
        )


def _spoken(consultation: Consultation) -> list[str]:
    """What was said in the thread, without the notes among staff."""
    return [message.text for message in consultation.messages.all() if message.side != Side.NOTE]


def _resolve(keys: Collection[str], user: Any) -> Mapping[str, Consultation]:
    wanted = [int(key) for key in keys if key.isdigit()]
    found = Consultation.objects.visible_to(user).for_lists().filter(pk__in=wanted, confidential=False)
    return {str(consultation.pk): consultation for consultation in found}


SEARCH_SOURCES = [
    SearchSource(
        name="past_cases",
        scope=STAFF,
        kinds=("case",),
        documents=_past_cases,
        resolve=_resolve,
        dated=False,
        address=lambda found: reverse("consultations-desk:case", args=[found.public_id]),
    )
]
