"""Events that hold people's words, as Discord sends them. `@` is a text, `#` an id."""

from typing import Any

from tests.wire.discord.ids import APPLICATION, BOT, GUILD

Json = dict[str, Any]
TEXT, ID = "@", "#"
WHEN = "2026-01-05T09:00:00.000000+00:00"
LATE = "9999-12-31T23:59:59.999999-14:00"
USER: Json = {
    "id": ID, "username": "ana", "discriminator": "0", "global_name": "Ana", "avatar": None,
    "bot": False, "public_flags": 0, "clan": None, "primary_guild": None,
}  # fmt: skip
MEMBER: Json = {
    "nick": None, "avatar": None, "roles": ["1300000000000000003"], "joined_at": WHEN,
    "premium_since": None, "deaf": False, "mute": False, "flags": 0, "pending": False,
    "communication_disabled_until": None, "permissions": "2248473465835073",
}  # fmt: skip
FILE: Json = {
    "id": ID, "filename": TEXT, "title": TEXT, "description": TEXT, "content_type": "image/png",
    "size": 9, "url": "https://cdn.example/1", "proxy_url": "https://cdn.example/2", "height": 2,
    "width": 2, "placeholder": "x", "placeholder_version": 1, "flags": 0, "waveform": "AA==",
}  # fmt: skip
POLL: Json = {
    "question": {"text": TEXT}, "expiry": WHEN, "allow_multiselect": False, "layout_type": 1,
    "answers": [
        {"answer_id": 1, "poll_media": {"text": TEXT, "emoji": {"id": None, "name": "x"}}},
        {"answer_id": 2, "poll_media": {"text": TEXT}},
    ],
    "results": {"is_finalized": False, "answer_counts": [{"id": 1, "count": 2, "me_voted": False}]},
}  # fmt: skip
THREAD: Json = {
    "id": ID, "type": 11, "guild_id": GUILD, "parent_id": ID, "owner_id": ID, "name": TEXT,
    "last_message_id": ID, "rate_limit_per_user": 0, "message_count": 0, "member_count": 2,
    "total_message_sent": 0, "flags": 0, "applied_tags": [],
    "thread_metadata": {
        "archived": False, "archive_timestamp": WHEN, "auto_archive_duration": 1440,
        "locked": False, "create_timestamp": WHEN,
    },
}  # fmt: skip
PRIVATELY: Json = {
    "id": ID, "channel_id": ID, "type": 0, "content": TEXT, "author": USER, "timestamp": WHEN,
    "edited_timestamp": None, "tts": False, "mention_everyone": False, "mentions": [],
    "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "flags": 0,
    "components": [], "nonce": "123", "channel_type": 1,
}  # fmt: skip
PLAIN: Json = {**PRIVATELY, "guild_id": GUILD, "member": MEMBER, "channel_type": 0}
OURS: Json = {
    **PRIVATELY, "content": "ours", "author": {**USER, "id": BOT, "bot": True}, "webhook_id": None,
}  # fmt: skip
LINK: Json = {"type": "link", "url": "https://x.example", "title": "a page", "description": "it"}
FORWARDED: Json = {
    "type": 0, "content": TEXT, "timestamp": WHEN, "edited_timestamp": None, "flags": 0,
    "mentions": [], "mention_roles": [], "attachments": [FILE], "embeds": [LINK], "components": [],
    "sticker_items": [{"id": ID, "name": TEXT, "format_type": 1}],
}  # fmt: skip
MESSAGES: tuple[Json, ...] = (
    PLAIN,
    PRIVATELY,
    {**PLAIN, "attachments": [FILE, FILE], "embeds": [LINK]},
    {**PLAIN, "type": 19, "referenced_message": OURS,
     "message_reference": {"type": 0, "message_id": ID, "channel_id": ID, "guild_id": GUILD}},
    {**PLAIN, "content": "", "message_snapshots": [{"message": FORWARDED}],
     "message_reference": {"type": 1, "message_id": ID, "channel_id": ID, "guild_id": GUILD}},
    {**PRIVATELY, "content": "", "message_snapshots": [{"message": FORWARDED}]},
    {**PLAIN, "poll": POLL},
    {**PLAIN, "sticker_items": [{"id": ID, "name": TEXT, "format_type": 1}]},
    {**PLAIN, "thread": THREAD},
    {**PLAIN, "type": 18, "message_reference": {"channel_id": ID, "guild_id": GUILD}},
    {**PLAIN, "type": 21, "content": "", "referenced_message": OURS},
    {**PLAIN, "type": 23, "interaction_metadata": {"id": ID, "type": 2, "user": USER}},
    {**PLAIN, "type": 7, "content": ""},
    {**PLAIN, "type": 6, "content": ""},
    {**PLAIN, "type": 24, "content": "", "embeds": [{"type": "auto_moderation_message"}]},
    {**PLAIN, "webhook_id": ID, "author": {**USER, "bot": True}},
)  # fmt: skip
EDITS: tuple[Json, ...] = tuple({**one, "edited_timestamp": WHEN} for one in MESSAGES)
UNFOLDED: Json = {"id": ID, "channel_id": ID, "guild_id": GUILD, "embeds": [LINK]}
KEPT_BACK: Json = {
    "guild_id": GUILD, "action": {"type": 1, "metadata": {"custom_message": "x"}}, "rule_id": ID,
    "rule_trigger_type": 1, "user_id": ID, "channel_id": ID, "message_id": None,
    "alert_system_message_id": ID, "content": TEXT, "matched_keyword": "die",
    "matched_content": TEXT,
}  # fmt: skip
ASKED: Json = {
    "id": ID, "application_id": APPLICATION, "type": 2, "token": "a-token", "version": 1,
    "channel_id": ID, "channel": {"id": ID, "type": 0, "name": "general"}, "guild_id": GUILD,
    "guild": {"id": GUILD, "locale": "en-US", "features": []}, "guild_locale": "en-US",
    "member": {**MEMBER, "user": USER}, "locale": "en-GB", "app_permissions": "8", "context": 0,
    "entitlements": [], "authorizing_integration_owners": {"0": GUILD},
    "attachment_size_limit": 1,
}  # fmt: skip
OF_GUILD = ("guild", "guild_id", "guild_locale", "member")
IN_PRIVATE: Json = {
    **{name: value for name, value in ASKED.items() if name not in OF_GUILD},
    "user": USER, "context": 1, "channel": {"id": ID, "type": 1},
}  # fmt: skip
OPTIONS: Json = {
    "id": ID, "name": "vent", "type": 1, "guild_id": GUILD,
    "options": [
        {"name": "text", "type": 3, "value": TEXT},
        {"name": "more", "type": 3, "value": TEXT},
        {"name": "mood", "type": 4, "value": 3},
        {"name": "sure", "type": 5, "value": True},
    ],
}  # fmt: skip
WITHIN: Json = {
    **OPTIONS, "options": [{"name": "group", "type": 2, "options": [
        {"name": "part", "type": 1, "options": OPTIONS["options"]}]}],
}  # fmt: skip
MENU: Json = {
    "id": ID, "name": "I am worried", "type": 3, "target_id": "1400000000000000000",
    "resolved": {"messages": {"1400000000000000000": {**PRIVATELY, "id": "1400000000000000000"}}},
}  # fmt: skip
FORM: Json = {
    "custom_id": "vent.write|about", "components": [
        {"type": 18, "id": 1, "component": {"type": 4, "id": 2, "custom_id": "a", "value": TEXT}},
        {"type": 1, "id": 3, "components": [
            {"type": 4, "id": 4, "custom_id": "b", "value": TEXT}]},
        {"type": 18, "id": 5, "component": {"type": 21, "custom_id": "c", "value": "low"}},
        {"type": 18, "id": 6, "component": {"type": 3, "custom_id": "d", "values": ["x", "y"]}},
        {"type": 10, "id": 7, "content": "what we say"},
    ],
    "resolved": {},
}  # fmt: skip
BUTTON: Json = {"custom_id": "vent.post|about", "component_type": 2, "id": 2}
CHOSEN: Json = {"custom_id": "a", "component_type": 3, "values": ["one"], "resolved": {}}
TYPING: Json = {**OPTIONS, "options": [{"name": "a", "type": 3, "value": TEXT, "focused": True}]}
INTERACTIONS: tuple[Json, ...] = (
    *({**base, "data": data} for base in (ASKED, IN_PRIVATE) for data in (OPTIONS, WITHIN, MENU)),
    *({**base, "type": 5, "data": FORM} for base in (ASKED, IN_PRIVATE)),
    *({**ASKED, "type": 3, "message": OURS, "data": one} for one in (BUTTON, CHOSEN)),
    {**ASKED, "type": 4, "data": TYPING},
)
TALK: tuple[tuple[str, Json], ...] = (
    *(("MESSAGE_CREATE", one) for one in MESSAGES),
    *(("MESSAGE_UPDATE", one) for one in (*EDITS, PLAIN, UNFOLDED)),
    *(("INTERACTION_CREATE", one) for one in INTERACTIONS),
    ("THREAD_CREATE", {**THREAD, "newly_created": True}),
    ("THREAD_CREATE", {**THREAD, "member": {"user_id": BOT, "flags": 0}}),
    ("THREAD_UPDATE", THREAD),
    ("THREAD_LIST_SYNC", {"guild_id": GUILD, "threads": [THREAD, THREAD], "members": []}),
    ("AUTO_MODERATION_ACTION_EXECUTION", KEPT_BACK),
    ("A_KIND_OF_THE_FUTURE", PLAIN),
    ("A_KIND_OF_THE_FUTURE", {**ASKED, "data": OPTIONS}),
)
