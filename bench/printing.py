"""A process that prints reports from their records, as the worker does: ``python -m bench.printing <number> …``.

It prints the first, says so, waits for a line, prints the others and ends: what is waited for is what is timed.
"""

import sys
from collections.abc import Sequence

import django


def main(numbers: Sequence[int]) -> None:
    """Django set up from nothing, as a process that was just started."""
    django.setup()
    print_all(numbers[:1])
    print("WARM", flush=True)
    sys.stdin.readline()
    print_all(numbers[1:])


def print_all(numbers: Sequence[int]) -> int:
    """From the record to the stored PDF/A with its digest and its line in the audit log; how many bytes."""
    from bench.clock import LAST_MOMENT
    from kosetsu.services.testing.actions.reports import print_report
    from kosetsu.services.testing.models import Report

    return sum(print_report(report=Report.objects.get(pk=one), at=LAST_MOMENT).size for one in numbers)


if __name__ == "__main__":
    main([int(one) for one in sys.argv[1:]])
