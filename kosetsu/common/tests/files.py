"""Small real files for upload tests."""

from io import BytesIO
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


def upload(name: str = "図面.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def archive(**members: bytes) -> bytes:
    """A ZIP with these members ("__" in a name stands for "/" and "_dot_" for ".")."""
    buffer = BytesIO()
    with ZipFile(buffer, "w") as out:
        for name, content in members.items():
            out.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return buffer.getvalue()
