"""Recording editions: from the institute's folder, and published from a draft."""

import datetime as dt
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from kosetsu.common.text import canonical_json
from kosetsu.services.programmes.models import DescriptionEdition, VocabularyEdition
from kosetsu.services.programmes.rules.language import Description, Vocabulary


def written(text: BaseModel) -> tuple[dict[str, Any], str]:
    """A text as it is stored, and its digest: the same text has the same one, however its file was laid out."""
    body = text.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return body, sha256(canonical_json(body).encode()).hexdigest()


def record_vocabulary(vocabulary: Vocabulary, *, at: dt.datetime) -> None:
    """A new edition where the vocabulary differs from the last one of the folder."""
    body, digest = written(vocabulary)
    last = VocabularyEdition.objects.filter(by=None).last()
    if last is None or last.digest != digest:
        VocabularyEdition.objects.create(body=body, digest=digest, recorded_at=at)


def record_description(description: Description, *, at: dt.datetime, **how: Any) -> DescriptionEdition | None:
    """A new edition where the folder's text differs from the folder's last one; what the desk published since stays.

    ``how`` says who published it and why, where it does not come from the folder.
    """
    body, digest = written(description)
    rounds = DescriptionEdition.objects.of_round(description)
    from_folder = None if how else rounds.filter(by=None).last()
    if from_folder is not None and from_folder.digest == digest:
        return None
    newest = rounds.last()
    return DescriptionEdition.objects.create(
        code=description.code,
        fiscal_year=description.fiscal_year,
        round=description.round,
        number=newest.number + 1 if newest else 1,
        valid_from=description.effective_from,
        valid_to=description.effective_to,
        body=body,
        digest=digest,
        recorded_at=at,
        **how,
    )
