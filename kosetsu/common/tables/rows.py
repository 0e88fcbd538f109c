"""One row of a CSV file as a pydantic model, and the kinds of cells it may hold."""

from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict


class TableRow(BaseModel):
    """One row of an institute's CSV file; unknown columns are refused, blank cells become the default."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True, frozen=True)


def _blank_to_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


def _split(value: Any) -> Any:
    return [part.strip() for part in value.split(";") if part.strip()] if isinstance(value, str) else value


_T = TypeVar("_T")
Several = Annotated[list[_T], BeforeValidator(_split)]
"""A cell that holds several values, separated by semicolons: ``Several[int]``."""
Items = Several[str]
Blank = Annotated[_T | None, BeforeValidator(_blank_to_none)]
"""A cell that may be empty: ``Blank[date]``."""
Flag = Annotated[bool, BeforeValidator(lambda value: {"yes": True, "no": False}.get(value, value))]
"""A cell that says yes or no."""
