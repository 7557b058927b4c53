"""Journeys in sentences: what each word of motion tells of who, whence, whither and when."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._arguments import ends_of
from kit._dates import DateWords
from kit._doubts import is_likely
from kit._elided import elliptic, gapped, of_others, way_back
from kit._events import WHEN, Event, bounds_of, is_verb, motion_of, ridden
from kit._inorder import ends_in_order, mover_in_order
from kit._joining import is_around
from kit._loose import loose_ends
from kit._modes import likely_mode, mode_of, modes_of_stops
from kit._motion import Motion, Role
from kit._moves import is_journey, is_seen_moving, is_unreal
from kit._passed import add_passed, join_passed
from kit._places import End, Places
from kit._presences import presences
from kit._subjects import is_passive, noun_mover, sender_of, subject_of
from kit._timing import attach_dates
from kit._travellers import Traveller, traveller
from kit._tree import SUBJECTS, child, has_role, has_word, verb_above, with_role, with_word
from kit._truth import status_of
from kit._underway import under_way
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Objects that do not move: "took off", "made its way", "took the road".
_NO_MOVERS = frozenset(
    "way road route step off place part leg stretch distance length kilometre kilometer km mile "
    "metre meter block hour non elevator lift escalator stair".split()
)
_COURSES = frozenset("river road coast valley canal line track hill".split())
# A ship does it to a cargo, and is there itself.
_LOADING = frozenset("load unload offload discharge".split())
_ORDINALS = frozenset({"first", "second", "third", "last", "latest"})
_FLUIDS = frozenset("gas oil crude water electricity power".split())


def find_events(doc: "Doc", places: Places, dates: list[DateWords]) -> list[Event]:
    """
    Find every word of motion that moves somebody between places.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    dates : list of DateWords
        Its dates.

    Returns
    -------
    list of Event
        In the order of the text; questions, and what is denied, are left out.
    """
    events = [e for e in under_way(doc, places) if e.who is None or not is_unreal(e.who.token)]
    doubtful: list[Event] = []
    for token in doc:
        motion = motion_of(token)
        if motion is None or token.sent.text.rstrip(' \n"”’').endswith("?"):
            continue
        event = event_of(token, motion, places)
        if _flows(event) or _lasts(token):
            continue
        if not is_journey(event) and (last := _just_before(event, events)) is not None:
            known = last.who is not None and last.who.kind == "unknown"  # who is said to travel
            who = replace(last.who, kind="thing") if last.who is not None and known else last.who
            event = replace(event, who=who)
        if is_journey(event) or is_likely(event):
            parts = [event, *elliptic(event, places)]
            events += [*parts, *way_back(event), *gapped(parts, places)]
            events += of_others(event, places)
        elif event.who is not None and event.who.kind == "unknown" and motion.weak:
            doubtful.append(event)
    events += [event for event in doubtful if is_seen_moving(event, events)]
    for event in events:
        _on_ride(event, events)
    events = [e for e in events if e.status != "negated" and not _is_ride_of(e, events)]
    events += presences(doc, places, dates, events)
    events.sort(key=lambda event: event.trigger.i)
    add_passed(events, places)
    days = [date for date in dates if not places.holds(date.start)]  # not "Thursday Island"
    attach_dates(doc, events, days)
    return join_passed(_ridden(events))


def _ridden(events: list[Event]) -> list[Event]:
    """Leave out "took" of "took a flight from Oslo to Rome on Monday", but for its days."""
    kept = []
    for event in events:
        rides = (e for e in events if e.trigger.head == event.trigger and e.trigger.dep_ == "dobj")
        told = next((e for e in rides if e.origins and e.destinations), None)
        if told is None or event.origins or told.motion is not words.NOUNS.get(told.trigger.lemma_):
            kept.append(event)
        else:
            told.dates += event.dates
    return kept


def event_of(token: "Token", motion: Motion, places: Places) -> Event:
    """Read what a word tells as one of motion: who moves, from where to where, and by what."""
    is_noun = token.pos_ == "NOUN" and not is_verb(token)
    vehicle = None if is_noun else ridden(token)
    if is_noun:
        mover = noun_mover(token)
    else:
        mover = subject_of(token) if vehicle is not None else _verb_mover(token, motion, places)
    if mover is not None and mover.lower_ in _ORDINALS and mover.head.pos_ == "VERB":
        mover = subject_of(mover.head)  # "A jet landed, the first to arrive from Oslo"
    who = traveller(mover) or _cataphoric(token, mover)
    if who is not None and who.kind == "place" and who.token.pos_ == "PROPN":
        known = any(places.at(word) for word in (who.token, *who.token.lefts))
        who = who if known else replace(who, kind="unknown")  # a name that the model mistakes
    elif who is not None and who.kind in ("person", "unknown") and _is_place(who.token, places):
        who = replace(who, kind="place")  # "Nauru crossed over from Taipei to Beijing"
    event = Event(token, motion, who)
    itself = motion.mover != "object" and mover == subject_of(token) and not is_passive(token)
    itself = itself or mover is None or is_noun
    event.mode = mode_of(event, vehicle, moves_itself=itself)
    event.who = _owner_of(event.who) or event.who
    ends = event.ends
    for role, end in _ends(token, event, places, mover):
        if not any(end.place and end.place is last.place for last in ends[role][-1:]):
            ends[role].append(end)
    told = [*event.origins, *event.destinations, *event.via]
    for some in ends.values():  # "with gas from Bonny, in Nigeria"
        some[:] = [end for end in some if not any(is_around(end, other) for other in told)]
    _read_in_order(event, places)
    event.mode = event.mode or likely_mode(event, moves_itself=itself)
    if all(end.token.i > token.i for end in event.destinations):
        event.destinations.sort(key=lambda end: end.token.i)
    event.by_stop = modes_of_stops(event) if len(event.destinations) > 1 else {}
    event.status = status_of(token)
    event.sender = sender_of(token, places) if _is_sent(token, motion, mover) else None
    if event.sender is not None and _are_homes(event):
        event.origins = []
    return event


def _is_place(name: "Token", places: Places) -> bool:
    """Tell Nauru, which the model may take for a person, from Lund of "Ms Lund"."""
    alone = not has_role(name, ("compound", "nmod"))
    people = (e for e in name.doc.ents if e.label_ == "PERSON" and len(e) > 1)
    return alone and places.named(name) is not None and all(e[-1].text != name.text for e in people)


def _owner_of(train: Traveller | None) -> Traveller | None:
    """Give the minister of "The minister, whose train had left Oslo, reached Rome"."""
    if train is None or train.kind != "vehicle":
        return None
    whose = next(with_word(train.token, "whose"), None)
    owner = traveller(whose) if whose is not None else None
    return owner if owner is not None and owner.kind in ("person", "thing") else None


def _are_homes(event: Event) -> bool:
    """Tell "deported five men from Cuba, Laos and Yemen to Chad": whose they are."""
    countries = [end.place is not None and end.place.kind == "country" for end in event.origins]
    return len(countries) > 1 and all(countries)


def _read_in_order(event: Event, places: Places) -> None:
    """Fill in what the parser lost of "from A to B", and who moved."""
    who = event.who
    dated = who is not None and who.kind == "abstract" and who.token.ent_type_ in WHEN
    lost = dated or (who is None and subject_of(event.trigger) is None)
    if event.origins and event.destinations:
        if lost and event.trigger.pos_ == "VERB":
            event.who = mover_in_order(event.trigger)
        return
    told = dict(ends_in_order(event.trigger, places))
    for role, ends in (("origin", event.origins), ("destination", event.destinations)):
        if ends and role in told and ends[0].place is not told[role].place:
            return  # the parser knows better
    if not told or event.motion.bare == "destination":
        return
    event.origins, event.destinations = [told["origin"]], [told["destination"]]
    event.who = mover_in_order(event.trigger) if lost else event.who


def _ends(
    token: "Token", event: Event, places: Places, mover: "Token | None"
) -> "list[tuple[Role, End]]":
    """Places of a word of motion, and what lacks of those that hang on other words."""
    ends = list(ends_of(token, event.motion, places, mover))
    roles = {role for role, _ in ends}
    more: dict[Role, list[End]] = {}
    for role, end in loose_ends(event, places, mover):
        known = more.setdefault(role, [end])
        if any(one.token in end.token.conjuncts for one in known):  # "to Rome and then Bari"
            known.append(end)
    return ends + [(role, end) for role in more if role not in roles for end in more[role]]


def _cataphoric(noun: "Token", owner: "Token | None") -> Traveller | None:
    """Find who "their" drive is that is named behind it: "Halfway through their drive, the men"."""
    if owner is None and noun.tag_ == "VBN" and noun.is_sent_start:  # "Taken to Oslo, the men"
        behind = (w for w in noun.sent if w.dep_ in SUBJECTS and w.i > noun.i)
        return traveller(next(behind, None))
    if owner is None or owner.dep_ != "poss" or owner.pos_ != "PRON":
        return None
    verb = verb_above(noun)
    return traveller(subject_of(verb)) if verb is not None else None


def _is_sent(verb: "Token", motion: Motion, mover: "Token | None") -> bool:
    """Tell "shipped" and, of what another brings on its way, "Australia flew medics to"."""
    if verb.lemma_ in words.PUT_ON and mover is not None:
        return mover.dep_ == "dobj"  # "Nicaragua put five priests on a plane"
    given = motion.mode is not None and mover is not None and mover.dep_ == "dobj"
    return motion.sends or (given and motion.mover != "subject" and verb.pos_ == "VERB")


def _flows(event: Event) -> bool:
    """Tell "Oil continued to flow from Baku to Ceyhan", which no one loads."""
    gas = event.who is not None and event.who.token.lemma_.lower() in _FLUIDS
    return gas and any(word.lemma_ == "flow" for word in event.trigger.subtree)


def _lasts(verb: "Token") -> bool:
    """Tell "takes ninety minutes from Oslo to Moss" from "takes a bus"."""
    times = any(c.dep_ == "dobj" and c.ent_type_ in WHEN for c in verb.children)
    return verb.lemma_ == "take" and times


def _just_before(event: Event, events: list[Event]) -> Event | None:
    """Give the journey before "and was taken to Oslo", of which the parser mistakes the subject."""
    hidden = event.who is None or event.who.kind in ("abstract", "unknown")
    told = event.trigger.pos_ == "VERB" and event.trigger.dep_ in ("conj", "dep")
    own = has_role(event.trigger, SUBJECTS)
    if not hidden or not told or own:
        return None
    start, stop = bounds_of(event.trigger)
    near = (e for e in reversed(events) if start <= e.trigger.i < stop)
    return next((e for e in near if e.who is not None), None)


def _is_ride_of(ride: Event, events: list[Event]) -> bool:
    """Tell "came to Rome on a flight from Oslo": the verb has told where the flight went."""
    on = ride.trigger.head
    verbs = []
    if ride.trigger.dep_ == "pobj" and on.lower_ in ("on", "aboard"):
        verbs = [e for e in events if e.trigger in on.ancestors and e.trigger.pos_ == "VERB"][-1:]
    rides = _is_ride(ride.trigger)  # not "rerouted on its way from Oslo to Rome"
    verbs = [e for e in verbs if rides and (e.trigger == on.head or ride.destinations)]
    if ride.trigger.dep_ == "nsubj" and not ride.destinations:  # "His flight from Oslo reached"
        verbs += [e for e in events if e.trigger == on]
    if ride.trigger.pos_ == "NOUN" and not ride.origins:  # "leave Oslo today on a flight to Rome"
        same = (e for e in events if e is not ride and e.trigger.pos_ == "VERB")
        aims = {end.token.i for end in ride.destinations}
        if any(aims and aims == {end.token.i for end in e.destinations} for e in same):
            return True
    return any(_goes_so(ride, e) for e in verbs if e.destinations)


def _goes_so(ride: Event, event: Event) -> bool:
    """Say whether all that is told of a ride is told of a journey."""
    starts = [end.place for end in ride.origins] == [end.place for end in event.origins]
    aims = [end.place for end in event.destinations]
    return starts and all(end.place in aims for end in ride.destinations)


def _on_ride(event: Event, events: list[Event]) -> None:
    """Let "deported 40 men on a flight from Oslo to Rome" go where the flight goes."""
    on = (e for e in events if e.trigger.dep_ == "pobj" and e.trigger.head.lower_ == "on")
    rides = [e for e in on if e.origins and e.destinations and event.trigger in e.trigger.ancestors]
    moved = event.motion.mover != "subject" and event.trigger.pos_ == "VERB"
    if moved and rides and not (event.origins and event.destinations):
        event.origins, event.destinations = rides[0].origins, rides[0].destinations


def _verb_mover(verb: "Token", motion: Motion, places: Places) -> "Token | None":
    """Say who moves: the subject, or the object of "sent" and the subject of "was sent"."""
    if verb.lemma_ in _LOADING and (ship := subject_of(verb)) is not None:
        named = traveller(ship)  # "which loaded rice at Aden"
        if named is not None and named.kind == "vehicle":
            return ship
    direct = next((c for c in verb.children if _is_object(c, motion) and not _is_apart(c)), None)
    if direct is not None and is_passive(verb) and (_is_ride(direct) or direct.lemma_ in _COURSES):
        direct = None  # "was brought on board a flight from Oslo", "were sent up the river to"
    if direct is None and is_passive(verb) and motion.mover != "subject":
        return subject_of(verb)
    if direct is not None and motion.mover == "either" and _is_done(verb, motion, direct):
        return subject_of(verb)
    if direct is not None and motion.mover != "subject" and places.named(direct) is None:
        lemma = direct.lemma_.lower()
        part = lemma == "part" and has_word(direct, "of")  # "part of it"
        return None if lemma in words.NOUNS or (lemma in _NO_MOVERS and not part) else direct
    if motion.mover != "object":
        return _subject(verb)
    return _moved_by_none(verb)


def _moved_by_none(verb: "Token") -> "Token | None":
    """Give "the goods" of "the goods that they sent", and potash that was "railed to Riga"."""
    own = child(verb, "nsubj")
    if verb.dep_ == "ccomp" and own is not None and _is_garden_path(verb):
        return own
    return verb.head if verb.dep_ == "relcl" and own else None


def _is_garden_path(verb: "Token") -> bool:
    """Tell "Potash railed from Oslo to Riga was reloaded there", taken for two sentences."""
    main = verb.head
    first = min(with_role(main, ("aux", "auxpass")), default=main)
    lone = not has_role(main, SUBJECTS)
    return lone and first.i > verb.i and first.nbor(-1) == verb.right_edge


def _subject(verb: "Token") -> "Token | None":
    """Give the ship of "berthed at Oslo, nineteen days after clearing Rome", not the days."""
    found = subject_of(verb)
    if found is None or found.ent_type_ not in WHEN or verb.dep_ != "pcomp":
        return found
    main = verb_above(found, full=True) or verb
    return subject_of(main)


def _is_ride(noun: "Token") -> bool:
    return noun.lemma_ in words.NOUNS or vehicle_mode(noun) is not None


def _is_object(word: "Token", motion: Motion) -> bool:
    """Tell an object, and what the parser takes for a measure: "returned 1,500 adults from"."""
    counted = word.dep_ == "npadvmod" and has_role(word, "nummod")
    moves = motion.mover != "subject" and word.lemma_.lower() in movers.PEOPLE
    measured = word.lemma_.lower() in words.LENGTHS  # "marched the 80 kilometres from Oslo"
    return (word.dep_ == "dobj" and not measured) or (counted and moves)


def _is_apart(noun: "Token") -> bool:
    """Tell "landed in Oslo, the first flight to do so", which the parser takes for an object."""
    return noun.left_edge.i > 0 and noun.left_edge.nbor(-1).text == ","


def _is_done(verb: "Token", motion: Motion, object_: "Token") -> bool:
    """Tell "drove the cash from Lugano to Milan" and "is sailing her last voyage"."""
    moved = traveller(object_)
    own = has_role(object_, ("poss", "det"))
    rides = verb.lemma_ in ("row", "paddle", "ride", "sail", "cycle")
    if own and rides and moved is not None and moved.kind == "vehicle":
        return True  # "has paddled her kayak from Basel to Rotterdam"
    vague = verb.lemma_ == "drive" and moved is not None and moved.kind == "unknown"
    return motion.mode is not None and (moved is None or moved.kind == "abstract" or vague)
