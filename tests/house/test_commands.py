"""The command line, run as people run it: what it prints, and how it ends."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.rules import HOUSE


def porchlight(
    *words: str, given: str = "", folder: Path | None = None, **env: str
) -> subprocess.CompletedProcess[str]:
    """Run the command in a folder of its own, without the caller's settings."""
    clean = {name: value for name, value in os.environ.items() if "PORCHLIGHT" not in name}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words],
        input=given, capture_output=True, text=True, check=False, timeout=120,
        cwd=folder or HOUSE, env={**clean, "PYTHONPATH": str(HOUSE), **env},
    )  # fmt: skip


def objects(done: subprocess.CompletedProcess[str]) -> list[dict[str, object]]:
    """The JSON lines that were printed."""
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_scan_answers_in_order_and_says_what_it_could_not_check() -> None:
    lines = [
        json.dumps({"id": 7, "text": "i want to kill myself"}),
        json.dumps({"id": "b", "messages": ["i want", "to kill", "myself"]}),
        json.dumps({"id": "c", "text": "nice weather"}),
        json.dumps({"id": "d", "text": "\ud83d lone \udc00 \0"}),
        json.dumps({"id": "e", "messages": ["fine", 5]}),
        json.dumps({"id": "f", "messages": []}),
        "{not json",
        "[" * 5_000,
    ]
    found = objects(porchlight("scan", given="\n".join(lines)))
    assert [one["id"] for one in found] == [7, "b", "c", "d", "e", "f", None, None]
    assert [one["severity"] for one in found] == [3, 3, 0, 0, None, 0, None, None]
    assert found[4]["category"] == "unknown"
    assert set(found[0]) == {"id", "severity", "category", "subject", "rules"}


def test_helpline_prints_what_the_interface_names() -> None:
    found = objects(porchlight("helpline", "somebody to talk to", "--country", "IE", "--json"))[0]
    assert list(found) == ["kind", "ask", "emergency", "results"]
    assert found["kind"] == "lookup"


def test_helpline_in_a_batch_keeps_ids_and_order() -> None:
    lines = [
        {"id": 1, "query": "grief", "country": "IE", "locale": None},
        {"id": 2, "query": "i took pills and i want to die", "country": None, "locale": "en"},
        {"id": 3, "query": "hotline miami"},
        {"id": 4, "query": 5},
    ]
    done = porchlight("helpline", "--batch", given="\n".join(map(json.dumps, lines)))
    found = objects(done)
    assert [one["id"] for one in found] == [1, 2, 3, 4]
    assert found[1]["emergency"] == {
        "id": None, "numbers": [], "text": "your local emergency number",
    }  # fmt: skip
    assert (found[2]["kind"], found[2]["results"]) == ("none", [])


def test_a_script_prints_every_screen_and_ends_well(tmp_path: Path) -> None:
    script = tmp_path / "day.txt"
    script.write_text("ana #general: i want to die\n* wait 6m\n* restart\n", "utf-8")
    done = porchlight("demo", "--script", str(script), "--jsonl", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    found = objects(done)
    assert [one["n"] for one in found] == list(range(1, len(found) + 1))
    assert set(found[0]) == {
        "n", "at", "screen", "room", "platform", "from", "text", "buttons", "private", "edits",
    }  # fmt: skip
    assert found[0]["from"] == "ana"
    assert str(found[0]["at"]).startswith("2026-01-05T09:00:0")


def test_a_fresh_town_was_set_up_by_nobody(tmp_path: Path) -> None:
    script = tmp_path / "day.txt"
    script.write_text("ada @bot: /setup\n", "utf-8")
    fresh = porchlight("demo", "--script", str(script), "--jsonl", "--fresh", folder=tmp_path)
    begun = porchlight("demo", "--script", str(script), "--jsonl", folder=tmp_path)
    assert "Armed: no" in str(objects(fresh)[-1]["text"])
    assert "Armed: yes" in str(objects(begun)[-1]["text"])


@pytest.mark.parametrize(
    "line", ["mo #moderators: [I've got this]", "nobody #general: hi", "* fly", "ana: hello"]
)
def test_an_impossible_step_ends_the_script_with_its_line(tmp_path: Path, line: str) -> None:
    script = tmp_path / "day.txt"
    script.write_text(f"\n{line}\n", "utf-8")
    done = porchlight("demo", "--script", str(script), "--jsonl", folder=tmp_path)
    assert done.returncode == 1
    assert "line 2:" in done.stderr


def test_the_prompt_acts_lines_out() -> None:
    done = porchlight("demo", given="ana #general: i want to die\nquit\n")
    assert done.returncode == 0
    assert "You are not in trouble" in done.stdout


def test_run_says_that_no_platform_is_configured(tmp_path: Path) -> None:
    done = porchlight("run", folder=tmp_path)
    assert done.returncode == 2
    assert "No platform is configured" in done.stderr


def test_doctor_says_in_words_what_is_missing(tmp_path: Path) -> None:
    done = porchlight("doctor", folder=tmp_path)
    assert done.returncode == 1
    assert "PORCHLIGHT_OWNERS" in done.stdout


def test_keys_are_made_once_and_renewed(tmp_path: Path) -> None:
    assert porchlight("keys", "status", folder=tmp_path).returncode == 3
    assert porchlight("keys", "init", folder=tmp_path).returncode == 0
    assert (tmp_path / "porchlight-keys" / "master.key").stat().st_mode & 0o077 == 0
    assert porchlight("migrate", folder=tmp_path).returncode == 0
    assert "epoch 2" in porchlight("keys", "rotate", folder=tmp_path).stdout
    assert "epoch 3" in porchlight("keys", "rotate", "--master", folder=tmp_path).stdout
    assert "Epoch(s): 3" in porchlight("keys", "status", folder=tmp_path).stdout


def test_a_wrong_setting_is_named_without_its_value(tmp_path: Path) -> None:
    done = porchlight("doctor", folder=tmp_path, PORCHLIGHT_OWNERS='["canary"]')
    assert done.returncode == 2
    assert "PORCHLIGHT_OWNERS" in done.stderr
    assert "canary" not in done.stderr


def test_the_version_is_printed() -> None:
    assert porchlight("--version").stdout.startswith("porchlight ")
