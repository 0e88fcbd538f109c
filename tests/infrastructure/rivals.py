"""Twenty signed-in people who press at the same moment, over HTTP, at a program that runs on one or two nodes."""

import http.client
import json
import re
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from urllib.parse import urlencode
from uuid import uuid4

from tests.programs import Node

PEOPLE = 20
TOKEN = "r" * 32
NEXT = "次に空いている時間"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one of them got."""

    status: int
    kind: str
    text: str

    @property
    def word(self) -> str:
        """``ok``; ``refused`` with the next free times; anything else as it is, so that a failure shows it."""
        if self.status in (200, 201, 302):
            return "ok"
        if self.status == 409 and self.kind.startswith("application/problem+json"):
            return "refused" if NEXT in json.loads(self.text)["next_step"] else f"409 {self.text}"
        if self.status == 422 and self.kind.startswith("text/html"):
            return "refused" if NEXT in self.text else f"422 {_said(self.text)}"
        return f"{self.status} {self.text[:300]}"


@dataclass(frozen=True, slots=True)
class Person:
    """One of them: a session, and the node that the browser happens to reach."""

    session: str
    port: int

    def press(self, address: str, **typed: str) -> Answer:
        """A form of a page."""
        body = urlencode({**typed, "submission_key": str(uuid4()), "csrfmiddlewaretoken": TOKEN})
        return self._send(address, body, "application/x-www-form-urlencoded")

    def call(self, address: str, **said: str) -> Answer:
        """An operation of the API."""
        return self._send(f"/api/v1{address}", json.dumps(said), "application/json")

    def _send(self, address: str, body: str, kind: str) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        cookies = f"session={self.session}; csrf={TOKEN}"
        connection.request("POST", address, body, {"Content-Type": kind, "Cookie": cookies, "X-CSRFToken": TOKEN})
        answer = connection.getresponse()
        found = Answer(answer.status, answer.headers.get("Content-Type", ""), answer.read().decode())
        connection.close()
        return found


Press = Callable[[int, Person], Answer]


def at_once(people: Sequence[Person], press: Press) -> Counter[str]:
    """All press at the same moment; how many ended how."""
    start = Barrier(len(people))

    def one(number: int) -> str:
        start.wait(60)
        return press(number, people[number]).word

    with ThreadPoolExecutor(len(people)) as pool:
        return Counter(pool.map(one, range(len(people))))


def people_of(nodes: Sequence[Node], sessions: Sequence[str]) -> list[Person]:
    """Each at one of the nodes, in turn."""
    return [Person(session, nodes[number % len(nodes)].port) for number, session in enumerate(sessions)]


def _said(page: str) -> str:
    found = re.search(r"<main.*?</main>", page, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0] if found else page)[:300]
