"""Consent: to a text, in its version, by the person alone, until taken back."""

import datetime as dt

import pytest

from kosetsu.common.decisions import Refused
from kosetsu.common.tables import BadRow
from kosetsu.foundation.governance import consents
from kosetsu.foundation.governance.actions import give_consent, withdraw_consent
from kosetsu.foundation.governance.models import Consent, ConsentText
from kosetsu.foundation.governance.tables import ConsentTextRow, _load
from tests import build


@pytest.fixture
def who(db):
    return build.person("相談 太郎")


@pytest.fixture
def text(db):
    day = dt.date(2026, 4, 1)
    return ConsentText.objects.create(
        purpose="referral", version="1", valid_from=day, title_ja="紹介", text_ja="提供します"
    )


def newer_text():
    day = dt.date(2026, 11, 1)
    return ConsentText.objects.create(
        purpose="referral", version="2", valid_from=day, title_ja="紹介", text_ja="提供先を追加"
    )


def agree(who, at, version="1", **rest):
    return give_consent(by=who, at=at, person=who, purpose="referral", version=version, **rest)


def test_given_consent_is_in_force_with_its_version(who, text, at):
    agree(who, at)
    assert consents.given(who, "referral").text_version == "1"


def test_consent_for_one_subject_is_none_for_another(who, text, at):
    agree(who, at, subject="ward:131083")
    assert consents.given(who, "referral", "ward:131091") is None
    assert consents.given(who, "referral") is None


def test_withdrawn_consent_is_not_in_force_and_stays_on_record(who, text, at):
    withdraw_consent(by=who, at=at, consent=agree(who, at))
    assert consents.given(who, "referral") is None
    assert Consent.objects.get().withdrawn_at == at


def test_consent_to_an_old_version_on_an_old_page_is_refused(who, text, at):
    newer_text()
    with pytest.raises(Refused, match="改められました"):
        agree(who, at, version="1")


def test_consent_to_a_new_version_ends_the_old_one(who, text, at):
    old = agree(who, at)
    newer_text()
    agree(who, at, version="2")
    old.refresh_from_db()
    assert (old.withdrawn_at, consents.given(who, "referral").text_version) == (at, "2")


def test_version_of_the_future_is_not_in_force(who, text, at):
    ConsentText.objects.create(
        purpose="referral", version="9", valid_from=dt.date(2030, 1, 1), title_ja="x", text_ja="x"
    )
    assert consents.text_in_force("referral", at.date()).version == "1"


def test_giving_twice_is_one_consent(who, text, at):
    assert agree(who, at) == agree(who, at)


def test_nobody_consents_for_another_person(who, text, at):
    with pytest.raises(Refused):
        give_consent(by=build.person("別人"), at=at, person=who, purpose="referral", version="1")


def test_text_that_somebody_agreed_to_cannot_be_rewritten(who, text, at):
    agree(who, at)
    row = ConsentTextRow(
        purpose="referral", version="1", valid_from="2026-04-01", title_ja="紹介", text_ja="何にでも使います"
    )
    with pytest.raises(BadRow):
        _load([(2, row)])


def test_text_that_nobody_agreed_to_may_be_corrected(text):
    row = ConsentTextRow(purpose="referral", version="1", valid_from="2026-04-01", title_ja="紹介", text_ja="直した文")
    _load([(2, row)])
    assert ConsentText.objects.get().text_ja == "直した文"
