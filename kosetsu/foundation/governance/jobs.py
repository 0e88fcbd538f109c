"""What the worker does for this room: read the audit chain every night, and mail that a declaration was decided."""

import datetime as dt

from django_tasks import task

from kosetsu.common.clock import now
from kosetsu.common.schedule import Periodic
from kosetsu.foundation.governance.actions.chain import verify_chain
from kosetsu.foundation.governance.documents import decision_mail
from kosetsu.foundation.governance.models import ExportDeclaration

TWO_IN_THE_MORNING = dt.timedelta(hours=17)
"""In Japan; periodic jobs count from midnight UTC."""


def verify_nightly() -> int:
    """Returns how much does not fit."""
    return verify_chain(at=now()).faults


@task()
def tell_decision(declaration_id: int) -> bool:
    """Mail the person that their declaration was decided; False where there is no address."""
    mail = decision_mail(ExportDeclaration.objects.select_related("person").get(pk=declaration_id))
    return bool(mail and mail.send())


PERIODIC = [Periodic("governance.chain", dt.timedelta(days=1), verify_nightly, after=TWO_IN_THE_MORNING)]
