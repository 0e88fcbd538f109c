"""The long work: a search for who reviews what, in the worker."""

from django_tasks import task

from kosetsu.across.matching.actions.panel_search import search
from kosetsu.across.matching.models import PanelProposal


@task()
def assign_reviewers(key: int) -> None:
    """Search for the answer to one question."""
    search(PanelProposal.objects.select_related("panel", "forecast", "asked_by").get(pk=key))
