"""How searches are shown on every page."""

from kosetsu.across.matching.models import Stage

STAGES = {
    Stage.FOUND: "active", Stage.DECIDED: "done", Stage.WAITING: "waiting", Stage.SEARCHING: "waiting",
}  # fmt: skip
"""The colour of a stage; all others have stopped."""
