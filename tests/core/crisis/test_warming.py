"""Expressions are made in the background, while everything else goes on."""

import asyncio

from bot.app.warming import warmed
from bot.crisis.lexicon import Lexicon
from bot.crisis.patterns import Grammar


def spelt(word: str) -> tuple[str, ...]:
    """A word as itself."""
    return (word,)


async def test_every_expression_is_made_and_the_loop_goes_on() -> None:
    grammar = Grammar({}, spelt, {})
    patterns = [grammar.compiled([f"say word{n}"]) for n in range(20)]
    turns = 0

    async def go_on() -> None:
        nonlocal turns
        while True:
            await asyncio.sleep(0)
            turns += 1

    going = asyncio.create_task(go_on())
    await warmed(patterns)
    going.cancel()
    assert all({"regex", "loose"} <= vars(one).keys() for one in patterns)
    assert turns >= len(patterns)


def test_no_pattern_of_a_ruleset_is_left_out(lexicon: Lexicon) -> None:
    rules = lexicon.ruleset.rules.values()
    every = {one.source for one in lexicon.ruleset.patterns}
    assert every >= {part.source for rule in rules for part in rule.parts}
    assert every >= {rule.unless.source for rule in rules if rule.unless}
    assert every >= {one.clause.source for one in lexicon.ruleset.modifiers if one.clause}
    assert every >= {one.before.source for one in lexicon.ruleset.modifiers if one.before}
