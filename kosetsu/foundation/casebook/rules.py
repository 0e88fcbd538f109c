"""What counts: pure."""

from collections.abc import Iterable


def is_robot(agent: str, words: Iterable[str]) -> bool:
    """Whether a program names itself by one of the words; whoever says nothing is one, too.

    >>> is_robot("Mozilla/5.0 (compatible; ExampleBot/2.1)", ["bot"])
    True
    """
    named = agent.casefold()
    return not named.strip() or any(word.casefold() in named for word in words)
