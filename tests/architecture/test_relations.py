"""Foreign keys point down as imports do; a string reference would escape the import contracts."""

from django.apps import apps

from tests.architecture.house import own_apps, rank


def test_foreign_keys_point_down_or_stay_within_their_app():
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for config in own_apps()
        for model in config.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and field.related_model is not None
        for target in [apps.get_app_config(field.related_model._meta.app_label)]
        if target.name.startswith("kosetsu.") and target.label != config.label and rank(target) >= rank(config)
    ]
    assert upward == []
