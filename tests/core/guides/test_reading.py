"""A guide that is wrong is refused by file and line; a community's others are served."""

from pathlib import Path

import pytest

from bot.app.guides import guides_of
from bot.guides.errors import GuideError
from bot.guides.reading import rows_of, text_of

ROW = """[[guide]]
id = "our-room"
theme = "others"
[[guide.source]]
title = "our team"
where = "our.example"
seen = "2026-11"
"""
TEXT = """+++
title = "Our own room"
line = "Where we meet"
words = ["our room", "meeting", "lounge*"]
+++
We meet each week.

- Bring tea.
"""


def written(folder: Path, row: str = ROW, **texts: str) -> Path:
    """A community's folder."""
    folder.mkdir(exist_ok=True)
    (folder / "guides.toml").write_text(row, "utf-8")
    for name, text in (texts or {"en": TEXT}).items():
        (folder / name).mkdir()
        (folder / name / "our-room.md").write_text(text, "utf-8")
    return folder


def test_a_community_adds_its_own(tmp_path: Path) -> None:
    guides, refused = guides_of(written(tmp_path / "own", en=TEXT))
    assert refused == ()
    (found,) = guides.find("lounges", "de")
    assert found.id == "our-room"
    assert found.into("de").title == "Our own room"
    assert [one.text for one in found.into("de").paragraphs] == [
        "We meet each week.",
        "- Bring tea.",
    ]


def test_without_a_folder_there_are_those_that_ship(tmp_path: Path) -> None:
    assert guides_of(tmp_path / "none")[1] == ()
    assert len(guides_of(tmp_path / "none")[0].guides) == len(guides_of(None)[0].guides)


@pytest.mark.parametrize(
    ("row", "where", "mend"),
    [
        (ROW.replace("our-room", "sleep"), "guides.toml:1", "taken"),
        (ROW.replace("our-room", "Our Room"), "guides.toml:2", "id"),
        (ROW.replace("our-room", "x" * 41), "guides.toml:2", "id"),
        (ROW.replace('"others"', '"tea"'), "guides.toml:3", "theme"),
        (ROW.replace('seen = "2026-11"', ""), "guides.toml:1", "date"),
        (ROW.replace("2026-11", "November"), "guides.toml:7", "seen"),
        (ROW.replace('"our team"', "our team"), "guides.toml:5", "TOML"),
        (ROW.partition("[[guide.s")[0], "guides.toml:1", "source"),
        (ROW.replace("theme", 'tea = "green"\ntheme'), "guides.toml:3", "tea"),
        (ROW + ROW, "guides.toml:8", "twice"),
        (ROW.replace("[[guide]]", "[guide]"), "guides.toml:1", "[[guide]]"),
        ("sleep = 1\n" + ROW, "guides.toml:1", "[[guide]]"),
        ("x = " + "[" * 10_000, "guides.toml:1", "deep"),
    ],
)
def test_a_wrong_row_is_refused_and_the_rest_is_served(
    tmp_path: Path, row: str, where: str, mend: str
) -> None:
    good = ROW.replace("our-room", "our-other")
    own = written(tmp_path / "own", f"{row}\n{good}", en=TEXT)
    (own / "en" / "our-other.md").write_text(TEXT, "utf-8")
    guides, refused = guides_of(own)
    assert refused[0].startswith(where), refused
    assert mend in refused[0]
    assert guides.get("sleep") is not None
    assert guides.get("our-other") is not None


@pytest.mark.parametrize(
    ("text", "line", "mend"),
    [
        (TEXT.replace("+++\n", "", 1), 1, "begin with"),
        (TEXT.partition("We meet")[0], 5, "no text"),
        (TEXT.replace("line = ", "lines = "), 2, "line"),
        (TEXT.replace('"Where we meet"', "Where we meet"), 3, "TOML"),
        (TEXT.replace("Our own room", "r" * 71), 2, "title"),
        (TEXT.replace('"our room", "meeting", ', ""), 4, "words"),
        (TEXT.replace('"our room"', '"*"'), 4, "words"),
        (TEXT.replace("each week.", "each week. Call 555 0100."), 6, "telephone"),
        (TEXT.replace("each week.", "each week. Call 116-123."), 6, "telephone"),
        (TEXT.replace("each week.", "each week. Call 112."), 6, "telephone"),
        (TEXT.replace("each week.", "each week. Call 2025 3344."), 6, "telephone"),
        (TEXT.replace("Where we meet", "Call 988"), 3, "telephone"),
        (TEXT.replace("week.", "week!"), 6, "exclamation"),
        (TEXT.replace("We meet", "# We meet"), 6, "headings"),
        (TEXT.replace("We meet", "We meet " + "again " * 180), 5, "words"),
        (TEXT + "x" * 20_000, 1, "begin with"),
    ],
)
def test_a_wrong_text_is_refused_with_its_line(text: str, line: int, mend: str) -> None:
    with pytest.raises(GuideError) as broken:
        text_of(text, "en/our-room.md")
    assert str(broken.value).startswith(f"en/our-room.md:{line}: ")
    assert mend in broken.value.mend


def test_a_year_is_no_telephone_number() -> None:
    assert text_of(TEXT.replace("each week.", "since 2025, in 2 rooms."), "x").paragraphs


def test_a_text_that_nobody_would_see_is_told(tmp_path: Path) -> None:
    own = written(tmp_path / "own", en=TEXT)
    (own / "en" / "lost.md").write_text(TEXT, "utf-8")
    assert [one[:13] for one in guides_of(own)[1]] == ["en/lost.md:1:"]


def test_a_row_without_a_text_is_told(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "guides.toml").write_text(ROW, "utf-8")
    (refused,) = guides_of(own)[1]
    assert "no text in any language" in refused


def test_texts_that_speak_of_different_countries_are_refused(tmp_path: Path) -> None:
    german = TEXT.replace("- Bring tea.", "[DE] Bringt Tee mit.")
    (refused,) = guides_of(written(tmp_path / "own", en=TEXT, de=german))[1]
    assert "different countries" in refused


def test_what_holds_in_one_country_has_a_source_from_there(tmp_path: Path) -> None:
    german = TEXT.replace("- Bring tea.", "[DE] Bringt Tee mit.")
    (refused,) = guides_of(written(tmp_path / "own", de=german))[1]
    assert "none speaks of DE" in refused
    from_there = ROW + 'region = "DE"\n'
    assert guides_of(written(tmp_path / "two", from_there, de=german))[1] == ()


@pytest.mark.parametrize("bad", [b"\xff\xfe", b"+++\nx = " + b"[" * 10_000 + b"\n+++\n"])
def test_a_text_that_cannot_be_read_is_told_and_another_language_served(
    tmp_path: Path, bad: bytes
) -> None:
    own = written(tmp_path / "own", en=TEXT)
    (own / "de").mkdir()
    (own / "de" / "our-room.md").write_bytes(bad)
    guides, refused = guides_of(own)
    assert [one[:15] for one in refused] == ["de/our-room.md:"]
    assert guides.get("our-room") is not None


def test_a_file_in_place_of_the_folder_is_told(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("nothing", "utf-8")
    assert len(guides_of(own)[1]) == 1


def test_a_comment_above_the_rows_is_no_row() -> None:
    assert len(rows_of(f"# ours\n\n{ROW}", "guides.toml").rows) == 1
