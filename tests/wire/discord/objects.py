"""Discord's objects as JSON, from the people and rooms of the town."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from adapters.memory.offices import EVERYBODY
from adapters.memory.places import MODERATORS, OFFICES, OWNER, Person, Place, office_id
from bot.model.people import Platform, Room
from tests.wire.discord.ids import APPLICATION, BOT, GUILD
from tests.wire.discord.permissions import (
    ALL,
    IN_THREADS,
    MANAGE_THREADS,
    PRIVATE_THREADS,
    SEND,
    VIEW,
    invited,
)

Json = dict[str, Any]
HERE = Platform.DISCORD
BOTS_ROLE = "1300000000000000003"
HIDDEN, HIDDENS_FLAG = "___hidden___", 1 << 17
"""What the gateway calls a channel that the bot does not see, since November 2026."""
TEXT, DIRECT, PUBLIC_THREAD, PRIVATE_THREAD = 0, 1, 11, 12
MEMBERS, CONTENT = 1 << 1, 1 << 15
"""The privileged intents that a bot like ours may ask for."""
FLAGS = {MEMBERS: 1 << 15, CONTENT: 1 << 19}
"""What the application says of each, in a few guilds."""


def flags(allowed_intents: int) -> int:
    """The flags of an application that may ask for these intents."""
    return sum(flag for intent, flag in FLAGS.items() if allowed_intents & intent)


ONLY_TOLD = frozenset({
    "joined_at", "large", "unavailable", "member_count", "voice_states", "members", "channels",
    "threads", "presences", "stage_instances", "guild_scheduled_events", "soundboard_sounds",
    "hub_type",
})  # fmt: skip
"""What the gateway alone says of a guild."""


@dataclass(frozen=True, slots=True)
class Faced(Person):
    """Somebody who is called something else here than by their username, and has a picture."""

    called: str
    nick: str
    avatar: str


def user(person: Person) -> Json:
    """A person's account."""
    faced = person if isinstance(person, Faced) else None
    return {
        "id": person.on(HERE).id, "username": person.name, "discriminator": "0",
        "global_name": faced.called if faced else person.name,
        "avatar": faced.avatar if faced else None, "public_flags": 0, "flags": 0,
        "primary_guild": None,
    }  # fmt: skip


def bot() -> Json:
    """Our own account."""
    return {
        "id": BOT, "username": "porchlight", "discriminator": "0000", "global_name": None,
        "avatar": None, "bot": True, "public_flags": 0, "flags": 0, "primary_guild": None,
    }  # fmt: skip


def member(person: Person) -> Json:
    """A person as a member of the guild, without the account."""
    return {
        "nick": person.nick if isinstance(person, Faced) else None, "avatar": None,
        "banner": None, "roles": sorted(person.holds(HERE)),
        "joined_at": "2024-01-01T00:00:00+00:00", "premium_since": None, "deaf": False,
        "mute": False, "flags": 0, "pending": False, "communication_disabled_until": None,
    }  # fmt: skip


def application(allowed_intents: int) -> Json:
    """Our application."""
    may = flags(allowed_intents)
    return {
        "id": APPLICATION, "name": "porchlight", "icon": None, "description": "", "type": None,
        "verify_key": "0" * 64, "bot": bot(),
        "flags": may, "flags_new": str(may),
        "bot_public": False, "bot_require_code_grant": False, "owner": bot(),
        "max_participants": None, "tags": [], "redirect_uris": [],
        "interactions_endpoint_url": None, "role_connections_verification_url": None,
        "approximate_guild_count": 1, "approximate_user_install_count": 0,
        "approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": None,
        "integration_types_config": {}, "event_webhooks_status": 1, "eligible_oauth2_scopes": [],
    }  # fmt: skip


def role(id_: str, name: str, permissions: int, position: int) -> Json:
    """One role."""
    return {
        "id": id_, "name": name, "description": None, "permissions": str(permissions),
        "position": position, "color": 0, "hoist": False, "managed": False, "mentionable": False,
        "icon": None, "unicode_emoji": None, "flags": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
    }  # fmt: skip


def roles(everybody: int, own: int, mentionable: Collection[str] = ()) -> list[Json]:
    """Everybody's role, those of the town, and the bot's own, as an invitation makes it."""
    offices = [
        {
            **role(office_id(name, HERE), name, MANAGE_THREADS if name == MODERATORS else 0, n),
            "mentionable": name in mentionable,
        }
        for n, name in enumerate(OFFICES, 1)
    ]
    bots = {
        **role(BOTS_ROLE, "porchlight", own, len(OFFICES) + 1),
        "managed": True, "tags": {"bot_id": BOT},
    }  # fmt: skip
    return [role(GUILD, EVERYBODY, everybody, 0), *offices, bots]


def overwrite(id_: str, *, member: bool = False, allow: int = 0, deny: int = 0) -> Json:
    """What a role, or a member, may and may not in a channel."""
    return {"id": id_, "type": int(member), "allow": str(allow), "deny": str(deny)}


def rules(*, shut: bool, open_to_all: bool, denied: int) -> list[Json]:
    """The overwrites of a channel: the bot's role is let in where not everybody is.

    `shut` keeps the bot from writing, `denied` from whatever it names.
    """
    denied |= SEND | IN_THREADS | PRIVATE_THREADS if shut else 0
    closed = [overwrite(GUILD, deny=VIEW), overwrite(BOTS_ROLE, allow=VIEW)]
    return [*([] if open_to_all else closed), overwrite(BOT, member=True, deny=denied)]


def channel(place: Place, overwrites: Sequence[Json], last: str | None) -> Json:
    """A text channel."""
    return {
        "id": place.room.id, "type": TEXT, "guild_id": GUILD, "position": 0,
        "name": place.room.name.lstrip("#"), "permission_overwrites": overwrites, "topic": None,
        "nsfw": False, "last_message_id": last, "rate_limit_per_user": 0, "parent_id": None,
        "flags": 0,
    }  # fmt: skip


def hidden(whole: Json) -> Json:
    """A channel that the bot does not see, as the gateway tells of it."""
    unseen = {"name": HIDDEN, "topic": None, "last_message_id": None, "flags": HIDDENS_FLAG}
    return {**whole, **unseen, "permission_overwrites": [overwrite(GUILD, deny=VIEW)]}


def thread(room: Room, parent: str, guests: int = 1) -> Json:
    """A private thread of ours, with so many in it."""
    return {
        "id": room.id, "type": PRIVATE_THREAD, "guild_id": GUILD, "parent_id": parent,
        "owner_id": BOT, "name": "private", "last_message_id": None, "rate_limit_per_user": 0,
        "message_count": 0, "member_count": guests + 1, "total_message_sent": 0, "flags": 0,
        "bitrate": 64_000, "user_limit": 0, "rtc_region": None, "video_quality_mode": 1,
        "permissions": str(ALL),
        "thread_metadata": {
            "archived": False, "archive_timestamp": "2026-01-01T00:00:00+00:00",
            "auto_archive_duration": 10_080, "locked": False, "invitable": False,
            "create_timestamp": "2026-01-01T00:00:00+00:00",
        },
    }  # fmt: skip


def public_thread(room: Room, parent: str, closed_at: datetime) -> Json:
    """A thread of somebody's that is closed."""
    whose = {"type": PUBLIC_THREAD, "owner_id": "1", "name": room.name}
    return {**closed_thread(room, parent, closed_at), **whose}


def closed_thread(room: Room, parent: str, closed_at: datetime) -> Json:
    """A private thread of ours that is closed."""
    told = thread(room, parent)
    facts = {"archived": True, "archive_timestamp": closed_at.isoformat()}
    return {**told, "thread_metadata": {**told["thread_metadata"], **facts}}


def direct(room: Room, person: Person) -> Json:
    """A private conversation."""
    return {
        "id": room.id, "type": DIRECT, "last_message_id": None, "flags": 0,
        "recipients": [user(person)],
    }  # fmt: skip


def guild(
    channels: Iterable[Json], people: dict[str, Person], theirs: Sequence[Json] = (),
    threads: Sequence[Json] = (), me: Json | None = None,
) -> Json:  # fmt: skip
    """The guild as GUILD_CREATE tells of it, with its roles, its open threads and the bot."""
    return {
        "id": GUILD, "name": "town", "icon": None, "splash": None, "discovery_splash": None,
        "owner_id": people[OWNER].on(HERE).id, "afk_channel_id": None, "afk_timeout": 300,
        "verification_level": 0, "default_message_notifications": 0,
        "explicit_content_filter": 0, "roles": [*(theirs or roles(VIEW, invited()))],
        "emojis": [], "features": [],
        "mfa_level": 0, "application_id": None, "system_channel_id": None,
        "system_channel_flags": 0, "rules_channel_id": None, "vanity_url_code": None,
        "description": None, "banner": None, "premium_tier": 0, "preferred_locale": "en-US",
        "public_updates_channel_id": None, "nsfw_level": 0, "stickers": [],
        "premium_progress_bar_enabled": False, "safety_alerts_channel_id": None, "nsfw": False,
        "hub_type": None, "joined_at": "2024-01-01T00:00:00+00:00", "large": False,
        "unavailable": False, "member_count": len(people) + 1, "voice_states": [],
        "members": [{**(me or member_of_bot()), "user": bot()}],
        "channels": list(channels), "threads": list(threads), "presences": [],
        "stage_instances": [], "guild_scheduled_events": [], "soundboard_sounds": [],
    }  # fmt: skip


def guild_asked(people: dict[str, Person], theirs: Sequence[Json]) -> Json:
    """The guild as a request is answered."""
    told = guild((), people, theirs)
    more = {
        "home_header": None, "region": "deprecated", "widget_enabled": False,
        "widget_channel_id": None, "max_presences": None, "max_members": 500_000,
        "max_stage_video_channel_users": 50, "max_video_channel_users": 25,
        "premium_subscription_count": 0, "incidents_data": None,
    }  # fmt: skip
    return {**{name: told[name] for name in told if name not in ONLY_TOLD}, **more}


def guild_listed(number: str) -> Json:
    """A guild as the bot's list of them has it."""
    return {
        "id": number, "name": "town", "icon": None, "banner": None, "owner": False,
        "permissions": str(ALL), "features": [],
    }  # fmt: skip


def member_of_bot(until: datetime | None = None) -> Json:
    """The bot as a member; timed out, if somebody did that."""
    return {
        "nick": None, "avatar": None, "banner": None, "roles": [BOTS_ROLE],
        "joined_at": "2024-01-01T00:00:00+00:00", "premium_since": None, "deaf": False,
        "mute": False, "flags": 0, "pending": False,
        "communication_disabled_until": until.isoformat() if until else None,
    }  # fmt: skip
