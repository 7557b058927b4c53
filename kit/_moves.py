"""Which words of motion tell a journey: somebody moves who can, and to or from a place."""

import re
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._cues import COMPASS
from kit._echoes import is_echo
from kit._events import WHEN, Event, is_return, motion_of
from kit._generality import is_first_to, is_present
from kit._kinds import heads_of, is_people, is_person
from kit._legs import is_same
from kit._likeness import may_travel
from kit._loose import SUPPORT
from kit._places import GENERIC
from kit._refusals import is_told_otherwise
from kit._subjects import is_passive
from kit._travellers import Traveller, whole_of
from kit._tree import has_role, has_word, under, with_role
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

# Words of so many meanings that even "from … to …" makes no journey of them.
_LOOSE = frozenset(
    "advance go come move pass run head shift take bring race proceed lead pour".split()
)
# What is done for years, or by a timetable.
_LASTING = frozenset("export import stop".split())
_UP = frozenset("in up down over back across".split())
# What no table has, and a sentence moves to one place only, is so much like what travels.
_LIKELY = 0.2
_STRAIGHT = frozenset("straight direct directly just".split())
_STORMS = frozenset("storm hurricane typhoon cyclone".split())
_UNREAL = frozenset("imaginary imagined fictional fictitious mythical notional virtual".split())
_FIGURES = frozenset("heroine protagonist narrator".split())  # of tales
_BOTH_TOLD = frozenset("operate shuttle coax push".split())
_ARTICLES = frozenset({"the", "a", "an"})
_MOORED = frozenset("moor anchor dock berth tie".split())
_LEAPING = frozenset("jump leap dive plunge fall slide tumble wade".split())
_WEALTH = frozenset("capital money fund investment talent deposit saving profit".split())
_NAUTICAL = frozenset("tie berth cast weigh put".split())
_ONE_DAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day$|tomorrow$|tonight$")


def is_journey(event: Event) -> bool:
    """
    Tell what moves somebody somewhere from what moves nobody, or nowhere.

    Parameters
    ----------
    event : Event
        With its ends, its mode and who moves.

    Returns
    -------
    bool
    """
    who, trigger = event.who, event.trigger
    if not event.destinations and not any(end.place for end in event.origins):
        return _is_of_another(event)
    if who is None:  # such as "The return flight from Oslo"
        is_cargo = event.motion.mover == "object" or is_return(trigger)
        return trigger.pos_ == "NOUN" and is_cargo and bool(event.origins)
    if is_told_otherwise(trigger) or any(refuses(event, who) for refuses in _REFUSALS):
        return False
    return is_moved(event, who)


def _is_of_another(event: Event) -> bool:
    """Tell what has no end of its own, but dates a leg told before or after, or turns it round."""
    trigger, who = event.trigger, event.who
    arrives = event.motion.end != "whole" and trigger.pos_ == "VERB"  # "and arrived on Wednesday"
    # "and flew back on Friday", "A second ship followed on Monday", "and transited the Suez Canal"
    tells = arrives or is_return(trigger) or is_echo(trigger) or bool(event.via)
    if not tells or _is_half_told(event, who):
        return False
    if who is None:
        return trigger.pos_ == "NOUN" and is_return(trigger)
    rest = who.kind == "unknown" and is_echo(trigger)  # "The rest will follow by rail"
    return who.kind in ("person", "vehicle", "thing") or rest


def _is_of_money(event: Event, who: Traveller) -> bool:
    """Tell "a transfer from Oslo"."""
    trigger = event.trigger
    return trigger.lemma_.lower() == "transfer" and who.token == trigger and not event.destinations


def _is_source(event: Event, _: Traveller) -> bool:
    """Tell "she comes from Oslo"."""
    comes = event.trigger.lemma_.lower() in ("come", "follow") and not event.destinations
    return comes and not (_has_come(event) or is_echo(event.trigger))


def _is_trade(event: Event, who: Traveller) -> bool:
    """Tell "bananas go by sea to Europe" and "the ferry runs to Oslo": what is done for years."""
    trigger, lemma = event.trigger, event.trigger.lemma_.lower()
    if lemma in _LASTING and trigger.tag_ in ("VBZ", "VBP"):
        return True
    if not is_present(trigger) or _is_on_a_day(trigger):
        return False
    goods = who.kind in ("thing", "unknown") and not heads_of(who.token) & movers.PEOPLE
    loose = lemma in _LOOSE and who.kind == "thing"
    serves = lemma == "run" and event.motion is words.MOTIONS["run"]
    return serves or (goods and (loose or event.motion.sends))


def _is_caught_up(event: Event, _: Traveller) -> bool:
    """Tell "caught up with them in Oslo" from "the yacht that she boarded"."""
    rode = event.trigger.dep_ == "relcl" and vehicle_mode(event.trigger.head)
    return event.trigger.lemma_.lower() in ("board", "catch") and event.mode is None and not rode


def _is_distance(event: Event, _: Traveller) -> bool:
    """Tell "a day's march from Oslo"."""
    trip = event.trigger
    return _is_length(trip) and (trip.dep_ == "attr" or not event.destinations)


def _is_half_told(event: Event, _: Traveller | None) -> bool:
    """Tell "was pushed from Reni to Novi Sad" from "was pushed to the limit in Oslo"."""
    lemma = event.trigger.lemma_.lower()
    own = event.motion is words.MOTIONS.get(lemma)  # not "pushed off from Oslo"
    run = lemma == "operate" and has_role(event.trigger, "dobj")  # flights
    return own and lemma in _BOTH_TOLD and (run or not (event.origins and event.destinations))


def _is_of_people_from(event: Event, _: Traveller) -> bool:
    """Tell "carrying 16 men from Egypt": whose they are."""
    lands = [end.place is not None and end.place.kind == "country" for end in event.origins]
    carried = event.trigger.lemma_ in ("carry", "transport", "bear") and not event.destinations
    return carried and bool(lands) and all(lands) and event.trigger.tag_ == "VBG"


def _is_on_a_day(verb: "Token") -> bool:
    """Tell "The horses go up to Oslo on Monday" from "Bananas go by sea to Europe"."""
    return any(_ONE_DAY.match(word.lower_) for c in verb.children for word in c.subtree)


def _is_discussed(_: Event, who: Traveller) -> bool:
    """Tell "Talks on joint patrols, which had moved from Oslo to Riga": the talks had."""
    prep = who.token.head
    on = who.token.dep_ == "pobj" and prep.lower_ in ("on", "about", "over")
    return on and prep.head.lemma_ in ("talk", "negotiation", "discussion", "consultation")


def _is_length(trip: "Token") -> bool:
    """Tell "is an hour's drive from Oslo" and "a flight of ten minutes": how far it is."""
    of = under(trip, "of")
    timed = any(c.ent_type_ in WHEN for c in (*trip.children, *of))
    lies = trip.dep_ in ("npadvmod", "dobj") and trip.head.lemma_ in ("lie", "sit", "stand")
    return trip.pos_ == "NOUN" and (trip.dep_ == "attr" or lies) and timed


def _has_come(event: Event) -> bool:
    """Tell "the jet had come from Oslo" and "having come up from Lagos" from "he comes from"."""
    parts = {child.lower_ for child in event.trigger.children}
    rides = event.mode is not None or (event.who is not None and event.who.kind == "vehicle")
    had = bool(parts & {"had", "having"})
    if parts & {"back", "home"} and not is_present(event.trigger):
        return True  # "came back from Suva"
    if event.trigger.tag_ == "VBD" and (event.via or _is_on_a_day(event.trigger)):
        return True  # "came from Suva on Sunday by way of Nadi"
    if rides and event.trigger.tag_ == "VBG" and event.trigger.dep_ in ("acl", "advcl"):
        return True  # "The Isolde, coming from Oslo, is due in"
    return (had and bool(event.via or parts & (_UP | _STRAIGHT))) or (
        rides and (had or event.trigger.tag_ == "VBD")
    )


def _is_told_again(event: Event, _: Traveller) -> bool:
    """Tell "left Oslo for Rome, her first trip to the region": what has been told already."""
    noun = event.trigger
    apart = noun.left_edge.i > noun.sent.start and noun.left_edge.nbor(-1).text == ","
    apart = noun.pos_ == "NOUN" and (noun.dep_ == "appos" or apart)
    told = has_word(noun, "from")  # "the first flight from Oslo since"
    if apart and not told and {"first", "second", "third"} & {w.lower_ for w in noun.lefts}:
        before = noun.doc[noun.sent.start : noun.left_edge.i]
        return any(w.pos_ == "VERB" and motion_of(w) is not None for w in before)
    if noun.pos_ != "NOUN" or motion_of(noun.head) is None or noun.head.lemma_ in SUPPORT:
        return False
    vague = (end.token.lower_ in GENERIC for end in event.destinations)
    return noun.dep_ in ("dobj", "appos", "npadvmod") and any(vague)


_REFUSALS = (
    _is_of_money, _is_of_people_from, _is_told_again, _is_discussed, _is_source, _is_trade,
    _is_caught_up, _is_distance, _is_half_told,
)  # fmt: skip


def is_moved(event: Event, who: Traveller) -> bool:
    """
    Say whether it is somebody, or something, that travels.

    Parameters
    ----------
    event : Event
        The word of motion and its ends.
    who : Traveller
        Who is told to move.

    Returns
    -------
    bool
    """
    motion, trigger = event.motion, event.trigger
    ship = who.kind == "place" and has_word(who.token, _ARTICLES)
    ship = ship and bool(event.origins and event.destinations)  # "the Kahurangi left Suva for Apia"
    flown = (w for c in trigger.children if c.dep_ == "dobj" for w in c.lefts)
    unreal = any(c.lower_ in _UNREAL for c in flown) or is_unreal(who.token)
    long = who.token.lemma_ in words.LENGTHS and who.token.ent_type_ == "QUANTITY"
    unreal = unreal or long  # "A journey of a thousand miles begins in"
    unreal = unreal or who.token.lower_ == "much"  # "Almost as much travels from Oslo to Rome"
    unreal = unreal or (who.token.ent_type_ == "EVENT" and who.kind == "unknown")  # a cup
    if unreal or (who.kind in ("abstract", "place") and not (ship or _is_hauled(event))):
        return False
    lemma = who.token.lemma_.lower()
    own = who.token.dep_ == "nsubj" or (trigger.dep_ == "relcl" and trigger.head == who.token)
    flies = own and not is_passive(trigger)
    mass = who.kind == "unknown" and _is_mass(who.token)
    shot = lemma in movers.PROJECTILES and who.token.lower_ != "ashes"  # of a fire, of the dead
    if flies and (shot or mass):
        return False
    things = trigger.lemma_ in ("drop", "follow") and not _is_of_people(trigger, who)
    things = things and motion is words.MOTIONS[trigger.lemma_]  # not "dropped anchor"
    part = who.token.lemma_ in ("rest", "other", "remainder") or who.token.pos_ == "NUM"
    whole = (part and bool(event.origins and event.destinations)) or is_echo(trigger)
    things = things and not whole  # not "The rest will follow from Oslo to Rome"
    again = is_first_to(trigger) and any(e.token.lower_ == "there" for e in event.destinations)
    things = things or again  # "to Oslo, the first ship to go there"
    things = things or _is_state(trigger) or _is_into_water(event)
    managed = is_passive(trigger) and not (event.origins and event.destinations)
    if things or (trigger.lemma_ == "run" and (managed or _runs_something(trigger))):
        return False
    if motion.vehicle or who.kind == "vehicle":
        rolls = who.kind == "vehicle" or bool(heads_of(who.token) & movers.ROLLING)
        named = who.token.pos_ == "PROPN" and has_word(who.token, "the")
        into = has_word(trigger, ("into", "in", "out"))
        moors = trigger.lemma_ in _NAUTICAL and (into or trigger.lemma_ != "put")
        rolls = rolls or (named and moors)  # "the Isolde tied up at Genoa"
        into = has_word(trigger, "into")
        ashore = trigger.lemma_ == "put" and into  # "put into Hobart"
        afloat = (motion.mode == "sea" or ashore) and who.kind == "person"
        # "Anna Lund cast off from Brest"
        rolled = event.mode is not None or trigger.lemma_ in ("roll", "pull", "rumble", "limp")
        people = is_people(who.token) or (who.kind == "person" and not is_passive(trigger))
        return rolls or afloat or (rolled and people)  # "rebels rolled into Goma"
    if who.kind == "unknown" and motion.weak:
        both = bool(event.origins and event.destinations)
        told = trigger.lemma_.lower() not in _LOOSE or event.mode is not None
        told = told or is_passive(trigger)
        told = told or (both and may_travel(who.token, _LIKELY))
        likely = both or event.mode not in (None, motion.mode) or may_travel(who.token, _LIKELY)
        return (told and bool(likely)) or who.token.ent_type_ in ("ORG", "PRODUCT")
    return True


def is_unreal(noun: "Token") -> bool:
    """
    Say whether a noun is of what only is said to travel: an imaginary ship, a storm, money.

    Parameters
    ----------
    noun : spacy.tokens.Token

    Returns
    -------
    bool
    """
    before = noun.doc[max(noun.i - 1, 0)]  # "storm Odile", whatever the parser makes of it
    stormy = noun.pos_ == "PROPN" and any(c.lower_ in _STORMS for c in (before, *noun.lefts))
    unreal = has_word(noun, _UNREAL) or noun.lemma_ in _FIGURES
    if COMPASS.fullmatch(noun.text):  # "was moving west-northwest"
        return True
    return unreal or stormy or noun.text[:1] in "€$£¥" or _is_of_capital(noun)


def _is_hauled(event: Event) -> bool:
    """Tell "ballot papers were hauled in lorries from Oslo to Rome" from "letters went to Rome"."""
    told = event.mode is not None and event.motion.mode is None and is_passive(event.trigger)
    return told and event.motion.mover != "subject" and bool(event.origins and event.destinations)


def _is_of_capital(noun: "Token") -> bool:
    """Tell "the flight of capital"."""
    of = (w.lemma_.lower() for w in under(noun, "of"))
    return noun.lemma_ == "flight" and not _WEALTH.isdisjoint(of)


def _is_state(verb: "Token") -> bool:
    """Tell "owners of boats moored in Oslo", where the boats are."""
    there = verb.dep_ == "acl" and verb.head.dep_ in ("pobj", "dobj", "nsubj")
    there = there and not any(word.ent_type_ in WHEN for word in verb.subtree)
    been = has_word(verb, ("been", "is", "are"))  # "has been tied up"
    then = verb.dep_ == "conj" and motion_of(verb.head) is not None
    # "was hit while it was moored", not "rose from Oslo and was moored at Vadsø"
    been = been or (not then and has_role(verb, "auxpass"))
    kept = verb.head.lemma_ in ("keep", "leave", "find") and verb.dep_ != "conj"
    return (there or been or kept) and verb.tag_ == "VBN" and verb.lemma_ in _MOORED


def _is_into_water(event: Event) -> bool:
    """Tell "jumped into the Danube"."""
    leapt = event.trigger.lemma_ in _LEAPING and not event.origins
    return leapt and any(end.place and end.place.kind == "water" for end in event.destinations)


def _is_of_people(verb: "Token", who: Traveller) -> bool:
    """Tell "dropped him at" and "followed her husband to" from bombs and trails."""
    moved = [*with_role(verb, "dobj")]
    if verb.lemma_ == "drop":
        moved = moved or [who.token]
    wholes = (whole.token for c in moved if (whole := whole_of(c)) is not None)  # "eleven"
    return any(c.pos_ == "PRON" or is_people(c) or is_person(c) for c in (*moved, *wholes))


def _runs_something(verb: "Token") -> bool:
    """Tell "runs a website from Oslo" and "ran 9.9 seconds" from "ran to Oslo"."""
    objects = with_role(verb, ("dobj", "npadvmod"))
    return any(word.lemma_.lower() not in ("mile", "kilometre", "kilometer") for word in objects)


def _is_mass(noun: "Token") -> bool:
    """Tell what is no single thing: "Jazz travelled from New Orleans to Paris"."""
    loose = ("punct", "relcl", "acl", "appos", "cc", "conj", "prep")
    return noun.tag_ == "NN" and all(child.dep_ in loose for child in noun.children)


def is_seen_moving(event: Event, others: list[Event]) -> bool:
    """
    Say whether who is of no known kind makes another journey in the sentence.

    Parameters
    ----------
    event : Event
        What would be no journey by itself.
    others : list of Event
        Journeys.

    Returns
    -------
    bool
    """
    who, trigger = event.who, event.trigger
    same = (o for o in others if o.trigger.sent == trigger.sent and is_same(o.who, who))
    same = (o for o in same if who is not None and o.trigger != who.token)
    placed = any(end.place for end in (*event.origins, *event.destinations))
    return placed and trigger.pos_ == "VERB" and any(same)
