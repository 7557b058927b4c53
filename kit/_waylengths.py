"""Lengths of ways: "the railway from X to Y, 900 km by train", "left X for Y, a trip of 900 km"."""

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from kit._skeletons import both_ends
from kit._wording import BETWEEN, DIVIDES, MODES, MOVES, PARTED, TRIPS, VEHICLES, pattern

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kit._quantities import Quantity
    from kit._scene import Scene

_WAYS = (
    r"line|railway|railroad|rail|track|road|highway|motorway|expressway|route|ferry|race|rally|"
    r"regatta|crossing|service|contest|canal|tunnel|causeway|pipeline|tarmac|asphalt|gravel|classic"
)
_STRETCHES = r"run|(?:open )?(?:sea|water|ocean|desert)"
_RIDES = r"(?:rail|train|road|bus|car|ferry|boat) (?:journey|trip|ride)"
_JOINING = r"(?:that |which )?(?:links?|linking|connects?|connecting|joins?|joining)"
_JOINED = r"(?:linked|connected|joined)"
_BEHIND = 160  # letters in which both ends are named
_LEAD = 60  # letters before the first
_FAR = 90  # letters from the last place to "a trip of"
_PART = r"(?!of\b|stretch|section|part|segment|leg|half)"
# "the line from", "The Hume Highway between"
_WAY_FROM = pattern(
    rf"\b(?P<noun>(?:[\w-]+ )?(?:{_WAYS}))\b(?: {_PART}[\w-]+){{0,6}} (?:from|between) (?:the )?$"
)
_PIECE = pattern(rf"\bof (?:the |an? |this |that |its )?(?:[\w-]+ )?(?:{_WAYS})\b[^,;.]*$")
_VIA = r"(?: (?:through|via|by way of|round|around|by) [^,;.]{2,40}?)?"
_GAP = pattern(
    rf"(?: in [A-Z][\w-]+)?{_VIA}(?:[ ,(–—]+(?:which (?:is|runs|covers|measures) |an? )?"
    # "X and Y, on the border, is 300 km long"
    r"|(?:, (?:[^,;.]|,(?=\d)){1,45}(?=,))?,? "
    r"(?:is|was|measures|covers|sails|travels|runs|stretches)(?: for)? "
    r"|,? (?:winds|snakes|climbs|curves|runs|goes)(?: [\w ]{1,30})? for "
    r"|,? (?:takes?|took|needs?|needed) [\w -]{1,30} (?:for|over|to cover) the "
    r"| over (?:a distance of )?)"
)
_TRIP_OF = pattern(
    r"(?: by [a-z]+)?(?: (?:on|in|last|this|early|late) [^,;.]{2,30})?"
    rf", an? (?:[\w-]+ )?(?:{TRIPS}|distance|{_WAYS}|stretch) of (?:[\w-]+ )?"
)
# "flew from X to Y, 900 km"; "from X to Y, 900 km by rail"
_MOVED_FROM = pattern(
    rf"\b(?P<noun>(?:{MOVES}|sent|shipped|brought|taken|run|held|raced|(?:{TRIPS}|(?:{VEHICLES})s?))\b[^,;.]{{0,30}})"
    r" (?:from|between) (?:the )?$"
)
_FROM = pattern(r"\b(?P<noun>from|between) (?:the )?$")
_BY = pattern(rf"\)? (?:by (?:{VEHICLES})|on foot)\b")
# What may follow such a length: not "40 km shorter", "3 km of which", "20 km from the border".
_DONE = pattern(
    rf"\)?(?:[ -](?:{TRIPS}|long))?(?: in length| by [a-z]+"
    r"| of (?:track|road|line|rail|desert|water|sea|forest|jungle|steppe|dirt|mountain)s?)?"
    r"(?=[,.;:)–—]|$"
    r"| (?:with|was|is|were|are|has|had|have|will|that|which|and|in|on|through|across|over|for"
    r"|along|up|down)\b)"
)
# "the 393 miles of track between", "the 1,956-km railway from", "a 600-km ferry crossing from"
_OF_WAY = pattern(
    rf"[ -]?(?P<of>of )?(?:{_PART}[\w-]+ ){{0,3}}?(?P<noun>{_WAYS}|{_RIDES}|{_STRETCHES})\b"
    rf"(?: {_PART}[\w-]+){{0,4}} "
    rf"(?:from|between|{_JOINING}) (?:the )?"
)
# "At 300 km the classic from X to Y is the longest"
_AT = pattern(r"\W*(?:at|over) ")
_LONG_WAY = pattern(
    rf",? (?:the|this|its) (?:{_PART}[\w’'-]+ ){{0,4}}?(?P<noun>{_WAYS}|{_RIDES}|{TRIPS})\b"
    r" (?:from|between) (?:the )?"
)
# "linked to X by a 1,956-km railway", "joined by a 921-km line"
_JOINED_BY = pattern(rf"(?: (?:is|was|are|were|be|been|now))* ?(?:{_JOINED} )?by an? (?:new )?$")
_NEW_WAY = pattern(rf"[ -](?:{_PART}[\w-]+ ){{0,3}}?(?P<noun>{_WAYS})\b")
# "The road from X to Y", "the line, which stretches 393 miles from X to Y"
_RUNS = pattern(
    rf"\b(?P<noun>(?-i:[A-Z][\w-]+ )*(?i:{_WAYS}))\b[\w ,]{{0,30}}?,? (?:which |that )?"
    r"(?:stretches|stretching|runs|running|extends|extending|winds|snakes|spans)(?: for)? $"
)
# "by rail from X to Y on a railway about 450 km long"
_ON_WAY = pattern(rf"\b(?:on|by|along|over) (?:an?|the|its) (?:[\w-]+ ){{0,3}}?(?P<noun>{_WAYS}) $")
# "The railway, opened in 1976, is 476 km long from X to Y", "the track links X with Y over 471 km"
_IS = pattern(rf"\b(?P<noun>{_WAYS})\b[^.;]{{0,80}}? (?:is|was) $")
_LONG_FROM = pattern(r",? (?:long|in length),? (?:from|between) (?:the )?")
_WAY_LINKS = pattern(
    rf"\b(?P<noun>{_WAYS})\b[^.;]{{0,60}}? (?:link|connect|join)(?:s|ed|ing)? (?:the )?$"
)
_BY_WAY = pattern(r" (?:by way of|via|through|past) ")
_TO_GO = pattern(rf"\bto (?:{MOVES}) (?:the |some |about )*$")
_AND_THEN = pattern(rf",?(?: and)?(?: then)? (?:{MOVES}) (?:on )?(?:the |some |about )*")
_ONLY_FROM = pattern(r" (?:from|between) (?:the )?")
_THE = pattern(
    r"(?:\b(?:the|along|over|(?:cover|cross|travers)(?:e?s|e?d|ing)?)|^|[:;–—]) ?"
    r"(?:roughly |some |about |nearly |almost |estimated )?$"
)
_ANY = pattern(r"\b(?:the|an?|its) (?:new |old |annual |whole |entire )?$")
# "the Angolan port of", "the ice-free harbour of"
_PLACE_OF = (
    r"(?:(?:[\w-]+ ){0,2}(?:port|city|town|harbou?r|capital|island|village|resort|suburb|gates?"
    r"|docks?|centre|center|outskirts|edge) "
    r"(?:of )?)?"
)
_JOINT = pattern(
    r"(?:['’]s?(?: [\w-]+){1,3})?"
    rf"(?:, [^,;.]{{1,30}},| (?:via|through|past) (?:the )?[\w’'-]+(?: [A-Z][\w’'-]+)?)?"
    rf"(?: up| down| on| over| across)? "
    rf"(?:and|(?:(?:is|was) (?:now )?{_JOINED} )?(?:to|with)) (?:the )?{_PLACE_OF}"
)
_LEAD_IN = pattern(_PLACE_OF)
_TRIP = pattern(
    rf"\b(?:{TRIPS}|distance|runs?|leap) of (?:[\w-]+ ){{0,3}}$|\bcovering (?:the |some |about )?$"
)
_LEFT = pattern(
    r"\b(?:from|left|leav(?:es?|ing)|depart(?:s|ed|ing)?|quit|out of) (?:the |its )?[^;.]{0,45}$"
)
_REACHED = pattern(
    r"\b(?:to|for|in|into|at|off|reached|reaching|entered) (?:the )?(?:[a-z-]+ ){0,3}(?:of )?$"
)
_LINKS = pattern(r"\b(?:links?|linked|linking|connect\w*|joins?|joined|joining) (?:the )?$")
# "The line, 186 km long, stayed closed", but not "The Kamchik tunnel, 19 km", another way.
_LINE = pattern(rf"\W*the (?:(?-i:[a-z])[\w-]* )?(?:{_WAYS}), ")
_IT_IS = pattern(
    r"\W*(?:the|that) (?:[\w-]+ ){0,2}?"
    rf"(?:distance|way|{TRIPS})(?: by [a-z]+)? (?:is|was|covers|covered|takes|took) "
)
_TWO = pattern(
    r"\W*(?:the|these) (?:two |pair of )?"
    r"(?:cities|towns|ports|capitals|islands|villages|airports|places|stations) "
    r"(?:are|lie|were|stand) "
)
# "though the two are just 55 km apart", "hardly 195 km lie between the two capitals"
_TWO_ARE = pattern(
    r"\W(?:the two|both)"
    r"(?:(?: [\w-]+)? (?:cities|towns|capitals|ports|islands|shores|centers|centres))?"
    r" (?:are|lie|were|stand) (?:\w+ )?$"
)
# "X and Y, separated by barely 100 km,"
_PARTED_BY = pattern(rf", (?:{PARTED}) by (?:[\w-]+ )?$")
_CLOSED = pattern(r"(?: as the crow flies| in a straight line| of [\w -]{1,30})?(?=[,.;:])")
_THE_TWO = pattern(
    rf" {BETWEEN}(?:that |which )?(?:(?:lies?|lay) between|{DIVIDES}|keeps?|kept) "
    r"(?:the two|them)\b(?: [\w-]+){0,2}?(?: cities| towns| capitals| ports)?"
)
_RAILS = pattern(r"\b(?:track|rails?|high-speed line|railway line)\b")
_MODE_WORDS = {mode: pattern(rf"\b(?:{known})\b") for mode, known in MODES.items()}
_APART = pattern(r",? (?:apart|from (?:each other|one another))\b[^.;]{0,40}")


class WayLength(NamedTuple):
    """Both ends of a way, the words that tell what it is, and where they end in the text."""

    one: "Span"
    two: "Span"
    words: str
    end: int


def way_length(
    scene: "Scene", quantity: "Quantity", tail: int, start: int, end: int
) -> WayLength | None:
    """
    Read a length that is said of a way between two places.

    Parameters
    ----------
    scene : Scene
        The text.
    quantity : Quantity
        The length.
    tail : int
        Offset after it and what restates it.
    start, end : int
        Bounds of its sentence.

    Returns
    -------
    WayLength or None
    """
    return (
        _named_before(scene, quantity, tail, start)
        or _named_behind(scene, quantity, tail, start, end)
        or _of_trip(scene, quantity, tail, start)
        or _of_sentence_before(scene, quantity, tail, start)
    )


def two_apart(
    scene: "Scene", quantity: "Quantity", tail: int, start: int, end: int
) -> WayLength | None:
    """
    Read what other wordings would be mistaken for: "covers the 515 km from X to Y".

    Parameters
    ----------
    scene, quantity, tail, start, end
        As for `way_length`.

    Returns
    -------
    WayLength or None
        Also of "The two cities are 300 km apart": the two that the sentence before names.
    """
    before = scene.text[start : quantity.head]
    apart, two = _APART.match(scene.text, tail, end), _THE_TWO.match(scene.text, tail, end)
    parted = _PARTED_BY.search(before) and _CLOSED.match(scene.text, tail, end)
    if two or parted or (apart and (_TWO.fullmatch(before) or _TWO_ARE.search(before))):
        pair = _pair_of(scene, (start, quantity.head))
        pair = pair or _pair_of(scene, scene.sentence_before(start))
        if pair is None and "capitals" in before:
            pair = _two_capitals(scene, start)
        said = two or parted or apart
        return WayLength(*pair, said[0], said.end()) if pair and said else None
    runs, between = _RUNS.search(before), _ONLY_FROM.match(scene.text, tail)
    if long := _LONG_FROM.match(scene.text, tail):
        runs, between = _IS.search(before), long
    if not between or not (runs or (not long and _THE.search(before))):
        return None
    pair = _joined_at(scene, between.end(), end)
    return WayLength(*pair, runs["noun"] if runs else "", pair[1].end_char) if pair else None


def _joined_at(scene: "Scene", offset: int, end: int) -> "tuple[Span, Span] | None":
    """Read "X to Y" and "X and Y" from a character on."""
    lead = _LEAD_IN.match(scene.text, offset)
    begins = offset, lead.end() if lead else offset  # "Port Vila", "the port of Vila"
    places = scene.towns(offset, min(end, begins[1] + _BEHIND))[:3]
    if not places or places[0].start_char not in begins:
        return None
    for two in places[1:]:  # "from Baku via Tbilisi to Ceyhan"
        if _JOINT.fullmatch(scene.text, places[0].end_char, two.start_char):
            return places[0], two
    return None


def _pair_of(scene: "Scene", bounds: tuple[int, int] | None) -> "tuple[Span, Span] | None":
    """Give the two places of a sentence that names no third."""
    known = scene.towns(*bounds) if bounds else []
    other = bounds and any(not scene.is_mention(span) for span in scene.places(*bounds, None))
    return (known[0], known[1]) if len(known) == 2 and not other else None


def _first_and_last(scene: "Scene", start: int, end: int) -> "tuple[Span, Span] | None":
    """Give the two places of a sentence that names others but as being passed."""
    towns = scene.towns(start, end)
    if len(towns) < 3 or any(not scene.is_mention(span) for span in scene.places(start, end, None)):
        return None
    passed = _BY_WAY.search(scene.text, towns[1].end_char, towns[2].start_char)
    return (towns[0], towns[1]) if passed else None


def _two_capitals(scene: "Scene", start: int) -> "tuple[Span, Span] | None":
    """Give the capitals of which the last three sentences name no third."""
    low = start
    for _ in range(3):
        low, _ = scene.sentence_before(low) or (low, low)
    known = {m.place_id: m for m in scene.inside(low, start) if m.is_capital}
    spans = [scene.doc.char_span(m.start, m.end, alignment_mode="expand") for m in known.values()]
    one, two = spans if len(spans) == 2 else (None, None)
    return (one, two) if one is not None and two is not None else None


def _named_before(scene: "Scene", quantity: "Quantity", tail: int, start: int) -> WayLength | None:
    """Read "The line from X to Y, about 620 km by rail," and "X and Y are linked by a 620-km"."""
    text, places = scene.text, scene.towns(start, quantity.head)[-3:]
    for one, two in pairwise(places):
        if not _JOINT.fullmatch(text, one.end_char, two.start_char):
            continue
        new = _NEW_WAY.match(text, tail)
        if new and _JOINED_BY.fullmatch(text, two.end_char, quantity.head):
            return WayLength(one, two, new["noun"], new.end())
        lead = text[max(start, one.start_char - _LEAD) : one.start_char]
        way = _WAY_FROM.search(lead) or _MOVED_FROM.search(lead)
        way = way or (_FROM.search(lead) if _BY.match(text, tail) else None)
        way = way or _WAY_LINKS.search(text[start : one.start_char])
        trip = _TRIP_OF.fullmatch(text, two.end_char, quantity.head)
        whole = not _PIECE.search(lead) and _GAP.fullmatch(text, two.end_char, quantity.head)
        # not "a part of the road from X to Y, 40 km long"
        if way and (trip or whole) and (done := _DONE.match(text, tail)):
            return WayLength(one, two, f"{way['noun']} {done[0]}", done.end())
    return None


def _named_behind(
    scene: "Scene", quantity: "Quantity", tail: int, start: int, end: int
) -> WayLength | None:
    """Read "the 393 miles of track between X and Y" and "the 1,956-km railway from X to Y"."""
    text = scene.text
    way = _LONG_WAY.match(text, tail, end) if _AT.fullmatch(text, start, quantity.head) else None
    if way is None:
        way = _OF_WAY.match(text, tail, end)
        if not way or not (_THE if way["of"] else _ANY).search(text[start : quantity.head]):
            return None
    pair = _joined_at(scene, way.end(), end)
    return WayLength(*pair, way["noun"], pair[1].end_char) if pair else None


def _of_trip(scene: "Scene", quantity: "Quantity", tail: int, start: int) -> WayLength | None:
    """Read "left X on Monday and reached Y on Thursday, after a journey of 900 km"."""
    whole = _DONE.match(scene.text, tail)
    trip = _TRIP.search(scene.text[start : quantity.start])
    trip = trip or (whole and _ON_WAY.search(scene.text[start : quantity.head]))
    bounds = start, quantity.head
    pair = (_pair_of(scene, bounds) or _first_and_last(scene, *bounds)) if trip else None
    if not trip or not pair or quantity.head - pair[1].end_char > _FAR:
        return None
    return WayLength(*pair, trip[0], tail) if _is_way(scene, pair, start) else None


def _of_sentence_before(
    scene: "Scene", quantity: "Quantity", tail: int, start: int
) -> WayLength | None:
    """Read "They drove from X to Y. The distance is 900 km"."""
    told = (words.fullmatch(scene.text, start, quantity.head) for words in (_IT_IS, _LINE))
    if not any(told) or not _DONE.match(scene.text, tail):
        return None
    bounds = scene.sentence_before(start)
    pair = _pair_of(scene, bounds)
    if not bounds or not pair or not _is_way(scene, pair, bounds[0]):
        return None
    return WayLength(*pair, scene.text[start : quantity.head], tail)


def of_sentence(
    scene: "Scene", quantity: "Quantity", tail: int, start: int, end: int
) -> WayLength | None:
    """
    Read what the whole sentence tells: "From X the rails run 900 km before they end at Y".

    Parameters
    ----------
    scene, quantity, tail, start, end
        As for `way_length`.

    Returns
    -------
    WayLength or None
    """
    found = both_ends(scene, quantity, tail, start, end)
    return WayLength(*found) if found else None


def _is_way(scene: "Scene", pair: "tuple[Span, Span]", start: int) -> bool:
    """Tell "left X and reached Y" from two places that nobody goes between."""
    one, two = pair
    before = scene.text[start : one.start_char]
    if _LINKS.search(before) and _JOINT.fullmatch(scene.text, one.end_char, two.start_char):
        return True  # "links X and Y over a distance of"
    return bool(_LEFT.search(before) and _REACHED.search(scene.text[one.end_char : two.start_char]))


def left_before(scene: "Scene", start: int, end: int) -> "Span | None":
    """Give what "left X on Monday to sail the 600 miles to" names as its beginning."""
    towns = scene.towns(start, end)
    alone = len(towns) == 1 and _LEFT.search(scene.text[start : towns[0].start_char])
    # not "left Paris, flew south and drove 40 km to the coast"
    return towns[0] if alone and _TO_GO.search(scene.text[start:end]) else None


def come_to_before(scene: "Scene", start: int, end: int) -> "Span | None":
    """Give where one was that was "flown to X and then driven 155 km to"."""
    towns = scene.towns(start, end)[-1:]
    reached = towns and _REACHED.search(scene.text[start : towns[0].start_char])
    went_on = reached and _AND_THEN.fullmatch(scene.text, towns[0].end_char, end)
    return towns[0] if went_on else None


def reached_before(scene: "Scene", start: int, end: int) -> "Span | None":
    """Give where one was "after a voyage of 600 miles from"."""
    towns = scene.towns(start, end)
    reached = len(towns) == 1 and _REACHED.search(scene.text[start : towns[0].start_char])
    return towns[0] if reached else None


def mode_in(words: str) -> str | None:
    """Read a mode from words of a journey or a way; None where they tell none."""
    return next((mode for mode, known in _MODE_WORDS.items() if known.search(words)), None)


def mode_of_way(words: str) -> str | None:
    """Tell how one goes by the words of a way; a line is one of trains or of buses."""
    return "rail" if _RAILS.search(words) else mode_in(words)
