"""What kind of thing a noun phrase is: a person, a vehicle, cargo, or what never moves."""

import re
from typing import TYPE_CHECKING, Literal

from kit._likeness import may_travel
from kit._movers import CARGO, IMMOVABLE, MEANS, MODES, MOVERS, PEOPLE
from kit._tree import SUBJECTS, has_role, has_word, under
from kit._vehicles import vehicle_word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

Kind = Literal["person", "vehicle", "thing", "place", "abstract", "unknown"]

_PLACES = frozenset({"GPE", "LOC", "NORP"})
# Endings of nouns of people, for those that no list has ("oligarch", "economist").
_PERSON_LIKE = re.compile(
    r"^(?!(?:wr|f|m|l|w?aw|tw|wa|g|checkl|shortl)ist$|\w*o?meter$)"
    r".*(?:[^aeio]er|tor|sor|ist|cian|rian|man|woman|crat|arch|ee)$"
)
_SPELLS = frozenset(
    "band belt wall sheet burst spell run trail string series swarm wave cluster".split()
)
_STAGE = frozenset("donor ballet theatre theater dance opera circus touring".split())
_ARMS = frozenset(
    "armoured armored infantry rifle tank engineer airborne parachute commando mechanised "
    "mechanized artillery cavalry".split()
)
_ACCUSED = frozenset("suicide convicted suspected alleged accused failed".split())
_TRAVELLING = frozenset("reach arrive land fly sail drive travel depart".split())
_POLITICAL = frozenset("opposition ruling governing coalition majority government".split())
_ROAD = re.compile(r"(?:[AMBEN]|I-|US-)\d{1,4}")
_NO_NAMES = frozenset({"GPE", "LOC", "FAC", "DATE"})
#: Where a doc keeps the last names of people whom it names in full: the model mistakes some.
SURNAMES = "kit.surnames"
_NO_PERSONS = frozenset(
    "another manner dinner supper matter banner hammer ladder folder border murder counter chamber "
    "theatre theater center centre cancer register quarter stretcher "
    "rudder propeller boiler rotor lumber character shoulder finger shelter "
    "feather thunder powder butter pepper ginger".split()
)
_TRADES = frozenset(
    "oil gas energy mining tech technology internet media retail tobacco drinks food steel "
    "pharma chemical shipping".split()
)
# Before the names of storms, before "traffic" and "flight".
_NO_THING = frozenset("cyclone hurricane typhoon storm internet web data capital".split())


def heads_of(token: "Token") -> set[str]:
    """Lemmas that say what a phrase is about: "a load of containers" is about containers."""
    heads = {token.lemma_.lower()}
    if token.lemma_ in ("part", "quarter") and has_word(token, "of"):
        heads = set()  # "part of the wall", "a quarter of the ice"
    for child in token.children:
        if child.dep_ == "prep" and child.lower_ == "of":
            heads |= {word.lemma_.lower() for word in child.children if word.dep_ == "pobj"}
        elif child.dep_ == "conj":
            heads.add(child.lemma_.lower())
    return heads


def is_people(token: "Token") -> bool:
    """Say whether a phrase is about people: "a group of hikers"."""
    heads = heads_of(token)
    others = heads - IMMOVABLE - MODES.keys() - CARGO - _NO_PERSONS
    return bool(heads & PEOPLE) or any(map(_PERSON_LIKE.search, others)) or is_party(token)


def surnames(doc: "Doc") -> frozenset[str]:
    """
    Give the last names of people that a text names in full.

    Those that the model calls people, and names beside an office, which it may take for a body:
    "the minister, Luisa Macuacua", "astronaut Megan Doyle".
    """
    people = {name[-1].text for name in doc.ents if name.label_ == "PERSON" and len(name) > 1}
    return frozenset(people | {word.text for word in doc if _has_office(word)})


def _has_office(name: "Token") -> bool:
    if name.pos_ != "PROPN" or name.is_lower or name.ent_type_ in _NO_NAMES:
        return False
    before = [child for child in name.lefts if child.dep_ == "compound"]
    beside = [child for child in name.rights if child.dep_ == "appos"]
    if name.dep_ == "appos":
        beside.append(name.head)
    told = any(word.tag_ == "NN" and word.lemma_ in PEOPLE for word in (*before, *beside))
    return told and any(word.pos_ == "PROPN" for word in before)


def is_person(token: "Token") -> bool:
    """Say whether the token stands in the name of a person, there or where it is told in full."""
    known = token.doc.user_data.get(SURNAMES, ())
    return token.ent_type_ == "PERSON" or (token.pos_ == "PROPN" and token.text in known)


def kind_of(token: "Token") -> Kind:
    """
    Say what kind of thing a noun phrase is.

    Parameters
    ----------
    token : spacy.tokens.Token
        Its head.

    Returns
    -------
    {"person", "vehicle", "thing", "place", "abstract", "unknown"}
        A thing is what travels, people without a name among it; abstract is what never does.
    """
    lemma = token.lemma_.lower()
    is_name = token.pos_ in ("NOUN", "PROPN")
    is_place = token.ent_type_ in _PLACES and token.pos_ in ("PROPN", "ADJ")
    heads = heads_of(token)
    moves = bool(heads & MOVERS) or any(map(_PERSON_LIKE.search, heads - _NO_PERSONS))
    kinds: tuple[tuple[bool, Kind], ...] = (  # the first that holds
        (token.pos_ == "PROPN" and vehicle_word(token) is not None, "vehicle"),  # "the Dawn"
        (lemma == "bomber" and has_word(token, _ACCUSED), "thing"),
        (lemma in IMMOVABLE and _is_of_bodies(token), "thing"),
        (lemma == "case" and bool(heads & CARGO), "thing"),  # "cases of cartridges"
        (_is_money(token) or lemma in heads & IMMOVABLE - MODES.keys() | MEANS, "abstract"),
        (_is_no_thing(token), "abstract"),
        (lemma in _SPELLS and bool(heads & IMMOVABLE), "abstract"),
        (vehicle_word(token) is not None, "vehicle"),
        (is_person(token) or _is_titled(token), "person"),
        (token.ent_type_ == "NORP" and is_name, "thing"),
        (token.tag_ in ("NNP", "NNPS") and _is_counted(token), "thing"),
        (token.pos_ == "NUM" and token.dep_ in SUBJECTS, "thing"),  # "one has since been flown to"
        (token.ent_type_ == "ORDINAL" and token.dep_ in SUBJECTS, "thing"),  # "A second is due"
        (is_place, "place"),
        (is_party(token), "thing"),
        (moves or lemma == "old" or (token.pos_ == "NOUN" and may_travel(token)), "thing"),
    )
    return next((kind for holds, kind in kinds if holds), "unknown")


def _is_no_thing(noun: "Token") -> bool:
    """Tell "Hurricane Otis", "internet traffic", "the A9" from "cyclone evacuees"."""
    priced = any(word.text[0] in "€£$¥" for word in (*noun.lefts, noun))
    if priced or _ROAD.fullmatch(noun.text):
        return True
    if noun.lemma_ in ("major", "giant") and has_word(noun, _TRADES):
        return True  # "the oil major"
    before = has_word(noun, _NO_THING)
    return before and (noun.pos_ == "PROPN" or noun.lemma_ in ("traffic", "flight"))


def _is_money(noun: "Token") -> bool:
    """Tell "$3 million" and "the equivalent of $3 million"."""
    of = under(noun, "of")
    return any(word.ent_type_ == "MONEY" for word in (noun, *of))


def is_party(noun: "Token") -> bool:
    """Tell "the survey party", "The party reached Oslo" from "the Labour Party", "ruling party"."""
    before = [c for c in noun.lefts if c.dep_ in ("compound", "amod") and c.text.islower()]
    travels = not before and noun.dep_ in SUBJECTS and noun.head.lemma_ in _TRAVELLING
    survey = any(c.dep_ == "compound" and c.lemma_ not in _POLITICAL for c in before)
    return noun.text == "party" and (travels or survey)


def _is_of_bodies(noun: "Token") -> bool:
    """Tell "the company of fourteen", "a ballet company", "a rifle company", "a donor heart"."""
    of = [*under(noun, "of")]
    counted = any(word.ent_type_ == "CARDINAL" and not word.n_rights for word in of)
    men = any(word.lemma_.lower() in PEOPLE | _ARMS for word in of)  # "two companies of sappers"
    men = men or any(_PERSON_LIKE.search(word.lemma_.lower()) for word in of)
    marched = noun.head.lemma_ == "march" and noun.dep_ == "nsubj"
    counted = counted or ((men or marched) and noun.lemma_ in ("company", "party"))
    rolling = any(word.lemma_.lower() in MODES for word in of) or men
    counted = counted or (rolling and noun.lemma_ == "line")  # "a long line of private cars"
    return counted or has_word(noun, _STAGE | _ARMS)


def _is_titled(name: "Token") -> bool:
    """Tell "Snowboarder Emil Strand" and "Sisters Ana and Karla Monge", which are no entities."""
    if name.tag_ != "NNP":
        return False
    before = (c for c in name.children if c.dep_ == "compound" and c.i < name.i)
    first = next(before, name)
    title = first.lemma_.lower()
    named = name.i - first.i > 0 and not has_role(name, "det")
    person = title in PEOPLE or bool(_PERSON_LIKE.search(title))
    return named and person and not has_word(name, "flagged")


def _is_counted(name: "Token") -> bool:
    """Tell "114 Rohingya": a people's name that the model does not know."""
    return any(c.dep_ == "nummod" and c.i < name.i for c in name.children)
