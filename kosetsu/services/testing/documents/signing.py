"""The electronic signature of a report (PAdES), where the institute has a PKCS#12 and the library is installed.

``requirements/sign.txt`` installs pyHanko; ``REPORT_SIGNING_PKCS12`` and ``REPORT_SIGNING_PASSWORD`` name the key.
Without both, a report with an electronic signature is refused before its issue.
"""

from io import BytesIO
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _

from kosetsu.common.decisions import YES, Decision, no

FIELD: Final = "Report"


def can_sign_electronically() -> Decision:
    """Whether this installation can sign at all."""
    if not settings.REPORT_SIGNING_PKCS12:
        return no(_("電子署名の証明書が設定されていません。"), _("公印または公印省略を選んでください。"))
    if not Path(settings.REPORT_SIGNING_PKCS12).is_file():
        return no(_("電子署名の証明書ファイルが見つかりません。"), _("システム管理者へ連絡してください。"))
    try:
        import pyhanko  # noqa: F401
    except ImportError:
        return no(_("電子署名のソフトウェアが入っていません。"), _("システム管理者へ連絡してください。"))
    return YES


def sign(pdf: bytes) -> bytes:
    """The same paper with the institute's signature added behind it; the signed bytes themselves stay as they are."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import fields, signers

    signer: Any = signers.SimpleSigner.load_pkcs12(  # type: ignore[no-untyped-call]
        settings.REPORT_SIGNING_PKCS12, passphrase=settings.REPORT_SIGNING_PASSWORD.encode()
    )
    if signer is None:
        raise RuntimeError("the PKCS#12 of REPORT_SIGNING_PKCS12 does not open with REPORT_SIGNING_PASSWORD")
    how = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, name=signer.subject_name
    )
    made = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), how, signer=signer)
    return bytes(made.getvalue())
