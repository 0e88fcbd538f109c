"""What an administrator changes in the back office is written to the audit log, in the change's own transaction."""

from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db.models.signals import post_save
from django.dispatch import receiver

from kosetsu.common.clock import now
from kosetsu.foundation.governance.audit import record

VERBS = {ADDITION: "backoffice_add", CHANGE: "backoffice_change", DELETION: "backoffice_delete"}


@receiver(post_save, sender=LogEntry)
def record_change(sender: Any, *, instance: LogEntry, created: bool, **rest: Any) -> None:
    """Which record and which of its fields; what was deleted is named by its key."""
    model = instance.content_type.model_class() if instance.content_type else None
    if created and model:
        thing = model(pk=instance.object_id)
        after = {"fields": instance.change_message}
        record(by=instance.user, at=now(), verb=VERBS[instance.action_flag], thing=thing, after=after)
