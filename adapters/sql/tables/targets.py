"""Targets as the hash of a closed one is made of them."""

from typing import assert_never

from bot.model.people import (
    Direct,
    Pagers,
    PrivateThread,
    Room,
    SealedRoute,
    Target,
    Whisper,
)


def parts_of(to: Target) -> tuple[str, ...]:
    """What tells one target of its kind from another."""
    match to:
        case Room():
            return (to.platform, to.id)
        case Direct(member=member):
            return (member.platform, member.id)
        case PrivateThread(room=room, member=member):
            return (room.platform, room.id, member.id)
        case Whisper(room=room, token=token):
            return (room.platform, room.id, token)
        case SealedRoute(thread=thread):
            return (thread.id,)
        case Pagers():
            return ()
        case _:
            assert_never(to)
