"""The two ends of a stated distance, read from the words around its length."""

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kit import _waylengths
from kit._quantities import find_lengths
from kit._topic import is_no_place, land_before, topic_of
from kit._vetoes import is_vetoed
from kit._wording import (
    AFTER_MODE,
    AND_ALSO,
    CHANGED,
    FIRST_MODE,
    FROM,
    HALFWAY,
    IDIOM,
    LEADS,
    MOVED,
    MOVING,
    NEAREST,
    OFF_TRIP,
    SENSED,
    TAILS,
    TO,
    TRIP_OF,
    pattern,
)

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kit._quantities import Quantity
    from kit._scene import Scene

_FARTHEST_KM = 45_000  # more than once round the Earth: no distance between places
_POINTS = frozenset("N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split())
_NO_EXTENTS = frozenset({"way", "strait between X and Y"})
_OPEN = frozenset(t.name for t in TAILS if t.ends == "none" and t.name != "apart")
_LOOSE = frozenset({"across the water", "at a distance"})  # from where is for weights to say
_TAILS = tuple((t, pattern(rf"[ ,-]*(?:{t.words})"), pattern(t.needs)) for t in TAILS)
_LEADS = tuple(
    (lead, pattern(lead.words + " ?"), pattern(rf",?(?: by \w+)?{lead.link} *")) for lead in LEADS
)
# "Driven over the Hai Van Pass to Da Nang, 80 km away": not from the pass.
_PASSED = re.compile(r"\b(?:over|through|across|via|past|along|by way of) (?:the )?$")
# "34 km of the line from X to Y", not "the 34 km of the line"
_PART = pattern(
    r" ?of (?:the|this|that|its|their) (?:[\w-]+ ){0,2}(?:line|railway|railroad|road|highway"
    r"|motorway|expressway|route|track|pipeline)\b(?! (?:lies?|lay|separates?|parts?)\b)"
)
_WHOLE = pattern(r"\b(?:all|entire|whole) (?:[\w-]+ ){0,2}$")
_TALLER, _REACH = pattern(r"\b(?:higher|taller|deeper|wider) than[\w ]{0,15}$"), 40
_TO, _LEAVES = pattern(r" (?:on )?to (?:the )?"), pattern(r"\bfrom (?:the )?$")
_ANOTHER = pattern(
    r"[,;]?(?: and| while)? "
    r"(?P<other>another|the other|(?:a|the) (?:second|third)(?! (?:in|at|on|near)\b)(?: [a-z]+)?)"
    r"(?: (?:in|at|on|near|is|was|lies|stood|stands|sat|lay)\b[^,;.]*)? "
)
_SAID = pattern(r", [^,.;]*\b(?:sa(?:id|ys)|explain\w+|add\w+|recall\w+|note\w*)\b[^,.;]*,")


@dataclass(frozen=True)
class Ends:
    """
    What stands at the two ends of a distance, and how one gets from one to the other.

    Attributes
    ----------
    subject, reference : spacy.tokens.Span or None
        The phrases; None where the text does not say.
    direction : str or None
        Of the subject, seen from the reference: one of 16 points.
    mode : str or None
        A key of `MODES`.
    tail_end : int
        Offset where the words that state the distance end.
    row : str
        Name of the row of `TAILS` that was met, empty for another.
    named : bool
        Whether that row names both ends.
    """

    subject: "Span | None" = None
    reference: "Span | None" = None
    direction: str | None = None
    mode: str | None = None
    tail_end: int = 0
    row: str = ""
    named: bool = False


def _point(words: str | None) -> str | None:
    """Abbreviate a direction: "south-easterly" is SE; None for what is none of 16 points."""
    points = re.findall(r"north|south|east|west", (words or "").lower())
    short = "".join(point[0].upper() for point in points) or (words or "").upper()
    return short if short in _POINTS else None


def _pair(scene: "Scene", offset: int, joiner: str) -> "tuple[Span, Span] | None":
    """Read "X and Y" from a character on; "the two cities", without a joiner, is both."""
    first = scene.full(scene.phrases.at(offset))  # "Frankfurt am Main", not "Frankfurt am"
    if first is None:
        return None
    if not joiner:
        return (first, first)
    # not "a city 250 km from X, to Y"
    comma = r",\s+" if joiner == "," else rf"(?:,? by \w+,?)?(?:,(?!\s+to\b))?\s+(?:{joiner})\s+"
    joined = re.compile(comma, re.IGNORECASE)
    link = joined.match(scene.text, first.end_char)
    if link is None and (within := re.search(rf"\s{joiner}\s", first.text)):
        cut = first.start_char + within.start()  # the parser took "X and Y" for one phrase
        first = scene.doc.char_span(first.start_char, cut, alignment_mode="contract") or first
        link = joined.match(scene.text, first.end_char)
    second = scene.phrases.at(link.end()) if link else None
    if link is None or second is None or second.start_char != link.end():
        return None
    return None if is_no_place(scene, first) or is_no_place(scene, second) else (first, second)


def _pair_before(scene: "Scene", start: int, last: "Span") -> "tuple[Span, Span] | None":
    """Read "X and Y, 40 km apart" from Y back."""
    joiner = re.search(r"(?<!\S)(\S+)\s+and\s+$", scene.text[start : last.start_char])
    first = scene.phrases.before(start + joiner.end(1), start) if joiner else None
    if first is None or is_no_place(scene, first) or not scene.is_mention(first):
        return None
    return first, last


def _read_tail(scene: "Scene", left: str, start: int, end: int) -> Ends | None:
    """Try the tails in order on the words after a length."""
    for row, words, needs in _TAILS:
        match = words.match(scene.text, start, end)
        if not match or not needs.search(left.rstrip()):
            continue
        found = match.groupdict()
        ends = Ends(
            direction=_point(found.get("dir")),
            mode=_waylengths.mode_in(match[0]),
            tail_end=match.end(),
            row=row.name,
        )
        if row.ends == "none":
            return ends
        at = re.compile(r"\s+").match(scene.text, match.end(), end)
        if at and (filled := _fill(scene, ends, at.end(), row.ends)):
            return filled
    return None


def _fill(scene: "Scene", ends: Ends, offset: int, joiner: str) -> Ends | None:
    """Add the phrases that follow a tail; None where they are no places."""
    if joiner == "one":
        reference = scene.phrases.at(offset)
        if reference is None or reference.start_char != offset or is_no_place(scene, reference):
            return None
        if ends.row == "into Y" and not scene.is_mention(reference):
            return None  # "40 miles into the Tour"
        if reference.root.pos_ == "PRON" and reference.text.lower() not in {"here", "there"}:
            return replace(ends, tail_end=reference.end_char)
        return replace(ends, reference=reference, tail_end=reference.end_char)
    pair = _pair(scene, offset, joiner)
    if pair is None:
        return None
    return replace(ends, subject=pair[0], reference=pair[1], named=True, tail_end=pair[1].end_char)


def _read_lead(scene: "Scene", start: int, head: int) -> Ends | None:
    """Try the leads on the words before a length, the nearest to it first."""
    text = scene.text
    for row, words, link in _LEADS:
        for match in reversed(list(words.finditer(text[start:head]))):
            pair = _pair(scene, start + match.end(), row.joiner)
            if pair is None or pair[1].end_char > head:
                continue
            between = text[pair[1].end_char : head]
            if link.fullmatch(between):
                subject, reference = reversed(pair) if row.joiner == "," else pair
                both = None if subject is reference else reference
                mode = _waylengths.mode_in(_SAID.sub("", between)) or _waylengths.mode_in(match[0])
                return Ends(
                    subject, both, None, mode, head, "apart" if both is None else "", named=True
                )
    return None


def _read_trip(scene: "Scene", left: str, tail: int, end: int) -> Ends | None:
    """Read "a flight of 650 km took the minister from Rome to Tirana"."""
    if not TRIP_OF.search(left):
        return None
    for match in FROM.finditer(scene.text, tail, end):
        if pair := _pair(scene, match.end(), "to"):
            return Ends(*pair, tail_end=pair[1].end_char, named=True)
    return None


def _of_way(found: "_waylengths.WayLength | None") -> Ends | None:
    """Take the ends of a way whose length is told."""
    if found is None:
        return None
    mode = _waylengths.mode_of_way(found.words)
    return Ends(found.one, found.two, None, mode, found.end, row="way", named=True)


def _with_subject(
    scene: "Scene", ends: Ends, start: int, quantity: "Quantity", previous: Ends | None
) -> Ends:
    """Add the subject, shared with the claim before in "200 km north of A and 45 km from B"."""
    left = scene.text[start : quantity.head]
    beside = previous is not None and start < previous.tail_end <= quantity.head
    if previous and beside and AND_ALSO.fullmatch(scene.text, previous.tail_end, quantity.head):
        # "within 5 km of the coast, 80 km from Tunis" says where on the coast
        joint = scene.text[previous.tail_end : quantity.head].strip()
        inner = previous.row == "within N of Y" and joint == ","
        return replace(ends, subject=previous.reference if inner else previous.subject)
    if ends.row == "N to Y":  # what goes there lies nowhere, unless "from X it is"
        origin = FROM.match(left)
        first = scene.phrases.at(start + origin.end()) if origin else None
        begun = (_waylengths.left_before, _waylengths.come_to_before)
        froms = (find(scene, start, quantity.head) for find in begun)
        return replace(ends, subject=first or next(filter(None, froms), None))
    if previous and start < previous.tail_end <= quantity.head:
        another = _ANOTHER.match(scene.text, previous.tail_end, quantity.head)
        if another is not None:  # "a depot 35 km north of Osh, another in a mine 80 km from Naryn"
            span = scene.doc.char_span(*another.span("other"), alignment_mode="expand")
            return replace(ends, subject=span)
    trip = ends.row == "from Y" and TRIP_OF.search(scene.text[start : quantity.start])
    subject = _waylengths.reached_before(scene, start, quantity.head) if trip else None
    apart = ends.row == "apart"
    subject = subject or topic_of(scene, quantity, start, ends.tail_end, apart=apart)
    if subject is None and ends.row in _OPEN:
        subject = land_before(scene, start, quantity.head)
    if apart and subject is not None:
        pair = _pair(scene, subject.start_char, "and") or _pair_before(scene, start, subject)
        subject, reference = pair or (subject, None)
        return replace(ends, subject=subject, reference=reference)
    return replace(ends, subject=subject)


def _left_for(scene: "Scene", goal: "Span", start: int) -> "Span | None":
    """Read from where "moved from Osh to Uzgen, 50 km to the east" counts."""
    before = scene.towns(start, goal.start_char)[-1:]
    joined = before and _TO.fullmatch(scene.text, before[0].end_char, goal.start_char)
    left = joined and _LEAVES.search(scene.text, start, before[0].start_char)
    return before[0] if left else None


def _implied(
    scene: "Scene", ends: Ends, start: int, head: int, previous: Ends | None
) -> "Span | None":
    """Say from where "60 miles to the west" counts: the one other place named shortly before."""
    if ends.subject is not None and NEAREST.search(ends.subject.text):
        to = TO.match(scene.text, ends.subject.end_char)  # "the nearest clinic to the camp"
        if to and (near := scene.phrases.at(to.end())):
            return near
    if ends.subject is not None and (left := _left_for(scene, ends.subject, start)):
        return left
    first = ends.subject.start_char if ends.subject is not None else head
    places = scene.places(start, max(first, start), ends.subject)
    places = [one for one in places if not _PASSED.search(scene.text, start, one.start_char)]
    if any(find_lengths(scene.text[one.end_char : first]) for one in places):
        # "X has a port. Y is 50 km to the west; Z is 9 km to the east" of X, as Y is to the west
        also = previous is not None and previous.row in _OPEN and start < previous.tail_end
        return previous.reference if previous is not None and also else None
    earlier = scene.sentence_before(start)
    if not places and earlier and ends.row != "away":
        places = scene.places(*earlier, ends.subject)
    return places[0] if len(places) == 1 else None


def _is_other(scene: "Scene", quantity: "Quantity", tail: int, left: str) -> bool:
    """Tell heights, parts of a way, what it grows by, and what is no distance on Earth."""
    far = quantity.value * quantity.km_per_unit > _FARTHEST_KM
    idiom = IDIOM.match(scene.text, quantity.start)
    changed = CHANGED.search(left) or OFF_TRIP.match(scene.text, tail)
    before = scene.text[max(quantity.head - _REACH, 0) : quantity.start]
    part = _PART.match(scene.text, tail) and not _WHOLE.search(before)
    return bool(far or idiom or changed or part or _TALLER.search(before))


def read_ends(
    scene: "Scene", quantity: "Quantity", tail: int, previous: Ends | None
) -> Ends | None:
    """
    Read both ends of a length.

    Parameters
    ----------
    scene : Scene
        The text.
    quantity : Quantity
        The length, the first of those that restate one another.
    tail : int
        Offset after the last of them and the bracket that closes it.
    previous : Ends or None
        The ends of the claim before, whose subject "and 45 km from B" shares.

    Returns
    -------
    Ends or None
        None where the length states no distance between places.
    """
    text = scene.text
    start, end = scene.sentence(quantity.start)
    end = max(end, tail)
    left, left_hedged = text[start : quantity.head], text[start : quantity.start]
    if _is_other(scene, quantity, tail, left):
        return None
    bounds = tail, start, end
    ends = (
        _of_way(_waylengths.two_apart(scene, quantity, *bounds))
        or _read_tail(scene, left_hedged, tail, end)
        or _read_lead(scene, start, quantity.head)
        or _read_trip(scene, left_hedged, tail, end)
        or _of_way(_waylengths.way_length(scene, quantity, *bounds))
    )
    vetoed = is_vetoed(left_hedged, text[tail:end], quantity.unit)
    if ends is None or (vetoed and ends.row not in _NO_EXTENTS):
        ends = _of_way(_waylengths.of_sentence(scene, quantity, *bounds))
    if ends is None:
        return None
    if HALFWAY.match(text, quantity.start) and ends.subject is not None:
        both = scene.doc.char_span(ends.subject.start_char, ends.tail_end)
        ends = replace(ends, reference=both, named=False)
    if not ends.named:
        ends = _with_subject(scene, ends, start, quantity, previous)
    if ends.subject is None or not scene.is_mention(ends.subject):
        # "trains roll 704 km across the Sahara from X to the sea at Y"
        ends = _of_way(_waylengths.of_sentence(scene, quantity, *bounds)) or ends
    after = AFTER_MODE.match(text, max(ends.tail_end, tail), end)
    first = FIRST_MODE.match(left)
    moved = MOVING.search(left) or TRIP_OF.search(left_hedged)
    modes = (_waylengths.mode_in(words[0]) for words in (after, first, moved) if words)
    ends = replace(ends, mode=ends.mode or next(filter(None, modes), None))
    if ends.row in _OPEN:
        if MOVED.search(left) or SENSED.search(left):
            return None
        is_told = ends.row not in _LOOSE
        from_where = _implied(scene, ends, start, quantity.head, previous) if is_told else None
        if (
            previous
            and from_where
            and from_where == previous.reference
            and start >= previous.tail_end
        ):
            from_where = None  # it may count from what lay there as well
        return replace(ends, reference=from_where)
    return ends
