"""The audit log in words: what each app says of its verbs and records; a code without a word is shown as it is."""

from functools import cache

from django.apps import apps

from kosetsu.common.manifests import Audited, manifests
from kosetsu.foundation.governance.models import AuditEvent


@cache
def _audited() -> dict[str, Audited]:
    return {one.key: one.load("audited") or Audited() for one in manifests()}


def verb_word(event: AuditEvent) -> str:
    """The verb as the thing's own app says it, or else as another app does: a service may register a body."""
    own = _audited().get(event.thing.partition(".")[0], Audited())
    words = [own.verbs[event.verb]] if event.verb in own.verbs else _words_of(event.verb)
    return str(next(iter(words), event.verb))


def verb_words(verb: str) -> str:
    """Every word that stands for the verb somewhere; that is what a filter by the verb finds."""
    return "／".join(dict.fromkeys(map(str, _words_of(verb)))) or verb


def thing_word(thing: str) -> str:
    """What one record of the model is called."""
    app, _dot, name = thing.partition(".")
    own = _audited().get(app, Audited())
    if name in own.things:
        return str(own.things[name])
    try:
        called = str(apps.get_model(thing)._meta.verbose_name)
    except LookupError:  # a model of an earlier release
        return thing
    return thing if called.isascii() else called


def _words_of(verb: str) -> list[object]:
    return [one.verbs[verb] for one in _audited().values() if verb in one.verbs]
