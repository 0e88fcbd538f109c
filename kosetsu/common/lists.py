"""List pages: search, filters, columns, sort, pages and export, declared in one place and kept in the address.

    page = ListPage(request, Case.objects.visible_to(user).select_related("branch"), COLUMNS, FILTERS, search_cases,
                    title=_("相談の一覧"), url=lambda case: case.get_absolute_url())
    return page.response(layout="layouts/desk.html")

The queryset comes with everything its columns touch (``select_related``, ``prefetch_related``): a page asks the
database twice (how many, which rows), an export twice as well, however many rows there are. A template that extends
``lists/list.html`` finds the page as ``list``. What else of the address a page reads itself it names in ``also``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from kosetsu.common import spreadsheets
from kosetsu.common.list_parts import Block, Chip, Column, Control, Filter, Heading, Pager, Row
from kosetsu.common.manifests import collect
from kosetsu.common.mistakes import Mistake

__all__ = ["Bulk", "Column", "Filter", "ListPage"]

EXPORT_ROWS = 100_000
Search = Callable[[QuerySet[Any], str], QuerySet[Any]]


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """One action on the chosen rows: a button that posts ``selected`` to ``url``."""

    label: str | Promise
    url: str
    kind: str = "secondary"
    confirm: str | Promise = ""


class ListPage:
    """One request's view of a list: what was asked, and the rows, links and files that answer it."""

    def __init__(
        self,
        request: HttpRequest,
        queryset: QuerySet[Any],
        columns: Sequence[Column],
        filters: Sequence[Filter] = (),
        search: Search | None = None,
        *,
        title: str | Promise,
        url: Callable[[Any], str] | None = None,
        order: Sequence[str] = (),
        per_page: int = 50,
        bulk: Sequence[Bulk] = (),
        also: Sequence[str] = (),
        search_label: str | Promise = "",
        empty_title: str | Promise = "",
        empty_help: str | Promise = "",
    ) -> None:
        self.request, self.title, self.url, self.per_page, self.bulk = request, title, url, per_page, bulk
        self.all_columns, self.filters, self.search, self.also = list(columns), list(filters), search, also
        self.search_label, self.empty_title, self.empty_help = search_label, empty_title, empty_help
        self.asked = request.GET
        self.query = self.asked.get("q", "").replace("\0", "").strip()
        self.problems: list[str] = []
        self.controls = [Control.read(one, self.asked, self.problems) for one in self.filters]
        self.queryset = self._ordered(self._narrowed(queryset), order)

    # what was asked

    def _narrowed(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """By the filters first: a search may then count on few rows."""
        for control in self.controls:
            queryset = control.narrow(queryset)
        return self.search(queryset, self.query) if self.search and self.query else queryset

    def _ordered(self, queryset: QuerySet[Any], order: Sequence[str]) -> QuerySet[Any]:
        """By the chosen column, empty values last on either database; pk decides in the end, so pages never overlap."""
        column, descending = self.sorted_by
        if column is None:
            kept = list(order or queryset.query.order_by or queryset.model._meta.ordering or ())
            return queryset.order_by(*kept, "pk")
        fields = [F(name) for name in column.sort_fields]
        ways = [field.desc(nulls_last=True) if descending else field.asc(nulls_last=True) for field in fields]
        return queryset.order_by(*ways, "pk")

    @cached_property
    def sorted_by(self) -> tuple[Column | None, bool]:
        """The column the reader sorts by, and whether from the top."""
        asked = self.asked.get("sort", "")
        key = asked.removeprefix("-")
        column = next((one for one in self.all_columns if one.key == key and one.sort_fields), None)
        return column, asked.startswith("-")

    @cached_property
    def columns(self) -> list[Column]:
        """The first column always, the others as chosen in the address or as declared."""
        known = self._chosen_columns
        return [
            one
            for number, one in enumerate(self.all_columns)
            if number == 0 or (one.key in known if known else one.shown)
        ]

    @property
    def _chosen_columns(self) -> list[str]:
        chosen = {key for part in self.asked.getlist("columns") for key in part.split(",")}
        return [one.key for one in self.all_columns if one.key in chosen]

    @property
    def searchable(self) -> bool:
        return self.search is not None

    @property
    def narrowed(self) -> bool:
        return bool(self.query) or any(control.active for control in self.controls)

    # the answer

    @cached_property
    def total(self) -> int:
        return self.queryset.count()

    @cached_property
    def pager(self) -> Pager:
        return Pager.of(self.total, self.per_page, self.asked.get("page", ""), lambda number: self.link(page=number))

    @cached_property
    def rows(self) -> list[Row]:
        found = self.queryset[self.pager.start : self.pager.start + self.per_page]
        return [Row.of(record, self.columns, self.url) for record in found]

    @property
    def headings(self) -> list[Heading]:
        column, descending = self.sorted_by
        return [Heading.of(one, one is column, descending, self.link) for one in self.columns]

    @property
    def chips(self) -> list[Chip]:
        """What narrows the list now, each with the address that takes it off."""
        found = [Chip(self.query, self.link(q=None, page=None))] if self.query else []
        for control in self.controls:
            if control.active:
                off = dict.fromkeys(control.keys) | {"page": None}
                found.append(Chip(control.sentence, self.link(**off)))
        return found

    # addresses

    def link(self, **changes: Any) -> str:
        """This list's address with some of its parameters changed (None takes one away)."""
        params = self.asked.copy()
        params.pop("format", None)
        for key, value in changes.items():
            if value is None:
                params.pop(key, None)
            else:
                params[key] = str(value)
        return f"{self.request.path}?{_clean(params)}" if _clean(params) else self.request.path

    @property
    def address(self) -> str:
        """The address to keep: what was asked, without the page."""
        return self.link(page=None)

    @property
    def bare_address(self) -> str:
        return self.link(q=None, page=None, **dict.fromkeys(key for control in self.controls for key in control.keys))

    @property
    def understood(self) -> str:
        """What this list has read of its address, as a query string; whatever else stood there is left out."""
        kept = QueryDict(mutable=True)
        kept["q"] = self.query if self.search else ""
        column, descending = self.sorted_by
        kept["sort"] = f"{'-' if descending else ''}{column.key}" if column else ""
        kept.setlist("columns", self._chosen_columns)
        for key in self.also:
            kept[key] = self.asked.get(key, "").replace("\0", "")
        for control in self.controls:
            kept.update(control.answers)
        return _clean(kept)

    @property
    def exports(self) -> Mapping[str, str]:
        return {name: self.link(page=None, format=name) for name in ("xlsx", "csv", "cp932")}

    def carried(self, *own: str) -> list[tuple[str, str]]:
        """The parameters a form of the page must hand on, apart from its own."""
        return [(k, v) for k, values in self.asked.lists() for v in values if v and k not in {*own, "page", "format"}]

    @property
    def carried_by_filters(self) -> list[tuple[str, str]]:
        return self.carried("q", *(key for control in self.controls for key in control.keys))

    @property
    def carried_by_columns(self) -> list[tuple[str, str]]:
        return self.carried("columns")

    # out

    @cached_property
    def blocks(self) -> list[Block]:
        """What other rooms add to every list (the manifests' ``list_blocks``); each has something for this reader."""
        return [block for offer in collect("list_blocks") if (block := offer(self))]

    def response(self, template: str = "lists/list.html", **context: Any) -> HttpResponse:
        """The page, or the file when the address asks for one."""
        kind = self.asked.get("format", "")
        if kind in self.exports:
            try:
                return self._file(kind)
            except Mistake as mistake:
                self.problems.append(str(mistake))
        return render(self.request, template, {"list": self, **context})

    def _file(self, kind: str) -> HttpResponse:
        if self.total > EXPORT_ROWS:
            raise Mistake(
                _("%(total)s件は一度に書き出せません。"), _("条件で絞り込んでください。"), total=f"{self.total:,}"
            )
        sheet = [spreadsheets.Column(one.key, one.label, one.kind) for one in self.columns]
        rows = ([one.read(record) for one in self.columns] for record in self.queryset.iterator(chunk_size=2000))
        title = str(self.title)
        if kind == "xlsx":
            body, media, ending = spreadsheets.write_xlsx(sheet, rows, title), spreadsheets.xlsx_response_type, "xlsx"
        else:
            encoding: Literal["utf-8-sig", "cp932"] = "cp932" if kind == "cp932" else "utf-8-sig"
            body, media, ending = spreadsheets.write_csv(sheet, rows, encoding), spreadsheets.csv_response_type, "csv"
        name = content_disposition_header(True, f"{title}.{ending}") or "attachment"
        return HttpResponse(body, content_type=media, headers={"Content-Disposition": name})


def _clean(params: QueryDict) -> str:
    """The parameters that say something, in a fixed order, so that equal lists have equal addresses."""
    kept = QueryDict(mutable=True)
    for key in sorted(params):
        values = [value for value in params.getlist(key) if value]
        if values:
            kept.setlist(key, values)
    return kept.urlencode()
