"""Files that people attach: what a file may be, by its content and not by its name, where it lies, and the form field
that asks.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from io import BytesIO
from typing import Any
from uuid import uuid4
from zipfile import BadZipFile, ZipFile

from django import forms
from django.core.exceptions import ValidationError
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kosetsu.common.decisions import YES, Decision, no
from kosetsu.common.text import tidy_line

MEGABYTE = 1024 * 1024
MAX_FILE_BYTES = 20 * MEGABYTE
MAX_FILES = 5
_SIGNATURES: Mapping[str, Sequence[bytes]] = {
    "pdf": (b"%PDF-",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "xlsx": (b"PK\x03\x04",),
    "docx": (b"PK\x03\x04",),
    "pptx": (b"PK\x03\x04",),
    "zip": (b"PK\x03\x04",),
    "dxf": (),
    "csv": (),
    "txt": (),
}
"""What an extension's first bytes must be; text formats have none and must hold no zero byte."""

ALLOWED_EXTENSIONS = tuple(_SIGNATURES)
_OFFICE_PARTS = {"xlsx": "xl/", "docx": "word/", "pptx": "ppt/"}
_MARKUP = (b"<html", b"<!doc", b"<svg", b"<?xml", b"<scri")
MAX_UNPACKED_BYTES = 400 * MEGABYTE


def extension(name: str) -> str:
    """The last extension in lower case; "" where there is none."""
    stem, dot, last = name.rpartition(".")
    return last.lower() if dot and stem else ""


def content_fits(name: str, content: bytes) -> bool:
    """Whether the content is what the extension says: an .exe named .pdf is not."""
    kind = extension(name)
    if kind not in _SIGNATURES:
        return False
    if not _SIGNATURES[kind]:
        return b"\x00" not in content and not content.lstrip()[:5].lower().startswith(_MARKUP)
    return content.startswith(tuple(_SIGNATURES[kind])) and (content[:2] != b"PK" or _archive_fits(kind, content))


def _archive_fits(kind: str, content: bytes) -> bool:
    """A readable archive of bearable unpacked size; an office file has its part and no macros."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            members = archive.infolist()
    except (BadZipFile, ValueError, NotImplementedError):
        return False
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        return False
    names = [member.filename for member in members]
    part = _OFFICE_PARTS.get(kind)
    return part is None or (
        any(name.startswith(part) for name in names) and not any(name.endswith("vbaProject.bin") for name in names)
    )


def can_attach(file: Any) -> Decision:
    """Whether an uploaded file has an allowed kind, by its name and by its content, and a bearable size."""
    if file.size > MAX_FILE_BYTES:
        return no(
            _("「%(name)s」は%(limit)dMBを超えています。") % {"name": file.name, "limit": MAX_FILE_BYTES // MEGABYTE},
            _("小さくするか、分けて添付してください。"),
        )
    if extension(file.name) not in ALLOWED_EXTENSIONS:
        return no(
            _("「%(name)s」の形式は添付できません。") % {"name": file.name},
            _("添付できる形式：%(kinds)s") % {"kinds": " ".join(ALLOWED_EXTENSIONS)},
        )
    file.seek(0)
    if file.size and content_fits(file.name, file.read()):
        return YES
    return no(
        _("「%(name)s」の中身は、名前の形式と合いません。") % {"name": file.name},
        _("元のソフトウェアで保存し直したファイルを添付してください。"),
    )


def label_of(file: Any) -> str:
    """A file's own name without its folders: only a label, since it is stored under a random one."""
    return tidy_line(file.name.replace("\\", "/").rpartition("/")[2])[-150:]


def columns_of(file: Any) -> dict[str, Any]:
    """What a record keeps of a checked file: the file itself, its label, size and digest."""
    file.seek(0)
    digest = sha256(file.read()).hexdigest()
    file.seek(0)
    return {"file": file, "name": label_of(file), "size": file.size, "sha256": digest}


@deconstructible
class RandomPlace:
    """``upload_to`` of a file: a random name that says nothing, in folders of 256 below ``folder``."""

    def __init__(self, folder: str) -> None:
        self.folder = folder

    def __call__(self, _record: Any, _name: str) -> str:
        name = uuid4().hex
        return f"{self.folder}/{name[:2]}/{name}"


class FilesInput(forms.ClearableFileInput):
    """Several files at once; offers only the kinds that are taken."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/file.html"

    def __init__(self) -> None:
        super().__init__(attrs={"accept": ",".join(f".{kind}" for kind in ALLOWED_EXTENSIONS)})


class FilesField(forms.FileField):
    """A list of files, each of an allowed kind and size."""

    def __init__(self) -> None:
        help_text = gettext_lazy("1つ20MBまで、5つまで（PDF・画像・Word・Excel・PowerPoint・CSV・DXF・ZIP）")
        super().__init__(label=gettext_lazy("添付ファイル"), required=False, widget=FilesInput(), help_text=help_text)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = [file for file in (data if isinstance(data, list) else [data]) if file]
        files = [super(FilesField, self).clean(file, initial) for file in given]
        if len(files) > MAX_FILES:
            raise ValidationError(_("添付は5つまでです。ZIPにまとめるか、分けて送ってください。"))
        problems = [str(decision) for file in files if not (decision := can_attach(file))]
        if problems:
            raise ValidationError(problems)
        return files
