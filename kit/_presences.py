"""Where a traveller is said to be later: journeys that no word of motion tells."""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from kit._dates import DateWords
from kit._events import WHEN, Event, bounds_of, motion_of
from kit._joining import STOPS
from kit._kinds import is_people
from kit._legs import is_same
from kit._located import LOCATIVE, happened, located
from kit._motion import Motion
from kit._places import End, Places
from kit._reached import griefs
from kit._subjects import is_passive, subject_of
from kit._threads import stands_for
from kit._travellers import Traveller, traveller
from kit._tree import child, has_role, has_word
from kit._truth import status_of
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Of an event that tells where somebody is, and not how they came there.
PRESENCE = Motion(end="arrival")
_ENDING = frozenset({"die", "bury", "cremate"})  # long after a journey, as a rule
_RESTING = frozenset("lie sit stand dine wait kneel anchor ride rest".split())
_SEEING = frozenset("see spot sight film photograph track detect observe find have".split())
_CHANGED = frozenset("again already back finally soon eventually".split())
_LATER = frozenset("by later next following after within same".split())
_OPENING = 5  # words
_TRAVELLERS = ("person", "vehicle", "thing")
_DESCRIBING = frozenset("attr acomp expl".split())
_FAR = 250  # words from the journey before
_STAYING = frozenset({"be", "spend"})
_SOLE = frozenset({"he", "she", "it", "i"})
_FEWEST = 2  # stops of a tour


def presences(
    doc: "Doc", places: Places, dates: list[DateWords], events: list[Event]
) -> Iterator[Event]:
    """
    Find where travellers are said to be after a journey: "By June 3 the ship lay off Oslo".

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    dates : list of DateWords
        Its dates.
    events : list of Event
        Its words of motion.

    Yields
    ------
    Event
        With `PRESENCE` for its motion, of those who travelled before, and at another place: a
        journey where it is told from where.
    """
    own = {event.trigger.i for event in events}
    under_way = {verb.i for event in events for verb in griefs(event.trigger)}
    spans = (doc.char_span(d.start, d.end, alignment_mode="expand") for d in dates)
    dated = {span.root.i for span in spans if span}
    stay: Event | None = None
    for verb in doc:
        aground = has_word(verb, "aground")
        moves = motion_of(verb) is not None and not aground
        if verb.pos_ not in ("VERB", "AUX") or verb.i in own or moves or verb.i in under_way:
            continue
        if (tour := _tour(verb, places, dated)) is not None:
            yield tour
            stay = None
            continue
        event = _presence(verb, places)
        if event is None:
            continue
        if (
            _is_timed(verb, dated)
            and not has_word(verb, "until")
            and (_is_elsewhere(event, events) or (stay is not None and _goes_on(stay, event)))
        ):
            yield event
        stay = event


def _presence(verb: "Token", places: Places) -> Event | None:
    """Read "was in Oslo by noon", "lay off Oslo" and "a lorry had him in Oslo the next day"."""
    if not _may_tell(verb):
        return None
    who = traveller(_present(verb))
    if who is None or who.kind not in _TRAVELLERS:
        return None
    ends = [places.end(word) for word in located(verb, places, verb)]
    ends = [end for end in ends if end.place and _is_there(end.token, verb)]
    ends = [end for end in ends if end.place and end.place.kind != "border"]
    if not ends:
        return None
    event = Event(verb, PRESENCE, who, destinations=ends[:1])
    event.mode = vehicle_mode(who.token)
    if verb.lemma_ == "have" and (driver := subject_of(verb)) is not None:
        event.mode = vehicle_mode(driver)
    event.status = status_of(verb)
    return event if event.status in ("reported", "planned") else None


def _tour(verb: "Token", places: Places, dates: set[int]) -> Event | None:
    """Read "was in Oslo on Monday, Rome on Tuesday and Bari on Friday": a day for each place."""
    who = traveller(subject_of(verb)) if _may_tell(verb) else None
    if who is None or who.kind not in _TRAVELLERS or not _is_one(verb, who):
        return None
    named = (stop for word in located(verb, places, verb) for stop in (word, *word.conjuncts))
    stops = sorted({word for word in named if places.named(word)}, key=lambda word: word.i)
    if len(stops) < _FEWEST:
        return None
    begin, end = bounds_of(verb)
    days = [day for day in range(begin, end) if day in dates and verb in verb.doc[day].ancestors]
    dated = (any(a < day < b for day in days) for a, b in pairwise([*(s.i for s in stops), end]))
    if not all(dated):
        return None
    ends = [end for end in map(places.end, stops) if end.place and end.place.kind != "border"]
    if len({end.words for end in ends}) < len(stops):
        return None  # "was in Oslo on Monday and in Oslo again on Friday"
    event = Event(verb, PRESENCE, who, origins=ends[:1], destinations=ends[1:])
    event.mode, event.status = vehicle_mode(who.token), status_of(verb)
    return event if event.status in ("reported", "planned") else None


def _is_one(verb: "Token", who: Traveller) -> bool:
    """Tell "she spoke in Oslo" from "people marched in Oslo", and from "the World Cup was in"."""
    token = who.token
    sole = verb.lemma_ in _STAYING or token.tag_ in ("NN", "NNP") or token.lower_ in _SOLE
    return sole and (who.kind != "thing" or token.pos_ == "PRON" or is_people(token))


def _may_tell(verb: "Token") -> bool:
    """Tell "was in Oslo" and "was saying Mass in Oslo" from "was ill" and "said in Oslo"."""
    if verb.dep_ in ("aux", "auxpass") or has_role(verb, "neg") or verb.lemma_ in _ENDING:
        return False
    if has_word(verb, "aground"):
        return True
    if verb.lemma_ == "be":
        return not has_role(verb, _DESCRIBING)
    acting = verb.tag_ == "VBG" and has_word(verb, ("was", "were"))
    halts = verb.lemma_ in STOPS | {"change"}  # on the way
    return verb.lemma_ in _RESTING | _SEEING or acting or (happened(verb) and not halts)


def _is_there(word: "Token", verb: "Token") -> bool:
    """Tell "was in a hospital in Oslo" from "was reading of a war in Oslo"."""
    for node in word.ancestors:
        if node == verb:
            return True
        if node.dep_ == "prep" and node.lower_ not in LOCATIVE | {"of"}:
            return False
    return False


def _present(verb: "Token") -> "Token | None":
    """Give who is somewhere: the object of "photographed the ship at", and of "had him in"."""
    if verb.lemma_ in _SEEING and not is_passive(verb):
        return child(verb, "dobj")
    return subject_of(verb)


def _is_timed(verb: "Token", dates: set[int]) -> bool:
    """Tell "was in Oslo by noon", "is back in Oslo" and "has been in Oslo since Friday"."""
    words = {c.lower_ for c in verb.children}
    helped = {c.lower_ for c in verb.children if c.dep_ == "aux"}
    perfect = verb.tag_ == "VBN" and bool(helped & {"has", "have", "had"})
    own = [word for child in verb.children for word in child.subtree]
    dated = any(word.ent_type_ in WHEN or word.i in dates for word in own)
    if perfect and verb.lemma_ == "be":
        return dated and "since" in words and "had" not in helped
    if verb.tag_ in ("VBZ", "VBP"):
        return bool(words & _CHANGED)
    was = verb.tag_ == "VBD" or is_passive(verb) or bool(helped & {"was", "were"})
    ahead = verb.tag_ == "VB" and bool(helped & {"will", "should"})
    changed = bool(words & (_CHANGED | {"by", "within"}))
    return (was or ahead) and (dated or changed)


def _is_elsewhere(event: Event, events: list[Event]) -> bool:
    """Say whether somebody was last on the way to or from another place."""
    here = event.destinations[0]
    before = (e for e in events if 0 < event.trigger.i - e.trigger.i < _FAR)
    theirs = [e for e in before if e.status == "reported" and _are_same(event.who, e)]
    if not theirs:
        return False
    last = max(theirs, key=lambda one: one.trigger.i)
    ends = [end for end in (*last.origins, *last.destinations, *last.via) if end.place]
    return bool(ends) and not any(_is_at(end, here) for end in ends)


def _goes_on(stay: Event, event: Event) -> bool:
    """Tell "was held in Lima. Two days later he was in Cusco": what was right before."""
    doc, begin = event.trigger.doc, bounds_of(event.trigger)[0]
    later = any(word.lower_ in _LATER for word in doc[begin : begin + _OPENING])
    near = bounds_of(stay.trigger)[1] == begin and later and stay.status == "reported"
    same = is_same(event.who, stay.who) or stands_for(event.who, stay.who, None)
    return near and same and not _is_at(stay.destinations[0], event.destinations[0])


def _is_at(end: End, here: End) -> bool:
    one, two = end.place, here.place
    return one is not None and two is not None and (one.id or one.name) == (two.id or two.name)


def _are_same(who: Traveller | None, other: Event) -> bool:
    return is_same(who, other.who) or stands_for(who, other.who, other.mode)
