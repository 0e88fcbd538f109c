"""Photographs and documents on an instrument's page: added by people, or kept as the institute's folder has them."""

import datetime as dt
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.attachments import can_attach, extension
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.common.text import tidy_line
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.governance import audit
from kosetsu.services.instruments.models import Paper
from kosetsu.services.instruments.permissions import can_describe
from kosetsu.services.instruments.states import PaperKind

PICTURES = ("jpg", "jpeg", "png")


def can_show(kind: str, name: str, content: bytes) -> Decision:
    """A photograph is one that every browser shows; a document is of the kinds that people attach."""
    if kind == PaperKind.PHOTOGRAPH and extension(name) not in PICTURES:
        return no(_("写真は、JPEGかPNGのファイルにしてください。"))
    return can_attach(ContentFile(content, name=name))


@transaction.atomic
def add_paper(*, by: Person, at: dt.datetime, offering: Offering, kind: str, file: Any, name: str) -> Paper:
    """Put a photograph or a document on the page; a photograph without words for it is refused."""
    require(can_describe(by))
    require(YES if tidy_line(name) else no(_("何が写っているか、何の資料かを書いてください。")))
    content = file.read()
    own = file.name.replace("\\", "/").rpartition("/")[2]
    require(can_show(kind, own, content))
    made = _kept(offering, own, content, at, kind=kind, name_ja=tidy_line(name), added_by=by)
    audit.record(by=by, at=at, verb="add_paper", thing=made, after={"offering": offering.code, "sha256": made.sha256})
    return made


@transaction.atomic
def remove_paper(*, by: Person, at: dt.datetime, paper: Paper) -> None:
    """Take it off the page; what the institute's folder holds is removed there."""
    require(can_describe(by))
    folder = no(_("この写真・資料は、機関のフォルダにあります。"), _("フォルダから取り除いてください。"))
    require(YES if paper.added_by_id else folder)
    audit.record(by=by, at=at, verb="remove_paper", thing=paper, before={"sha256": paper.sha256})
    paper.delete()
    transaction.on_commit(lambda: paper.file.delete(save=False))


@transaction.atomic
def keep_papers(given: Iterable[tuple[Offering, Path, dict[str, Any]]], *, at: dt.datetime) -> None:
    """What the institute's folder holds, and nothing else of the folder's; an unchanged file is not stored again."""
    seen: list[int] = []
    for offering, path, said in given:
        content = path.read_bytes()
        known = Paper.objects.filter(offering=offering, added_by=None, sha256=sha256(content).hexdigest())
        if known.exists():
            known.update(**said)
            seen += known.values_list("pk", flat=True)
        else:
            seen.append(_kept(offering, path.name, content, at, **said).pk)
    Paper.objects.filter(added_by=None).exclude(pk__in=seen).delete()


def _kept(offering: Offering, name: str, content: bytes, at: dt.datetime, **said: Any) -> Paper:
    """Stored under a random name; its own name is only a label from here on."""
    return Paper.objects.create(
        offering=offering, file=ContentFile(content, name=name), file_name=tidy_line(name)[-150:], size=len(content),
        sha256=sha256(content).hexdigest(), added_at=at, **said,
    )  # fmt: skip
