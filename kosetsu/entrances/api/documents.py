"""The API's description (OpenAPI 3.1), in the reader's language, and the same as a page for people."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder

from kosetsu.common.api.problems import KINDS, MEDIA_TYPE, Problem
from kosetsu.entrances.api.idempotency import HEADER, LONGEST_KEY
from kosetsu.entrances.api.service import API, door_of, operations

ALWAYS = (401, 403, 404, 422, 429, 500)
WITH_BODY = (400, 409, 413)
REF = "#/components/schemas/"


def openapi() -> dict[str, Any]:
    """The whole document."""
    prefix = reverse("api:openapi").removesuffix("openapi.json")
    made: dict[str, Any] = json.loads(json.dumps(API.get_openapi_schema(path_prefix=prefix), cls=NinjaJSONEncoder))
    doors = {operation.view_func.__name__: door_of(operation) for operation in operations()}
    for methods in made["paths"].values():
        for described in methods.values():
            door = doors[described["operationId"]]
            described["security"] = [{"token": [door.scope.key]}, {"session": []}, *([{}] if door.public else [])]
            _tell_problems(described)
    components = made["components"]
    components["schemas"] = dict(sorted({**components["schemas"], **_problem_schemas()}.items()))
    components["responses"] = {f"Problem{status}": _problem(title) for status, (_kind, title) in KINDS.items()}
    components["securitySchemes"] = _schemes()
    return made


def _tell_problems(described: dict[str, Any]) -> None:
    """Which problems an operation can end with; a POST also says how it is carried out once."""
    body = "requestBody" in described
    for status in sorted((*ALWAYS, *(WITH_BODY if body else ()))):
        described["responses"][str(status)] = {"$ref": f"#/components/responses/Problem{status}"}
    if body:
        schema = {"type": "string", "minLength": 1, "maxLength": LONGEST_KEY}
        told = _("同じキーで同じ内容を送り直すと、一度だけ実行し、同じ応答を返します。")
        described["parameters"].append({"in": "header", "name": HEADER, "description": told, "schema": schema})


def _problem(title: Any) -> dict[str, Any]:
    return {"description": str(title), "content": {MEDIA_TYPE: {"schema": {"$ref": REF + "Problem"}}}}


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=REF + "{model}")
    return {**schema.pop("$defs"), "Problem": schema}


def _schemes() -> dict[str, Any]:
    return {
        "token": {"type": "http", "scheme": "bearer", "description": _("「APIトークン」の画面で発行したトークン")},
        "session": {
            "type": "apiKey",
            "in": "cookie",
            "name": "session",
            "description": _("このサイトにログインしたブラウザー。POSTにはX-CSRFTokenヘッダーも必要です。"),
        },
    }


@dataclass(frozen=True, slots=True)
class Described:
    """One operation as the page shows it."""

    name: str
    method: str
    path: str
    summary: str
    scope: str
    public: bool
    parameters: list[dict[str, Any]]
    body: str
    answer: str


def described(document: dict[str, Any]) -> Iterator[Described]:
    """The operations of the document, one by one."""
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            yield Described(
                name=one["operationId"],
                method=method.upper(),
                path=path,
                summary=one["summary"],
                scope=one["security"][0]["token"][0],
                public={} in one["security"],
                parameters=[_parameter(parameter) for parameter in one["parameters"]],
                body=type_of(_content(one.get("requestBody", {}))),
                answer=next(type_of(_content(found)) for status, found in one["responses"].items() if status < "300"),
            )


def fields(document: dict[str, Any]) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Every named structure with its fields (name, type, required), every list of words with its words."""
    schemas = document["components"]["schemas"]
    return [(name, list(_rows(one))) for name, one in schemas.items()]


def _rows(schema: dict[str, Any]) -> Iterator[tuple[str, str, bool]]:
    for word in schema.get("enum", ()):
        yield str(word), schema["type"], False
    for field, kind in schema.get("properties", {}).items():
        yield field, type_of(kind), field in schema.get("required", ())


def type_of(schema: dict[str, Any]) -> str:
    """A schema in one line: "Offering", "array of string", "integer | null", "a | b"."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for several in ("anyOf", "oneOf"):
        if several in schema:
            return " | ".join(type_of(one) for one in schema[several])
    if "enum" in schema:
        return " | ".join(str(value) or '""' for value in schema["enum"])
    if schema.get("type") == "array":
        return f"array of {type_of(schema['items'])}" if "items" in schema else "array"
    kind = schema.get("format") or schema.get("type", "")
    return f'"{schema["const"]}"' if "const" in schema else str(kind)


def _content(part: dict[str, Any]) -> dict[str, Any]:
    contents: list[dict[str, Any]] = list(part.get("content", {}).values())
    return contents[0]["schema"] if contents else {}


def _parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": parameter["name"],
        "where": parameter["in"],
        "type": type_of(parameter["schema"]),
        "required": parameter.get("required", False),
    }
