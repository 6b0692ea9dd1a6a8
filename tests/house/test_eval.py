"""`porchlight eval crisis`: what people and programs are told, and what a bad file is told."""

import json
from pathlib import Path

from tests.house.test_commands import porchlight

ROWS = (
    {"id": "1", "text": "i want to kill myself", "severity": 3, "category": "suicide"},
    {"id": "2", "text": "she left her hat on the bus", "severity": 3, "kind": "indirect"},
    {"id": "3", "text": "nice weather", "severity": 0, "kind": "everyday"},
    {"id": "4", "messages": ["i want", "to kill", "myself"], "severity": 3, "kind": "split"},
)


def _file(folder: Path) -> Path:
    file = folder / "en_some.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)), encoding="utf-8")
    return file


def test_people_read_tables_with_intervals_and_what_was_missed(tmp_path: Path) -> None:
    done = porchlight("eval", "crisis", str(_file(tmp_path)), "--misses")
    assert done.returncode == 0
    assert "| en, level 3 | 2 of 3: 66.7 % (21 to 94) |" in done.stdout
    assert "missed 3 as 0 indirect: she left her hat on the bus" in done.stdout


def test_programs_read_json_with_the_speed(tmp_path: Path) -> None:
    done = porchlight("eval", "crisis", str(_file(tmp_path)), "--json", "--speed")
    told = json.loads(done.stdout)
    assert told["false_alarms"]["en"]["hits"] == 0
    assert told["speed"]["texts"] == 6


def test_a_bad_row_and_a_missing_file_end_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    for name, said in (("bad.jsonl", "bad.jsonl:1: no valid JSON"), ("none.jsonl", "none.jsonl")):
        done = porchlight("eval", "crisis", str(tmp_path / name))
        assert done.returncode == 1
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_without_files_it_says_what_to_name() -> None:
    done = porchlight("eval", "crisis")
    assert done.returncode == 2
    assert "Name files of lines" in done.stdout + done.stderr
