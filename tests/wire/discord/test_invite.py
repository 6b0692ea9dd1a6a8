"""The invitation asks for exactly what is used."""

import pytest
from discord import Permissions

from adapters.discord.guild.invite import invitation

TOKEN = "MTMwMDAwMDAwMDAwMDAwMDAwMQ.abc.def"  # noqa: S105 - of a pretended bot


def test_the_link_names_the_bot_and_its_rights() -> None:
    link = invitation(TOKEN)
    assert link is not None
    assert "client_id=1300000000000000001&" in link
    rights = Permissions(int(link.rpartition("=")[2]))
    assert {name for name, given in rights if given} == {
        "read_messages", "send_messages", "read_message_history", "attach_files",
        "create_private_threads", "send_messages_in_threads", "mention_everyone",
    }  # fmt: skip
    assert not rights.administrator


def test_only_who_wants_automod_is_asked_to_let_the_server_be_managed() -> None:
    plain, more = invitation(TOKEN), invitation(TOKEN, automod=True)
    assert plain is not None
    assert more is not None
    before, after = (Permissions(int(one.rpartition("=")[2])) for one in (plain, more))
    assert {name for name, given in after if given} - {name for name, given in before if given} == {
        "manage_guild"
    }


@pytest.mark.parametrize("text", ["", "xx", "no token at all", "\u00e9.\u00e9", "YWJj.abc"])
def test_what_is_no_token_gives_no_link(text: str) -> None:
    assert invitation(text) is None
