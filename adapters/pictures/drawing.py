"""The program that draws one picture anew: a file comes in by stdin, a JPEG goes out by stdout.

It is started by its path, and knows nothing of Porchlight. Whatever fails here ends it: who
started it then knows that there is no picture.
"""

import ctypes
import io
import sys
from contextlib import suppress

from PIL import Image

if sys.platform != "win32":
    import resource

FORMATS = ("PNG", "JPEG", "WEBP", "GIF")
"""What clients make. Of what moves the first picture counts."""
CAMERAS = ("JPEG", "MPO")
"""The second is the same with a further picture behind it, as phones write it; the first counts."""
MOST_PIXELS, OF_A_CAMERA = 16_000_000, 40_000_000
"""A JPEG is not read at its full size; of all else each pixel takes some ten bytes of memory."""
MEMORY_BYTES, SECONDS = 1 << 30, 8
PR_SET_DUMPABLE = 4
"""From linux/prctl.h: no core dump, whatever the limit says."""
TRIES = ((1600, 85), (1600, 70), (1200, 70), (800, 60))
"""The longest side in pixels, and the quality, until it is small enough."""
MOST_BYTES = 1 << 20
"""Of what goes out; only noise needs more than the first try."""
ORIENTATION = 0x0112
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM, 5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE, 8: Image.Transpose.ROTATE_90,
}  # fmt: skip
"""How a camera was held. Source: the EXIF standard, tag 274."""


def confine() -> None:
    """Little memory and time, no file written, no child, no core dump.

    A system that refuses a limit (a filter of system calls) is left as it is: the count of pixels,
    and the patience of who waits, hold all the same.
    """
    if sys.platform != "win32":
        limits = (
            (resource.RLIMIT_AS, MEMORY_BYTES), (resource.RLIMIT_CPU, SECONDS),
            (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NPROC, 0),
        )  # fmt: skip
        for name, most in limits:
            with suppress(OSError, ValueError):
                resource.setrlimit(name, (most, most))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def drawn(raw: bytes) -> bytes:
    """The picture anew. Raises what a file raises that is none, or too large a one."""
    image = Image.open(io.BytesIO(raw), formats=FORMATS)
    most = OF_A_CAMERA if image.format in CAMERAS else MOST_PIXELS
    if image.width * image.height > most:
        raise ValueError(image.size)
    turn = TURNS.get(image.getexif().get(ORIENTATION, 1))
    image.thumbnail((TRIES[0][0], TRIES[0][0]))
    clean = opaque(image if turn is None else image.transpose(turn))
    for side, quality in TRIES:
        clean.thumbnail((side, side))
        out = io.BytesIO()
        clean.save(out, "JPEG", quality=quality)
        if out.tell() <= MOST_BYTES:
            return out.getvalue()
    raise ValueError(clean.size)


def opaque(image: Image.Image) -> Image.Image:
    """Its pixels alone, on white, in an image that knows nothing of where they came from."""
    seen = image.convert("RGBA")
    clean = Image.new("RGB", seen.size, "white")
    clean.paste(seen, mask=seen.getchannel("A"))
    return clean


if __name__ == "__main__":
    confine()
    sys.stdout.buffer.write(drawn(sys.stdin.buffer.read()))
