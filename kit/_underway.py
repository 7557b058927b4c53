"""Journeys told without a verb of motion: who is bound for, due in, or on the way somewhere."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._arguments import aim_of, ends_of, sources_of, stopovers
from kit._events import RIDING, WHEN, Event, motion_of
from kit._generality import is_present
from kit._kinds import is_people
from kit._motion import Motion
from kit._places import SITES, End, Places
from kit._subjects import subject_of
from kit._travellers import Traveller, traveller
from kit._tree import SUBJECTS, child, has_word, under, verb_above, with_role, with_word
from kit._truth import status_of
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What a timetable is of: "tickets for the ferry from Bari to Bar cost 59 euros".
_SERVICE = frozenset("ticket fare price timetable schedule seat service route".split())
_PRICED = frozenset("fetch cost earn command average pay price quote charge".split())
_WAYS = frozenset("route way passage".split())
_RETIMED = frozenset("retime reschedule renumber rename restore resume cancel".split())
_ON_WAYS = frozenset("en its his her their the on under".split())
_BOUND = frozenset("bound inbound outbound destined".split())
_STILL = movers.CARRYING | SITES  # "The port of Lagos lies on the way from Dakar to Luanda"
_LASTING = frozenset("take last cost".split())
_PASSING = frozenset("spend endure".split())
_LOST = frozenset("wreck wreckage debris remain remains survivor victim passenger".split())
_SURE = ("reported", "alleged", "planned", "possible", "negated")
_IN = frozenset({"in", "at", "off"})
_EXPECTED = frozenset("be expect await".split())


def under_way(doc: "Doc", places: Places) -> Iterator[Event]:
    """
    Find who is bound for a place, on the way home, due in a place or runs to it.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.

    Yields
    ------
    Event
    """
    yield from _bound(doc, places)
    yield from _homeward(doc, places)
    yield from _due(doc, places)
    yield from _runs(doc, places)
    yield from _on_board(doc, places)


def _bound(doc: "Doc", places: Places) -> Iterator[Event]:
    """Yield "a Moscow-bound train", "a ship bound for Odesa", "en route from Rome to Odesa"."""
    for token in doc:
        lower, last = token.lower_, doc[max(token.i - 1, 0)].lower_
        source: Token | None = None
        aim: Token | None
        if lower == "bound" and last == "-":
            aim = doc[max(token.i - 2, 0)]
            mover: Token | None = token.head
            if token.head.pos_ not in ("NOUN", "PROPN"):
                mover = _behind(token)  # "Oslo-bound, the soldiers left Rome"
        elif lower in _BOUND and (aim := _along(token, "for") or _onward(token)) is not None:
            source = _along(token, "from")
            mover = subject_of(token) if token.pos_ == "VERB" else None
            lost = mover is None or mover.ent_type_ in WHEN or places.named(mover) is not None
            mover = _passenger(_carrier(_holder(token) if lost else mover))
        elif (lower in _WAYS and last in _ON_WAYS) or (lower, last) == ("transit", "in"):
            aim, source = _along(token, "to", 14), _along(token, "from", 14)
            mover = _holder(token)
            mover = _behind(aim) if mover == token and aim is not None else mover
        else:
            continue
        if aim is None or mover is None or places.end(aim).place is None:
            continue
        who = traveller(mover)
        # "The Isolde is on her way from Oslo to Riga", "Blinken is on his way to Riyadh"
        both = lower in _BOUND or source is not None or last in ("his", "her")
        sure = ("person", "vehicle", "thing", *(["unknown"] if both else []))
        if who is None or who.kind not in sure or who.token.lemma_.lower() in _STILL:
            continue
        if _is_trade(who, token) or _is_water(who, places):
            continue
        event = Event(token, Motion(), who, destinations=[places.end(aim)])
        told = [places.end(source)] if source is not None else []
        event.origins = told or sources_of(mover, places)[:1]
        event.via = [end for role, end in stopovers(token, places) if role == "via"]
        event.mode = vehicle_mode(who.token) or _aboard(token)
        if event.mode is None and token.dep_ == "acl":  # "put on a jet bound for Karachi"
            event.mode = vehicle_mode(token.head)
        event.status = status_of(token)
        yield event


def _homeward(doc: "Doc", places: Places) -> Iterator[Event]:
    """Yield "was on his way home from Oslo by bus", where no word tells what home is."""
    for way in doc:
        backs = [*with_word(way, ("back", "home"))]
        if way.lower_ != "way" or way.head.lower_ != "on" or not backs:
            continue
        mover = _holder(way)
        who = traveller(mover) if mover is not None else None
        event = Event(way, Motion(weak=True), who, mode=_aboard(way) or _borne_by(way, *backs))
        for word in (way, *backs):
            for role, end in ends_of(word, event.motion, places, None):
                event.ends[role].append(end)
        event.status = status_of(way)
        if event.origins and not event.destinations and who is not None and who.kind != "unknown":
            yield event


def _is_water(who: Traveller, places: Places) -> bool:
    """Tell "The Danube flows through Vienna on its way to the Black Sea"."""
    name = places.named(who.token)
    return name is not None and name.kind == "water"


def _is_trade(who: Traveller, way: "Token") -> bool:
    """Tell "Cocaine passes through the islands on its way to Europe"."""
    if who.kind != "thing" or is_people(who.token):
        return False
    verb = verb_above(way) or way
    return verb.tag_ in ("VBZ", "VBP") and motion_of(verb) is not None


def _carrier(mover: "Token | None") -> "Token | None":
    """Give the ship of "The Pearl cleared the strait with gas bound for Riga"."""
    load = mover
    while load is not None and load.dep_ == "pobj" and load.head.lower_ == "of":
        load = load.head.head
    if load is None or load.dep_ != "pobj" or load.head.lower_ != "with":
        return mover
    verb = load.head.head
    ship = subject_of(verb) if verb.pos_ == "VERB" and motion_of(verb) is not None else None
    return ship if ship is not None and vehicle_mode(ship) else mover


def _passenger(mover: "Token | None") -> "Token | None":
    """Give who is bound there in "they are now aboard a freighter, bound for Karachi"."""
    on = mover.head if mover is not None and mover.dep_ == "pobj" else None
    if mover is not None and mover.dep_ == "dobj" and _is_put_on(mover.head):
        return subject_of(mover.head)
    if on is None or on.lower_ not in ("aboard", "on"):
        return mover
    be = verb_above(on) or on
    if be.lemma_ in words.PUT_ON:  # "was put on a jet bound for Karachi"
        return child(be, "dobj") or subject_of(be) or mover
    return (subject_of(be) if be.lemma_ == "be" else None) or mover


def _is_put_on(verb: "Token") -> bool:
    """Tell "was taken to Oslo and put on a jet", where the parser sees who puts a jet on."""
    on = any((c.dep_, c.lower_) == ("prt", "on") for c in verb.children)
    return on and verb.lemma_ in words.PUT_ON


def _behind(aim: "Token") -> "Token | None":
    """Give who is named behind the comma in "En route to Oslo, a convoy was stopped"."""
    after = iter(aim.doc[aim.i + 1 : aim.sent.end])
    if next(after, aim).text != ",":
        return None
    nouns = (word for word in after if word.pos_ in ("NOUN", "PROPN") and word.dep_ != "compound")
    return next(nouns, None)


def _aboard(token: "Token") -> str | None:
    """Mode of the vehicle that somebody is on, who is on the way: "aboard two ships"."""
    return _borne_by(token, verb_above(token) or token)


def _borne_by(*heads: "Token") -> str | None:
    """Mode of a vehicle or means that hangs on one of some words."""
    on = [
        (prep, word)
        for head in heads
        for prep in head.children
        if prep.lower_ in ("aboard", "by", "on")
        for word in prep.children
    ]
    means = (movers.MODES.get(word.lower_) for prep, word in on if prep.lower_ == "by")  # "by rail"
    return next(filter(None, (*(vehicle_mode(word) for _, word in on), *means)), None)


def _due(doc: "Doc", places: Places) -> Iterator[Event]:
    """Yield "the ship is due in Aden on Monday" and "he is expected in Rome"."""
    for token in doc:
        awaited = token.lower_ in ("due", "expected", "awaited")
        if not awaited and not _should_be(token):
            continue
        verb = token.head if token.dep_ == "acomp" else token
        who = traveller(subject_of(verb))
        if verb.lemma_ not in _EXPECTED or who is None:
            continue
        goes = verb.dep_ == "conj" and motion_of(verb.head) is not None  # "sails and is due"
        if who.kind not in ("person", "vehicle", "thing") and not goes:
            continue
        own = {*token.children, *verb.children}
        own |= {word for c in own if c.lower_ in ("back", "home") for word in c.children}
        preps = [c for c in own if c.dep_ == "prep"]
        ends, origins = (
            [
                places.end(word)
                for prep in preps
                for word in prep.children
                if prep.lower_ in some
                if word.lower_ == "there" or places.is_named(word) or word.lemma_ in SITES
            ]
            for some in (_IN, ("from",))
        )
        sites = (w for p in preps if p.lower_ in ("in", "at") for w in p.children if not ends)
        within = (c for word in sites for c in word.children if c.lower_ == "in")
        ends += [places.end(w) for c in within for w in c.children if places.is_named(w)]
        # "at the shrine in Oslo", "in the port of Oslo", and not "in the Dutch port"
        ends = [end for end in ends if end.place and not end.place.demonym]
        where = verb.dep_ == "relcl" and any(c.lower_ == "where" for c in own | {*verb.children})
        there = (c for c in {*token.children, *verb.children} if c.lower_ in ("there", "here"))
        ends += [end for end in map(places.end, there) if end.place]
        origins += [source for end in ends for source in sources_of(end.token, places)]
        if where and not ends and places.named(verb.head):  # "to Oslo, where she is due on Friday"
            ends = [places.end(verb.head)]
        if who.kind == "vehicle":  # "A freighter from Astrakhan is due in Baku"
            origins += sources_of(who.token, places)
        by = (word for p in preps if p.lower_ == "by" for word in p.children)
        origins += [source for word in by for source in sources_of(word, places)]
        ends = [*ends[:1], *_due_next({token, verb, *preps}, places)]
        event = Event(token, Motion(end="arrival"), who, origins[:1], ends)
        event.mode = vehicle_mode(who.token) or _borne_by(token, verb)
        status = status_of(verb)
        # "was due", and came or not; but "flew to Oslo and was due back on Friday"
        past = verb.lemma_ == "be" and verb.tag_ == "VBD" and not goes
        past = past or has_word(verb, "had")
        status = "planned" if not awaited else status
        event.status = "possible" if past else max(status, "planned", key=_SURE.index)
        if ends or (who.kind == "vehicle" and event.origins and verb.lower_ == "expected"):
            yield event  # "A patrol boat is expected from Mayotte"


def _due_next(heads: "set[Token]", places: Places) -> Iterator[End]:
    """Yield what comes after Oslo in "due in Oslo on Monday and in Rome on Friday"."""
    after = (second for head in sorted(heads) for second in with_role(head, "conj"))
    named = (word for prep in after if prep.lower_ in _IN for word in prep.children)
    yield from (places.end(word) for word in named if places.is_named(word))


def _should_be(verb: "Token") -> bool:
    """Tell "The ship should be off Gaza by Thursday"."""
    should = any((c.lower_, c.dep_) == ("should", "aux") for c in verb.children)
    by = under(verb, "by")
    return verb.lower_ == "be" and should and any(w.ent_type_ in WHEN for w in by)


def _on_board(doc: "Doc", places: Places) -> Iterator[Event]:
    """Yield "the trader was on a plane to Vienna" and "by noon she was back in Oslo"."""
    for token in doc:
        is_on = token.lemma_ == "be" and token.pos_ == "AUX"
        if not (is_on or token.lemma_ in _PASSING) or is_present(token):
            continue
        if is_on:
            yield from _back(token, places)
        spent = [*with_role(token, "dobj")]
        near = [*token.children, *(c for word in spent for c in word.children)]
        on = (c for c in near if c.lower_ in ("on", "aboard", "in"))  # "spent a day on a train to"
        for ride in (word for prep in on for word in prep.children if _carries(word)):
            who = traveller(subject_of(token))
            event = Event(token, Motion(), who, mode=_carries(ride))
            own = list(ends_of(ride, event.motion, places, None))
            for role, end in own or ends_of(token, event.motion, places, None):
                event.ends[role].append(end)
            event.status = status_of(token)
            if event.destinations and who is not None and who.kind in ("person", "thing"):
                yield event


def _carries(noun: "Token") -> str | None:
    """Mode of what somebody is in: a coach there is no trainer."""
    return vehicle_mode(noun) or movers.CARRIERS.get(noun.lemma_.lower())


def _back(verb: "Token", places: Places) -> Iterator[Event]:
    back = [*with_word(verb, ("back", "alongside", "home"))]
    preps = (
        p for c in (verb, *back) for p in c.children if p.lower_ in ("in", "at") and p.i > verb.i
    )
    who = traveller(subject_of(verb)) if back else None
    if who is None or who.kind not in ("person", "thing", "vehicle"):
        return
    for word in (word for prep in preps for word in prep.children if _is_place(word, places)):
        sources = [end for noun in (verb, *back, word) for end in sources_of(noun, places)]
        event = Event(verb, Motion(end="arrival"), who, sources[:1], [places.end(word)])
        event.status = status_of(verb)
        yield event
        return


def _is_place(word: "Token", places: Places) -> bool:
    """Tell "in Oslo" and "in the Jordanian capital", if that was named, from all else."""
    described = word.lemma_ in ("capital", "city") and places.end(word).place is not None
    return places.named(word) is not None or described


def _runs(doc: "Doc", places: Places) -> Iterator[Event]:
    """Yield "the train from Sofia to Varna derailed" and "the Helsinki-Tallinn ferry"."""
    for token in doc:
        if not _may_run(token):
            continue
        event = Event(token, Motion(), traveller(token), mode=vehicle_mode(token) or "air")
        pair = places.pair_before(token)
        if pair:
            event.origins, event.destinations = [pair[0]], [pair[1]]
        elif token.lemma_.lower() not in words.NOUNS:  # whose own journey is told elsewhere
            for role, end in ends_of(token, event.motion, places, None):
                event.ends[role].append(end)
        event.status = status_of(token)
        if event.origins and event.destinations:
            yield event


def _may_run(token: "Token") -> bool:
    """Tell a vehicle of which the sentence tells what happened, not a timetable."""
    if (
        token.tag_ != "NN"
        or token.dep_ in ("amod", "compound", "poss")
        or token.head.lower_ == "by"
    ):
        return False
    lemma = token.lemma_.lower()
    if lemma != "flight" and (lemma in movers.MEANS or lemma not in movers.MODES):
        return False
    verb = verb_above(token)
    if verb is None or is_present(verb) or any(w.lemma_ in _SERVICE for w in token.ancestors):
        return False
    priced = any(w.ent_type_ == "MONEY" for w in verb.subtree) and verb.lemma_ in _PRICED
    if verb.lemma_ in _RETIMED or priced:
        return False
    if verb.lemma_ in _LASTING and any(c.lower_ in ("a", "an") for c in token.lefts):
        return False  # "Before the war a bus from Oslo to Rome took two days"
    moved = motion_of(verb) is not None or verb.lemma_ in RIDING
    lost = token.head.lower_ == "of" and token.head.head.lemma_ in _LOST  # "reached the wreck of"
    # else the verb tells the journey
    return token.dep_ in SUBJECTS or lost or not moved


def _along(token: "Token", preposition: str, far: int = 6) -> "Token | None":
    """Give the noun after a preposition within the next few words."""
    for word in token.doc[token.i + 1 : token.i + 1 + far]:
        if word.sent != token.sent or word.pos_ in ("VERB", "AUX", "PUNCT"):
            return None
        if word.lower_ == preposition and word.pos_ in ("ADP", "PART"):
            return aim_of(word)
    return None


def _onward(token: "Token") -> "Token | None":
    """Give Hamburg of "bound from Ningbo to Hamburg"."""
    return _along(token, "to") if _along(token, "from") is not None else None


def _holder(token: "Token") -> "Token | None":
    """Give what is bound somewhere: the vehicle or person before it, or the subject."""
    for ancestor in token.ancestors:
        if ancestor.ent_type_ in WHEN:
            continue  # "left Oslo on Monday bound for Bergen"
        if ancestor.pos_ in ("NOUN", "PROPN") and (
            ancestor.dep_ != "pobj" or vehicle_mode(ancestor) or ancestor.lemma_ in movers.PEOPLE
        ):
            return ancestor
        if ancestor.pos_ in ("VERB", "AUX"):
            return next(
                (c for c in ancestor.children if c.dep_ == "dobj" and vehicle_mode(c)),
                subject_of(ancestor),
            )
    return None
