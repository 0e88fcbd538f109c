"""The bytes that a player asks for, and no others."""

import pytest
from django.core.files.base import ContentFile
from django.test import RequestFactory

from kosetsu.common.downloads import attached, piece_of, played

FILM = bytes(range(10))


@pytest.mark.parametrize(
    ("asked", "piece"),
    [
        ("", (0, 9)),
        ("bytes=0-", (0, 9)),
        ("bytes=3-5", (3, 5)),
        ("bytes=3-99", (3, 9)),
        ("bytes=-2", (8, 9)),
        ("bytes=-99", (0, 9)),
        ("bytes=5-3", (0, 9)),
        ("bytes=0-1,4-5", (0, 9)),
        ("bytes=10-", None),
        ("bytes=-0", None),
    ],
)
def test_range_names_its_first_and_last_byte(asked, piece):
    assert piece_of(asked, 10) == piece


@pytest.mark.parametrize(
    ("asked", "status", "content"),
    [({}, 200, FILM), ({"Range": "bytes=4-"}, 206, FILM[4:]), ({"Range": "bytes=2-3"}, 206, FILM[2:4])],
)
def test_film_is_played_from_where_it_is_asked_for(asked, status, content):
    answer = played(RequestFactory().get("/", headers=asked), ContentFile(FILM, "film.mp4"), "video/mp4")
    assert (answer.status_code, b"".join(answer), answer["Content-Length"]) == (status, content, str(len(content)))


def test_film_asked_for_beyond_its_end_says_how_long_it_is():
    answer = played(RequestFactory().get("/", headers={"Range": "bytes=99-"}), ContentFile(FILM, "f"), "video/mp4")
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")


def test_download_is_never_opened_in_our_name():
    answer = attached(ContentFile(b"<script>", "x"), "図面.html")
    assert (answer["Content-Type"], answer["Content-Disposition"].split(";")[0], answer["X-Content-Type-Options"]) == (
        "application/octet-stream", "attachment", "nosniff",
    )  # fmt: skip
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
