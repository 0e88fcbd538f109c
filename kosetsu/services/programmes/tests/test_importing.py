"""Records of Jグランツ: nothing is guessed, everything wrong is named at once, nothing is half-saved."""

import json
from typing import Any

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kosetsu.common.decisions import Refused
from kosetsu.services.programmes.actions.importing import import_records, look_at_records
from kosetsu.services.programmes.documents.looking import looked_at
from kosetsu.services.programmes.models import Draft
from kosetsu.services.programmes.rules.language import All, AtMost, Confirmed, Description
from kosetsu.services.programmes.tests.described import described

pytestmark = pytest.mark.django_db
PAGE = "/desk/programmes/drafts/import/"


def record(**more: Any) -> dict[str, Any]:
    return {
        "id": "a0WJ200000CDIfOMAX",
        "name": "S-00001",
        "title": "設備投資の助成",
        "target_area_search": "東京都",
        "target_number_of_employees": "300名以下",
        "subsidy_max_limit": 10_000_000,
        "subsidy_rate": "2/3以内",
        "acceptance_start_datetime": "2026-04-10T01:00:00Z",
        "acceptance_end_datetime": "2026-05-29T08:00:00Z",
        "use_purpose": "設備整備・IT導入をしたい",
        "industry": "製造業",
        "detail": "<p>直近の決算で<b>黒字</b>であること</p>",
        **more,
    }


def content(*records: Any) -> str:
    return json.dumps({"metadata": {"type": "x"}, "result": list(records)}, ensure_ascii=False)


def errors(*records: Any, at: Any) -> list[tuple[int, str]]:
    return [(one.record, one.field) for one in look_at_records(content(*records), at=at).errors]


def imported(at: Any, institute: Any, **more: Any) -> Description:
    described()
    [draft] = import_records(by=institute.planner, at=at, content=content(record(**more)))
    looked = looked_at(draft, at)
    assert looked.description is not None
    assert looked.errors == []
    return looked.description


def test_free_text_becomes_conditions_to_confirm_and_numbers_become_terms(institute: Any, at: Any) -> None:
    found = imported(at, institute)
    assert isinstance(found.who, All)
    [cap] = [one for one in found.who.all if isinstance(one, AtMost)]
    confirmed = {one.key: one.confirm for one in found.who.all if isinstance(one, Confirmed)}
    assert (cap.fact, cap.at_most) == ("employees", 300)
    assert confirmed == {
        "target_area_search": "対象地域：東京都", "industry": "対象業種：製造業",
        "use_purpose": "利用目的：設備整備・IT導入をしたい", "detail": "公募の詳細：直近の決算で 黒字 であること",
    }  # fmt: skip
    [course], [window] = found.courses, found.windows or ()
    assert (str(course.rate), course.limit_yen) == ("2/3", 10_000_000)
    assert [str(one) for one in (window.opens, window.closes, window.closes_at)] == [
        "2026-04-10", "2026-05-29", "17:00:00"
    ]  # fmt: skip


def test_missing_terms_are_named_as_open_and_nothing_is_guessed(institute: Any, at: Any) -> None:
    found = imported(
        at, institute, subsidy_max_limit=0, subsidy_rate="補助対象経費による", acceptance_start_datetime=None,
        target_number_of_employees="", industry=None,
    )  # fmt: skip
    assert ([one.rate for one in found.courses], [one.limit_yen for one in found.courses], found.windows) == (
        [None], [None], None
    )  # fmt: skip
    assert set(found.open_terms) >= {"助成率：補助対象経費による", "限度額", "受付期間", "従業員数の要件"}
    assert isinstance(found.who, All)
    assert "対象業種（記録に記載なし）" in [one.confirm for one in found.who.all if isinstance(one, Confirmed)]


def test_all_mistakes_are_named_by_record_and_field_at_once(at: Any) -> None:
    assert errors(
        record(id="", title=None),
        record(id="x" * 21, subsidy_max_limit="たくさん"),
        record(acceptance_start_datetime="昨日", acceptance_end_datetime="2026-05-29"),
        record(acceptance_end_datetime="2026-04-01T00:00:00Z", title={"ja": "名"}),
        "文字",
        at=at,
    ) == [
        (1, "id"), (1, "title"), (2, "id"), (2, "subsidy_max_limit"), (3, "acceptance_start_datetime"), (4, "title"),
        (4, "acceptance_end_datetime"), (5, ""),
    ]  # fmt: skip


def test_one_wrong_record_keeps_every_other_from_being_saved(institute: Any, at: Any) -> None:
    with pytest.raises(Refused):
        import_records(by=institute.planner, at=at, content=content(record(), record(id="b", title="")))
    assert Draft.objects.count() == 0


def test_record_that_is_there_or_stands_twice_is_an_error(institute: Any, at: Any) -> None:
    described()
    assert errors(record(), record(), at=at) == [(2, "id")]
    import_records(by=institute.planner, at=at, content=content(record()))
    assert errors(record(), at=at) == [(1, "id")]
    assert errors(record(id="P001"), at=at) == [(1, "id")]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"result": 3}', "null", "[" * 5000])
def test_what_is_no_list_of_records_is_refused_as_a_whole(text: str, at: Any) -> None:
    assert [(one.record, one.field) for one in look_at_records(text, at=at).errors] == [(0, "")]


def test_nobody_but_planning_imports(institute: Any, at: Any) -> None:
    with pytest.raises(Refused):
        import_records(by=institute.counter, at=at, content=content(record()))


def test_page_looks_first_and_writes_what_it_looked_at(institute: Any, at: Any) -> None:
    described()
    client, key = Client(), "01900000-0000-7000-8000-00000000000{}"
    client.force_login(institute.planner, backend="django.contrib.auth.backends.ModelBackend")
    bad = SimpleUploadedFile("a.json", content(record(title="")).encode())
    page = client.post(PAGE, {"file": bad, "submission_key": key.format(1)})
    assert (page.status_code, "title" in page.content.decode(), Draft.objects.count()) == (422, True, 0)
    good = SimpleUploadedFile("a.json", content(record()).encode())
    page = client.post(PAGE, {"file": good, "submission_key": key.format(2)})
    assert (page.status_code, Draft.objects.count()) == (200, 0)
    looked = page.context["confirm"].initial["content"]
    answer = client.post(PAGE, {"content": looked, "submission_key": key.format(3)})
    assert (answer.status_code, yaml.safe_load(Draft.objects.get().text)["words"]) == (302, {"ja": "設備投資の助成"})
