"""Addresses: each app's lists of pages, mounted under its prefix for the public, the desk and the partners."""

from importlib import import_module
from importlib.util import find_spec

from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from kosetsu.common.manifests import Manifest, manifests

MOUNTS = (("public", "", ""), ("staff", "desk/", "-desk"), ("partner", "partners/", "-partner"))


def _pages(manifest: Manifest, package: str) -> list[URLResolver]:
    if not find_spec(f"{package}.pages") or not find_spec(f"{package}.pages.urls"):
        return []
    urls = import_module(f"{package}.pages.urls")
    prefix = f"{manifest.prefix}/" if manifest.prefix else ""
    return [
        path(f"{mount}{prefix}", include((getattr(urls, audience), f"{manifest.key}{suffix}")))
        for audience, mount, suffix in MOUNTS
        if getattr(urls, audience, None)
    ]


def _mounted() -> list[URLResolver]:
    from django.apps import apps

    packages = {config.label: config.name for config in apps.get_app_configs()}
    return [pattern for manifest in manifests() for pattern in _pages(manifest, packages[manifest.key])]


urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("backoffice/", admin.site.urls),
    *_mounted(),
]
