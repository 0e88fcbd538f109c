"""The API's description: for programs as OpenAPI, for people as a page."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kosetsu.common.api.problems import KINDS
from kosetsu.entrances.api import documents
from kosetsu.entrances.api.service import scopes


@require_safe
def openapi(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(documents.openapi(), json_dumps_params={"ensure_ascii": False})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """Every operation, structure, scope and problem on one page, without a script."""
    document = documents.openapi()
    context = {
        "operations": list(documents.described(document)),
        "structures": documents.fields(document),
        "scopes": scopes(),
        "problems": [(status, kind, title) for status, (kind, title) in KINDS.items()],
    }
    return render(request, "api/docs.html", context)
