"""What calls announce, after the commit; a receiver calls one action of its own.

``application_decided(sender=Application, application=…, at=…)``: an application was accepted, refused, put on the
reserve list, called up, concluded or declined. ``application.call.kind.service`` names the service that cares for what
comes of it. Announced once for every change; whoever receives it reads the state and may be told the same again.
"""

from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import Signal

application_decided = Signal()


def announce(application: Any, *, at: Any) -> None:
    """Tell after the commit; a receiver that fails takes nothing back."""
    transaction.on_commit(
        partial(application_decided.send_robust, sender=type(application), application=application, at=at)
    )
