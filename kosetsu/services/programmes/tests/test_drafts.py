"""The editor: what is wrong is named with its line, what is published is an edition, what was is still readable."""

from typing import Any

import pytest
import yaml
from django.db.utils import DatabaseError

from kosetsu.common.decisions import Refused
from kosetsu.foundation.governance.models import AccessRecord, AuditEvent
from kosetsu.services.programmes.actions import drafts, nightly
from kosetsu.services.programmes.context import answers_of, decider_on, on_record
from kosetsu.services.programmes.documents.looking import looked_at, whom_it_changes
from kosetsu.services.programmes.models import DescriptionEdition, Draft, EditionCases
from kosetsu.services.programmes.rules.deciding import Verdict
from kosetsu.services.programmes.rules.language import Description
from kosetsu.services.programmes.tests.described import agrees, body, company, described
from tests.build import browser

pytestmark = pytest.mark.django_db
CASES = """
cases:
  - {key: small, why: 20人は対象, answers: {employees: 20}, costs: {machinery: 3000000}, verdict: 'yes',
     least_yen: 2000000, most_yen: 2000000}
  - {key: large, why: 21人は対象外, answers: {employees: 21}, verdict: 'no', fails: 対象者(1)}
  - {key: unsaid, why: 人数が不明, answers: {}, verdict: unknown}
"""


def text(**more: Any) -> str:
    found: str = yaml.safe_dump(body(**more), allow_unicode=True, sort_keys=False)
    return found


def begun(institute: Any, at: Any, written: str = "", cases: str = "") -> Draft:
    draft = drafts.start_draft(by=institute.planner, at=at, edition=described())
    return drafts.save_draft(by=institute.planner, at=at, draft=draft, text=written or text(), cases=cases)


def findings(draft: Draft) -> list[tuple[str, int, str]]:
    return [(one.level, one.line, one.path) for one in looked_at(draft).findings]


def test_draft_begins_with_the_text_of_the_edition_and_is_there_once(institute: Any, at: Any) -> None:
    edition = described()
    first, again = (drafts.start_draft(by=institute.planner, at=at, edition=edition) for _n in range(2))
    assert (first.pk, yaml.safe_load(first.text)["code"]) == (again.pk, "P001")
    assert looked_at(first).description == Description.model_validate(edition.body)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("code: [P001", ("error", 1, "")),
        ("code: P001\nfiscal_year: abc", ("error", 2, "fiscal_year")),
        ("code: P001\nwho:\n  fact: employees\n  at_least: many", ("error", 4, "who.at_least")),
        ("code: P001\n\nstrange: 1", ("error", 3, "strange")),
        ("- P001", ("error", 1, "")),
        ("", ("error", 0, "")),
    ],
)
def test_what_cannot_be_read_is_named_with_line_and_path(
    institute: Any, at: Any, line: str, expected: tuple[str, int, str]
) -> None:
    draft = begun(institute, at, line or "# 空")
    assert expected in findings(draft)


def test_linter_s_error_stands_at_its_line(institute: Any, at: Any) -> None:
    written = text(who={"all": [{"fact": "area", "under": ["13"]}, {"fact": "unknown_fact", "at_least": 1}]})
    found = findings(begun(institute, at, written))
    line = written.splitlines().index("  - fact: unknown_fact") + 1
    assert ("error", line, "who.1") in found


def test_another_code_than_the_draft_s_is_an_error(institute: Any, at: Any) -> None:
    assert ("error", 1, "code") in findings(begun(institute, at, text(code="P999")))


def test_worked_cases_come_out_green_and_a_changed_threshold_turns_one_red(institute: Any, at: Any) -> None:
    draft = begun(institute, at, cases=CASES)
    assert [one.good for one in looked_at(draft).cases] == [True, True, True]
    changed = text(who={"fact": "employees", "at_most": 19, "clause": "対象者(1)"})
    drafts.save_draft(by=institute.planner, at=at, draft=draft, text=changed, cases=CASES)
    looked = looked_at(Draft.objects.get())
    assert [one.good for one in looked.cases] == [False, True, True]
    assert (looked.cases[0].expected, looked.cases[0].found) == (
        "使える、2,000,000円", "使えない、満たさない：対象者(1)、0円"
    )  # fmt: skip
    with pytest.raises(Refused):
        drafts.publish_draft(by=institute.planner, at=at, draft=draft, reason="直す")


def test_published_draft_is_the_next_edition_and_the_earlier_one_stays(institute: Any, at: Any) -> None:
    draft = begun(institute, at, text(places=10), CASES)
    edition = drafts.publish_draft(by=institute.planner, at=at, draft=draft, reason="募集数を追加")
    assert [(one.number, one.body.get("places"), one.reason) for one in DescriptionEdition.objects.all()] == [
        (1, None, ""), (2, 10, "募集数を追加")
    ]  # fmt: skip
    assert (Draft.objects.count(), EditionCases.objects.get().edition) == (0, edition)
    assert decider_on(at.date(), at).book.descriptions[0].places == 10
    assert AuditEvent.objects.latest("sequence").verb == "publish_draft"
    with pytest.raises(DatabaseError):
        EditionCases.objects.update(text="")


def test_publication_without_reason_difference_or_right_is_refused(institute: Any, company: Any, at: Any) -> None:
    draft = begun(institute, at, cases=CASES)
    for person, reason in ((institute.planner, "同じ"), (institute.planner, " "), (institute.researcher, "改定"),
                           (company.engineer, "改定")):  # fmt: skip
        with pytest.raises(Refused):
            drafts.publish_draft(by=person, at=at, draft=draft, reason=reason)
    assert DescriptionEdition.objects.count() == 1


def test_withdrawn_programme_no_longer_holds_and_stays_readable(institute: Any, at: Any) -> None:
    edition = described()
    made = drafts.withdraw_edition(by=institute.planner, at=at, edition=edition, reason="募集を中止")
    assert decider_on(at.date(), at).book.descriptions == ()
    with pytest.raises(Refused):
        drafts.withdraw_edition(by=institute.planner, at=at, edition=made, reason="もう一度")
    page = browser(institute.planner).get(edition.get_absolute_url())
    assert "employees" in page.content.decode()


def test_second_writer_is_told_that_the_first_saved(institute: Any, at: Any) -> None:
    draft = begun(institute, at)
    with pytest.raises(Refused):
        drafts.save_draft(by=institute.planner, at=at, draft=draft, text="code: x", cases="", seen="2020-01-01")
    assert Draft.objects.get().text == text()


def test_preview_equals_a_fresh_evaluation_of_every_company(institute: Any, at: Any) -> None:
    described()
    for n in range(12):
        company(f"会社{n}", None if n % 5 == 0 else n * 4)
    new = Description.model_validate(body(who={"fact": "employees", "at_least": 16}))
    before, result = decider_on(at.date(), at), whom_it_changes(new, at)
    expected: dict[str, set[int]] = {"newly": set(), "no_longer": set()}
    nightly.evaluate_everyone(at=at)
    draft = begun(institute, at, text(who={"fact": "employees", "at_least": 16}))
    drafts.publish_draft(by=institute.planner, at=at, draft=draft, reason="改定")
    after = decider_on(at.date(), at)
    for one in on_record():
        old, now = (decider.decide_one(0, answers_of(one, decider.book)).verdict for decider in (before, after))
        if (old is Verdict.YES) != (now is Verdict.YES):
            expected["newly" if now is Verdict.YES else "no_longer"].add(one.pk)
    assert {"newly": set(result.newly), "no_longer": set(result.no_longer)} == expected
    run = nightly.evaluate_everyone(at=at)
    count = run.counts.get()
    assert (count.newly, count.no_longer) == (len(result.newly), len(result.no_longer))


def test_preview_names_only_who_consented_and_notes_the_reading(institute: Any, at: Any) -> None:
    described()
    told = company("知らせてよい会社", 30)
    company("黙っている会社", 30)
    agrees(told, at)
    draft = begun(institute, at, text(who={"fact": "employees", "at_most": 50}))
    page = browser(institute.planner).get(f"{draft.get_absolute_url()}preview/")
    shown = page.content.decode()
    assert ("知らせてよい会社" in shown, "黙っている会社" in shown, "2 社" in shown) == (True, False, True)
    assert {row.thing_id for row in AccessRecord.objects.filter(thing="parties.Organisation")} == {str(told.pk)}


def test_editor_s_pages_open_for_planning_and_for_nobody_else(institute: Any, company: Any, at: Any) -> None:
    draft = begun(institute, at, "who: {", CASES)
    edition = DescriptionEdition.objects.get()
    read = ["/desk/programmes/", edition.get_absolute_url(), "/desk/programmes/fits/"]
    written = ["/desk/programmes/drafts/", "/desk/programmes/drafts/new/", "/desk/programmes/drafts/import/",
               draft.get_absolute_url(), f"{draft.get_absolute_url()}preview/"]  # fmt: skip
    answers = {
        name: [browser(person).get(address).status_code for address in (*read, *written)]
        for name, person in (("planner", institute.planner), ("researcher", institute.researcher),
                             ("client", company.engineer))
    }  # fmt: skip
    assert answers == {
        "planner": [200] * 8, "researcher": [200] * 3 + [403] * 5, "client": [403] * 8
    }  # fmt: skip
