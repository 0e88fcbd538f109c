"""Records of reviews for the permission matrix: a panel that planning runs, in which a researcher reviews an item of
each company and a stranger to both reviews nothing.
"""

import datetime as dt
from typing import Any

from kosetsu.across.matching.actions.bidding import open_bidding
from kosetsu.across.matching.models import PanelProposal
from kosetsu.across.matching.pages.bids import MOVES as BID_VERBS
from kosetsu.across.matching.pages.panel_bidding import MOVES as BIDDING_VERBS
from kosetsu.across.matching.pages.panels import VERBS as PROPOSAL_VERBS
from kosetsu.common.tests.files import PDF, upload
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions
from kosetsu.foundation.reviews.models import Item
from kosetsu.foundation.reviews.pages.desk import MOVES
from kosetsu.foundation.reviews.pages.items import MOVES as ITEM_MOVES
from kosetsu.foundation.reviews.pages.items import PAPER_MOVES
from kosetsu.foundation.reviews.states import Ground
from tests import build


def reviews(
    world: Any, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], at: dt.datetime
) -> None:
    """Both companies' items lie in one panel."""
    lead, run, reader = world.lead, institute.planner, institute.researcher
    panel = actions.make_panel(
        by=run, at=at, title="審査会", criteria=[actions.Asked("plan", "計画", 5, 1)], offices=[StaffRole.PLANNING],
        reviews_each=1, secrecy="漏らさない。",
    )  # fmt: skip
    reviewer = actions.add_reviewer(by=run, at=at, panel=panel, person=reader)
    lead("public", "reviews:promise", "reviews:sheet", "reviews:sheet_file", public_id=reviewer.public_id)
    desk = ("grant_leave", "remove_reviewer", "sheet", "sheet_file")
    lead("public", *(f"reviews-desk:{name}" for name in desk), public_id=reviewer.public_id)
    own = ("panel", "ranking", "add_reviewer", "set_times", "hold_calibration", *(verb.name for verb in MOVES.verbs))
    lead("public", *(f"reviews-desk:{name}" for name in own), public_id=panel.public_id)
    matching = ("panel_proposals", "enter_bid", "set_load")
    lead("public", *(f"matching-desk:{name}" for name in matching), public_id=panel.public_id)
    made = {whose: _item(panel, run, whose, one, word, at) for whose, (one, word) in companies.items()}
    pairs = [actions.Pair(item, reviewer) for item in made.values()]
    papers = actions.assign(by=run, at=at, panel=panel, pairs=pairs)
    actions.open_scoring(by=run, at=at, panel=panel)
    actions.promise(by=reader, at=at, reviewer=reviewer)
    for whose, paper in zip(made, papers, strict=True):
        _lead(world, whose, made[whose], paper)
        _proposal(world, whose, made[whose], reviewer, run, at)
        conflict = actions.enter_conflict(
            by=run, at=at, item=made[whose], person=institute.colleague, ground=Ground.OTHER, detail=companies[whose][1]
        )
        lead(whose, "reviews-desk:lift_conflict", public_id=made[whose].public_id, conflict=conflict.pk)

    _bidding(world, institute, companies, at)


def _bidding(
    world: Any, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], at: dt.datetime
) -> None:
    """A panel that asks its reviewers: the researcher, and the colleague who has a conflict with both items."""
    run = institute.planner
    panel = actions.make_panel(
        by=run, at=at, title="意向を尋ねる審査会", criteria=[actions.Asked("plan", "計画", 5, 1)],
        offices=[StaffRole.PLANNING], reviews_each=1,
    )  # fmt: skip
    for person in (institute.researcher, institute.colleague):
        actions.add_reviewer(by=run, at=at, panel=panel, person=person)
    for whose, (one, word) in companies.items():
        item = _item(panel, run, whose, one, word, at)
        actions.enter_conflict(by=run, at=at, item=item, person=institute.colleague, ground=Ground.OTHER)
        names = ("bid_item", *(verb.name for verb in BID_VERBS.verbs))
        world.lead(whose, *(f"matching:{name}" for name in names), public_id=item.public_id)
    open_bidding(by=run, at=at, panel=panel, until=at.date())
    world.lead("public", "matching:bids", public_id=panel.public_id)
    world.lead("public", "matching:bid_many", public_id=panel.public_id, name="want")
    desk = ("panel_bidding", *(verb.name for verb in BIDDING_VERBS.verbs))
    world.lead("public", *(f"matching-desk:{name}" for name in desk), public_id=panel.public_id)


def _item(panel: Any, run: Any, whose: str, one: build.Company, word: str, at: dt.datetime) -> Item:
    file = upload(f"{word}.pdf", PDF + word.encode())
    return actions.add_item(
        by=run, at=at, panel=panel, number=whose, title=f"{word}の製品", applicant=one.organisation.name, text=word,
        received_at=at, organisation=one.organisation, files=[(file, True)],
    )  # fmt: skip


def _lead(world: Any, whose: str, item: Item, paper: Any) -> None:
    world.lead(whose, "reviews:review", "reviews:declare", public_id=paper.public_id)
    world.lead(whose, "reviews:download", public_id=item.files.get().public_id)
    of_item = ("item", "assign", "enter_conflict", *(verb.name for verb in ITEM_MOVES.verbs))
    world.lead(whose, *(f"reviews-desk:{name}" for name in of_item), public_id=item.public_id)
    of_paper = ("paper", *(verb.name for verb in PAPER_MOVES.verbs))
    world.lead(whose, *(f"reviews-desk:{name}" for name in of_paper), public_id=paper.public_id)


def _proposal(world: Any, whose: str, item: Item, reviewer: Any, run: Any, at: dt.datetime) -> None:
    """Who reviews the one item, as a search would have left it."""
    pair = {"item": item.pk, "reviewer": reviewer.pk, "done": False, "points": 0, "rank": 1, "eligible": 1, "parts": [],
            "next": None, "stands": True, "firm": False}  # fmt: skip
    proposal = PanelProposal.objects.create(
        panel=item.panel, stage="found", seconds=5, asked_by=run, asked_at=at, pairs=[pair], total=0, bound=0, value=0,
        worst=0, worst_bound=0,
    )  # fmt: skip
    proposal.items.set([item])
    names = ("panel_proposal", "lock_pair", *PROPOSAL_VERBS)
    world.lead(whose, *(f"matching-desk:{name}" for name in names), public_id=proposal.public_id)
    world.lead(whose, "matching-desk:proposal_item", public_id=proposal.public_id, item=item.public_id)
