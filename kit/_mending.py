"""Set right what the parser takes for a verb: "by train", "flew to Derna", "Port Said"."""

import calendar
from typing import TYPE_CHECKING

from kit._motion import MOTIONS, PUT_ON
from kit._moved import hang_all, mend_moved
from kit._movers import MODES
from kit._tree import SUBJECTS, hang_on, has_role, is_hyphen, verb_above, with_role, with_word

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

# What the model takes for forms of "wad", "lop" and "hop", and of verbs that it does not know.
_LEMMAS = {
    form: lemma
    for lemma, forms in {
        "bus": "bussed bussing",
        "courier": "couriered couriering",
        "helicopter": "helicoptered helicoptering",
        "hope": "hopes hoped hoping",
        "lope": "lopes loped loping",
        "lorry": "lorried",
        "medevac": "medevaced medevacked medevacking",
        "wade": "wades waded wading",
    }.items()
    for form in forms.split()
}
_WAYS = frozenset("for to from into out".split())
_BOARDING = {"boarding": "board", "landing": "land", "crossing": "cross", "docking": "dock"}
_BEFORE = frozenset({"npadvmod", "nsubj", "nmod"})
_COMING = frozenset("dock arrive berth anchor sail depart".split())
_AT_ANCHOR = frozenset("anchor moor berth drift sink founder surface lie".split())
_SINCE = frozenset({"since", "until"})
_LOOSE = frozenset("appos npadvmod nmod dobj dep".split())  # what a name after "then" is taken for
_PLACED = frozenset({"pobj", "dobj", "conj"})
_WAYWARD = frozenset("in over up down back across home".split())
_FORCING = frozenset("force oblige compel".split())
_NEAR = 6  # words from a vehicle to the place behind it
_ON = frozenset({"on", "onto", "aboard"})
_MONTHS = frozenset(calendar.month_name) | frozenset(calendar.month_abbr)
# Vehicles that are verbs, too.
_MEANS = frozenset("train bus ship truck coach ferry barge boat rail plane".split())


def mend(doc: "Doc") -> "Doc":
    """
    Set right which words are verbs, and which of these is the main one.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With tags and dependencies; changed in place.

    Returns
    -------
    spacy.tokens.Doc
        The same.
    """
    for token in doc:
        token.lemma_ = _LEMMAS.get(token.lower_, token.lemma_)
        mend_moved(token)
        if token.tag_ == "NN" and token.dep_ == "advcl":
            _as_clause(token)
        if not token.i:
            continue
        if token.pos_ == "PROPN":
            _hang(token, token.nbor(-1))
            _hang_on_name(token)
        _mend_noun(token, token.nbor(-1))
        _mend_compound(token)
        if token.pos_ == "VERB" and token.head != token:
            _mend_verb(token, token.nbor(-1))
            _rehang(token)
        inwards = token.head.dep_ == "advmod" and token.head.lower_ in _WAYWARD
        if token.lower_ == "from" and inwards and token.head.head.pos_ == "VERB":
            hang_on(token, token.head.head)  # "flew in from"
        if token.lower_ in _ON and token.head.pos_ == "NOUN":
            _hang_on_verb(token)
        if (token.pos_, token.dep_) == ("ADP", "conj") and token.nbor(-1).lower_ == "and":
            _hang_on_second(token)
        _mend_preposition(token)
    return doc


def _mend_compound(noun: "Token") -> None:
    """Make one subject of "the former vice-president", which the parser takes for three."""
    if noun.i < 2 or noun.dep_ not in SUBJECTS or not is_hyphen(noun.nbor(-1)):
        return
    part, hyphen = noun.nbor(-2), noun.nbor(-1)
    if part.dep_ not in SUBJECTS or part.head != noun.head:
        return
    for child in list(part.children):
        hang_on(child, noun)
    hang_on(part, noun, "compound")
    hang_on(hyphen, part, "punct")
    hyphen.pos_, hyphen.tag_ = "PUNCT", "HYPH"


def _as_clause(token: "Token") -> None:
    """Make verbs of "boarding a ship" and of "forced it to land", taken for nouns."""
    if (verb := _BOARDING.get(token.lower_)) is not None:
        token.pos_, token.tag_, token.lemma_ = "VERB", "VBG", verb
    elif any(c.tag_ == "TO" and c.dep_ == "aux" for c in token.lefts):
        token.pos_, token.tag_ = "VERB", "VB"


def _mend_preposition(token: "Token") -> None:
    """Hang Almería's country on it, and an island on "off", not on what was anchored there."""
    if token.lower_ in ("in", "on") and _is_of_country(token):
        hang_on(token, token.nbor(-2))  # "brought him to Almería, in Spain"
    if (token.lower_, token.dep_) == ("off", "prt") and token.head.lemma_ in _AT_ANCHOR:
        behind = (c for c in token.head.rights if c.dep_ == "dobj" and c.i > token.i)
        place = next(behind, None)
        if place is not None and place.pos_ == "PROPN":
            token.dep_ = "prep"
            hang_on(place, token, "pobj")


def _hang_on_second(prep: "Token") -> None:
    """Hang the second date of "left on 9 May and on Tuesday, tired, came to Oslo" on "came"."""
    first = prep.head.head if prep.head.pos_ == "ADP" else prep.head
    if prep.head.dep_ == "npadvmod":  # "in Oslo tomorrow and in Rome on Friday"
        alike = with_word(prep.head.head, prep.lower_)
        hang_on(prep, next((c for c in alike if c.i < prep.head.i), prep.head))
    dated = any(c.ent_type_ == "DATE" for c in prep.children)
    behind = (c for c in first.children if c.dep_ == "conj" and c.i > prep.i)
    verb = next((c for c in behind if c.pos_ == "VERB"), None)
    if dated and verb is not None:
        hang_on(prep, verb, "prep")


def _is_of_country(prep: "Token") -> bool:
    """Tell "to Almería, in Spain," from "the ship that left, in April,"."""
    land = next((c for c in prep.children if c.dep_ == "pobj" and c.pos_ == "PROPN"), None)
    if land is None or prep.i < 2 or prep.nbor(-1).text != "," or land.i + 1 >= len(prep.doc):
        return False
    town, wide = prep.nbor(-2), land.ent_type_ == "GPE" and prep.lower_ == "in"
    wide = wide or land.text in ("Island", "Isle") or land.ent_type_ == "LOC"
    named = town.pos_ == "PROPN" and town.dep_ == "pobj" and prep.head != town
    return named and wide and land.nbor().is_punct


def _hang_on_verb(prep: "Token") -> None:
    """Hang the jet of "put 52 men with criminal records on a jet to Oslo" on the verb."""
    verb = verb_above(prep.head, full=True) or prep
    ride = any(c.dep_ == "pobj" and c.lemma_.lower() in MODES for c in prep.children)
    moved = [*with_role(verb, "dobj")]
    if ride and verb.lemma_ in PUT_ON and moved and moved[0] in (*prep.head.ancestors, *moved):
        hang_on(prep, verb)


def _mend_noun(token: "Token", before: "Token") -> None:
    if _is_noun_with_subject(token):
        token.pos_, token.tag_ = "VERB", "VBZ"
    elif _is_noun_for_verb(token, before):
        _as_first_verb(token, before)
    elif (verb := _verb_before(token, before)) is not None:
        _as_second_verb(token, verb)
    elif token.dep_ == "nsubj" and token.left_edge.i and token.left_edge.nbor(-1).text == ",":
        _name_again(token)
    elif token.pos_ == "PROPN" and (month := _month_before(token)) is not None:
        verb, prep = token.head.head, token.head
        hang_on(month, prep, "pobj")
        hang_on(token, verb, "nsubj")
        for number in (c for c in token.children if c.i < month.i):
            hang_on(number, month)
    elif token.text == "May" and token.tag_ == "MD" and before.like_num and before.i:
        token.pos_, token.tag_, token.dep_ = "PROPN", "NNP", "pobj"  # "On 20 May she docked"
        hang_on(token, before.nbor(-1))
        hang_on(before, token, "nummod")


def _month_before(name: "Token") -> "Token | None":
    """Give March of "on 12 March Norma Cabral and Julio Aquino flew", read as one name."""
    verb = name.head.head
    lacks = verb.pos_ == "VERB" and not has_role(verb, SUBJECTS)
    if name.dep_ != "pobj" or name.head.lower_ != "on" or not (lacks and name.i < verb.i):
        return None
    return next((c for c in name.children if c.dep_ == "compound" and c.text in _MONTHS), None)


def _mend_verb(token: "Token", before: "Token") -> None:
    if _has_subject_before(token):
        _as_transitive(token)
    elif _is_participle_for_noun(token, before):
        hang_on(before, token.head, token.dep_)
        for child in [c for c in token.children if c.i < before.i]:
            hang_on(child, before)
        hang_on(token, before, "acl")
    elif (token.dep_, token.head.dep_, before.text) == ("acl", "npadvmod", ","):
        hang_on(token, token.head.head, "advcl")  # "left Oslo, bags in hand, heading for"
    elif _is_second_relative(token):
        token.dep_ = "relcl"
    elif (noun := _lost_subject(token)) is not None:
        _as_main(token, noun)
    elif before.lower_ == "by" and token.lower_ in _MEANS and token.head == before:
        _as_noun(token, "NOUN", "NN")
    elif before.lower_ == "to" and token.tag_ == "VB" and _is_name(token):
        _as_name(token, before)


def _as_name(verb: "Token", to: "Token") -> None:
    """Make a name of Derna in "flew to Derna", and of Port in "took it to Port Moresby"."""
    to.pos_, to.tag_, to.dep_ = "ADP", "IN", "prep"
    if to in verb.head.ancestors:
        verb.pos_, verb.tag_, verb.dep_ = "PROPN", "NNP", "compound"
        return
    if verb.head != to:
        hang_on(to, verb.head)
    _as_noun(verb, "PROPN", "NNP")


def _is_noun_with_subject(token: "Token") -> bool:
    """Tell "The premier jets off to Doha on Monday", taken for jets."""
    goes = token.tag_ == "NNS" and token.lemma_ in MOTIONS
    return goes and any(c.dep_ == "nsubj" and c.tag_ in ("NN", "NNP") for c in token.children)


def _is_noun_for_verb(token: "Token", before: "Token") -> bool:
    """Tell "The Sinfonia sails for Suva and is due there on Friday", taken for sails."""
    ways = any(c.lower_ in _WAYS and c.dep_ == "prep" for c in token.children)
    goes = token.tag_ == "NNS" and token.dep_ == "ROOT" and token.lemma_ in MOTIONS
    one = before.dep_ == "compound" and before.head == token and before.tag_ in ("NN", "NNP")
    return goes and ways and one


def _verb_before(token: "Token", before: "Token") -> "Token | None":
    """Give the verb of "docked from Luanda and sails for Suva tomorrow", taken for its sails."""
    named = token.dep_ == "conj" and token.head.pos_ == "PROPN" and token.head.dep_ == "pobj"
    behind = token.doc[token.i + 1 : token.sent.end - 1]
    aims = len(behind) > 1 and behind[0].lower_ in ("for", "to", "into")
    aims = aims and behind[1].pos_ in ("PROPN", "DET")
    goes = token.tag_ == "NNS" and token.lemma_ in MOTIONS and before.lower_ == "and"
    return verb_above(token, full=True) if named and aims and goes else None


def _as_second_verb(token: "Token", verb: "Token") -> None:
    """Make a verb of a noun, and what was hung on the verb before and stands behind it its own."""
    token.pos_, token.tag_ = "VERB", "VBZ"
    own = [c for c in verb.children if c.i > token.i and not c.is_punct]
    hang_all({token: (verb, "conj")} | {c: (token, c.dep_) for c in own})


def _as_first_verb(token: "Token", subject: "Token") -> None:
    """Make a verb of a noun, and its subject of the noun before it."""
    token.pos_, token.tag_, subject.dep_ = "VERB", "VBZ", "nsubj"
    for child in [c for c in token.children if c.i < subject.i]:
        hang_on(child, subject)


def _hang(name: "Token", before: "Token") -> None:
    """Hang a name on its preposition, and on the name before: "anchored off Oslo and then Bari"."""
    verb = name.head
    if (before.lower_, before.dep_) == ("off", "prt") and name.dep_ == "dobj":
        before.pos_, before.tag_, before.dep_, name.dep_ = "ADP", "IN", "prep", "pobj"
        hang_on(name, before)
    if name.dep_ != "conj" or verb.pos_ != "VERB" or before.lower_ not in ("and", "then"):
        return
    ands = before if before.lower_ == "and" else before.nbor(-1)
    aim = ands.nbor(-1) if ands.lower_ == "and" and ands.i else ands
    if aim.pos_ == "PROPN" and aim.dep_ == "pobj" and aim.head.head == verb:
        hang_on(name, aim)


def _hang_on_name(name: "Token") -> None:
    """Hang Rome of "flew to Oslo, then Rome" on Oslo as another place, not as its other name."""
    start = name.i - sum(1 for word in name.lefts if word.dep_ in ("compound", "det"))
    if start < 3 or name.dep_ not in _LOOSE or name.doc[start - 1].lower_ != "then":
        return
    ahead, comma, then = name.doc[start - 3 : start]
    if comma.text == "," and ahead.pos_ == "PROPN" and ahead.dep_ in _PLACED:
        hang_on(name, ahead, "conj")
        hang_on(then, name)


def _is_participle_for_noun(verb: "Token", before: "Token") -> bool:
    """Tell "in a jet lent by Norway", taken for what was lent, of a jet."""
    noun = before.head == verb and before.dep_ == "compound" and before.tag_ in ("NN", "NNS")
    return noun and verb.tag_ == "VBN" and verb.dep_ in ("pobj", "dobj", "nsubj", "nsubjpass")


def _has_subject_before(verb: "Token") -> bool:
    """Tell "In March 2022 the vessel carried fuel oil to Oslo", taken for oil that was carried."""
    if verb.dep_ != "amod" or verb.tag_ not in ("VBN", "VBD") or verb.head.dep_ != "ROOT":
        return False
    before = verb.nbor(-1)
    own = before.head == verb and before.pos_ in ("NOUN", "PROPN") and before.dep_ in _BEFORE
    return own and verb.head.i > verb.i and any(c.dep_ == "det" for c in before.lefts)


def _as_transitive(verb: "Token") -> None:
    """Make a verb the main one of its sentence, of the noun that it stood with its object."""
    subject, moved = verb.nbor(-1), verb.head
    verb.tag_ = "VBD"
    hang_on(verb, verb, "ROOT")
    subject.dep_ = "nsubj"
    hang_on(moved, verb, "dobj")
    for child in [c for c in moved.children if c.i < verb.i or c.dep_ in ("prep", "punct")]:
        hang_on(child, verb)


def _is_second_relative(verb: "Token") -> bool:
    """Tell "a cook who left the ship, and who was flown home", taken for a second cook."""
    who = (c for c in verb.children if c.tag_ in ("WP", "WDT") and c.dep_ in SUBJECTS)
    return verb.dep_ == "conj" and verb.head.pos_ in ("NOUN", "PROPN") and any(who)


def _rehang(verb: "Token") -> None:
    """Set right what a verb hangs on, and as what."""
    if (first := _first_relative(verb)) is not None:
        verb.tag_ = "VBD"
        hang_on(verb, first)
    elif verb.dep_ == "relcl" and (ride := _ride_before(verb)) is not None:
        hang_on(verb, ride)
    elif _is_past_too(verb):
        verb.tag_ = "VBD"
    elif (verb.dep_, verb.tag_) == ("advcl", "VB") and _took(verb.head):
        verb.dep_ = "xcomp"  # "It took the men four days, from 2 to 5 May, to walk to Oslo"
    elif (verb.dep_, verb.tag_, verb.head.lemma_ in _FORCING) == ("advcl", "VB", True):
        moved = next(with_role(verb.head, "dobj"), verb)
        verb.dep_ = "xcomp"  # "An engine warning forced a jet from Oslo to land in Rome"
        for prep in [c for c in verb.head.children if moved.i < c.i < verb.i and c.dep_ == "prep"]:
            hang_on(prep, moved)


def _took(verb: "Token") -> bool:
    """Tell "It took the men four days"."""
    it = any(c.lower_ == "it" and c.dep_ == "nsubj" for c in verb.children)
    return verb.lemma_ == "take" and it and has_role(verb, "dobj")


def _is_past_too(verb: "Token") -> bool:
    """Tell "left Oslo and tied up in Bergen" from "was led off and tied up"."""
    if (verb.dep_, verb.tag_, verb.head.tag_) != ("conj", "VBN", "VBD"):
        return False
    return not any(c.dep_ in ("aux", "auxpass") for v in (verb, verb.head) for c in v.children)


def _ride_before(verb: "Token") -> "Token | None":
    """Give the plane of "put on a plane in Alexandria, Louisiana, that landed in Manaus"."""
    that = any(c.lower_ in ("that", "which") and c.dep_ in SUBJECTS for c in verb.children)
    moves = verb.lemma_ in MOTIONS or has_role(verb, "prt")
    if not (that and moves) or verb.head.ent_type_ != "GPE":
        return None
    before = verb.doc[max(verb.head.i - _NEAR, verb.sent.start) : verb.head.i]
    return next((w for w in reversed(before) if w.pos_ == "NOUN" and w.lemma_ in MODES), None)


def _first_relative(verb: "Token") -> "Token | None":
    """Give the first verb of "which lay in Oslo for a week and tied up in Bergen on Friday"."""
    if (verb.dep_, verb.tag_) != ("conj", "VBN") or verb.head.pos_ not in ("NOUN", "PROPN"):
        return None
    if verb.nbor(-1).lower_ != "and" or has_role(verb, SUBJECTS):
        return None
    return next((c for c in verb.head.rights if c.dep_ == "relcl" and c.i < verb.i), None)


def _lost_subject(verb: "Token") -> "Token | None":
    """
    Give the noun of a sentence of which the parser makes no verb the main one.

    "The carrier, which had threaded the strait, berthed", taken for a third thing that it had
    done, and "A firm that had been in Jonava since 2023 drove to Riga", taken for 2023's driving.
    """
    noun = verb.sent.root
    if noun.pos_ not in ("NOUN", "PROPN") or verb.tag_ not in ("VBD", "VBN") or noun.i > verb.i:
        return None
    clause = next((word for word in verb.ancestors if word.dep_ == "relcl"), verb)
    if (verb.dep_, verb.tag_) == ("acl", "VBN") and verb.lemma_ in _COMING:
        inner = verb.head.dep_ == "pobj" and verb.head.head.head == noun
        return noun if inner else None  # "A ship with ten tons of rice docked"
    if clause.dep_ != "relcl" or clause.head not in (noun, *noun.children):
        return None
    helped = has_role(verb, ("aux", "auxpass", "cc"))
    behind = verb.dep_ in ("conj", "acl") and verb.nbor(-1).text == ","
    since = [c for c in verb.children if c.dep_ == "nsubj" and c.like_num]
    dated = verb.dep_ == "advcl" and bool(since) and since[0].nbor(-1).lower_ in _SINCE
    return noun if (behind or dated) and not helped else None


def _as_main(verb: "Token", noun: "Token") -> None:
    """Make a verb the main one of its sentence, and a noun its subject."""
    clause = verb.head
    for child in [c for c in verb.children if c.i < verb.i]:
        if child.like_num:
            hang_on(child, child.nbor(-1), "pobj")
        elif child.lower_ in _SINCE:
            child.pos_ = "ADP"
            hang_on(child, clause, "prep")
    verb.tag_ = "VBD"
    hang_on(verb, verb, "ROOT")
    for child in [c for c in noun.children if c.i > verb.i]:
        hang_on(child, verb)
    hang_on(noun, verb, "nsubj")


def _name_again(noun: "Token") -> None:
    """Make one subject of "A second vessel, the patrol boat Alba, is due"."""
    first = noun.left_edge.nbor(-2) if noun.left_edge.i > 1 else noun
    counted = any(c.lower_ in ("a", "an", "another", "second") for c in first.lefts)
    if counted and first.dep_ == "nsubj" and first.head == noun.head and first != noun:
        hang_on(noun, first, "appos")


def _as_noun(token: "Token", pos: str, tag: str) -> None:
    """Make a word the object of the preposition before it; what hung on it hangs on the verb."""
    prep = token.nbor(-1)
    for child in [c for c in token.children if c != prep]:
        hang_on(child, prep.head)
        child.dep_ = "npadvmod" if child.dep_ == "dobj" else child.dep_
    hang_on(token, prep)
    token.pos_, token.tag_, token.dep_, token.lemma_ = pos, tag, "pobj", token.text


def _is_name(verb: "Token") -> bool:
    """Tell "flew to Derna" from "Lund to Visit Oslo", a headline."""
    name = verb.text[:1].isupper() and verb.text[1:].islower() and len(verb.text) > 2
    words = [w for w in verb.sent if w.is_alpha and w.i != verb.i]
    capitals = sum(word.text[:1].isupper() for word in words)
    return name and 2 * capitals < len(words)
