"""Records of the screening for the permission matrix: a ward's programme that is being reviewed, with an application of
each company, one that waits for its list, one that went back, and a dispatch.
"""

import datetime as dt
from typing import Any

from kosetsu.foundation.parties.models import Organisation
from kosetsu.foundation.parties.states import StaffRole
from kosetsu.foundation.reviews import actions as reviews
from kosetsu.services.screening import actions
from kosetsu.services.screening.models import RequestingBody, ScreeningProgramme, Submission
from kosetsu.services.screening.pages.dispatches import MOVES as DISPATCH_MOVES
from kosetsu.services.screening.pages.programmes import MOVES
from kosetsu.services.screening.pages.reading import MOVES as READING_MOVES
from kosetsu.services.screening.rules.forms import Form
from kosetsu.services.screening.rules.sheets import Sheet
from kosetsu.services.screening.tables.editions import load_form, load_sheet
from kosetsu.services.screening.tests.conftest import FORM, FULL, SHEET, sheet_of
from tests import build
from tests.architecture.matrix_doors import doors

KEYS = ("number", "title", "applicant")
LISTED = ("import_submissions", "blank_sheet")
OPEN = ("programme", "change_programme", "accept_programme", "put_off", "keep_blank", "submissions", "read_again",
        "results", "name_second_readers", "request_dispatch")  # fmt: skip
BACK = ("return_file", "return_letter")


def screening(
    world: Any, institute: build.Institute, companies: dict[str, tuple[build.Company, str]], ward: Organisation,
    at: dt.datetime,
) -> None:  # fmt: skip
    """Planning runs it, a researcher reviews, the ward's officer sees what is the ward's."""
    load_sheet(Sheet.model_validate(SHEET))
    load_form(Form.model_validate(FORM))
    run, head = institute.planner, build.post(build.person("部長"), StaffRole.EXECUTIVE, institute.head_office)
    body = actions.keep_body(by=run, at=at, organisation=ward, body_class="ward_city", form="form")
    world.lead("public", "screening-desk:body", "screening-desk:change_body", public_id=body.public_id)
    waiting = _accepted(body, "一覧を待つ事業", run, at)
    world.lead("public", *(f"screening-desk:{name}" for name in LISTED), public_id=waiting.public_id)
    going = _reviewed(body, "審査中の事業", {whose: f"{word}の製品" for whose, (_one, word) in companies.items()},
                      institute, at)  # fmt: skip
    names = (*OPEN, *(verb.name for verb in MOVES.verbs))
    world.lead("public", *(f"screening-desk:{name}" for name in names), public_id=going.public_id)
    world.lead("public", "screening-partner:programme", public_id=going.public_id)
    world.lead("public", *_api("get_screened"), id=going.public_id)
    for whose in companies:
        found = Submission.objects.get(programme=going, item__number=whose)
        names = ("submission", *(verb.name for verb in READING_MOVES.verbs))
        world.lead(whose, *(f"screening-desk:{name}" for name in names), public_id=found.public_id)
    _back(world, body, institute, head, at)
    seat = actions.Seat(person=institute.researcher, committee="委員会", on_date=at.date())
    sent = actions.request_dispatch(by=run, at=at, programme=going, seat=seat)
    names = ("dispatch", *(verb.name for verb in DISPATCH_MOVES.verbs))
    world.lead("public", *(f"screening-desk:{name}" for name in names), public_id=sent.public_id)


def _accepted(body: RequestingBody, title: str, run: Any, at: dt.datetime) -> ScreeningProgramme:
    asked = actions.Request(body=body, title=title, due_on=at.date() + dt.timedelta(days=30))
    made = actions.request_programme(by=run, at=at, request=asked)
    return actions.accept_programme(by=run, at=at, programme=made, terms=actions.Terms(sheet="sheet", readers_each=1))


def _reviewed(
    body: RequestingBody, title: str, items: dict[str, str], institute: build.Institute, at: dt.datetime
) -> ScreeningProgramme:
    """The researcher has handed everything in; planning reads for the second time."""
    run, reader = institute.planner, institute.researcher
    made = _accepted(body, title, run, at)
    content = sheet_of([(number, said, said) for number, said in items.items()], KEYS)
    actions.import_submissions(by=run, at=at, programme=made, content=content, name="一覧.xlsx")
    panel = made.panel
    assert panel
    reviewer = reviews.add_reviewer(by=run, at=at, panel=panel, person=reader)
    reviews.promise(by=reader, at=at, reviewer=reviewer)
    made = actions.begin_review(by=run, at=at, programme=made)
    actions.name_second_readers(by=run, at=at, programme=made, people=[run])
    pairs = [reviews.Pair(item, reviewer) for item in panel.items.all()]
    for review in reviews.assign(by=run, at=at, panel=panel, pairs=pairs):
        marks = {code: reviews.Mark(value) for code, value in FULL.items()}
        reviews.hand_in(by=reader, at=at, review=review, marks=marks, comment="")
    return made


def _back(world: Any, body: RequestingBody, institute: build.Institute, head: Any, at: dt.datetime) -> None:
    made = _reviewed(body, "返却した事業", {"1": "製品"}, institute, at)
    every = list(Submission.objects.filter(programme=made))
    actions.read_again(by=institute.planner, at=at, programme=made, submissions=every)
    made = actions.submit_results(by=institute.planner, at=at, programme=made)
    made = actions.approve_results(by=head, at=at, programme=made)
    actions.return_results(by=institute.planner, at=at, programme=made)
    for side in ("screening-desk", "screening-partner"):
        world.lead("public", *(f"{side}:{name}" for name in BACK), public_id=made.public_id)
    world.lead("public", *_api("get_return"), id=made.public_id)


def _api(part: str) -> list[str]:
    return [door.name for door in doors() if "api/v1/screened-programmes/" in door.route and part in door.name]
