"""Lettering of pictures: fonts, widths, line breaks, and room that is still free on a map."""

import html
import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from kit._kml import xml_text
from kit._page import escape

if TYPE_CHECKING:
    from matplotlib.font_manager import FontProperties
    from numpy.typing import NDArray

PT = 0.6  # points in one pixel of a picture, which is laid out as a page of 120 pixels to the inch
_FIRST = ("Inter", "Helvetica Neue", "Arial", "Liberation Sans")  # the first that is there
_SCRIPTS = (  # asked, where they are, for letters that the others lack
    *("Noto Sans CJK KR", "Noto Sans CJK SC", "Noto Sans KR", "Apple SD Gothic Neo"),
    *("Malgun Gothic", "Microsoft YaHei", "PingFang SC", "Hiragino Sans", "Noto Sans Arabic"),
    *("Noto Sans Hebrew", "Noto Sans Devanagari", "Noto Sans Thai", "Arial Unicode MS"),
)
_TURNS = re.compile("[\u200e\u200f\u202a-\u202e]")
_ISOLATES = re.compile("[\u2066-\u2069]")
_MARGIN_PX = 2.0


def unescaped(text: object) -> str:
    """
    Give text of a layer, which is escaped for a page, as a picture can hold it.

    Parameters
    ----------
    text : object
        Escaped text.

    Returns
    -------
    str
        The text without what would turn letters round, and with U+FFFD for what no file can hold.
    """
    from matplotlib import ft2font

    plain = _TURNS.sub("", xml_text(html.unescape(str(text))))
    # from Matplotlib 3.11 on scripts are shaped, and isolates do their work unseen
    return plain if hasattr(ft2font, "__libraqm_version__") else _ISOLATES.sub("", plain)


def cleaned(text: object) -> str:
    """
    Give any text on one line as a picture can hold it.

    Parameters
    ----------
    text : object
        Not escaped.

    Returns
    -------
    str
        As :func:`unescaped` gives it.
    """
    return " ".join(unescaped(escape(text)).split())


@cache
def font(px: float, style: str = "") -> "FontProperties":
    """
    Choose a font.

    Parameters
    ----------
    px : float
        Size in pixels.
    style : str
        Any of the words ``bold`` and ``italic``.

    Returns
    -------
    matplotlib.font_manager.FontProperties
        What is there of the families that the web maps ask for, then Matplotlib's own.
    """
    from matplotlib.font_manager import FontProperties, fontManager

    there = set(fontManager.get_font_names())
    first = [name for name in _FIRST if name in there][:1]
    return FontProperties(
        family=[*first, "DejaVu Sans", *(s for s in _SCRIPTS if s in there), "sans-serif"],
        size=px * PT,
        weight="bold" if "bold" in style else "normal",
        style="italic" if "italic" in style else "normal",
    )


@cache
def width_px(text: str, px: float, style: str = "") -> float:
    """
    Measure a line of text.

    Parameters
    ----------
    text : str
        The line.
    px : float
        Size of its letters in pixels.
    style : str
        As for :func:`font`.

    Returns
    -------
    float
        How wide it is, pixels.
    """
    from matplotlib.textpath import text_to_path

    measured = text_to_path.get_text_width_height_descent(text, font(px, style), ismath=False)
    return float(measured[0]) / PT


def wrapped(text: str, px: float, wide_px: float, most: int = 99, style: str = "") -> list[str]:
    """
    Break text into lines.

    Parameters
    ----------
    text : str
        The text.
    px : float
        Size of its letters in pixels.
    wide_px : float
        Room for a line, pixels.
    most : int
        Lines to keep; the last one then ends in an ellipsis.
    style : str
        As for :func:`font`.

    Returns
    -------
    list of str
        The lines. A word that is wider than a line is broken.
    """
    lines = [""]
    for word in _pieces(text.split(), px, wide_px, style):
        longer = f"{lines[-1]} {word}".strip()
        if width_px(longer, px, style) <= wide_px:
            lines[-1] = longer
        else:
            lines.append(word)
    kept = [line for line in lines if line]
    if len(kept) > most:
        last = kept[most - 1]
        while last and width_px(f"{last}…", px, style) > wide_px:
            last = last[:-1]
        kept = [*kept[: most - 1], f"{last}…"]
    return kept


def _pieces(words: Sequence[str], px: float, wide_px: float, style: str) -> Iterator[str]:
    for word in words:
        rest = word
        while width_px(rest, px, style) > wide_px and len(rest) > 1:
            kept = max(1, int(len(rest) * wide_px / width_px(rest, px, style)))
            while kept > 1 and width_px(rest[:kept], px, style) > wide_px:
                kept -= 1
            yield rest[:kept]
            rest = rest[kept:]
        yield rest


def halves(text: str) -> list[str]:
    """
    Break a name in two at the space nearest to its middle, after a comma rather than elsewhere.

    Parameters
    ----------
    text : str
        The name.

    Returns
    -------
    list of str
        One or two lines.
    """
    spaces = [match.start() for match in re.finditer(" ", text)]
    if not spaces:
        return [text]
    middle = len(text) / 2
    best = min(spaces, key=lambda at: abs(at - middle) * (0.4 if text[at - 1] == "," else 1))
    return [text[:best], text[best + 1 :]]


class Room:
    """
    Boxes on a picture that are taken.

    Parameters
    ----------
    box : tuple of float
        Left, bottom, right and top of what can be written on, pixels.
    """

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        self.box = box
        self._taken = np.empty((256, 4))
        self._count = 0

    def put(self, boxes: "NDArray[np.float64]") -> None:
        """Take boxes, shape (n, 4): left, bottom, right, top."""
        while self._count + len(boxes) > len(self._taken):
            self._taken = np.concatenate([self._taken, np.empty_like(self._taken)])
        self._taken[self._count : self._count + len(boxes)] = boxes
        self._count += len(boxes)

    def free(self, left: float, bottom: float, right: float, top: float) -> bool:
        """Whether no box that is taken reaches into this one."""
        taken = self._taken[: self._count]
        over = (taken[:, 0] < right) & (taken[:, 2] > left)
        return not bool((over & (taken[:, 1] < top) & (taken[:, 3] > bottom)).any())

    def take(
        self, left: float, bottom: float, wide: float, high: float, lines: "Room | None" = None
    ) -> bool:
        """Take a box if it lies on the map, is free, and is clear of lines."""
        right, top = left + wide, bottom + high
        west, south, east, north = self.box
        if left < west + 2 or bottom < south + 2 or right > east - 2 or top > north - 2:
            return False
        gap = _MARGIN_PX
        if not self.free(left - gap, bottom - gap, right + gap, top + gap):
            return False
        if lines is not None and not lines.free(left, bottom, right, top):
            return False
        self.put(np.array([[left, bottom, right, top]]))
        return True
