"""Queries that nobody would type, words that look alike, and tables that are broken."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.directory.errors import DirectoryError
from bot.directory.lookup import Directory
from bot.directory.places.countries import Countries
from bot.directory.query.mending import Mender
from bot.directory.query.needs import Needs
from bot.directory.query.words import tokens


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "\x00" * 64,
        "\ud800\udfff",
        "a\u0301" * 5_000,
        "\ufdfa" * 4_000,
        "\u202e tsurt",
        "🇩🇪" * 2_000,
        "+" * 10_000,
        "1 " * 5_000,
        "1-800-273-8255 " * 1_000,
        "suicide " * 1_500,
        "(((((.*)+)+)+)$" * 500,
        "[[a]]{2}\\1|" * 900,
    ],
)
@pytest.mark.parametrize("country", ["US", None])
def test_strange_queries_are_answered(
    directory: Directory, query: str, country: str | None
) -> None:
    found = directory.lookup(query, country)
    assert found.kind in {"lookup", "none"}
    assert len(found.results) <= 3


@settings(max_examples=200, deadline=None)
@given(query=st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_any_text_at_all_is_answered(directory: Directory, query: str) -> None:
    assert len(directory.lookup(query, "GB").results) <= 3


@pytest.mark.parametrize("sign", ["\ufdfa", "a\u0301", "ß", "ﬃ", "\u0000", "\ud800"])
def test_a_query_never_grows_beyond_four_letters_a_sign(sign: str) -> None:
    folded = tokens(sign * 1_000)
    assert sum(map(len, folded)) <= 4 * len(sign) * 1_000


def test_only_the_first_unknown_words_are_mended() -> None:
    mender = Mender({"en": ("hotline",)})
    mended = mender.mend(("hotlime",) * 1_000)
    assert mended.count("hotline") == 40
    assert len(mended) == 1_000


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("germny", "germany"),
        ("germanny", "germany"),
        ("gremany", "germany"),
        ("germamy", "germany"),
        ("yermany", "yermany"),
        ("germ", "germ"),
        ("germs", "germs"),
        ("gemrayn", "gemrayn"),
    ],
)
def test_one_letter_is_mended_and_two_are_not(typed: str, meant: str) -> None:
    assert Mender({}, places=("germany",)).mend((typed,)) == (meant,)


def test_a_name_of_a_place_is_mended_only_where_it_is_the_only_one_and_may_stand() -> None:
    mender = Mender({}, places=("austria", "austrias", "germany"), here=frozenset(("in",)))
    assert mender.mend(("austriaz",)) == ("austriaz",)
    assert mender.mend(("germny",), located=True) == ("germny",)
    assert mender.mend(("in", "germny"), located=True) == ("in", "germany")


def test_a_word_is_mended_to_one_of_the_readers_language() -> None:
    mender = Mender({"en": ("hotline",), "de": ("klinge",), "fr": ("klings",)})
    assert mender.mend(("klingt", "hotlime"), "fr") == ("klings", "hotline")
    assert mender.mend(("klingt", "hotlime"), "xx") == ("klinge", "hotline")


@pytest.mark.parametrize("name", ["angela", "cameron", "dominic", "olivia", "georgina", "morning"])
def test_names_of_people_are_not_mended_to_countries(directory: Directory, name: str) -> None:
    found = directory.lookup(f"{name} wants to die", "GB")
    assert found.country == "GB"


@pytest.mark.parametrize(
    ("query", "country"),
    [
        ("help in Deutschland", "DE"),
        ("help in Allemagne", "DE"),
        ("help in Estados Unidos", "US"),
        ("help in Côte d'Ivoire", "CI"),
        ("help in south sudan", "SS"),
        ("help in the czech republic", "CZ"),
        ("help 🇧🇷", "BR"),
        ("help DE", "DE"),
        ("help in IT", "IT"),
        ("fr", "FR"),
        ("+44 20 help", "GB"),
        ("help, from poland", "PL"),
        ("brazilian help line", "BR"),
    ],
)
def test_countries_are_known_by_many_names(directory: Directory, query: str, country: str) -> None:
    assert directory.lookup(query, None).country == country


@pytest.mark.parametrize(
    "query",
    [
        "HELP ME IT HURTS SO MUCH",
        "can IT help me",
        "help me in need",
        "please help us",
        "i need help, so so sad",
        "my guinea pig died",
        "my friend jordan is sad",
    ],
)
def test_words_that_look_like_countries_are_words(directory: Directory, query: str) -> None:
    assert directory.lookup(query, None).country is None
    assert directory.lookup(query, "IE").country == "IE"


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[aliases]\nuk = 'Britain'", 2),
        ("[aliases]\nuk = 3", 2),
        ("[aliases]\nus = 'US'\nuk = ", 3),
        ("[adjectives]\n\ngerman = ['DE', 1]", 3),
    ],
)
def test_a_broken_table_of_countries_names_its_line(text: str, line: int) -> None:
    with pytest.raises(DirectoryError) as wrong:
        Countries.parse(text, "countries.toml")
    assert (wrong.value.file, wrong.value.line) == ("countries.toml", line)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[topics]\nsadness = ['sad']", 2),
        ("\n[topic]\nsuicide = ['x']", 2),
        ("[channel]\n\npigeon = ['by pigeon']", 3),
        ("[danger]\nwords = [\n  'ok',\n  'not (closed',\n]", 4),
        ("[danger]\nwords = ['...']", 2),
        ("[topics\n", 1),
    ],
)
def test_a_broken_file_of_needs_names_its_line(text: str, line: int) -> None:
    with pytest.raises(DirectoryError) as wrong:
        Needs.parse({"core.toml": "[nearby]\nsuicide = []", "xx.toml": text})
    assert (wrong.value.file, wrong.value.line) == ("xx.toml", line)


@pytest.mark.parametrize(("text", "line"), [("[near]\nsuicide = []", 1), ("[nearby", 1)])
def test_a_broken_core_of_needs_names_its_line(text: str, line: int) -> None:
    with pytest.raises(DirectoryError) as wrong:
        Needs.parse({"core.toml": text})
    assert (wrong.value.file, wrong.value.line) == ("core.toml", line)
