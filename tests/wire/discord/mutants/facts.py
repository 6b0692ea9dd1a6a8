"""Events without words: of the guild, its rooms, roles and members, and what else there is."""

from typing import Any

from adapters.memory.places import residents
from tests.wire.discord import objects
from tests.wire.discord.ids import BOT, GUILD
from tests.wire.discord.mutants.talk import ID, LINK, MEMBER, THREAD, USER, WHEN

Json = dict[str, Any]
ROLE = objects.role("1300000000000000003", "friends", 0, 1)
CHANNEL: Json = {
    "id": ID, "type": 0, "guild_id": GUILD, "position": 0, "name": "news", "topic": None,
    "permission_overwrites": [{"id": GUILD, "type": 0, "allow": "0", "deny": "1024"}],
    "nsfw": False, "last_message_id": ID, "rate_limit_per_user": 0, "parent_id": None, "flags": 0,
}  # fmt: skip
VOICE: Json = {**CHANNEL, "type": 2, "bitrate": 64_000, "user_limit": 0, "rtc_region": None}
FORUM: Json = {
    **CHANNEL, "type": 15, "default_sort_order": None, "default_forum_layout": 0,
    "available_tags": [{"id": ID, "name": "sad", "moderated": False, "emoji_id": None}],
    "default_reaction_emoji": {"emoji_id": None, "emoji_name": "x"},
}  # fmt: skip
HOUSE: Json = {
    **objects.guild([CHANNEL, VOICE, FORUM], residents()), "threads": [],
    "emojis": [{"id": ID, "name": "x", "roles": [], "animated": False, "available": True}],
    "stickers": [{"id": ID, "name": "x", "description": "", "tags": "a", "type": 2,
                  "format_type": 1, "available": True, "guild_id": GUILD}],
    "voice_states": [{"user_id": ID, "channel_id": ID, "session_id": "a", "deaf": False}],
    "stage_instances": [{"id": ID, "guild_id": GUILD, "channel_id": ID, "topic": "x",
                         "privacy_level": 2, "guild_scheduled_event_id": None}],
}  # fmt: skip
THERE: Json = {"guild_id": GUILD, "channel_id": ID, "message_id": ID, "user_id": ID}
REACTION: Json = {
    **THERE, "member": {**MEMBER, "user": USER}, "emoji": {"id": None, "name": "x"}, "burst": False,
    "message_author_id": ID, "type": 0,
}  # fmt: skip
EVENT: Json = {
    "id": ID, "guild_id": GUILD, "channel_id": ID, "creator_id": ID, "name": "a circle",
    "scheduled_start_time": WHEN, "scheduled_end_time": None, "privacy_level": 2, "status": 1,
    "entity_type": 2, "entity_id": None, "entity_metadata": None, "creator": USER,
}  # fmt: skip
WITH_USER: Json = {"guild_id": GUILD, "user": USER, **MEMBER}
INTEGRATION: Json = {
    "id": ID, "guild_id": GUILD, "name": "x", "type": "discord", "enabled": True,
    "account": {"id": ID, "name": "x"}, "application": {"id": ID, "name": "x", "bot": USER},
}  # fmt: skip
INVITE: Json = {
    "channel_id": ID, "code": "abc", "created_at": WHEN, "guild_id": GUILD, "inviter": USER,
    "max_age": 0, "max_uses": 0, "temporary": False, "uses": 0, "type": 0,
}  # fmt: skip
STAGE: Json = HOUSE["stage_instances"][0]
CHANNELS = (CHANNEL, VOICE, FORUM, {**CHANNEL, "type": 4}, {**CHANNEL, "type": 13})
FACTS: tuple[tuple[str, Json], ...] = (
    ("RESUMED", {"_trace": ["x"]}),
    ("GUILD_CREATE", HOUSE),
    ("GUILD_UPDATE", HOUSE),
    ("GUILD_DELETE", {"id": ID, "unavailable": True}),
    ("GUILD_DELETE", {"id": GUILD, "unavailable": True}),
    *((f"CHANNEL_{what}", one) for what in ("CREATE", "UPDATE", "DELETE") for one in CHANNELS),
    ("CHANNEL_PINS_UPDATE", {"guild_id": GUILD, "channel_id": ID, "last_pin_timestamp": WHEN}),
    ("THREAD_DELETE", {"id": ID, "guild_id": GUILD, "parent_id": ID, "type": 11}),
    ("THREAD_MEMBER_UPDATE", {"id": ID, "guild_id": GUILD, "user_id": BOT, "flags": 0,
                              "join_timestamp": WHEN}),
    ("THREAD_MEMBERS_UPDATE", {"id": ID, "guild_id": GUILD, "member_count": 2,
                               "added_members": [{"id": ID, "user_id": ID, "flags": 0,
                                                  "join_timestamp": WHEN}],
                               "removed_member_ids": [ID]}),
    *((f"GUILD_ROLE_{what}", {"guild_id": GUILD, "role": ROLE}) for what in ("CREATE", "UPDATE")),
    ("GUILD_ROLE_DELETE", {"guild_id": GUILD, "role_id": ROLE["id"]}),
    *((f"GUILD_MEMBER_{what}", WITH_USER) for what in ("ADD", "UPDATE", "REMOVE")),
    ("GUILD_MEMBERS_CHUNK", {"guild_id": GUILD, "members": [{**MEMBER, "user": USER}],
                             "chunk_index": 0, "chunk_count": 1, "not_found": []}),
    *((f"GUILD_BAN_{what}", {"guild_id": GUILD, "user": USER}) for what in ("ADD", "REMOVE")),
    ("GUILD_EMOJIS_UPDATE", {"guild_id": GUILD, "emojis": HOUSE["emojis"]}),
    ("GUILD_STICKERS_UPDATE", {"guild_id": GUILD, "stickers": HOUSE["stickers"]}),
    ("GUILD_INTEGRATIONS_UPDATE", {"guild_id": GUILD}),
    ("GUILD_AUDIT_LOG_ENTRY_CREATE", {"guild_id": GUILD, "id": ID, "user_id": ID, "target_id": ID,
                                      "action_type": 1, "changes": [{"key": "name"}]}),
    ("MESSAGE_DELETE", {"id": ID, "channel_id": ID, "guild_id": GUILD}),
    ("MESSAGE_DELETE_BULK", {"ids": [ID, ID], "channel_id": ID, "guild_id": GUILD}),
    ("MESSAGE_REACTION_ADD", REACTION),
    ("MESSAGE_REACTION_REMOVE", REACTION),
    ("MESSAGE_REACTION_REMOVE_ALL", THERE),
    ("MESSAGE_REACTION_REMOVE_EMOJI", REACTION),
    ("MESSAGE_POLL_VOTE_ADD", {**THERE, "answer_id": 1}),
    ("MESSAGE_POLL_VOTE_REMOVE", {**THERE, "answer_id": 1}),
    *((f"INTEGRATION_{what}", INTEGRATION) for what in ("CREATE", "UPDATE", "DELETE")),
    *((f"INVITE_{what}", INVITE) for what in ("CREATE", "DELETE")),
    ("WEBHOOKS_UPDATE", {"guild_id": GUILD, "channel_id": ID}),
    *((f"STAGE_INSTANCE_{what}", STAGE) for what in ("CREATE", "UPDATE", "DELETE")),
    *((f"GUILD_SCHEDULED_EVENT_{what}", EVENT) for what in ("CREATE", "UPDATE", "DELETE")),
    ("GUILD_SCHEDULED_EVENT_USER_ADD", {**THERE, "guild_scheduled_event_id": ID}),
    ("GUILD_SOUNDBOARD_SOUND_CREATE", {"name": "x", "sound_id": ID, "volume": 1.0,
                                       "emoji_id": None, "emoji_name": "x", "guild_id": GUILD}),
    *((f"AUTO_MODERATION_RULE_{what}", {"id": ID, "guild_id": GUILD, "name": "x", "creator_id": ID,
                                        "event_type": 1, "trigger_type": 1, "actions": [],
                                        "trigger_metadata": {"keyword_filter": ["x"]},
                                        "enabled": True, "exempt_roles": []})
      for what in ("CREATE", "UPDATE", "DELETE")),
    ("ENTITLEMENT_CREATE", {"id": ID, "sku_id": ID, "application_id": ID, "user_id": ID, "type": 8,
                            "deleted": False, "starts_at": WHEN, "ends_at": None}),
    ("PRESENCE_UPDATE", {"user": {"id": ID}, "guild_id": GUILD, "status": "online",
                         "activities": [LINK], "client_status": {}}),
    ("TYPING_START", {**THERE, "timestamp": 1_700_000_000, "member": {**MEMBER, "user": USER}}),
    ("USER_UPDATE", {**USER, "id": BOT}),
    ("VOICE_STATE_UPDATE", {"guild_id": GUILD, "channel_id": ID, "user_id": ID, "session_id": "a",
                            "member": {**MEMBER, "user": USER}}),
    ("VOICE_CHANNEL_STATUS_UPDATE", {"id": ID, "guild_id": GUILD, "status": "x"}),
    ("APPLICATION_COMMAND_PERMISSIONS_UPDATE", {"id": ID, "application_id": ID, "guild_id": GUILD,
                                                "permissions": [{"id": ID, "type": 1}]}),
    ("A_FACT_OF_THE_FUTURE", THREAD | {"name": "x"}),
)  # fmt: skip
