"""Cache, limits and sessions on Redis or Valkey by CACHE_URL; the database behind stays the truth for sessions."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import Migrated
from tests.programs import ROOT, environment

pytestmark = pytest.mark.redis
WORK = """
from uuid import uuid4
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from tests import build
key = uuid4().hex
cache.set(key, "あ", 30)
counted = [cache.add(key, 1, 30), cache.get(key), cache.delete(key), cache.get(key)]
person = build.person("相談 太郎")
client = Client(HTTP_HOST="localhost")
client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
client.get("/me/")
stored = Session.objects.filter(pk=client.session.session_key).exists()
before = client.get("/me/").status_code
cache.clear()
print("SAID", settings.CACHES["default"]["BACKEND"], counted, stored, before, client.get("/me/").status_code)
"""


def test_cache_and_sessions_work_on_the_server_and_survive_its_loss(migrated: Migrated, tmp_path: Path) -> None:
    env = environment(tmp_path, CACHE_URL=os.environ["TEST_REDIS_URL"], DATABASE_URL=migrated.file(tmp_path))
    run = [sys.executable, "manage.py"]
    subprocess.run([*run, "collectstatic", "--no-input", "-v", "0"], cwd=ROOT, env=env, check=True, capture_output=True)
    done = subprocess.run(
        [*run, "shell", "-v", "0"], cwd=ROOT, env=env, input=WORK.encode(), check=True, capture_output=True
    )
    said = "SAID django.core.cache.backends.redis.RedisCache [False, 'あ', True, None] True 200 200"
    assert said in done.stdout.decode(), done.stderr.decode()
