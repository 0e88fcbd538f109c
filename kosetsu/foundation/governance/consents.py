"""Which text is in force, and who agreed to it."""

import datetime as dt

from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.governance.models import Consent, ConsentText


def text_in_force(purpose: str, on: dt.date) -> ConsentText | None:
    """The newest version whose day has come."""
    return ConsentText.objects.filter(purpose=purpose, valid_from__lte=on).order_by("-valid_from", "-pk").first()


def texts_in_force(on: dt.date) -> list[ConsentText]:
    """One text per purpose."""
    rows = ConsentText.objects.filter(valid_from__lte=on).order_by("valid_from", "pk")
    return sorted({row.purpose: row for row in rows}.values(), key=lambda row: row.purpose)


def given(person: Person, purpose: str, subject: str = "") -> Consent | None:
    """The person's consent that holds now, in whatever version it was given."""
    return Consent.objects.in_force().filter(person=person, purpose=purpose, subject=subject).first()
