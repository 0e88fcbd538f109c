"""Two web processes and two workers on one PostgreSQL: work is shared; sessions and cases are the same on both."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.databases import own_postgres
from tests.programs import ROOT, environment, free_port, running, wait_until_it_answers

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


class Node:
    """One machine: its own data directory; database and keys are shared."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.port = folder, free_port()
        folder.mkdir()
        keys = dict.fromkeys(("SECRET_KEY", "AUDIT_KEY"), "shared-between-the-nodes-of-this-test")
        self.env = environment(folder, DATABASE_URL=url, KOSETSU_INSTITUTE="minimal", **keys)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def manage(self, *command: str, code: str = "") -> None:
        arguments = [sys.executable, "manage.py", *command]
        subprocess.run(arguments, cwd=ROOT, env=self.env, input=code.encode(), capture_output=True, check=True)

    def start(self, stack: ExitStack) -> None:
        web = ["-m", "gunicorn", "kosetsu.config.wsgi", "--threads", "2", "--bind", f"127.0.0.1:{self.port}"]
        worker = ["manage.py", "db_worker", "--interval", "0.2", "--no-startup-delay"]
        log = self.folder / "web.log"
        process = stack.enter_context(running(web, self.env, log))
        stack.enter_context(running(worker, self.env, self.folder / "worker.log"))
        wait_until_it_answers(f"{self.url}/healthz", process, log)

    def works(self) -> bool:
        return "Starting worker" in (self.folder / "worker.log").read_text()

    def mails(self) -> list[str]:
        files = self.folder.glob("mail/*")
        return [found for file in files for found in re.findall(r"^To: (n\d+@)", file.read_text(), re.MULTILINE)]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    with own_postgres() as url:
        yield url


@pytest.fixture(scope="module")
def nodes(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Node]]:
    folder = tmp_path_factory.mktemp("nodes")
    both = [Node(folder / name, database) for name in ("one", "two")]
    both[0].manage("migrate", "-v", "0")
    both[0].manage("createcachetable", "-v", "0")
    both[0].manage("load_institute")
    both[0].manage("shell", "-v", "0", code=PEOPLE)
    with ExitStack() as stack:
        for node in both:
            node.manage("collectstatic", "--no-input", "-v", "0")
            node.start(stack)
        yield both


@pytest.fixture(scope="module")
def engineer(nodes: list[Node]) -> OpenerDirector:
    """A browser that signed in on the first node; its cookies go to both."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    send(browser, f"{nodes[0].url}/accounts/login/", login="engineer@two.example.jp", password="secret-for-tests")
    return browser


def read(browser: OpenerDirector, address: str) -> str:
    with browser.open(address, timeout=60) as answer:
        return str(answer.read().decode())


def send(browser: OpenerDirector, address: str, **typed: str) -> str:
    """Fill the form that stands at the address, with its hidden fields; returns where it led."""
    page = read(browser, address)
    hidden = {
        name: found[1]
        for name in ("csrfmiddlewaretoken", "submission_key")
        if (found := re.search(rf'name="{name}" value="([^"]+)"', page))
    }
    chosen = re.search(r'<option value="(\d+)" selected', page)
    workplace = {"workplace": chosen[1]} if chosen else {}
    with browser.open(address, urlencode({**hidden, **workplace, **typed}).encode(), timeout=60) as answer:
        return str(answer.geturl())


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
    while not all(node.works() for node in nodes) and time.monotonic() < until:
        time.sleep(0.2)
    nodes[0].manage("shell", "-v", "0", code=OWED)
    wanted = sorted(f"n{number}@" for number in range(JOBS))
    while time.monotonic() < until and len(nodes[0].mails() + nodes[1].mails()) < JOBS:
        time.sleep(0.5)
    time.sleep(1)  # a mail that went out twice would arrive about now
    sent = [node.mails() for node in nodes]
    assert (sorted(sent[0] + sent[1]), [bool(mails) for mails in sent]) == (wanted, [True, True])
