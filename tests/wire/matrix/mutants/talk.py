"""Events as homeservers tell them. `@` is a text that somebody wrote."""

from typing import Any

from adapters.matrix.choices import KEY, told
from bot.ui.reply import Button
from tests.wire.matrix.homeserver import US

Json = dict[str, Any]
TEXT = "@"
ANA, BEN = "@ana:hs.test", "@ben:hs.test"
TO_OURS: Json = {"m.in_reply_to": {"event_id": "$ours"}}
TO_NONE: Json = {"m.in_reply_to": {"event_id": "$none"}}
HTML: Json = {"format": "org.matrix.custom.html", "formatted_body": "<b>@</b>"}
FILE: Json = {
    "url": "mxc://hs.test/x",
    "info": {"mimetype": "image/png", "size": 9, "w": 2, "h": 2},
}
EDITED: Json = {"rel_type": "m.replace", "event_id": "$ours"}
THREAD: Json = {"rel_type": "m.thread", "event_id": "$ours", "is_falling_back": True, **TO_NONE}
NEWER: Json = {"m.new_content": {"msgtype": "m.text", "body": TEXT, **HTML}}
DESCRIBED: Json = {"org.matrix.msc4391.command": {"command": "help", "arguments": {"note": TEXT}}}
CHOICES: Json = {KEY: told((Button("crisis.take", "Take", "7"), Button("crisis.show", "Show")))}
MENTIONS: Json = {"m.mentions": {"user_ids": [US], "room": False}}


def _to(relates: Json) -> Json:
    return {"m.relates_to": relates}


def _event(kind: str, content: Json, **more: object) -> Json:
    return {
        "type": kind, "event_id": "#", "sender": ANA, "origin_server_ts": 1_790_000_000_000,
        "content": content, "unsigned": {"age": 7, "membership": "join"}, **more,
    }  # fmt: skip


def _said(body: str = TEXT, kind: str = "m.text", **content: object) -> Json:
    return _event("m.room.message", {"msgtype": kind, "body": body, **content})


def _state(kind: str, content: Json, key: str = "", **more: object) -> Json:
    return _event(kind, content, state_key=key, **more)


QUESTION = {"org.matrix.msc1767.text": TEXT, "body": TEXT}
ANSWERS = [{"id": "1", "org.matrix.msc1767.text": TEXT}, {"id": "2", "m.text": [{"body": TEXT}]}]
WAS_THERE = {"prev_content": {"membership": "join"}, "replaces_state": "$x"}
TALK: tuple[Json, ...] = (
    _said(),
    _said(**HTML),
    _said(kind="m.notice"),
    _said(kind="m.emote"),
    _said(kind="m.image", filename=TEXT, **FILE),
    _said(kind="m.file", filename=TEXT, **FILE, **HTML),
    _said(kind="m.location", geo_uri="geo:1,2"),
    _said("!vent @", **HTML),
    _said("!help-me-now @"),
    _said("!@"),
    _said("Porc: help @", **HTML, **MENTIONS),
    _said("!worried @", **_to(TO_OURS)),
    _said("!worried @", **_to(TO_NONE)),
    _said("help", filename=TEXT, **MENTIONS,
          **DESCRIBED),
    _said("1", **HTML),
    _said("show", filename=TEXT),
    _said("2", **_to(TO_OURS), filename=TEXT),
    _said(**_to(TO_OURS), **HTML),
    _said(**_to(TO_NONE)),
    _said(**_to(THREAD), **HTML),
    _said("* @", **_to(EDITED),
          **NEWER),
    _event("m.sticker", {"body": TEXT, **FILE}),
    _event("m.room.message", {"org.matrix.msc1767.message": [{"body": TEXT}], "m.text": TEXT}),
    _event("org.matrix.msc3381.poll.start",
           {"org.matrix.msc3381.poll.start": {"question": QUESTION, "answers": ANSWERS}}),
    _event("a.kind.of.the.future", {"body": TEXT, "parts": [{"m.text": TEXT}]}),
    _event("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$ours",
                                           "key": TEXT}}),
    _event("m.room.redaction", {"reason": TEXT, "redacts": "$ours"}, redacts="$ours"),
    _state("m.room.topic", {"topic": TEXT, "m.topic": {"m.text": [{"body": TEXT}]}}),
    _state("m.room.name", {"name": TEXT}),
    _state("m.room.tombstone", {"body": TEXT, "replacement_room": "!new"}),
    _state("m.room.member", {"membership": "leave", "reason": TEXT}, BEN, unsigned=WAS_THERE),
)  # fmt: skip
"""What holds somebody's words."""
FACTS: tuple[Json, ...] = (
    _event("m.reaction", {"m.relates_to": {"rel_type": "m.annotation", "event_id": "$ours",
                                           "key": "1\ufe0f\u20e3"}}),
    _said("1"),
    _said("2.", **_to(TO_OURS)),
    _said("show", **_to(THREAD)),
    {**_said("ours", **CHOICES), "sender": US},
    {**_said("ours", **CHOICES), "sender": US, "event_id": "$ours"},
    {**_said("* ours", **_to(EDITED), **CHOICES), "sender": US},
    {**_event("m.room.redaction", {"redacts": "$ours"}), "sender": US},
    _event("m.room.encrypted", {"algorithm": "m.megolm.v1.aes-sha2", "ciphertext": "AAAA",
                                "session_id": "x", "sender_key": "y", "device_id": "Z"}),
    _state("m.room.member", {"membership": "join", "displayname": "Ben"}, BEN),
    _state("m.room.member", {"membership": "ban"}, BEN, unsigned=WAS_THERE),
    _state("m.room.power_levels", {"users": {ANA: 100}, "users_default": 0}),
    _state("m.room.create", {"room_version": "12", "additional_creators": [BEN]}),
    _state("m.room.join_rules", {"join_rule": "public"}),
    _event("m.call.invite", {"call_id": "1", "lifetime": 1, "offer": {"sdp": "x"}}),
    _event("m.room.message", {}),
)  # fmt: skip
"""What does not."""
