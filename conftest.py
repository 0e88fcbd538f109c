"""Fixtures for every test, wherever it stands; loaded after Django is ready."""

pytest_plugins = ["tests.fixtures"]
