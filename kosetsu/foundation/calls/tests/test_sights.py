"""Every part × every state of a call × every paper: what is seen is what the kind grants, and nothing besides."""

import itertools
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from kosetsu.foundation.calls.models import Application, Call
from kosetsu.foundation.calls.pages.public import count_of
from kosetsu.foundation.calls.pages.shown import parts, results
from kosetsu.foundation.calls.permissions import papers, viewers
from kosetsu.foundation.calls.rules.kinds import Kind
from kosetsu.foundation.calls.rules.sights import seen
from kosetsu.foundation.calls.states import GRANTABLE, SHOWN, CallState, Paper, Viewer
from kosetsu.foundation.calls.tests.conftest import read_kind

FOLDER = Path(settings.BASE_DIR) / "institutes" / "tokyo" / "calls"
KINDS = [read_kind(), *(Kind.model_validate(yaml.safe_load(one.read_text())) for one in sorted(FOLDER.glob("*.yaml")))]
PARTS = [parts for size in range(len(Viewer) + 1) for parts in itertools.combinations(Viewer, size)]
SECRETS = ("甲工業", "さびにくいねじ", "勝ちの理由", "60.00", "よく考えてある")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.key)
def test_nothing_is_seen_that_no_line_of_the_kind_grants(kind: Kind) -> None:
    """Said once more by hand: in every state, for every set of parts, every paper."""
    checked = 0
    for state, parts_, paper in itertools.product(CallState, PARTS, Paper):
        granted = any(
            one.viewer in parts_ and paper in one.papers and state in SHOWN
            and list(SHOWN).index(CallState(one.since)) <= list(SHOWN).index(state)
            for one in kind.visibility
        )  # fmt: skip
        assert (paper in seen(kind.visibility, parts_, state)) == granted, (state, parts_, paper)
        checked += 1
    assert checked == len(CallState) * len(PARTS) * len(Paper)


def test_grant_beyond_what_may_be_granted_is_ignored() -> None:
    sights = read_kind().model_copy(update={"visibility": [
        {"viewer": viewer, "papers": list(Paper), "since": "published"} for viewer in Viewer
    ]})  # fmt: skip
    every = Kind.model_construct(**sights.__dict__).visibility
    known = [read_kind().visibility[0].model_copy(update=one) for one in every]
    for viewer in Viewer:
        assert seen(known, [viewer], "finished") == GRANTABLE[viewer]


def _people(office: Any, firms: Any, board: Any) -> dict[str, Any]:
    """Who looks: the applicant, a rival who applied too, a company that did not, the office, other staff, reviewers."""
    return {
        "applicant": firms[0].engineer, "rival": firms[1].engineer, "stranger": firms[4].engineer,
        "checker": office.checker, "executive": office.executive, "other": office.other,
        "reviewer": board.reviewers[0].person, "anonymous": None,
    }  # fmt: skip


def test_every_person_in_every_state_is_shown_the_papers_of_their_part_alone(
    stand: Any, firms: Any, office: Any
) -> None:
    call, board = stand((6, 6), (9, 9), capacity=2)
    board.decide(reasons={"AWD2026-0001": "勝ちの理由"})
    application = call.applications.get(number="AWD2026-0001")
    carries = {Paper.APPLICANT: "甲工業", Paper.FORM: "さびにくいねじ", Paper.REASON: "勝ちの理由",
               Paper.POINTS: "60.00", Paper.COMMENTS: "よく考えてある"}  # fmt: skip
    checked = 0
    for state, (name, person) in itertools.product(SHOWN, _people(office, firms, board).items()):
        Call.objects.filter(pk=call.pk).update(state=state)
        one = Application.objects.for_lists().get(pk=application.pk)
        user = person or _Anonymous()
        allowed = papers(user, one.call, one)
        text = _text(parts(user, one))
        for paper, secret in carries.items():
            assert (secret in text) == (paper in allowed), (state, name, paper)
            checked += 1
    assert checked == len(SHOWN) * 8 * len(carries)


def test_rival_stranger_other_staff_and_nobody_see_no_paper_of_an_application(
    stand: Any, firms: Any, office: Any
) -> None:
    _call, board = stand((6, 6), (9, 9), capacity=2)
    board.decide()
    one = Application.objects.for_lists().get(number="AWD2026-0001")
    people = _people(office, firms, board)
    for state, name in itertools.product(SHOWN, ("rival", "stranger", "other", "anonymous")):
        one.call.state = state
        private = papers(people[name] or _Anonymous(), one.call, one) - {Paper.COUNT, Paper.RESULTS}
        assert private == frozenset(), (state, name)


def test_list_of_the_accepted_is_public_only_from_its_state_on(stand: Any, firms: Any) -> None:
    call, board = stand((9, 9), (2, 3))
    before = results(_Anonymous(), call)
    board.decide()
    after = results(_Anonymous(), Call.objects.select_related("edition").get())
    assert (before, [str(one) for _prize, one in after]) == ([], ["甲工業 本社工場"])


def test_number_of_applications_is_told_to_whom_the_kind_lets_know(stand: Any, office: Any, firms: Any) -> None:
    call, _board = stand((9, 9), (2, 3))
    told = [count_of(one or _Anonymous(), call) for one in (office.checker, office.other, firms[0].engineer, None)]
    assert told == [2, 2, None, None]


def test_reviewer_who_was_given_another_application_is_no_reviewer_of_this_one(stand: Any, office: Any) -> None:
    call, board = stand((9, 9), (2, 3))
    first = board.round.entrants.order_by("pk").first()
    first.item.reviews.filter(reviewer=board.reviewers[0]).update(state="void", reason="担当を替えました")
    parts_ = [Viewer.REVIEWER in viewers(one.person, call, first.application) for one in board.reviewers]
    assert parts_ == [False, True]


class _Anonymous:
    is_authenticated = False
    is_active = False
    pk = None


def _text(found: Any) -> str:
    if isinstance(found, dict):
        return " ".join(_text(one) for one in found.values())
    if isinstance(found, list | tuple):
        return " ".join(_text(one) for one in found)
    return str(found)
