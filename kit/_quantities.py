"""Lengths in running text: digits or words, ranges, units, hedges, and what the wording admits.

Own patterns, because none of the kept libraries reads news prose: text2num (one wheel in Rust)
leaves "half a mile", "a dozen", "30-odd" and "two and a half" as they are; word2number gives 3 for
"three-quarters" and fails on digits; quantulum3 (24 MB, with inflect and num2words) reads
"half a mile" as one half per mile, "12 nautical miles" as the bare number 12, and has no offsets
for hedges; pint converts units but reads no text, and six factors need no library.
"""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

# Kilometres in a unit. The international mile, foot and yard are exact (1959 agreement), as is
# the nautical mile (1929).
KM_PER_UNIT = {
    "km": 1.0,
    "mi": 1.609344,
    "nmi": 1.852,
    "m": 0.001,
    "ft": 0.0003048,
    "yd": 0.0009144,
}
# What names a unit. Those that are letters only count in the case that they are written in.
_UNIT_WORDS = (
    ("nmi", r"nautical[\s-]miles?|(?-i:nmi|NM|nm|n\.m\.)|naut\.?\s?mi\.?"),
    ("km", r"kilomet(?:er|re)s?|kms?"),
    ("mi", r"(?:statute\s)?miles?|(?-i:mi)\b\.?"),
    ("m", r"met(?:er|re)s?|(?-i:m)"),
    ("ft", r"feet|foot|ft"),
    ("yd", r"yards?|yds?"),
)


class Hedge(NamedTuple):
    """A hedge: its words, the bound that it sets, and the factors that it admits."""

    words: str
    bound: str
    low: float
    high: float
    reason: str


# Words before a figure, the most particular first. docs/claims.md prints this table.
HEDGES_BEFORE = (
    Hedge(r"just over|slightly over|slightly more than|a little over|a little more than|"
          r"just more than|a bit more than|a shade over",
          "at least", 1.0, 1.2, "a little more than the figure, not half as much again"),
    Hedge(r"just under|just less than|slightly under|slightly less than|a little less than|"
          r"a little under|a shade under|just short of|not quite|almost|nearly|near|approaching",
          "at most", 0.85, 1.0, "short of the figure, though by little"),
    Hedge(r"no more than|not more than|at most|at the most|up to|within|as much as|as far as|"
          r"as many as|less than|fewer than|under|a maximum of|below|inside|maximum",
          "at most", 0.0, 1.0, "the figure is a limit that may be far off"),
    Hedge(r"no less than|not less than|no fewer than|at least|more than|over|upwards? of|"
          r"in excess of|a minimum of|well over|exceeding|as little as|as close as|"
          r"no closer than|greater than|a good|beyond",
          "at least", 1.0, math.inf, "the figure is a limit and nothing bounds it above"),
    Hedge(r"about|roughly|approximately|approx\.?|around|some|circa|ca?\.|~|≈|an estimated|"
          r"estimated|close to|perhaps|maybe|something like|more or less|barely|scarcely|hardly|"
          r"in the region of|somewhere around|or so|broadly|an approximate|an average of",
          "about", 0.9, 1.1, "a tenth: distances in news are told to a tenth or to a round number"),
    Hedge(r"just|only|a mere|mere|exactly|precisely|merely|a full|fully|a distance of|a further|"
          r"another|a whole|a total of|a scant|a bare",
          "exact", 1.0, 1.0, "weighs the figure and does not blur it"),
)  # fmt: skip
# Words after it.
HEDGES_AFTER = (
    Hedge(r"or so|or thereabouts|give or take|more or less", "about", 0.9, 1.1, "as before it"),
    Hedge(r"or more|at least|and more|plus", "at least", 1.0, math.inf, "as before it"),
    Hedge(r"or less|or fewer|at most|at the most", "at most", 0.0, 1.0, "as before it"),
)
_EXACT = Hedge("", "exact", 1.0, 1.0, "as stated")
_RANGE = Hedge("", "about", 1.0, 1.0, "the ends as stated")

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {w: float(i) for i, w in enumerate(_ONES)} | {
    w: 10.0 * i for i, w in enumerate(_TENS, start=2)
}
_SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
_PARTS = {"half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fifth": 1 / 5, "eighth": 1 / 8}
_GLYPHS = {"½": 0.5, "¼": 0.25, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125, "⅕": 0.2}

_GAP = r"[\s\u2009\u202f\u00a0]"
_DIGITS = (
    r"(?:\d{1,3}(?:,\d{3})+(?!,?\d)|\d{1,3}(?:[ \u2009\u202f\u00a0]\d{3})+(?!\d)|\d{1,30})"
    r"(?:\.\d{1,9})?"
)
_FRACTION = rf"(?:\d{{1,3}}[ -])?\d/\d{{1,2}}|\d{{0,4}}{_GAP}?[{''.join(_GLYPHS)}]"
_WORD = "|".join([*_SMALL, "hundred", "thousand", "million", "dozen"])
_SCALE = "|".join(_SCALES)
_PART = r"(?:half|thirds?|quarters?|fifths?|eighths?)"
_WORDS = (
    rf"(?:an?|one|two|three)[ -]{_PART}(?: of)?(?: an?)?|half(?: of)?(?: an?)?|"
    rf"a couple(?: of)?(?: (?:dozen|hundred|thousand|million))?|"
    rf"(?:(?:an?|half a) (?=hundred|thousand|million|dozen))?"
    rf"\b(?:{_WORD})(?:(?:[ -]| and )(?:{_WORD}))*(?: and an? (?:half|quarter|third))?"
)
_NUMBER = rf"(?:{_FRACTION}|{_DIGITS}(?:[ -](?:{_SCALE})\b)?|{_WORDS})"
_UNIT = "|".join(f"(?P<{unit}>{words})" for unit, words in _UNIT_WORDS)
# Not the tail of a longer number, a sum of money, a power or a negative.
_START = r"(?<![\w.,$£€#^:−+-])(?<!\d/)(?<!\d[\u2009\u202f\u00a0])(?<![$£€]\s)"
# A square, a rate, or a longer word. "a" before a time is a rate too: "50 miles a day".
_STOP = (
    rf"(?![\w²³^$]|/[a-z]|{_GAP}*(?:per\b|an? (?:day|week|month|year|second|minute|night|head)\b|"
    rf"an hour\b|squared|cubed|each (?:day|week|hour)|every (?:day|week|hour)|daily))"
)
_LENGTH = re.compile(
    rf"{_START}(?:(?P<first>{_NUMBER})(?P<fuzzy>[ -]odd\b| or so\b|-plus\b|\+)?"
    rf"(?:{_GAP}?(?:km|kilomet(?:er|re)s|miles?|m|feet|met(?:er|re)s)\b(?={_GAP}(?:to|or)|[-–]\d))?"
    rf"(?:(?P<join>{_GAP}(?:to|and|or){_GAP}|{_GAP}?[-–—]{_GAP}?)(?P<second>{_NUMBER}))?"
    rf"|(?P<one>an?)(?=[\s-](?:nautical )?(?:mile|kilomet)))"
    rf"(?:{_GAP}|[-‑]){{0,2}}(?:{_UNIT}){_STOP}(?P<half> and an? (?:half|quarter))?",
    re.IGNORECASE,
)
_TIME = re.compile(
    rf"{_START}(?:{_NUMBER}|an?)(?:[ -](?:to|or)[ -]{_NUMBER})?[ -]?(?:hour|minute|min|day|hr)s?"
    rf"(?:['’]s?)?(?: and a half)?\b['’]?",
    re.IGNORECASE,
)
_BEFORE = tuple((re.compile(rf"(?:^|(?<=[\s(\[/,—–-]))(?:{h.words})\s*$", re.IGNORECASE), h)
                for h in HEDGES_BEFORE)  # fmt: skip
_AFTER = tuple((re.compile(rf"\s*,?\s*(?:{h.words})\b", re.IGNORECASE), h) for h in HEDGES_AFTER)
_VAGUE = re.compile(r"\b(?:few|several|many)\s$", re.IGNORECASE)
_OPENING = re.compile(
    r"\b(?:between|from|anywhere between|about|some)\s+(?:about |some )?$", re.IGNORECASE
)
_LOOK_BACK = 60  # characters: the longest chain of hedges is shorter


@dataclass(frozen=True)
class Quantity:
    """
    A length, or a time of travel, and what its words admit.

    Attributes
    ----------
    start, end : int
        Half-open offsets of figure and unit.
    head, tail : int
        The same with the hedges around it.
    value : float
        In `unit`; the middle of a range; NaN for a time.
    unit : str or None
        A key of `KM_PER_UNIT`; None for a time.
    hedge : Hedge
        The hedge that rules it; `bound` is its bound.
    low, high : float
        What the words admit, in `unit`.
    half_step : float
        Half the step to which the figure is rounded, in `unit`.
    """

    start: int
    end: int
    head: int
    tail: int
    value: float
    unit: str | None
    hedge: Hedge
    low: float
    high: float
    half_step: float

    @property
    def km_per_unit(self) -> float:
        """Kilometres in the unit; NaN for a time."""
        return KM_PER_UNIT[self.unit] if self.unit else math.nan


def _words_to_number(words: str) -> float:
    """Read number words: "three hundred and twenty", "a dozen", "two and a half"."""
    total = group = 0.0
    for word in re.split(r"[\s-]+", words.lower()):
        if word in _SMALL:
            group += _SMALL[word]
        elif word in _SCALES:
            group = max(group, 1.0) * _SCALES[word]
            if word != "hundred":
                total, group = total + group, 0.0
        elif word == "dozen":
            group = max(group, 1.0) * 12
        elif word == "couple":  # "a couple of hundred"
            group = 2.0
        elif word.rstrip("s") in _PARTS:
            part = _PARTS[word.rstrip("s")]
            group = group + part if " and a" in words.lower() else max(group, 1.0) * part
    return total + group


def to_number(words: str) -> float:
    """
    Read a number in digits, with fractions or scales, or in words.

    Parameters
    ----------
    words : str
        Such as "1,200", "1.2 million", "2½", "3/4", "two and a half", "a dozen".

    Returns
    -------
    float
        The number; infinite where it is beyond what a float holds.
    """
    words = words.strip()
    if words[-1:] in _GLYPHS:
        return float(words[:-1].strip() or 0) + _GLYPHS[words[-1]]
    if fraction := re.fullmatch(r"(?:(\d+)[ -])?(\d+)/(\d+)", words):
        whole, upper, lower = (float(g or 0) for g in fraction.groups())
        return whole + upper / lower if lower else math.nan
    if digits := re.fullmatch(rf"({_DIGITS})(?:[ -](\w+))?", words):
        number = float(re.sub(r"[^\d.]", "", digits[1]))
        return number * _SCALES.get((digits[2] or "").lower(), 1.0)
    if words.lower().startswith("half a ") and words.lower().split()[-1] in {*_SCALES, "dozen"}:
        return _words_to_number(words.lower().removeprefix("half ")) / 2
    return _words_to_number(words)


def half_step(words: str, value: float) -> float:
    """
    Half the step to which a figure is rounded, in the figure's unit.

    The step is the place of its last digit that is not zero (8,000 is told to a thousand, 290 to
    ten, 105 to one), at most a tenth of the figure on either side (100 does not admit 50) but, of
    whole numbers, never finer than one half. Fractions and words such as a dozen are told to a
    quarter of themselves.
    """
    if re.search(rf"half|quarter|third|dozen|couple|[/{''.join(_GLYPHS)}]", words.lower()):
        return min(value / 4, 0.25) if value < 5 else value / 8
    decimals = re.search(r"\.(\d+)$", words.strip())
    if decimals:
        return float(0.5 * 10.0 ** -len(decimals[1]))
    if not math.isfinite(value) or value < 1:
        return value / 10
    step, whole = 1.0, round(value)
    while whole % 10 == 0 and whole:
        whole, step = whole // 10, step * 10
    return min(step / 2, max(value / 10, 0.5))


def _hedge_before(text: str, start: int) -> tuple[Hedge | None, int]:
    """Read the chain of hedges that ends where the figure starts; the outermost rules."""
    ruling: Hedge | None = None
    moved = True
    while moved:
        moved = False
        left = text[max(0, start - _LOOK_BACK) : start]
        found = [(m.start(), h) for pattern, h in _BEFORE if (m := pattern.search(left))]
        if found:  # the longest: "no less than" is not "less than"
            at, hedge = min(found, key=lambda pair: pair[0])
            start -= len(left) - at
            if ruling is None or hedge.bound != "exact":
                ruling = hedge
            moved = True
    return ruling, start


def admitted(value: float, step: float, hedge: Hedge) -> tuple[float, float]:
    """
    Say what a figure admits: widened by its hedge and, unless that makes it a limit, its rounding.

    Parameters
    ----------
    value, step : float
        The figure and half the step to which it is rounded, in one unit.
    hedge : Hedge
        The hedge that rules it.

    Returns
    -------
    tuple of float
        Lowest and highest admitted, in the same unit; the highest may be infinite.
    """
    low, high = value * hedge.low, value * hedge.high
    if hedge.bound in {"about", "exact"}:
        low, high = min(low, value - step), max(high, value + step)
    return max(low, 0.0), high


def _is_name(match: re.Match[str], text: str) -> bool:
    """Tell "Ten Mile" and "Three Mile Island" from lengths: names are capitalised."""
    unit = next(match[u] for u, _ in _UNIT_WORDS if match[u])
    if unit in {"Mile", "Foot"}:
        return True
    worded = (
        match["first"] and match["first"][0].isupper() and text[match.start() - 1 : match.start()]
    )
    return bool(unit[0].isupper() and not unit.isupper() and worded)


def _range(match: re.Match[str], text: str) -> tuple[float, float] | None:
    """Read "50 to 60" and "between 50 and 60", not "60 to 50" nor "in 2010 and 60"."""
    low, high = to_number(match["first"]), to_number(match["second"])
    scale = re.findall(_SCALE, match["second"])
    if low < 10 <= high and scale and not re.search(_SCALE, match["first"]):
        low *= _SCALES[scale[-1]]  # "two to three hundred"
    left = text[max(0, match.start() - 20) : match.start()]
    joined = "and" not in match["join"].lower() or re.search(
        r"\bbetween\s+(?:about |some )?$", left, re.IGNORECASE
    )
    return (low, high) if joined and low < high else None


def _ranging(match: re.Match[str], text: str, unit: str, ends: tuple[float, float]) -> Quantity:
    """Make a quantity of a range: its middle, bounded by its ends."""
    start, end = match.span()
    _, head = _hedge_before(text, start)
    if opening := _OPENING.search(text[max(0, start - 30) : start]):
        head = min(head, start - len(opening[0]))
    return Quantity(start, end, head, end, sum(ends) / 2, unit, _RANGE, *ends, 0.0)


def _hedged(match: re.Match[str], text: str, start: int) -> tuple[Hedge, int, int]:
    """Read the hedges around a figure: the one that rules, and where they begin and end."""
    before, head = _hedge_before(text, start)
    for words, after in _AFTER:
        if found := words.match(text, match.end()):
            return after, head, found.end()
    if before is None and match["fuzzy"]:
        odd = re.search("odd|so", match["fuzzy"], re.IGNORECASE)
        before = HEDGES_AFTER[0 if odd else 1]
    return before or _EXACT, head, match.end()


def _length(match: re.Match[str], text: str) -> Quantity | None:
    """Turn a match into a quantity; None where it is a name, vague, zero or no number."""
    unit = next(u for u, _ in _UNIT_WORDS if match[u])
    start, figure = match.start(), match["first"] or "one"
    if _is_name(match, text) or _VAGUE.search(text[max(0, start - 10) : start]):
        return None
    if match["second"]:
        if ends := _range(match, text):
            return _ranging(match, text, unit, ends)
        start, figure = match.start("second"), match["second"]
    value = to_number(figure)
    step = half_step(figure, value)
    if match["half"]:  # "a mile and a half"
        value, step = value + (0.5 if "half" in match["half"] else 0.25), 0.25
    if not 0 < value < math.inf:
        return None
    hedge, head, tail = _hedged(match, text, start)
    low, high = admitted(value, step, hedge)
    return Quantity(start, match.end(), head, tail, value, unit, hedge, low, high, step)


def find_lengths(text: str) -> list[Quantity]:
    """
    Find every length in a text, in order.

    Parameters
    ----------
    text : str
        Running text.

    Returns
    -------
    list of Quantity
        Figures with a unit of length. Areas, speeds and rates, sums of money, negative numbers,
        zero, and names such as "Ten Mile" are left out.
    """
    return list(_lengths(text))


@lru_cache(maxsize=8)
def _lengths(text: str) -> tuple[Quantity, ...]:
    """Find the lengths of a text once for all who ask."""
    return tuple(found for match in _LENGTH.finditer(text) if (found := _length(match, text)))


def unmeasured(text: str, start: int, end: int) -> Quantity:
    """
    Make a quantity of words that tell no length: a time of travel, or "halfway".

    Parameters
    ----------
    text : str
        Running text.
    start, end : int
        Half-open offsets of the words.

    Returns
    -------
    Quantity
        `value`, `low` and `high` are NaN and `unit` None; the hedges are read.
    """
    hedge, head = _hedge_before(text, start)
    nan = math.nan
    return Quantity(start, end, head, end, nan, None, hedge or _EXACT, nan, nan, nan)


def find_times(text: str) -> list[Quantity]:
    """
    Find spans of hours, minutes or days, in order, as quantities without a value.

    Parameters
    ----------
    text : str
        Running text.

    Returns
    -------
    list of Quantity
        `value`, `low` and `high` are NaN and `unit` None: a time bounds no length.
    """
    return [unmeasured(text, *match.span()) for match in _TIME.finditer(text)]


def is_conversion(value: float, km: float, first: float, first_km: float) -> bool:
    """
    Tell whether a figure can restate another one in its own unit.

    Parameters
    ----------
    value, km : float
        The restatement, in its unit and in kilometres.
    first, first_km : float
        What it restates, likewise.

    Returns
    -------
    bool
        True if they differ by no more than 2 % and the rounding of both.
    """
    allowed = _rounding(value) * km / value + _rounding(first) * first_km / first
    return abs(km - first_km) <= allowed + 0.02 * first_km


def _rounding(value: float) -> float:
    """Half of the step that a figure is rounded to; of a round one a tenth of it at most."""
    if value % 1:
        decimals = len(f"{value:.6f}".rstrip("0").partition(".")[2])
        return float(0.5 * 10.0**-decimals)
    zeros = len(str(int(value))) - len(str(int(value)).rstrip("0"))
    return max(0.5, min(10.0**zeros / 2, value / 10))
