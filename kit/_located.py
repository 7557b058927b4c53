"""Where something happened to somebody: the places of a clause that is no journey."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kit._events import WHEN, motion_of
from kit._motion import ALLEGING, NEGATING
from kit._places import SITES, Places
from kit._tree import SUBJECTS, child, has_role, has_word, with_role
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

BASIS = "whereabouts"
#: Before a place where something is.
LOCATIVE = frozenset("in at on near outside off beyond".split())
# What tells where somebody is as a rule, or was long ago.
_STANDING = frozenset(
    "live reside dwell work study bear base grow teach train play educate marry raise found "
    "register headquarter own run lead rule know call name build make invest win lose serve "
    "convict elect".split()
)
# Of these, what is done on a day: "played in Rome on Monday and flew to Oslo".
_STAGED = frozenset("play win lose train serve".split())
#: Who speaks somewhere need not be there.
SPEAKING = ALLEGING | frozenset(
    "say tell add report announce confirm state warn argue write note explain".split()
)
_VISITING = frozenset({"visit", "tour"})
# Who goes to a house of the town that they work in.
_LOCAL = frozenset("police inspector investigator detective officer reporter journalist".split())
_STAYING = frozenset(
    "be remain stay wait lie sit shelter camp rest recover recuperate train rehearse drill".split()
)
_SAFE = frozenset("safe stuck stranded home back alone free ashore alive aground".split())
_CLAUSES = frozenset("relcl acl ccomp conj advcl".split())


def is_visited(seen: "Token") -> bool:
    """
    Tell "visited a shrine in Oslo", to which somebody went, from "visited the king of Jordan".

    Parameters
    ----------
    seen : spacy.tokens.Token
        Object of a verb.

    Returns
    -------
    bool
    """
    host = child(seen.head, SUBJECTS)
    local = host is not None and host.lemma_.lower() in _LOCAL
    return seen.head.lemma_ in _VISITING and has_word(seen, LOCATIVE) and not local


def happened(verb: "Token") -> bool:
    """
    Tell what befell somebody from what is so as a rule.

    Parameters
    ----------
    verb : spacy.tokens.Token

    Returns
    -------
    bool
    """
    lemma = verb.lemma_.lower()
    had = verb.tag_ == "VBN" and has_word(verb, "had")
    if lemma == "be" and (verb.tag_ == "VBD" or had) and verb.dep_ == "relcl":
        # "who was in Oslo for talks", "who had been in Oslo"
        return not has_role(verb, ("attr", "acomp", "neg"))
    staged = lemma in _STAGED and any(word.ent_type_ in WHEN for word in verb.subtree)
    was = lemma == "base" and has_word(verb, "had")  # "had been based in"
    never = lemma in SPEAKING or (lemma in _STANDING and not (staged or was))
    # "Refused a berth at Oslo, the ship sailed on to", "was stopped at Oslo; he had driven"
    held = is_held(verb) or (verb.is_sent_start and verb.tag_ != "VBG")
    caught = lemma in ("stop", "halt", "block") and any(map(vehicle_mode, verb.children))
    never = never or (lemma in NEGATING and not (held or caught))  # "stopped a ship off Oslo"
    if verb.pos_ != "VERB" or never or verb.tag_ in ("VBZ", "VBP", "VB"):
        return False
    return not has_role(verb, "neg")


def stays(verb: "Token") -> bool:
    """
    Tell "is still in Oslo", "has been in Oslo all week" and "remains in Oslo": there by now.

    Parameters
    ----------
    verb : spacy.tokens.Token

    Returns
    -------
    bool
    """
    helpers = {c.lower_ for c in verb.children if c.dep_ in ("aux", "auxpass")}
    present = verb.tag_ in ("VBZ", "VBP") or not helpers.isdisjoint({"is", "are", "has", "have"})
    described = next(with_role(verb, "acomp"), None)
    if described is not None and described.lemma_ not in _SAFE:
        return False  # "is popular in Oslo"
    if verb.lemma_ not in _STAYING or not present or has_role(verb, ("attr", "neg")):
        return False
    return not helpers & {"to", "will", "would", "may", "might", "could", "should"}


def is_held(verb: "Token") -> bool:
    """Tell "was stopped at Oslo" from "stopped at Oslo"."""
    return verb.lemma_ == "stop" and has_role(verb, "auxpass")


def located(verb: "Token", places: Places, apart: "Token") -> Iterator["Token"]:
    """
    Find the places that something happens at: "on the floor of the terminal in Dover".

    Parameters
    ----------
    verb : spacy.tokens.Token
        What happens.
    places : Places
        Mentions of the text.
    apart : spacy.tokens.Token
        A verb whose own words are left out.

    Yields
    ------
    spacy.tokens.Token
    """
    where = verb.dep_ == "relcl" and has_word(verb, "where")
    if where and places.named(verb.head):  # "went to Oslo, where she fell ill"
        yield verb.head
    out = set(apart.subtree) - (set(verb.subtree) if verb in apart.subtree else set())
    for word in verb.subtree:
        here = word.lower_ == "there" and word.dep_ == "advmod" and word not in out
        if here and not _is_told_by_another(word, verb):
            yield word
        away = word.head.lower_ == "from" and _is_away(word.head.head)
        if word in out or word.dep_ != "pobj" or not (away or word.head.lower_ in LOCATIVE):
            continue
        inner = with_role(word, "compound")  # "in a Bangkok prison"
        place = next(filter(places.named, (word, *inner)), None)
        site = word.lemma_ in SITES  # "was in the Ghanaian capital by noon"
        place = place or (word if site and places.end(word).place else None)
        if place is not None and not _is_told_by_another(word, verb):
            yield place


def is_theirs(clause: "Token") -> bool:
    """
    Tell "the band, which played in Rome" from "the band, whose album was made in Rome".

    Parameters
    ----------
    clause : spacy.tokens.Token
        Verb of a clause of somebody.

    Returns
    -------
    bool
    """
    subjects = with_role(clause, SUBJECTS)
    return all(word.lower_ in ("who", "which", "that") for word in subjects)


def _is_away(word: "Token") -> bool:
    """Tell "ordered away from Oslo" and "Extradited from Oslo, he landed in"."""
    fronted = word.is_sent_start and word.tag_ == "VBN" and motion_of(word) is not None
    return word.lower_ == "away" or bool(fronted)


def _is_told_by_another(word: "Token", verb: "Token") -> bool:
    """Say whether another clause than the verb's own has the place."""
    for node in word.ancestors:
        if node == verb or (node.tag_ == "VBG" and node.head == verb and verb.lemma_ == "spend"):
            return False  # "spent a day in Oslo haggling"
        while_ = has_word(node, "while")  # "hurt while at work in Oslo"
        if node.pos_ in ("VERB", "AUX") and node.dep_ in _CLAUSES and not while_:
            return True
    return True
