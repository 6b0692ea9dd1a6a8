"""Somebody was talked into linking a stranger's account: what the stranger still does not learn."""

from tests.stories.chat import Chat, texts
from tests.stories.links import YES, code_for


async def strangers(chat: Chat) -> None:
    """The listener lia is linked with ana's account on Matrix."""
    code = await code_for(chat, "lia @bot")
    await chat(f"ana @bot/matrix: !link {code}", f"ana @bot/matrix: {YES}", f"lia @bot: {YES}")


async def test_an_offer_to_listen_does_not_tell_that_the_linked_account_wrote(duty: Chat) -> None:
    await strangers(duty)
    await duty("ana @bot/matrix: today was a long and sad day", "ana @bot/matrix: [Post it]")
    await duty("* wait 3m")
    offered = await duty("lia #vent: [Offer to listen]", "* wait 3m")
    assert "can't offer" not in texts(offered, "lia")
    assert "offers to listen" in texts(offered, "ana")
