"""The routes of REST that a bot like ours uses; any other is refused as Discord does."""

import re
from collections.abc import Awaitable, Callable

from tests.wire.discord import interactions, messages, people
from tests.wire.discord.answers import Answer, Call, RefusedError
from tests.wire.discord.ids import APPLICATION
from tests.wire.discord.objects import Json
from tests.wire.discord.options import is_refused
from tests.wire.discord.state import State

Handler = Callable[[State, Call], Awaitable[Answer]]
FIRST_COMMAND = 1_310_000_000_000_000_000


async def advice(state: State, call: Call) -> Answer:
    """How many connections are wanted, and how many sessions may still begin today."""
    del call
    starts = {"total": 1000, "remaining": 999, "reset_after": 1, "max_concurrency": 1}
    return 200, {
        "url": "wss://gateway.discord.gg", "shards": state.shards, "session_start_limit": starts,
    }  # fmt: skip


async def commands(state: State, call: Call) -> Answer:
    """The menu as it is."""
    del call
    return 200, state.commands


async def set_commands(state: State, call: Call) -> Answer:
    """Another menu."""
    if is_refused(call.body):
        raise RefusedError(400, 50_035)
    state.commands = [_command(number, one) for number, one in enumerate(call.body)]
    return 200, state.commands


def _command(number: int, sent: Json) -> Json:
    kept = {name: value for name, value in sent.items() if value is not None}
    return {
        "id": str(FIRST_COMMAND + number), "application_id": APPLICATION, "version": "1",
        "default_member_permissions": None, "dm_permission": True, "integration_types": [0],
        "nsfw": False, "description": "", **kept,
    }  # fmt: skip


async def rules(state: State, call: Call) -> Answer:
    """AutoMod's rules."""
    del call
    state.automod.may()
    return 200, state.automod.rules


async def make_rule(state: State, call: Call) -> Answer:
    """A new one."""
    state.automod.may()
    return 200, state.automod.make(call.body)


async def change_rule(state: State, call: Call) -> Answer:
    """One as it shall be."""
    state.automod.may()
    return 200, state.automod.change(call.ids[1], call.body)


async def drop_rule(state: State, call: Call) -> Answer:
    """One less."""
    state.automod.may()
    state.automod.drop(call.ids[1])
    return 204, None


TABLE: dict[str, Handler] = {
    "GET /gateway/bot": advice,
    "GET /users/@me": people.me,
    "GET /oauth2/applications/@me": people.application,
    "GET /applications/*/commands": commands,
    "PUT /applications/*/commands": set_commands,
    "GET /users/@me/guilds": people.guilds,
    "GET /guilds/*": people.guild,
    "GET /guilds/*/channels": people.channels,
    "GET /guilds/*/auto-moderation/rules": rules,
    "POST /guilds/*/auto-moderation/rules": make_rule,
    "PATCH /guilds/*/auto-moderation/rules/*": change_rule,
    "DELETE /guilds/*/auto-moderation/rules/*": drop_rule,
    "GET /guilds/*/roles/member-counts": people.counts,
    "GET /guilds/*/members/*": people.member,
    "GET /guilds/*/threads/active": people.threads,
    "GET /channels/*/threads/archived/public": people.closed_threads,
    "GET /channels/*/users/@me/threads/archived/private": people.our_closed_threads,
    "POST /users/@me/channels": people.open_private,
    "DELETE /users/@me/guilds/*": people.leave_guild,
    "POST /channels/*/threads": people.make_thread,
    "GET /channels/*/thread-members/*": people.guest,
    "PUT /channels/*/thread-members/*": people.invite,
    "GET /channels/*": people.channel,
    "PATCH /channels/*": people.close_thread,
    "DELETE /channels/*": people.delete_channel,
    "GET /channels/*/messages": messages.page,
    "POST /channels/*/messages": messages.post,
    "PATCH /channels/*/messages/*": messages.edit,
    "DELETE /channels/*/messages/*": messages.delete,
    "POST /interactions/*/*/callback": interactions.call_back,
    "POST /webhooks/*/*": interactions.follow,
    "PATCH /webhooks/*/*/messages/*": interactions.replace,
    "DELETE /webhooks/*/*/messages/*": interactions.drop,
}
ROUTES = [
    (re.compile(re.escape(route).replace(r"\*", "([^/]+)")), handler)
    for route, handler in TABLE.items()
]


def route_of(method: str, path: str) -> tuple[Handler, tuple[str, ...]]:
    """Who answers, and the ids in the path. Raises RefusedError where nobody does."""
    for pattern, handler in ROUTES:
        if (found := pattern.fullmatch(f"{method} {path}")) is not None:
            return handler, found.groups()
    raise RefusedError(404, 0, f"no such route: {method} {path}")
