"""A prime account verifies the company its person manages; nobody else's account does, and nobody else's company."""

import pytest

from kosetsu.foundation.accounts.actions import prove_identity
from kosetsu.foundation.accounts.rules import Claims
from kosetsu.foundation.parties import actions
from kosetsu.foundation.parties.models import Organisation
from tests import build

NUMBER = "7123456789012"


@pytest.fixture
def owner(db):
    return build.person("見本 社長")


@pytest.fixture
def own(owner, at):
    return actions.register_own_company(by=owner, at=at, name="見本精機株式会社", corporate_number=NUMBER)


@pytest.fixture
def prove(at, django_capture_on_commit_callbacks):
    """Sign in with this kind of account; whatever follows the commit has happened."""

    def sign_in(person, kind="prime", number=NUMBER):
        claims = Claims(kind=kind, corporate_number=number)
        with django_capture_on_commit_callbacks(execute=True):
            prove_identity(at=at, person=person, provider="gbizid", subject=str(person.pk), claims=claims)

    return sign_in


def test_prime_verifies_the_number_its_person_claimed(own, owner, prove, at):
    prove(owner)
    own.refresh_from_db()
    assert (own.corporate_number, own.claimed_number, own.verified_at) == (NUMBER, "", at)


@pytest.mark.parametrize(
    ("kind", "number"), [("member", NUMBER), ("entry", ""), ("prime", ""), ("prime", "7000012050002")]
)
def test_no_other_account_verifies_it(own, owner, prove, kind, number):
    prove(owner, kind, number)
    own.refresh_from_db()
    assert (own.corporate_number, own.claimed_number, own.verified_at) == (None, NUMBER, None)


def test_prime_of_a_stranger_verifies_nothing_and_joins_nothing(own, prove):
    stranger = build.person("別人")
    prove(stranger)
    own.refresh_from_db()
    assert (own.verified_at, stranger.memberships.count()) == (None, 0)


def test_number_that_another_body_has_is_left_to_staff(own, owner, prove, company):
    Organisation.objects.filter(pk=company.organisation.pk).update(corporate_number=NUMBER)
    prove(owner)
    own.refresh_from_db()
    assert (own.corporate_number, own.claimed_number) == (None, NUMBER)
