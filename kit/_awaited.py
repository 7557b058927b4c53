"""When somebody should be where they are bound for: "left Oslo on Monday, and is due on Friday"."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kit._dates import DateWords
from kit._events import bounds_of, motion_of
from kit._halves import half_of
from kit._legs import Leg, is_same
from kit._motion import AWAITED, MEANT
from kit._places import Places
from kit._subjects import subject_of
from kit._threads import stands_for
from kit._travellers import traveller
from kit._tree import has_role, has_word, verb_above, with_role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Before "to arrive".
_BEFORE_TO = AWAITED | MEANT | {"be", "due", "likely"}
_MODALS = frozenset("will would should 'll".split())
_THIS = frozenset("it which that there".split())
_TOLD = ("reported", "alleged", "planned")


def date_awaited(doc: "Doc", places: Places, legs: list[Leg], dates: Sequence[DateWords]) -> None:
    """
    Give journeys the day on which they should end, where only that is told.

    "Left Oslo on Monday for Bergen, where she is expected on Friday", "which they hope to reach by
    Friday", "It should arrive on Friday".

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    legs : list of Leg
        Of the text, their days unresolved; changed in place.
    dates : sequence of DateWords
        All of the text.
    """
    told = (leg for leg in legs if leg.destination and leg.status in _TOLD)
    known = {date.start for leg in told for date, _ in leg.dates}
    for date in dates:
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is None or date.is_hour or date.is_before_clause or date.start in known:
            continue
        verb = verb_above(span.root)
        main = _awaiting(verb) if verb is not None else None
        if verb is None or main is None or has_word(main, "had") or _names_another(main, places):
            continue
        leg = next((leg for leg in reversed(legs) if _is_bound(leg, verb, main)), None)
        if leg is not None:
            _end_on(leg, date, to_come=_is_to_come(main))


def _awaiting(verb: "Token") -> "Token | None":
    """Give the main verb of "is due", "is expected to arrive", "should arrive", "hope to reach"."""
    if verb.lemma_ == "be":
        due = next(with_role(verb, "acomp"), verb)
        return verb if due.lower_ == "due" and not has_role(due, "xcomp") else None
    if verb.lemma_ in AWAITED and has_role(verb, "auxpass") and not has_role(verb, "xcomp"):
        return verb
    if not _arrives(verb):
        return None
    head = verb.head
    if verb.dep_ == "xcomp" and head.lemma_ in _BEFORE_TO:
        return head.head if head.pos_ == "ADJ" else head
    return verb if has_word(verb, _MODALS) else None


def _arrives(verb: "Token") -> bool:
    """Tell "arrive", and "reach" of "which they hope to reach", from "reach Oslo"."""
    motion = motion_of(verb)
    objects = [*with_role(verb, "dobj")]
    bare = all(word.lower_ in _THIS for word in objects)
    return motion is not None and motion.end == "arrival" and bare


def _is_to_come(verb: "Token") -> bool:
    """Tell "is due", "is expected" and "should arrive" from "was due", where nobody may be yet."""
    finite = next(with_role(verb, "auxpass"), verb)
    return finite.tag_ in ("VBZ", "VBP") or has_word(verb, _MODALS - {"would"})


def _names_another(verb: "Token", places: Places) -> bool:
    """Tell "is expected in Rome on Friday", which is a journey of its own."""
    below = (word for prep in with_role(verb, ("prep", "xcomp", "acomp")) for word in prep.subtree)
    return any(map(places.is_named, below))


def _is_bound(leg: Leg, verb: "Token", main: "Token") -> bool:
    """Say whether a leg is the one that should end where a verb tells so."""
    aim = leg.destination
    if aim is None or aim.token.i > verb.i or leg.status not in _TOLD:
        return False
    own = leg.trigger.i in (verb.i, main.i)
    motion = leg.event.motion
    visited = motion.bare == "destination" and leg.status != "planned"  # "visited Rome last week"
    ended = any(which == "arrival" for _, which in leg.dates) or motion.end == "arrival" or visited
    sentence = bounds_of(verb)
    near = bounds_of(aim.token) == sentence or bounds_of(aim.token)[1] == sentence[0]
    if own or ended or not near:
        return False
    subject = subject_of(main)
    who = traveller(subject) if subject is not None else None
    where = main.dep_ == "relcl" and bounds_of(aim.token) == sentence
    pronoun = subject is not None and subject.pos_ == "PRON"
    same = is_same(who, leg.who) or stands_for(who, leg.who, leg.mode)
    return same or (where and (pronoun or subject is None))


def _end_on(leg: Leg, date: DateWords, *, to_come: bool) -> None:
    """Let the dates of a leg be of its departure, and one more of its arrival."""
    if to_come:
        leg.put_ahead()
    leg.dates = [(one, half_of(which, "departure")) for one, which in leg.dates]
    leg.dates.append((date, "arrival"))
