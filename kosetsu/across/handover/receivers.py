"""What became of an application reaches the service that cares for it."""

import datetime as dt
from typing import Any

from django.dispatch import receiver

from kosetsu.across.handover.actions.labs import follow_application
from kosetsu.foundation.calls.signals import application_decided


@receiver(application_decided)
def follow(application: Any, at: dt.datetime, **_: Any) -> None:
    """Call the one action, once committed."""
    follow_application(at=at, application=application)
