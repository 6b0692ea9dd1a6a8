"""What people put around a cry, or do to its letters: for tests, and for `./run disguises`."""

import re
from collections.abc import Callable

HARMLESS_SENTENCE = "hi everyone, hope you had a good week. "
SPANISH = (
    "hoy comimos con mi abuela y luego fuimos al parque a ver los patos que nadaban en el lago"
    " mientras mis primos jugaban con la pelota y todos estaban muy contentos con el sol, "
)
GERMAN = "ich sitze hier allein in meinem zimmer und keiner versteht mich, "
Change = Callable[[str], str]
AROUND: dict[str, Change] = {
    "a clock": lambda text: f"[21:04] {text}",
    "a mention": lambda text: f"<@123456789012345678> {text}",
    "a name": lambda text: f"@anna {text}",
    "a custom emoji": lambda text: f"{text} <:sadge:123456789012345678>",
    "the name of an emoji": lambda text: f"{text} :sob:",
    "marks of quotation around all of it": lambda text: f"\u201c{text}\u201d",
    "a number": lambda text: f"1. {text}",
    "an address": lambda text: f"{text} www.example.org/abc",
    "tags": lambda text: f"<p><b>{text}</b></p>",
    "a sentence before": lambda text: HARMLESS_SENTENCE + text,
    "a sentence after": lambda text: f"{text}. the weather is nice here today",
    "Spanish before": lambda text: SPANISH + text,
    "German before": lambda text: GERMAN + text,
    "capitals": str.upper,
    "signs of no width": "\u200b".join,
    "full-width letters": lambda text: "".join(map(_wide, text)),
    "Cyrillic look-alikes": lambda text: text.translate(str.maketrans("aeopc", "аеорс")),  # noqa: RUF001
    "bold": lambda text: f"**{text}**",
    "a spoiler": lambda text: f"||{text}||",
    "code": lambda text: f"```\n{text}\n```",
}


def _wide(sign: str) -> str:
    return chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign


def _doubled(text: str) -> str:
    """A letter in the middle, five times."""
    n = _middle(text)
    return text[:n] + text[n] * 4 + text[n:]


def _middle(text: str) -> int:
    """Where a letter within a word of at least five stands, as near the middle as there is one."""
    starts = [word.start() for word in re.finditer(r"[^\W\d_]{5,}", text)] or [0]
    return min(starts, key=lambda start: abs(start - len(text) // 2)) + 2


def _swapped(text: str) -> str:
    n = _middle(text)
    return text[:n] + text[n : n + 2][::-1] + text[n + 2 :]


DISGUISED: dict[str, Change] = {
    **AROUND,
    "a harmless clause before": lambda text: f"the weather is nice here today, {text}",
    "a harmless clause after": lambda text: f"{text}, the weather is nice here today",
    "lol at its end": lambda text: f"{text} lol",
    "a stretched word": _doubled,
    "a letter missing": lambda text: text[: _middle(text)] + text[_middle(text) + 1 :],
    "two letters swapped": _swapped,
    "no spaces": lambda text: re.sub(r"[^\w\n]+", "", text),
    "letters one by one": lambda text: " ".join(re.sub(r"\W+", "", text)),
    "spaces anywhere": lambda text: re.sub(r"(\w\w)(?=\w\w)", r"\1 ", text),
}
"""Some more, of which we know that they cost something."""
