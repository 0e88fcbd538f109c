"""Photographs and documents of an instrument: with words for who does not see, by people or from the folder."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from kosetsu.common.decisions import Refused
from kosetsu.common.tables import BadRow
from kosetsu.common.tests.files import PDF
from kosetsu.services.instruments import actions
from kosetsu.services.instruments.models import Paper
from kosetsu.services.instruments.tables.pages import PaperRow, load_papers
from kosetsu.services.instruments.tests.test_pages import once
from tests.build import browser

PAGE = "/instruments/I-EMC/"
DESK = "/desk/instruments/bench/I-EMC/papers/"


def picture() -> bytes:
    file = BytesIO()
    Image.new("RGB", (8, 8)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def add(institute: Any, offering: Any, at: Any, settings: Any, tmp_path: Path) -> Any:
    settings.MEDIA_ROOT = tmp_path

    def make(kind: str = "photograph", name: str = "前から見た電波暗室", file: Any = None, by: Any = None) -> Paper:
        given = file or SimpleUploadedFile("front.png", picture())
        return actions.add_paper(
            by=by or institute.researcher, at=at, offering=offering, kind=kind, file=given, name=name
        )

    return make


def test_page_shows_the_photograph_with_its_words_and_hands_out_the_paper(
    client: Client, chamber: Any, add: Any
) -> None:
    photo, paper = add(), add("paper", "操作の手引き", SimpleUploadedFile("manual.pdf", PDF))
    page = client.get(PAGE).content.decode()
    assert f'<img src="/instruments/papers/{photo.public_id}/" alt="前から見た電波暗室"' in page
    assert f'href="/instruments/papers/{paper.public_id}/" download>操作の手引き' in page
    shown, given = (client.get(f"/instruments/papers/{one.public_id}/") for one in (photo, paper))
    assert (shown["Content-Type"], b"".join(shown.streaming_content) == picture()) == ("image/png", True)
    assert given["Content-Disposition"] == 'attachment; filename="manual.pdf"'
    assert b"".join(given.streaming_content) == PDF
    shown.close()
    given.close()


def test_of_an_instrument_that_is_not_offered_nothing_is_shown(client: Client, chamber: Any, add: Any) -> None:
    photo = add()
    photo.offering.state = "withdrawn"
    photo.offering.save()
    assert client.get(f"/instruments/papers/{photo.public_id}/").status_code == 404


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"name": " "}, "何が写っているか"),
        ({"file": SimpleUploadedFile("a.pdf", PDF)}, "JPEGかPNG"),
        ({"file": SimpleUploadedFile("a.png", PDF)}, "名前の形式と合いません"),
    ],
)
def test_wrong_photograph_is_refused_with_the_reason(chamber: Any, add: Any, given: Any, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        add(**given)
    assert Paper.objects.count() == 0


def test_trainers_add_and_remove_at_the_desk_and_nobody_else(
    institute: Any, company: Any, chamber: Any, add: Any
) -> None:
    client = browser(institute.researcher)
    sent = {"kind": "photograph", "name": "正面", "file": SimpleUploadedFile("front.png", picture())}
    assert client.post(DESK, once(**sent)).status_code == 302
    made = Paper.objects.get()
    assert "正面" in client.get(DESK).content.decode()
    away = f"/desk/instruments/papers/{made.public_id}/remove/"
    assert browser(institute.planner).post(away, once()).status_code == 403
    assert browser(company.engineer).get(DESK).status_code == 404
    assert client.post(away, once()).status_code == 302
    assert Paper.objects.count() == 0


def _row(file: str, **more: Any) -> tuple[int, PaperRow]:
    said = {"offering": "I-EMC", "kind": "photograph", "name_ja": "正面", "source": "試験"}
    return 2, PaperRow(file=file, **said | more)


def test_pages_follow_the_folder_and_what_people_added_stays(
    chamber: Any, add: Any, settings: Any, tmp_path: Path
) -> None:
    settings.KOSETSU_INSTITUTE_DIR = tmp_path
    (tmp_path / "front.png").write_bytes(picture())
    own = add()
    load_papers([_row("front.png")])
    first = Paper.objects.get(added_by=None)
    load_papers([_row("front.png", name_ja="正面から")])
    assert [(one.pk, one.name_ja) for one in Paper.objects.filter(added_by=None)] == [(first.pk, "正面から")]
    load_papers([])
    assert list(Paper.objects.all()) == [own]


@pytest.mark.parametrize("file", ["nothing.png", "../outside.png"])
def test_row_without_its_file_in_the_folder_is_named(chamber: Any, settings: Any, tmp_path: Path, file: str) -> None:
    settings.KOSETSU_INSTITUTE_DIR = tmp_path / "institute"
    (tmp_path / "outside.png").write_bytes(picture())
    with pytest.raises(BadRow) as wrong:
        load_papers([_row(file)])
    assert (wrong.value.row, wrong.value.field) == (2, "file")
