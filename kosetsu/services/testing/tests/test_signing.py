"""The electronic signature: a generated certificate signs a paper, whose own bytes stay as they were printed."""

import datetime as dt
from io import BytesIO

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID

from kosetsu.services.testing.documents import signing
from kosetsu.services.testing.documents.reports import report_pdf
from kosetsu.services.testing.tests.samples import content

AT = dt.datetime(2026, 11, 20, 1, 0, tzinfo=dt.UTC)


@pytest.fixture
def key_file(tmp_path, settings):
    """A PKCS#12 of an invented institute, valid around the day of the tests' machines."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Fictional Institute")])
    usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(dt.datetime(2020, 1, 1, tzinfo=dt.UTC))
        .not_valid_after(dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path / "key.p12"
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"k", key, certificate, None, BestAvailableEncryption(b"s")))
    settings.REPORT_SIGNING_PKCS12, settings.REPORT_SIGNING_PASSWORD = str(path), "s"
    return path


def test_without_a_key_or_without_its_file_nothing_is_signed(settings):
    settings.REPORT_SIGNING_PKCS12 = ""
    assert signing.can_sign_electronically().reason == "電子署名の証明書が設定されていません。"
    settings.REPORT_SIGNING_PKCS12 = "/nonexistent/key.p12"
    assert signing.can_sign_electronically().reason == "電子署名の証明書ファイルが見つかりません。"


@pytest.mark.signing
def test_a_signed_paper_is_the_printed_one_with_a_valid_pades_signature_behind_it(key_file):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    assert signing.can_sign_electronically()
    printed = report_pdf(content(seal="electronic"), at=AT, apart=False)
    made = signing.sign(printed)
    assert made.startswith(printed)
    [found] = PdfFileReader(BytesIO(made)).embedded_signatures
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False))
    assert (found.sig_object["/SubFilter"], status.intact, status.valid) == ("/ETSI.CAdES.detached", True, True)


@pytest.mark.signing
def test_a_signed_paper_that_somebody_changed_is_not_intact(key_file):
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    made = signing.sign(report_pdf(content(seal="electronic"), at=AT, apart=False))
    forged = made.replace(b"/Title", b"/Tit1e", 1)
    [found] = PdfFileReader(BytesIO(forged)).embedded_signatures
    status = validate_pdf_signature(found, ValidationContext(trust_roots=[found.signer_cert], allow_fetching=False))
    assert (forged != made, status.intact) == (True, False)


@pytest.mark.signing
def test_a_wrong_password_stops_the_signing(key_file, settings):
    settings.REPORT_SIGNING_PASSWORD = "other"
    with pytest.raises(RuntimeError, match="does not open"):
        signing.sign(report_pdf(content(seal="electronic"), at=AT, apart=False))
