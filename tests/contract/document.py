"""The promise to callers as a file: the OpenAPI document in Japanese, keys sorted, one line per value."""

import json
from pathlib import Path

from django.utils import translation

SNAPSHOT = Path(__file__).parent / "openapi.json"


def current() -> str:
    """What the program would publish now."""
    from kosetsu.entrances.api.documents import openapi

    with translation.override("ja"):
        return json.dumps(openapi(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
