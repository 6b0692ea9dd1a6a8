# ruff: noqa: RUF001  # other alphabets are what is tested here
"""What tells who wrote a text: in every view by an example that tells, and by one that does not.

All people, handles, addresses and numbers are made up.
"""

import pytest

from bot.app.content import Content
from bot.relay.identity import Tells

# what is shown as the name, then what is written
NAMED = (
    # short and long forms, in several languages
    ("Katherine Moor", "even kathy gets tired of being strong"),
    ("Liz Harrow", "mum said elizabeth, sit down"),
    ("Francisco Peral", "todos me dicen paco y nadie pregunta nada"),
    ("Guillaume Verne", "guigui, tu exagères, c'est ce qu'il dit"),
    ("Sebastian Krug", "basti hat heute nicht geschlafen"),
    ("Małgorzata Wilk", "gosia znowu nie śpi"),
    ("Александр Лосев", "саша опять не спит"),
    ("Ekaterina Belova", "катя устала, правда"),
    ("Giuseppe Alfieri", "beppe non ce la fa più"),
    ("Alessandra Conti", "im aless, hi"),
    ("Fernanda Rosales", "it's fer, sorry for the wall of text"),
    ("Theodora Quince", "theo here"),
    # other alphabets, and letters without their marks
    ("Łukasz Brzoza", "lukasz nie daje rady"),
    ("Søren Holm", "soren is tired"),
    ("Jürgen Falk", "juergen kann nicht mehr"),
    ("Dmitry Orlov", "это дмитрий, я устал"),
    ("Дмитрий Орлов", "dmitry is tired"),
    ("Mohammed Saleh", "انا محمد ولا احد يسمعني"),
    ("Yuki Tanabe", "ゆきです、眠れない"),
    ("Marcus Dale", "M\u0430rcus with a letter of another alphabet"),
    ("Marcus Dale", "\U0001d4c2\U0001d4b6\U0001d4c7\U0001d4b8\U0001d4ca\U0001d4c8 in script"),
    # disguises
    ("Marcus Dale", "m4rcu5 again lol"),
    ("Hope Dale", "h0pe is what they call me"),
    ("Marcus Dale", "it is m a r c u s"),
    ("Marcus Dale", "m.a.r.c.u.s wrote this"),
    ("Marcus Dale", "marcuuuuus is tired"),
    ("Marcus Dale", "m*rcus is tired"),
    ("Marcus Dale", "my page is example.org/marcus_d"),
    ("Ana Dale", "see example.org/anadale-art"),
    # introductions and farewells, whoever is meant
    ("", "im Tariq, 24, and i cannot sleep"),
    ("", "im quillon, 19, nobody talks to me"),
    ("", "Priya here, sorry to bother"),
    ("", "hi, gareth again"),
    ("", "me llamo Yaretzi y no puedo más"),
    ("", "меня зовут Злата, мне плохо"),
    ("", "je m'appelle Maëlys"),
    ("", "mam na imię Jagna"),
    ("", "benim adım Gülşah"),
    ("", "danke euch\nlg Annegret"),
    ("", "thank you all\n- Imogen"),
    ("", "thanks for reading, Callum x"),
    # somebody else calls the author
    ("Hope Dale", 'she said "hope, get up"'),
    ("Will Dale", "everyone went Will what are you doing"),
    ("Hope Dale", "hope again, sorry"),
    ("June Dale", "im june, hi"),
)
NOT_NAMED = (
    ("Chase Kim", "tired of having to chase people"),
    ("", "nobody here cares"),
    ("", "thank you x"),
    ("", "call me when you can"),
    ("Luz Perea", "se fue la luz otra vez"),
    ("Esperanza Gil", "ya no tengo esperanza"),
    ("Umut Kaya", "hiç umut yok artık"),
    ("Asha Verma", "mujhe koi asha nahi hai"),
    ("Вера Лис", "вера в людей кончилась"),
    ("Sunny Rao", "it's so sunny and i am not"),
    ("June Park", "it's june and i'm still cold"),
    ("Penny Lane", "not a penny left"),
    ("Christian Voss", "raised in a christian home"),
    ("Sophie Lund", "im so tired"),
    ("Annabel Frost", "im an idiot"),
    ("Theresa Wood", "is there anybody there"),
    ("Justine Kerr", "im just done"),
    ("Madison Cole", "im mad at all of it"),
    ("Allison Finch", "im all alone"),
    ("Josefine Braun", "im fine, really"),
    ("Tess Ray", "im depressed, 24 and lost"),
    ("", "im tired, 17 and lonely"),
    ("", "nobody here understands"),
    ("", "my name is mud at work"),
    ("", "i want to be better\n- not today"),
    ("", "thanks for reading, bye x"),
)
HANDLED = (
    ("", "i'm hollowpine there"),
    ("", "my old blog was called hollowpine"),
    ("hollowpine", "h0ll0wpine again"),
    ("hollow_pine", "hollow (underscore) pine"),
    ("", "my tumblr (pinemarten) is all sad frogs"),
    ("", "on soundcloud i'm known as hollowpine"),
    ("", "look me up as hollowpine there"),
    ("", "i post under hollowpine on ao3"),
    ("", "my name there is hollowpine"),
    ("", "ign hollowpine if you play"),
    ("", "gamertag: hollowpine"),
    ("", "add hollowpine on discord"),
    ("", "lichess: hollowpine"),
    ("", "my spotify is hollowpine"),
    ("", "wattpad -> hollowpine"),
    ("", "find me at @hollow@pine.example"),
    ("", "hollow_pine everywhere"),
    ("", "hollowpine#4411"),
    ("", "\U0001f47b hollowpine"),
    ("", "mi usuario es hollowpine"),
    ("", "kakao id hollowpine7"),
    ("hollow.pine", "it is hollow dot pine on most apps"),
    ("hollow_pine", "hollow underscore pine, as ever"),
    ("hollow_pine", "h o l l o w p i n e"),
    ("hollow_pine", "hollow pine was my old account"),
    ("hollowpine88", "i was hollowpine back then"),
)
NOT_HANDLED = (
    ("", "people on reddit say hi"),
    ("", "find me a way out"),
    ("", "can the @mods look at this"),
    ("", "thanks @admins and @everyone"),
    ("", "discord was down all night"),
    ("", "my tiktok is just sad songs"),
    ("", "my spotify is full of rain sounds"),
    ("", "we lost the league again"),
    ("", "i switch it off at 11pm"),
    ("", "i fell apart in line at the shop"),
    ("", "everyone on instagram looks happy"),
    ("", "i was on youtube until 3am"),
    ("", "her kids are loud"),
    ("", "i write under pressure"),
    ("", "i go by bus"),
    ("", "my main is healing but nobody heals me"),
    ("", "covid19 took so much"),
)
MAILED = (
    "hollow(@)pine.example",
    "hollow (a) pine (.) example",
    "hollow[at]pine[dot]example",
    "h o l l o w @ p i n e . o r g",
    "hollow at g mail",
    "hollow dot pine at gmail dot com",
    "first it is hollow, then pine, at hotmail",
    "hollow @ pine . org",
    "hollow arroba pine punto org",
    "hollow собака pine точка ру",
    "my gmail is hollowpine",
    "email: hollow.pine",
    "hollowpine gmail com",
    "mailto:hollow@pine.example",
    "hollow_at_pine_dot_org",
)
NOT_MAILED = (
    "look at reddit.com all night",
    "my email is full",
    "i was at work. com is slow",
    "meet at 5.30 by the gate",
    "what's the point of gmail",
    "i stare at gmail all day",
)
PHONED = (
    "oh double seven double oh nine hundred four five six",
    "zero seven seven zero zero nine zero zero one two three",
    "O77OO 9OO 123",
    "o7700 900l23",
    "0\ufe0f\u20e37\ufe0f\u20e37\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e39\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e3",
    "my number is 601 234 567",
    "llámame al 612 345 678",
    "\u0660\u0667\u0667\u0660\u0660\u0669\u0660\u0660\u0661\u0662\u0663",
    "nul zes een negen drie vier acht zes twee acht",
    "seis cero cero uno dos tres cuatro cinco nueve",
    "07700-900-123 x",
    "0 7 7 0 0 9 0 0 1 2 3",
    "(0)7700|900|123",
)
NOT_PHONED = (
    "0800 111 0 111 is free",
    "call 116 123",
    "order 4471 0093 2288 is late",
    "25, 50, 75, 100, 150 mg",
    "in, two three four, out, two three four",
    "one two three four five six seven eight nine ten",
    "5 4 3 2 1",
    "2019 2020 2021 2022 were all bad",
    "14.09.2023 was the day",
    "my grades are 6, 7, 5, 7, 4, 6, 5",
    "it cost 1,250,000",
    "samaritans 116 123 or childline 0800 1111",
    "10 20 30 40 50 60",
)
LINKED = (
    "hollowpine.carrd.co",
    "\u2192hollowpine.neocities.org",
    "hollowpine dot tumblr dot com slash about",
    "it is on hollowpine.com",
    "http : //hollowpine.example",
    "hollowpine . com / about",
    "hxxps://hollowpine[.]example",
    "discord . gg / abcdef",
)
NOT_LINKED = (
    "i was tired...again.then it rained",
    "samaritans.org helped me",
    "step 1.breathe",
    "and so.it goes",
    "i used google.com for hours",
)
PLACED = (
    "i am on Fernlea Ward",
    "they moved me to ward 7",
    "i play for Halsford Rovers",
    "my room in Birch Hall",
    "gran is at Rosewood nursing home",
    "i sleep in Kestrel Barracks",
    "chodzę do liceum Kopernika",
    "учусь в школе 57",
    "ich gehe aufs Goethe-Gymnasium",
    "im from Otterby",
    "i live in Little Pelham",
    "i live in otterby",
    "the chess club at St Wystan's",
    "i work at the Greggs in Dunmere",
    "Lipova lisesi",
    "mieszkam w Zalesiu",
)
NOT_PLACED = (
    "i live in fear",
    "The school is loud",
    "My team lost",
    "i'm from a small town",
    "went to the club",
    "at home in bed",
    "Our house is cold",
    "i go to school and come home",
    "i work in a shop",
    "Every ward is full",
    "we live in hell",
    "the bus from school",
)


def tells(content: Content, text: str, name: str = "", handle: str = "") -> tuple[Tells, ...]:
    """What is found."""
    return content.words.identity.tells(text, (name,), (handle,))


@pytest.mark.parametrize(("name", "text"), NAMED)
def test_a_name_tells_in_every_form(content: Content, name: str, text: str) -> None:
    assert Tells.NAME in tells(content, text, name)


@pytest.mark.parametrize(("name", "text"), NOT_NAMED)
def test_words_that_are_names_tell_nothing(content: Content, name: str, text: str) -> None:
    assert Tells.NAME not in tells(content, text, name)


@pytest.mark.parametrize(("handle", "text"), HANDLED)
def test_a_handle_tells_wherever_it_is_used(content: Content, handle: str, text: str) -> None:
    assert Tells.HANDLE in tells(content, text, handle=handle)


@pytest.mark.parametrize(("handle", "text"), NOT_HANDLED)
def test_networks_and_roles_tell_nothing(content: Content, handle: str, text: str) -> None:
    assert Tells.HANDLE not in tells(content, text, handle=handle)


FOUND = {Tells.EMAIL: MAILED, Tells.PHONE: PHONED, Tells.LINK: LINKED, Tells.PLACE: PLACED}
LEFT = {
    Tells.EMAIL: NOT_MAILED,
    Tells.PHONE: NOT_PHONED,
    Tells.LINK: NOT_LINKED,
    Tells.PLACE: NOT_PLACED,
}


@pytest.mark.parametrize(
    ("kind", "text"), [(k, one) for k, texts in FOUND.items() for one in texts]
)
def test_addresses_numbers_and_places_tell(content: Content, kind: Tells, text: str) -> None:
    assert kind in tells(content, text)


@pytest.mark.parametrize(("kind", "text"), [(k, one) for k, texts in LEFT.items() for one in texts])
def test_what_only_looks_like_them_tells_nothing(content: Content, kind: Tells, text: str) -> None:
    assert kind not in tells(content, text)
