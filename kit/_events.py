"""What a word of motion tells, and which words are of motion: verbs, nouns, idioms."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._cues import COMPASS
from kit._dates import DateWords
from kit._motion import Motion, Role
from kit._places import End, Place
from kit._travellers import Traveller
from kit._tree import has_role, has_word, under, with_role
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Entities of the model that are a time.
WHEN = ("DATE", "TIME")
#: Verbs whose object may be the vehicle that the subject travels in.
RIDING = frozenset("take get ride drive fly sail board catch cruise motor".split())

_CROSSING = frozenset("transit cross round traverse skirt clear enter overfly thread".split())
_GOING = frozenset("come go pass sail steam roll drive squeeze slip inch creep edge".split())
_GANGWAYS = frozenset({"gangway", "gangplank"})
_MOUNTING = frozenset("get climb hop jump step clamber pile".split())
#: Verbs of getting off a vehicle: "stumbled out of a plane".
DISMOUNTING = _MOUNTING | frozenset("stumble stagger shuffle walk file troop emerge".split())
_THROUGH = frozenset("through over at via".split())  # the border post of that name
_ON = frozenset("on onto aboard into in".split())
_NEAR = 10  # words behind a verb
_TEXT = "kit.text"  # where a doc keeps its text
_BOUNDS = "kit.sentences"  # where a doc keeps its own
_ON_BOARD = re.compile(r"\bon board\b(?! (?:a|an|the|his|her|its)\b)")


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
    by_stop : dict of int to str or None
        By what to each of several places, by the place's token, where that differs.
    dates : list of DateWords
        The dates that hang on it.
    arrivals : list of DateWords
        Those of its end alone.
    elsewhen : list of (DateWords, int)
        Dates in the sentences about it that hang on no word of motion, but on this word.
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
    by_stop: dict[int, str | None] = field(default_factory=dict)
    dates: list[DateWords] = field(default_factory=list)
    arrivals: list[DateWords] = field(default_factory=list)
    elsewhen: list[tuple[DateWords, int]] = field(default_factory=list)
    status: str = "reported"
    sender: Place | None = None

    @property
    def ends(self) -> dict[Role, list[End]]:
        """Places by what they are of it."""
        return {"origin": self.origins, "destination": self.destinations, "via": self.via}

    @property
    def crosses(self) -> bool:
        """Whether somebody is said to pass a place, and nothing more."""
        rides = self.who is not None and self.who.kind == "vehicle"
        goes = self.trigger.lemma_ in (_CROSSING | _GOING if rides else _CROSSING)
        goes = goes and self.trigger.pos_ == "VERB"
        return goes and bool(self.via) and not (self.origins or self.destinations)


def bounds_of(token: "Token") -> tuple[int, int]:
    """
    Tell where the sentence of a word begins and ends, at once for all words of a text.

    Each look at ``token.sent`` takes as long as the sentence has words.
    """
    found: list[tuple[int, int]] | None = token.doc.user_data.get(_BOUNDS)
    if found is None:
        found = [(sent.start, sent.end) for sent in token.doc.sents for _ in sent]
        token.doc.user_data[_BOUNDS] = found
    return found[token.i]


def text_of(doc: "Doc") -> str:
    """Give the text of a document, which spaCy puts together anew whenever it is asked."""
    found: str | None = doc.user_data.get(_TEXT)
    if found is None:
        found = doc.user_data[_TEXT] = doc.text
    return found


def motion_of(token: "Token") -> Motion | None:
    lemma = token.lemma_.lower()
    ride = ridden(token) if lemma in words.PUT_ON else None
    if ride is not None and ride.lemma_ in words.NOUNS:
        return None  # "put aboard a flight", which tells the journey
    service = token.text == "flights" and not _is_counted(token)
    service = service or (token.text == "crossing" and token.head.lower_ in _THROUGH)
    stopped = lemma == "stop" and has_role(token, "auxpass")  # by somebody
    stopped = stopped or has_word(token, ("aside", "apart"))  # "was set aside for Oslo"
    if token.dep_ in ("amod", "compound") or service or stopped or _is_of_verb(token):
        return None  # a service, not a journey
    if token.pos_ in ("VERB", "AUX"):
        if _has_been(token) or _is_back(token):
            return words.BEEN
        return words.OFF if _is_off(token) else _idiom(token, lemma) or words.MOTIONS.get(lemma)
    if token.pos_ != "NOUN":
        return None
    lemma = "trip" if lemma == "leg" and is_return(token) else lemma
    return words.MOTIONS.get(lemma) if is_verb(token) else words.NOUNS.get(lemma)


def _is_counted(flights: "Token") -> bool:
    """Tell "recorded 23 flights by an Antonov" from "runs two flights a day"."""
    counted = any(c.ent_type_ == "CARDINAL" for c in flights.lefts)
    by = has_word(flights, "by")
    return counted and by


def _has_been(verb: "Token") -> bool:
    """Tell "has been to Oslo"."""
    to = any(c.lower_ == "to" and c.dep_ == "prep" for c in verb.children)
    return verb.lower_ == "been" and verb.lemma_ == "be" and to


def _is_back(verb: "Token") -> bool:
    """Tell "is back in Rome from Oslo"."""
    backs = [c for c in verb.children if c.lower_ in ("back", "home") and c.dep_ == "advmod"]
    parts = {c.lower_ for word in (verb, *backs) for c in word.children}
    return verb.lemma_ == "be" and bool(backs) and "from" in parts


def _is_off(verb: "Token") -> bool:
    """Tell "was off to Oslo the same evening"."""
    offs = [c for c in verb.children if c.lower_ == "off" and not has_role(c, "pobj")]
    to = (c for word in (verb, *offs) for c in word.children if c.lower_ in ("to", "for"))
    named = any(word.pos_ == "PROPN" for prep in to for word in prep.children)
    return verb.lemma_ == "be" and bool(offs) and named  # not "is off to a good start"


def _is_of_verb(token: "Token") -> bool:
    """Tell "put him on a flight to Oslo", which the verb tells, and "called off"."""
    verb = token.head.head if token.head.lower_ in _ON else token
    if token.dep_ == "pobj" and verb.lemma_ in words.PUT_ON:
        return has_role(verb, "dobj")
    aside = token.lemma_ in ("call", "bear")  # "called off", "bears him out"
    return aside and has_word(token, ("off", "up", "out"))


def is_return(verb: "Token") -> bool:
    """Tell "flew back", "returned", "have been sent home" and "the return leg"."""
    if verb.pos_ == "NOUN":  # "on the return leg"
        return any(c.lower_ == "return" for c in verb.lefts)
    if verb.pos_ != "VERB":
        return False
    beside = verb.doc[verb.i + 1 : min(verb.i + 2, verb.sent.end)]  # "flew back on Friday"
    homeward = any(c.lower_ in ("back", "home") for c in (*verb.children, *beside))
    return verb.lemma_ == "return" or homeward


def is_verb(noun: "Token") -> bool:
    """Tell "The premier heads to Doha", which the parser takes for what the premier has."""
    lone = noun.tag_ == "NNS" and noun.lemma_ in words.MOTIONS
    lone = lone and vehicle_mode(noun) is None  # "Buses from Oslo depart every hour"
    and_ = noun.dep_ == "conj" and noun.head.pos_ == "VERB"  # "and sails for Rome tonight"
    only = noun.dep_ == "appos" and noun.head.dep_ == "ROOT"  # "Miss Laidlaw, a nurse, sails for"
    lone = lone and (noun.dep_ == "ROOT" or and_ or only)
    ways = (*words.PREPOSITIONS, "for")
    return lone and any(c.dep_ == "prep" and c.lower_ in ways for c in noun.children)


def _idiom(verb: "Token", lemma: str) -> Motion | None:
    """Give the motion of a verb with its particle, its object, or what somebody is put on."""
    if (found := _set_out(verb, lemma) or _boarding(verb, lemma)) is not None:
        return found
    if any(w.lower_ == "ashore" and verb in w.ancestors for w in verb.doc[verb.i : verb.i + _NEAR]):
        return words.IDIOMS.get((lemma, "ashore"))  # "brought 41 survivors of a wreck ashore"
    if lemma == "make" and any(c.dep_ == "dobj" and c.pos_ == "PROPN" for c in verb.children):
        return words.MADE
    for child in verb.children:
        found = None
        if (child.lower_ == "down" and _holds(child, _GANGWAYS)) or _is_ride_left(child, lemma):
            return words.PHRASAL["climb down"]  # "walked down the gangway", "stepped out of a car"
        if child.dep_ in ("prt", "advmod") or _is_onward(child) or child.lower_ in ("out", "off"):
            up = child.left_edge if child.lower_ == "there" else child  # "tied up there"
            found = words.PHRASAL.get(f"{lemma} {up.lower_}")
        if child.dep_ in ("dobj", "advmod"):
            told = not (lemma == "join" and any(map(_is_among, verb.children)))
            found = found or (words.IDIOMS.get((lemma, child.lemma_.lower())) if told else None)
        if lemma == "make" and child.lower_ == "for":  # "is making for Aden"
            named = any(word.pos_ == "PROPN" for word in child.children)
            found = words.MOTIONS["head"] if named else None
        moves_it = found is not None and found.mover == "subject" and _moves_object(verb, lemma)
        if found is not None and not moves_it:
            return found
    return None


def _holds(prep: "Token", nouns: frozenset[str]) -> bool:
    return any(word.lemma_ in nouns for word in prep.children)


def _is_among(prep: "Token") -> bool:
    """Tell "joined him on stage in Oslo" from "joined him in Oslo"."""
    return prep.lower_ in ("on", "in") and any(word.pos_ == "NOUN" for word in prep.children)


def _is_ride_left(out: "Token", lemma: str) -> bool:
    """Tell "stepped out of a helicopter in Oslo"."""
    of = under(out, "of")
    return lemma in DISMOUNTING and out.lower_ == "out" and any(map(vehicle_mode, of))


def _set_out(verb: "Token", lemma: str) -> Motion | None:
    """Tell "put to sea", and "turned west to Oslo" from "turned to Oslo for help"."""
    seas = (w for w in under(verb, "to") if w.lower_ == "sea")
    if lemma == "put" and any(seas):
        return words.PUT_TO_SEA
    turned = lemma == "turn" and any(COMPASS.fullmatch(c.lower_) for c in verb.children)
    return words.TURNED if turned else None


def _boarding(verb: "Token", lemma: str) -> Motion | None:
    """Tell "were put on a train" and "got on a train"."""
    aboard = any(map(_is_aboard, verb.children))
    put = lemma in words.PUT_ON and (aboard or ridden(verb) is not None)
    taken = lemma == "take" and _ON_BOARD.search(verb.doc[verb.i : verb.i + 5].text)
    if put or taken:
        return words.BOARDED
    went = lemma == "go" and has_word(verb, "aboard")
    return words.GOT_ON if (aboard and lemma in _MOUNTING) or went else None


def _moves_object(verb: "Token", lemma: str) -> bool:
    """Tell "a frigate carried 190 of them on to Jeddah" from "carried on to Jeddah"."""
    motion = words.MOTIONS.get(lemma)
    moved = (c for c in verb.children if c.dep_ == "dobj" and (lemma, c.lemma_) not in words.IDIOMS)
    return motion is not None and motion.mover == "object" and any(moved)


def _is_onward(prep: "Token") -> bool:
    """Tell "carried on north", which the parser takes for a place to be on."""
    points = ("north", "south", "east", "west")
    return prep.lower_ == "on" and any(c.lower_.startswith(points) for c in prep.children)


def _is_aboard(prep: "Token") -> bool:
    """Tell "onto trains" and "put aboard in Oslo"."""
    if prep.lower_ in ("aboard", "onboard") and not has_role(prep, "pobj"):
        return True
    return prep.dep_ == "prep" and prep.lower_ in _ON and any(map(_carries, prep.children))


def ridden(verb: "Token") -> "Token | None":
    """Give the vehicle that is the object of a verb: "took a train", "rode a bus"."""
    put = verb.lemma_.lower() in words.PUT_ON  # "were put on a train"
    put = put and any(c.lower_ in _ON and not c.n_rights for c in verb.children)
    if not put and verb.lemma_.lower() not in RIDING:
        return None
    objects = with_role(verb, "dobj")
    return next(filter(_carries, objects), None)


def _carries(noun: "Token") -> bool:
    return vehicle_mode(noun) is not None or noun.lemma_ in movers.CARRIERS
