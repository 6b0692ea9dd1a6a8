"""`porchlight helpline`: look a service up, offline; JSON for programs, words for people."""

import argparse
import re
from datetime import UTC, datetime

from bot.app.commands.says import corrupt, name_of, objects, tell, tell_json, words
from bot.app.content import Content, load
from bot.app.shipped import ContentError
from bot.directory.interface import as_json
from bot.directory.lookup import Lookup
from bot.model.finding import Severity
from bot.watch.watch import Watch
from cogs.resources.lines import emergency_line, full_text

CODE = re.compile("[A-Za-z]{2}")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may stand behind the name."""
    parser.add_argument("query", nargs="?", help="what you are looking for, in your own words")
    parser.add_argument("--country", metavar="CC", help="your country, two letters")
    parser.add_argument(
        "--locale", metavar="TAG", default="", help="your language, such as en or de-AT"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--batch", action="store_true", help="read JSON lines from standard input")


def do(given: argparse.Namespace) -> int:
    """Look up one query, or a batch."""
    try:
        content = load()
    except ContentError as wrong:
        return corrupt(wrong)
    if given.batch:
        return _batch(content)
    if given.query is None:
        tell(words()("cli.helpline.no_query"), error=True)
        return 2
    found = look(content, given.query, given.country, given.locale)
    if given.json:
        tell_json(as_json(found))
    else:
        _print(found)
    return 0


def look(content: Content, query: str, country: str | None, locale: str) -> Lookup:
    """One lookup; the detector says whether the query itself speaks of danger."""
    danger = Watch(content.detector).assess_text(query).level >= Severity.ACTIVE
    code = country.upper() if country and CODE.fullmatch(country) else None
    return content.directory.lookup(query, code, locale, danger=danger)


def _batch(content: Content) -> int:
    for line in objects():
        given = line or {}
        country, locale = given.get("country"), given.get("locale")
        found = look(
            content, str(given.get("query") or ""), country if isinstance(country, str) else None,
            locale if isinstance(locale, str) else "",
        )  # fmt: skip
        tell_json({"id": name_of(line), **as_json(found)})
    return 0


def _print(found: Lookup) -> None:
    say = words()
    if found.emergency is not None:
        tell(emergency_line(found.emergency, say))
    if found.ask is not None:
        tell(say("find.country_asked"))
    for one in found.results:
        tell(full_text(one, say, datetime.now(UTC)))
    if found.kind == "none":
        tell(say("find.nothing"))
