"""What others saw reaches an author later, and what an author does is seen later."""

from tests.stories.chat import Chat, texts
from tests.stories.vents import SAD, public

POSTED = (SAD, "ana @bot: [Post it]", "* wait 3m")
DANGER = (
    "ana @bot: i want to kill myself", "ana @bot: [Show me how it would look]",
    "ana @bot: [Post it]",
)  # fmt: skip


async def test_an_answer_reaches_the_author_no_sooner_than_after_twenty_seconds(duty: Chat) -> None:
    await duty(*POSTED)
    at_once = await duty("ben #vent: reply: i am here", "* wait 15s")
    assert "i am here" not in texts(at_once, "ana").partition("answered you")[2]
    later = await duty("* wait 2m")
    assert "i am here" in texts(later, "ana").partition("answered you")[2]


async def test_answers_keep_their_order(duty: Chat) -> None:
    await duty(*POSTED)
    for n in range(8):
        await duty(f"ben #vent: reply: this is number {n}")
    told = [one.text for one in await duty("* wait 5m") if one.screen == ("ana",)]
    numbers = [text.partition("this is number ")[2][:1] for text in told]
    assert [one for one in numbers if one] == list("01234567")


async def test_who_takes_a_post_out_is_not_seen_in_that_second(duty: Chat) -> None:
    await duty(*POSTED)
    pressed = await duty("ana @bot: [Take it out]", "* wait 2s")
    assert "within a minute" in texts(pressed, "ana")
    assert "sad day" in public(duty.seen("ben"))
    await duty("* wait 55s")
    assert "sad day" not in public(duty.seen("ben"))


async def test_moderators_take_a_post_down_at_once_and_its_author_hears_it_later(
    duty: Chat,
) -> None:
    await duty(*POSTED, "ben #vent: [Report]", "* wait 3m")
    shown = await duty("mo #moderators: [Take it down]", "* wait 5s")
    assert "sad day" not in public(duty.seen("ben"))
    assert "took" not in texts([one for one in shown if one.screen == ("ana",)])
    assert [one for one in await duty("* wait 2m") if one.screen == ("ana",)]


async def test_a_card_waits_for_its_moment_where_nobody_is_in_danger(duty: Chat) -> None:
    shown = await duty(SAD, "ana @bot: [As a ghost…]", "ana @bot: [Ghost, no address]")
    assert "sad day" not in texts(shown, "mo")
    await duty("* wait 2m", "* wait 10s")
    assert "sad day" in texts(duty.seen("mo"))


async def test_in_danger_the_card_comes_at_once(duty: Chat) -> None:
    shown = await duty(*DANGER)
    cards = [one for one in shown if one.room == "#moderators"]
    assert any("anonymous post" in one.text and "waits" in one.text for one in cards), cards
