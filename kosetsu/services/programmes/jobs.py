"""Each night: every programme for every company, and the reports that are due."""

from kosetsu.common.clock import now
from kosetsu.common.jobs import DAY, NIGHT
from kosetsu.common.schedule import Periodic
from kosetsu.services.programmes.actions import awards


def evaluate() -> None:
    """The batch evaluator is loaded where it runs, in the worker."""
    from kosetsu.services.programmes.actions.nightly import evaluate_everyone

    evaluate_everyone(at=now())


PERIODIC = [
    Periodic("programmes.fits", DAY, evaluate, after=NIGHT),
    Periodic("programmes.reports", DAY, lambda: awards.remind(at=now()), after=NIGHT),
]
