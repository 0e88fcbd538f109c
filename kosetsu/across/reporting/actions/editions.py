"""A fiscal year's figures: frozen once, corrected late with a reason, issued again with the list of changes."""

import datetime as dt
from functools import partial
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kosetsu.across.reporting.columns import store
from kosetsu.across.reporting.columns.measuring import Reader
from kosetsu.across.reporting.documents.listings import KeptTable, KeptTables, changed_tables, tables_of
from kosetsu.across.reporting.models import Edition, FigureChange
from kosetsu.across.reporting.permissions import can_correct, can_freeze
from kosetsu.across.reporting.rules.editions import Change, Kept, changes, keep
from kosetsu.across.reporting.rules.periods import Period
from kosetsu.across.reporting.tables.book import book
from kosetsu.common import fiscal
from kosetsu.common.db.locks import lock_keys
from kosetsu.common.decisions import YES, Decision, no, require
from kosetsu.foundation.accounts.models import Person
from kosetsu.foundation.casebook.actions import close_year, record_entry, reverse_entry
from kosetsu.foundation.casebook.models import ClosedYear, Entry
from kosetsu.foundation.governance import audit

EDITION_LOCK = "reporting:edition:{}"


@transaction.atomic
def freeze_year(*, by: Person, at: dt.datetime, fiscal_year: int) -> Edition:
    """Close the year in the casebook and keep its figures as edition 1."""
    lock_keys(EDITION_LOCK.format(fiscal_year))
    require(can_freeze(by))
    require(YES if Period.of_fiscal_year(fiscal_year).last < at.date() else _not_over(fiscal_year))
    close_year(by=by, at=at, fiscal_year=fiscal_year)
    edition = _keep(by, at, fiscal_year, 1, measured(fiscal_year), listed(fiscal_year))
    audit.record(by=by, at=at, verb="freeze_year", thing=edition, after={"fiscal_year": fiscal_year, "number": 1})
    transaction.on_commit(partial(store.freeze, fiscal_year, at=at))
    return edition


@transaction.atomic
def correct_late(*, by: Person, at: dt.datetime, entry: Entry, reason: str) -> Entry:
    """Take one entry back from the report, with a reason; the year's next edition will say so."""
    require(can_correct(by))
    return reverse_entry(by=by, at=at, entry=entry, reason=reason)


@transaction.atomic
def add_late(*, by: Person, at: dt.datetime, on_date: dt.date, reason: str, **fields: Any) -> Entry:
    """Add an entry to a frozen year, with a reason; the year's next edition will say so.

    Raises ``Refused`` without a reason, and for a year that is not frozen: its entries come from the services.
    """
    require(can_correct(by))
    require(_can_be_late(fiscal.fiscal_year(on_date), reason))
    return record_entry(by=by, at=at, on_date=on_date, late_reason=reason.strip(), **fields)


@transaction.atomic
def issue_edition(*, by: Person, at: dt.datetime, fiscal_year: int) -> Edition:
    """Keep the figures of a frozen year again, with the list of what changed; refused when nothing did."""
    lock_keys(EDITION_LOCK.format(fiscal_year))
    require(can_freeze(by))
    last = Edition.objects.filter(fiscal_year=fiscal_year).last()
    if last is None:
        require(no(_("この年度は、まだ確定していません。"), _("先に年度を確定してください。")))
    assert last is not None
    figures, listings = measured(fiscal_year), listed(fiscal_year)
    found = [*changes(last.figures, figures), *_changed_tables(last.listings, listings)]
    require(YES if found else no(_("前の版から変わった数字や表がありません。")))
    edition = _keep(by, at, fiscal_year, last.number + 1, figures, listings)
    reason = _reasons(fiscal_year, last.frozen_at)
    FigureChange.objects.bulk_create(
        FigureChange(edition=edition, measure=c.measure, before=c.before, after=c.after, reason=reason) for c in found
    )
    after = {"fiscal_year": fiscal_year, "number": edition.number, "changes": len(found)}
    audit.record(by=by, at=at, verb="issue_edition", thing=edition, after=after)
    return edition


def measured(fiscal_year: int) -> dict[str, Kept]:
    """Every measure of the institute in that year, as it is kept in an edition."""
    return keep(Reader().figures(book().measures.values(), Period.of_fiscal_year(fiscal_year)))


def listed(fiscal_year: int) -> dict[str, dict[str, KeptTable]]:
    """Every table that the year's outlines take from registers, as it is kept in an edition."""
    reader = Reader()
    outlines = [one for one in book().outlines.values() if one.fiscal_year == fiscal_year]
    return {outline.key: tables_of(outline, reader) for outline in outlines}


def _keep(
    by: Person, at: dt.datetime, fiscal_year: int, number: int, figures: dict[str, Kept], listings: KeptTables
) -> Edition:
    return Edition.objects.create(
        fiscal_year=fiscal_year, number=number, frozen_at=at, frozen_by=by, figures=figures, listings=listings
    )


def _changed_tables(before: KeptTables, after: KeptTables) -> list[Change]:
    return [
        Change(name[:80], *(_("%(count)d行") % {"count": count} for count in counts))
        for name, counts in changed_tables(before, after).items()
    ]


def _reasons(fiscal_year: int, since: dt.datetime) -> str:
    late = Entry.objects.filter(fiscal_year=fiscal_year, recorded_at__gte=since).exclude(reason="")
    return "\n".join(late.order_by("id").values_list("reason", flat=True)) or _("登録簿の訂正")


def _can_be_late(fiscal_year: int, reason: str) -> Decision:
    if not reason.strip():
        return no(_("追加の理由がありません。"), _("理由を書いてください。"))
    if ClosedYear.objects.filter(fiscal_year=fiscal_year).exists():
        return YES
    return no(
        _("%(year)sはまだ確定していません。") % {"year": fiscal.label(fiscal_year)},
        _("実績は、各サービスの画面か根拠データの取り込みから登録してください。"),
    )


def _not_over(fiscal_year: int) -> Decision:
    return no(
        _("%(year)sはまだ終わっていません。") % {"year": fiscal.label(fiscal_year)},
        _("年度が終わってから確定してください。"),
    )
