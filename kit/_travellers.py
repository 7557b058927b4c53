"""Who travels: words of a person, a vehicle or a cargo; pronouns followed back to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kit._kinds import Kind, heads_of, is_people, is_person, kind_of
from kit._motion import NOUNS
from kit._movers import PEOPLE
from kit._pronouns import NEUTRAL, PERSONAL, PLURAL, is_pronoun, meant_by
from kit._tree import SUBJECTS, has_role, has_word, is_hyphen, under
from kit._vehicles import noun_before, vehicle_mode, vehicle_word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_OTHERS = frozenset("second third fourth fifth another other".split())
_OPENERS = frozenset("meanwhile however separately elsewhere".split())
_HOLDING = frozenset("with of from aboard on in".split())
_SPEAKING = frozenset({"i", "we", "me", "us", "my", "our"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
# What hangs on a noun and is no part of its name.
_LOOSE = frozenset(
    {
        "relcl",
        "acl",
        "appos",
        "punct",
        "advcl",
        "advmod",
        "cc",
        "preconj",
        "npadvmod",
        "dep",
        "parataxis",
    }
)

_ABOARD = 12  # words between a ship and what is told of it behind those aboard
_PARTS = frozenset(
    "first all some most both many half third quarter rest none tonne ton part each".split()
)
_ABOVE = {("abstract", kind) for kind in ("person", "thing", "vehicle")}
_WEEKDAY = re.compile(r"^(?:Next |Last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?=[A-Z])")
_WHEN = ("DATE", "TIME")  # entities of the model


@dataclass(frozen=True)
class Traveller:
    """
    Who or what moves.

    Attributes
    ----------
    words : str
        The words of the text, a pronoun's antecedent in its stead.
    token : spacy.tokens.Token
        Head of those words.
    kind : str
        Person, vehicle, thing, place (a country that acts), abstract, or unknown.
    """

    words: str
    token: "Token"
    kind: Kind

    def is_same(self, other: "Traveller") -> bool:
        """Say whether both are one: the same name in full or in part, or the same head noun."""
        if self.token == other.token:
            return True
        if self.kind == "person" and other.kind == "person":
            mine, yours = _name_words(self.words), _name_words(other.words)
            return bool(mine and yours) and (mine <= yours or yours <= mine)
        early, late = sorted((self.token, other.token), key=lambda token: token.i)
        if {self.kind, other.kind} == {"person", "vehicle"} or _numbers(late) - _numbers(early):
            return False  # not "A second ship"
        if self.kind == other.kind == "vehicle" and _are_two_names(self.words, other.words):
            return False
        named = self.token.pos_ == other.token.pos_ == "PROPN"
        if not named and (mode := vehicle_mode(self.token)) and mode == vehicle_mode(other.token):
            return True
        return bool(heads_of(self.token) & heads_of(other.token))


def _numbers(noun: "Token") -> set[str]:
    return {word.lower_ for word in (noun, *noun.lefts)} & _OTHERS


def _are_two_names(one: str, two: str) -> bool:
    """Tell the reefer Kiwi Frost from the cement carrier Torea; "Kenyan tea ship" has no name."""
    if not all(words.split()[-1][:1].isupper() for words in (one, two)):
        return False
    mine, yours = (_name_words(words) - {"The", "A", "An"} for words in (one, two))
    return bool(mine and yours) and not mine & yours


_TITLES = frozenset("Mr Mrs Ms Miss Mx Dr Sir Lord Lady Dame Herr Frau".split())


def _name_words(words: str) -> set[str]:
    return {
        word
        for word in words.replace("’s", "").replace("'s", "").split()
        if word[:1].isupper() and word.strip(".") not in _TITLES
    }


def entity_of(token: "Token") -> "Span | None":
    """Give the named entity that a token stands in."""
    if not token.ent_type_:
        return None
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    return doc[start:end]


def phrase(token: "Token") -> str:
    """
    Words of a noun phrase: a person's name alone, else the phrase without clauses.

    Parameters
    ----------
    token : spacy.tokens.Token
        Head of the phrase.

    Returns
    -------
    str
        The words as in the text.
    """
    joined = [token, *token.conjuncts] if token.dep_ != "conj" else [token]
    joined = [word for word in joined if word.i >= token.i and word.pos_ in ("NOUN", "PROPN")] or [
        token
    ]
    if len(joined) == 1 and is_person(token):
        ent = entity_of(token)
        if ent is not None:
            name = str(ent.text).removesuffix("'s").removesuffix("’s").strip()
            return _WEEKDAY.sub("", name)
    first, last = token.i, joined[-1].i
    kept = [word for head in joined for word in _name_part(head)]
    if vehicle_mode(token):
        kept += [word for noun in noun_before(token) for word in (noun, *noun.lefts)]
    first = min([first, *(word.i for word in kept)])
    last = max([last, *(word.i for word in kept)])
    while last + 2 < len(token.doc) and is_hyphen(token.doc[last + 1]):
        last += 2  # "brother-in-law"
    while first < token.i and (
        _is_date_word(token.doc[first]) or token.doc[first].lower_ in _OPENERS
    ):
        first += 1  # the parser hangs "Between May 6 and May 10" on the noun that follows
    words = token.doc[first : last + 1].text
    return str(words).removesuffix("'s").removesuffix("’s").strip(' ,\n"“”')


def _is_date_word(word: "Token") -> bool:
    """Tell a word of a date, and what joins two of them."""
    before_date = word.i and word.nbor(-1).ent_type_ in _WHEN
    return word.ent_type_ in _WHEN or bool(before_date and word.lower_ in {"and", "'s", "’s", ","})


def _name_part(head: "Token") -> Iterator["Token"]:
    """Yield the tokens of a phrase, loose parts and what comes after them left out."""
    yield head
    for child in head.children:
        if child.dep_ == "appos" and child.i == head.i + 1 and child.pos_ == "PROPN":
            yield from child.subtree  # "the container ship Malaika"
        behind = child.dep_ == "amod" and child.i > head.i  # "the bulker Ostara, inbound from"
        if child.dep_ in _LOOSE or child.dep_ == "conj" or behind:
            continue
        if child.dep_ == "prep" and child.lower_ != "of":
            continue
        yield from (word for word in child.subtree if not _under_loose(word, child))


def _under_loose(word: "Token", top: "Token") -> bool:
    while word != top:
        if word.dep_ in ("relcl", "acl") or word.lower_ == "ashore":
            return True
        word = word.head
    return False


def traveller(token: "Token | None") -> Traveller | None:
    """
    Say who a token stands for.

    Parameters
    ----------
    token : spacy.tokens.Token or None
        Head of a noun phrase, or a pronoun.

    Returns
    -------
    Traveller or None
        None where a pronoun leads back to nothing fitting.
    """
    if token is None:
        return None
    lower = token.lower_
    if lower in _RELATIVE and token.tag_ in ("WP", "WDT", "WP$", "IN"):
        return _relative(token)
    if lower in _SPEAKING:
        return _speaker(token)
    if lower == "another" and token.dep_ in SUBJECTS:  # as "A second", which is no pronoun
        return Traveller(token.text, token, "thing")
    if not is_pronoun(token):
        return _named(token)
    meant = meant_by(token)
    if meant is not None and meant.pos_ == "NOUN" and meant.lemma_ in NOUNS:
        meant = _moved_by(meant) or meant  # "The transfer of tanks is over. They are in Oslo"
    found = traveller(meant) if meant is not None else _alone(token)
    unnamed = found is not None and found.kind == "unknown" and lower in PERSONAL
    return replace(found, kind="person") if found is not None and unnamed else found


def _moved_by(trip: "Token") -> "Token | None":
    of = under(trip, "of")
    return next((word for word in of if word.pos_ in ("NOUN", "PROPN")), None)


def _named(token: "Token") -> Traveller | None:
    part = token.lower_ in ("some", "many", "most", "all", "several", "those") and token.n_rights
    the = token.dep_ in SUBJECTS or has_word(token, "the")
    people = the and token.lower_ in PEOPLE  # "the wounded were flown"
    bare = token.lower_ in _PARTS and _is_bare_part(token)
    if token.lower_ == "all" and (whole := whole_of(token)) is not None:
        return whole  # "All of it was shipped to"
    if token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ") and not (part or people or bare):
        return None  # not "some of the grain", "Most were flown to"
    name = _name_beside(token)
    if name is not None:
        return Traveller(phrase(name), name, "person")
    kind = kind_of(token)
    # "Brisket, a beagle,", "the Ever Bright, one of the vessels"
    called = (c for c in token.children if c.dep_ == "appos" and c.pos_ in ("NOUN", "NUM"))
    said = next(called, None)
    if kind == "unknown" and said is not None:
        kind = kind_of(said)
    if kind == "unknown" and (whole := whole_of(token)) is not None:
        kind = whole.kind
    return Traveller(phrase(token), token, kind)


def whole_of(part: "Token") -> Traveller | None:
    """
    Give who "all of them", "190 of them" and "eight tonnes of it" are part of.

    Parameters
    ----------
    part : spacy.tokens.Token
        Head of the phrase.

    Returns
    -------
    Traveller or None
    """
    if part.lemma_.lower() not in _PARTS and part.pos_ != "NUM":
        return None
    if _is_bare_part(part):
        meant = meant_by(part)
        return _named(meant) if meant is not None and meant != part else None
    of = (w for w in under(part, "of") if w.pos_ == "PRON")
    return next(filter(None, map(traveller, of)), None)


def _is_bare_part(part: "Token") -> bool:
    """Tell "Most were flown to Oslo, but eleven went by bus" from "most of them"."""
    whole = has_role(part, ("prep", "appos", "relcl", "nummod"))
    others = part.lemma_ in ("rest", "first", "tonne", "ton", "none")
    return part.dep_ in SUBJECTS and not (whole or others)


def _name_beside(token: "Token") -> "Token | None":
    """Give the person that a title names: "the coach Diego Salas"."""
    if token.pos_ not in ("NOUN", "PROPN") or is_person(token) or vehicle_word(token):
        return None
    return next((c for c in token.children if c.dep_ == "appos" and is_person(c)), None)


def _alone(token: "Token") -> Traveller | None:
    """Keep a pronoun itself where the text does not say whom it means."""
    kind: Kind = "thing" if token.lower_ in NEUTRAL | PLURAL else "person"
    known = token.lower_ in ("he", "she", "they", "him", "her", "them")
    known = known or (token.lower_ == "it" and token.dep_ == "dobj")
    return Traveller(token.text, token, kind) if known else None


def _relative(token: "Token") -> Traveller | None:
    clause = token.head
    while clause.dep_ != "relcl" and clause.head != clause:
        clause = clause.head
    if clause.dep_ != "relcl":
        return None
    held = clause.head.dep_ == "pobj" and clause.head.head.lower_ in _HOLDING
    if token.lower_ == "who" and held and not is_people(clause.head):
        whole = clause.head.head.head  # "a postman with a steel hip who", "crew of the Isolde, who"
        return traveller(whole if is_people(whole) else clause.head)
    named = clause.head.dep_ == "appos" and is_person(clause.head.head)  # "Ann Lee, a guide who"
    if named or (clause.head.dep_ == "appos" and whole_of(clause.head) is not None):
        return traveller(clause.head.head)  # "Farmers, 200 of them, who had set out from"
    flag = clause.head.head.head if clause.head.dep_ == "pobj" else clause.head
    if flag.lemma_ == "flag" and flag.dep_ == "pobj":
        return traveller(flag.head.head)  # "a tanker under the flag of Liberia, which"
    whole = clause.head.head.head
    if clause.head.dep_ == "pobj" and (kind_of(clause.head), kind_of(whole)) in _ABOVE:
        return traveller(whole)  # "the delegation to the talks, which flew home"
    aside = token.lower_ == "which" and clause.left_edge.nbor(-1).text == ","
    return (_afloat(clause) if aside else None) or traveller(clause.head)


def _afloat(clause: "Token") -> Traveller | None:
    """Give the boat of "A boat with 40 people on board, which had left Oslo, was"."""
    last = clause.left_edge.i - 1
    ships = (w for w in clause.ancestors if last - w.i < _ABOARD and w.right_edge.i >= clause.i)
    ships = (w for w in ships if w.dep_ in SUBJECTS and vehicle_word(w))
    return next(map(_named, ships), None) if not vehicle_word(clause.head) else None


def _speaker(token: "Token") -> Traveller | None:
    """Give who says "I": the subject of the verb that the quoted clause hangs on."""
    for verb in token.ancestors:
        for child in verb.children:
            other = child.dep_ == "nsubj" and child != token and child.lower_ not in _SPEAKING
            if other and verb.lemma_ in ("say", "tell", "recall", "add", "write", "explain"):
                return traveller(child)
    own = (*SUBJECTS, "dobj")  # "the lorry that took us to Oslo"
    return Traveller(token.text, token, "person") if token.dep_ in own else None


def names_of_person(doc: "Doc", name: str) -> Iterator["Span"]:
    """Yield each place where a person is named, in full or in part."""
    mine = _name_words(name)
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            yours = _name_words(ent.text)
            if mine and yours and (mine <= yours or yours <= mine):
                yield ent
