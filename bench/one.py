"""One step of a run, in a process of its own: ``python -m bench.one prepare|update|<benchmark> <database> <size>``.

Lines go to the standard output, packed; anything else that is printed goes past them to the reader.
"""

import sys
from importlib import import_module

import django


def main(step: str, database: str, size: str) -> None:
    """Set Django up in the environment that the caller gave, then take the step."""
    django.setup()
    from django.conf import settings

    from bench.clock import LAST_MOMENT
    from bench.places import Place
    from bench.scale.sizes import SIZES

    settings.KOSETSU_FIXED_NOW = LAST_MOMENT
    if step in ("prepare", "update"):
        from bench.prepare import prepare, renew

        prepare(Place(database, size)) if step == "prepare" else renew()
        return
    for line in import_module(f"bench.benchmarks.{step}").run(SIZES[size]):
        print(f"LINE {line.packed()}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
