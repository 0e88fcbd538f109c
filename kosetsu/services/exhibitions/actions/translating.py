"""A booth's page in another language: written beside the Japanese, part by part, and checked along with it."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, no, require
from kosetsu.common.text import tidy
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance import audit
from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.actions.beats import locked_booth
from kosetsu.services.exhibitions.models import Booth, Panel
from kosetsu.services.exhibitions.permissions import can_edit
from kosetsu.services.exhibitions.states import Foreign


@transaction.atomic
def translate_booth(
    *, by: Person, at: dt.datetime, booth: Booth, language: str, head: rules.Texts, parts: Mapping[str, rules.Texts]
) -> Booth:
    """Write the page's texts in a language: a part whole or not at all, so that nobody reads half of it.

    ``parts`` goes by public id of a part; what is left empty is read in Japanese.
    """
    booth = locked_booth(booth)
    require(can_edit(by, booth))
    require(YES if language in Foreign.values else no(_("この言語の文章は書けません。")))
    _translate(booth, language, head)
    booth.save(update_fields=["translations"])
    panels = list(booth.panels.filter(removed_at=None))
    for panel in panels:
        _translate(panel, language, parts.get(str(panel.public_id), {}))
    Panel.objects.bulk_update(panels, ["translations"])
    audit.record(by=by, at=at, verb="translate_booth", thing=booth, after={"language": language})
    return booth


def _translate(one: Any, language: str, given: rules.Texts) -> None:
    """One part, or the head, of the page."""
    texts = {name: tidy(given.get(name, "")) for name, own in one.head.items() if own}
    left = no(
        _("「%(title)s」の訳がそろっていません。") % {"title": one}, _("その欄をすべて書くか、すべて空にしてください。")
    )
    require(left if rules.lacking(one.head, texts) else YES)
    others = {key: kept for key, kept in one.translations.items() if key != language}
    one.translations = others | ({language: rules.made_of(one.head, texts)} if any(texts.values()) else {})
