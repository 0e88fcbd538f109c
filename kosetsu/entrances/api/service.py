"""The API itself: the operations of every app's manifest, behind one gate."""

from typing import Any

from django.http import HttpResponse
from django.urls import URLPattern
from ninja import NinjaAPI
from ninja.operation import Operation
from ninja.params.models import FileModel

from kosetsu.common.api.doors import Door, Scope
from kosetsu.common.api.problems import not_found
from kosetsu.common.manifests import manifests
from kosetsu.entrances.api.answers import HANDLERS
from kosetsu.entrances.api.gate import gate


class Api(NinjaAPI):
    """Operations are named by their function; documentation is our own (no CDN, no inline style)."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__


def _made() -> Api:
    api = Api(title="Kosetsu API", version="1", docs_url=None, openapi_url=None, urls_namespace="api-v1")
    for manifest in manifests():
        if router := manifest.load("api_router"):
            api.add_router("", router)
    for kind, handler in HANDLERS.items():
        api.add_exception_handler(kind, handler)
    return api


API = _made()


def operations() -> list[Operation]:
    """Every operation, in the order of the floors."""
    return [
        operation
        for router in API._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    ]


def door_of(operation: Operation) -> Door:
    """The door an operation was given; every one has exactly one."""
    [door] = [one for one in operation.auth_callbacks if isinstance(one, Door)]
    return door


def scopes() -> list[Scope]:
    """What tokens can be made for: the scopes of all doors, each once."""
    found: dict[str, Scope] = {}
    for operation in operations():
        scope = door_of(operation).scope
        found.setdefault(scope.key, scope)
    return [found[key] for key in sorted(found)]


def _named_where_files_are_taken() -> set[str]:
    """Every operation of an address of which one takes files: the first one's name is the address's."""
    views = [view for router in API._get_bound_routers() for view in router.path_operations.values()]
    taking = (view for view in views if any(_takes_files(operation) for operation in view.operations))
    return {operation.view_func.__name__ for view in taking for operation in view.operations}


def _takes_files(operation: Operation) -> bool:
    return any(issubclass(model, FileModel) for model in operation.models)


def guarded() -> list[URLPattern]:
    """The operations' addresses with the gate before each."""
    patterns: list[Any] = API.urls[0]
    taking = _named_where_files_are_taken()
    return [
        URLPattern(one.pattern, gate(one.callback, one.name in taking), one.default_args, one.name)
        for one in patterns
        if one.name != "api-root"
    ]


@gate
def nothing_here(_request: Any, **_path: str) -> HttpResponse:
    """Any other address under the API."""
    raise not_found()
