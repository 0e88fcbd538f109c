"""What the worker does for reporting: keep the columns close to the casebook."""

from django_tasks import task

from kosetsu.across.reporting.columns import store
from kosetsu.common.clock import now


@task()
def refresh_columns() -> int:
    """Bring the columns up to date; returns the newest entry they hold."""
    return store.refresh(at=now()).watermark
