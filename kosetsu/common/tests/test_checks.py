"""Where the database lies: a network file system is recognised and refused."""

from pathlib import Path

import pytest

from kosetsu.common import checks

MOUNTS = """\
22 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
40 22 0:40 / /srv/share rw,relatime shared:2 - nfs4 host:/share rw
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/srv/share/kosetsu.sqlite3", "nfs4"), ("/srv/kosetsu.sqlite3", "ext4"), ("/srv/shared", "ext4")],
)
def test_the_longest_mount_point_decides(path, kind):
    assert checks.file_system(Path(path), MOUNTS) == kind


@pytest.mark.parametrize(("name", "ids"), [("/srv/share/k.sqlite3", ["kosetsu.E008"]), ("/srv/k.sqlite3", [])])
def test_a_database_on_a_network_file_system_is_refused(settings, tmp_path, monkeypatch, name, ids):
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    monkeypatch.setattr(checks, "MOUNTS", mounts)
    monkeypatch.setitem(settings.DATABASES["default"], "ENGINE", "kosetsu.common.db.sqlite3")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", name)
    assert [found.id for found in checks.database_on_a_local_disk()] == ids
