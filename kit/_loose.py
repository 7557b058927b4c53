"""Ends that hang on another word than the one of motion: on a ride, a cargo, a length, an aside."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from kit import _motion as words
from kit._arguments import aim_of, ends_of, sources_of
from kit._events import WHEN, Event, bounds_of, motion_of, ridden
from kit._kinds import is_people
from kit._modality import TELLING
from kit._motion import Role
from kit._movers import IMMOVABLE
from kit._places import End, Places
from kit._subjects import subject_of
from kit._tree import under, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Verbs that add nothing to "a trip": its ends and dates are theirs.
SUPPORT = frozenset(
    "make pay take begin start complete end conclude accompany be undertake go come "
    "leave board catch embark".split()
)
# "Evacuees from Khartoum" are not there any more; "residents of Khartoum" were there before.
_FLED = frozenset("evacuee deportee returnee escapee".split())
_OF_THERE = frozenset(
    "resident inhabitant villager householder townspeople islander patient inmate pupil".split()
)
_STUCK = frozenset("strand stick trap maroon hold detain jail imprison".split())
_FILLING = frozenset("load fill pack lade carry cram".split())
_OPENING = frozenset("begin start open end finish".split())
_ROUNDS = frozenset("tour trip visit mission".split())
_HOLIDAYS = frozenset("holiday vacation honeymoon safari pilgrimage".split())
_MEASURES = ("QUANTITY", "CARDINAL", *WHEN)
_AIMS = frozenset({"to", "into", "onto"})


def loose_ends(event: Event, places: Places, mover: "Token | None") -> "Iterator[tuple[Role, End]]":
    """
    Yield ends of a journey that hang on other words than the one of motion.

    Parameters
    ----------
    event : Event
        The word of motion, and who moves.
    places : Places
        The mentions.
    mover : spacy.tokens.Token or None
        Head of the words for who moves.

    Yields
    ------
    tuple of role and End
        The surest first; each only counts where the word of motion itself has none of its role.
    """
    trigger = event.trigger
    if trigger.dep_ == "dobj":
        yield from _of_object(event, places, mover)
    elif trigger.dep_ == "nsubj" and trigger.head.lemma_ in _OPENING:  # "his tour began in Rome"
        yield from _opened(trigger, trigger.head.children, places)
    taken = [*_rides(trigger), *(filter(None, [ridden(trigger)]) if trigger.pos_ == "VERB" else ())]
    for pair in filter(None, map(places.pair_before, taken)):  # "took the Oslo–Bergen train"
        yield from zip(("origin", "destination"), pair, strict=True)
    told = {role for role, _ in ends_of(trigger, event.motion, places, mover)} if taken else set()
    yield from _called(taken, places, "origin" if "destination" in told else "destination")
    if mover is not None:
        yield from _with_mover(event, mover, places)
    for word in trigger.subtree:
        if word.lower_ in ("laden", "loaded") and word.dep_ != "ROOT":  # "docked, laden from Aden"
            yield from (("origin", end) for end in sources_of(word, places))
            at = (c for c in word.children if c.lower_ in ("in", "at") and word.dep_ == "acl")
            yield from (("origin", end) for _, end in _aims(at, places))
    yield from _cleft(trigger, places)
    yield from _whence(trigger, places)
    for ride in _rides(trigger):
        yield from (("origin", end) for end in sources_of(ride, places))
        called = with_role(ride, "appos")  # "in the liner Alba for Lima"
        aims = (c for word in (ride, *called) for c in word.children if c.lower_ in ("to", "for"))
        yield from _aims(aims, places)
    if trigger.pos_ == "VERB":
        yield from _far_off(trigger, mover, places)
        for word in (w for w in under(trigger, "on") if w.lemma_ in _HOLIDAYS):
            within = (c for w in (trigger, word) for c in with_word(w, ("in", "at")))
            yield from _aims(within, places)  # "left on holiday in Goa"


def _of_object(event: Event, places: Places, mover: "Token | None") -> "Iterator[tuple[Role, End]]":
    """Read what is said of a trip by the verb that it is the object of."""
    trip, verb = event.trigger, event.trigger.head
    if verb.lemma_ in _OPENING:  # "began the walk in Oslo"
        own = trip.rights if trip.lemma_ in _ROUNDS else trip.subtree  # "across the ice in"
        yield from _opened(trip, (*own, *verb.rights), places)
    if verb.lemma_ in SUPPORT:  # "made the trip to Vienna"
        yield from ends_of(verb, event.motion, places, mover)
    elif trip.pos_ == "NOUN":  # "cut short a mission to Tokyo"
        after = trip.right_edge.i + 1
        beside = (c for c in verb.children if c.i == after and c.lower_ in _AIMS)
        yield from _aims(beside, places)


def _opened(
    trip: "Token", beside: "Iterable[Token]", places: Places
) -> "Iterator[tuple[Role, End]]":
    """Read "his ride began in Oslo", but a tour begins with its first stop."""
    within = (c for c in beside if c.lower_ in ("in", "at"))
    begins = trip.head.lemma_ in ("begin", "start") and trip.lemma_ not in _ROUNDS
    yield from (("origin" if begins else role, end) for role, end in _aims(within, places))


def _cleft(verb: "Token", places: Places) -> "Iterator[tuple[Role, End]]":
    """Read "It was from Oslo that the cutter put to sea"."""
    be = verb.head
    if be.lemma_ != "be" or not any(c.lower_ == "it" and c.i < be.i for c in be.children):
        return
    for prep in be.children:
        role = words.PREPOSITIONS.get(prep.lower_)
        if role and (word := aim_of(prep)) is not None and places.named(word):
            yield role, places.end(word)


def _whence(verb: "Token", places: Places) -> "Iterator[tuple[Role, End]]":
    """Read "From there, they say, it was sent to Oslo", whatever the parser hangs "From" on."""
    start = bounds_of(verb)[0]
    first = verb.doc[start : start + 2]
    if [word.lower_ for word in first] != ["from", "there"] or verb.pos_ != "VERB":
        return
    before = verb.doc[start + 2 : verb.i]
    if all(word.lemma_ in TELLING or motion_of(word) is None for word in before):
        yield "origin", places.end(first[1])


def _of_stranded(mover: "Token", places: Places) -> "Iterator[tuple[Role, End]]":
    """Read "flew dozens of its citizens stranded in Minsk back to Rome"."""
    of = under(mover, "of")
    stuck = (c for noun in (mover, *of) for c in noun.children if c.dep_ == "acl")
    for verb in (c for c in stuck if c.lemma_ in _STUCK):
        within = with_word(verb, ("in", "at", "on"))
        yield from (("origin", end) for _, end in _aims(within, places))
        back = with_word(verb, ("back", "home"))
        yield from _aims((w for c in back for w in c.children if w.lower_ == "to"), places)


def _aims(prepositions: "Iterator[Token]", places: Places) -> "Iterator[tuple[Role, End]]":
    for prep in prepositions:
        word = aim_of(prep)
        if word is not None and places.named(word):
            yield "destination", places.end(word)


def _with_mover(event: Event, mover: "Token", places: Places) -> "Iterator[tuple[Role, End]]":
    """Read "the train from Oslo", "evacuees from", "passengers on it", "a train for Bonn"."""
    goods = event.who is not None and event.who.kind == "thing" and not is_people(mover)
    is_ride = event.who is not None and event.who.kind == "vehicle"
    if goods or is_ride or mover.lemma_.lower() in _FLED or mover.lower_ == "those":
        inbound = with_word(mover, ("inbound", "fresh"))
        parts = under(mover, "of")
        nouns = (mover, *inbound, *parts)  # "the carrier, inbound from Santos, docked"
        yield from (("origin", end) for noun in nouns for end in sources_of(noun, places))
    on = (c for c in mover.children if c.dep_ == "prep" and c.lower_ in ("on", "aboard"))
    for ride in (word for prep in on for word in prep.children if vehicle_mode(word)):
        yield from (("origin", end) for end in sources_of(ride, places))
    loads = (w for c in mover.children if c.lower_ == "with" and is_ride for w in c.subtree)
    if event.motion.end == "arrival":  # "A train with corn from Reni pulled into"
        yield from (("origin", end) for load in loads for end in sources_of(load, places))
    laden = (c for c in mover.children if c.dep_ == "acl" and c.lemma_ in _FILLING)
    yield from _aims((w for c in laden for w in c.children if w.lower_ == "to"), places)
    if is_ride and vehicle_mode(mover):
        yield from _aims(with_word(mover, ("to", "for")), places)
    carrier = subject_of(mover.head) if mover.dep_ == "dobj" else None
    sources = sources_of(carrier, places) if carrier and vehicle_mode(carrier) else []
    told = sources and ends_of(event.trigger, event.motion, places, mover)
    if any(role == "destination" for role, _ in told or ()):
        yield from (("origin", end) for end in sources)  # "The flight from Oslo put 40 men down in"
    if mover.dep_ in ("dobj", "nsubjpass"):
        yield from _of_stranded(mover, places)
    if event.motion.mover == "object" and mover.dep_ == "dobj":
        yield from _of_sender(subject_of(event.trigger), places)
    if mover.lemma_.lower() in _OF_THERE and mover.dep_ in ("dobj", "nsubjpass"):
        of = (aim_of(c) for c in mover.children if c.lower_ == "of")
        homes = (places.end(word) for word in of if word)  # "of a care home in Oslo"
        yield from (("origin", end) for end in homes if end.place and not end.place.demonym)


def _of_sender(sender: "Token | None", places: Places) -> "Iterator[tuple[Role, End]]":
    """Read "Growers in Almería sent", not "Orders from Lima carried the yard back to profit"."""
    if sender is None or vehicle_mode(sender) or sender.lemma_.lower() in IMMOVABLE:
        return
    within = (aim_of(prep) for prep in sender.children if prep.lower_ in ("in", "from", "at"))
    yield from (("origin", places.end(word)) for word in within if word and places.named(word))


def _called(rides: "list[Token]", places: Places, role: Role) -> "Iterator[tuple[Role, End]]":
    """Read the other end in "came to Stockholm on the Turku ferry"."""
    for word in (c for ride in rides for c in ride.lefts if c.dep_ in ("compound", "nmod")):
        place = places.named(word)
        if place is not None and place.kind != "country":  # not "a US plane"
            yield role, places.end(word)


def _rides(verb: "Token") -> "Iterator[Token]":
    """Yield what somebody is aboard of: "was deported on a charter flight from Leipzig"."""
    aboard = with_word(verb, ("on", "onto", "aboard", "in"))
    at = under(verb, "at")
    of = (c for w in at if w.lower_ == "head" for c in w.children)  # "at the head of a convoy"
    if verb.pos_ == "VERB":
        yield from (w for prep in (*aboard, *of) for w in prep.children if vehicle_mode(w))


def _far_off(verb: "Token", mover: "Token | None", places: Places) -> "Iterator[tuple[Role, End]]":
    """Read "walked for three days from Hilsa to Simikot" and "87 people, some ill, from"."""
    inner = (c for c in verb.subtree if c.lower_ == "into" and c.head != verb)
    yield from _aims((c for c in inner if _is_verbs(c, verb)), places)  # "with 40 aboard into Oslo"
    own = set(mover.subtree) if mover is not None else set()
    for prep in verb.subtree:
        if prep.lower_ not in ("from", "out") or prep.head == verb or not _is_verbs(prep, verb):
            continue
        aside = prep.i > 0 and prep.nbor(-1).text == ","
        measured = prep.head.ent_type_ in _MEASURES or prep.head.lemma_.lower() in words.LENGTHS
        source = aim_of(prep)
        if source is None or not places.named(source) or not (aside or measured):
            continue
        if measured and prep.head in own:
            continue  # "30 people from Oslo"
        near = (c for w in (verb, source, prep) for c in w.children if c.i > source.i)
        aims = list(_aims((c for c in near if c.lower_ in _AIMS), places))
        if aims or aside:
            yield "origin", places.end(source)
            yield from aims


def _is_verbs(word: "Token", verb: "Token") -> bool:
    """Say whether no other clause or trip stands between a word and a verb."""
    for node in word.ancestors:
        if node == verb:
            return True
        if node.pos_ in ("VERB", "AUX") or motion_of(node) is not None:
            return False
    return False
