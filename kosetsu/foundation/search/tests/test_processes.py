"""Real processes: several followers share one folder while others write."""

import os
import subprocess
import sys
from pathlib import Path

from django.conf import settings

MODULE = "kosetsu.foundation.search.tests.follower_process"


def start(folder: Path, *words: str) -> "subprocess.Popen[str]":
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{folder / 'test.sqlite3'}", "PYTHONWARNINGS": "error"}
    command = [sys.executable, "-m", MODULE, str(folder), *words]
    return subprocess.Popen(command, env=environment, cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True)


def finish(*processes: "subprocess.Popen[str]") -> list[str]:
    told = [process.communicate(timeout=120)[0] for process in processes]
    assert [process.returncode for process in processes] == [0] * len(processes)
    return told


def test_followers_of_one_folder_miss_nothing_and_index_nothing_twice(tmp_path: Path) -> None:
    finish(start(tmp_path, "prepare"))
    stop = tmp_path / "stop"
    followers = [start(tmp_path, "follow", str(stop)) for _ in range(3)]
    finish(*(start(tmp_path, "write", name, "30") for name in ("甲", "乙")))
    stop.touch()
    finish(*followers)
    assert finish(start(tmp_path, "tell")) == ["True 60\n"]
