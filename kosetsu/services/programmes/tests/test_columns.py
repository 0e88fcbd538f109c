"""The batch evaluator beside the row evaluator: verdict, failing and open literals of every pair."""

from typing import Any

import numpy as np
import pytest

from kosetsu.services.programmes.rules import cases, columns
from kosetsu.services.programmes.rules.book import Book
from kosetsu.services.programmes.rules.columns import Columns, column
from kosetsu.services.programmes.rules.deciding import VERDICTS, Decider
from kosetsu.services.programmes.tests.made_up import CASES, DAY, SIZES, MadeUp

COMPANIES = 80


def _table(made: MadeUp, companies: list[dict[str, Any]]) -> columns.Table:
    return {
        key: column([one.get(key) for one in companies], named=fact.kind in ("flag", "choice", "code"))
        for key, fact in made.by_key.items() if any(key in one for one in companies)
    }  # fmt: skip


def _bits(planes: columns.Planes, row: int) -> int:
    return sum(1 << literal for literal, plane in planes.items() if int(plane[row // 64]) >> row % 64 & 1)


@pytest.mark.parametrize("table", [cases.LARGEST, 40, 0])
def test_columns_any_programmes_and_companies_agree_with_the_row_evaluator_on_every_pair(
    monkeypatch: Any, table: int
) -> None:
    """With knots looked up, with larger ones searched, with all of them searched."""
    monkeypatch.setattr(columns, "CHUNK", 32)
    monkeypatch.setattr(cases, "LARGEST", table)
    wrong = []
    for seed in range(CASES):
        made = MadeUp(seed, descriptions=4)
        decider = Decider(made.book)
        conditions = [one.who for one in made.descriptions]
        companies = [made.masked(made.full(conditions), at_most=6) for _ in range(COMPANIES)]
        for chunk in Columns(decider).chunks(_table(made, companies), COMPANIES):
            failing, open_ = ([of(n) for n in range(4)] for of in (chunk.failing, chunk.open))
            for row in range(chunk.count):
                for n, outcome in enumerate(decider.decide(companies[chunk.start + row])):
                    batch = (VERDICTS[chunk.verdicts(n)[row]], _bits(failing[n], row), _bits(open_[n], row))
                    if batch != tuple(outcome):
                        wrong.append((seed, chunk.start + row, n, batch, outcome))
    assert wrong == []


def test_preview_changed_description_names_who_newly_fits_and_who_no_longer() -> None:
    made = MadeUp(3, descriptions=2)
    old, new = (Book(DAY, made.vocabulary, (one,), SIZES) for one in made.descriptions)
    companies = [made.masked(made.full([one.who for one in made.descriptions]), at_most=3) for _ in range(40)]
    before, after = ([Decider(book).decide(one)[0].verdict for one in companies] for book in (old, new))
    found = columns.preview(old, new, _table(made, companies), 40)
    pairs = list(enumerate(zip(before, after, strict=True)))
    assert found.newly.tolist() == [n for n, (was, now) in pairs if was == "no" != now]
    assert found.no_longer.tolist() == [n for n, (was, now) in pairs if was != "no" == now]
    assert int(found.counts.sum()) == 40
    assert int(np.trace(found.counts)) == sum(was == now for _n, (was, now) in pairs)
