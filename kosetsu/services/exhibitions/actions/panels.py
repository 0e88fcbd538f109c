"""The parts of a booth's page: added, changed, moved, taken out. What a checked page shows is never touched."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach, extension, label_of
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy, tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.exhibitions.actions.beats import locked_booth
from kosetsu.services.exhibitions.models import Booth, Panel
from kosetsu.services.exhibitions.permissions import can_edit
from kosetsu.services.exhibitions.states import PanelKind

PICTURES = ("jpg", "jpeg", "png")
MOST = 30


@transaction.atomic
def add_panel(
    *, by: Person, at: dt.datetime, booth: Booth, kind: str, title: str, text: str = "", url: str = "", file: Any = None
) -> Panel:
    """One more part at the end of the page."""
    booth = locked_booth(booth)
    require(can_edit(by, booth))
    panels = booth.panels.filter(removed_at=None)
    require(YES if panels.count() < MOST else no(_("1つのページに載せられるのは%(most)s個までです。") % {"most": MOST}))
    require(_fits(kind, title, text, url, file))
    last = panels.aggregate(last=Max("place"))["last"] or 0
    made = Panel(booth=booth, kind=kind, title=tidy_line(title), text=tidy(text), url=url, place=last + 1)
    if file:
        made.file_name = label_of(file)
        made.file = ContentFile(file.read(), name=made.file_name)
    made.save(force_insert=True)
    audit.record(by=by, at=at, verb="add_panel", thing=made, after={"kind": kind, "title": made.title})
    return made


def _fits(kind: str, title: str, text: str, url: str, file: Any) -> Decision:
    """Whether a part has what its kind needs."""
    if not tidy_line(title):
        return no(_("見出しを書いてください。"))
    if kind in (PanelKind.TEXT, PanelKind.NEED, PanelKind.SEED) and not tidy(text):
        return no(_("本文を書いてください。"))
    if kind in (PanelKind.VIDEO, PanelKind.LINK):
        secure = url.startswith("https://")
        return YES if secure else no(_("https:// で始まるアドレスを入れてください。"))
    if kind in (PanelKind.PICTURE, PanelKind.DOCUMENT):
        return _file_fits(kind, file)
    return YES


def _file_fits(kind: str, file: Any) -> Decision:
    if not file:
        return no(_("ファイルを選んでください。"))
    if kind == PanelKind.PICTURE and extension(file.name) not in PICTURES:
        return no(
            _("写真・図は、JPEGかPNGのファイルにしてください。"),
            _("動画は、公開先のアドレスを「動画（リンク）」に入れてください。"),
        )
    found = can_attach(file)
    file.seek(0)
    return found


@transaction.atomic
def change_panel(*, by: Person, at: dt.datetime, panel: Panel, title: str, text: str = "", url: str = "") -> Panel:
    """Word it otherwise; another file is another part."""
    booth = locked_booth(panel.booth)
    require(can_edit(by, booth))
    require(_fits(panel.kind if not panel.file else PanelKind.TEXT, title, text or panel.file_name, url, None))
    panel.title, panel.text, panel.url = tidy_line(title), tidy(text), url
    panel.save(update_fields=["title", "text", "url"])
    audit.record(by=by, at=at, verb="change_panel", thing=panel, after={"title": panel.title})
    return panel


@transaction.atomic
def raise_panel(*, by: Person, at: dt.datetime, panel: Panel) -> Panel:
    """One place further up."""
    booth = locked_booth(panel.booth)
    require(can_edit(by, booth))
    panels = list(booth.panels.filter(removed_at=None))
    here = next((number for number, one in enumerate(panels) if one.pk == panel.pk), 0)
    if here:
        panels[here - 1], panels[here] = panels[here], panels[here - 1]
    for place, one in enumerate(panels, start=1):
        one.place = place
    Panel.objects.bulk_update(panels, ["place"])
    audit.record(by=by, at=at, verb="raise_panel", thing=panel)
    return panel


@transaction.atomic
def remove_panel(*, by: Person, at: dt.datetime, panel: Panel) -> Panel:
    """Take it out of the page that is being written."""
    booth = locked_booth(panel.booth)
    require(can_edit(by, booth))
    panel.removed_at = at
    panel.save(update_fields=["removed_at"])
    audit.record(by=by, at=at, verb="remove_panel", thing=panel, before={"title": panel.title})
    return panel
