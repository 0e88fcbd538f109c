"""Addresses of the API: its operations under /api/v1/, its description, and a person's own tokens."""

from django.urls import include, path, re_path

from kosetsu.entrances.api.pages import describe, tokens
from kosetsu.entrances.api.service import guarded, nothing_here

public = [
    path("tokens/", tokens.token_list, name="tokens"),
    path("tokens/<uuid:public_id>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("v1/docs/", describe.docs, name="docs"),
    path("v1/openapi.json", describe.openapi, name="openapi"),
    path("v1/", include(guarded())),
    re_path(r"^v1/", nothing_here),
]
