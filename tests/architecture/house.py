"""The house as the tests see it: apps, floors, rooms."""

from pathlib import Path

from django.apps import AppConfig, apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("common", "foundation", "services", "across", "entrances")
FOUNDATION = (
    "accounts",
    "governance",
    "parties",
    "search",
    "catalogue",
    "casebook",
    "billing",
    "devices",
    "bookings",
    "gatherings",
    "reviews",
    "calls",
)


def own_apps() -> list[AppConfig]:
    """Every app of the house that is installed."""
    return [config for config in apps.get_app_configs() if config.name.startswith("kosetsu.")]


def rank(config: AppConfig) -> tuple[int, int]:
    """How high an app stands: its floor, and in the foundation its place in the order."""
    floor = config.name.split(".")[1]
    return FLOORS.index(floor), FOUNDATION.index(config.label) if floor == "foundation" else 0
