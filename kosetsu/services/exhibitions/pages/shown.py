"""How states are coloured, and how a page's parts are shown."""

from typing import Any

from django.urls import reverse

from kosetsu.services.exhibitions import rules
from kosetsu.services.exhibitions.models import Booth, Edition, Exhibition, Panel, Recommendation
from kosetsu.services.exhibitions.models.booths import reader
from kosetsu.services.exhibitions.states import BoothState, ExhibitionState, Foreign, RecommendationState


def exhibition_colour(exhibition: Exhibition) -> str:
    waits = (ExhibitionState.PLANNED, ExhibitionState.INVITING)
    return "waiting" if exhibition.state in waits else "active" if exhibition.state == ExhibitionState.OPEN else "done"


def recommendation_colour(recommendation: Recommendation) -> str:
    colours = {RecommendationState.CHOSEN: "active", RecommendationState.ASKED: "waiting",
               RecommendationState.CONSENTED: "waiting"}  # fmt: skip
    return colours.get(RecommendationState(recommendation.state), "stopped")


def booth_colour(booth: Booth) -> str:
    colours = {BoothState.CHECKED: "active", BoothState.FROZEN: "done", BoothState.WITHDRAWN: "stopped"}
    return colours.get(BoothState(booth.state), "waiting")


def page_of(page: Edition) -> dict[str, Any]:
    """A checked page as its reader has it; ``stays`` says whether anything of it is in Japanese all the same."""
    language = reader()
    own = {name: getattr(page, name) for name in ("name", "topic", "lead")}
    head, written_in = rules.in_language(own, page.translations, language)
    parts = parts_of(page.panels, language)
    stays = {one["language"] for one in parts} | {written_in}
    return {**head, "language": written_in, "tags": page.tags, "parts": parts, "stays": stays - {language}}


def parts_of(panels: list[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    """The parts of a page in a language where they are written in it, with the address of their file."""
    shown = []
    for one in panels:
        own = {name: one[name] for name in ("title", "text")}
        texts, written_in = rules.in_language(own, one.get("translations", {}), language)
        file = reverse("exhibitions:file", args=[one["id"]]) if one["file_name"] else ""
        shown.append({**one, **texts, "language": written_in, "file": file})
    return shown


def languages_of(booth: Booth, panels: list[Panel]) -> list[dict[str, Any]]:
    """The other languages of a page that is being written: how many of its parts are up to date in each."""
    parts: list[Booth | Panel] = [booth, *panels]
    told = []
    for key, label in Foreign.choices:
        done = sum(key in rules.standing(one.head, one.translations) for one in parts)
        told.append({"key": key, "label": label, "done": done, "all": len(parts)})
    return told
