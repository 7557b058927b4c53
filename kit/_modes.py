"""By what a journey is made: the vehicle or means that the sentence names."""

from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._arguments import BY_VEHICLE, ellipses
from kit._subjects import is_passive, subject_of
from kit._travellers import Traveller, traveller
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_LED = frozenset("divert reroute redirect tow escort".split())
_ORDERED = frozenset("send dispatch deploy bring take".split())
_BOARDING = frozenset("board use ride take catch drive pilot".split())
_LEAVING = frozenset("climb step get hop jump".split())
_TIMES = frozenset("minute hour day week".split())


def mode_of(
    trigger: "Token", vehicle: "Token | None", who: Traveller | None, *, moves_itself: bool
) -> str | None:
    """
    Mode by the vehicle or means that is named: taken, boarded, carrying, or moving itself.

    Parameters
    ----------
    trigger : spacy.tokens.Token
        The word of motion.
    vehicle : spacy.tokens.Token or None
        The vehicle that is its object ("took a train").
    who : Traveller or None
        Who moves.
    moves_itself : bool
        False for a cargo: cars that a ship carries do not go by road.

    Returns
    -------
    str or None
        None where no vehicle is named.
    """
    if vehicle is not None:
        return vehicle_mode(vehicle) or movers.CARRIERS.get(vehicle.lemma_.lower())
    apart = {word for part in ellipses(trigger) for word in part.subtree}
    for token in trigger.subtree:
        mode = _mode_by(token, trigger) if token not in apart else None
        if mode:
            return mode
    own = vehicle_mode(who.token) if who is not None and who.kind == "vehicle" else None
    if moves_itself or trigger.lemma_.lower() in _LED:
        return own
    if own == "sea" and trigger.lemma_.lower() in _ORDERED:
        return own  # "sent a frigate to", "brought the tanker into"
    return _mode_of_carrier(trigger) if trigger.pos_ == "VERB" else None


def _mode_of_carrier(trigger: "Token") -> str | None:
    """Mode of what carries: "A ferry took them to Oslo"."""
    carrier = (
        trigger.head if trigger.dep_ == "acl" and trigger.tag_ == "VBG" else subject_of(trigger)
    )
    if carrier is None or carrier.dep_ == "nsubjpass":
        return None
    named = traveller(carrier) if carrier.pos_ == "PRON" else None  # "the lorry that brought them"
    token = named.token if named else carrier
    return vehicle_mode(token) or movers.CARRIERS.get(token.lemma_.lower())


def _mode_by(token: "Token", trigger: "Token") -> str | None:
    """Mode that one word under the trigger tells: "by rail", "aboard a ship", "a bus trip"."""
    head = token.head
    if token == trigger or any(child.lower_ == "no" for child in token.children):
        return None
    if token.dep_ == "compound" and head == trigger:
        return movers.MODES.get(token.lemma_.lower())
    lemma = token.lemma_.lower()
    mode = vehicle_mode(token) or movers.MODES.get(lemma)
    if mode is None and head.lower_ in ("by", "on", "aboard"):  # "by coach"
        mode = movers.CARRIERS.get(lemma)
    if mode is None or not _is_near(token, trigger):
        return None
    if token.dep_ == "compound" and head.lemma_ in _TIMES:  # "by private jet hours after"
        token, head = head, head.head
    by = token.dep_ == "pobj" and head.lower_ in BY_VEHICLE
    by = by or (head.lower_ == "off" and trigger.lemma_ in _LEAVING)  # "climbed off a bus"
    on_board = (
        token.dep_ == "pobj"
        and head.lower_ == "of"
        and head.head.lower_ in ("board", "convoy", "fleet")
    )
    boarded = token.dep_ in ("dobj", "pobj") and head.lemma_ in _BOARDING
    return mode if by or on_board or boarded else None


def _is_near(token: "Token", trigger: "Token") -> bool:
    """Say whether no other word of motion stands between a vehicle and the trigger."""
    for ancestor in token.ancestors:
        if ancestor == trigger:
            return True
        if ancestor.pos_ == "VERB" and ancestor.dep_ in ("conj", "relcl"):
            return False  # "flew to Oslo and took a bus", "to Oslo, where they took a bus"
        lemma = ancestor.lemma_.lower()
        boards = lemma in _BOARDING and not is_passive(ancestor)  # not "taken by road to Rome"
        if ancestor.pos_ == "VERB" and lemma in words.MOTIONS and not boards:
            return False
        if ancestor.pos_ == "NOUN" and lemma in words.NOUNS:
            return False
    return False
