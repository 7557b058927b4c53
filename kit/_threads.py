"""Journeys told over sentences: who is meant by "the group" or "his plane" in the next one."""

from typing import TYPE_CHECKING

from kit._ellipses import is_in_gap
from kit._kinds import heads_of, is_people, is_person
from kit._legs import Leg
from kit._movers import CARGO, OFFICES, ROLLING
from kit._subjects import subject_of
from kit._travellers import Traveller, phrase, traveller, whole_of
from kit._tree import has_role, has_word, under, with_role
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

_DEFINITE = frozenset({"the", "these", "those", "both", "all"})
_DESCRIBING = frozenset("amod compound nmod poss".split())  # before a noun
_CLAUSES = frozenset({"relcl", "acl", "prep"})  # behind it
_OTHER = frozenset("a an another second third other".split())
_LATE = frozenset(
    "prime royal former ousted exiled deposed old ageing battered whole entire".split()
)
_COLUMNS = frozenset("column convoy caravan".split())  # of lorries, or of people on foot
_LOADS = frozenset(
    "box crate parcel container package cargo load consignment shipment goods weapon arms aid "
    "supply sack bag metal fuel grain dose vial jab material equipment animal beast "
    "creature".split()
)
_WHATEVER = frozenset("official diplomat".split())  # an envoy and a minister are these, too
_BEFORE = ("person", "thing", "unknown")
_RIDES = {"vehicle": "road", "vessel": "sea", "aircraft": "air", "craft": "sea"}
_LAND = frozenset({"road", "foot"})
_GROUPS = frozenset(
    "column group party team crew pair trio quartet squad band family couple contingent "
    "delegation troupe company platoon orchestra choir expedition caravan".split()
)


def stands_for(who: Traveller | None, before: Traveller | None, mode: str | None) -> bool:
    """
    Say whether a traveller is one that was told before, in the same words or in other ones.

    Parameters
    ----------
    who, before : Traveller or None
        The second of an earlier journey.
    mode : str or None
        Of the earlier journey.

    Returns
    -------
    bool
        True for "his plane", "the group", "all of them" and "the crates", where they may be it.
    """
    if who is None or before is None:
        return False
    if is_another(who, before):
        return False
    if _is_just_it(who, before) or _is_in_office(who, before) or _is_in_other_words(who, before):
        return True
    owner = next((c for c in before.token.children if c.dep_ == "poss" and c.pos_ == "PRON"), None)
    if owner is not None and vehicle_mode(before.token):  # "their trawler had left": they
        theirs = traveller(owner)
        return theirs is not None and stands_for(who, theirs, None)
    later = _is_plain(who.token) and who.token.i > before.token.i
    columns = {who.token.lemma_, before.token.lemma_} <= _COLUMNS  # "a caravan … the column"
    if (ride := vehicle_mode(who.token)) is not None:
        own = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in who.token.children)
        fits = mode in (None, ride) or (who.token.lemma_ in _COLUMNS and mode in _LAND)
        loaded = before.kind != "thing" or is_people(before.token)
        loaded = loaded or _is_load(before.token) or _is_many(before.token)
        named = later and fits and before.kind in _BEFORE and loaded
        goods = before.kind == "thing" and not is_people(before.token)
        named = named and not (goods and _is_far(who.token, before.token))
        return named or (own and before.kind != "place")  # "his plane", "the plane"
    # "A convoy of lorries … The vehicles"
    columns = columns or (
        before.kind == "vehicle" and _RIDES.get(who.token.lemma_) == vehicle_mode(before.token)
    )
    return later and (columns or _may_be(who.token, before))


def are_he_and_she(one: "Token", two: "Token") -> bool:
    """
    Tell "She is now back in Austria. … He flew home to Manila": two people.

    Parameters
    ----------
    one, two : spacy.tokens.Token
        Words of motion.

    Returns
    -------
    bool
    """
    subjects = (subject_of(trigger) for trigger in (one, two) if trigger.pos_ != "NOUN")
    return {word.lower_ for word in subjects if word is not None} == {"he", "she"}


def _is_just_it(who: Traveller, before: Traveller) -> bool:
    """Tell "The flame came to Oslo. A ship had brought it from Kiel"."""
    one = before.token.tag_ in ("NN", "NNP") and before.kind != "person"
    near = before.token.i < who.token.i and not _is_far(who.token, before.token)
    return who.words == "it" and one and near


def _is_in_office(who: Traveller, before: Traveller) -> bool:
    """Tell "Senegal's president … The Senegalese leader": one land, and one office or a leader."""
    one, two = (t.token.lemma_.lower() for t in (who, before))
    if not {one, two} <= OFFICES or (one != two and "leader" not in (one, two)):
        return False
    lands = ({c.text[:4] for c in t.token.lefts if c.text[:1].isupper()} for t in (who, before))
    return not set.isdisjoint(*lands)


def _are_companions(before: Traveller, who: Traveller) -> bool:
    """Tell "fled Oslo with her children. They walked on": she among them."""
    token = who.token
    own = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in token.lefts)
    along = own and token.head.lower_ == "with" and token.sent == before.token.sent
    return along and before.kind == "person" and is_people(token)


def _is_in_other_words(who: Traveller, before: Traveller) -> bool:
    """Tell "all of them" and "The men, Arne Foss and Birger Tveit," from others than before."""
    part = whole_of(who.token)
    if who.is_same(before) or (part is not None and part.is_same(before)):
        return True
    if _are_companions(before, who):
        return True
    called = who.token.head if who.token.dep_ == "appos" else who.token
    name = who.token.head if who.token.dep_ in ("oprd", "dobj") else None  # "a stork called Frida"
    if name is not None and name.lemma_ in ("call", "name") and name.head == before.token:
        return True
    plain = called != who.token and called.i > before.token.i and _is_plain(called)
    more = called.tag_ == "NN" and has_role(called, "conj")
    if more and _is_many(before.token):
        return False  # "The master, Captain Ana Lopes, and four officers", not the nineteen men
    return plain and _may_be(called, before)


def _is_far(later: "Token", before: "Token") -> bool:
    """Say whether a whole sentence is between two words."""
    first = later.sent.start
    return first > 0 and later.doc[first - 1].sent.start > before.i


def _is_load(noun: "Token") -> bool:
    return not heads_of(noun).isdisjoint(_LOADS | CARGO)


def is_another(who: Traveller, before: Traveller) -> bool:
    """
    Tell "a second ship" from the one that was told of before.

    Parameters
    ----------
    who, before : Traveller

    Returns
    -------
    bool
    """
    if who.token == before.token:
        return False
    if _is_one_of_note(who, before) or _is_one_of_note(before, who):
        return True
    later = max(who.token, before.token, key=lambda token: token.i)
    if is_in_gap(later):
        return True
    later = later.head if later.dep_ == "appos" else later  # "A second ship, the Alba"
    if later.lower_ == "another":
        return True  # "and another went to Bari"
    if later.pos_ == "NUM" and any(c.lower_ == "another" for c in later.lefts):
        return True
    other = later.lemma_ in ("other", "rest", "remainder")  # "The others flew to Rome"
    named = later.pos_ in ("NOUN", "PROPN")  # "a Boeing 747"
    return named and (other or any(c.lower_ in _OTHER for c in later.lefts))


def _is_one_of_note(who: Traveller, others: Traveller) -> bool:
    """Tell Minister Costa from "two prisoners" and "three ships", which others move."""
    noted = who.token.lemma_.lower() in OFFICES or (
        who.kind == "person" and who.token.tag_ == "NNP"
    )
    called = who.token.head if who.token.dep_ == "appos" else who.token
    theirs = any(word.tag_ == "PRP$" for word in called.subtree)  # "Their spokesman, Cerna,"
    named = noted and not (theirs or _is_many(who.token))
    many = others.token.tag_ == "NNS" and others.token.lemma_.lower() not in OFFICES
    hers = any(word.tag_ == "PRP$" for word in others.token.lefts)  # "Mary and her children"
    return named and many and not (hers or has_word(others.token, _DEFINITE))


def _may_be(noun: "Token", before: Traveller) -> bool:
    """Say whether "the men" may be the team or a ship's, and the boxes the vaccines."""
    office = noun.lemma_.lower() in OFFICES
    counted = noun.pos_ == "NUM"  # "the three"
    called = noun.ent_type_ == "NORP" or noun.lemma_ == "old"  # "the German", "the 29-year-old"
    if is_people(noun) or office or counted or called:
        if not (_is_many(noun) or counted):
            one = before.kind == "person" and not _is_many(before.token)
            one = one or (noun.lemma_ == "family" and is_people(before.token))
            one = one or (called and before.kind == "person")
            single = noun.tag_ == "NN" or office or called
            return one and single and not holds_another(before, noun)
        rides = before.kind == "vehicle" or before.token.lemma_ in ROLLING  # tractors
        people = is_people(before.token) or before.kind == "person"  # "King Ib and Queen Ada"
        led = noun.lemma_ in _GROUPS and before.kind == "person" and _has_company(before)
        return rides or led or (_is_many(before.token) and people)
    of_goods = before.kind in ("thing", "unknown") and not is_people(before.token)
    return noun.lemma_ in _LOADS and of_goods


def _has_company(who: Traveller) -> bool:
    """Tell "The minister left Oslo with executives": they are a party."""
    beside = under(who.token.head, "with")
    return any(is_people(word) for word in beside)


def is_resumed(leg: Leg, last: Leg) -> bool:
    """
    Tell "The family crossed to Chios. They took the ferry to Piraeus" from another story.

    Parameters
    ----------
    leg, last : Leg
        The second told before the first.

    Returns
    -------
    bool
        True if the next sentence goes on with the same traveller, by a pronoun or in other words.
    """
    verb = leg.trigger
    follows = verb.sent.start == last.trigger.sent.end and verb.pos_ in ("VERB", "AUX")
    if leg.who is None or not follows or leg.status != last.status:
        return False
    had = has_word(verb, "had")
    carrier = traveller(subject_of(verb)) if leg.who.token.head == verb else None
    if carrier is not None and carrier.kind == "vehicle" and leg.who.token.dep_ == "dobj":
        return not had and stands_for(carrier, last.who, last.mode)  # "they carried the men to"
    other = leg.who.token.sent != verb.sent or leg.who.token.pos_ == "PRON"
    other = other or (last.who is not None and leg.who.token != last.who.token)
    return other and not had and stands_for(leg.who, last.who, last.mode)


def holds_another(who: Traveller, office: "Token") -> bool:
    """
    Tell Minister Phiri from "the President", who may be President Banda, named before.

    Parameters
    ----------
    who : Traveller
    office : spacy.tokens.Token
        Head of "the President"; of no other noun this is true.

    Returns
    -------
    bool
    """
    if office.lemma_.lower() not in OFFICES or who.token.pos_ != "PROPN":
        return False
    held = {word.lemma_.lower() for word in _beside(who.token)} & OFFICES
    if held and office.lemma_.lower() not in _WHATEVER:
        return office.lemma_.lower() not in held
    called = (w for w in office.doc[: office.i] if w.lemma_.lower() == office.lemma_.lower())
    named = (word for title in called for word in (title.head, *title.children))
    return any(is_person(word) and not who.is_same(_person(word)) for word in named)


def _beside(name: "Token") -> "Iterator[Token]":
    """Yield titles of a name: "Minister Tom Phiri", "Tom Phiri, the minister,"."""
    yield from (w for w in name.lefts if w.dep_ in ("compound", "amod", "nmod"))
    yield from with_role(name, "appos")
    if name.dep_ == "appos":
        yield name.head


def _person(name: "Token") -> Traveller:
    return Traveller(phrase(name), name, "person")


def _is_plain(noun: "Token") -> bool:
    """Tell "the two men" from "the men from Oslo"."""
    definite = has_word(noun, _DEFINITE)
    before = (c for c in noun.lefts if c.dep_ in _DESCRIBING and c.lower_ not in _LATE)
    behind = (c for c in noun.rights if c.dep_ in _CLAUSES)
    # not of "The metal, hidden in boxes, reached Rome"
    behind = (c for c in behind if c.left_edge.i == 0 or c.left_edge.nbor(-1).text != ",")
    return definite and not any(before) and not any(behind)


def _is_many(noun: "Token") -> bool:
    plural = noun.tag_ in ("NNS", "NNPS") or noun.lemma_.lower() in _GROUPS
    return plural or has_role(noun, ("conj", "nummod"))
