"""institute.yaml: the institute and the rules that hold everywhere in it, each with its source."""

import datetime as dt
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from kosetsu.common import corporate_number
from kosetsu.common.tables import BadRow, upsert
from kosetsu.foundation.parties.models import Area, Institute
from kosetsu.foundation.parties.rules.prices import PriceClass, PriceRule


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


def _month_days(period: str) -> str:
    """ "12-29/01-03" or "06-01": a period of every year."""
    try:
        for end in period.split("/"):
            dt.date.fromisoformat(f"2024-{end}")
    except ValueError:
        raise ValueError(_("「%(text)s」は「12-29/01-03」の形ではありません。") % {"text": period}) from None
    return period


def _zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError(_("「%(text)s」という時間帯はありません。") % {"text": name})
    return ZoneInfo(name).key


class ClosingDays(_Part):
    yearly: list[Annotated[str, AfterValidator(_month_days)]] = []
    dates: list[dt.date] = []
    source: str


class ResponseDays(_Part):
    consultation: int = Field(ge=1, le=60)
    source: str


def _mailbox(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise ValueError("".join(wrong.messages)) from None
    return address.lower()


class Contact(_Part):
    """The mailbox that hears of whatever no group has a mailbox for."""

    email: Annotated[str, AfterValidator(_mailbox)]
    source: str


class PersonalData(_Part):
    """Which part of the personal-data act holds, and from how many people a breach must be reported."""

    regime: Literal["private", "public"]
    breach_report_headcount: int = Field(ge=1)
    source: str


class InstituteFile(_Part):
    """One row: the institute."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)
    name_ja: str
    name_en: str = ""
    name_th: str = ""
    short_name: str = ""
    corporate_number: Annotated[str, AfterValidator(lambda text: text and corporate_number.normalise(text))] = ""
    prefecture: str
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Tokyo"
    source: str
    closing_days: ClosingDays
    response_days: ResponseDays
    contact: Contact | None = None
    personal_data: PersonalData
    price_classes: list[PriceClass]
    price_rules: list[PriceRule]


_COLUMNS = {"name_ja", "name_en", "name_th", "short_name", "corporate_number", "timezone"}


def load_institute(file: InstituteFile) -> None:
    """Write the one institute; a database holds one, so another key is refused."""
    other = Institute.objects.exclude(key=file.key).first()
    if other:
        raise BadRow(
            0, "key", _("このデータベースには、別の機関「%(name)s」が入っています。") % {"name": other.name_ja}
        )
    prefecture = Area.objects.filter(code=file.prefecture).first()
    if prefecture is None:
        raise BadRow(0, "prefecture", _("「%(code)s」は areas.csv にありません。") % {"code": file.prefecture})
    settings = file.model_dump(mode="json", exclude={"key", "prefecture", *_COLUMNS})
    upsert(
        Institute,
        "key",
        {file.key: {**file.model_dump(include=_COLUMNS), "prefecture": prefecture, "settings": settings}},
    )
