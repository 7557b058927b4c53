"""By what a journey is made: the vehicle or means that the sentence names."""

from itertools import pairwise
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._arguments import BY_VEHICLE
from kit._ellipses import ellipses
from kit._events import DISMOUNTING, Event
from kit._kinds import heads_of, is_party
from kit._legs import Leg
from kit._loose import SUPPORT
from kit._passages import named
from kit._subjects import is_passive, subject_of
from kit._travellers import traveller
from kit._tree import SUBJECTS, has_word, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_LED = frozenset("divert reroute redirect tow escort pull withdraw".split())
_FETCHING = frozenset("pick pluck lift winch hoist haul collect rescue save fetch scoop".split())
_ORDERED = frozenset("send dispatch despatch deploy bring take".split())
# Parts of vehicles, and what vehicles make: "in the hold of a plane", "in a column of lorries".
_PARTS = frozenset(
    "board convoy fleet column line string head hold hull belly boot trunk back top roof deck cab "
    "cabin bed footplate".split()
)
# Who lands somewhere may have come by boat.
_ANYBODY = frozenset("people person man woman child family group survivor passenger".split())
_BOARDING = frozenset("board use ride take catch drive pilot".split())
_LEAVING = DISMOUNTING | {"roll"}
_TRACKS = frozenset("railway railroad motorway highway".split())
_ALONG = frozenset("along down up over by on".split())
_CARRYING = frozenset("by on aboard in".split())
_JOINTS = frozenset({",", ";", "and", "then"})
_ELEMENTS = frozenset({"water", "sea", "air"})
_LOADS = frozenset("freight cargo mail courier".split())
_TIMES = frozenset("minute hour day week morning afternoon evening night month".split())
_GETTING = frozenset("hire rent borrow board buy mount take catch".split())
# Verbs that do not say how, though they have a mode: a train may steam, herds be driven on foot.
_VAGUE = frozenset("steam cruise motor ferry drive".split())
_DISEMBARKING = frozenset("unload land disembark come step alight".split())
# By what most who do it go, where nothing else is told.
_REMAINS = frozenset({"body", "remain", "remains", "coffin", "corpse"})
_MOSTLY = {"embark": "sea", "trek": "foot", "ferry": "sea", "wash": "sea"}
# Members of the United Nations without a coast, and Kosovo, Liechtenstein and the Vatican.
_LANDLOCKED = frozenset(
    "AD AF AM AT AZ BF BI BO BT BW BY CF CH CZ ET HU KG KZ LA LI LS LU MD MK ML MN MW NE NP PY "
    "RS RW SK SM SS SZ TD TJ TM UG UZ VA XK ZM ZW".split()
)


def mode_of(event: Event, vehicle: "Token | None", *, moves_itself: bool) -> str | None:
    """
    Mode that the verb tells, or the vehicle or means that is named.

    Parameters
    ----------
    event : Event
        The word of motion, and who moves.
    vehicle : spacy.tokens.Token or None
        The vehicle that is its object ("took a train").
    moves_itself : bool
        False for a cargo: cars that a ship carries do not go by road.

    Returns
    -------
    str or None
        None where neither tells it.
    """
    lemma = event.trigger.lemma_
    sure = words.MOTIONS.get(lemma) is event.motion and lemma not in _VAGUE
    sure = sure or event.motion is words.PHRASAL["touch down"]
    if sure and event.motion.mode:
        return event.motion.mode  # "sailed from Oslo to Rome with forty cars on board"
    if (prefix := _prefix(event.trigger)) is not None:
        return prefix
    if vehicle is not None:
        told = vehicle_mode(vehicle) or movers.CARRIERS.get(vehicle.lemma_.lower())
        return told or event.motion.mode
    return _named_mode(event, moves_itself=moves_itself) or event.motion.mode


def _prefix(verb: "Token") -> str | None:
    """Mode that the half before a hyphen tells: "air-freighted", "hitch-hiked"."""
    if verb.i < 2 or verb.nbor(-1).text != "-":
        return None
    half = verb.nbor(-2).lower_
    return "road" if half == "hitch" else movers.MODES.get(half) if half in movers.MEANS else None


def likely_mode(event: Event, *, moves_itself: bool) -> str | None:
    """
    Mode that goes without saying: of a minister who landed, who took off, an airman.

    Parameters
    ----------
    event : Event
        The word of motion, who moves, and the places.
    moves_itself : bool
        As for `mode_of`.

    Returns
    -------
    str or None
    """
    trigger, lemma = event.trigger, event.trigger.lemma_
    if (mode := _mode_of_fetcher(trigger)) is not None:
        return mode
    if lemma == "land" and moves_itself and (mode := _landing(event)):
        return mode
    placed = event.origins or event.destinations
    if lemma == "take" and placed and has_word(trigger, "off"):
        return "air"
    before = trigger.head if trigger.dep_ == "conj" else trigger
    if before.lemma_ in _GETTING and before != trigger:  # "hired a car and reached Oslo"
        got = (vehicle_mode(c) for c in before.children if c.dep_ == "dobj")
        return next(filter(None, got), None)
    flown = event.who is not None and vehicle_mode(event.who.token) == "air"
    if lemma == "ferry" and flown:
        return "air"  # "Two fighter jets were ferried to Oslo"
    return _MOSTLY.get(lemma) or (_by_trade(event) if moves_itself else None)


def modes_of_stops(event: Event) -> dict[int, str | None]:
    """
    Modes to several places: "by bus to Oslo, then by plane to Rome", "and on to Rome by air".

    Parameters
    ----------
    event : Event
        With its destinations in the order of the text.

    Returns
    -------
    dict of int to str or None
        By the place's token; empty where no other means is told for one of them.
    """
    doc, mode = event.trigger.doc, event.mode
    at = [event.trigger.i, *(end.token.i for end in event.destinations), event.trigger.sent.end]
    found: dict[int, str | None] = {}
    before = _means(doc[at[0] + 1 : at[1]])[-1:]
    for here, until in pairwise(at[1:]):
        own = before or means_behind(doc[here])[:1]
        mode = own[0] if own else mode
        found[here] = mode
        before = _means(doc[joint_behind(doc[here], until) : until])[-1:] if until < at[-1] else []
        if before and mode == event.mode and not own:  # "to Oslo and then by plane to Rome"
            found[here] = mode = event.motion.mode
    return found if len(set(found.values())) > 1 else {}


def means_behind(place: "Token") -> list[str]:
    """Modes that the words behind a place tell: "on to Rome by train"."""
    return _means(place.doc[place.i + 1 : joint_behind(place, place.sent.end)])


def joint_behind(place: "Token", until: int) -> int:
    """
    Find where what stands behind a place goes over to the next.

    Parameters
    ----------
    place : spacy.tokens.Token
    until : int
        Up to which word to look.

    Returns
    -------
    int
        Number of the comma, "and" or verb; `until` where there is none.
    """
    behind = place.doc[place.i + 1 : until]
    return next((w.i for w in behind if w.lower_ in _JOINTS or w.pos_ == "VERB"), until)


def _means(words_: "Span") -> list[str]:
    """Modes of what some words say that somebody went by."""
    by = (word for word in words_ if word.dep_ == "pobj" and word.head.lower_ in BY_VEHICLE)
    told = (vehicle_mode(word) or movers.MODES.get(word.lower_) or carried_by(word) for word in by)
    return [mode for mode in told if mode]


def carried_by(word: "Token") -> str | None:
    """
    Mode of what is a vehicle where it carries somebody only: "by coach", "in a launch".

    Parameters
    ----------
    word : spacy.tokens.Token

    Returns
    -------
    str or None
    """
    carries = word.head.lower_ in _CARRYING
    return movers.CARRIERS.get(word.lemma_.lower()) if carries else None


def is_shipped_abroad(leg: Leg) -> bool:
    """
    Say whether cargo was shipped from coast to coast, which most likely was by sea.

    Parameters
    ----------
    leg : Leg

    Returns
    -------
    bool
    """
    if leg.mode is not None or leg.who is None:
        return False
    shipped = leg.trigger.lemma_ == "ship" or _is_shipped(leg.who.token)
    if not shipped or not heads_of(leg.who.token).isdisjoint(_REMAINS):
        return False
    ends = [end.place.country for end in (leg.origin, leg.destination) if end and end.place]
    return len(set(ends)) == 2 and None not in ends and _LANDLOCKED.isdisjoint(ends)


def _is_shipped(vehicle: "Token") -> bool:
    """Tell "Two locomotives shipped from Oslo arrived in"."""
    return any(c.lemma_ == "ship" and c.tag_ == "VBN" for c in with_role(vehicle, "acl"))


def is_by_canal(leg: Leg) -> bool:
    """
    Say whether a journey without a mode went through a canal or strait, as ships do.

    Parameters
    ----------
    leg : Leg

    Returns
    -------
    bool
    """
    passed = (end.place for end in leg.via if end.place)
    waters = [place.name for place in passed if place.kind == "water"]
    shipped = leg.trigger.lemma_ == "ship"  # a bridge leads over the Bosphorus, too
    through = any("Canal" in name or (shipped and named(name)) for name in waters)
    return leg.mode is None and through


def _landing(event: Event) -> str | None:
    """Tell that a minister landed from the air; migrants and marines may have come by boat."""
    who = event.who
    if who is None or who.kind not in ("person", "thing"):
        return None
    lemma = who.token.lemma_.lower()
    told = lemma in movers.PEOPLE or is_party(who.token)
    told = told and (who.token.tag_ == "NN" or lemma not in _ANYBODY)
    sure = who.kind == "person" or told or lemma == "old"  # "The 29-year-old landed in Oslo"
    return "air" if sure and lemma not in movers.SEAFARERS else None


def _by_trade(event: Event) -> str | None:
    """Mode of who is known by it: "Ossian Brandt, the Swedish airman, came down at Croydon"."""
    if event.who is None:
        return None
    named = event.who.token
    said = (named, *with_role(named, ("appos", "compound")))
    return next((m for word in said if (m := movers.TRADES.get(word.lemma_.lower()))), None)


def _named_mode(event: Event, *, moves_itself: bool) -> str | None:
    """Mode of the vehicle or means that is named: boarded, carrying, or moving itself."""
    trigger, who = event.trigger, event.who
    apart = {word for part in ellipses(trigger) for word in part.subtree}
    verb = trigger.head  # "completed the journey to Oslo by road"
    helped = trigger.pos_ == "NOUN" and trigger.dep_ == "dobj" and verb.lemma_ in SUPPORT
    beside = with_word(verb, _CARRYING) if helped else ()
    beside = (word for prep in beside for word in prep.subtree)
    rides = who is not None and who.kind == "vehicle" and not _is_shipped(who.token)
    own = vehicle_mode(who.token) if who and rides else None
    subject = {word for head in with_role(trigger, SUBJECTS) for word in head.subtree}
    under = sorted(trigger.subtree, key=subject.__contains__)  # "A man hurt on a bus was flown"
    for token in (*under, *beside):
        mode = _mode_by(token, trigger) if token not in apart else None
        if mode and not (own and moves_itself and token.head.lower_ == "with"):
            return mode  # not "A frigate left Oslo with a helicopter"
    if moves_itself or (own and trigger.lemma_.lower() in _LED):
        return own
    if own in ("sea", "rail") and trigger.lemma_.lower() in _ORDERED:
        return own  # "sent a frigate to", "brought the tanker into"
    return _mode_of_carrier(trigger) if trigger.pos_ == "VERB" else None


def _mode_of_carrier(trigger: "Token") -> str | None:
    """Mode of what carries: "A ferry took them to Oslo"."""
    carrier = (
        trigger.head if trigger.dep_ == "acl" and trigger.tag_ == "VBG" else subject_of(trigger)
    )
    moved = (trigger.dep_, trigger.tag_) == ("acl", "VBN")  # "locomotives shipped from Oslo"
    if carrier is None or carrier.dep_ == "nsubjpass" or moved:
        return None
    named = traveller(carrier) if carrier.pos_ == "PRON" else None  # "the lorry that brought them"
    token = named.token if named else carrier
    return vehicle_mode(token) or movers.CARRIERS.get(token.lemma_.lower())


def _mode_of_fetcher(trigger: "Token") -> str | None:
    """Mode of what picked up those aboard: "were plucked off by a lifeboat and landed at"."""
    fetched = trigger.head
    if trigger.dep_ != "conj" or fetched.lemma_ not in _FETCHING or not is_passive(fetched):
        return None
    by = (word for agent in with_role(fetched, ("agent",)) for word in agent.children)
    return next(filter(None, map(vehicle_mode, by)), None)


def _mode_by(token: "Token", trigger: "Token") -> str | None:
    """Mode that one word under the trigger tells: "by rail", "aboard a ship", "a bus trip"."""
    head = token.head
    if token == trigger or has_word(token, "no"):
        return None
    if token.dep_ == "compound" and head == trigger:
        return movers.MODES.get(token.lemma_.lower())
    lemma = token.lemma_.lower()
    mode = vehicle_mode(token) or movers.MODES.get(lemma) or carried_by(token)
    if (lemma, head.lower_) == ("land", "by"):
        mode = "road"
    if mode is None or not _is_near(token, trigger):
        return None
    if lemma in _TRACKS and head.lower_ in _ALONG:
        return mode  # "came down the Benguela railway"
    if (lemma in _ELEMENTS and head.lower_ == "on") or token.lower_ == "feet":
        return None  # "came for a summit on water and trade", "flown, frostbitten in both feet"
    # "by private jet hours after", "by air freight"
    if token.dep_ == "compound" and head.lemma_ in _TIMES | _LOADS:
        token, head = head, head.head
    by = token.dep_ == "pobj" and head.lower_ in BY_VEHICLE
    out = head.lower_ in ("off", "from") or (head.lower_, head.head.lower_) == ("of", "out")
    by = by or (out and trigger.lemma_ in _LEAVING)  # "climbed off a bus", "stepped out of a car"
    by = by or (head.lower_ == "from" and trigger.lemma_ in _DISEMBARKING)  # "landed from a liner"
    on_board = token.dep_ == "pobj" and head.lower_ == "of" and head.head.lower_ in _PARTS
    boarded = token.dep_ in ("dobj", "pobj") and head.lemma_ in _BOARDING
    off = head == trigger and has_word(trigger, "off")
    boarded = boarded or (token.dep_ == "dobj" and off and trigger.lemma_ in _LEAVING)
    by = by or token.doc[max(token.left_edge.i - 2, 0) : token.left_edge.i].text == "on board"
    others = (vehicle_mode(w) or movers.MODES.get(w.lemma_.lower()) for w in token.conjuncts)
    several = by and any(other not in (mode, None) for other in others)  # "by train and car"
    return mode if (by or on_board or boarded) and not several else None


def _is_near(token: "Token", trigger: "Token") -> bool:
    """Say whether no other word of motion stands between a vehicle and the trigger."""
    for ancestor in token.ancestors:
        if ancestor == trigger:
            return True
        if ancestor.pos_ == "VERB" and ancestor.dep_ in ("conj", "relcl"):
            return False  # "flew to Oslo and took a bus", "to Oslo, where they took a bus"
        if ancestor.pos_ == "VERB" and ancestor.dep_ == "ccomp":
            return False  # "took the train to Oslo; from there she walked", taken for one clause
        lemma = ancestor.lemma_.lower()
        boards = lemma in _BOARDING and not is_passive(ancestor)  # not "taken by road to Rome"
        if ancestor.pos_ == "VERB" and lemma in words.MOTIONS and not boards:
            return False
        if ancestor.pos_ == "NOUN" and lemma in words.NOUNS:
            return False
    return False
