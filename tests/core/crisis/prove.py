"""`./run prove`: every example of every lexicon that ships, and a note that they hold."""

import sys
from importlib import resources
from pathlib import Path

from bot.app.lexicons import LEXICONS, PROOFS, seal_of
from bot.app.shipped import shipped
from bot.crisis.errors import LexiconError
from bot.crisis.lexicon import Lexicon
from bot.crisis.tables import Tables

FOLDER = Path(str(resources.files("data"))) / "lexicon"


def main() -> int:
    """Prove and note; 1 at the first example that does not hold."""
    tables = Tables.parse(shipped("lexicon", "tables.toml"), "tables.toml")
    names = [f"{language}.toml" for language in sorted(LEXICONS)]
    for name in names:
        try:
            lexicon = Lexicon.parse(shipped("lexicon", name), name, tables)
        except LexiconError as wrong:
            print(wrong)
            return 1
        print(f"{name}: {len(lexicon.entries)} rules, all examples hold")
    seals = "".join(f"{seal_of(name)}\n" for name in names)
    (FOLDER / PROOFS).write_text(seals, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
