"""floors.md: the apps by floor, what one row of each model is, and what it points at."""

from collections.abc import Iterator
from itertools import groupby

from django.apps import AppConfig
from django.db.models import Model

from kosetsu.common.drawing.parts import first_line, own_apps, table
from kosetsu.common.manifests import manifests


def draw() -> Iterator[str]:
    titles = {manifest.key: str(manifest.title) for manifest in manifests()}
    yield "# Floors"
    yield ""
    yield "Highest floor first. What stands higher may import what stands lower; services do not know each other."
    for floor, configs in groupby(reversed(own_apps()), key=_floor):
        yield ""
        yield f"## {floor}"
        for config in configs:
            yield from _app(config, titles.get(config.label, ""))


def _floor(config: AppConfig) -> str:
    return config.name.split(".")[1]


def _app(config: AppConfig, title: str) -> Iterator[str]:
    yield ""
    yield f"### {config.label}{f' — {title}' if title else ''}"
    models = sorted(config.get_models(), key=lambda model: model.__name__)
    if models:
        yield from table(("model", "what one row is", "points at"), (_row(model) for model in models))
    else:
        yield ""
        yield "No tables of its own."


def _row(model: type[Model]) -> tuple[str, str, str]:
    return f"`{model.__name__}`", first_line(model), " · ".join(_targets(model))


def _targets(model: type[Model]) -> Iterator[str]:
    for field in model._meta.get_fields():
        if field.is_relation and field.concrete and field.related_model:
            yield f"{field.name} → {field.related_model._meta.label}"
