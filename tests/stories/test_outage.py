"""While nothing can be written nothing false is said, and whoever is needed is called at once."""

import sqlite3

import pytest

from tests.contracts.houses import connections
from tests.stories.chat import Chat, texts
from tests.stories.test_after_posting import HELD, SHOWN, press
from tests.stories.test_custody import REASON, name_of
from tests.stories.test_ghosts import become_a_ghost, receipt_in
from tests.stories.test_listening import listening
from tests.stories.test_put_off import POSTED, back, down, mods, submit
from tests.stories.vents import SAD, public


async def _broken(*_: object) -> list[object]:
    raise sqlite3.OperationalError


def unreadable(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real rows cannot even be read."""
    monkeypatch.setattr(connections(chat.app.house)[-1], "execute_fetchall", _broken)


async def test_a_worry_in_an_outage_calls_at_once_and_once(duty: Chat) -> None:
    await duty(*POSTED)
    await down(duty)
    before = len(duty.town.town.ledger.entries)
    assert "I have called the moderators" in await press(duty, "lia", "vent.worried")
    await duty("* wait 2s")
    called = [one for one in duty.town.town.ledger.entries[before:] if "mo" in one.screen]
    assert "A member is worried" in texts(called)
    assert "sad day" in texts(called)
    await back(duty)
    (incident,) = await duty.app.house.incidents.open_ones()
    assert incident.route is not None
    assert len(duty.cards()) == 1
    heard = await duty('mo #moderators: [Write to them…] text="are you safe?"')
    assert "are you safe?" in texts(heard, "ana")


async def test_a_worry_below_a_forgotten_post_in_an_outage_is_told_at_once_and_once(
    duty: Chat,
) -> None:
    await duty(*POSTED, "* quietly 32d")
    await down(duty)
    assert "told the moderators" in await press(duty, "lia", "vent.worried")
    await duty("* wait 2s")
    assert mods(duty).count("Somebody worries about") == 1
    await back(duty)
    assert mods(duty).count("Somebody worries about") == 1


async def test_a_worry_is_told_where_not_even_the_post_can_be_read(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    await duty(*POSTED)
    await down(duty)
    with monkeypatch.context() as now:
        unreadable(duty, now)
        said = await press(duty, "lia", "vent.worried")
    await duty("* wait 2s")
    assert "I cannot read my database" in said
    assert "cannot say which post it is" in mods(duty)
    await back(duty)
    assert "A member is worried" in mods(duty)


async def test_what_an_author_tells_moderators_in_an_outage_is_told_at_once_and_once(
    duty: Chat,
) -> None:
    await duty(*POSTED)
    name = await name_of(duty)
    await down(duty)
    assert "passed it on" in await submit(duty, "ana", "vent.tell", "somebody here is unkind to me")
    await duty("* wait 2s")
    assert mods(duty).count("somebody here is unkind to me") == 1
    assert f"{name} writes to you" in mods(duty)
    await back(duty)
    assert mods(duty).count("somebody here is unkind to me") == 1


async def test_moderators_hear_the_right_name_of_who_answers_them_in_an_outage(duty: Chat) -> None:
    await duty(*HELD, 'mo #moderators: [Write to them…] text="are you safe?"')
    await down(duty)
    await submit(duty, "ana", "vent.tell", "no, please help")
    await duty("* wait 2s")
    assert "no, please help" in mods(duty)
    assert "incident 0" not in mods(duty)


async def test_the_right_receipt_opens_in_an_outage_and_a_wrong_one_counts_once(duty: Chat) -> None:
    words = await become_a_ghost(duty)
    wrong = " ".join(reversed(words.split()))
    await down(duty)
    for _ in range(4):
        assert "open nothing" in texts(await duty(f'ana @bot: /replies words="{wrong}"'), "ana")
        said = texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")
        assert "this was said to you" in said
    await back(duty)
    said = texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")
    assert "too many tries" not in said


async def test_a_ghost_is_told_to_press_again_and_gets_its_receipt_then(duty: Chat) -> None:
    await duty(SAD, "ana @bot: [As a ghost…]")
    await down(duty)
    assert "press again" in await press(duty, "ana", "vent.ghost_post")
    await back(duty)
    assert not await duty.app.house.vents.alive()
    words = receipt_in(texts(await duty("ana @bot: [Ghost, no address]", "* wait 3m"), "ana"))
    assert len(await duty.app.house.vents.alive()) == 1
    opened = texts(await duty(f'ana @bot: /replies words="{words}"'), "ana")
    assert "open nothing" not in opened


async def test_who_agrees_to_be_listened_to_in_an_outage_is_told_to_press_again(duty: Chat) -> None:
    await duty(*POSTED, "lia #vent: [Offer to listen]", "* wait 3m")
    await down(duty)
    assert "press again" in await press(duty, "ana", "listen.accept")
    await back(duty)
    assert "is there" in await press(duty, "ana", "listen.accept")


async def test_words_to_a_listener_in_an_outage_are_sent_again(duty: Chat) -> None:
    await listening(duty)
    await down(duty)
    assert "send it again" in await submit(duty, "ana", "listen.speak", "are you there")
    await back(duty)
    assert "are you there" not in texts(duty.seen("lia"))


async def test_new_words_for_a_post_are_written_again_after_an_outage(duty: Chat) -> None:
    await duty(*POSTED)
    await down(duty)
    assert "send it again" in await submit(duty, "ana", "vent.edit", "quite other words")
    await back(duty)
    assert "quite other" not in public(await duty("* wait 5m"))


@pytest.mark.parametrize(
    ("lines", "asks", "found"),
    [
        (POSTED, "ana @bot: /my-vents", "sad day"),
        (POSTED, "mo #moderators: /vents", "Cosmic Terrapin"),
        (HELD, "mo #moderators/matrix: [Show what was written]", "pills"),
        ((SAD,), "ana @bot: [As a ghost…]", "we cannot write to you"),
        (
            (*SHOWN, "ben #vent: [Report]", 'mo #moderators: [Ban its author…] reason="spam"'),
            "mo #moderators: /bans", "spam",
        ),
        (POSTED, "ana @bot: /privacy", "Anonymous posts that replies can still reach"),
    ],
    ids=["my-vents", "vents", "words", "what a ghost gives up", "bans", "privacy"],
)  # fmt: skip
async def test_what_can_be_read_in_an_outage_is_shown(
    duty: Chat, lines: tuple[str, ...], asks: str, found: str
) -> None:
    await duty(*lines)
    await down(duty)
    assert found in texts(await duty(asks))


async def test_the_trail_is_read_in_an_outage(duty: Chat) -> None:
    await duty(*POSTED)
    await duty(f'mo @bot: /unseal name="{await name_of(duty)}" {REASON}')
    await down(duty)
    assert "a threat to others" in texts(await duty("mo @bot: /audit"), "mo")


@pytest.mark.parametrize("asks", ["/my-vents", "/privacy"])
async def test_what_cannot_be_read_is_said_to_be_so(
    duty: Chat, monkeypatch: pytest.MonkeyPatch, asks: str
) -> None:
    await duty(*POSTED)
    await down(duty)
    unreadable(duty, monkeypatch)
    assert "I cannot read my database" in texts(await duty(f"ana @bot: {asks}"), "ana")


async def test_a_seal_that_was_refused_in_an_outage_is_not_broken_after_it(duty: Chat) -> None:
    """Who heard no must not find the seal used up, or its author told."""
    await duty(*POSTED)
    name = await name_of(duty)
    await duty(f'mo @bot: /unseal name="{name}" {REASON}')
    await down(duty)
    assert "no seal can be broken" in texts(
        await duty(f'kit @bot: /unseal-approve name="{name}"'), "kit"
    )
    await back(duty)
    assert "agreed to break the seal of your thread" not in texts(duty.seen("ana"))


async def test_who_erases_in_an_outage_hears_what_comes_later(duty: Chat) -> None:
    await duty(*POSTED)
    await down(duty)
    assert "One thing comes later" in await press_erase(duty)
    await back(duty)
    assert "sad day" not in public(duty.seen("ben"))


async def press_erase(chat: Chat) -> str:
    """As if ana had pressed it."""
    reply = await chat.app.receive(chat.pressed("ana", "privacy.erase_now", ""))
    return reply.text if reply else ""
