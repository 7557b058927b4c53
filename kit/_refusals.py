"""Why a word of motion tells no journey: "moved to Porto for a fee", "a novel takes us to Rome"."""

import re
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._events import WHEN, motion_of
from kit._generality import is_present
from kit._kinds import kind_of
from kit._places import GENERIC, SITES
from kit._subjects import is_passive, subject_of
from kit._tree import has_word, under, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_SERVING = frozenset("start begin resume stop continue".split())
_MEDALS = frozenset("gold silver bronze".split())
_PIPES = frozenset("pipe pipeline cable wire email fax telegram".split())
# Who boards a ship to search it or to seize it.
_SEARCHERS = frozenset(
    "commando marine soldier troop police officer inspector coastguard sailor navy pirate agent "
    "investigator gunman force guard hijacker customs".split()
)
_AUDIENCE = frozenset("country nation party reader viewer audience listener public".split())
_CLEARED = frozenset("mine bomb rubble snow debris mud tree wreck wreckage land forest".split())
_GROUND = frozenset(
    "hill hilltop village town position height bridge ground control trench stronghold outpost "
    "ridge checkpoint settlement district".split()
)
_SWINGS = frozenset("climb slide fall rise dive tailspin rally surge spree rampage panic".split())
_RUNNING = frozenset("river stream road highway path railway pipeline border frontier".split())
_THIEVES = frozenset("burglar thief robber raider looter gang".split())
_QUITTING = frozenset("abandon quit vacate exit".split())
_COINS = frozenset("€$£¥")
_IDIOM = re.compile(
    r"\bcoals to Newcastle\b|\bsen[dt]\w* to Coventry\b|\bthe Rubicon\b"
    r"|\b(?:has|have|had) (?:long |already )?left the station\b|\bleft the station long ago\b"
    r"|\b[Pp]igs (?:will|would|might|may|can|could) fly\b"
)
_SCORE = re.compile(r"\d+[-–]\d+")


def is_told_otherwise(trigger: "Token") -> bool:
    """
    Tell a word of motion that says something else, by the words that hang on it.

    Parameters
    ----------
    trigger : spacy.tokens.Token
        A verb or noun of motion.

    Returns
    -------
    bool
    """
    if trigger.pos_ != "VERB":
        sold = trigger.lemma_ in words.TRANSFERS and _is_to_club(trigger)
        return _is_taken_on(trigger) or sold
    return any(refuses(trigger) for refuses in _REFUSALS)


def draws_closer(verb: "Token") -> bool:
    """
    Tell "Stockholm moved closer to Ankara on arms".

    Parameters
    ----------
    verb : spacy.tokens.Token

    Returns
    -------
    bool
    """
    subject = subject_of(verb) if has_word(verb, ("closer", "nearer")) else None
    return subject is not None and subject.ent_type_ == "GPE"


# ---- verbs ---------------------------------------------------------------------------------------


def _resumes(verb: "Token") -> bool:
    """Tell "The ferry starts running again"."""
    return verb.lemma_ == "run" and verb.head.lemma_ in _SERVING


def _swings(verb: "Token") -> bool:
    """Tell "sent oil on its steepest climb" and "went into a tailspin"."""
    ways = with_word(verb, ("on", "into"))
    return any(word.lemma_ in _SWINGS for prep in ways for word in prep.children)


def _is_stopped(verb: "Token") -> bool:
    """Tell "stopped a lorry in Oslo" and "was stopped at" from "halted at Oslo two days later"."""
    held = any(word.ent_type_ not in WHEN for word in _objects(verb))
    return verb.lemma_ in ("stop", "halt") and (held or is_passive(verb))


def _had_stopped(verb: "Token") -> bool:
    """Tell "having stopped in Oslo"."""
    return verb.lemma_ in ("stop", "call", "halt") and has_word(verb, "having")


def _walks_away(verb: "Token") -> bool:
    """Tell "walked away from a deal"."""
    away = (word for word in with_word(verb, "away") if not word.n_lefts)  # not "two days away"
    return verb.lemma_ == "walk" and any(away) and not has_word(verb, ("to", "into"))


def _is_like(verb: "Token") -> bool:
    """Tell "ran like a train from Tokyo to Osaka"."""
    return any(vehicle_mode(word) for word in under(verb, "like"))


def _goes_back(verb: "Token") -> bool:
    """Tell "The motif goes back to a visit to Kyoto"."""
    back = with_word(verb, ("back",)) if verb.lemma_ == "go" and is_present(verb) else ()
    since = (word for above in back for word in (*under(above, ("to",)), *under(verb, ("to",))))
    return any(word.lemma_.lower() in words.NOUNS for word in since)


def _runs_on(verb: "Token") -> bool:
    """Tell "The river rolled from Bamberg into Pilsen"."""
    subject = None if is_passive(verb) or _objects(verb) else subject_of(verb)
    return subject is not None and subject.lemma_.lower() in _RUNNING


def _enters_time(verb: "Token") -> bool:
    """Tell "The war entered its fifth week"."""
    dated = any(word.ent_type_ in WHEN for word in _objects(verb)[:1])
    return verb.lemma_ in ("enter", "reach") and dated and motion_of(verb) is not None


def _is_cleared(verb: "Token") -> bool:
    """Tell "was cleared for take-off"."""
    return verb.lemma_ == "clear" and is_passive(verb)


def _is_reached(verb: "Token") -> bool:
    """Tell "the far side, which is reached by road from Oslo"."""
    return verb.lemma_ == "reach" and is_passive(verb) and is_present(verb)


def _is_searched(verb: "Token") -> bool:
    """Tell "commandos boarded the tanker": they do not travel on it."""
    who = subject_of(verb)
    if verb.lemma_ != "board" or not _objects(verb):
        return False
    if any(word.lower_ in ("bound", "destined") for word in verb.subtree):
        return False  # "officers boarded a plane in Nairobi bound for Oslo"
    who = verb.head if verb.dep_ == "relcl" and who is not None and who.pos_ == "PRON" else who
    return who is not None and who.lemma_.lower().removesuffix("s") in _SEARCHERS


def _wins(verb: "Token") -> bool:
    """Tell "swept the country"."""
    return verb.lemma_ == "sweep" and (bool(_objects(verb)) or is_passive(verb))


def _pays_out(verb: "Token") -> bool:
    """Tell "pulled 300 million dollars out of"."""
    paid = _objects(verb)[:1] if not is_passive(verb) else [*with_role(verb, "nsubjpass")]
    paid = [part for word in paid for part in (word, *word.lefts)]
    return any(part.ent_type_ == "MONEY" or part.text in _COINS for part in paid)


def _gets_across(verb: "Token") -> bool:
    """Tell "got his message through to Oslo"."""
    return verb.lemma_ == "get" and any(w.lemma_ in movers.IMMOVABLE for w in _objects(verb))


def _clears(verb: "Token") -> bool:
    """Tell "cleared mines on the road from Oslo to Bergen" from "cleared the port"."""
    cleared = any(word.lemma_.lower() in _CLEARED for word in _objects(verb))
    return verb.lemma_ == "clear" and cleared


def _captures(verb: "Token") -> bool:
    """Tell "have taken two hills on the road from Oslo to Bergen"."""
    ground = any(word.lemma_.lower() in _GROUND for word in _objects(verb))
    return verb.lemma_ == "take" and ground


def _takes_over(verb: "Token") -> bool:
    """Tell "have taken over the fast lane"."""
    return verb.lemma_ == "take" and any(c.lower_ == "over" for c in with_role(verb, "prt"))


def _pulls_up(verb: "Token") -> bool:
    """Tell "pulled down their shutters" and "pull up stakes"."""
    left = _objects(verb)
    own = any(c.dep_ == "poss" for word in left for c in word.lefts)
    up = verb.lemma_ in ("pull", "draw") and bool(left) and has_word(verb, "up")
    return up or (verb.lemma_ == "pull" and own)


def _is_piped(verb: "Token") -> bool:
    """Tell "sent by cable"."""
    by = with_word(verb, ("by", "through", "via"))
    return any(word.lemma_ in _PIPES for prep in by for word in prep.children)


def _comes_a_long_way(verb: "Token") -> bool:
    """Tell "Solidarity has travelled a long way from the shipyard"."""
    ways = (c for c in verb.children if c.lemma_ == "way")
    return any(c.lower_ == "long" for way in ways for c in way.children)


def _is_idiom(verb: "Token") -> bool:
    """Tell "That train has left the station" and "went down 3-1 to Dhaka"."""
    score = _SCORE.search(verb.doc[verb.i : verb.i + 5].text)
    return score is not None or _IDIOM.search(verb.sent.text) is not None


def _quits(verb: "Token") -> bool:
    """Tell "abandoned the start of a race" from "abandoned ship"."""
    left = _objects(verb)
    if not left or verb.lemma_ not in _QUITTING or left[0].pos_ == "PROPN":
        return False
    return vehicle_mode(left[0]) is None and left[0].lemma_.lower() not in SITES | GENERIC


def _carries(verb: "Token") -> bool:
    """Tell "the pipeline carries oil to" and "the novel takes us to" from "a line of cars went"."""
    subject = subject_of(verb)
    if subject is not None and subject.lower_ in ("which", "that") and verb.dep_ == "relcl":
        subject = verb.head
    if subject is None or subject.lemma_.lower() not in movers.CARRYING:
        return False
    cars = subject.lemma_ == "line" and kind_of(subject) == "thing"
    return not (is_passive(verb) or cars)


def _is_bought(verb: "Token") -> bool:
    """Tell "moved to Porto for a fee"."""
    paid = under(verb, ("for", "on"))
    return verb.lemma_ in words.TRANSFERS and any(
        word.ent_type_ in ("MONEY", "QUANTITY") or word.lemma_ in ("fee", "loan") for word in paid
    )


def _is_stolen(verb: "Token") -> bool:
    """Tell "Burglars took jewellery from a house in Oslo", which goes nobody knows where."""
    if verb.lemma_ != "take" or has_word(verb, ("to", "into")):
        return False
    won = any(word.lemma_ in _MEDALS for word in _objects(verb))  # "took gold in Doha"
    subject = subject_of(verb)
    return subject is not None and (won or subject.lemma_.lower() in _THIEVES)


def _is_left_to(verb: "Token") -> bool:
    """Tell "leaving Oslo to squabble": what remains there does it."""
    does = (c for c in with_role(verb, "xcomp") if c.lemma_ not in words.MOTIONS)
    given_up = verb.lemma_ == "leave" and " for dead" in verb.doc[verb.i : verb.sent.end].text
    # "leaving the camp to aid workers", read as "to help workers"
    to = (c for c in with_role(verb, "advcl") if c.i > verb.i and c.nbor(-1).lower_ == "to")
    return given_up or (verb.lower_ == "leaving" and any((*does, *to)))


def _objects(verb: "Token") -> "list[Token]":
    return [*with_role(verb, "dobj")]


_REFUSALS = (
    _resumes, _is_like, _swings, _is_stopped, _had_stopped, _walks_away, _goes_back, _runs_on,
    draws_closer, _enters_time, _is_cleared, _is_reached, _is_searched, _wins, _pays_out,
    _gets_across, _clears, _captures, _takes_over, _pulls_up, _is_piped, _comes_a_long_way,
    _is_idiom, _quits, _carries, _is_bought, _is_stolen, _is_left_to,
)  # fmt: skip


# ---- nouns ---------------------------------------------------------------------------------------


def _is_taken_on(trip: "Token") -> bool:
    """Tell "the gallery takes visitors on a journey from Egypt to Rome"."""
    verb = trip.head.head if trip.dep_ == "pobj" else trip.head
    taken = [word.lemma_.lower() for word in _objects(verb)]
    if verb.lemma_ in ("take", "lead") and not _AUDIENCE.isdisjoint(taken):
        return True  # "have taken the country on a journey from Oslo to Rome"
    guide = subject_of(verb) if verb.lemma_ in ("take", "lead", "send") else None
    return guide is not None and guide.lemma_.lower() in movers.CARRYING


def _is_to_club(noun: "Token") -> bool:
    """Tell a player's move to a club that is called by its town, or "for 9 million euros"."""
    aims = under(noun, "to")
    paid = any(word.ent_type_ == "MONEY" for word in noun.sent)
    return paid or any(word.ent_type_ == "ORG" for word in aims)
