"""One row of a plan: why it fits, where, what it costs this asker after the ward's subsidy, when it can start."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kosetsu.across.navigator.asking import Asker
from kosetsu.across.navigator.fitting import Fit, Fits
from kosetsu.across.navigator.rules import Understanding, presses
from kosetsu.common.calendars import NEVER_CLOSED, ClosingDays, add_working_days
from kosetsu.common.money import yen_text
from kosetsu.foundation.billing.rules import Estimate, SubsidyTerms, subsidy_yen
from kosetsu.foundation.bookings.rules import next_hour
from kosetsu.foundation.catalogue.models import Offering
from kosetsu.foundation.catalogue.rules import NoTariff, NotOffered, Options
from kosetsu.foundation.catalogue.states import OfferingKind
from kosetsu.foundation.parties.models import Institute
from kosetsu.foundation.search import sources
from kosetsu.foundation.search.engine.documents import Hit
from kosetsu.services.programmes.models import FeeSubsidy, Programme

PLAINLY, URGENTLY = Options(), Options(urgent=True)
SUBSIDISED = (OfferingKind.TEST, OfferingKind.INSTRUMENT)


@dataclass(frozen=True, slots=True)
class PlanRow:
    """One thing of the plan, ready to be shown and acted upon."""

    kind: str
    title: str
    summary: str
    url: str
    matched: Sequence[str]
    """Words of the problem this answers."""
    found_as: Sequence[str]
    """Other spellings under which they stand there."""
    score: float
    close: bool = False
    """It means much the same as the problem, whatever the words."""
    named: bool = False
    """It is called exactly as the problem."""
    code: str = ""
    """An offering's code, to be taken along into a consultation; empty for anything else."""
    branch: Any = None
    group: Any = None
    estimate: Estimate | None = None
    """The price of one unit for this asker; None where no tariff is in force."""
    earliest: dt.date | None = None
    late: bool = False
    """The earliest start lies after the deadline that the problem names."""
    urgent: Estimate | None = None
    """The same unit done urgently, where the problem presses and the offering has such a price."""
    facts: Sequence[tuple[str, str]] = ()
    fit: Fit | None = None
    """Of a programme: whether the signed-in company can have it, and how much."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What all rows of one plan share: who asks, when, until when, the ward's subsidies, the days nobody works."""

    asker: Asker
    day: dt.date
    subsidies: Sequence[FeeSubsidy]
    closing_days: ClosingDays
    deadline: dt.date | None
    presses: bool
    fits: Fits

    @classmethod
    def of(cls, asker: Asker, day: dt.date, read: Understanding) -> "Occasion":
        """Read once per plan, whatever the number of rows."""
        own = FeeSubsidy.objects.filter(area=asker.area).prefetch_related("terms") if asker.area else []
        institute = Institute.current()
        closing = institute.closing_days if institute else NEVER_CLOSED
        return cls(asker, day, list(own), closing, read.deadline, presses(read, day, closing), Fits(asker, day))


def make_row(hit: Hit, record: Any, occasion: Occasion) -> PlanRow:
    """The row for one found record, whatever its kind."""
    if isinstance(record, Offering):
        return _offering(hit, record, occasion)
    return PlanRow(
        kind=hit.kind,
        title=str(record),
        summary=getattr(record, "summary", "") or getattr(record, "target", ""),
        url=sources.address_of(hit, record),
        matched=whole_words(hit.matched),
        found_as=hit.found_as[:4],
        score=hit.score,
        close=hit.closeness > 0,
        facts=_facts(record),
        fit=occasion.fits.of(record.code) if isinstance(record, Programme) else None,
    )


def subsidy_rows(rows: Sequence[PlanRow], occasion: Occasion) -> list[PlanRow]:
    """The fee subsidies of the asker's ward, where the plan holds anything they pay for."""
    if not any(row.kind in SUBSIDISED for row in rows):
        return []
    return [
        PlanRow(
            kind="fee_subsidy",
            title=f"{subsidy.body} {subsidy.name}".strip(),
            summary=_subsidy_sentence(subsidy),
            url=reverse("programmes:fee_subsidy", args=[subsidy.public_id]),
            matched=(),
            found_as=(),
            score=0.0,
        )
        for subsidy in occasion.subsidies
    ]


def _offering(hit: Hit, offering: Offering, occasion: Occasion) -> PlanRow:
    earliest = _earliest(offering, occasion)
    return PlanRow(
        kind=hit.kind,
        title=offering.name,
        summary=offering.summary,
        url=offering.get_absolute_url(),
        matched=whole_words(hit.matched),
        found_as=hit.found_as[:4],
        score=hit.score,
        close=hit.closeness > 0,
        code=offering.code,
        branch=offering.branch,
        group=offering.group,
        estimate=_estimate(offering, occasion),
        earliest=earliest,
        late=bool(earliest and occasion.deadline and earliest > occasion.deadline),
        urgent=_estimate(offering, occasion, URGENTLY) if occasion.presses else None,
    )


def _estimate(offering: Offering, occasion: Occasion, options: Options = PLAINLY) -> Estimate | None:
    """The price of one unit for the asker's class, less the best of the ward's subsidies whose terms are known."""
    try:
        price = offering.price(day=occasion.day, client_class=occasion.asker.client_class, options=options)
    except (NoTariff, NotOffered):
        return None
    subsidies = occasion.subsidies if offering.kind in SUBSIDISED else ()
    amounts = [(subsidy_yen(price.total_yen, terms_of(subsidy)) or 0, str(subsidy)) for subsidy in subsidies]
    relief_yen, name = max(amounts, default=(0, ""))
    return Estimate(price.total_yen, price.formula, relief_yen, name if relief_yen else "")


def whole_words(words: Sequence[str]) -> list[str]:
    """The words without those that are only a part of another, so that 白い粉 is not marked three times."""
    return [word for word in words if len(word) > 1 and not any(word != other and word in other for other in words)]


def terms_of(subsidy: FeeSubsidy) -> SubsidyTerms:
    """The newest printed terms as the arithmetic wants them; no rate where no source prints one."""
    terms = subsidy.terms_now
    if terms is None:
        return SubsidyTerms(rate="", limit_yen=None)
    return terms.arithmetic


def _earliest(offering: Offering, occasion: Occasion) -> dt.date | None:
    """An adviser's next hour, or the first working day on which the work can begin by its usual lead time."""
    hours = offering.adviser_hours.all()
    if hours:
        found = next_hour(hours, occasion.day, occasion.closing_days)
        return found[0] if found else None
    if offering.lead_days is None:
        return None
    return add_working_days(occasion.day, offering.lead_days, occasion.closing_days)


def _subsidy_sentence(subsidy: FeeSubsidy) -> str:
    terms = subsidy.terms_now
    if terms is None or not terms.rate:
        return _("助成の条件は、実施主体へお問い合わせください。")
    limit = f"{terms.limit_yen:,}" if terms.limit_yen else "—"
    return _("利用料の%(rate)s、年度の限度額%(limit)s円（%(as_of)s時点の資料による）。") % {
        "rate": terms.rate,
        "limit": limit,
        "as_of": terms.as_of,
    }


def _facts(record: Any) -> list[tuple[str, str]]:
    pairs = [
        (_("実施主体"), getattr(record, "operator", "")),
        (_("限度額"), yen_text(record.limit_yen) if getattr(record, "limit_yen", None) else ""),
        (_("助成率"), getattr(record, "rate", "")),
        (_("会場"), getattr(record, "place", "")),
    ]
    return [(label, text) for label, text in pairs if text]
