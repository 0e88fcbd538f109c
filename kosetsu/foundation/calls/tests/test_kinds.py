"""A kind of call is data: read, told what is wrong with it, kept in editions that running calls keep."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from pydantic import ValidationError

from kosetsu.common.tables import Document
from kosetsu.common.tables.reading import read
from kosetsu.foundation.calls import actions
from kosetsu.foundation.calls.admin import written
from kosetsu.foundation.calls.models import Call, KindEdition
from kosetsu.foundation.calls.rules.linting import flaws
from kosetsu.foundation.calls.tables import TABLES
from kosetsu.foundation.calls.tests.conftest import DAY, KINDS, plan, read_kind
from tests.build import browser
from tests.fixtures import AT

DOCUMENT = next(one for one in TABLES if isinstance(one, Document))


def described(**changed: Any) -> dict[str, Any]:
    return yaml.safe_load((KINDS / "venture_award.yaml").read_text()) | changed


def read_folder(folder: Path, *kinds: dict[str, Any]) -> list[tuple[str, str]]:
    """What reading these as an institute's kinds says: file and field, and why."""
    (folder / "calls").mkdir()
    for kind in kinds:
        (folder / "calls" / f"{kind['key']}.yaml").write_text(yaml.safe_dump(kind, allow_unicode=True))
    _rows, errors = read(DOCUMENT, folder)
    return [(f"{one.file}:{one.field}", one.reason) for one in errors]


def test_kinds_of_the_demo_have_no_flaw() -> None:
    _rows, errors = read(DOCUMENT, Path(settings.BASE_DIR) / "institutes" / "tokyo")
    assert (errors, len(_rows) >= 3) == ([], True)


def test_institute_without_calls_loads(tmp_path: Path) -> None:
    assert read(DOCUMENT, tmp_path) == ([], [])


@pytest.mark.parametrize(
    ("changed", "field", "why"),
    [
        ({"actors": {"plan": ["planning"]}}, "actors.approve", "「承認」を担当する職がありません。"),
        ({"channels": []}, "channels", "応募の方法が1つもありません。"),
        (
            {"form": [{"key": "a", "label": "あ", "type": "line", "shown_when": {"field": "b", "is": "c"}}]},
            "form.a.shown_when", "「b」という項目は、この項目より前にありません。",
        ),
        (
            {"form": [{"key": "b", "label": "い", "type": "yes_no"},
                      {"key": "a", "label": "あ", "type": "line", "shown_when": {"field": "b", "is": "no"}}]},
            "form.a.shown_when", "「no」は「b」の答えにありません。",
        ),
        ({"form": [{"key": "a", "label": "あ", "type": "choice"}]}, "form.a.choices", "選択肢は、選ぶ項目"),
        ({"ties": ["criterion:novelty"]}, "ties", "最後は必ず決まる扱い"),
        ({"ties": ["criterion:beauty", "number"]}, "ties", "「criterion:beauty」という同点の扱いはありません。"),
        ({"reserve": 3}, "reserve", "賞の区分があるときは、補欠を設けられません"),
        (
            {"visibility": [{"viewer": "public", "papers": ["form"], "since": "published"}]},
            "visibility.1", "「応募の内容」を「だれでも」に見せることはできません。",
        ),
        (
            {"visibility": [{"viewer": "office", "papers": ["form"], "since": "someday"}]},
            "visibility.1.since", "「someday」は段階ではありません。",
        ),
        (
            {"notices": [{"kind": "refused", "subject": "{nmae} 様", "body": "残念ながら"}]},
            "notices.refused", "差し込み「{nmae}」はありません。",
        ),
    ],
)  # fmt: skip
def test_flaw_is_named_by_file_and_field(tmp_path: Path, changed: dict[str, Any], field: str, why: str) -> None:
    found = read_folder(tmp_path, described(**changed))
    assert (f"calls/venture_award.yaml:{field}", True) in [(place, why in said) for place, said in found]


@pytest.mark.parametrize(
    ("criterion", "field", "why"),
    [
        ({"highest": 0}, "rounds.1.criteria.a", "点の幅がありません。"),
        ({"highest": 5, "veto_below": 9}, "rounds.1.criteria.a.veto_below", "足切り点が、点の幅の中にありません。"),
    ],
)
def test_criterion_without_a_scale_is_named(tmp_path: Path, criterion: dict[str, Any], field: str, why: str) -> None:
    one = {"title": "審査", "reviews_each": 1, "quorum": 1, "criteria": [{"code": "a", "label": "あ"} | criterion]}
    found = read_folder(tmp_path, described(rounds=[one], ties=["number"]))
    assert [(place, why in said) for place, said in found] == [(f"calls/venture_award.yaml:{field}", True)]


def test_setting_that_nobody_knows_is_refused_by_its_name(tmp_path: Path) -> None:
    assert read_folder(tmp_path, described(capasity=3)) == [
        ("calls/venture_award.yaml:capasity", "この列は使われていません。列の名前を確かめてください。")
    ]


def test_post_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValidationError):
        read_kind(actors={"plan": ["emperor"]})


def test_flaw_is_refused_in_the_back_office_too(db: None) -> None:
    with pytest.raises(Exception, match="「承認」を担当する職がありません"):
        actions.learn_kind(by=None, at=AT, kind=read_kind(actors={}))
    assert KindEdition.objects.count() == 0


def test_kind_said_again_is_no_new_edition_and_one_said_otherwise_is(db: None) -> None:
    for kind in (read_kind(), read_kind(), read_kind(appeal_days=20), read_kind()):
        actions.learn_kind(by=None, at=AT, kind=kind)
    assert [(one.number, one.said.appeal_days) for one in KindEdition.objects.all()] == [(1, 10), (2, 20)]


def test_edition_of_the_back_office_is_not_overwritten_by_the_folder(institute: Any) -> None:
    actions.learn_kind(by=None, at=AT, kind=read_kind())
    actions.learn_kind(by=institute.administrator, at=AT, kind=read_kind(appeal_days=5))
    actions.learn_kind(by=None, at=AT, kind=read_kind())
    [current] = KindEdition.objects.current(AT.date())
    assert (current.number, current.said.appeal_days) == (2, 5)


def test_edition_is_in_force_from_its_day_on(db: None) -> None:
    actions.learn_kind(by=None, at=AT, kind=read_kind())
    actions.learn_kind(by=None, at=AT, kind=read_kind(valid_from=AT.date() + DAY, appeal_days=3))
    assert [
        [one.said.appeal_days for one in KindEdition.objects.current(day)] for day in (AT.date(), AT.date() + DAY)
    ] == [[10], [3]]


def test_running_call_keeps_the_edition_it_began_with(publish: Callable[..., Call], office: Any) -> None:
    call = publish()
    actions.learn_kind(by=None, at=AT, kind=read_kind(appeal_days=3))
    later = actions.plan_call(by=office.planner, at=AT, plan=plan())
    assert [Call.objects.get(pk=one.pk).kind.appeal_days for one in (call, later)] == [10, 3]


def test_edition_cannot_be_changed_in_the_database(db: None) -> None:
    made = actions.learn_kind(by=None, at=AT, kind=read_kind())
    with pytest.raises(IntegrityError), transaction.atomic():
        KindEdition.objects.filter(pk=made.pk).update(title="別の名前")


def test_seats_of_prizes_are_graded_from_the_top() -> None:
    kind = read_kind()
    assert (kind.places, flaws(kind)) == (15, [])
    assert [str(prize.title) for seat in (1, 2, 4, 5, 8, 9, 15) if (prize := kind.prize_of(seat))] == [
        "大賞", "優秀賞", "優秀賞", "奨励賞", "奨励賞", "特別賞", "特別賞",
    ]  # fmt: skip
    assert (kind.prize_of(16), kind.prize_of(None)) == (None, None)


def test_every_broken_file_is_named(tmp_path: Path) -> None:
    assert [place for place, _why in read_folder(tmp_path, described(ties=[]), described(key="second", form=[]))] == [
        "calls/second.yaml:form", "calls/venture_award.yaml:ties",
    ]  # fmt: skip


def test_administrator_adds_an_edition_in_the_back_office(institute: Any) -> None:
    first = actions.learn_kind(by=None, at=AT, kind=read_kind())
    client, address = browser(institute.administrator), reverse("admin:calls_kindedition_add")
    text = written(first).replace("appeal_days: 10", "appeal_days: 12")
    assert client.post(address, {"document": text}).status_code == 302
    made = KindEdition.objects.get(number=2)
    assert (made.said.appeal_days, made.made_by) == (12, institute.administrator)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a: [", "1行目がYAMLとして読めません。"),
        ("nonsense: 1", "nonsense: この列は使われていません。"),
        (
            yaml.safe_dump(described(actors={}), allow_unicode=True),
            "actors.approve: 「承認」を担当する職がありません。",
        ),
    ],
)
def test_flaw_is_named_in_the_back_office_and_nothing_is_kept(institute: Any, text: str, why: str) -> None:
    page = browser(institute.administrator).post(reverse("admin:calls_kindedition_add"), {"document": text})
    assert (page.status_code, why in page.content.decode(), KindEdition.objects.count()) == (200, True, 0)
