"""One of several writers at once, in a process of its own: it imports nothing of Django before Django is set up."""

import time
from multiprocessing.synchronize import Barrier
from typing import Any


def write(what: str, count: int, barrier: Barrier, spans: Any) -> None:
    """Wait for the others, append ``count`` rows with a commit each, say from when to when."""
    import django

    django.setup()
    from django.db import transaction

    from bench.benchmarks.audit import Appending

    append = getattr(Appending(), what)
    barrier.wait(timeout=60)
    began = time.monotonic()
    for _ in range(count):
        with transaction.atomic():
            append()
    spans.put((began, time.monotonic()))
