"""Pictures with something in every corner where a file keeps what is not seen."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from PIL import Image, PngImagePlugin

CANARY = "canary-ana-of-the-square"
XMP = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'><dc:creator>{CANARY}</dc:creator></x:xmpmeta>".encode()
MAKER, USER_COMMENT, GPS, IMAGE_DESCRIPTION, ARTIST = 0x927C, 0x9286, 0x8825, 0x010E, 0x013B
EXIF_IFD = 0x8769


@dataclass(frozen=True, slots=True)
class Case:
    """One file, and where the canary sits in it."""

    name: str
    raw: bytes


def seen(chance: Random, mode: str = "RGB") -> Image.Image:
    """Something to see, another each time."""
    size = (chance.randint(16, 90), chance.randint(16, 90))
    image = Image.new(mode, size)
    image.putdata(
        [tuple(chance.randrange(256) for _ in image.getbands()) for _ in range(size[0] * size[1])]
    )
    return image


def exif(chance: Random) -> bytes:
    """What a camera writes: who, where, how it was held, and a comment."""
    found = Image.Exif()
    found[IMAGE_DESCRIPTION], found[ARTIST] = CANARY, CANARY
    found[0x0112] = chance.randint(1, 8)
    found.get_ifd(EXIF_IFD)[USER_COMMENT] = b"ASCII\0\0\0" + CANARY.encode()
    found.get_ifd(EXIF_IFD)[MAKER] = CANARY.encode()
    found.get_ifd(GPS)[0x001D] = CANARY
    return found.tobytes()


def thumbnail(chance: Random) -> bytes:
    """EXIF with a small picture in its second directory, which has a comment of its own."""
    small = io.BytesIO()
    seen(chance).save(small, "JPEG", comment=CANARY.encode())
    held, head = small.getvalue(), b"Exif\0\0II*\0\x08\0\0\0"
    first = struct.pack("<HHHII", 1, 0x0112, 3, 1, 1) + struct.pack("<I", 8 + 2 + 12 + 4)
    at = 8 + 2 + 12 + 4 + 2 + 24 + 4
    second = struct.pack("<HHHII", 2, 0x0201, 4, 1, at) + struct.pack(
        "<HHII", 0x0202, 4, 1, len(held)
    )
    return head + first + second + struct.pack("<I", 0) + held


def profile() -> bytes:
    """Where a colour profile would be; nobody reads what is in it."""
    return CANARY.encode() * 20


def texts() -> PngImagePlugin.PngInfo:
    """Every kind of text in a PNG."""
    found = PngImagePlugin.PngInfo()
    found.add_text("Author", CANARY)
    found.add_text("Comment", CANARY, zip=True)
    found.add_itxt("Title", CANARY, "en", "title")
    found.add_itxt("XML:com.adobe.xmp", XMP.decode(), "", "")
    return found


def chunk(name: bytes, held: bytes) -> bytes:
    """One of a PNG."""
    return struct.pack(">I", len(held)) + name + held + struct.pack(">I", zlib.crc32(name + held))


def private_chunk(raw: bytes) -> bytes:
    """The same PNG with one of somebody's own kind, before the end."""
    end = raw.rindex(b"IEND") - 4
    return raw[:end] + chunk(b"anAx", CANARY.encode()) + raw[end:]


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    """An image as a file."""
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


Maker = Callable[[Random], bytes]
MAKERS: dict[str, Maker] = {
    "jpeg-exif": lambda c: saved(seen(c), "JPEG", exif=exif(c)),
    "jpeg-thumbnail": lambda c: saved(seen(c), "JPEG", exif=thumbnail(c)),
    "jpeg-xmp": lambda c: saved(seen(c), "JPEG", xmp=XMP),
    "jpeg-icc": lambda c: saved(seen(c), "JPEG", icc_profile=profile()),
    "jpeg-comment": lambda c: saved(seen(c), "JPEG", comment=CANARY.encode()),
    "jpeg-trailer": lambda c: saved(seen(c), "JPEG") + CANARY.encode(),
    "jpeg-cmyk": lambda c: saved(seen(c, "CMYK"), "JPEG", comment=CANARY.encode(), exif=exif(c)),
    "png-texts": lambda c: saved(seen(c, "RGBA"), "PNG", pnginfo=texts()),
    "png-exif": lambda c: saved(seen(c), "PNG", exif=exif(c)),
    "png-icc": lambda c: saved(seen(c), "PNG", icc_profile=profile()),
    "png-chunk": lambda c: private_chunk(saved(seen(c), "PNG")),
    "png-trailer": lambda c: saved(seen(c), "PNG") + CANARY.encode(),
    "png-palette": lambda c: saved(seen(c).quantize(16), "PNG", pnginfo=texts()),
    "webp-exif": lambda c: saved(seen(c, "RGBA"), "WEBP", exif=exif(c), xmp=XMP),
    "webp-icc": lambda c: saved(seen(c), "WEBP", icc_profile=profile()),
    "webp-trailer": lambda c: saved(seen(c), "WEBP") + CANARY.encode(),
    "gif-comment": lambda c: saved(seen(c).quantize(16), "GIF", comment=CANARY.encode()),
    "gif-frames": lambda c: saved(
        seen(c).quantize(16), "GIF", save_all=True, append_images=[seen(c).quantize(16)],
        comment=CANARY.encode(),
    ),
    "gif-trailer": lambda c: saved(seen(c).quantize(16), "GIF") + CANARY.encode(),
    "jpeg-all": lambda c: saved(
        seen(c), "JPEG", exif=exif(c), xmp=XMP, icc_profile=profile(), comment=CANARY.encode()
    ) + CANARY.encode(),
}  # fmt: skip


def cases(each: int) -> Iterator[Case]:
    """So many files of every kind, always the same."""
    for name, make in MAKERS.items():
        for number in range(each):
            yield Case(f"{name}-{number}", make(Random(f"{name}{number}")))  # noqa: S311 - no secrets


def holds(raw: bytes) -> bool:
    """Whether the canary is in a file: as it is, in wide characters, or compressed."""
    said = CANARY.encode()
    wide = CANARY.encode("utf-16-le")
    return said in raw or wide in raw or any(said in one for one in _inflated(raw))


def _inflated(raw: bytes) -> Iterator[bytes]:
    at = raw.find(b"\x78")
    while at >= 0:
        with suppress(zlib.error):
            yield zlib.decompressobj().decompress(raw[at:], 1 << 20)
        at = raw.find(b"\x78", at + 1)


def segments(raw: bytes) -> Iterator[int]:
    """The markers of a JPEG in order. Raises ValueError for anything behind its end."""
    at = 2
    while True:
        kind, length = raw[at + 1], int.from_bytes(raw[at + 2 : at + 4], "big")
        yield kind
        at += 2 + length
        if kind == 0xDA:
            break
    end = raw.index(b"\xff\xd9", at)
    if end + 2 != len(raw):
        message = "something is behind the end"
        raise ValueError(message)
