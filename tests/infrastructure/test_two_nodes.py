"""Two web processes and two workers on one PostgreSQL: work is shared; sessions and cases are the same on both."""

import re
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.databases import Migrated
from tests.infrastructure.browsing import read, send
from tests.programs import Node

pytestmark = pytest.mark.postgres
JOBS = 40
PEOPLE = """
from tests import build
from kosetsu.foundation.accounts.models import Person
one = build.company("二台精密株式会社", "322016")
one.engineer.email = "engineer@two.example.jp"
one.engineer.save()
one.engineer.emailaddress_set.create(email=one.engineer.email, verified=True, primary=True)
"""
OWED = f"""
from django.db import transaction
from django.utils import timezone
from kosetsu.foundation.parties.post import deliver
from kosetsu.services.consultations.models import Consultation, Notice
case = Consultation.objects.first()
with transaction.atomic():
    for number in range({JOBS}):
        mail = Notice.objects.create(consultation=case, kind="answer", address=f"n{{number}}@example.jp",
                                     subject=f"number {{number}}", body="-", made_at=timezone.now())
        deliver.enqueue(mail._meta.label_lower, mail.pk)
"""


@pytest.fixture(scope="module")
def database(migrated: Migrated) -> Iterator[str]:
    with migrated.postgres() as url:
        yield url


@pytest.fixture(scope="module")
def nodes(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    folder = tmp_path_factory.mktemp("nodes")
    both = [Node(folder / name, database, KOSETSU_INSTITUTE="minimal") for name in ("one", "two")]
    both[0].manage("createcachetable", "-v", "0")
    both[0].manage("load_institute")
    both[0].manage("shell", "-v", "0", code=PEOPLE)
    with ExitStack() as stack:
        for node in both:
            node.manage("collectstatic", "--no-input", "-v", "0")
            node.start(stack)
            node.work(stack)
        yield both


@pytest.fixture(scope="module")
def engineer(nodes: list[Node]) -> OpenerDirector:
    """A browser that signed in on the first node; its cookies go to both."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    send(browser, f"{nodes[0].url}/accounts/login/", login="engineer@two.example.jp", password="secret-for-tests")
    return browser


def works(node: Node) -> bool:
    return "Starting worker" in (node.folder / "worker.log").read_text()


def mails(node: Node) -> list[str]:
    files = node.folder.glob("mail/*")
    return [found for file in files for found in re.findall(r"^To: (n\d+@)", file.read_text(), re.MULTILINE)]


def test_session_and_case_of_one_node_are_there_on_the_other(nodes: list[Node], engineer: OpenerDirector) -> None:
    first, second = nodes
    case = send(engineer, f"{first.url}/consultations/new/", question="二台で見える相談", channel="mail")
    there = case.replace(first.url, second.url)
    assert there != case
    assert "二台で見える相談" in read(engineer, there)
    assert "二台で見える相談" in read(engineer, f"{second.url}/consultations/")


def test_every_mail_goes_out_once_and_both_workers_take_part(nodes: list[Node], engineer: OpenerDirector) -> None:
    send(engineer, f"{nodes[1].url}/consultations/new/", question="通知のある相談", channel="mail")
    until = time.monotonic() + 60
    while not all(works(node) for node in nodes) and time.monotonic() < until:
        time.sleep(0.2)
    nodes[0].manage("shell", "-v", "0", code=OWED)
    wanted = sorted(f"n{number}@" for number in range(JOBS))
    while time.monotonic() < until and len(mails(nodes[0]) + mails(nodes[1])) < JOBS:
        time.sleep(0.5)
    time.sleep(1)  # a mail that went out twice would arrive about now
    sent = [mails(node) for node in nodes]
    assert (sorted(sent[0] + sent[1]), [bool(mails) for mails in sent]) == (wanted, [True, True])
