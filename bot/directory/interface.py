"""What the command line prints for a lookup: a stable shape (issue A, point 9)."""

from collections.abc import Mapping

from bot.directory.lookup import Lookup
from bot.directory.trust import Emergency, Listing


def as_json(found: Lookup) -> Mapping[str, object]:
    """Exactly `kind`, `ask`, `emergency` and `results`, at most three, with the data's ids."""
    return {
        "kind": found.kind,
        "ask": found.ask,
        "emergency": _emergency(found.emergency) if found.emergency else None,
        "results": [_listing(shown) for shown in found.results],
    }


def _emergency(pinned: Emergency) -> Mapping[str, object]:
    brief = {"id": pinned.id, "numbers": list(pinned.numbers), "text": pinned.text}
    if pinned.id is None:
        return brief
    return {
        **brief,
        "roles": dict(pinned.roles),
        "text_relay": pinned.text_relay,
        "listed_by": pinned.listed_by,
        "seen": pinned.seen,
    }


def _listing(shown: Listing) -> Mapping[str, object]:
    return {
        "id": shown.id,
        "name": shown.name,
        "country": shown.country,
        "phone": shown.phone,
        "sms": shown.sms,
        "sms_keyword": shown.sms_keyword,
        "chat": shown.chat_url,
        "whatsapp": shown.whatsapp,
        "email": shown.email,
        "hours": shown.hours,
        "url": shown.url,
        "confidence": shown.confidence,
        "listed_by": shown.listed_by,
        "seen": shown.seen,
    }
