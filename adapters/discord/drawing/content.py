"""Texts as Discord shows them: our marks become its own, and nobody is called by chance."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.model.people import Member, Platform, Role
from bot.ui.reply import Reply

MARK = re.compile(r"<([@#])(\w+):([^|>]{1,200})\|([^>]{0,200})>")
COMMAND = re.compile(r"</([\w-]{1,32})>")
SPOILER = "||"
MOST = 100
"""Of people and of roles in one message. Source: Discord's official document."""


@dataclass(frozen=True, slots=True)
class Ways:
    """What is known of the guild for drawing: commands and roles by their ids."""

    commands: Mapping[str, str] = field(default_factory=dict[str, str])
    roles: Mapping[Role, tuple[str, ...]] = field(default_factory=dict[Role, tuple[str, ...]])


def content_of(reply: Reply, ways: Ways) -> str:
    """The text of a reply, with whom it calls before it and what is hidden behind spoilers."""
    hidden = f"{SPOILER}{_parted(reply.hidden)}{SPOILER}" if reply.hidden else ""
    parts = (_calls(reply, ways), reply.text, hidden)
    return whole(marked("\n".join(part for part in parts if part), ways))


def whole(text: str) -> str:
    """The text without half characters, which no request can carry."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def marked(text: str, ways: Ways) -> str:
    """Our marks as Discord's: people, rooms and commands that can be pressed."""
    return COMMAND.sub(lambda found: _command(found[1], ways), MARK.sub(_mention, text))


def mentions_of(reply: Reply, ways: Ways) -> dict[str, list[str]]:
    """The `allowed_mentions` of a reply: those whom it calls, and nobody whom its text names."""
    called = [one for one in reply.calls if isinstance(one, Member)]
    members = dict.fromkeys(one.id for one in called if one.platform is Platform.DISCORD)
    offices = [one for one in reply.calls if isinstance(one, Role)]
    roles = dict.fromkeys(id_ for one in offices for id_ in ways.roles.get(one, ()))
    return {"parse": [], "users": [*members][:MOST], "roles": [*roles][:MOST]}


def _calls(reply: Reply, ways: Ways) -> str:
    called: list[str] = []
    for one in reply.calls:
        if isinstance(one, Role):
            called += [f"<@&{id_}>" for id_ in ways.roles.get(one, ())]
        elif one.platform is Platform.DISCORD:
            called.append(f"<@{one.id}>")
    return " ".join(called)


def _mention(found: re.Match[str]) -> str:
    sign, platform, id_, name = found.groups()
    if platform == Platform.DISCORD:
        return f"<{sign}{id_}>"
    return f"{name} ({platform})"


def _command(name: str, ways: Ways) -> str:
    known = ways.commands.get(name)
    return f"/{name}" if known is None else f"</{name}:{known}>"


def _parted(hidden: str) -> str:
    """Marks that would end a spoiler are parted; taken away, they would join what stands beside."""
    return hidden.replace("|", "|\u200b")
