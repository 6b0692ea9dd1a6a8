"""A crash leaves nothing: no core dump, and files that only their owner can read."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app.checkup import open_to_others
from tests.house.rules import HOUSE
from tests.house.test_commands import porchlight

DUMPS = """
import resource
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
"""
BARE = f"{DUMPS}\nprint('up', flush=True)\ninput()"
OURS = f"{DUMPS}\nfrom bot.app.commands import entry\nentry()"
NO_DUMPS = resource.getrlimit(resource.RLIMIT_CORE)[1] == 0


def crashed(code: str, folder: Path) -> int:
    """Start it, wait for its first line, send it SIGSEGV; the status as waitpid gives it."""
    child = subprocess.Popen(
        [sys.executable, "-c", code, "demo"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder,
        env=os.environ | {"PYTHONPATH": str(HOUSE)},
    )  # fmt: skip
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stdout.readline()
    child.send_signal(signal.SIGSEGV)
    _, status = os.waitpid(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    child.stdin.close()
    child.stdout.close()
    return status


@pytest.mark.skipif(NO_DUMPS, reason="this machine allows nobody to dump core")
def test_a_program_that_is_not_hardened_dumps_core_here(tmp_path: Path) -> None:
    assert os.WCOREDUMP(crashed(BARE, tmp_path))


def test_the_bot_leaves_no_core_when_it_crashes(tmp_path: Path) -> None:
    status = crashed(OURS, tmp_path)
    assert os.WTERMSIG(status) == signal.SIGSEGV
    assert not os.WCOREDUMP(status)
    assert not list(tmp_path.iterdir())


def test_what_the_bot_makes_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert porchlight("keys", "init", folder=tmp_path).returncode == 0
    assert porchlight("migrate", folder=tmp_path).returncode == 0
    made = [one for one in tmp_path.rglob("*") if one.is_file()]
    assert {"porchlight.db", "keys.db", "master.key"} <= {one.name for one in made}
    assert not [one for one in made if one.stat().st_mode & 0o077]


@pytest.mark.parametrize("name", ["master.key", "keys.db", "."])
def test_keys_that_others_can_read_are_warned_about(tmp_path: Path, name: str) -> None:
    porchlight("keys", "init", folder=tmp_path)
    keys = tmp_path / "porchlight-keys"
    assert open_to_others(keys) == []
    (keys / name).chmod(0o755)
    assert open_to_others(keys) == [keys / name]
    for words in (("run",), ("doctor",)):
        done = porchlight(*words, folder=tmp_path)
        said = done.stdout + done.stderr
        assert "Others on this machine can" in said
        assert "chmod" in said
