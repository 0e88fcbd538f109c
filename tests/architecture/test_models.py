"""Every record says what one row is."""

import pytest

from tests.architecture.house import own_apps

MODELS = [model for config in own_apps() for model in config.get_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_model_says_what_one_row_is(model):
    assert (model.__doc__ or "").startswith("One row")
