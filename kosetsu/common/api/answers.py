"""Answers that an operation has built already."""

from typing import Any

from django.http import HttpResponse
from pydantic_core import to_json


def built(value: Any) -> HttpResponse:
    """Plain values, field by field as the operation's schema says, written as they are.

    Models are read into the schema, checked and written out again by the library: for an answer of a thousand small
    parts that costs more than finding them. A test holds such an answer against its schema.
    """
    return HttpResponse(to_json(value), content_type="application/json; charset=utf-8")
