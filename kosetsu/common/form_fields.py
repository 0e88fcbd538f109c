"""Fields of forms that many rooms have alike."""

from typing import Any

from django import forms


def line(label: Any, most: int = 300, **more: Any) -> forms.CharField:
    """A text of one line."""
    return forms.CharField(label=label, max_length=most, **more)


def lines(label: Any, rows: int = 3, **more: Any) -> forms.CharField:
    """A text of some lines."""
    return forms.CharField(label=label, max_length=4000, widget=forms.Textarea(attrs={"rows": rows}), **more)
