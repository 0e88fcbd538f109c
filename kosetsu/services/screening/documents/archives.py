"""The ZIP of files that comes with a list: its members by their own names, checked like any attachment."""

import zlib
from collections import Counter
from collections.abc import Mapping
from io import BytesIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from kosetsu.common.attachments import MAX_UNPACKED_BYTES, can_attach
from kosetsu.common.decisions import Decision, no
from kosetsu.common.mistakes import Mistake
from kosetsu.common.text import fold

MOST_MEMBERS = 20_000
_NOT_A_FILE = ("__MACOSX/",)


class Archive:
    """An opened ZIP. Names are compared folded, without their folders where that is enough."""

    def __init__(self, content: bytes | None) -> None:
        self._zip = _opened(content) if content else None
        members = [one for one in self._zip.infolist() if _is_file(one)] if self._zip else []
        self._by_path: Mapping[str, ZipInfo] = {_key(one.filename): one for one in members}
        bare = Counter(_bare(path) for path in self._by_path)
        self._by_name = {_bare(path): one for path, one in self._by_path.items() if bare[_bare(path)] == 1}
        self._several = {name for name, times in bare.items() if times > 1}
        self._asked: set[str] = set()

    def may(self, name: str) -> Decision:
        """Whether there is one such member that can be attached; it counts as asked for."""
        known = self._member(name)
        if known is not None:
            self._asked.add(known.filename)
            return can_attach(self.file(name))
        if _key(name) in self._several:
            return no(
                _("「%(name)s」という名前のファイルが、ZIPに複数あります。") % {"name": name},
                _("フォルダ名から書いてください。"),
            )
        return no(_("「%(name)s」がZIPにありません。") % {"name": name}, _("ファイル名を確かめてください。"))

    def file(self, name: str) -> ContentFile[bytes]:
        """The member as a file to attach; only of those that :meth:`may`."""
        known = self._member(name)
        assert self._zip
        assert known
        try:
            content = self._zip.read(known)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError):
            raise Mistake(
                _("「%(name)s」をZIPから取り出せません。"), _("ZIPで圧縮し直してください。"), name=name
            ) from None
        return ContentFile(content, name=known.filename.rpartition("/")[2])

    def _member(self, name: str) -> ZipInfo | None:
        return self._by_path.get(_key(name)) or self._by_name.get(_key(name))

    @property
    def left(self) -> list[str]:
        """Members that no row asked for."""
        return sorted(one.filename for one in self._by_path.values() if one.filename not in self._asked)


def _opened(content: bytes) -> ZipFile:
    try:
        # Windows writes names in the encoding of its own language, without saying so.
        found = ZipFile(BytesIO(content), metadata_encoding="cp932")
        members = found.infolist()
    except (BadZipFile, UnicodeDecodeError, ValueError, NotImplementedError):
        raise Mistake(_("ZIPファイルとして読めません。"), _("ZIPで圧縮し直してください。")) from None
    if any(one.flag_bits & 1 for one in members):
        raise Mistake(_("パスワード付きのZIPは読めません。"), _("パスワードを外してください。"))
    if len(members) > MOST_MEMBERS or sum(one.file_size for one in members) > MAX_UNPACKED_BYTES:
        raise Mistake(_("ZIPの中身が大きすぎます。"), _("一覧とZIPを分けて、二回に取り込んでください。"))
    return found


def _is_file(one: ZipInfo) -> bool:
    return not one.is_dir() and not one.filename.startswith(_NOT_A_FILE)


def _key(name: str) -> str:
    return fold(name.replace("\\", "/"))


def _bare(path: str) -> str:
    return path.rpartition("/")[2]
