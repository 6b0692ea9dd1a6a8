"""What is typed to the bot: commands, and answers by number. Pure; the longest text costs little.

`!name rest` is a command anywhere. So is our name with a command behind it; any other word behind
our name is a word. In private the core takes plain words, too.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import unquote

from adapters.matrix.payload import Payload, payload_of, text_of, texts_of
from adapters.matrix.reading.messages import Where
from adapters.matrix.reading.texts import plain
from bot.ports.menu import Entry

COMMAND = re.compile(r"\s*[!\uff01]([^\W_]\S{0,99})(?:\s+(.*))?\Z", re.DOTALL)
"""The mark, also as it is typed in East Asia, with a letter or a digit behind it."""
PILL = re.compile(r'\s*(?:<p>\s*)?<a href="https://matrix\.to/#/([^"?]{1,300})[^"]{0,300}">')
DESCRIBED = "org.matrix.msc4391.command"
SHOW = "show"
LONGEST_NUMBER, MOST_DIGITS = 40, 2
KEYCAP = str.maketrans("", "", "\ufe0f\u20e3")


@dataclass(frozen=True, slots=True)
class Words:
    """What can be asked for, in every language. `on_message` are used on what somebody said."""

    commands: frozenset[str] = frozenset()
    on_message: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Typed:
    """A command as it was typed. `covers` is the text that `name` and `rest` are the whole of."""

    name: str
    rest: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    covers: str = ""


def words_of(menu: Iterable[Entry]) -> Words:
    """The words of a menu."""
    entries = tuple(menu)
    typed = (one for one in entries if not one.on_message)
    names = {name for one in typed for name in (one.name, *one.names.values(), *one.words)}
    on_message = frozenset(one.name for one in entries if one.on_message)
    return Words(frozenset(slug(name) for name in names) | on_message, on_message)


def slug(name: str) -> str:
    """A name as commands are called."""
    return "-".join(name.casefold().split())


def command_in(content: Payload, text: str, where: Where, words: Words) -> Typed | None:
    """The command that a message is; None for words."""
    if (described := _described(content, where)) is not None:
        return described
    if found := COMMAND.match(text):
        return Typed(found[1].lower(), found[2] or "", covers=text)
    told = text_of(content.get("formatted_body"))
    is_mentioned = _mentions(content, where.us)
    if (found := PILL.match(told)) and unquote(found[1]) == where.us:
        is_mentioned = True
        if _behind_our_name(text, where, is_mentioned=True) is None:
            rest = plain(told[found.end() :].partition("</a>")[2])
            return _asked(rest.lstrip(":, \t\n"), words, covers="")
    rest_of = _behind_our_name(text, where, is_mentioned=is_mentioned)
    return None if rest_of is None else _asked(rest_of, words, covers=text)


def _asked(rest: str, words: Words, covers: str) -> Typed | None:
    """A command behind our name, with or without its mark."""
    if found := COMMAND.match(rest):
        return Typed(found[1].lower(), found[2] or "", covers=covers)
    if (whole := slug(rest[:100])) in words.commands and len(rest) <= 100:
        return Typed(whole, covers=covers)
    first, *behind = rest.split(None, 1) or ("",)
    name = first.casefold()
    return Typed(name, "".join(behind), covers=covers) if name in words.commands else None


def _behind_our_name(text: str, where: Where, *, is_mentioned: bool) -> str | None:
    """What follows our name at the start; None where it does not stand there.

    A name may be a word. So it is taken for ours only with a sign behind it, or by a mention.
    """
    text = text.lstrip()
    local = where.us[1:].partition(":")[0]
    for name in (where.us, where.our_name, f"@{local}", local):
        if not name or text[: len(name)].casefold() != name.casefold():
            continue
        rest = text[len(name) :]
        if rest[:1] in {":", ","} or (rest[:1].isspace() and (is_mentioned or name == where.us)):
            return rest.lstrip(":, \t\n")
    return None


def _mentions(content: Payload, us: str) -> bool:
    return us in texts_of(payload_of(content.get("m.mentions")).get("user_ids"))


def _described(content: Payload, where: Where) -> Typed | None:
    """A command by its description. Source: MSC4391; its shape may change still."""
    told = payload_of(content.get(DESCRIBED))
    name = text_of(told.get("command")).strip().lstrip("!/")
    if not name or not _mentions(content, where.us):
        return None
    given = payload_of(told.get("arguments")).items()
    answers = tuple((key, one) for key, one in given if isinstance(one, str) and key.isidentifier())
    return Typed(slug(name[:100]), answers=answers)


def number_in(text: str) -> int | str | None:
    """What answers by number: a number from 1 on, or `show`; None for anything else."""
    if len(text) > LONGEST_NUMBER:
        return None
    word = text.strip().rstrip(".)").translate(KEYCAP).casefold()
    if word == SHOW:
        return SHOW
    is_number = word.isascii() and word.isdigit() and len(word) <= MOST_DIGITS
    return (int(word) or None) if is_number else None


def keycap_in(key: str) -> int | None:
    """The number of a reaction from one to nine."""
    told = key.replace("\ufe0f", "")
    is_key = len(told) == len("1\u20e3") and told[1] == "\u20e3" and told[0] in "123456789"
    return int(told[0]) if is_key else None
