"""`porchlight eval crisis`: what people and programs are told, and what a bad file is told."""

import gzip
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
    (tmp_path / "cut.gz").write_bytes(gzip.compress(b"{}")[:-9])
    (tmp_path / "latin.jsonl").write_bytes(b"\xe9")
    for name, said in (
        ("bad.jsonl", "bad.jsonl:1: no valid JSON"), ("none.jsonl", "none.jsonl"),
        ("cut.gz", "cut.gz:0: is no UTF-8, or no gzip"), ("latin.jsonl", "latin.jsonl:0: is no"),
    ):  # fmt: skip
        done = porchlight("eval", "crisis", str(tmp_path / name))
        assert done.returncode == 1
        assert said in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_without_lines_it_says_what_to_name(tmp_path: Path) -> None:
    (tmp_path / "none.jsonl").touch()
    for files in ((), (str(tmp_path / "none.jsonl"), "--speed")):
        done = porchlight("eval", "crisis", *files)
        assert done.returncode == 2
        assert "Name files of lines" in done.stderr


def test_each_opening_of_the_final_part_is_noted(tmp_path: Path) -> None:
    """Of another one than ours, which no test may open."""
    final = tmp_path / "tests" / "corpora" / "crisis" / "final"
    final.mkdir(parents=True)
    (final / "en_z.jsonl.gz").write_bytes(gzip.compress(_file(tmp_path).read_bytes()))
    for given in ("--final", "tests/corpora/crisis/final/en_z.jsonl.gz"):
        assert porchlight("eval", "crisis", given, folder=tmp_path).returncode == 0
    noted = (final / "openings.md").read_text("utf-8").splitlines()
    assert len(noted) == 2
    assert all("en: cries 2 of 3" in line and "harmless 0 of 1" in line for line in noted)


def _lookups(folder: Path) -> Path:
    want = {"kind": "lookup", "ask": None, "country": "US"}
    row = {"id": "l", "query": "suicide hotline", "country": "US", "locale": "en", "want": want}
    file = folder / "lookup.jsonl"
    file.write_text(json.dumps({**row, "ids": ["us-988"]}), encoding="utf-8")
    return file


def test_lookups_are_measured_for_people_and_programs(tmp_path: Path) -> None:
    done = porchlight("eval", "lookup", str(_lookups(tmp_path)))
    assert "| hit@3 | 1 of 1: 100.0 % (21 to 100) |" in done.stdout
    told = json.loads(porchlight("eval", "lookup", str(_lookups(tmp_path)), "--json").stdout)
    assert told["figures"]["wrong country"]["hits"] == 0
    (tmp_path / "bad.jsonl").write_text("{", encoding="utf-8")
    assert porchlight("eval", "lookup", str(tmp_path / "bad.jsonl")).returncode == 1


def test_each_opening_of_the_final_lookups_is_noted(tmp_path: Path) -> None:
    """Of another one than ours, which no test may open."""
    corpora = tmp_path / "tests" / "corpora"
    corpora.mkdir(parents=True)
    final = corpora / "lookup-final.jsonl.gz"
    final.write_bytes(gzip.compress(_lookups(tmp_path).read_bytes()))
    for given in ("--final", "tests/corpora/lookup-final.jsonl.gz"):
        assert porchlight("eval", "lookup", given, folder=tmp_path).returncode == 0
    noted = (corpora / "lookup-openings.md").read_text("utf-8").splitlines()
    assert len(noted) == 2
    assert all("hit@3: 1 of 1" in line for line in noted)
