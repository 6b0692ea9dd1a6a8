"""Harmless talk: what a support community says all day."""

from random import Random

LINES = (
    "good morning everyone, how did you sleep?", "i made soup and it turned out really well",
    "does anybody have tips for an exam on friday?", "my cat fell off the sofa again, she is fine",
    "the bus was late and it rained the whole way home", "thanks, that helped me a lot yesterday",
    "i have therapy at three, wish me luck", "same here, mondays are the worst",
    "we watched the new season, no spoilers please", "i finally cleaned my room after two weeks",
    "has anyone tried the breathing exercise from the pinned post?", "that is a lovely picture",
    "i cannot find my keys and i am already late", "lol", "ok", "yes, see you there at eight",
    "my sister is visiting and we are going to the lake", "i feel a bit better than last week",
    "work was a lot today, i am going to bed early", "what are you all reading at the moment?",
    "i talked to my teacher about the deadline and she was kind", "that game is so hard",
    "proud of you!", "it has been a long day but the walk was nice", "who wants to play later?",
    "i started journaling again, five minutes a day", "the meds make me tired in the afternoon",
    "my anxiety was bad in the shop but i stayed", "hugs if you want them", "you are not alone",
    "i said no to my boss for the first time", "headache again, anyone know a good tea?",
    "the group on thursday is at seven, right?", "my mother called and we did not argue",
    "new here, hi", "welcome! the rules are in the first channel", "brb", "i love this song",
    "https://example.org/recipes/bread", "is the library open on sunday?",
)  # fmt: skip


def line(chance: Random) -> str:
    """Something that somebody says; now and then with a number in it, so that few are the same."""
    said = chance.choice(LINES)
    return f"{said} {chance.randint(2, 99)}" if chance.random() < 0.3 else said
