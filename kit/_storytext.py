"""The article beside the map: how much of it is shown, and which words the map shows."""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kit._maptext import Row, known
from kit._mapview import LayerSpec
from kit._page import escape, isolated
from kit.article import Article
from kit.mentions import _STOPS  # so that a sentence ends here where it ends in the tables

QUOTES = ("sentences", "all", "none")

Targets = tuple[tuple[int, str, int], ...]

# Words with a full stop that end no sentence: titles, and months as news agencies write them.
_GOES_ON = re.compile(
    r"\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Maj|Lt|Col|Capt|Sgt|Adm|Sen|Rep|Gov|Rev|St|Ft|Mt|vs|No"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\.$"
)
_PARAGRAPH = re.compile(r"\S(?:[^\n]|\n(?!\s*\n))*")
_SORTS = ("place", "distance", "journey")  # which of two for the same words counts


@dataclass(frozen=True)
class Told:
    """
    Words of an article that tell of a place, a distance or a journey.

    Attributes
    ----------
    start, end : int
        Half-open offsets in the article's text.
    sort : str
        ``place``, ``distance`` or ``journey``.
    about : str
        What they tell, for those who can't see the map.
    targets : tuple of (layer, part, index)
        Marks, lines and areas that show it; empty where none does.
    """

    start: int
    end: int
    sort: str
    about: str
    targets: Targets


def told(
    mentions: Sequence[Row],
    claims: Mapping[int, Row],
    routes: Sequence[Row],
    layers: Sequence[LayerSpec],
) -> list[Told]:
    """
    Find what an article tells and where the map shows it.

    Parameters
    ----------
    mentions, routes : sequence of mapping
        Rows of the tables, the very ones that were drawn.
    claims : mapping of int to mapping
        Rows of the claims by their labels.
    layers : sequence of LayerSpec
        What was drawn.

    Returns
    -------
    list of Told
        Places, distances and journeys in turn. Places that are not drawn are left out, and rows
        that do not say where in the text they stand.
    """
    found = []
    for row in mentions:
        if targets := _targets(layers, ("row", id(row))):
            name, words = str(known(row, "name") or row["text"]), str(row["text"])
            kind = str(known(row, "kind") or "place")
            about = kind if name == words else f"{isolated(name)}, {kind}"
            found.append(_one(row, "place", about, targets))
    for label, row in claims.items():
        same = known(row, "same_as")
        label, first = (same, claims[same]) if same in claims else (label, row)  # noqa: PLW2901
        targets = _targets(layers, ("row", id(first)), ("site", label), ("end", id(first)))
        ends = " – ".join(isolated(known(row, end) or "?") for end in ("subject", "reference"))
        verdict = known(row, "verdict")
        about = f"distance, {ends}" + (f", {verdict}" if verdict else "")
        found.append(_one(row, "distance", about, targets))
    for row in routes:
        targets = _targets(layers, ("row", id(row)), ("end", id(row)))
        ends = " → ".join(
            isolated(known(row, f"{end}_words") or known(row, end) or "?")
            for end in ("origin", "destination")
        )
        who = isolated(known(row, "who") or "unnamed traveller")
        found.append(_one(row, "journey", f"journey, {who}: {ends}", targets))
    return [one for one in found if one is not None]


def _targets(layers: Sequence[LayerSpec], *keys: tuple[str, int]) -> Targets:
    """Where the first of these that is drawn is, in the topmost layer first."""
    numbered = list(enumerate(layers))[::-1]
    found = (
        tuple((n, *one) for n, layer in numbered for one in layer.shown.get(key, ()))
        for key in keys
    )
    return next(filter(None, found), ())


def _one(row: Row, sort: str, about: str, targets: Targets) -> Told | None:
    start, end = known(row, "start"), known(row, "end")
    if start is None or end is None:
        return None
    return Told(int(start), int(end), sort, about, targets)


@dataclass(frozen=True)
class StoryText:
    """
    What stands beside the map.

    Attributes
    ----------
    html : str
        The article, as much of it as was asked for, with what it tells marked.
    things : list of Targets
        What shows a thing, by the number that it has in ``data-thing``.
    title : str or None
        The article's title, where it serves as the page's.
    """

    html: str
    things: list[Targets]
    title: str | None


def story_text(
    article: Article, marked: Sequence[Told], *, quote: str, title: str | None
) -> StoryText:
    """
    Write an article for the page.

    Parameters
    ----------
    article : Article
        The article.
    marked : sequence of Told
        From :func:`told`; what lies outside of the text is left out.
    quote : str
        ``sentences`` for those that tell of something, ``all`` for the whole text.
    title : str or None
        The page's title; None to take the article's.

    Returns
    -------
    StoryText
        With one element that can be focused for each thing told, in reading order.
    """
    text = article.text
    inside = [one for one in marked if 0 <= one.start < one.end <= len(text)]
    things = list(dict.fromkeys(one.targets for one in inside))
    writer = _Writer(text, inside, {targets: n for n, targets in enumerate(things)})
    paragraphs = [match.span() for match in _PARAGRAPH.finditer(text)]
    title_words = (article.title or "").strip()
    headline = [
        (low, high) for low, high in paragraphs[:1] if text[low:high].strip() == title_words
    ]
    own_title = article.title if headline and title in {None, article.title} else None
    parts: list[str] = []
    reached = 0  # how far into the text what is written goes
    for start, end in paragraphs:
        whole = quote == "all" or (start, end) in headline
        pieces = []
        for low, high in [(start, end)] if whole else _kept(writer, start, end):
            pieces += [_GAP] * bool(reached and text[reached:low].strip())
            pieces.append(writer.html(low, high))
            reached = high
        if pieces:
            tag = "p" if (start, end) not in headline else "h1" if own_title else "h2"
            parts.append(f'<{tag} dir="auto">{" ".join(pieces)}</{tag}>')
    return StoryText("\n".join([*parts, _citation(article)]), things, own_title)


_GAP = '<span class="kit-gap">…</span>'


def _kept(writer: "_Writer", start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of a paragraph that tell of something."""
    bounds = [start]
    for stop in _STOPS.finditer(writer.text, start, end):
        if not _GOES_ON.search(writer.text, bounds[-1], stop.start()):
            bounds.append(stop.end())
    return [(low, high) for low, high in pairwise([*bounds, end]) if writer.near(low, high)]


class _Writer:
    """Writes stretches of a text with what they tell marked."""

    def __init__(self, text: str, marked: Sequence[Told], numbers: Mapping[Targets, int]) -> None:
        self.text = text
        self.marked = sorted(marked, key=lambda m: (m.start, -m.end))
        self.starts = [one.start for one in self.marked]
        self.longest = max((one.end - one.start for one in marked), default=0)
        self.numbers = numbers
        self.begun: set[int] = set()

    def near(self, start: int, end: int) -> list[Told]:
        """What a stretch tells, or part of it."""
        low = bisect_left(self.starts, start - self.longest)
        high = bisect_left(self.starts, end)
        return [one for one in self.marked[low:high] if one.end > start]

    def html(self, start: int, end: int) -> str:
        """Write a stretch; where several things are told by the same words, the shortest counts."""
        near = self.near(start, end)
        cuts = {start, end, *(min(max(at, start), end) for m in near for at in (m.start, m.end))}
        owners = [(low, high, self._owner(low, high)) for low, high in pairwise(sorted(cuts))]
        worded = {id(o) for low, high, o in owners if o and self.text[low:high].strip()}
        bare = [one for one in near if id(one) not in worded and one.start >= start]
        written = []
        for low, high, owner in owners:
            words = escape(self.text[low:high])
            written += [self._element(one, "") for one in bare if one.start == low]
            written.append(self._element(owner, words) if owner else words)
        return "".join(written).strip()

    def _owner(self, low: int, high: int) -> Told | None:
        """Which of the things that words tell is marked: the shortest."""
        around = [one for one in self.near(low, high) if one.start <= low and one.end >= high]
        return min(around, key=lambda m: (m.end - m.start, _SORTS.index(m.sort)), default=None)

    def _element(self, one: Told, words: str) -> str:
        """Mark words; the first of a thing can be reached by keyboard, the others belong to it."""
        thing = f'data-thing="{self.numbers[one.targets]}"'
        if id(one) in self.begun or (words and not words.strip()):
            return f'<span class="kit-part kit-{one.sort}" {thing}>{words}</span>'
        self.begun.add(id(one))
        inner = words.lstrip()
        label = escape(" ".join(self.text[one.start : one.end].split()))
        label += f"; {escape(one.about)}" + ("" if one.targets else "; not on the map")
        return (
            f'{words[: len(words) - len(inner)]}<span class="kit-ref kit-{one.sort}" role="button" '
            f'tabindex="0" {thing} aria-label="{label}">{inner}</span>'
        )


def _citation(article: Article) -> str:
    """Say who wrote the article, when, and where it stands."""
    day = article.date and f"{article.date.day} {article.date:%B %Y}"
    parts = [escape(part) for part in (article.byline, day) if part]
    if article.url and re.match(r"https?://[^\s]+$", article.url):
        address = escape(article.url)
        parts.append(f'<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>')
    return f'<footer class="kit-cite" dir="auto">{" · ".join(parts)}</footer>' if parts else ""
