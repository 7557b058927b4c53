"""
Take a picture of a page: ``python docs/screenshot.py out/story.html story.png [WIDTH HEIGHT]``.

It stays under 300 KB, with fewer colours if need be, and the page must ask for nothing.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from browser import browser, open_map

LARGEST_BYTES = 300_000


def main(source: Path, target: Path, width: int = 1000, height: int = 640) -> None:
    """Open the page, wait until it is drawn and save what can be seen."""
    with browser(width, height) as watched:
        picture = open_map(watched, source).screenshot(type="png")
    if watched.errors or watched.outside(source):
        raise SystemExit(f"{source} is not well: {watched.errors + watched.outside(source)}")
    if len(picture) > LARGEST_BYTES:
        picture = _with_few_colours(picture)
    if len(picture) > LARGEST_BYTES:
        raise SystemExit(
            f"The picture has {len(picture):,} bytes: name a smaller width and height."
        )
    target.write_bytes(picture)


def _with_few_colours(picture: bytes) -> bytes:
    """Give a PNG of 256 colours, some third of the size."""
    small = BytesIO()
    few = Image.open(BytesIO(picture)).convert("RGB")
    few.quantize(256, method=Image.Quantize.FASTOCTREE).save(small, "PNG", optimize=True)
    return small.getvalue()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:5]))
