"""A proposal of who reviews what as an Excel file."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from kosetsu.across.matching.documents.panel_words import laid_out
from kosetsu.across.matching.models import PanelProposal
from kosetsu.common.downloads import excel as written
from kosetsu.common.spreadsheets import Column, Kind
from kosetsu.foundation.governance import access

COLUMNS = [
    Column("number", _l("番号")),
    Column("title", _l("題名")),
    Column("reviewer", _l("審査員")),
    Column("senior", _l("役割")),
    Column("points", _l("点"), Kind.NUMBER),
    Column("rank", _l("順位")),
    Column("why", _l("理由")),
    Column("next", _l("次の候補")),
    Column("change", _l("変更")),
    Column("locked", _l("固定")),
]


def excel(request: Any, proposal: PanelProposal) -> HttpResponse:
    """A row for every pair."""
    access.note(request.user, proposal, "matching-desk:panel_proposal", request.at)
    title = _("割り当て案 %(panel)s") % {"panel": proposal.panel}
    return written(COLUMNS, list(_rows(proposal)), title, title)


def _rows(proposal: PanelProposal) -> Iterator[tuple[Any, ...]]:
    for row in laid_out(proposal):
        for one in row.pairs:
            role = _("主任審査員") if one.reviewer.senior else _("審査員")
            yield (
                row.item.number, row.item.title, str(one.reviewer), role, one.points, one.rank, one.why, one.next,
                one.change, _("固定") if one.locked else "",
            )  # fmt: skip
