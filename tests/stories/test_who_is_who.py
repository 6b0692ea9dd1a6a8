"""Nobody finds out who wrote, or that two texts have one author, by trying what they may.

What it does not cover: whoever notices who is missed (docs/privacy.md). `tests/twins` tries more.
"""

from collections.abc import Sequence

import pytest

from adapters.sql.tables.vents import SqlVents
from bot.model.venting import OwnerProof, Stage, Vent
from bot.relay.course import FLOOD
from tests.stories.chat import Chat, labels, texts
from tests.stories.test_custody import REASON
from tests.stories.test_ghosts import receipt_in
from tests.stories.test_listening import listening
from tests.stories.test_listening_ends import erase
from tests.stories.vents import SAD

POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")
CRY = "ana #general: i want to kill myself"
BEN = ("ben @bot: a sad day of mine", "ben @bot: [Post it]", "* wait 3m")
ERASED = ("ana @bot: /privacy", "ana @bot: [Erase…]", "ana @bot: [Yes, erase it]")
CLOSED = "mo #moderators: [Resolve…] outcome=talked"


async def name_of(chat: Chat) -> str:
    (vent,) = [one for one, _ in await chat.app.house.vents.alive()]
    return vent.name


async def reply_of(chat: Chat, who: str, action: str, **answers: str) -> str:
    """What somebody is answered who presses the newest such button that they see."""
    about = [b.about for s in chat.seen(who) for b in s.buttons if b.action == action][-1]
    reply = await chat.app.receive(chat.pressed(who, action, about, answers))
    return reply.text if reply else ""


@pytest.mark.parametrize(
    ("who", "action", "answers", "says"),
    [
        ("mo", "vent.write", {"text": "how are you?"}, "passed it on"),
        ("mo", "vent.ban", {"reason": "unkind"}, "unless they had me erase everything"),
        ("lia", "vent.offer", {}, "I have asked"),
    ],
)
async def test_an_erased_thread_answers_like_any_other_until_it_ends(
    duty: Chat, who: str, action: str, answers: dict[str, str], says: str
) -> None:
    await duty(CRY, *POSTED, "ben #vent: [Report]", *ERASED)
    assert says in await reply_of(duty, who, action, **answers)
    await duty("* wait 25h")
    assert not await duty.app.house.vents.alive()


async def test_one_custodian_asks_for_an_erased_thread_like_for_any_other(duty: Chat) -> None:
    await duty(CRY, *POSTED, *ERASED)
    name = await name_of(duty)
    said = texts(await duty(f'mo @bot: /unseal name="{name}" {REASON}'), "mo")
    assert "agree" in said
    await duty(f'kit @bot: /unseal-approve name="{name}"')
    opened = texts(await duty(f'mo @bot: /unseal-open name="{name}"'), "mo")
    assert duty.town.town.people["ana"].name not in opened


async def test_words_to_moderators_ring_for_each_thread(duty: Chat) -> None:
    """Silence for a second thread would say that it has the same author."""
    await duty(*POSTED, 'ana @bot: [Write to the moderators…] text="please look"')
    again = await duty(
        "ana @bot: another day of mine", "ana @bot: [Post it]",
        'ana @bot: [Write to the moderators…] text="and here"',
    )  # fmt: skip
    assert [one for one in again if "and here" in one.text and "@mo" in one.text]


async def test_what_was_written_in_a_closed_case_is_shown_to_nobody(duty: Chat) -> None:
    """The moment in which words go tells who erased, and with it whose post left just then."""
    await duty("ana @bot: i want to kill myself")
    about = [b.about for s in duty.seen("mo") for b in s.buttons if b.action == "crisis.take"][-1]
    await duty(CLOSED)
    reply = await duty.app.receive(duty.pressed("mo", "crisis.show", about))
    assert reply is not None
    assert "kill" not in reply.text
    said = await duty.app.receive(duty.pressed("mo", "vent.write", about, {"text": "hello"}))
    assert said is not None
    assert "no such open incident" in said.text


@pytest.mark.parametrize(
    ("who", "before"), [("ana", (CRY, CLOSED)), ("kit", ("kit #moderators: /duty on",))]
)
async def test_a_single_post_does_not_leave_with_what_is_known_by_name(
    duty: Chat, who: str, before: tuple[str, ...]
) -> None:
    """A closed case that empties, a duty that ends."""
    await duty(*before, *(line.replace("ana @bot", f"{who} @bot") for line in POSTED))
    shown = await duty(*(line.replace("ana", who) for line in ERASED))
    assert not [one for one in shown if one.room == "#vent"]
    assert [one for one in await duty("* wait 25h") if one.room == "#vent"]


async def test_a_listener_who_erases_ends_a_silent_conversation_by_lot(duty: Chat) -> None:
    await listening(duty)
    shown = len(duty.town.town.ledger.entries)
    await erase(duty, "lia")
    await duty("* wait 1m")
    assert "has ended" not in texts(duty.town.town.ledger.entries[shown:], "ana")
    assert "has ended" in texts(await duty("* quietly 2d"), "ana")


async def test_reasons_on_a_card_are_those_of_its_own_words(duty: Chat) -> None:
    """What somebody wrote a minute ago raises the level, and tells nobody that they wrote both."""
    await duty("ana @bot: the vet gave us pills", "ana @bot: [Post it]")
    cards = await duty("ana @bot: tonight is the night")
    shown = texts([one for one in cards if one.room == "#moderators" and "night" in one.text])
    assert "means" not in shown


async def test_a_ghost_who_left_an_address_stays_a_ghost(duty: Chat) -> None:
    """The address was given for one thing alone: that somebody can write to them."""
    await duty("ana @bot: i want to die tonight", "ana @bot: [Show me how it would look]")
    await duty("ana @bot: [As a ghost…]")
    said = texts(await duty("ana @bot: [Ghost, with a sealed address for 72 hours]"), "ana")
    assert receipt_in(said.replace("open the replies, with", "with"))
    assert "Ban its author…" not in labels(duty.seen("mo"))
    for name in (await name_of(duty), "1"):
        asked = texts(await duty(f'mo @bot: /unseal name="{name}" {REASON}'), "mo")
        assert "agree" not in asked
    about = [b.about for s in duty.seen("mo") for b in s.buttons if b.action == "vent.mute"][-1]
    ban = await duty.app.receive(duty.pressed("mo", "vent.ban", about, {"reason": "no"}))
    assert ban is not None
    assert "is a ghost" in ban.text
    heard = await duty('mo #moderators: [Write to them…] text="are you safe?"', "* wait 1m")
    assert "are you safe?" in texts(heard, "ana")


async def test_what_was_let_pass_appears_though_its_author_is_banned_elsewhere(duty: Chat) -> None:
    """Whoever bans, lets everything pass and lifts the ban would know which threads are one's."""
    await duty("mo #moderators: /lockdown on", SAD, "ana @bot: [Post it]", *BEN)
    await duty("mo #moderators: /lockdown off", "ana @bot: what a loud day", "ana @bot: [Post it]")
    await duty("* wait 3m", "lia #vent: [Report]")
    await duty('mo #moderators: [Ban its author…] reason="loud"')
    held = {b.about for s in duty.seen("mo") for b in s.buttons if b.action == "vent.approve"}
    for about in held:
        await duty.app.receive(duty.pressed("mo", "vent.approve", about))
    shown = texts([one for one in await duty("* wait 5m") if one.room == "#vent"])
    assert "long and sad day" in shown
    assert "sad day of mine" in shown
    said = texts(await duty("ana @bot: one more sad day"), "ana")
    assert "paused anonymous posts" in said


async def test_an_author_who_erased_is_banned_by_whichever_card_is_pressed_first(
    duty: Chat,
) -> None:
    """A ban of nobody on the post's card must not stand in the way of the real one."""
    await duty("ana #general: i want to kill myself")  # so that the post leaves by lot
    await listening(duty)
    await duty('ana @bot: [Write…] text="i hate you, listener"', "ben #vent: [Report]")
    await erase(duty, "ana")
    await duty("lia @bot: [Report]", "* wait 1m")
    assert "posts nothing anonymously" in await reply_of(duty, "mo", "vent.ban", reason="no")
    await reply_of(duty, "mo", "listen.ban", reason="no")
    said = texts(await duty("ana @bot: another sad day of mine"), "ana")
    assert "paused anonymous posts" in said


async def _flood(chat: Chat, who: str) -> None:
    """So many texts of one person are on their way that openings are looked at first."""
    await chat(CRY, CRY.replace("ana", "kit"))  # so that a post leaves by lot
    await chat(SAD.replace("ana", who, 1), f"{who} @bot: [Post it]")
    for number in range(FLOOD + 5):
        await chat(f'{who} @bot: [Say more…] text="a sad day, number {number}"')


async def test_waiting_posts_of_who_erased_make_nobody_else_wait_for_long(duty: Chat) -> None:
    """They never appear, and stay until their threads end; many that wait are looked at first."""
    await _flood(duty, "ana")
    await duty(*ERASED, "* wait 10m")
    waits = await duty.app.house.vents.in_stage(Stage.WAITING)
    shown = texts(await duty("ben @bot: a sad day of mine", "ben @bot: [Post it]"), "ben")
    assert len(waits) >= FLOOD
    assert "in a minute or two" in shown


@pytest.mark.parametrize("author", ["ana", "kit"])
async def test_a_preview_of_somebody_else_tells_nobody_whose_posts_wait(
    duty: Chat, author: str
) -> None:
    """It would, if it changed with an erasure that everybody can guess."""
    await _flood(duty, author)
    before = texts(await duty(BEN[0]), "ben")
    await duty(*ERASED)
    assert "A moderator reads it" in before
    assert texts(await duty(BEN[0]), "ben") == before


async def test_a_preview_opens_no_thread_where_few_wait(
    duty: Chat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each of them would be unsealed, however many live."""
    await duty(*POSTED)
    opened: list[object] = []
    real = SqlVents.alive

    async def alive(table: SqlVents) -> Sequence[tuple[Vent, OwnerProof | None]]:
        opened.append(table)
        return await real(table)

    monkeypatch.setattr(SqlVents, "alive", alive)
    assert "This is what people would see" in texts(await duty(BEN[0]), "ben")
    assert not opened
