"""`porchlight directory`: what it prints, what it writes, and how it ends."""

import asyncio
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from bot.app import shipped
from bot.app.commands import main
from bot.directory.records.table import BEGIN, END
from tests.contracts.houses import Files, living
from tests.house.test_commands import porchlight

GOOD = """[[add]]
id = "our-room"
name = "Our room"
country = "world"
topics = ["general"]
confidence = "one-source"
contact.chat_url = "https://matrix.to/#/#late:example.org"
[[add.sources]]
title = "us"
date = "2026-11"
"""
BAD = f"""{GOOD}
{GOOD}
{GOOD.replace("our-room", "our-number").replace("chat_url", "phone").replace("https:", "1")}
{GOOD.replace("our-room", "our-hours").replace("topics", 'hours = "late"' + chr(10) + "topics")}
[[add]]
id = "us-old"
name = "An old one"
country = "US"
topics = ["eating-disorder"]
contact.phone = "+1 (800) 931-2237"
confidence = "one-source"
[[add.sources]]
title = "a leaflet"
date = "2026"
"""


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the rows that ship, which is then what is read and written."""
    folder = tmp_path / "data"
    shutil.copytree(str(files("data") / "helplines"), folder / "helplines")
    (folder / "locales").symlink_to(str(files("data") / "locales"))
    monkeypatch.setattr(shipped, "data", lambda: folder)
    monkeypatch.chdir(tmp_path)
    return folder / "helplines"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit code, and all that was printed."""
    code = main(["directory", *words])
    printed = capsys.readouterr()
    return code, printed.out + printed.err


def test_what_ships_is_sound(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "check")
    assert code == 0
    assert "look at: SN.jsonl:1: sn-clvf" in text
    assert "To be mended: 0. To look at: 4." in text


def test_a_bad_row_is_told_with_its_line_and_ends_badly(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = copied / "rows" / "IE.jsonl"
    rows = file.read_text("utf-8")
    assert rows.count('"116 123"') == 1
    file.write_text(rows.replace('"116 123"', '"116 123 999 99"') + "{broken\n", "utf-8")
    code, text = said(capsys, "check")
    assert code == 1
    assert "IE.jsonl:1: ie-samaritans: contact: 116 123 999 99 is no number of IE" in text
    assert f"IE.jsonl:{rows.count(chr(10)) + 1}: row: Invalid JSON" in text
    assert said(capsys, "stale")[0] == 2
    assert said(capsys, "release", "--write")[0] == 1


def test_an_overlay_is_checked_row_by_row(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "directory.overlay.toml"
    own.write_text(GOOD, "utf-8")
    assert said(capsys, "check", "--overlay", str(own))[0] == 0
    own.write_text(BAD, "utf-8")
    code, text = said(capsys, "check", "--overlay", str(own))
    assert code == 1
    told = [line for line in text.splitlines() if line.startswith(own.name)]
    assert [line.split(": ")[0] + ": " + line.split(": ")[1] for line in told] == [
        "directory.overlay.toml:13: id",
        "directory.overlay.toml:29: contact.phone",
        "directory.overlay.toml:38: hours",
        "directory.overlay.toml:51: contact",
    ]
    own.write_bytes(b"\xff\xfe")
    assert said(capsys, "check", "--overlay", str(own))[0] == 1
    assert said(capsys, "check", "--overlay", str(tmp_path / "none.toml"))[0] == 1


def test_what_is_old_and_what_to_look_at_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, text = said(capsys, "stale")
    assert (code, text.count("nobody wrote when it was seen") > 0) == (0, True)
    assert "Checked by a person at any time: 0." in text
    code, text = said(capsys, "review")
    assert code == 0
    assert "zz-lila (Lila.help" in text
    assert "gb-spuk (" in text


def test_what_changed_is_told_in_words(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = copied.parent / "before"
    shutil.copytree(copied / "rows", before)
    file = copied / "rows" / "IE.jsonl"
    file.write_text(file.read_text("utf-8").replace('"116 123"', '"116 006"'), "utf-8")
    code, text = said(capsys, "diff", str(before))
    assert (code, text) == (0, "ie-samaritans: phone was 116 123, is 116 006\nOne difference.\n")
    assert "ie-samaritans: phone was 116 123, is 116 006" in said(capsys, "diff")[1]
    assert said(capsys, "diff", str(before), str(before))[1] == "0 differences.\n"
    assert said(capsys, "release", "--write")[0] == 0
    assert said(capsys, "diff")[1] == "0 differences.\n"


def test_rows_are_tidied_into_their_files(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ireland, world = (copied / "rows" / name for name in ("IE.jsonl", "world.jsonl"))
    kept = ireland.read_text("utf-8")
    first, _, rest = kept.partition("\n")
    ireland.write_text(rest.replace('{"id"', '{ "status": "active", "id"', 1), "utf-8")
    world.write_text(f"{first}\n" + world.read_text("utf-8"), "utf-8")
    assert said(capsys, "check")[0] == 1
    assert said(capsys, "tidy") == (0, "Written: IE.jsonl\nWritten: world.jsonl\n")
    assert sorted(ireland.read_text("utf-8").splitlines()) == sorted(kept.splitlines())
    assert said(capsys, "check")[0] == 0


def test_the_table_is_put_into_its_page(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = copied.parents[1] / "docs" / "directory.md"
    assert said(capsys, "table", "--write")[0] == 2
    page.parent.mkdir()
    page.write_text("# no marks\n", "utf-8")
    assert said(capsys, "table", "--write")[0] == 1
    page.write_text(f"# ours\n{BEGIN}\n{END}\n", "utf-8")
    assert said(capsys, "table", "--write") == (0, "Written: directory.md\n")
    assert "| Ireland (IE) |" in page.read_text("utf-8")
    assert page.read_text("utf-8").startswith("# ours\n")
    assert "| Ireland (IE) |" in said(capsys, "table")[1]


def test_the_schema_is_printed_and_written(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = (copied / "schema.json").read_text("utf-8")
    assert said(capsys, "schema") == (0, kept)
    (copied / "schema.json").write_text("{}", "utf-8")
    assert said(capsys, "schema", "--write")[0] == 0
    assert (copied / "schema.json").read_text("utf-8") == kept


def test_the_doctor_names_what_was_refused(tmp_path: Path) -> None:
    own = tmp_path / "directory.overlay.toml"
    own.write_text(BAD, "utf-8")
    done = porchlight("doctor", folder=tmp_path, PORCHLIGHT_DIRECTORY_OVERLAY=str(own))
    for line in (13, 29, 38, 51):
        assert f"A row of your own file was not taken: {own.name}:{line}:" in done.stdout


async def report(files: Files) -> None:
    """A member says that a service does not answer; the bot stops afterwards."""
    async with living(files) as house:
        about, day = ("ie-pieta",), date(2026, 11, 28)
        await house.store.unit("e", lambda: house.mistakes.add(about, "nobody answers", day))


def test_what_members_reported_comes_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = Files(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PORCHLIGHT_DATABASE", str(files.database))
    monkeypatch.setenv("PORCHLIGHT_KEYS", str(files.keys))
    asyncio.run(report(files))
    code, text = said(capsys, "review")
    assert code == 0
    assert text.startswith("ie-pieta (Pieta) was reported as wrong: 2026-11-28, nobody answers.")
    files.master.unlink()
    code, text = said(capsys, "review")
    assert code == 0
    assert "cannot be read" in text
    assert "gb-spuk (" in text
