"""A coordinators' programme (連携コーディネーター事業) as data: who runs it, as which kinds its deeds are counted."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from typing import Annotated

from django.utils.translation import gettext as _
from pydantic import Field

from kosetsu.common.words import Piece, Words

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,29}$")]
EntryKind = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{1,39}$")]
Flaw = tuple[str, str]
"""Where in the document, and what is wrong there."""


class Name(Words):
    """A name, as long as the tables have room for."""

    ja: Annotated[str, Field(min_length=1, max_length=100)]
    en: Annotated[str, Field(max_length=150)] = ""
    th: Annotated[str, Field(max_length=150)] = ""


class Topic(Piece):
    """A kind of help on the way to a product (certification, standards …), in its period."""

    key: Key
    name: Name
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class MeetingKind(Piece):
    """A kind of meeting and the entry it becomes; ``decides`` says whether it decides on opportunities."""

    key: Key
    name: Name
    entry_kind: EntryKind
    decides: bool = False


class EntryKinds(Piece):
    """Under which kinds the casebook counts the deeds of the programme."""

    contact: EntryKind
    interview: EntryKind
    match: EntryKind
    support: EntryKind


class LiaisonSaid(Piece):
    """One document of alliances/liaisons; what it is called and counted as stays as it is while it runs."""

    key: Key
    name: Name
    valid_from: dt.date
    valid_to: dt.date | None = None
    client: str = ""
    """The code of the body that commissions it; empty where the institute runs it of itself."""
    bodies: list[str] = []
    """The codes of the bodies that run it together with the institute."""
    branch: str = ""
    field: Annotated[str, Field(max_length=20)] = ""
    """The field of its entries."""
    kinds: EntryKinds
    meetings: list[MeetingKind] = []
    topics: Annotated[list[Topic], Field(min_length=1)]
    source: Annotated[str, Field(min_length=1, max_length=300)]

    def topic(self, key: str) -> Topic | None:
        return next((one for one in self.topics if one.key == key), None)

    def meeting(self, key: str) -> MeetingKind | None:
        return next((one for one in self.meetings if one.key == key), None)


def liaison_flaws(said: LiaisonSaid) -> Iterator[Flaw]:
    """What no single value of it shows."""
    if said.valid_to and said.valid_to < said.valid_from:
        yield "valid_to", _("終了日が、開始日より前です。")
    for where, keys in (("topics", [one.key for one in said.topics]), ("meetings", [one.key for one in said.meetings])):
        for key, times in Counter(keys).items():
            if times > 1:
                yield where, _("「%(code)s」が二度あります。") % {"code": key}
    kinds = [*said.kinds.model_dump().values(), *(one.entry_kind for one in said.meetings)]
    for kind, times in Counter(kinds).items():
        if times > 1:
            yield "kinds", _("実績の種類「%(kind)s」が、二つのことに使われています。") % {"kind": kind}
    for code, times in Counter(said.bodies).items():
        if times > 1:
            yield "bodies", _("「%(code)s」が二度あります。") % {"code": code}
