"""Yes or no, with the reason and the next step: the one answer every permission gives."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kosetsu.common.text import tidy_line


@dataclass(frozen=True, slots=True)
class Decision:
    """One answer to "may this person do this now?".

    ``reason`` and ``next_step`` are sentences in the user's language; both are empty on a plain yes.
    A decision is true or false in a condition, so buttons and doors ask the same function.
    """

    allowed: bool
    reason: str = ""
    next_step: str = ""
    hidden: bool = False
    """The thing must look as if it did not exist (another organisation's object): answered with 404."""

    def __bool__(self) -> bool:
        return self.allowed

    def __str__(self) -> str:
        return " ".join(part for part in (self.reason, self.next_step) if part)


YES = Decision(True)
HIDDEN = Decision(False, hidden=True)


def no(reason: str, next_step: str = "") -> Decision:
    """A refusal that says why, and what to do next."""
    return Decision(False, reason, next_step)


class Refused(Exception):
    """Raised by an action whose decision was no; pages show it, the API turns it into problem+json."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(str(decision))
        self.decision = decision


def require(decision: Decision) -> None:
    """Let a yes pass; raise :class:`Refused` on a no."""
    if not decision:
        raise Refused(decision)


def need_reason(text: str) -> str:
    """The reason as it is kept, on one line; refused where there is none."""
    reason = tidy_line(text)
    require(YES if reason else no(_("理由を書いてください。")))
    return reason
