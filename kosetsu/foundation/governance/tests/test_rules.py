"""How long a declaration is good, and what it begins as."""

import datetime as dt

import pytest

from kosetsu.foundation.governance.rules import covers, first_state, last_day
from kosetsu.foundation.governance.states import DECLARATION, DeclarationState


@pytest.mark.parametrize(
    ("declared", "last"),
    [
        ("2026-04-01", "2027-03-31"),
        ("2026-11-20", "2027-11-19"),
        ("2028-02-29", "2029-02-28"),
        ("2027-02-28", "2028-02-27"),
    ],
)
def test_declaration_is_good_for_one_year(declared, last):
    assert last_day(dt.date.fromisoformat(declared)) == dt.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("resident", "types", "before", "state"),
    [
        (True, [], None, "clear"),
        (True, [], "clear", "clear"),
        (True, [2], None, "held"),
        (False, [], None, "held"),
        (True, [], "refused", "held"),
        (True, [], "held", "held"),
        (True, [], "cleared", "held"),
    ],
)
def test_state_of_a_new_declaration(resident, types, before, state):
    assert first_state(resident=resident, types=types, before=before) == state


@pytest.mark.parametrize(
    ("technology", "covered"),
    [
        ("炭素繊維の成形", True),
        ("炭素繊維の 成形", False),
        ("ＥＭＣ試験", True),
        ("emc試験", True),
        ("EMC", False),
        ("", False),
    ],
)
def test_clearance_covers_what_it_names_and_nothing_like_it(technology, covered):
    assert covers("炭素繊維の成形、EMC試験\n", technology) is covered


def test_every_state_has_its_way_out_or_is_an_end():
    assert DECLARATION.verbs(DeclarationState.CLEAR) == ["hold"]
    assert DECLARATION.verbs(DeclarationState.HELD) == ["clear", "refuse"]
    assert DECLARATION.verbs(DeclarationState.CLEARED) == ["hold"]
    assert DECLARATION.verbs(DeclarationState.REFUSED) == []
