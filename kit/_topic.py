"""What a stated distance is said of: what lies there, by the words around its length."""

import re
from itertools import chain, islice, takewhile
from typing import TYPE_CHECKING

from kit._nouns import SHORES, SITED
from kit._phrases import token_at
from kit._referents import mention_of
from kit._wording import (
    ARTICLE,
    BE,
    BESIDE,
    COMMA,
    MOVING,
    NOT_PLACES,
    NOT_PUT,
    OPENERS,
    PARTICIPLE,
    PLAIN,
    POSITION,
    ROAD,
    STAYS,
    WHICH,
    WIDE_SPOT,
    pattern,
)

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

    from kit._quantities import Quantity
    from kit._scene import Scene

_DEEPEST = 40  # words above another in a parse; more is a parse gone wrong
_FIGURES = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "CARDINAL", "QUANTITY"})
_OBJECTS = frozenset({"him", "her", "them", "me", "us"})
_MARKS = " \n,(—–-"
_INSIDE = frozenset({"in", "into", "on", "at", "over", "under", "among", "behind"})
_STANDS = frozenset(
    "lie sit stand perch nestle build tunnel carve dig locate situate spread sprawl rise "
    "hide".split()
)
_IS_OR_HOLDS = frozenset({("attr", "be"), ("dobj", "occupy"), ("dobj", "cover")})
_BEGINS = re.compile(r"(?:,| (?:is|lies|begins|starts|was))(?: [a-z]+){0,3} ")
_WITHIN = re.compile(r", (?:in|at|on) ")
_THERE = pattern(r"\bthere,? $")
_INVERTED = pattern(rf"(?:, (?:in|on|at|off) [^,.;]{{1,60}},)?,? (?:{BE}|begins?) ")
# "Under a mountain two miles north of it lies"
_SPOT = pattern(
    r"(?:(?:in|on|under|beneath|at|behind|atop|inside|among) (?:an?|the) (?:[\w-]+ ){1,3})"
)


def is_no_place(scene: "Scene", span: "Span") -> bool:
    """
    Tell whether a phrase is no place on the ground: the Moon, the fringe, a time.

    Parameters
    ----------
    scene : Scene
    span : spacy.tokens.Span

    Returns
    -------
    bool
    """
    is_figure = span.root.ent_type_ in _FIGURES and not scene.is_mention(span)
    return is_figure or bool(NOT_PLACES.match(span.text.strip()))


def _verb_over(scene: "Scene", offset: int, floor: int) -> "Token | None":
    """Find the verb that rules a word: the nearest above it in the parse, else to its left."""
    token = token_at(scene.doc, offset)
    if token is None:
        return None
    if token.pos_ in {"VERB", "AUX"}:
        return token
    above = (t for t in islice(token.ancestors, _DEEPEST) if t.idx >= floor)
    left = takewhile(lambda t: t.idx >= floor, (scene.doc[i] for i in range(token.i - 1, -1, -1)))
    return next((t for t in chain(above, left) if t.pos_ in {"VERB", "AUX"}), None)


def _is_bystander(scene: "Scene", span: "Span", left: str, km: float) -> bool:
    """
    Tell a phrase before a length that is not what lies there.

    That is a sea or an edge that something is at, a country or county wider than the distance,
    or, unless a comma sets it off, a person ("met Putin 40 km from"), a bare noun ("under fire 3
    km from", unlike "set up artillery 3 km from") or what is driven ("driving a pickup half a mile
    west of").
    """
    if (is_no_place(scene, span) and not scene.is_mention(span)) or scene.is_wider(span, km):
        return True
    if WIDE_SPOT.search(left[: left.rfind(span.text) + len(span.text)]):
        return True
    if span.root.lower_ in SHORES and span.doc[max(span.start - 1, 0)].pos_ == "ADP":
        return True
    if not left.rstrip().endswith(span.text) or scene.is_mention(span):
        return False
    put = span.root.dep_ == "dobj" and span.root.lower_ not in NOT_PUT
    bare = len(span) == 1 and span.root.tag_ == "NN" and not put
    driven = bool(MOVING.search(left[: len(left.rstrip()) - len(span.text)]))
    return bare or driven or span.root.ent_type_ == "PERSON"


def topic_of(
    scene: "Scene", quantity: "Quantity", start: int, tail_end: int, *, apart: bool
) -> "Span | None":
    """
    Find what lies at a distance: before the length, after its tail, or the verb's subject.

    Parameters
    ----------
    scene : Scene
    quantity : Quantity
        The length.
    start : int
        Where its sentence begins.
    tail_end : int
        Where the words that state the distance end.
    apart : bool
        Whether two places are said to be so far from each other.

    Returns
    -------
    spacy.tokens.Span or None
    """
    left = ARTICLE.sub("", scene.text[start : quantity.head])
    if not apart and (apposed := scene.apposed(start, start + len(left))):
        return apposed
    bare = PARTICIPLE.sub("", left)
    if OPENERS.fullmatch(bare) or (_SPOT.fullmatch(bare) and _INVERTED.match(scene.text, tail_end)):
        return _subject_after(scene, tail_end, quantity, opened=bare != left)
    is_located = bare != left or _THERE.search(left)
    if is_located and (there := _just_named(scene, start, start + len(bare))):
        return there  # "on motorbikes in Kano, located 40 km"
    if not POSITION.search(left):
        km = quantity.value * quantity.km_per_unit
        before = scene.phrases.before(start + len(bare), start)
        if before is not None and ROAD.fullmatch(before.text):
            before = scene.phrases.on_road(before, start)
            left = scene.text[start : before.end_char if before is not None else quantity.head]
        if before is not None and (near := BESIDE.search(scene.text, start, before.start_char)):
            left = scene.text[start : near.start()]  # "a wood a few yards from it, "
            if OPENERS.fullmatch(left):
                return _subject_after(scene, tail_end, quantity, opened=False)
            before = scene.phrases.before(near.start(), start)
        if before is not None and not _is_bystander(scene, before, left, km):
            return _holder(scene, before) or before
    return _subject_of_verb(scene, start, left)


def land_before(scene: "Scene", start: int, end: int) -> "Span | None":
    """
    Find the country that begins at a distance: "Sudan starts 20 km downstream".

    Parameters
    ----------
    scene : Scene
    start, end : int
        Where the sentence begins, and its length.

    Returns
    -------
    spacy.tokens.Span or None
    """
    lands = [m for m in scene.inside(start, end) if m.kind == "country" and m.end <= end]
    if not lands or not _BEGINS.fullmatch(scene.text, lands[-1].end, end):
        return None
    return scene.doc.char_span(lands[-1].start, lands[-1].end, alignment_mode="expand")


def _holder(scene: "Scene", span: "Span") -> "Span | None":
    """Give the place that is something ("Jersey is a fief"), occupies it, or was built into it."""
    noun, verb = span.root, span.root.head
    stands = (noun.dep_, verb.lemma_) in _IS_OR_HOLDS
    if noun.dep_ == "pobj" and verb.lower_ in _INSIDE:
        verb = verb.head
        stands = verb.lemma_ in _STANDS
    if (scene.is_mention(span) and not scene.is_range(span)) or not stands:
        return None
    subject = scene.phrases.subject(verb)
    if subject is None or (mention_of(scene, subject) is None and subject.root.lower_ not in SITED):
        return None
    return subject


def _just_named(scene: "Scene", start: int, end: int) -> "Span | None":
    """Give the town that stands right before an offset."""
    if there := _THERE.search(scene.text, start, end):  # "Judges sit there, some 80 km"
        return scene.doc.char_span(there.start(), there.start() + len("there"))
    before = scene.phrases.before(end, start)
    if before is None or not scene.is_mention(before) or not scene.is_small(before):
        return None
    return before if scene.text[before.end_char : end].strip(" ,") == "" else None


def _subject_after(
    scene: "Scene", tail_end: int, quantity: "Quantity", *, opened: bool
) -> "Span | None":
    """Read the subject of a sentence that begins with its distance, or "situated" before it."""
    if opened:  # "Situated 20 miles off the coast, the rig"
        verb = _verb_over(scene, quantity.start, tail_end)
        return scene.phrases.subject(verb) if verb is not None else None
    text = scene.text
    if inverted := _INVERTED.match(text, tail_end):  # "Two miles north of it stands"
        return scene.phrases.at(inverted.end())
    within = _WITHIN.match(text, tail_end)  # "Two miles north of it, in Atbara, people fled"
    named = scene.full(scene.phrases.at(within.end())) if within else None
    if named is not None and scene.is_small(named) and text[named.end_char :][:1] == ",":
        return named
    comma = COMMA.match(text, tail_end)  # "Two miles north of it, Atbara took them in"
    topic = scene.phrases.at(comma.end()) if comma else None
    if topic is None or topic.root.pos_ == "PRON":
        return None
    stays = STAYS.match(text, topic.end_char) or topic.root.lower_ in SITED
    return topic if stays or scene.is_small(topic) else None


def _subject_of_verb(scene: "Scene", start: int, left: str) -> "Span | None":
    """Read the subject of the verb before a length; persons only where the verb places them."""
    end = start + len(left.rstrip(_MARKS)) - 1
    last = token_at(scene.doc, end)
    if last is not None and last.lower_ in _OBJECTS:
        return None  # "put them 2 miles north of"
    if plain := PLAIN.match(left):
        return scene.doc.char_span(start, start + plain.end(1), alignment_mode="expand")
    verb = _verb_over(scene, end, start)
    subject = scene.phrases.subject(verb) if verb is not None else None
    if subject is not None and subject.start_char > end:
        return None  # "coming to within 5 miles of it, the general stopped" is another's clause
    placed = POSITION.search(left) or WHICH.search(left) or (verb and verb.pos_ == "AUX")
    if subject is None or placed:
        return subject
    if scene.is_mention(subject) and not scene.is_small(subject):
        return None  # "Russia sent its envoy to Osh, a place 130 km from it": Russia only acts
    people = {"NORP"} if scene.is_mention(subject) else {"NORP", "PERSON"}
    return None if subject.root.ent_type_ in people else subject
