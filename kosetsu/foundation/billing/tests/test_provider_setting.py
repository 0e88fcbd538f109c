"""PAYMENT_PROVIDER as an environment variable: the provider, and the policy that lets a browser go to its page."""

import json
import os
import subprocess
import sys

from tests.programs import ROOT

SAID = {"address": "https://pay.example.jp", "secret": "s", "webhook_secret": "w"}
ASK = """
from kosetsu.config import testing
policy = testing.CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"]
print(testing.PAYMENT_PROVIDER, "https://pay.example.jp" in policy)
"""


def told(**given: str) -> str:
    env = {name: value for name, value in os.environ.items() if name != "PAYMENT_PROVIDER"} | given
    done = subprocess.run([sys.executable, "-c", ASK], cwd=ROOT, env=env, check=True, capture_output=True)
    return done.stdout.decode().strip()


def test_provider_of_the_variable_is_set_up_and_its_page_may_be_gone_to():
    assert told(PAYMENT_PROVIDER=json.dumps(SAID)) == f"{SAID} True"


def test_without_the_variable_nobody_pays_online():
    assert told() == "{} False"
