"""Lengths of ways: "the railway from X to Y, 900 km by train", "left X for Y, a trip of 900 km"."""

from typing import TYPE_CHECKING, NamedTuple

from kit._wording import MODES, TRIPS, pattern

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kit._quantities import Quantity
    from kit._scene import Scene

_WAYS = (
    r"line|railway|railroad|rail|track|road|highway|motorway|expressway|route|ferry|race|rally|"
    r"regatta|crossing|service"
)
_BEHIND = 160  # letters in which both ends are named
_LEAD = 60  # letters before the first
_FAR = 90  # letters from the last place to "a trip of"
_PART = r"(?!of\b|stretch|section|part|segment|leg|half)"
# "the line from", "The Hume Highway between"
_WAY_FROM = pattern(
    rf"\b(?P<noun>(?:[\w-]+ )?(?:{_WAYS}))\b(?: {_PART}[\w-]+){{0,2}} (?:from|between) (?:the )?$"
)
_GAP = pattern(r"[ ,(–—]+(?:which (?:is|runs|covers|measures) )?|,? (?:is|was|measures|covers) ")
# What may follow such a length: not "40 km shorter", "3 km of which", "20 km from the border".
_DONE = pattern(
    r"\)?(?: long| in length| by [a-z]+| of (?:track|road|line|rail)s?)?"
    r"(?=[,.;:)–—]|$| (?:was|is|were|are|has|had|have|will|that|which|and|in|on)\b)"
)
# "the 393 miles of track between", "the 1,956-km railway from", "a 600-km ferry crossing from"
_OF_WAY = pattern(
    rf"[ -]?(?P<of>of )?(?:{_PART}[\w-]+ ){{0,3}}?(?P<noun>{_WAYS})\b(?: {_PART}[\w-]+)? "
    r"(?:from|between) (?:the )?"
)
_THE, _ANY = pattern(r"\bthe $"), pattern(r"\b(?:the|an?|its) $")
_JOINT = pattern(r"(?:, [^,;.]{1,30},)? (?:to|and) (?:the )?")
_TRIP = pattern(rf"\b(?:{TRIPS}|distance) of (?:[\w-]+ ){{0,3}}$")
_LEFT = pattern(r"\b(?:from|left|leaving|departed|quit|out of) (?:the |its )?[^;.]{0,45}$")
_REACHED = pattern(
    r"\b(?:to|for|in|into|at|off|reached|reaching|entered) (?:the )?(?:[a-z-]+ ){0,3}$"
)
_IT_IS = pattern(
    r"\W*(?:the|that) (?:[\w-]+ ){0,2}?"
    rf"(?:distance|way|{TRIPS})(?: by [a-z]+)? (?:is|was|covers|covered|takes|took) "
)
_TWO = pattern(
    r"\W*(?:the|these) (?:two|pair of) "
    r"(?:cities|towns|ports|capitals|islands|villages|airports|places|stations) "
    r"(?:are|lie|were|stand) "
)
_RAILS = pattern(r"\b(?:track|rails?|high-speed line|railway line)\b")
_MODES = [(mode, pattern(rf"\b(?:{known})\b")) for mode, known in MODES.items()]
_APART = pattern(r",? apart\b[^.;]{0,40}")


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
    """Read "The two cities are 300 km apart", of the two that the sentence before names."""
    apart = _APART.match(scene.text, tail, end)
    if not apart or not _TWO.fullmatch(scene.text, start, quantity.head):
        return None
    pair = _pair_of(scene, scene.sentence_before(start))
    return WayLength(*pair, apart[0], apart.end()) if pair else None


def _pair_of(scene: "Scene", bounds: tuple[int, int] | None) -> "tuple[Span, Span] | None":
    """Give the two places of a sentence that names no third."""
    named = scene.places(*bounds, None) if bounds else []
    known = [span for span in named if scene.is_mention(span)]
    return (known[0], known[1]) if len(named) == len(known) == 2 else None


def _named_before(scene: "Scene", quantity: "Quantity", tail: int, start: int) -> WayLength | None:
    """Read "The line from X to Y, about 620 km by rail,"."""
    text, places = scene.text, scene.places(start, quantity.head, None)[-2:]
    if len(places) < 2 or not _DONE.match(text, tail):
        return None
    one, two = places
    way = _WAY_FROM.search(text[max(start, one.start_char - _LEAD) : one.start_char])
    joined = _JOINT.fullmatch(text, one.end_char, two.start_char)
    if not way or not joined or not _GAP.fullmatch(text, two.end_char, quantity.head):
        return None
    return WayLength(one, two, way["noun"], tail)


def _named_behind(
    scene: "Scene", quantity: "Quantity", tail: int, start: int, end: int
) -> WayLength | None:
    """Read "the 393 miles of track between X and Y" and "the 1,956-km railway from X to Y"."""
    text = scene.text
    way = _OF_WAY.match(text, tail, end)
    if not way or not (_THE if way["of"] else _ANY).search(text[start : quantity.head]):
        return None
    places = scene.places(way.end(), min(end, way.end() + _BEHIND), None)[:2]
    if len(places) < 2 or places[0].start_char != way.end():
        return None
    one, two = places
    if not _JOINT.fullmatch(text, one.end_char, two.start_char):
        return None
    return WayLength(one, two, way["noun"], two.end_char)


def _of_trip(scene: "Scene", quantity: "Quantity", tail: int, start: int) -> WayLength | None:
    """Read "left X on Monday and reached Y on Thursday, after a journey of 900 km"."""
    trip = _TRIP.search(scene.text[start : quantity.start])
    pair = _pair_of(scene, (start, quantity.head)) if trip else None
    if not trip or not pair or quantity.head - pair[1].end_char > _FAR:
        return None
    return WayLength(*pair, trip[0], tail) if _is_way(scene, pair, start) else None


def _of_sentence_before(
    scene: "Scene", quantity: "Quantity", tail: int, start: int
) -> WayLength | None:
    """Read "They drove from X to Y. The distance is 900 km"."""
    if not _IT_IS.fullmatch(scene.text, start, quantity.head) or not _DONE.match(scene.text, tail):
        return None
    bounds = scene.sentence_before(start)
    pair = _pair_of(scene, bounds)
    if not bounds or not pair or not _is_way(scene, pair, bounds[0]):
        return None
    return WayLength(*pair, scene.text[start : quantity.head], tail)


def _is_way(scene: "Scene", pair: "tuple[Span, Span]", start: int) -> bool:
    """Tell "left X and reached Y" from two places that nobody goes between."""
    one, two = pair
    before = scene.text[start : one.start_char]
    return bool(_LEFT.search(before) and _REACHED.search(scene.text[one.end_char : two.start_char]))


def mode_of_way(words: str) -> str | None:
    """Tell how one goes by the words of a way; a line is one of trains or of buses."""
    if _RAILS.search(words):
        return "rail"
    return next((mode for mode, known in _MODES if known.search(words)), None)
