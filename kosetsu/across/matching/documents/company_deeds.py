"""What companies really did, as words: their industry, tests they ordered, what they asked, their pages, their matches.

Read for all companies at once: as many queries as there are sources, however many companies there are.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kosetsu.across.matching.documents.deeds import since, texts_of_each
from kosetsu.across.matching.documents.reading import words_of
from kosetsu.across.matching.models import CompanyDeed, CompanyPoints
from kosetsu.across.matching.rules.affinity import Doer, Weights
from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.rules.industries import industry_name
from kosetsu.foundation.parties.states import CLIENT_KINDS
from kosetsu.foundation.search.engine.concepts import ConceptTable
from kosetsu.services.alliances.models import Opportunity, Pairing
from kosetsu.services.consultations.models import Consultation
from kosetsu.services.exhibitions.models import Booth, Edition
from kosetsu.services.testing.models import OrderItem

Said = Iterator[tuple[int, str]]
"""A company's row number and a text of its, the newest first."""


@dataclass(frozen=True, slots=True)
class Look:
    """Who looks among which companies, when, and for which opportunity."""

    companies: Mapping[int, Organisation]
    user: Any
    at: dt.datetime
    day: dt.date
    opportunity: Opportunity


def points_on(day: dt.date) -> dict[str, CompanyPoints]:
    """What counts on a day, in the order in which it is told."""
    rows = {one.kind: one for one in CompanyPoints.objects.on(day).order_by("valid_from")}
    return {kind: rows[kind] for kind in CompanyDeed.values if kind in rows}


def company_weights(points: Mapping[str, CompanyPoints]) -> Weights:
    """The same as the rules take it."""
    return Weights({kind: one.points for kind, one in points.items()})


def companies_as_doers(look: Look, points: Mapping[str, CompanyPoints], table: ConceptTable) -> tuple[Doer, ...]:
    """Every company with the words of each source that counts."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for kind, one in points.items():
        said_of = SOURCES[CompanyDeed(kind)](look, since(look.day, one.years))
        ours = (pair for pair in said_of if pair[0] in look.companies)
        for company, said in texts_of_each(ours).items():
            found[company][kind] = words_of(said, table)
    return tuple(Doer(str(pk), found[pk]) for pk in look.companies)


def _industry(look: Look, _since: dt.date) -> Said:
    """The name of its industry."""
    for pk, one in look.companies.items():
        if one.industry:
            yield pk, industry_name(one.industry)


def _tests(_look: Look, since: dt.date) -> Said:
    """Parts of orders it gave."""
    rows = OrderItem.objects.filter(
        order__case__opened_at__date__gte=since, order__case__organisation__kind__in=CLIENT_KINDS
    )
    texts = rows.order_by("-pk").values_list(
        "order__case__organisation", "label", "offering__name_ja", "offering__summary"
    )
    for company, *said in texts:
        yield company, "\n".join(filter(None, said))


def _consultations(_look: Look, since: dt.date) -> Said:
    """What it asked and how it was understood, but for what is to be secret."""
    rows = Consultation.objects.filter(confidential=False, case__opened_at__date__gte=since)
    texts = rows.filter(case__organisation__kind__in=CLIENT_KINDS).order_by("-pk")
    for company, *said in texts.values_list("case__organisation", "question", "understood"):
        yield company, "\n".join(filter(None, said))


def _exhibitions(look: Look, since: dt.date) -> Said:
    """Its pages that everyone may see, as they were checked."""
    rows = Edition.objects.in_view(Booth.objects.shown(look.at)).filter(checked_at__date__gte=since)
    texts = rows.order_by("-pk").values_list("booth__organisation", "topic", "lead", "panels")
    for company, topic, lead, panels in texts:
        parts = [text for one in panels for text in (one.get("title", ""), one.get("text", ""))]
        yield company, "\n".join(filter(None, [topic, lead, *parts]))


def _matches(look: Look, since: dt.date) -> Said:
    """What it was matched with before, in programmes that the reader works on; not what it is looked for now."""
    rows = Pairing.objects.visible_to(look.user).filter(matched_on__gte=since)
    others = rows.exclude(opportunity=look.opportunity).order_by("-matched_on", "-pk")
    for company, *said in others.values_list("organisation", "shown_title", "shown_summary"):
        yield company, "\n".join(said)


SOURCES: dict[CompanyDeed, Callable[[Look, dt.date], Said]] = {
    CompanyDeed.INDUSTRY: _industry, CompanyDeed.TESTS: _tests, CompanyDeed.CONSULTATIONS: _consultations,
    CompanyDeed.EXHIBITIONS: _exhibitions, CompanyDeed.MATCHES: _matches,
}  # fmt: skip
