"""
Take a picture of a page: ``python docs/screenshot.py out/story.html story.png [WIDTH HEIGHT]``.

It must stay under 300 KB, and the page must ask for nothing.
"""

import sys
from pathlib import Path

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
        raise SystemExit(
            f"The picture has {len(picture):,} bytes: name a smaller width and height."
        )
    target.write_bytes(picture)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *map(int, sys.argv[3:5]))
