"""What may be shown of a row, and what the crisis card may show of a country."""

from dataclasses import replace

import pytest

from bot.app.content import Content
from bot.directory.cards import crisis_lines
from bot.directory.entries import Entry
from bot.directory.lookup import Directory
from bot.directory.records.retired import Denylist, Retired
from bot.directory.records.rows import Numbers, Service, Source
from bot.directory.trust import LOCAL_EMERGENCY, emergency, listing
from cogs.resources.lines import full_text

NONE_RETIRED = Denylist.of(())
LINE = Service(
    id="de-line",
    name="A line",
    country="DE",
    languages=("de",),
    topics=("crisis",),
    phone="0800 111",
    sms="55555",
    sms_keyword="HELP",
    chat_url=None,
    whatsapp=None,
    email=None,
    text_relay=None,
    hours="24/7",
    cost="free",
    audience="anyone",
    url="https://example.org",
    sources=(Source("A", "2024-09", "repo a"), Source("B", "2026-04", "b.example/page")),
    confidence="two-sources",
)
EMERGENCY = replace(
    LINE,
    id="de-emergency",
    topics=("emergency",),
    phone="112",
    sms=None,
    numbers=Numbers(("112",), {"police": "110", "fire": "112"}),
)


def test_a_trusted_row_is_shown_with_the_date_of_its_newest_source() -> None:
    shown = listing(LINE, NONE_RETIRED, {})
    assert shown is not None
    assert (shown.phone, shown.hours, shown.listed_by, shown.seen) == (
        "0800 111",
        "24/7",
        None,
        "2026-04",
    )


@pytest.mark.parametrize(
    "hidden",
    [
        replace(LINE, confidence="memory"),
        replace(LINE, status="disputed"),
        replace(LINE, status="defunct"),
        replace(LINE, memory_fields=frozenset(("phone", "sms"))),
        replace(LINE, phone="0800 999"),
        replace(LINE, sms="+49 800 1234567"),
    ],
)
def test_what_is_not_trusted_is_hidden_whole(hidden: Service) -> None:
    old = (
        Retired("DE", "0800 999", "old", "closed", ()),
        Retired("DE", "0800 1234567", "old", "closed", ()),
    )
    assert listing(hidden, Denylist.of(old), {}) is None


def test_a_field_from_memory_is_hidden_and_the_rest_is_shown() -> None:
    row = replace(LINE, memory_fields=frozenset(("hours", "name", "sms")))
    shown = listing(row, NONE_RETIRED, {})
    assert shown is not None
    assert (shown.name, shown.hours, shown.sms, shown.sms_keyword) == (None, None, None, None)
    assert shown.phone == "0800 111"


def test_one_source_is_named_by_its_publisher_or_its_site() -> None:
    one = replace(LINE, confidence="one-source", sources=(Source("T", "", "site.org (page)"),))
    named, unnamed = listing(one, NONE_RETIRED, {"T": "The Times"}), listing(one, NONE_RETIRED, {})
    assert named is not None
    assert unnamed is not None
    assert (named.listed_by, unnamed.listed_by) == ("The Times", "site.org")
    assert named.seen is None


def test_a_general_emergency_number_stands_without_roles() -> None:
    shown = emergency(EMERGENCY, NONE_RETIRED, {})
    assert shown is not None
    assert (shown.numbers, dict(shown.roles), shown.text) == (("112",), {}, "112")


def test_a_role_is_told_only_where_sources_agree() -> None:
    numbers = Numbers((), {"police": "110", "ambulance": "15", "fire": "18"})
    row = replace(EMERGENCY, numbers=numbers, phone="15")
    agreed = emergency(
        replace(
            row,
            roles_disputed=frozenset(("police",)),
            roles_one_source=frozenset(("fire",)),
        ),
        NONE_RETIRED,
        {},
    )
    assert agreed is not None
    assert (agreed.numbers, dict(agreed.roles)) == (("15",), {"ambulance": "15"})


@pytest.mark.parametrize(
    ("country", "numbers"),
    [("DE", ("112",)), ("US", ("911",)), ("GB", ("999", "112")), ("TM", ("03",))],
)
def test_known_emergency_numbers(
    directory: Directory, country: str, numbers: tuple[str, ...]
) -> None:
    shown = directory.lookup("ambulance", country).emergency
    assert shown is not None
    assert shown.numbers == numbers


def test_an_emergency_number_from_one_source_says_so(directory: Directory) -> None:
    assert directory.crisis_lines("TM").emergency.listed_by is not None
    assert directory.crisis_lines("DE").emergency.listed_by is None


def test_the_american_card_offers_a_text_line_first(directory: Directory) -> None:
    card = directory.crisis_lines("US")
    assert [line.id for line in card.lines] == ["us-988", "us-crisis-text-line"]
    assert card.lines[0].sms == "988"
    assert card.emergency.numbers == ("911",)
    assert card.directories == ()


def test_the_british_card_has_a_text_line_and_a_telephone(directory: Directory) -> None:
    card = directory.crisis_lines("GB")
    assert card.lines[0].writable
    assert any(line.phone for line in card.lines)


def test_a_chat_in_english_does_not_come_before_the_line_of_the_country(
    directory: Directory,
) -> None:
    assert [line.id for line in directory.crisis_lines("JP").lines] == ["jp-yorisoi", "jp-tell"]


def test_a_card_shows_no_more_than_it_was_asked_for(directory: Directory) -> None:
    assert len(directory.crisis_lines("GB", 1).lines) == 1
    assert len(directory.crisis_lines("GB", 4).lines) == 4


def test_a_country_without_lines_gets_directories_on_its_card(directory: Directory) -> None:
    card = directory.crisis_lines("TR")
    assert card.lines == ()
    assert [one.id for one in card.directories] == ["zz-iasp", "zz-befrienders"]
    assert card.emergency.id == "tr-emergency"


def test_a_card_without_a_country_still_says_whom_to_call(directory: Directory) -> None:
    card = directory.crisis_lines(None)
    assert card.lines == ()
    assert len(card.directories) == 2
    assert card.emergency.text == "your local emergency number"


def test_ways_that_one_source_prints_are_known_by_it_and_are_no_agreed_numbers() -> None:
    row = replace(LINE, one_source_fields=frozenset(("sms",)))
    shown = listing(row, NONE_RETIRED, {})
    assert shown is not None
    assert (set(shown.one_source_ways), set(shown.agreed)) == ({"sms"}, {"phone"})
    assert shown.sms == "55555"


def test_an_answer_says_which_way_one_source_prints_and_never_that_two_saw_it(
    content: Content,
) -> None:
    say = content.texts.into("en")
    told = {one.id: full_text(one, say) for one in content.directory.listings()}
    assert "call 1201\nchat" in told["il-eran"]
    assert "\ntext 052-999-3544 (listed by one source)\n" in told["il-eran"]
    assert "Seen in two sources" in told["il-eran"]
    for none_agreed in ("us-ndvh", "ie-childline"):
        assert told[none_agreed].count("(listed by one source)") == 2
        assert "Two sources know this service, last" in told[none_agreed]


def test_a_line_of_which_no_number_is_agreed_is_on_no_card() -> None:
    unsure = frozenset(("phone", "sms"))
    row = replace(LINE, chat_url="https://a.example", one_source_fields=unsure)
    agreed = replace(row, one_source_fields=frozenset(("sms",)))
    for service, lines in ((row, ()), (agreed, (("0800 111", None, "https://a.example"),))):
        shown = listing(service, NONE_RETIRED, {})
        assert shown is not None
        card = crisis_lines([Entry(shown, frozenset(), None)], (), LOCAL_EMERGENCY, 2)
        assert tuple((one.phone, one.sms, one.chat_url) for one in card.lines) == lines
