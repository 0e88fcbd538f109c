"""Mail of an order's steps: who is told; how a mail is owed and sent is ``parties.post``.

A mail holds a number, what happened and where to read it, and to the client the reason of a no; never a result.
"""

import datetime as dt
from collections.abc import Iterator

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.parties.post import mailbox_of, owe
from kosetsu.services.testing.documents.notices import notice_text
from kosetsu.services.testing.models import Notice, Order
from kosetsu.services.testing.states import NoticeKind


def tell_client(order: Order, kind: NoticeKind, *, at: dt.datetime, reason: str = "") -> None:
    """A mail to the order's contact, where there is an address."""
    contact = order.case.contact
    if contact and contact.email and contact.is_active:
        _write(order, kind, contact.email, contact.language, at, reason=reason)


def tell_institute(order: Order, kind: NoticeKind, *, at: dt.datetime, but: Person | None = None) -> None:
    """A mail to the mailbox of every group that has a part in it, and to who does one; never to the one who acted."""
    for address, language in dict.fromkeys(_workers(order, but)):
        _write(order, kind, address, language, at, staff=True)


def _workers(order: Order, but: Person | None) -> Iterator[tuple[str, str]]:
    for item in order.items.select_related("group", "assignee"):
        person = item.assignee
        if person is None:
            if mailbox := mailbox_of(item.group):
                yield mailbox, "ja"
        elif person.email and person != but:
            yield person.email, person.language


def _write(
    order: Order,
    kind: NoticeKind,
    address: str,
    language: str,
    at: dt.datetime,
    *,
    reason: str = "",
    staff: bool = False,
) -> None:
    subject, body = notice_text(order, kind, language, reason=reason, staff=staff)
    owe(Notice, order=order, kind=kind, address=address, subject=subject, body=body, made_at=at)
