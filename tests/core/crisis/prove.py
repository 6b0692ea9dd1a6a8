"""`./run prove`: each example of each lexicon that ships, a note that they hold, its patterns."""

import sys
from importlib import resources
from pathlib import Path

from bot.app.lexicons import COMPILED, LEXICONS, PROOFS, seal_of
from bot.app.shipped import shipped
from bot.crisis.compiled import packed
from bot.crisis.errors import LexiconError
from bot.crisis.lexicon import Lexicon
from bot.crisis.patterns import Pattern
from bot.crisis.tables import Tables

FOLDER = Path(str(resources.files("data"))) / "lexicon"


def main() -> int:
    """Prove and note; 1 at the first example that does not hold."""
    tables = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
    seals: list[str] = []
    for language in LEXICONS:
        try:
            lexicon, patterns = worked_out(language, tables)
        except LexiconError as wrong:
            print(wrong)
            return 1
        raw = packed(patterns)
        (FOLDER / f"{language}.{COMPILED}").write_bytes(raw)
        seals.append(seal_of(f"{language}.toml", raw))
        print(f"{language}: {len(lexicon.entries)} rules, all examples hold")
    told = "".join(f"{seal}\n" for seal in seals)
    (FOLDER / PROOFS).write_text(told, encoding="utf-8")
    return 0


def worked_out(language: str, tables: Tables) -> tuple[Lexicon, dict[str, Pattern]]:
    """A lexicon, proven anew, and its patterns by their keys. Raises LexiconError."""
    file, patterns = f"{language}.toml", dict[str, Pattern]()
    text = shipped("lexicon", file)
    lexicon = Lexicon.parse(text, file, tables, patterns)
    lexicon.prove()
    return lexicon, patterns


if __name__ == "__main__":
    sys.exit(main())
