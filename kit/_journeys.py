"""Journeys in sentences: what each word of motion tells of who, whence, whither and when."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kit import _motion as words
from kit._arguments import (
    aim_of,
    ellipses,
    ends_of,
    is_passive,
    noun_mover,
    sender_of,
    subject_of,
)
from kit._dates import DateWords
from kit._modes import mode_of
from kit._motion import Motion
from kit._places import End, Place, Places
from kit._travellers import Traveller, heads_of, traveller, vehicle_mode
from kit._truth import is_present, status_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# Verbs whose object may be the vehicle that the subject travels in.
_RIDING = frozenset("take ride drive fly sail board catch cruise motor".split())
# Objects that do not move: "took off", "made its way", "took the road".
_NO_MOVERS = frozenset("way road route step off place part off".split())
# Words of so many meanings that even "from … to …" makes no journey of them.
_LOOSE = frozenset("go come move pass run head shift take bring race proceed lead pour".split())
# Verbs that add nothing to "a trip": its dates are theirs.
_SUPPORT = frozenset(
    "make pay take begin start complete end conclude accompany be undertake go come "
    "leave board catch embark".split()
)


@dataclass
class Event:
    """
    What one word of motion tells.

    Attributes
    ----------
    trigger : spacy.tokens.Token
        The word.
    motion : Motion
        Its entry in the table.
    who : Traveller or None
        Who moves.
    origins, destinations, via : list of End
        The places, in the order of the text.
    mode : str or None
        By what, if told.
    dates : list of DateWords
        The dates that hang on it.
    status : str
        Reported, alleged or planned.
    sender : Place or None
        The country that sends.
    """

    trigger: "Token"
    motion: Motion
    who: Traveller | None
    origins: list[End] = field(default_factory=list)
    destinations: list[End] = field(default_factory=list)
    via: list[End] = field(default_factory=list)
    mode: str | None = None
    dates: list[DateWords] = field(default_factory=list)
    status: str = "reported"
    sender: Place | None = None


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
    events = [*_bound(doc, places), *_runs(doc, places)]
    for token in doc:
        motion = _motion_of(token)
        if motion is None or token.sent.text.rstrip(' \n"”’').endswith("?"):
            continue
        event = _event(token, motion, places)
        if event is not None:
            events += [event, *_elliptic(event, places)]
    events = [event for event in events if event.status != "negated"]
    events.sort(key=lambda event: event.trigger.i)
    _attach_dates(doc, events, dates)
    return events


def _motion_of(token: "Token") -> Motion | None:
    lemma = token.lemma_.lower()
    if token.dep_ in ("amod", "compound") or token.text == "flights":  # a service, not a journey
        return None
    if token.pos_ in ("VERB", "AUX"):
        particles = [child.lower_ for child in token.children if child.dep_ == "prt"]
        phrasal = [
            words.PHRASAL[f"{lemma} {p}"] for p in particles if f"{lemma} {p}" in words.PHRASAL
        ]
        return phrasal[0] if phrasal else words.MOTIONS.get(lemma)
    return words.NOUNS.get(lemma) if token.pos_ == "NOUN" else None


def _event(token: "Token", motion: Motion, places: Places) -> Event | None:
    is_noun = token.pos_ == "NOUN"
    vehicle = None if is_noun else _ridden(token)
    if is_noun:
        mover = noun_mover(token)
    else:
        mover = subject_of(token) if vehicle is not None else _verb_mover(token, motion, places)
    event = Event(token, motion, traveller(mover) or _cataphoric(token, mover))
    itself = mover is None or (mover == subject_of(token) and not is_passive(token)) or is_noun
    event.mode = mode_of(token, vehicle, event.who, moves_itself=itself) or motion.mode
    if event.mode is None and token.lemma_ == "land" and itself:
        event.mode = _landing(event.who)
    ends = {"origin": event.origins, "destination": event.destinations, "via": event.via}
    for role, end in ends_of(token, motion, places, mover):
        ends[role].append(end)
    event.status = status_of(token)
    event.sender = sender_of(token, places) if motion.sends else None
    return event if _is_journey(event) else None


def _cataphoric(noun: "Token", owner: "Token | None") -> Traveller | None:
    """Find who "their" drive is that is named behind it: "Halfway through their drive, the men"."""
    if owner is None or owner.dep_ != "poss" or owner.pos_ != "PRON":
        return None
    verb = next((word for word in noun.ancestors if word.pos_ in ("VERB", "AUX")), None)
    return traveller(subject_of(verb)) if verb is not None else None


def _landing(who: Traveller | None) -> str | None:
    """Tell that a minister landed from the air; migrants and marines may have come by boat."""
    if who is None or who.kind not in ("person", "thing"):
        return None
    lemma = who.token.lemma_.lower()
    one = who.kind == "person" or (lemma in words.PEOPLE and who.token.tag_ == "NN")
    return "air" if one and lemma not in words.SEAFARERS else None


def _elliptic(event: Event, places: Places) -> Iterator[Event]:
    """Yield the legs told without a verb: "by sea to Naples, and then by road to Rome"."""
    for part in ellipses(event.trigger):
        leg = Event(part, replace(event.motion, mode=None), event.who, status=event.status)
        for role, end in ends_of(event.trigger, leg.motion, places, None, part):
            {"origin": leg.origins, "destination": leg.destinations, "via": leg.via}[role].append(
                end
            )
        told = (mode for token in part.subtree if (mode := words.MODES.get(token.lower_)))
        leg.mode = next(told, event.mode if part.head.lower_ == "on" else None)
        if leg.destinations:
            yield leg


def _is_journey(event: Event) -> bool:
    """Leave out what moves nobody, or nowhere."""
    who, trigger, motion = event.who, event.trigger, event.motion
    lemma = trigger.lemma_.lower()
    if not event.destinations and not any(end.place for end in event.origins):
        # "and arrived on Wednesday" dates a leg told before or after
        dates_one = event.motion.end != "whole" and trigger.pos_ == "VERB"
        return dates_one and who is not None and who.kind in ("person", "vehicle", "thing")
    if who is None:
        is_cargo = trigger.pos_ == "NOUN" and event.motion.mover == "object"
        return is_cargo and bool(event.origins)
    if _is_told_otherwise(trigger):
        return False
    origin_of = lemma in ("come", "follow") and not event.destinations  # "he comes from Poland"
    goods = who.kind == "thing" and not heads_of(who.token) & words.PEOPLE
    trade = (lemma in _LOOSE or (motion.sends and goods)) and goods and is_present(trigger)
    trade = trade or (lemma in ("export", "import") and trigger.tag_ in ("VBZ", "VBP"))
    walked = lemma in ("board", "catch") and event.mode is None  # "caught up with"
    return not (origin_of or trade or walked) and _is_moved(event, who)


def _is_told_otherwise(trigger: "Token") -> bool:
    """Tell "the pipeline carries oil to", "the novel takes us to", "moved to Porto for a fee"."""
    if trigger.pos_ != "VERB":
        return False
    subject = subject_of(trigger)
    if subject is not None and subject.lemma_.lower() in words.CARRYING:
        return not is_passive(trigger)
    paid = (
        word.ent_type_ in ("MONEY", "QUANTITY") or word.lemma_ in ("fee", "loan")
        for prep in trigger.children
        if prep.lower_ in ("for", "on")
        for word in prep.children
    )
    return trigger.lemma_ in words.TRANSFERS and any(paid)


def _is_moved(event: Event, who: Traveller) -> bool:
    """Say whether it is somebody, or something, that travels."""
    motion, trigger = event.motion, event.trigger
    if who.kind in ("abstract", "place"):
        return False
    flies = who.token.dep_ == "nsubj" and not is_passive(trigger)
    if flies and who.token.lemma_.lower() in words.PROJECTILES:
        return False
    if motion.vehicle or who.kind == "vehicle":
        return who.kind == "vehicle" or who.token.lemma_.lower() in words.ROLLING
    if who.kind == "unknown" and motion.weak:
        told = trigger.lemma_.lower() not in _LOOSE or event.mode is not None
        both = event.origins and event.destinations and told
        return bool(both) or who.token.ent_type_ in ("ORG", "PRODUCT")
    return True


def _ridden(verb: "Token") -> "Token | None":
    """Give the vehicle that is the object of a verb: "took a train", "rode a bus"."""
    if verb.lemma_.lower() not in _RIDING:
        return None
    return next((c for c in verb.children if c.dep_ == "dobj" and vehicle_mode(c)), None)


def _verb_mover(verb: "Token", motion: Motion, places: Places) -> "Token | None":
    """Say who moves: the subject, or the object of "sent" and the subject of "was sent"."""
    direct = next((c for c in verb.children if c.dep_ == "dobj"), None)
    if direct is None and is_passive(verb) and motion.mover != "subject":
        return subject_of(verb)
    if direct is not None and motion.mover != "subject" and places.named(direct) is None:
        lemma = direct.lemma_.lower()
        return None if lemma in words.NOUNS or lemma in _NO_MOVERS else direct
    if motion.mover != "object":
        return subject_of(verb)
    own = any(child.dep_ == "nsubj" for child in verb.children)
    return verb.head if verb.dep_ == "relcl" and own else None  # "the goods that they sent"


def _bound(doc: "Doc", places: Places) -> Iterator[Event]:
    """Yield "a Moscow-bound train", "a ship bound for Odesa", "en route from Rome to Odesa"."""
    for token in doc:
        lower, last = token.lower_, doc[max(token.i - 1, 0)].lower_
        source: Token | None = None
        aim: Token | None
        if lower == "bound" and last == "-":
            aim = doc[max(token.i - 2, 0)]
            mover: Token | None = token.head if token.head.pos_ in ("NOUN", "PROPN") else None
        elif lower == "bound" and (aim := _along(token, "for")) is not None:
            source = _along(token, "from")
            mover = subject_of(token) if token.pos_ == "VERB" else _holder(token)
        elif lower in ("route", "way") and last in ("en", "its", "his", "her", "their", "the"):
            aim, source = _along(token, "to"), _along(token, "from")
            mover = _holder(token)
        else:
            continue
        if aim is None or mover is None or places.end(aim).place is None:
            continue
        who = traveller(mover)
        if who is None or who.kind not in ("person", "vehicle", "thing"):
            continue
        event = Event(token, Motion(), who, destinations=[places.end(aim)])
        event.origins = [places.end(source)] if source is not None else []
        event.mode, event.status = vehicle_mode(who.token), status_of(token)
        yield event


def _runs(doc: "Doc", places: Places) -> Iterator[Event]:
    """Yield "the train from Sofia to Varna derailed" and "the Helsinki-Tallinn ferry"."""
    for token in doc:
        if not _may_run(token):
            continue
        event = Event(token, Motion(), traveller(token), mode=vehicle_mode(token) or "air")
        ends = {"origin": event.origins, "destination": event.destinations, "via": event.via}
        pair = places.pair_before(token)
        if pair:
            event.origins, event.destinations = [pair[0]], [pair[1]]
        elif token.lemma_.lower() not in words.NOUNS:  # whose own journey is told elsewhere
            for role, end in ends_of(token, event.motion, places, None):
                ends[role].append(end)
        event.status = status_of(token)
        if event.origins and event.destinations:
            yield event


def _may_run(token: "Token") -> bool:
    """Tell a vehicle of which the sentence tells what happened, not a timetable."""
    if token.tag_ != "NN" or token.dep_ in ("amod", "compound", "poss"):
        return False
    lemma = token.lemma_.lower()
    if lemma != "flight" and (lemma in words.MEANS or lemma not in words.MODES):
        return False
    verb = next((word for word in token.ancestors if word.pos_ in ("VERB", "AUX")), None)
    if verb is None or is_present(verb):
        return False
    moved = _motion_of(verb) is not None or verb.lemma_ in _RIDING
    return token.dep_ in ("nsubj", "nsubjpass") or not moved  # else the verb tells the journey


def _along(token: "Token", preposition: str) -> "Token | None":
    """Give the noun after a preposition within the next few words."""
    for word in token.doc[token.i + 1 : token.i + 7]:
        if word.sent != token.sent or word.pos_ in ("VERB", "AUX", "PUNCT"):
            return None
        if word.lower_ == preposition and word.pos_ in ("ADP", "PART"):
            return aim_of(word)
    return None


def _holder(token: "Token") -> "Token | None":
    """Give what is bound somewhere: the vehicle or person before it, or the subject."""
    for ancestor in token.ancestors:
        if ancestor.pos_ in ("NOUN", "PROPN") and (
            ancestor.dep_ != "pobj" or vehicle_mode(ancestor) or ancestor.lemma_ in words.PEOPLE
        ):
            return ancestor
        if ancestor.pos_ in ("VERB", "AUX"):
            return next(
                (c for c in ancestor.children if c.dep_ == "dobj" and vehicle_mode(c)),
                subject_of(ancestor),
            )
    return None


def _attach_dates(doc: "Doc", events: list[Event], dates: list[DateWords]) -> None:
    """Give each date to the word of motion that it hangs on."""
    triggers = {event.trigger.i: event for event in events}
    for date in dates:
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is not None and _is_kind(span.root):
            continue
        event = _owner(span.root, triggers) if span is not None else None
        if event is not None:
            event.dates.append(date)
    for event in events:  # "On Monday he left Oslo and flew to Rome"
        token = event.trigger
        if not event.dates and token.dep_ == "conj" and token.head.i in triggers:
            before = triggers[token.head.i].dates
            event.dates += [date for date in before if date.end <= token.head.idx]


def _is_kind(token: "Token") -> bool:
    """Tell "the overnight ferry": a kind of ferry, no day."""
    kind = token.lower_ in ("overnight", "night", "evening", "morning", "weekend")
    return kind and token.dep_ in ("amod", "compound") and token.head.pos_ == "NOUN"


def _owner(token: "Token", triggers: dict[int, Event]) -> Event | None:
    """Climb from a date to the first word of motion, or to a verb that carries one."""
    for node in (token, *token.ancestors):
        if node.i in triggers:
            return triggers[node.i]
        if node.pos_ in ("VERB", "AUX"):
            carried = _aside(node, token) if node.lemma_ not in _SUPPORT else _nouns_under(node)
            return next((triggers[word.i] for word in carried if word.i in triggers), None)
    return None


def _nouns_under(verb: "Token") -> list["Token"]:
    """Trips that are the object of a verb that adds nothing to them, as in "made a trip"."""
    return [w for w in verb.subtree if w.pos_ == "NOUN" and verb in (w.head, w.head.head)]


def _aside(verb: "Token", date: "Token") -> list["Token"]:
    """Give what is told around an aside: "On Monday, it says, the ship left Oslo"."""
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    if date.i < verb.i and after.text == ",":
        return [child for child in verb.children if child.dep_ == "ccomp" and child.i > verb.i]
    return []
