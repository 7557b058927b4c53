"""Words on maps: numbers, dates, quotations and popups, escaped and ready for a layer."""

import calendar
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kit._page import escape, isolated

if TYPE_CHECKING:
    import pandas as pd

    from kit._mapview import LayerSpec

Row = Mapping[str, Any]

_IN_WORD = re.compile(r"\w")

_LONGEST_QUOTE = 420
_LONGEST_LABEL = 44
_UNITS = {"mi": "miles", "nmi": "nautical miles", "ft": "feet"}
_BY = {"air": "by air", "rail": "by rail", "sea": "by sea", "road": "by road", "foot": "on foot"}


def known(row: Row, column: str) -> Any:  # noqa: ANN401 - cells hold anything
    """
    Give a value of a row, or None where it is missing.

    Parameters
    ----------
    row : mapping
        A row of a table.
    column : str
        Which value; it need not be there.

    Returns
    -------
    object
        The value; None for None, NaN, NaT and NA.
    """
    value = row.get(column)
    if value is None or isinstance(value, str | int):  # most cells, and quickly told
        return value
    if isinstance(value, float):
        return None if math.isnan(value) else value
    import pandas as pd

    return None if pd.api.types.is_scalar(value) and pd.isna(value) else value


def listed(value: object) -> list[str]:
    """
    Give the parts of a value that may be one word or several.

    Parameters
    ----------
    value : object
        None, a word, or a list or tuple of words.

    Returns
    -------
    list of str
        The words.
    """
    if value is None:
        return []
    if isinstance(value, str) or not isinstance(value, Iterable):
        return [str(value)]
    return [str(part) for part in value]


def short(text: object, longest: int = _LONGEST_LABEL) -> str:
    """
    Cut a text to what fits on a map.

    Parameters
    ----------
    text : object
        The text.
    longest : int
        Letters to keep.

    Returns
    -------
    str
        The text on one line, with an ellipsis where it was cut.
    """
    plain = " ".join(str(text).split())
    return plain if len(plain) <= longest else plain[: longest - 1].rstrip() + "…"


def km(value: float) -> str:
    """
    Write a distance in kilometres as a reader wants it.

    Parameters
    ----------
    value : float
        Kilometres.

    Returns
    -------
    str
        Such as ``8,000 km``, ``105 km``, ``1.5 km``.
    """
    return f"{value:,.0f} km" if value >= 10 else f"{value:.2g} km"


def length(row: Row) -> str:
    """
    Write how long a leg is, with its band.

    Parameters
    ----------
    row : mapping
        A leg with ``length_km``, ``low_km`` and ``high_km``.

    Returns
    -------
    str
        Such as ``7,755 km (7,500–8,700)``; empty where the length is not known.
    """
    far, low, high = (known(row, name) for name in ("length_km", "low_km", "high_km"))
    if far is None:
        return ""
    if low is None or high is None or round(high - low, 1) == 0:
        return km(far)
    edges = [km(edge).removesuffix(" km") for edge in (low, high)]
    return f"{km(far)} ({'–'.join(edges)})"


def quantity(row: Row) -> str:
    """
    Write the distance that a claim states, in its unit and in kilometres.

    Parameters
    ----------
    row : mapping
        A claim.

    Returns
    -------
    str
        Such as ``100 km`` or ``62 miles (100 km)``.
    """
    value, unit, metric = known(row, "value"), known(row, "unit"), known(row, "km")
    if value is None or unit is None:
        return km(metric) if metric is not None else str(known(row, "text") or "a distance")
    number = f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"
    stated = f"{number} {_UNITS.get(str(unit), unit)}"
    return stated if unit == "km" or metric is None else f"{stated} ({km(metric)})"


def dates(row: Row) -> str:
    """
    Write when a leg was travelled.

    Parameters
    ----------
    row : mapping
        A leg with ``start_date`` and ``end_date``.

    Returns
    -------
    str
        Such as ``18 Oct 2023``, ``Sep 2023`` or ``1 Sep to 1 Oct 2023``; empty for no date.
    """
    import pandas as pd

    first, last = known(row, "start_date"), known(row, "end_date")
    if first is None and last is None:
        return ""
    if first is None or last is None:
        one = day(pd.Timestamp(first if last is None else last))
        return f"from {one}" if last is None else f"arriving {one}"
    start, end = pd.Timestamp(first), pd.Timestamp(last)
    if start == end:
        return day(start)
    month = calendar.monthrange(start.year, start.month)[1]
    if (start.day, end) == (1, start.replace(day=month)):
        return f"{start:%b %Y}"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day} to {day(end)}"
    return f"{day(start) if start.year != end.year else f'{start.day} {start:%b}'} to {day(end)}"


def day(when: "pd.Timestamp") -> str:
    """
    Write a day.

    Parameters
    ----------
    when : pandas.Timestamp
        The day.

    Returns
    -------
    str
        Such as ``18 Oct 2023``.
    """
    return f"{when.day} {when:%b %Y}"


def period(row: Row) -> list[str]:
    """
    Give the days between which a leg was travelled, for the slider.

    Parameters
    ----------
    row : mapping
        A leg with ``start_date`` and ``end_date``.

    Returns
    -------
    list of str
        First and last day as ``2023-10-18``, empty where it is not known; no item for no date.
    """
    import pandas as pd

    first, last = (known(row, name) for name in ("start_date", "end_date"))
    if first is None and last is None:
        return []
    return ["" if one is None else f"{pd.Timestamp(one):%Y-%m-%d}" for one in (first, last)]


def way(row: Row) -> str:
    """
    Say by what a leg was travelled.

    Parameters
    ----------
    row : mapping
        A leg.

    Returns
    -------
    str
        Such as ``by rail``; ``by unstated means`` where the text is silent.
    """
    mode = known(row, "mode")
    return "by unstated means" if mode is None else _BY.get(str(mode), f"by {isolated(mode)}")


def quotation(
    layer: "LayerSpec", sentence: str, words: Sequence[str], nth: int = 0
) -> list[Any] | None:
    """
    Quote a sentence in a popup, with words of it marked.

    Parameters
    ----------
    layer : LayerSpec
        Keeps the sentence, once for all the popups that quote it.
    sentence : str
        The sentence.
    words : sequence of str
        What to mark: the first of these that the sentence has.
    nth : int
        Which of its occurrences, counted from 0.

    Returns
    -------
    list or None
        For the popup; None for an empty sentence, or where nothing is to be quoted.
    """
    if not layer.quoting or not sentence.strip():
        return None
    start, end = 0, 0
    for wanted in words:
        if found := _occurrences(wanted, sentence):
            start, end = found[min(nth, len(found) - 1)]
            break
    if len(sentence) > _LONGEST_QUOTE:
        left = max(0, min(start - _LONGEST_QUOTE // 2, len(sentence) - _LONGEST_QUOTE))
        right = left + _LONGEST_QUOTE
        before, after = "…" if left else "", "…" if right < len(sentence) else ""
        sentence = before + sentence[left:right] + after
        start, end = start - left + len(before), min(end - left, _LONGEST_QUOTE) + len(before)
    quoted = escape(sentence)
    if len(quoted) > len(sentence):
        start, end = (len(escape(sentence[:at])) for at in (start, end))
    return ["q", layer.quote(quoted), start, end]


def _occurrences(words: str, sentence: str) -> list[tuple[int, int]]:
    """Offsets of words that stand by themselves in a sentence."""
    found, at = [], sentence.find(words) if words else -1
    while at >= 0:
        end = at + len(words)
        if not _IN_WORD.search(sentence[max(at - 1, 0) : at] + sentence[end : end + 1]):
            found.append((at, end))
        at = sentence.find(words, end)
    return found


def popup(heading: str, *rows: list[Any] | tuple[str, object] | None) -> list[list[Any]]:
    """
    Put a popup together.

    Parameters
    ----------
    heading : str
        Its first line.
    *rows : list from :func:`quotation`, (sort, text), or None
        The sort is ``p`` for what matters, ``s`` for small print; empty rows are left out.

    Returns
    -------
    list of list
        For ``_map.js``, escaped.
    """
    made: list[list[Any]] = [["h", escape(short(heading, 160))]]
    for row in rows:
        if isinstance(row, list):
            made.append(row)
        elif row is not None and row[1]:
            made.append([row[0], escape(short(row[1], 400))])
    return made
