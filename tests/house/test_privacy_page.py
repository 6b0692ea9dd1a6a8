"""The privacy page is plain, and its tables say what the code does."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.sql.connect import connect
from adapters.sql.migrate import migrate
from adapters.sql.reseal import OLDEST, SEALED
from adapters.sql.sweep import OF_EPOCHS, OF_MEMBERS
from bot.app.content import Content
from bot.app.upkeep import KEPT_DAYS, LOG_KEPT, MISTAKES_KEPT, TEXTS_KEPT
from bot.dispatch.consent import WAITS
from bot.dispatch.dialog import KEEPS_FOR
from bot.outbox.books import CLOSED_FOR
from bot.watch.tails import WINDOW
from cogs.privacy.erase import KEPT_AFTER_LEAVING
from cogs.privacy.feature import SCHEMA, VERSION
from tests.house.grade import grade, prose, syllables_in
from tests.house.rules import HOUSE

PLAIN = 8.0
PAGE = (HOUSE / "data" / "pages" / "privacy.en.md").read_text("utf-8")
DOCS = (HOUSE / "docs" / "privacy.md").read_text("utf-8")
HARD = """Notwithstanding the foregoing, the data controller shall, insofar as technically
practicable, undertake the irreversible anonymisation of personally identifiable information
pursuant to applicable legislation, unless overriding legitimate interests necessitate retention."""
ROW = re.compile(r"^\| `(\w+)` \|(.*)\|$", re.MULTILINE)
HELD = {
    "seen": KEPT_DAYS, "deliveries": KEPT_DAYS, "postings": KEPT_DAYS, "closed": CLOSED_FOR,
    "incidents": LOG_KEPT, "incident_log": LOG_KEPT, "incident_texts": TEXTS_KEPT,
    "drafts": KEEPS_FOR, "leaving": KEPT_AFTER_LEAVING,
    "mistakes": MISTAKES_KEPT,
}  # fmt: skip


def said(length: timedelta) -> str:
    """A time as the page says it."""
    number, unit = (length.days, "day") if length.days else (length.seconds // 3600, "hour")
    return f"{number} {unit}{'s' if number > 1 else ''}"


OWN_KEYS = (
    "vents",
    "vent_posts",
    "vent_lines",
    "vent_drafts",
    "vent_pictures",
    "pairs",
    "private_rooms",
    "links",
)
NEVER_SWEPT = ("bans", "unseals", "audit", "community")


def retention() -> dict[str, list[str]]:
    """The rows of the retention table: what, why, how long, key."""
    table = DOCS.split("## Retention")[1].split("## ")[0]
    return {row[1]: [cell.strip() for cell in row[2].split("|")] for row in ROW.finditer(table)}


def test_the_page_for_members_can_be_read_with_eight_years_of_school() -> None:
    assert grade(prose(PAGE)) <= PLAIN


@pytest.mark.parametrize("part", PAGE.split("\n## ")[1:], ids=lambda part: part.splitlines()[0])
def test_so_can_each_of_its_parts(part: str) -> None:
    assert grade(prose(part)) <= PLAIN


@pytest.mark.parametrize(
    "key",
    ["consent.ask", "consent.withdrawn", "privacy.always", "privacy.others", "privacy.limits",
     "privacy.erase.ask", "privacy.erase.done", "privacy.erase.posts", "privacy.erase.drafts",
     "privacy.erase.case.crisis", "privacy.erase.case.vent", "privacy.erase.cards",
     "privacy.erase.talks", "privacy.erase.ban", "privacy.erase.own_name"],
)  # fmt: skip
def test_so_can_what_the_bot_says_about_it(content: Content, key: str) -> None:
    assert grade(content.texts.into("en")(key)) <= PLAIN


def test_a_hard_text_is_found_to_be_one() -> None:
    assert grade(HARD) > 20
    assert grade(prose(f"{PAGE}\n\n{HARD * 12}")) > PLAIN


def test_the_grade_is_that_of_the_formula() -> None:
    assert grade("The cat sat on the mat.") == pytest.approx(0.39 * 6 + 11.8 - 15.59)
    counted = {"anonymous": 4, "erase": 2, "moderator": 4, "kept": 1, "people": 2, "area": 2}
    assert {word: syllables_in(word) for word in counted} == counted


async def test_every_table_has_its_row_and_every_row_its_table(tmp_path: Path) -> None:
    connection = await connect(tmp_path / "a.db")
    try:
        await migrate(connection)
        sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        tables = {row[0] for row in await connection.execute_fetchall(sql)}
    finally:
        await connection.close()
    assert set(retention()) == tables


def test_every_row_says_why_for_how_long_and_under_which_key() -> None:
    for table, cells in retention().items():
        assert len(cells) == 4, table
        assert all(cells), table
        if table in SEALED:
            assert re.search("own key|epoch", cells[3]), table
        assert ("own key" in cells[3]) is (table in {*OF_MEMBERS, "incident_texts", *OWN_KEYS})
        assert ("epoch" in cells[3]) is (table in {*OF_EPOCHS, *NEVER_SWEPT}), table


@pytest.mark.parametrize("table", HELD)
def test_what_it_says_of_times_is_what_the_code_does(table: str) -> None:
    assert said(HELD[table]) in retention()[table][2]


def test_so_is_what_it_says_of_keys_memory_and_the_export() -> None:
    assert "six days" in DOCS
    assert timedelta(days=6) == OLDEST
    assert "three minutes" in DOCS
    assert timedelta(minutes=3) == WINDOW
    assert "for an\nhour" in DOCS
    assert timedelta(hours=1) == WAITS
    assert f'"schema": "{SCHEMA}", "version": {VERSION}' in DOCS


def test_what_cannot_be_protected_is_said_first() -> None:
    assert DOCS.index("## What cannot be protected") < DOCS.index("## The page")
    assert PAGE.split("\n## ")[1].startswith("What nobody can protect")
