"""A parsed text with its mentions: sentences, phrases and places, asked for by offset."""

import re
from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kit._phrases import Phrases
from kit._wording import FITTING, GOAL
from kit.gazetteer import default

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Doc, Span, Token

# How far countries, states and counties reach where their mention does not say, km.
_REACH_KM = {"country": 100.0, "continent": 1000.0, "admin1": 60.0, "admin2": 15.0}
_REALMS = frozenset(_REACH_KM)
_PLACES = frozenset({"GPE", "LOC", "FAC"})


class _Mention(NamedTuple):
    """What is read of a mention."""

    start: int
    end: int
    kind: str | None
    country: str | None
    radius_km: float | None
    place_id: str | None

    @property
    def is_capital(self) -> bool:
        """Whether it is the capital of its country."""
        place = default().place(self.place_id) if isinstance(self.place_id, str) else None
        return place is not None and place.capital


class Scene:
    """
    A text, its phrases and its mentions.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The parsed text.
    mentions : DataFrame
        Its mentions; the columns start, end, kind, country and, if there, radius_km are read.
    """

    def __init__(self, doc: "Doc", mentions: "pd.DataFrame") -> None:
        self.doc = doc
        self.text: str = doc.text
        self.phrases = Phrases(doc, self.is_realm, self.is_place)
        self._sentences = _cut(doc)
        columns = list(_Mention._fields)
        table = pd.DataFrame(mentions).reindex(columns=columns).sort_values("start")
        table = table.astype(object).where(table.notna(), None)
        self._mentions = [_Mention(*row) for row in table.itertuples(index=False)]

    def sentence(self, offset: int) -> tuple[int, int]:
        """Give the bounds of the sentence that holds a character."""
        index = bisect_right(self._sentences, (offset, len(self.text) + 1)) - 1
        return self._sentences[max(index, 0)]

    def sentence_before(self, start: int) -> tuple[int, int] | None:
        """Give the bounds of the sentence that ends before the start of another."""
        index = bisect_right(self._sentences, (start, -1)) - 1
        return self._sentences[index] if index >= 0 else None

    def _inside(self, start: int, end: int) -> list[_Mention]:
        """Mentions that overlap a stretch of text."""
        return [m for m in self._mentions if m.start < end and start < m.end]

    def is_realm(self, span: "Span") -> bool:
        """Tell whether a phrase names a country, a state or a county and no place in it."""
        found = self._inside(span.start_char, span.end_char)
        on_head = any(m.start <= span.root.idx < m.end for m in found)
        return on_head and all(m.kind in _REALMS for m in found)

    def is_place(self, token: "Token") -> bool:
        """Tell whether a word is part of a mention."""
        return bool(self._inside(token.idx, token.idx + len(token)))

    def is_wider(self, span: "Span", km: float) -> bool:
        """Tell whether a phrase names only countries, states or counties that reach further."""
        found = self._inside(span.start_char, span.end_char)
        return self.is_realm(span) and all(
            km < (m.radius_km or _REACH_KM[m.kind or "country"]) for m in found
        )

    def is_mention(self, span: "Span") -> bool:
        """Tell whether a phrase holds a mention."""
        return bool(self._inside(span.start_char, span.end_char))

    def places(self, start: int, end: int, but: "Span | None") -> "list[Span]":
        """Find the places named in a stretch of text, countries and `but` apart."""
        spans = {
            (e.start_char, e.end_char)
            for e in self.doc.ents
            if e.label_ in _PLACES and start <= e.start_char and e.end_char <= end
        }
        spans |= {(m.start, m.end) for m in self._inside(start, end)}
        realms = {(m.start, m.end) for m in self._mentions if m.kind in _REALMS}
        found: list[tuple[int, int]] = []
        for low, high in sorted(spans - realms):
            own = but is not None and low < but.end_char and but.start_char < high
            if not own and not (found and low < found[-1][1]):
                found.append((low, high))
        spanned = (self.doc.char_span(*ends, alignment_mode="expand") for ends in found)
        return [span for span in spanned if span is not None]

    def mention_of(self, span: "Span | None") -> int | None:
        """
        Find the start of the mention that a phrase means; None where there is none.

        It is the one on its head noun, else its last, else what "the town" stands for. "The
        Canadian capital" is not Canada but Ottawa, if the text names it.
        """
        if span is None:
            return None
        found = self._inside(span.start_char, span.end_char)
        capital = span.root.lemma_.lower() == "capital"
        if capital and all(m.kind in _REALMS for m in found):
            return self._capital(span, found)
        if not found:
            return self._antecedent(span)
        on_head = (m.start for m in found if m.start <= span.root.idx < m.end)
        return next(on_head, found[-1].start)

    def _capital(self, span: "Span", found: list[_Mention]) -> int | None:
        """Find where the text names "the Canadian capital", "its capital", "the capital"."""
        if span[0].lower_ in {"its", "their", "whose"}:
            earlier = (m for m in self._shortly_before(span) if m.kind == "country")
            found = [m for m in (next(earlier, None),) if m is not None]
            if not found:
                return None
        if found:
            countries = {m.country for m in found}
            named = (m.start for m in self._mentions if m.country in countries and m.is_capital)
            return next(named, None)
        if len(span) != 2 or span[0].lower_ not in {"the", "this", "that"}:
            return None
        return next((m.start for m in self._shortly_before(span) if m.is_capital), None)

    def _antecedent(self, span: "Span") -> int | None:
        """Find the nearest mention of a kind that fits "the town", two sentences back at most."""
        kinds = FITTING.get(span.root.lower_, "").split()
        if len(span) > 2 or span[0].lower_ not in {"the", "this", "that", "there"}:
            return None
        return next((m.start for m in self._shortly_before(span) if m.kind in kinds), None)

    def _shortly_before(self, span: "Span") -> "Iterator[_Mention]":
        """Mentions before a phrase, the nearest first, two sentences back at most."""
        low, _ = self.sentence(span.start_char)
        for _ in range(2):
            low, _ = self.sentence_before(low) or (low, low)
        return (m for m in reversed(self._mentions) if low <= m.start < span.start_char)

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
                for m in self._inside(low, high)
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
