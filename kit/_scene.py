"""A parsed text with its mentions: sentences, phrases and places, asked for by offset."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kit._nouns import LONG, TOWNS, is_sited
from kit._phrases import Phrases
from kit._wording import GOAL, is_measured_to
from kit.gazetteer import default

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

# How far countries, states and counties reach where their mention does not say, km.
_REACH_KM = {"country": 100.0, "continent": 1000.0, "admin1": 60.0, "admin2": 15.0}
RANKS = frozenset(_REACH_KM)
_LONG = frozenset({"border", "water"})
_RANGES = frozenset({"mountain", "region"})
_SMALL_KM = 40.0  # as Singapore is
_GREAT_KM = 100.0  # what lies on such an island is said to lie there
_AROUND, _VAST = RANKS | {"island"}, frozenset({"water", "region", "mountain"})
_IN = re.compile(r"\b(?:in|on)\s$")
_PLACES = frozenset({"GPE", "LOC", "FAC"})
# Between a place and the length that is said of it.
_TOWN = rf"(?:[\w'’-]+\s){{0,4}}?(?:{'|'.join(sorted(TOWNS, key=len, reverse=True))})\b"
_CALLED = rf",\s+(?:an?|the|its|their|another|once an?|now an?)\s{_TOWN}"
_APPOSED = re.compile(
    r",\s+(?:which (?:is|was|lies|lay|stands|stood|sits|sat) ?)?"
    rf"|(?:{_CALLED}|\s(?:is|was|remains)(?: in fact| now| still| today)? (?:an?|the)\s{_TOWN})"
    r"(?:[^,;:.!?()]|(?<=\d),(?=\d)){0,45}?,?\s*"
    r"|,\s+(?:across|beyond) the (?-i:[A-Z])[\w’'-]+(?: (?-i:[A-Z])[\w’'-]+| border)?,? (?:and )?"
    r"|,\s+at (?:its|their) (?:closest|nearest)(?: point)?,? "
    r"|,\s+(?:its|their|his|her)\s\w+,\s(?:is|was|lies|lay)\s"
    r"|,\s+(?:deep |high )?(?:in|on|by|amid|among) (?:the|an?) (?:[\w-]+ ){0,2}"
    r"(?:forests?|woods|hills|mountains|deserts?|jungles?|valleys?|plains?|steppes?|outskirts"
    r"|suburbs|highlands|lowlands|bush|tundra|(?-i:[A-Z])[\w’-]+(?: river)?) (?:\w+ ){0,2}"
    r"|,\s+an?\s(?:\w+[ -]){0,2}(?:drive|ride|flight|journey|walk|trip|sail|march) of\s"
    r"(?:\w+ ){0,2}",
    re.IGNORECASE,
)
_ON_RIVER = re.compile(r" (?:on|by) the [A-Z][\w’'-]+(?: [A-Z][\w’'-]+)?(?=, an? )")
# "Moyale, on the border with Ethiopia, about 520 km"
_ON_LINE = re.compile(
    r",?\s+(?:right |just )?(?:on|near|along|astride|close to) (?:the|its) (?:[\w-]+ ){0,2}"
    r"(?:border|frontier|boundary|road|highway|motorway|railway|line|route)\b[^,;:.!?()]{0,60},\s+"
    r"(?:\w+ ){0,2}",
    re.IGNORECASE,
)
_IS_CALLED = re.compile(_CALLED, re.IGNORECASE)
_DIGIT = re.compile(r"\d")  # "the M23", which are rebels
_IN_REALM = re.compile(  # "Osh, Ohio", "Osh, in the far south of Ohio"
    r", (?:in (?:the )?(?:(?:far|remote|rural) )?"
    r"(?:(?:north|south|east|west|central)[\w-]*(?: of)? (?:the )?)?)?"
)
_NEAR = re.compile(r"\b(?:near|outside|beside|close to|not far from) (?:the )?$")
_ON_ISLAND = re.compile(r", (?:on|in) (?:the )?(?:[\w-]+ )?(?:(?:island|islet|isle) of )?$")
_WINDOW = 800  # letters read on either side of a figure: a longer sentence is no prose


class Mention(NamedTuple):
    """What is read of a mention."""

    start: int
    end: int
    kind: str | None
    country: str | None
    radius_km: float | None
    place_id: str | None
    lat: float | None
    lon: float | None
    name: str | None

    @property
    def is_city_too(self) -> bool:
        """Whether it is no wider than a town, or one in it is called like it: Djibouti, Agadez."""
        if self.radius_km is not None and self.radius_km < _SMALL_KM:
            return True
        if self.kind in ("admin1", "admin2") and self.name is not None:
            towns = (place for place in default().lookup(self.name) if place.kind == "city")
            return any(town.country == self.country for town in towns)
        land = self.country if self.kind == "country" else None
        seat = default().capital_of(land) if land is not None else None
        return seat is not None and seat.name == self.name

    @property
    def is_capital(self) -> bool:
        """Whether it is the capital of its country."""
        return default().is_capital(self.place_id)


class Scene:
    """
    A text, its phrases and its mentions.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The parsed text.
    mentions : DataFrame
        Its mentions; the columns start, end, kind, country and, if there, radius_km are read.
    written : str
        The text with the dashes of its datelines, at which it was parted before it was parsed.
    """

    def __init__(self, doc: "Doc", mentions: "pd.DataFrame", written: str) -> None:
        self.doc = doc
        self.written = written
        self.text: str = doc.text
        self.phrases = Phrases(doc, self.is_realm, self.is_long, self.is_place)
        self._sentences = _cut(doc)
        columns = list(Mention._fields)
        table = pd.DataFrame(mentions).reindex(columns=columns).sort_values("start")
        table = table.astype(object).where(table.notna(), None)
        self.mentions = [Mention(*row) for row in table.itertuples(index=False)]
        self._starts = [m.start for m in self.mentions]
        self._longest = max((m.end - m.start for m in self.mentions), default=0)
        named = (e for e in doc.ents if e.label_ in _PLACES and not _DIGIT.search(e.text))
        self._named = [(e.start_char, e.end_char) for e in named]
        self._quoted: dict[int, tuple[int, str]] = {}

    @cached_property
    def times(self) -> "Counter[str | None]":
        """How often each place is named."""
        return Counter(mention.place_id for mention in self.mentions)

    def _whole(self, offset: int) -> tuple[int, int]:
        """Give the bounds of the sentence that holds a character, however long."""
        index = bisect_right(self._sentences, (offset, len(self.text) + 1)) - 1
        return self._sentences[max(index, 0)]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Give the bounds of the sentence that holds a character, or what is read of it."""
        start, end = self._whole(offset)
        if offset - start > _WINDOW:  # from a word on
            start = self.text.find(" ", offset - _WINDOW, offset) + 1 or offset - _WINDOW
        return start, min(end, offset + _WINDOW)

    def sentence_before(self, start: int) -> tuple[int, int] | None:
        """Give the bounds of the sentence that ends before the start of another."""
        index = bisect_right(self._sentences, (start, -1)) - 1
        if index < 0:
            return None
        low, high = self._sentences[index]
        return max(low, start - _WINDOW), min(high, start)

    def quote(self, offset: int) -> tuple[int, str]:
        """Give the sentence that holds a character, and where it begins."""
        start, end = self._whole(offset)
        if start not in self._quoted:  # claims of one sentence share one string
            whole = self.written[start:end]
            self._quoted[start] = start + len(whole) - len(whole.lstrip()), whole.strip()
        return self._quoted[start]

    def inside(self, start: int, end: int) -> list[Mention]:
        """Mentions that overlap a stretch of text."""
        low = bisect_left(self._starts, start - self._longest)
        high = bisect_left(self._starts, end)
        return [m for m in self.mentions[low:high] if start < m.end]

    def is_realm(self, span: "Span") -> bool:
        """Tell whether a phrase names a country, a state or a county and no place in it."""
        found = self.inside(span.start_char, span.end_char)
        on_head = any(m.start <= span.root.idx < m.end for m in found)
        return on_head and all(m.kind in RANKS for m in found)

    def is_long(self, span: "Span") -> bool:
        """Tell whether a phrase is a border, a coast, a river or the like, which places lie on."""
        found = self.inside(span.start_char, span.end_char)
        on_head = [m for m in found if m.start <= span.root.idx < m.end]
        return span.root.lemma_.lower() in LONG or any(m.kind in _LONG for m in on_head)

    def is_place(self, token: "Token") -> bool:
        """Tell whether a word is part of a mention."""
        return bool(self.inside(token.idx, token.idx + len(token)))

    def is_wider(self, span: "Span", km: float) -> bool:
        """
        Tell whether a phrase names only countries, states or counties that reach further.

        Or one that another place is in: "Hama, in the Syrian province of Hama, 40 km from".
        """
        found = self.inside(span.start_char, span.end_char)
        wide = [m for m in found if m.kind in _VAST and (m.radius_km or 0.0) > km]
        around = bool(found) and all(m.kind in _AROUND or m in wide for m in found)
        if around and _IN.search(self.text, max(span.start_char - 4, 0), span.start_char):
            return True
        return self.is_realm(span) and all(
            km < (m.radius_km or _REACH_KM[m.kind or "country"]) for m in found
        )

    def is_mention(self, span: "Span") -> bool:
        """Tell whether a phrase holds a mention."""
        return bool(self.inside(span.start_char, span.end_char))

    def full(self, span: "Span | None") -> "Span | None":
        """
        Fit a phrase to the names in it.

        One that cuts a name is widened ("Prince" to "Port-au-Prince"); of one that runs on into a
        town's name ("the rebels control Osh", taken for one phrase) that name is left.
        """
        if span is None:
            return None
        found = self.inside(span.start_char, span.end_char)
        last = found[-1] if found else None
        if last and last.kind not in RANKS and span.start_char < last.start < span.end_char:
            own = self.doc.char_span(last.start, last.end)
            ahead = own[0].nbor(-1) if own is not None and own.end == span.end else None
            if ahead is not None and ahead.pos_ in {"NOUN", "VERB"} and not is_sited(ahead):
                return own
        low = min((m.start for m in found), default=span.start_char)
        high = max((m.end for m in found), default=span.end_char)
        bounds = min(low, span.start_char), max(high, span.end_char)
        return self.doc.char_span(*bounds, alignment_mode="expand") or span

    def is_range(self, span: "Span") -> bool:
        """Tell whether a phrase names mountains or a region that others are in."""
        found = self.inside(span.start_char, span.end_char)
        return bool(found) and all(m.kind in _RANGES for m in found)

    def is_small(self, span: "Span") -> bool:
        """Tell whether a phrase is a town or a site, no country and no capital that acts for it."""
        found = self.inside(span.start_char, span.end_char)
        wide = any((m.kind in RANKS and not m.is_city_too) or m.is_capital for m in found)
        return bool(found) and not wide

    def places(self, start: int, end: int, but: "Span | None") -> "list[Span]":
        """Find the places named in a stretch of text, countries and `but` apart."""
        low, high = bisect_left(self._named, (start, 0)), bisect_left(self._named, (end, 0))
        inside = self.inside(start, end)
        spans = {named for named in self._named[low:high] if named[1] <= end}
        spans |= {(m.start, m.end) for m in inside}
        realms = {(m.start, m.end) for m in inside if m.kind in RANKS}
        found: list[tuple[int, int]] = []
        for first, last in sorted(spans - realms):
            own = but is not None and first < but.end_char and but.start_char < last
            if not own and not (found and first < found[-1][1]):
                found.append((first, last))
        spanned = (self.doc.char_span(*ends, alignment_mode="expand") for ends in found)
        return [span for span in spanned if span is not None]

    def towns(self, start: int, end: int) -> "list[Span]":
        """Find the mentions in a stretch of text that are no wider than a town or city-state."""
        spans = (
            self.doc.char_span(m.start, m.end, alignment_mode="expand")
            for m in self.inside(start, end)
            if m.end <= end and m.kind not in _LONG
            if m.kind not in RANKS or m.is_city_too
        )
        return [span for span in spans if span is not None]

    def apposed(self, start: int, end: int) -> "Span | None":
        """
        Find the town or site that words up to a length are said of by a comma.

        "Osh, ", "Osh, Ohio, ", "Osh, which lies ", "Osh, a market town on the river ", "Osh is a
        town, "; of "Osh, a town near Uzgen, " and "Osh, on the road to Uzgen, " it is Osh.
        """
        found = self._on_line(start, end)
        if found is not None:
            return self.doc.char_span(found.start, found.end, alignment_mode="expand")
        for mention in reversed(self.inside(start, end)):
            town = self._town_on(mention, start) or mention
            if mention.end >= end:
                continue
            after = self.text[mention.end : end]
            if (within := _IN_REALM.match(after)) and (realm := self._realm_on(mention, within)):
                after = self.text[realm.end : end]  # "Osh, Ohio, some 50 miles"
            if river := _ON_RIVER.match(after):
                after = after[river.end() :]  # "Engels on the Volga, a base 50 miles"
            called = _IS_CALLED.match(after)
            if self._is_wide(town) and not (called and town.kind == "admin2"):
                continue
            measured = is_measured_to(self.text, mention.start)
            if not _APPOSED.fullmatch(after) or (measured and not called):
                continue
            if found is None or called:
                found = town
            if not _NEAR.search(self.text, start, mention.start):
                break
        return found and self.doc.char_span(found.start, found.end, alignment_mode="expand")

    def _on_line(self, start: int, end: int) -> Mention | None:
        """Give the town that is said to lie on a road or border, behind which the length stands."""
        towns = (m for m in self.inside(start, end) if m.end < end and not self._is_wide(m))
        return next((m for m in towns if _ON_LINE.fullmatch(self.text, m.end, end)), None)

    def _is_wide(self, mention: Mention) -> bool:
        """Tell a country, a border and a large island, which no comma puts at a distance."""
        reach_km = mention.radius_km or 0.0
        great = mention.kind == "island" and reach_km > _GREAT_KM
        if mention.kind in _RANGES | {"country", "water"} and 0 < reach_km <= _SMALL_KM:
            return False  # Jersey, Scarborough Shoal, Mount Merapi
        return mention.kind in RANKS | _LONG | _RANGES or great

    def _realm_on(self, mention: Mention, within: re.Match[str]) -> Mention | None:
        """Give Ohio of "Osh, Ohio" and "Osh, in Ohio"."""
        at = mention.end + within.end()
        return next((m for m in self.inside(at, at + 1) if m.kind in RANKS), None)

    def _town_on(self, island: Mention, start: int) -> Mention | None:
        """Give Luganville of "Luganville, on the island of Espiritu Santo"."""
        on = _ON_ISLAND.search(self.text, start, island.start)
        if on is None or (island.kind != "island" and "island" not in on[0].lower()):
            return None  # Madeira is a region, too
        return next((m for m in self.inside(start, on.start()) if m.end == on.start()), None)

    def shortly_before(self, span: "Span") -> "Iterator[Mention]":
        """Mentions before a phrase, the nearest first, two sentences back at most."""
        low, _ = self.sentence(span.start_char)
        for _ in range(2):
            low, _ = self.sentence_before(low) or (low, low)
        first = bisect_left(self._starts, low)
        return reversed(self.mentions[first : bisect_left(self._starts, span.start_char)])

    def realm_of(self, offset: int, reference: "Span | None") -> str | None:
        """
        Say in which country the text sets something unnamed.

        That is the country of the goal or place ("to Russia", "in Mali") named in the same
        sentence, the reference apart, else in the sentence before; None where these are several.
        """
        start, end = self.sentence(offset)
        for low, high in ((start, end), self.sentence_before(start) or (0, 0)):
            goals = {
                m.country
                for m in self.inside(low, high)
                if m.country and m.kind not in {"border", "water"}
                if reference is None
                or m.end <= reference.start_char
                or reference.end_char <= m.start
                if GOAL.search(self.text[low : m.start])
            }
            if goals:
                return goals.pop() if len(goals) == 1 else None
        return None


def _cut(doc: "Doc") -> list[tuple[int, int]]:
    """Cut a text into sentences that keep within their paragraph; mend cuts before lower case."""
    bounds: list[tuple[int, int]] = []
    text = doc.text
    for sent in doc.sents:
        start = sent.start_char
        for part in re.split(r"(\n\s*\n)", text[start : sent.end_char]):
            end = start + len(part)
            mended = bounds and not re.search(r"\n\s*\n", text[bounds[-1][1] - 1 : start])
            if mended and part[:1].islower():
                bounds[-1] = (bounds[-1][0], end)
            elif part.strip():
                bounds.append((start + len(part) - len(part.lstrip()), end))
            start = end
    return bounds or [(0, len(text))]
