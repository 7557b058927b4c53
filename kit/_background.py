"""What the text says elsewhere of a leg: the traveller's country, the sender, the meeting."""

from dataclasses import replace
from typing import TYPE_CHECKING

from kit._joining import MEETINGS
from kit._legs import Leg, is_same
from kit._movers import OFFICES
from kit._places import End, Place, Places
from kit._travellers import Traveller, names_of_person, traveller
from kit._tree import SUBJECTS, has_word, verb_above, with_role

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_TOGETHER = frozenset("they both pair two leader president minister men women side".split())
_COMING = frozenset("fly jet come sail drive pull".split())
_WIDE = frozenset({"country", "water", "region", "admin1", "continent"})
_EARLY = 300  # letters from a dateline: farther on, the story may have gone elsewhere
# Travel that starts where the traveller lives, unless the text says otherwise.
_SETTING_OUT = frozenset(
    "set leave depart embark travel go fly sail journey drive head ride voyage jet trek".split()
)


def add_own_country(leg: Leg, doc: "Doc", places: Places) -> None:
    """Let a person who set out abroad start in the country that the text gives them by title."""
    who = leg.who
    if leg.origin or who is None or leg.destination is None or leg.destination.place is None:
        return
    # Who will travel, or flies, may be anywhere by then; overland one starts at home.
    if leg.status == "planned" or leg.mode not in ("rail", "road", "foot"):
        return
    if leg.trigger.lemma_.lower() not in _SETTING_OUT or leg.trigger.pos_ != "VERB":
        return
    home = country_of(who, doc, places)
    if home and home.country != leg.destination.place.country:
        leg.origin = End(home, home.name, who.token)
        leg.origin_basis = "traveller's country"


def arrive_here(leg: Leg, places: Places) -> None:
    """Let who "arrived on Tuesday" or "flew in", early in a dispatch, come to its dateline."""
    verb = leg.trigger
    inwards = any(c.lower_ == "in" for c in with_role(verb, ("prt", "advmod")))
    arrives = verb.lemma_ == "arrive" or (verb.lemma_ in _COMING and inwards)
    told = leg.destination is not None or has_word(verb, ("at", "within"))  # "at the scene"
    if not arrives or told or leg.who is None or verb.pos_ != "VERB" or not leg.dates:
        return
    here = places.filed_at(verb)
    if here is None or verb.idx - here.end > _EARLY:
        return
    between = [p for p in places.all if here.end < p.start < verb.idx and not p.demonym]
    if all(place.kind in _WIDE for place in between):
        leg.destination = End(here, here.name, verb)
        leg.destination_basis = "dateline"


def look_abroad(leg: Leg, doc: "Doc", places: Places) -> None:
    """Take "the country" that a president will visit for another one than the president's own."""
    end, who = leg.destination, leg.who
    if end is None or end.place is None or who is None or end.token.lower_ != "country":
        return
    home = country_of(who, doc, places)
    if home is None or home.country != end.place.country:
        return
    before = [p for p in places.all if p.end <= end.token.idx and p.kind == "country"]
    abroad = (p for p in reversed(before) if p.country != home.country)
    leg.destination = replace(end, place=next(abroad, None))


def country_of(who: Traveller, doc: "Doc", places: Places) -> Place | None:
    """
    Country that the text attaches to a traveller.

    Parameters
    ----------
    who : Traveller
        A person by name, or by office ("the French president").
    doc : spacy.tokens.Doc
        The text.
    places : Places
        Its mentions, demonyms among them.

    Returns
    -------
    Place or None
        From "Chilean President Rojas", "Chile's Rojas", "Rojas, the leader of Chile"; the nearest
        title before, else the first after.
    """
    if who.kind != "person":
        heads = [(who.token, who.token)]
    else:
        spans = list(names_of_person(doc, who.words))
        heads = [(span[0], span.root) for span in reversed(spans) if span.start <= who.token.i]
        heads += [(span[0], span.root) for span in spans if span.start > who.token.i]
    for first, root in heads:
        found = _title_before(first, places) or _title_after(root, places)
        if found is None and root.dep_ == "appos" and root.head.lemma_.lower() in OFFICES:
            found = _title_before(root.head, places)
        if found is not None:
            return found
    return None


def _title_before(first: "Token", places: Places) -> Place | None:
    """Walk left through "Chilean President" to the country's name."""
    office = first.lemma_.lower() in OFFICES
    for step in range(1, 9):
        if first.i - step < first.sent.start:
            return None
        token = first.doc[first.i - step]
        office = office or token.lemma_.lower() in OFFICES
        place = places.at(token)
        if place and place.kind == "country":
            return place if office else None
        if token.pos_ not in ("NOUN", "PROPN", "ADJ", "PART") and token.text != "-":
            return None
    return None


def _title_after(root: "Token", places: Places) -> Place | None:
    """Read ", the leader of Chile," and "President Rojas of Chile"."""
    for child in root.children:
        if child.dep_ == "appos" or (child.dep_ == "prep" and child.lower_ == "of"):
            office = child.lower_ == "of" or child.lemma_.lower() in OFFICES
            for token in child.subtree:
                place = places.at(token)
                if place and place.kind == "country" and not place.demonym:
                    return place if office else None
    return None


def add_sender(leg: Leg) -> None:
    """Let a cargo start in the country that sends it, or the port that ships it."""
    sender = leg.event.sender
    if leg.origin or sender is None or leg.destination is None or leg.destination.place is None:
        return
    abroad = leg.event.motion.sends or sender.country != leg.destination.place.country
    ships = leg.trigger.lemma_ in ("ship", "export") and sender.kind in ("city", "port")
    sends = sender.kind == "country" or (ships and not sender.is_capital)  # not "Tokyo shipped"
    if sends and abroad and sender.id != leg.destination.place.id:
        leg.origin = End(sender, sender.name, leg.trigger)
        leg.origin_basis = "sender"


def narrow_to_meeting(leg: Leg, doc: "Doc", places: Places) -> None:
    """Narrow a country to the place in it where the traveller then met somebody or stayed."""
    end = leg.destination
    if end is None or end.place is None or end.place.kind != "country" or leg.who is None:
        return
    if leg.who.kind not in ("person", "thing") or leg.status == "planned":
        return
    sentence = leg.trigger.sent
    for step in range(3):
        for token in sentence:
            if token.lemma_.lower() not in MEETINGS or token.i <= leg.trigger.i:
                continue
            if step and not _takes_part(token, leg.who):
                continue
            place = _where(token, end.place, places)
            if place is not None:
                leg.destination = End(place[0], place[1], place[2])
                leg.destination_basis = "meeting place"
                return
        if sentence.end >= len(doc):
            return
        sentence = doc[sentence.end].sent


def _takes_part(token: "Token", who: Traveller) -> bool:
    """Say whether a meeting is the traveller's: by name, or by "they" and "the two leaders"."""
    itself = token.pos_ in ("VERB", "AUX")
    verb = token if itself else verb_above(token, full=True) or token
    for child in verb.children:
        if child.dep_ in SUBJECTS:
            if child.lemma_.lower() in _TOGETHER or has_word(child, ("two", "both")):
                return True
            other = traveller(child)
            if other is not None and other.is_same(who):
                return True
            return any(is_same(traveller(w), who) for w in child.conjuncts)
    return False


def _where(token: "Token", country: Place, places: Places) -> tuple[Place, str, "Token"] | None:
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ in ("in", "at", "on"):
            for word in child.children:
                place = places.named(word)
                if (
                    place
                    and place.kind not in ("country", "border")
                    and place.country == country.country
                ):
                    return place, places.end(word).words, word
        if child.dep_ == "prep" and child.lower_ == "with":
            for word in child.children:
                found = _where(word, country, places)
                if found:
                    return found
    return None


def name_capitals(legs: list[Leg]) -> None:
    """
    Say which town "the Kazakh capital" is taken for that the text does not name.

    Parameters
    ----------
    legs : list of Leg
        Changed in place.
    """
    for leg in legs:
        for end in (leg.origin, leg.destination):
            place = end.place if end is not None and end.token.lower_ == "capital" else None
            if end is not None and place is not None and place.start == end.token.idx:
                said = f"“{end.words}” is not named: it is {place.name} today."
                leg.assumed = (*leg.assumed, said)
