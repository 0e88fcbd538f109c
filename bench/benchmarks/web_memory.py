"""The memory of a process that has served every page, beside the same process before the first one."""

from collections.abc import Iterator

from django.conf import settings

from bench import rss
from bench.asking import pages
from bench.lines import Line
from bench.scale.sizes import Size
from kosetsu.config.settling import settle

LIMIT_MB = 300


def run(size: Size) -> Iterator[Line]:
    """Every page of the other benchmark, in a process that does nothing else."""
    settings.KOSETSU_ENGINE_APART = True  # as kosetsu/config/wsgi.py does, and what follows too
    settle()
    before = rss.now_mb()
    for calls in pages(size).values():
        for call in calls[:20]:
            call()
    yield Line("web process after every page", f"{rss.now_mb():.0f} MB (peak {rss.peak_mb():.0f} MB)",
               "before the first page", f"{before:.0f} MB", rss.peak_mb() / LIMIT_MB, f"of {LIMIT_MB} MB")  # fmt: skip
