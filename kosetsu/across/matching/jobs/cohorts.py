"""The long work: a search for cohorts, in the worker."""

from django_tasks import task

from kosetsu.across.matching.actions.cohort_search import search
from kosetsu.across.matching.models import CohortProposal


@task()
def compose_cohorts(key: int) -> None:
    """Search for the answer to one question."""
    search(CohortProposal.objects.select_related("intake").get(pk=key))
