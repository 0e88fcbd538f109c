"""Template text with components, rendered as a page would render it."""

from typing import Any

from django.template import Context, Template
from django_cotton.compiler_regex import CottonCompiler
from lxml import html


def rendered(source: str, **context: Any) -> str:
    return Template(CottonCompiler().process(source)).render(Context(context))


def element(source: str, **context: Any) -> html.HtmlElement:
    return html.fragment_fromstring(rendered(source, **context), create_parent="div")


def words(node: html.HtmlElement) -> str:
    """The text of an element, blanks folded."""
    return " ".join(node.text_content().split())
