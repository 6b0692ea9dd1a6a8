"""A guide as a value: what it is for, where it comes from, and its text in each language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts of a guide were seen. `when` is its date, else when we read it.

    `region` is the country of which alone it speaks.
    """

    title: str
    when: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a list; `region` is the country in which alone it holds."""

    text: str
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A guide in one language. `words` are what people type who look for it."""

    title: str
    line: str
    words: tuple[str, ...] = field(repr=False)
    paragraphs: tuple[Paragraph, ...] = field(repr=False)

    @property
    def regions(self) -> frozenset[str]:
        """The countries that it speaks of."""
        return frozenset(one.region for one in self.paragraphs if one.region)


@dataclass(frozen=True, slots=True)
class Guide:
    """One guide in its languages.

    `topics` are needs of the directory that it serves. `quiet`: whoever reads it may be watched.
    """

    id: str
    theme: str
    topics: frozenset[str]
    quiet: bool
    sources: tuple[Source, ...]
    texts: Mapping[str, Text] = field(repr=False)

    def into(self, locale: str) -> Text:
        """Its text for a BCP 47 tag; where it has none, in English, else as it was written."""
        language = locale.replace("_", "-").partition("-")[0].lower()
        return (
            self.texts.get(language) or self.texts.get(ENGLISH) or next(iter(self.texts.values()))
        )
