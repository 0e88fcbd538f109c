"""What an operator is told when something cannot be done."""

from django.core.management.base import CommandError


class Mishap(CommandError):
    """What is wrong, and what to do next; nothing was changed."""

    def __init__(self, what: str, then: str) -> None:
        super().__init__(f"{what} {then}")
