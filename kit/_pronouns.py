"""Whom a pronoun means: "he", "they", "it" followed back to the noun that they stand for."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from kit._kinds import heads_of, is_people, is_person, kind_of
from kit._likeness import may_travel
from kit._movers import CARGO, MOVERS, PEOPLE
from kit._tree import SUBJECTS, has_role, has_word, under, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_HIS = frozenset({"he", "him", "himself", "his"})
_HERS = frozenset({"she", "her", "herself"})  # ships are women, too
PERSONAL = _HIS | _HERS
PLURAL = frozenset({"they", "them", "their", "both", "themselves", "theirs"})
NEUTRAL = frozenset({"it", "its", "itself"})
_GOING = frozenset("go come travel sail fly move return journey".split())
_REACHING = frozenset("reach enter transit depart".split())
_WALKING = frozenset("walk march hike trek trudge stumble limp climb swim".split())
_SAYING = frozenset("say tell add recall explain insist note recount remark".split())
_NOTICING = frozenset("remember recall recognise recognize see notice spot describe".split())
_POINTS = frozenset("north south east west".split())
_WHEN = ("DATE", "TIME")  # entities of the model
#: Where a doc keeps the numbers of the tokens that name places: no pronoun of a traveller's is one.
NAMED = "kit.named_places"


_MEN = frozenset("brother father husband son king prince monk uncle nephew grandfather".split())
_MISS = frozenset({"ms", "mrs", "miss", "ms.", "mrs.", "woman", "herself"})
_WOMEN = frozenset(
    "sister mother wife daughter queen princess nun aunt niece grandmother widow actress".split()
)


def _is_fit_person(token: "Token") -> bool:
    own = {child.lower_ for child in token.children if child.dep_ == "poss"}
    body = token.lemma_ == "head" and bool(own & _THEIR)  # "shook his head"
    if "whose" in own or body or token.lemma_.lower() in _COLLECTIVE | _BODIES:
        return False
    unknown = token.pos_ == "PROPN" and not token.ent_type_ and token.dep_ in SUBJECTS
    if is_person(token) or (unknown and token.lower_ not in CARGO):  # "Wheat was shipped"
        return True
    # not "the patience of a few officers"
    itself = token.lemma_.lower() in PEOPLE or not has_word(token, "of")
    return itself and token.tag_ in ("NN", "NNP") and is_people(token) and kind_of(token) == "thing"


def _is_fit_woman(token: "Token") -> bool:
    kin = {token.lemma_, *(c.lower_ for c in token.lefts if c.dep_ == "compound")}
    return _is_fit_person(token) and kin.isdisjoint(_MEN)  # not "her brother Lars"


def _is_fit_ship(token: "Token") -> bool:
    """Tell a ship that may be "she": one with a name, any other if the text has no woman."""
    if vehicle_mode(token) != "sea":
        return False
    told = token.doc[: token.i]
    means = token.dep_ == "pobj" and token.head.lower_ == "by"  # "She crossed by ferry"
    return token.pos_ == "PROPN" or not (means or any(word.lower_ in _MISS for word in told))


_LIKELY = 0.2  # of a subject that no table has: it is what the text is about
_UNITS = frozenset("mile kilometre kilometer metre meter foot hour day week month year".split())
_MEASURES = frozenset("ton tonne kilo kilogram kilogramme barrel litre liter load batch".split())
_FIGURES = frozenset({"QUANTITY", "MONEY", "PERCENT", *_WHEN})
_THEIR = frozenset("his her their its my our your".split())
_MARKS = frozenset('"“”')
_QUOTED = "kit.quoted"  # where a doc keeps the numbers of its words in quotation marks
_BODIES = frozenset("police army navy court jury union ministry government parliament".split())
# What lies on the way or happens, and is not who goes it.
_NO_TRAVELLERS = frozenset(
    "arrest attack clash raid search death talk mountain hill road street river border wave fence "
    "field woods rail way shoulder back knee eye face lap".split()
)
# Who speaks and acts in the news, and is seldom who "they" were that moved.
_SOURCES = frozenset(
    "official authority police report source statement minister analyst datum figure".split()
)


def _is_fit_plural(token: "Token") -> bool:
    goods = token.ent_type_ == "QUANTITY" and heads_of(token) & MOVERS  # "ten tonnes of tents"
    measured = token.ent_type_ in _FIGURES and not goods
    if measured or token.lemma_.lower() in _SOURCES | _UNITS | _NO_TRAVELLERS:
        return False
    many = (
        token.tag_ in ("NNS", "NNPS")
        or heads_of(token) & _COLLECTIVE
        or any(c.dep_ == "conj" or (c.dep_ == "appos" and _are_people(c)) for c in token.children)
        or any(c.dep_ == "nummod" and c.lower_ not in ("one", "1") for c in token.children)
        or _is_so_many(token)
    )
    many = many or any(word.tag_ == "NNS" for word in under(token, "of"))
    kind = kind_of(token)
    family = token.pos_ == "PROPN" and any(c.lower_ == "the" for c in token.lefts)
    likely = kind != "unknown" or family or may_travel(token)  # not "the appointments"
    return bool(many) and likely and kind not in ("abstract", "place")


def _are_people(noun: "Token") -> bool:
    return noun.tag_ in ("NNS", "NNPS") and is_people(noun)  # not "the owner, an oboist"


_COLLECTIVE = frozenset(
    "delegation team crew family couple group troop cargo pair aid squad party band orchestra "
    "choir column circus caravan convoy fleet flotilla squadron motorcade "
    "unit battalion contingent troupe brigade patrol staff ensemble expedition mission detachment "
    "regiment trio quartet platoon garrison".split()
)


def _is_fit_thing(token: "Token") -> bool:
    lemma = token.lemma_.lower()
    of = under(token, "of")
    if lemma in _MEASURES and any(
        w.tag_ == "NN" and kind_of(w) in ("thing", "unknown") for w in of
    ):
        return True  # "Two tons of rice left Oslo. It"
    one = token.tag_ in ("NN", "NNP") and lemma not in (PEOPLE - _COLLECTIVE) | _NO_TRAVELLERS
    if one and kind_of(token) in ("vehicle", "thing"):
        return True
    named = token.ent_type_ in ("PRODUCT", "ORG", "FAC") and token.pos_ == "PROPN"
    likely = one and kind_of(token) == "unknown" and may_travel(token, _LIKELY)
    return (named or likely) and token.dep_ in SUBJECTS


_PRONOUNS: tuple[tuple[frozenset[str], Callable[["Token"], bool]], ...] = (
    (_HERS, lambda token: _is_fit_woman(token) or _is_fit_ship(token)),
    (_HIS, lambda token: _is_fit_person(token) and token.lemma_ not in _WOMEN),
    (PLURAL, _is_fit_plural),
    (NEUTRAL, _is_fit_thing),
)


_SAILING = frozenset({"sail", "steam"})
_MOORING = frozenset("dock anchor moor berth bunker".split())


def _ship_before(token: "Token") -> "Token | None":
    """Give the ship that "she docked in Oslo" is said of, whoever was named since."""
    if token.lower_ not in _HERS or token.head.lemma_ not in _MOORING | _SAILING:
        return None
    own, *back = _sentences_back(token)
    if token.head.lemma_ in _SAILING:  # "moved the copper into the Cape Alba. She sailed for Oslo"
        near = [w for w in (*own, *(back[0] if back else ())) if w.i < token.i]
        ships: list[Token] = [w for w in near if vehicle_mode(w) == "sea" and w.tag_ != "NNS"]
        women = [w for w in near if w.dep_ in SUBJECTS and _is_fit_woman(w)]
        return ships[-1] if ships and not women else None
    for sentence in (own, *back):
        ships = [w for w in sentence if w.i < token.i and _is_subject(w) and w.tag_ != "NNS"]
        ships = [w for w in ships if vehicle_mode(w) == "sea"]
        if ships:
            return ships[-1]
    return None


def is_pronoun(token: "Token") -> bool:
    """
    Tell "he", "they" and "its" from all other words.

    Parameters
    ----------
    token : spacy.tokens.Token

    Returns
    -------
    bool
    """
    return any(token.lower_ in pronouns for pronouns, _ in _PRONOUNS)


def meant_by(pronoun: "Token") -> "Token | None":
    """
    Look for a subject before, then an object, then any noun, in its sentence and three back.

    Parameters
    ----------
    pronoun : spacy.tokens.Token
        As `is_pronoun` has it, or a number or share without a noun ("eleven", "most").

    Returns
    -------
    spacy.tokens.Token or None
        Head of the noun phrase that it stands for; None where nothing fits.
    """
    kin, fits = _kin_of(pronoun)
    before = _object_before(pronoun)
    if before is not None and fits(before):
        return before
    own, *back = _sentences_back(pronoun)
    subjects, others = _fitting(own, pronoun, fits)
    if (said := _said_before(pronoun, kin, subjects)) is not None:
        return meant_by(said)
    found = _ship_before(pronoun) or next(reversed(subjects or others), None)
    if found is None and pronoun.dep_ in SUBJECTS:
        # "A train rolled into Oslo, days after it had left Rome", read as one clause
        beside = (c for c in pronoun.head.children if c.dep_ in SUBJECTS and c.i < pronoun.i)
        found = next((c for c in beside if c != pronoun and fits(c)), None)
    if found is not None:
        return found
    return _meant_before(pronoun, kin, fits, back)


def _meant_before(
    pronoun: "Token", kin: frozenset[str], fits: Callable[["Token"], bool], back: "list[Span]"
) -> "Token | None":
    """Look for whom a pronoun means in the sentences before, the nearest first."""
    last: Token | None = None
    for sentence in back:
        if last is not None and "\n\n" in sentence.text_with_ws:
            return last  # a paragraph ends there
        subjects, others = _fitting(sentence, pronoun, fits)
        objects = [word for word in others if _is_surely(word, pronoun)]
        # "He told an interpreter of it. He was flown home"
        again = [word for word in sentence if word.lower_ in kin and _is_about(word)]
        if again and all(word.dep_ == "pobj" for word in subjects):
            subjects = []  # "He was met by the premier. He flew on to Rome"
        meant = [word for word in sentence if word.lower_ in kin and word.dep_ == "dobj"]
        if meant and subjects and any(c.lower_ in ("a", "an") for c in subjects[0].lefts):
            return meant_by(meant[0])  # "A driver took her to Oslo. She plans to"
        about = _spoken_of(sentence, kin, subjects) or _noticed(subjects, fits)
        if about is not None:
            return meant_by(about) if about.pos_ == "PRON" else about
        if subjects or again or objects:
            return subjects[0] if subjects else meant_by(again[0]) if again else objects[-1]
        last = others[-1] if last is None and others else last
    return last


def _spoken_of(sentence: "Span", kin: frozenset[str], subjects: "list[Token]") -> "Token | None":
    """Give "him" of '"Nobody saw him," said the prosecutor. He took a coach'."""
    only_spoke = bool(subjects) and all(word.head.lemma_ in _SAYING for word in subjects)
    said = (word for word in sentence if word.lower_ in kin and is_quoted(word))
    return next(said, None) if only_spoke else None


def _noticed(subjects: "list[Token]", fits: Callable[["Token"], bool]) -> "Token | None":
    """Give the man of "A conductor remembered a heavy man. He got off at"."""
    told = [s for s in subjects if any(c.lower_ in ("a", "an") for c in s.lefts)]
    verbs = (s.head for s in told if s.head.lemma_ in _NOTICING)
    return next((c for v in verbs for c in v.children if c.dep_ == "dobj" and fits(c)), None)


def _said_before(pronoun: "Token", kin: frozenset[str], subjects: "list[Token]") -> "Token | None":
    """Give the first "it" of "A crane put it aboard the wrong ship, and it went to Oslo"."""
    clause = pronoun.head
    if pronoun.dep_ not in SUBJECTS:
        return None
    if clause.dep_ == "relcl":  # "They were moved in crates to Oslo, which they reached on Monday"
        above = (c for word in clause.ancestors for c in word.children if c.dep_ in SUBJECTS)
        return next((c for c in above if c.lower_ in kin and c.i < pronoun.i), None)
    joined = clause.dep_ == "conj" and not subjects
    before = [*with_word(clause.head, kin)] if joined else []
    own = (c for c in before if c.dep_ == "nsubj" and c.lower_ in PERSONAL)
    return next((c for c in before if c.dep_ == "dobj" and c.lower_ in NEUTRAL), next(own, None))


def _kin_of(pronoun: "Token") -> tuple[frozenset[str], Callable[["Token"], bool]]:
    """Give a pronoun's own kind, and what it may stand for; a share is of many."""
    share = PLURAL, _is_fit_whole
    return next((one for one in _PRONOUNS if pronoun.lower_ in one[0]), share)


def _is_fit_whole(noun: "Token") -> bool:
    """Tell the tourists of "Helicopters lifted 57 tourists out. Most were flown to Oslo"."""
    carried = (c for c in noun.head.children if c.dep_ == "dobj" and _is_fit_plural(c))
    return _is_fit_plural(noun) and not (vehicle_mode(noun) and any(carried))


def _is_surely(noun: "Token", pronoun: "Token") -> bool:
    """Say whether an object is what a pronoun in the next sentence may well go on about."""
    if noun.dep_ != "dobj":
        return False
    if pronoun.lower_ in PERSONAL:
        return is_person(noun) or noun.lemma_.lower() in PEOPLE
    return pronoun.lower_ in NEUTRAL or (noun.tag_ == "NNS" and is_people(noun))


def _is_of_place(noun: "Token") -> bool:
    """Tell the broker of "Russia, once the main broker, sent its envoy. He travelled"."""
    named = noun.doc.user_data.get(NAMED, ())
    beside = noun.head.children if noun.dep_ in SUBJECTS else ()
    lands = (c.i for c in beside if c.dep_ in SUBJECTS and c.i < noun.i)
    return (noun.dep_ == "appos" and noun.head.i in named) or any(i in named for i in lands)


def _is_own(noun: "Token", pronoun: "Token") -> bool:
    """Tell "his lawyer said he", "their shoulders, they", "after taking on fuel it": not theirs."""
    if any(c.lower_ == "no" for c in noun.lefts):
        return True  # "no scheduled planes fly; a boat took them"
    kin, _ = _kin_of(pronoun)
    beside = noun.head if noun.dep_ == "appos" else noun  # "Her brother Lars went home. She"
    whose = any(c.dep_ == "poss" and c.lower_ in kin for c in (*noun.lefts, *beside.lefts))
    if whose and pronoun.lower_ in PERSONAL and noun.sent != pronoun.sent and _is_kin(noun, beside):
        return True
    told = noun.dep_ == "nsubj" and noun.head in pronoun.ancestors
    aside = not (is_people(noun) or is_person(noun))
    aside = aside and (noun.dep_ != "dobj" or pronoun.lower_ == "it")  # "lost its rudder; it"
    if whose and (told or aside):
        return True
    doing = noun.head.tag_ == "VBG" and noun.head.dep_ in ("pcomp", "advcl")
    # "After seeing the premier he was driven on", the premier whom he was driven to for the parser
    above = pronoun.head in noun.head.ancestors or noun in pronoun.ancestors
    return doing and noun.dep_ == "dobj" and above


def _is_kin(*nouns: "Token") -> bool:
    """Tell "her brother Lars" from "her husband's ship"."""
    named = (c for noun in nouns for c in (noun, *noun.lefts))
    return any(word.lemma_.lower() in PEOPLE for word in named)


def _is_about(pronoun: "Token") -> bool:
    """Tell "she" and "her" of "Her brother went home", of whom a sentence is."""
    owner = pronoun.dep_ == "poss" and pronoun.head.dep_ in SUBJECTS
    return pronoun.dep_ in SUBJECTS or (owner and is_people(pronoun.head))


def _fitting(
    sentence: "Span", token: "Token", fits: Callable[["Token"], bool]
) -> "tuple[list[Token], list[Token]]":
    """Subjects of a sentence that a pronoun may stand for, and all nouns that it may."""
    nouns = [
        word
        for word in sentence
        if word.i < token.i
        and (word.pos_ in ("NOUN", "PROPN") or _is_so_many(word))
        and (word.ent_type_ not in _WHEN or word.lemma_ in MOVERS)  # "In early May the mummy"
        and word.dep_ not in ("compound", "amod")
        and word.lower_ not in _POINTS
        # "As a girl she was taken to Oslo", "under heavy guard"
        and (word.dep_ != "pobj" or word.head.lower_ not in ("as", "under"))
        and word.i not in token.doc.user_data.get(NAMED, ())
        and not _is_aim(word)
        and not _is_of_place(word)
        and not _is_own(word, token)
    ]
    fitting = _own_paragraph([word for word in nouns if fits(word)], token)
    if not is_quoted(token):  # "It was the people who were not quiet," she said.
        fitting = [word for word in fitting if not is_quoted(word)]
    named = {w for w in fitting if w.dep_ == "appos" and w.head in fitting and vehicle_mode(w)}
    fitting = [word for word in fitting if word not in named]  # "the trawler Alba"
    subjects = [word for word in fitting if _is_subject(word)]
    if sentence == token.sent:  # a subject before, not one's own verb's
        own = has_role(token.head, SUBJECTS)
        seen = token.dep_ == "nsubj" and token.head.dep_ == "ccomp" and token.head.tag_ == "VBG"
        # "A patrol saw it sailing", "They packed them into a van to drive them"
        shared = seen or token.head.dep_ == "xcomp"
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
    return subjects, fitting


def _is_so_many(number: "Token") -> bool:
    """Tell "the five pushed off from Oslo. They"."""
    the = any(c.lower_ in ("the", "all") for c in number.lefts)
    return number.pos_ == "NUM" and number.dep_ in SUBJECTS and the


def is_quoted(word: "Token") -> bool:
    """
    Say whether a word stands between the quotation marks of its paragraph.

    Parameters
    ----------
    word : spacy.tokens.Token

    Returns
    -------
    bool
    """
    doc = word.doc
    found: set[int] | None = doc.user_data.get(_QUOTED)
    if found is None:
        found = doc.user_data[_QUOTED] = set(_quoted(doc))
    return word.i in found


def _quoted(doc: "Doc") -> Iterator[int]:
    """Yield the numbers of all words in quotation marks, which a paragraph closes."""
    inside = False
    for word in doc:
        if word.text in _MARKS:
            inside = not inside if word.text == '"' else word.text == "“"
        elif "\n\n" in word.text:
            inside = False
        elif inside:
            yield word.i


def _is_aim(noun: "Token") -> bool:
    """Tell Kew of "went to Kew. She had sailed from", whatever the model takes it for."""
    to = noun.head
    if noun.pos_ == "PROPN" and noun.dep_ == "dobj" and to.lemma_ in _REACHING:
        return True
    names = noun.pos_ == "PROPN" and noun.dep_ == "pobj" and to.lower_ in ("to", "into")
    return names and to.head.lemma_ in _GOING


def _is_in_subject(noun: "Token", verb: "Token") -> bool:
    """Tell number plates of "Coaches without number plates took them to Oslo"."""
    while noun.head != noun and noun.pos_ != "VERB":
        if noun.dep_ in SUBJECTS:
            return noun.head == verb
        noun = noun.head
    return False


def _object_before(pronoun: "Token") -> "Token | None":
    """Give what "them" are in "put the men on buses and drove them back"."""
    verb = pronoun.head
    if pronoun.dep_ != "dobj" or verb.dep_ != "conj":
        return None
    return next((c for c in with_role(verb.head, "dobj") if not _is_own(c, pronoun)), None)


def _own_paragraph(nouns: list["Token"], token: "Token") -> list["Token"]:
    """Prefer the pronoun's paragraph: a title without full stop runs into the next sentence."""
    doc = token.doc
    near = [word for word in nouns if "\n\n" not in doc[word.i : token.i].text]
    return near or nouns


def _is_subject(word: "Token") -> bool:
    """Tell a subject, and the men of "Six men from a unit left Oslo", read as a unit that left."""
    if word.dep_ == "ROOT" and word.pos_ == "NOUN":
        return any(c.dep_ == "acl" for part in word.subtree for c in part.children)
    return word.dep_ in SUBJECTS or (word.dep_ == "pobj" and word.head.dep_ == "agent")


def _sentences_back(token: "Token") -> list["Span"]:
    found = [token.sent]
    while len(found) < 4 and found[-1].start:
        found.append(token.doc[found[-1].start - 1].sent)
    return found
