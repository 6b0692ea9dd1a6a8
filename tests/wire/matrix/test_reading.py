"""Reading raw events: every text that somebody wrote is found, and no JSON breaks it."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.matrix.hearing.gaps import since_we_came
from adapters.matrix.payload import payload_of
from adapters.matrix.reading.messages import Where, is_ours_to_read, read, unread
from bot.model.events import Said
from tests.wire.matrix.bot import Now

WHERE = Where("!room", "@bot:hs.test", direct=True)
KEYS = st.sampled_from(
    ["body", "formatted_body", "msgtype", "m.relates_to", "m.new_content", "event_id", "rel_type",
     "m.in_reply_to", "m.text", "content", "sender", "type", "origin_server_ts", "unsigned",
     "prev_content", "membership", "state_key"]
)  # fmt: skip
ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
    max_leaves=25,
)


def said(content: dict[str, object], kind: str = "m.room.message") -> Said | None:
    """What an event of this content says."""
    raw = {"type": kind, "sender": "@ana:hs.test", "event_id": "$1", "content": content}
    return read({**raw, "origin_server_ts": 1_700_000_000_000}, WHERE, Now(), 7)


def texts(content: dict[str, object], kind: str = "m.room.message") -> list[str]:
    """All of its texts."""
    event = said(content, kind)
    return [] if event is None else [one for one in (event.text, *event.parts) if one]


EDIT = {"rel_type": "m.replace", "event_id": "$0"}
QUOTING = "> <@ana:hs.test> i am sad\n\nno"
BY_CLIENTS = [
    ({"msgtype": "m.image", "body": "ana-at-home.jpg"}, ""),
    ({"msgtype": "m.image", "body": "ana-at-home.jpg", "filename": "ana-at-home.jpg"}, ""),
    ({"msgtype": "m.image", "body": "my garden", "filename": "ana-at-home.jpg"}, "my garden"),
    ({"msgtype": "m.location", "body": "Ana's place", "geo_uri": "geo:51.5,0.1"}, ""),
    ({"msgtype": "m.key.verification.request", "body": "@ana:hs.test is requesting to"}, ""),
    ({"body": "Ana: no", "com.beeper.per_message_profile": {"displayname": "Ana"}}, "no"),
    ({"body": f"* {QUOTING}", "m.new_content": {"body": QUOTING}, "m.relates_to": EDIT}, "no"),
]


@pytest.mark.parametrize(("content", "meant"), BY_CLIENTS)
def test_what_a_client_put_into_a_body_is_assessed_and_is_nothing_that_somebody_said(
    content: dict[str, object], meant: str
) -> None:
    event = said(content)
    assert event is not None
    assert event.text == meant
    assert str(content["body"]) in event.parts or content["body"] == meant


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ({"body": "hello"}, ["hello"]),
        ({"body": "hello", "formatted_body": "<b>hello</b>"}, ["hello"]),
        ({"body": "hello", "formatted_body": "I w<i>ant</i> to d&#105;e"},
         ["hello", "I want to die"]),
        ({"body": "a photo", "filename": "goodbye.txt"}, ["a photo", "goodbye.txt"]),
        ({"body": "> <@ben:hs.test> are you well?\n\nno", "m.relates_to": {
            "m.in_reply_to": {"event_id": "$0"}}}, ["no"]),
        ({"body": "> * <@ben:hs.test> waves\n\nno", "m.relates_to": {
            "m.in_reply_to": {"event_id": "$0"}}}, ["no"]),
        ({"body": "> a line of mine\n\nno"}, ["> a line of mine\n\nno"]),
        ({"body": "* no", "m.new_content": {"body": "no"}, "m.relates_to": {
            "rel_type": "m.replace", "event_id": "$0"}}, ["no"]),
        ({"body": "* other words", "m.new_content": {"body": "no"}, "m.relates_to": {
            "rel_type": "m.replace", "event_id": "$0"}}, ["no", "* other words"]),
    ],
)  # fmt: skip
def test_each_text_is_found_once(content: dict[str, object], found: list[str]) -> None:
    assert texts(content) == found


def test_the_question_and_answers_of_a_poll_are_found() -> None:
    poll: dict[str, object] = {
        "org.matrix.msc3381.poll.start": {
            "question": {"org.matrix.msc1767.text": "is it worth it?"},
            "answers": [{"id": "1", "org.matrix.msc1767.text": "no"}],
        }
    }
    assert texts(poll, "org.matrix.msc3381.poll.start") == ["is it worth it?", "no"]


def test_what_was_taken_back_says_nothing() -> None:
    assert said({}) is None


@given(ODD)
def test_no_json_breaks_it(odd: object) -> None:
    for kind in ("m.room.message", "m.room.encrypted", "x"):
        for raw in (payload_of({"type": kind, "content": odd}), payload_of(odd)):
            read(raw, WHERE, Now())
            unread(raw, WHERE, Now(), "no-key")
            is_ours_to_read(raw, WHERE.us)
            since_we_came([raw, raw], WHERE.us)


def test_a_deep_text_ends_somewhere() -> None:
    deep = json.loads('{"m.text":' * 900 + '"x"' + "}" * 900)
    assert texts({"body": "hello", "more": deep}) == ["hello"]


def test_the_words_of_somebody_are_in_no_repr() -> None:
    assert "hello" not in repr(said({"body": "hello"}))
    assert "@ana" not in repr(said({"body": "hello"}))
