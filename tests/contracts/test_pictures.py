"""Drawn anew: nothing of a file is left but what is seen, and no file harms who draws it."""

import asyncio
import io
import struct
import zlib
from pathlib import Path

import pytest
from PIL import Image

from adapters.pictures.drawing import drawn
from adapters.pictures.redrawing import SAMPLE, Redrawing
from bot.ports.pictures import Unfit
from tests.contracts.canaries import MAKERS, Case, cases, chunk, holds, saved, segments

EACH = 10
PLAIN = {0xE0, 0xDB, 0xC0, 0xC4, 0xDA}
"""JFIF, tables, the frame, and the scan: what a JPEG needs."""


def test_two_hundred_pictures_are_put_before_it() -> None:
    assert EACH * len(MAKERS) >= 200


@pytest.mark.parametrize("kind", MAKERS)
async def test_nothing_that_is_not_seen_is_left(kind: str) -> None:
    found = [case for case in cases(EACH) if case.name.startswith(f"{kind}-")]
    assert len(found) == EACH
    anew = [await Redrawing().redraw(found[0].raw), *(drawn(case.raw) for case in found[1:])]
    for case, clean in zip(found, anew, strict=True):
        assert holds(case.raw), case.name
        assert not holds(clean), case.name
        assert set(segments(clean)) <= PLAIN, case.name


def test_the_canary_is_found_where_it_is() -> None:
    found = next(iter(cases(1)))
    assert holds(found.raw)
    assert not holds(SAMPLE)


async def test_what_is_seen_is_kept_and_stands_as_the_camera_was_held() -> None:
    image = Image.new("RGB", (40, 20), "red")
    image.paste("blue", (0, 0, 20, 20))
    held = Image.Exif()
    held[0x0112] = 6
    anew = Image.open(
        io.BytesIO(await Redrawing().redraw(saved(image, "PNG", exif=held.tobytes())))
    )
    assert anew.size == (20, 40)
    (red, _, blue), (red_below, _, blue_below) = anew.getpixel((10, 5)), anew.getpixel((10, 35))  # type: ignore[misc] # RGB
    assert (blue > 200, red < 60) == (True, True)
    assert (red_below > 200, blue_below < 60) == (True, True)


async def test_what_can_be_seen_through_stands_on_white() -> None:
    clear = saved(Image.new("RGBA", (20, 20), (255, 0, 0, 0)), "PNG")
    anew = Image.open(io.BytesIO(await Redrawing().redraw(clear)))
    assert min(anew.getpixel((10, 10))) > 250  # type: ignore[arg-type] # RGB


async def test_a_large_picture_becomes_small() -> None:
    noise = Image.effect_noise((3000, 2500), 90).convert("RGB")
    anew = await Redrawing().redraw(saved(noise, "JPEG", quality=95))
    assert len(anew) <= 1 << 20
    assert max(Image.open(io.BytesIO(anew)).size) <= 1600


def bomb() -> bytes:
    """A PNG of four gigabytes in a few kilobytes."""
    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    held = zlib.compress(bytes(10_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", held) + chunk(b"IEND", b"")


def lying() -> bytes:
    """A PNG that says that it is small and holds far more."""
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    held = zlib.compress(bytes(200_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", held) + chunk(b"IEND", b"")


WHOLE = next(iter(cases(1))).raw
HOSTILE = (
    Case("nothing", b""),
    Case("truncated", WHOLE[: len(WHOLE) // 2]),
    Case("head-alone", WHOLE[:20]),
    Case("bomb", bomb()),
    Case("more-pixels-than-a-screen-has", saved(Image.new("L", (5_000, 3_300)), "PNG")),
    Case("more-pixels-than-a-camera-has", saved(Image.new("L", (8_200, 5_000)), "JPEG")),
    Case("svg", b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://127.0.0.1/'/></svg>"),
    Case("postscript", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\nshowpage\n"),
    Case("tiff", saved(Image.new("RGB", (9, 9)), "TIFF")),
    Case("bmp", saved(Image.new("RGB", (9, 9)), "BMP")),
    Case("text", b"to mum, from ana" * 900),
    Case("archive", b"PK\x03\x04" + bytes(900)),
)


@pytest.mark.parametrize("case", HOSTILE, ids=lambda case: case.name)
async def test_what_is_no_picture_of_a_client_is_refused(case: Case) -> None:
    with pytest.raises(Unfit):
        await Redrawing().redraw(case.raw)


async def test_what_says_less_than_it_holds_is_shown_as_it_says_or_refused() -> None:
    try:
        anew = await Redrawing().redraw(lying())
    except Unfit:
        return
    assert Image.open(io.BytesIO(anew)).size == (8, 8)


async def test_of_two_files_in_one_the_picture_alone_is_left() -> None:
    page = b"<script>alert('ana')</script>PK\x05\x06" + bytes(18)
    anew = await Redrawing().redraw(saved(Image.new("RGB", (9, 9), "red"), "GIF") + page)
    assert b"script" not in anew
    assert b"PK\x05\x06" not in anew


def program(folder: Path, text: str) -> Path:
    """A program in the place of ours."""
    found = folder / "drawing.py"
    found.write_text(text, "utf-8")
    return found


async def test_a_photo_of_a_good_camera_is_not_too_large() -> None:
    photo = saved(Image.new("L", (7_500, 5_000)), "JPEG")
    assert Image.open(io.BytesIO(await Redrawing().redraw(photo))).size == (1600, 1067)


async def test_nor_is_one_that_a_phone_keeps_another_picture_in() -> None:
    photo, small = Image.new("RGB", (5_712, 4_284)), Image.new("RGB", (90, 60))
    raw = saved(photo, "MPO", save_all=True, append_images=[small])
    assert Image.open(io.BytesIO(await Redrawing().redraw(raw))).size == (1600, 1200)


async def test_of_a_child_that_never_stops_no_more_is_kept_than_a_picture(tmp_path: Path) -> None:
    text = r"import sys; sys.stdout.buffer.write(b'\xff\xd8\xff\xe0' + bytes(9 << 20))"
    with pytest.raises(Unfit):
        await Redrawing(program(tmp_path, text)).redraw(SAMPLE)
    deaf = program(tmp_path, "import sys\nwhile True:\n    sys.stdout.buffer.write(bytes(999))\n")
    async with asyncio.timeout(10):
        with pytest.raises(Unfit):
            await Redrawing(deaf, patience_s=0.5).redraw(bytes(8 << 20))


async def test_what_takes_too_long_is_ended(tmp_path: Path) -> None:
    slow = program(tmp_path, "import time\ntime.sleep(60)\n")
    began = asyncio.get_running_loop().time()
    with pytest.raises(Unfit):
        await Redrawing(slow, patience_s=0.5).redraw(SAMPLE)
    assert asyncio.get_running_loop().time() - began < 10


async def test_a_child_that_dies_half_way_has_drawn_nothing(tmp_path: Path) -> None:
    text = r"import sys; sys.stdout.buffer.write(b'\xff\xd8\xff\xe0 half'); sys.exit(1)"
    with pytest.raises(Unfit):
        await Redrawing(program(tmp_path, text)).redraw(SAMPLE)


async def test_the_child_knows_no_secret_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORCHLIGHT_MASTER_KEY", "a" * 64)
    text = (
        "import os, sys\n"
        r"told = ' '.join(os.environ).encode()"
        "\n"
        r"sys.stdout.buffer.write(b'\xff\xd8\xff\xe0' + told)"
    )
    assert b"PORCHLIGHT" not in await Redrawing(program(tmp_path, text)).redraw(SAMPLE)


async def test_where_nothing_can_be_drawn_it_says_so(tmp_path: Path) -> None:
    for redrawing, works in ((Redrawing(), True), (Redrawing(tmp_path / "missing.py"), False)):
        assert redrawing.works is None
        await redrawing.try_out()
        assert redrawing.works is works


async def test_what_did_not_work_a_moment_ago_keeps_nobody_waiting_again(tmp_path: Path) -> None:
    redrawing = Redrawing(tmp_path / "missing.py")
    await redrawing.try_out()
    redrawing.command = Redrawing().command  # it would work now
    await redrawing.try_out()
    assert redrawing.works is False
