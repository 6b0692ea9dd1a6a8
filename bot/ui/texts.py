"""The words of the product: catalogues by language, and one language's voice."""

from collections.abc import Mapping
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Protocol


class Say(Protocol):
    """One language's voice: a key of the catalogue and its facts become a sentence."""

    def __call__(self, key: str, /, **facts: object) -> str:
        """Raise KeyError for a key that no catalogue has."""
        ...

    def many(self, key: str, number: int, /, **facts: object) -> str:
        """The sentence for a number of things; `number` is among its facts."""
        ...


@dataclass(frozen=True, slots=True)
class Voice:
    """One language over English: what a translation lacks is said in English, never left out."""

    own: NullTranslations
    english: NullTranslations

    def __call__(self, key: str, /, **facts: object) -> str:
        """The sentence of `key`, with its facts filled in."""
        return self._found(self.own.gettext(key), self.english.gettext(key), key).format(**facts)

    def many(self, key: str, number: int, /, **facts: object) -> str:
        """The sentence of `key` for `number` things."""
        plural = f"{key}.many"
        own = self.own.ngettext(key, plural, number)
        english = self.english.ngettext(key, plural, number)
        return self._found(own, english, key).format(number=number, **facts)

    @staticmethod
    def _found(own: str, english: str, key: str) -> str:
        for text in (own, english):
            if text not in {key, f"{key}.many"}:
                return text
        raise KeyError(key)


@dataclass(frozen=True, slots=True)
class Texts:
    """Every language that ships; `en` is complete, a test holds it."""

    catalogues: Mapping[str, NullTranslations]

    def into(self, locale: str) -> Voice:
        """The voice for a BCP 47 tag (`de-AT`, `de_AT`), nearest language first, else English."""
        english = self.catalogues["en"]
        tag = locale.replace("_", "-").lower()
        own = self.catalogues.get(tag) or self.catalogues.get(tag.split("-")[0]) or english
        return Voice(own, english)
