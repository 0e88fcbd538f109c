"""Uploads in S3-compatible storage by setting alone: a real protocol server, the program started with S3_BUCKET."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.databases import Migrated
from tests.programs import ROOT, environment

pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::DeprecationWarning")
WORK = """
from django.test import Client
from django.core.files.uploadedfile import SimpleUploadedFile
from uuid import uuid4
from kosetsu.common.clock import now
from kosetsu.services.consultations import actions
from kosetsu.services.consultations.models import Attachment
from kosetsu.common.tests.files import PDF
from tests import build
build.institute()
one, rival = build.company("城東精密", "131083"), build.company("競合工業", "131091")
file = SimpleUploadedFile("図面.pdf", PDF)
actions.ask(by=one.engineer, at=now(), workplace=one.workplace, question="さび", files=[file])
kept = Attachment.objects.get()
def read(person):
    client = Client(HTTP_HOST="localhost")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(f"/consultations/files/{kept.public_id}/")
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return answer.status_code, body == PDF
print("OWN", *read(one.engineer))
print("RIVAL", *read(rival.engineer))
print("NAME", kept.file.name)
"""


@pytest.fixture(scope="module")
def bucket() -> Iterator[tuple[str, Any]]:
    """An empty bucket on a server that speaks the protocol, and its client."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    keys = {"aws_access_key_id": "test", "aws_secret_access_key": "test", "region_name": "us-east-1"}
    client = boto3.client("s3", endpoint_url=f"http://{host}:{port}", **keys)
    client.create_bucket(Bucket="kosetsu")
    yield f"http://{host}:{port}", client
    client.close()
    server.stop()


def test_upload_lies_in_the_bucket_alone_and_comes_through_permission(
    bucket: Any, migrated: Migrated, tmp_path: Path
) -> None:
    url, client = bucket
    keys = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
    database = migrated.file(tmp_path)
    env = environment(tmp_path, DATABASE_URL=database, S3_BUCKET="kosetsu", S3_ENDPOINT_URL=url, **keys)
    run = [sys.executable, "manage.py"]
    for command in (["createcachetable"], ["collectstatic", "--no-input", "-v", "0"]):
        subprocess.run([*run, *command], cwd=ROOT, env=env, check=True, capture_output=True)
    done = subprocess.run(
        [*run, "shell", "-v", "0"], cwd=ROOT, env=env, input=WORK.encode(), check=True, capture_output=True
    )
    said = done.stdout.decode()
    name = re.search(r"NAME (\S+)", said)
    assert name, done.stderr.decode()
    assert ("OWN 200 True" in said, "RIVAL 404 False" in said) == (True, True)
    assert [one["Key"] for one in client.list_objects_v2(Bucket="kosetsu")["Contents"]] == [name[1]]
    assert list((tmp_path / "files").rglob("*")) == []
