"""Mark the words of a question in what it found: ``{% load marking %}``."""

import re
from collections.abc import Sequence

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text, escaped, with each of the words in ``<mark>``, the longest first."""
    spellings = sorted({re.escape(word) for word in words if word.strip()}, key=len, reverse=True)
    if not spellings:
        return conditional_escape(text)
    parts = re.split(f"({'|'.join(spellings)})", text, flags=re.IGNORECASE)
    pieces = (
        f"<mark>{conditional_escape(part)}</mark>" if at % 2 else conditional_escape(part)
        for at, part in enumerate(parts)
    )
    return mark_safe("".join(pieces))
