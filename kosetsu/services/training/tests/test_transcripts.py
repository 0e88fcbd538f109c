"""A transcript holds what its people took part in; a company's never shows another company's."""

from typing import Any

import pytest
from django.urls import reverse

from kosetsu.foundation.casebook.states import Format
from kosetsu.foundation.gatherings import actions as gatherings
from kosetsu.foundation.gatherings.models import Gathering
from kosetsu.foundation.gatherings.tests.conftest import DAY, published
from kosetsu.foundation.gatherings.tests.test_attending import arrival
from tests import build
from tests.build import browser
from tests.fixtures import AT

THEN = AT + 10 * DAY
PAGES = ("my_transcript", "company_transcript")


def came(institute: build.Institute, gathering: Gathering, company: build.Company, name: str, **more: Any) -> None:
    """Somebody of a company registers, and comes."""
    guest = gatherings.Guest(name, f"{name}@example.jp")
    given: dict[str, Any] = {"by": None, "guests": [guest], **more}
    [made] = gatherings.register(
        at=AT, gathering=gathering, quota=gathering.quotas.get(), agreed=True, workplace=company.workplace, **given
    )
    gatherings.receive(by=institute.counter, at=THEN, gathering=gathering, arrivals=[arrival(made)])


@pytest.fixture
def seminar(institute: build.Institute) -> Gathering:
    return published(institute, pools=[gatherings.Pool("会場", Format.ON_SITE, 20)])


def names(who: Any, page: str) -> set[str]:
    text = browser(who).get(reverse(f"training:{page}")).content.decode()
    return {name for name in ("本人", "同僚", "他社", "欠席") if name in text}


def test_own_transcript_holds_my_own_and_the_companys_holds_its_peoples(
    institute: build.Institute, company: build.Company, rival: build.Company, seminar: Gathering
) -> None:
    me = gatherings.Guest("本人", str(company.engineer.email))
    came(institute, seminar, company, "", by=company.engineer, guests=[me])
    came(institute, seminar, company, "同僚")
    came(institute, seminar, rival, "他社")
    absent = gatherings.Guest("欠席", "absent@example.jp")
    gatherings.register(
        by=None, at=AT, gathering=seminar, quota=seminar.quotas.get(), guests=[absent], agreed=True,
        workplace=company.workplace,
    )  # fmt: skip
    assert [names(company.engineer, page) for page in PAGES] == [{"本人"}, {"本人", "同僚"}]
    assert [names(rival.engineer, page) for page in PAGES] == [set(), {"他社"}]


def test_transcript_is_a_paper_with_the_hours_of_the_days_one_came(
    institute: build.Institute, company: build.Company, seminar: Gathering
) -> None:
    came(institute, seminar, company, "同僚")
    page = browser(company.engineer).get(reverse("training:company_transcript_pdf"))
    listed = browser(company.engineer).get(reverse("training:company_transcript"), {"format": "csv"})
    assert (page.status_code, page.content[:5]) == (200, b"%PDF-")
    row = b"".join(listed).decode("utf-8-sig").splitlines()[1]  # type: ignore[arg-type]
    assert row.split(",")[:6] == [seminar.title, "2026-11-30", "同僚", "1", "2.0", "参加"]


def test_companys_transcript_is_for_who_acts_for_one(institute: build.Institute) -> None:
    who = build.person("だれも")
    found = [browser(who).get(reverse(f"training:{page}")).status_code for page in PAGES]
    visitor = browser().get(reverse("training:my_transcript"))
    assert (found, visitor.status_code) == ([200, 403], 302)
