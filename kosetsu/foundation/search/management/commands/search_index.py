"""``manage.py search_index follow|rebuild|status``: the index folders of this machine."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kosetsu.foundation.search import follower
from kosetsu.foundation.search.folders import Folder
from kosetsu.foundation.search.sources import SCOPES


class Command(BaseCommand):
    help = "Follow the change log, rebuild an index, or say how far it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["follow", "rebuild", "status"])
        parser.add_argument("--scope", choices=SCOPES, action="append")

    def handle(self, *args: Any, **options: Any) -> None:
        for scope in options["scope"] or SCOPES:
            self.stdout.write(_VERBS[options["verb"]](scope))


def _follow(scope: str) -> str:
    return _told(follower.follow(scope))


def _rebuild(scope: str) -> str:
    return _told(follower.rebuild(scope))


def _told(report: follower.Report) -> str:
    what = "rebuilt" if report.rebuilt else f"applied {report.applied} changes"
    return f"{report.scope}: {what}, {report.documents} documents"


def _status(scope: str) -> str:
    state, lag = Folder(scope).state(), follower.lag(scope)
    if state is None or lag is None:
        return f"{scope}: to be rebuilt at the next question or run"
    return f"{scope}: {state.documents} documents, {lag} changes behind, {len(state.position.gaps)} open gaps"


_VERBS = {"follow": _follow, "rebuild": _rebuild, "status": _status}
