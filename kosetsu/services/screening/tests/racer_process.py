"""Many processes take the same list in, or return the same results, at the same moment.

Imported before Django is set up, so that each process can choose its database first.
"""

from collections import Counter
from typing import Any

from kosetsu.foundation.bookings.tests.racer_process import ended, set_up, together

ROWS = 5
KEYS = ("number", "title", "applicant")


def hold(url: str, people: int, results: Any) -> None:
    """How each of them ended, and what is there in the end: items, lists, papers, counted reviews."""
    set_up(url)
    taken, returned, content = _prepare()
    heard = together(people, _run, taken, returned, content)
    told = {verb: Counter(one[verb] for one in heard) for verb in ("same", "own", "return")}
    results.put((told, _there(taken), _counted(returned)))


def _prepare() -> tuple[int, int, bytes]:
    """A programme that waits for its list, one whose results are approved, and the list: its bytes tell the time."""
    from django.db import connection

    from kosetsu.services.screening import actions
    from kosetsu.services.screening.tests.conftest import office_of, sheet_of
    from tests import build
    from tests.fixtures import AT

    office = office_of(build.institute())
    taken = office.accepted(title="取り込み")
    returned = actions.approve_results(
        by=office.head, at=AT, programme=office.submitted(office.filled(["甲社"], title="返却"))
    )
    connection.close()
    same = [(f"A-{n}", "製品", f"会社{n}") for n in range(ROWS)]
    return taken.pk, returned.pk, sheet_of(same, KEYS)


def _run(number: int, taken: int, returned: int, content: bytes, barrier: Any, told: Any) -> None:
    from kosetsu.foundation.accounts.models import Person
    from kosetsu.services.screening import actions
    from kosetsu.services.screening.models import ScreeningProgramme
    from kosetsu.services.screening.tests.conftest import sheet_of
    from tests.fixtures import AT

    runner = Person.objects.get(name="審査 係")
    programme = ScreeningProgramme.objects.select_related("case", "panel", "body")

    def take_in(content: bytes) -> str:
        found = actions.import_submissions(
            by=runner, at=AT, programme=programme.get(pk=taken), content=content, name="一覧.xlsx"
        )
        return "problems" if found.problems else "done"

    own = [*[(f"B-{n}", "製品", f"会社{n}") for n in range(ROWS)], (f"{number}", "製品", "別")]
    told.put(
        {
            "same": ended(lambda: take_in(content), barrier),
            "own": ended(lambda: take_in(sheet_of(own, KEYS)), barrier),
            "return": ended(
                lambda: bool(actions.return_results(by=runner, at=AT, programme=programme.get(pk=returned))), barrier
            ),
        }
    )


def _there(taken: int) -> tuple[int, int]:
    from kosetsu.services.screening.models import ImportedSheet, Submission

    return (
        Submission.objects.filter(programme=taken).count(), ImportedSheet.objects.filter(programme=taken).count(),
    )  # fmt: skip


def _counted(returned: int) -> tuple[int, int]:
    from django.db import connection

    from kosetsu.services.screening.models import ReturnPaper
    from kosetsu.services.screening.tests.conftest import counted

    found = ReturnPaper.objects.filter(programme=returned).count(), counted()
    connection.close()
    return found
