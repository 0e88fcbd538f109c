"""What must be true of the place the program runs in; a bad place is refused at the start."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

NETWORK = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "glusterfs", "ceph"}
"""File systems that lose the locks an SQLite file depends on."""
MOUNTS = Path("/proc/self/mountinfo")


def database_on_a_local_disk(app_configs: Any = None, **options: Any) -> list[CheckMessage]:
    """An SQLite file on a network file system is refused; where the system does not tell, nothing is said."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("sqlite3") or not MOUNTS.exists():
        return []
    kind = file_system(Path(str(database["NAME"])), MOUNTS.read_text())
    if kind not in NETWORK:
        return []
    hint = "Set KOSETSU_DATA_DIR to a folder on a local disk, or use PostgreSQL."
    return [Error(f"The SQLite database lies on a network file system ({kind}).", hint=hint, id="kosetsu.E008")]


def file_system(path: Path, mounts: str) -> str:
    """The file system ``path`` lies on: the longest mount point of ``mounts`` (proc_pid_mountinfo(5))."""
    found = [(line.split()[4], line.partition(" - ")[2].split()[0]) for line in mounts.splitlines() if " - " in line]
    above = [(point, kind) for point, kind in found if path.resolve().is_relative_to(point)]
    return max(above, key=lambda pair: len(pair[0]), default=("", ""))[1]
