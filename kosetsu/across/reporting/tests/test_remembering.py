"""What a process keeps in mind is bounded."""

from kosetsu.across.reporting.columns.remembering import Remembered


def test_least_asked_for_goes_first() -> None:
    kept: Remembered[str] = Remembered(2)
    kept.put("a", "1")
    kept.put("b", "2")
    kept.get("a")
    kept.put("c", "3")
    assert [kept.get(key) for key in "abc"] == ["1", None, "3"]


def test_thing_is_made_once() -> None:
    kept: Remembered[str] = Remembered(2)
    made = [kept.get_or("a", lambda text=text: text) for text in ("first", "second")]  # type: ignore[misc]
    assert made == ["first", "first"]
