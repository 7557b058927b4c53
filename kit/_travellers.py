"""Who travels: words of a person, a vehicle or a cargo; pronouns followed back to them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kit._kinds import Kind, heads_of, is_people, is_person, kind_of
from kit._likeness import may_travel
from kit._movers import MOVERS, PEOPLE
from kit._vehicles import noun_before, vehicle_mode, vehicle_word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_PERSONAL = frozenset({"he", "him", "himself", "his"})
_HERS = frozenset({"she", "her", "herself"})  # ships are women, too
_PLURAL = frozenset({"they", "them", "their", "both", "themselves", "theirs"})
_NEUTRAL = frozenset({"it", "its", "itself"})
_WALKING = frozenset("walk march hike trek trudge stumble limp climb swim".split())
_OPENERS = frozenset("meanwhile however separately elsewhere".split())
_POINTS = frozenset("north south east west".split())
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

_WEEKDAY = re.compile(r"^(?:Next |Last )?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day (?=[A-Z])")
_WHEN = ("DATE", "TIME")  # entities of the model
#: Where a doc keeps the numbers of the tokens that name places: no pronoun of a traveller's is one.
NAMED = "kit.named_places"


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
        if {self.kind, other.kind} == {"person", "vehicle"}:
            return False
        if self.kind == other.kind == "vehicle" and _are_two_names(self.words, other.words):
            return False
        named = self.token.pos_ == other.token.pos_ == "PROPN"
        if not named and (mode := vehicle_mode(self.token)) and mode == vehicle_mode(other.token):
            return True
        return bool(heads_of(self.token) & heads_of(other.token))


def _are_two_names(one: str, two: str) -> bool:
    """Tell the reefer Kiwi Frost from the cement carrier Torea; "Kenyan tea ship" has no name."""
    if not all(words.split()[-1][:1].isupper() for words in (one, two)):
        return False
    mine, yours = (_name_words(words) - {"The", "A", "An"} for words in (one, two))
    return bool(mine and yours) and not mine & yours


def _name_words(words: str) -> set[str]:
    return {
        word for word in words.replace("’s", "").replace("'s", "").split() if word[:1].isupper()
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
        if word.dep_ in ("relcl", "acl"):
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
    for pronouns, fits in _PRONOUNS:
        if lower in pronouns:
            ship = _ship_before(token) if token.head.lemma_ in _MOORING else None
            found = traveller(ship) or _antecedent(token, fits)
            unnamed = found is not None and found.kind == "unknown"
            unnamed = unnamed and pronouns in (_PERSONAL, _HERS)
            return replace(found, kind="person") if found is not None and unnamed else found
    return _named(token)


def _named(token: "Token") -> Traveller | None:
    part = token.lower_ in ("some", "many", "most", "all", "several", "those") and token.n_rights
    the = token.dep_ in _SUBJECTS or any(child.lower_ == "the" for child in token.children)
    people = the and token.lower_ in PEOPLE  # "the wounded were flown"
    if token.pos_ not in ("NOUN", "PROPN", "NUM", "ADJ") and not (
        part or people
    ):  # "some of the grain"
        return None
    name = _name_beside(token)
    if name is not None:
        return Traveller(phrase(name), name, "person")
    kind = kind_of(token)
    said = next((c for c in token.children if c.dep_ == "appos" and c.pos_ == "NOUN"), None)
    if kind == "unknown" and said is not None:  # "Brisket, a beagle,"
        kind = kind_of(said)
    return Traveller(phrase(token), token, kind)


def _name_beside(token: "Token") -> "Token | None":
    """Give the person that a title names: "the coach Diego Salas"."""
    if token.pos_ not in ("NOUN", "PROPN") or is_person(token) or vehicle_word(token):
        return None
    return next((c for c in token.children if c.dep_ == "appos" and is_person(c)), None)


def _alone(token: "Token") -> Traveller | None:
    """Keep a pronoun itself where the text does not say whom it means."""
    kind: Kind = "thing" if token.lower_ in _NEUTRAL | _PLURAL else "person"
    known = token.lower_ in ("he", "she", "they", "him", "her", "them")
    known = known or (token.lower_ == "it" and token.dep_ == "dobj")
    return Traveller(token.text, token, kind) if known else None


def _relative(token: "Token") -> Traveller | None:
    clause = token.head
    while clause.dep_ != "relcl" and clause.head != clause:
        clause = clause.head
    if clause.dep_ != "relcl":
        return None
    held = clause.head.dep_ == "pobj" and clause.head.head.lower_ == "with"
    if token.lower_ == "who" and held and not is_people(clause.head):
        whole = clause.head.head.head  # "a postman with a steel hip who"
        return traveller(whole if is_people(whole) else clause.head)
    return traveller(clause.head)


def _speaker(token: "Token") -> Traveller | None:
    """Give who says "I": the subject of the verb that the quoted clause hangs on."""
    for verb in token.ancestors:
        for child in verb.children:
            other = child.dep_ == "nsubj" and child != token and child.lower_ not in _SPEAKING
            if other and verb.lemma_ in ("say", "tell", "recall", "add", "write", "explain"):
                return traveller(child)
    return Traveller(token.text, token, "person") if token.dep_ in _SUBJECTS else None


def _fits_person(token: "Token") -> bool:
    own = {child.lower_ for child in token.children if child.dep_ == "poss"}
    body = token.lemma_ == "head" and bool(own & _THEIR)  # "shook his head"
    if "whose" in own or body or token.lemma_.lower() in _COLLECTIVE | _BODIES:
        return False
    unknown = token.pos_ == "PROPN" and not token.ent_type_ and token.dep_ in _SUBJECTS
    if is_person(token) or unknown:
        return True
    return token.tag_ in ("NN", "NNP") and is_people(token) and kind_of(token) == "thing"


_LIKELY = 0.2  # of a subject that no table has: it is what the text is about
_UNITS = frozenset("mile kilometre kilometer metre meter foot hour day week month year".split())
_FIGURES = frozenset({"QUANTITY", "MONEY", "PERCENT", *_WHEN})
_THEIR = frozenset("his her their its my our your".split())
_BODIES = frozenset("police army navy court jury union ministry government parliament".split())
# What lies on the way or happens, and is not who goes it.
_NO_TRAVELLERS = frozenset(
    "arrest attack clash raid search death talk mountain hill road street river border wave fence "
    "field woods rail".split()
)
# Who speaks and acts in the news, and is seldom who "they" were that moved.
_SOURCES = frozenset(
    "official authority police report source statement minister analyst datum figure".split()
)


def _fits_plural(token: "Token") -> bool:
    goods = token.ent_type_ == "QUANTITY" and heads_of(token) & MOVERS  # "ten tonnes of tents"
    measured = token.ent_type_ in _FIGURES and not goods
    if measured or token.lemma_.lower() in _SOURCES | _UNITS | _NO_TRAVELLERS:
        return False
    many = (
        token.tag_ in ("NNS", "NNPS")
        or heads_of(token) & _COLLECTIVE
        or any(c.dep_ == "conj" or (c.dep_ == "appos" and is_people(c)) for c in token.children)
    )
    many = many or any(
        word.tag_ == "NNS"
        for child in token.children
        if child.lower_ == "of"
        for word in child.children
    )
    return bool(many) and kind_of(token) not in ("abstract", "place")


_COLLECTIVE = frozenset(
    "delegation team crew family couple group troop cargo pair aid squad party band orchestra "
    "choir column circus caravan "
    "unit battalion contingent troupe brigade patrol staff ensemble expedition mission detachment "
    "regiment trio quartet platoon garrison".split()
)


def _fits_thing(token: "Token") -> bool:
    lemma = token.lemma_.lower()
    one = token.tag_ in ("NN", "NNP") and lemma not in PEOPLE - _COLLECTIVE
    if one and kind_of(token) in ("vehicle", "thing"):
        return True
    named = token.ent_type_ in ("PRODUCT", "ORG", "FAC") and token.pos_ == "PROPN"
    likely = one and kind_of(token) == "unknown" and may_travel(token, _LIKELY)
    return (named or likely) and token.dep_ in _SUBJECTS


_PRONOUNS: tuple[tuple[frozenset[str], Callable[["Token"], bool]], ...] = (
    (_HERS, lambda token: _fits_person(token) or vehicle_mode(token) == "sea"),
    (_PERSONAL, _fits_person),
    (_PLURAL, _fits_plural),
    (_NEUTRAL, _fits_thing),
)


_MOORING = frozenset("dock anchor moor berth bunker".split())


def _ship_before(token: "Token") -> "Token | None":
    """Give the ship that "she docked in Oslo" is said of, whoever was named since."""
    if token.lower_ not in ("she", "her"):
        return None
    for sentence in _sentences_back(token):
        ships = [w for w in sentence if w.i < token.i and _is_subject(w) and w.tag_ != "NNS"]
        ships = [w for w in ships if vehicle_mode(w) == "sea"]
        if ships:
            return ships[-1]
    return None


def _antecedent(token: "Token", fits: Callable[["Token"], bool]) -> Traveller | None:
    """Look for the subject before, then any noun before, in this sentence and three back."""
    if (before := _object_before(token)) is not None and fits(before):
        return traveller(before)
    for sentence in _sentences_back(token):
        nouns = [
            word
            for word in sentence
            if word.i < token.i
            and word.pos_ in ("NOUN", "PROPN")
            and word.ent_type_ not in _WHEN
            and word.dep_ not in ("compound", "amod")
            and word.lower_ not in _POINTS
            and word.i not in token.doc.user_data.get(NAMED, ())
        ]
        fitting = _own_paragraph([word for word in nouns if fits(word)], token)
        subjects = [word for word in fitting if _is_subject(word)]
        if sentence == token.sent:  # a subject before, not one's own verb's
            own = any(c.dep_ in _SUBJECTS for c in token.head.children)
            shared = token.head.dep_ == "xcomp"  # "They packed them into a van to drive them"
            shared = shared or ((token.dep_, token.head.dep_) == ("dobj", "advcl") and not own)
            above = {token.head, token.head.head} if shared else {token.head}
            subjects = [word for word in subjects if word.head not in above or word.dep_ == "poss"]
            fitting = [word for word in fitting if word.head not in above]
            fitting = [word for word in fitting if not _is_in_subject(word, token.head)]
        if token.head.lemma_ in _WALKING:  # "Trains brought 700 people; they walked on"
            subjects = [word for word in subjects if not vehicle_mode(word)]
            fitting = [word for word in fitting if not vehicle_mode(word)]
        if token.dep_ == "dobj" and (token.lower_ == "them" or sentence == token.sent):
            # "Ferries took them to Oslo; buses will carry them on"
            subjects = [word for word in subjects if not vehicle_mode(word)]
            if token.lower_ == "them":
                fitting = [word for word in fitting if not vehicle_mode(word)] or fitting
        for found in (subjects, fitting):
            if found:
                pick = found[0] if found is subjects and sentence != token.sent else found[-1]
                return traveller(pick)
    return _alone(token)


def _is_in_subject(noun: "Token", verb: "Token") -> bool:
    """Tell number plates of "Coaches without number plates took them to Oslo"."""
    while noun.head != noun and noun.pos_ != "VERB":
        if noun.dep_ in _SUBJECTS:
            return noun.head == verb
        noun = noun.head
    return False


def _object_before(pronoun: "Token") -> "Token | None":
    """Give what "them" are in "put the men on buses and drove them back"."""
    verb = pronoun.head
    if pronoun.dep_ != "dobj" or verb.dep_ != "conj":
        return None
    return next((c for c in verb.head.children if c.dep_ == "dobj"), None)


def _own_paragraph(nouns: list["Token"], token: "Token") -> list["Token"]:
    """Prefer the pronoun's paragraph: a title without full stop runs into the next sentence."""
    doc = token.doc
    near = [word for word in nouns if "\n\n" not in doc[word.i : token.i].text]
    return near or nouns


def _is_subject(word: "Token") -> bool:
    return word.dep_ in _SUBJECTS or (word.dep_ == "pobj" and word.head.dep_ == "agent")


def _sentences_back(token: "Token", how_many: int = 4) -> list["Span"]:
    found = []
    sentence = token.sent
    for _ in range(how_many):
        found.append(sentence)
        if sentence.start == 0:
            break
        sentence = token.doc[sentence.start - 1].sent
    return found


def names_of_person(doc: "Doc", name: str) -> Iterator["Span"]:
    """Yield each place where a person is named, in full or in part."""
    mine = _name_words(name)
    for ent in doc.ents:
        if ent.label_ == "PERSON":
            yours = _name_words(ent.text)
            if mine and yours and (mine <= yours or yours <= mine):
                yield ent
