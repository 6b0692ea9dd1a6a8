"""What buttons carry: everything that is needed, nothing that can be read, and it ends."""

import re
import secrets
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.sql.carried import Carried
from adapters.sql.keyring import EPOCH, KeyRing
from bot.app.content import Content
from bot.directory.entries import Wish
from bot.ports.carried import CARRIED_BYTES
from cogs.resources.carried import (
    AUDIENCES,
    CHANNELS,
    MOST_CARRIED,
    TOPICS,
    Carrying,
    Page,
    Sought,
    code_of,
)
from tests.house.rules import HOUSE


@pytest.fixture(scope="module")
def ring() -> KeyRing:
    return KeyRing.fleeting()


@pytest.fixture(scope="module")
def carrying(content: Content, ring: KeyRing) -> Carrying:
    return Carrying.of(content.directory, Carried(ring))


def test_every_service_has_a_code_of_its_own(content: Content, carrying: Carrying) -> None:
    listings = list(content.directory.listings())
    assert len(carrying.known) == len(listings) > 500
    assert max(Counter(code_of(one.id) for one in listings).values()) == 1


@given(st.data())
def test_a_page_comes_back_as_it_was(carrying: Carrying, data: st.DataObject) -> None:
    every = sorted(carrying.known.values(), key=lambda one: one.id)
    rows = data.draw(st.lists(st.sampled_from(every), max_size=MOST_CARRIED, unique=True))
    flags = data.draw(st.tuples(*[st.booleans()] * 4))
    page = Page(data.draw(st.sampled_from([None, "IE", "US"])), tuple(rows), *flags)
    assert carrying.opened_page(carrying.page(page)) == page
    assert carrying.opened_sought(carrying.page(page), "en") is None


WISHES = st.builds(
    Wish,
    topics=st.frozensets(st.sampled_from(TOPICS)),
    audience=st.frozensets(st.sampled_from(AUDIENCES)),
    channels=st.frozensets(st.sampled_from(CHANNELS)),
    languages=st.frozensets(st.sampled_from(["pl", "es"]), max_size=1),
    locale=st.just("de"),
)


@given(st.builds(Sought, WISHES, st.booleans(), st.booleans()))
def test_a_need_comes_back_as_it_was(carrying: Carrying, sought: Sought) -> None:
    assert carrying.opened_sought(carrying.sought(sought), "de_AT") == sought
    assert carrying.opened_page(carrying.sought(sought)) is None


def test_what_is_carried_always_looks_alike_and_never_the_same(carrying: Carrying) -> None:
    rows = tuple(carrying.known.values())
    pages = [Page(None), Page("US", rows[:1]), Page("US", rows), Page("US", rows)]
    made = [carrying.page(one) for one in pages]
    assert {len(one) for one in made} == {71}
    assert len(set(made)) == 4
    assert all(re.fullmatch(r"~[\w-]{70}", one) for one in made)


def test_no_more_is_carried_than_fits(carrying: Carrying) -> None:
    rows = tuple(carrying.known.values())
    opened = carrying.opened_page(carrying.page(Page("US", rows)))
    assert opened is not None
    assert opened.rows == rows[:MOST_CARRIED]


@given(st.text(max_size=90))
def test_what_somebody_made_up_opens_nothing(carrying: Carrying, made_up: str) -> None:
    assert carrying.opened_page(made_up) is None
    assert carrying.opened_page(f"~{made_up}") is None
    assert carrying.opened_sought(f"~{made_up}", "en") is None


def test_what_was_changed_opens_nothing(carrying: Carrying) -> None:
    made = carrying.page(Page("US"))
    changed = made[:30] + ("A" if made[30] != "A" else "B") + made[31:]
    assert carrying.opened_page(changed) is None


async def test_it_ends_with_the_epoch_that_sealed_it() -> None:
    ring = KeyRing.fleeting()
    carries = Carried(ring)
    made = carries.seal(b"abc")
    await ring.adopt(f"{EPOCH}2", secrets.token_bytes(32))
    assert carries.open(made) == b"abc".ljust(CARRIED_BYTES, b"\0")
    await ring.destroy(f"{EPOCH}1")
    assert carries.open(made) is None
    assert carries.open(carries.seal(b"abc")) is not None


def test_another_deployment_opens_nothing(ring: KeyRing) -> None:
    assert Carried(KeyRing.fleeting()).open(Carried(ring).seal(b"abc")) is None


def test_more_than_fits_is_no_button(ring: KeyRing) -> None:
    with pytest.raises(ValueError, match="no more"):
        Carried(ring).seal(bytes(CARRIED_BYTES + 1))


def named(section: str) -> set[str]:
    """What stands in a table of the words of needs, in whichever language it is."""
    found: set[str] = set()
    for file in (HOUSE / "data" / "helplines").rglob("*.toml"):
        heading = ""
        for line in file.read_text("utf-8").splitlines():
            if line.startswith("["):
                heading = line.strip("[] ").partition("]")[0].partition(".")[0]
            elif heading == section and (key := re.match(r"([\w-]+) *= *\[", line)):
                found.add(key[1])
    return found


def test_everything_that_can_be_asked_for_can_be_carried() -> None:
    """Whoever adds a topic, people or a channel to the words of needs adds it there, too."""
    assert len(named("topics")) > 10
    assert named("topics") <= set(TOPICS)
    assert len(named("audience") | named("groups")) > 10
    assert named("audience") | named("groups") <= set(AUDIENCES)
    assert len(named("channel")) > 3
    assert named("channel") <= set(CHANNELS)
