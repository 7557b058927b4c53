"""Set right what the parser takes for a verb: "by train", "flew to Derna", "Port Said"."""

from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NAMES = frozenset({("Port", "Said")})
# Vehicles that are verbs, too.
_MEANS = frozenset("train bus ship truck coach ferry barge boat rail plane".split())


def join_names(doc: "Doc") -> "Doc":
    """
    Make one token of a name that ends in a verb: "left Port Said for Genoa".

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Not parsed yet; changed in place.

    Returns
    -------
    spacy.tokens.Doc
        The same.
    """
    pairs = [i for i, words in enumerate(pairwise(doc)) if tuple(w.text for w in words) in _NAMES]
    with doc.retokenize() as retokenizer:
        for i in pairs:
            retokenizer.merge(doc[i : i + 2])
    return doc


def mend(doc: "Doc") -> "Doc":
    """
    Make nouns of what stands where no verb does.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        With tags and dependencies; changed in place.

    Returns
    -------
    spacy.tokens.Doc
        The same.
    """
    for token in doc[1:]:
        before = token.nbor(-1)
        if token.pos_ == "PROPN":
            _hang(token, before)
        if token.dep_ == "nsubj" and token.left_edge.i and token.left_edge.nbor(-1).text == ",":
            _name_again(token)
        elif token.text == "May" and token.tag_ == "MD" and before.like_num and before.i:
            token.pos_, token.tag_, token.dep_ = "PROPN", "NNP", "pobj"  # "On 20 May she docked"
            token.head, before.head, before.dep_ = before.nbor(-1), token, "nummod"
        if token.pos_ != "VERB" or token.head == token:
            continue
        if before.lower_ == "by" and token.lower_ in _MEANS and token.head == before:
            _as_noun(token, "NOUN", "NN")
        elif before.lower_ == "to" and token.tag_ == "VB" and _is_name(token):
            before.pos_, before.tag_, before.dep_ = "ADP", "IN", "prep"
            if token.head != before:
                before.head = token.head
            _as_noun(token, "PROPN", "NNP")
    return doc


def _hang(name: "Token", before: "Token") -> None:
    """Hang a name on its preposition, and on the name before: "anchored off Oslo and then Bari"."""
    verb = name.head
    if (before.lower_, before.dep_) == ("off", "prt") and name.dep_ == "dobj":
        before.pos_, before.tag_, before.dep_, name.dep_ = "ADP", "IN", "prep", "pobj"
        name.head = before
    if name.dep_ != "conj" or verb.pos_ != "VERB" or before.lower_ not in ("and", "then"):
        return
    ands = before if before.lower_ == "and" else before.nbor(-1)
    aim = ands.nbor(-1) if ands.lower_ == "and" and ands.i else ands
    if aim.pos_ == "PROPN" and aim.dep_ == "pobj" and aim.head.head == verb:
        name.head = aim


def _name_again(noun: "Token") -> None:
    """Make one subject of "A second vessel, the patrol boat Alba, is due"."""
    first = noun.left_edge.nbor(-2) if noun.left_edge.i > 1 else noun
    counted = any(c.lower_ in ("a", "an", "another", "second") for c in first.lefts)
    if counted and first.dep_ == "nsubj" and first.head == noun.head and first != noun:
        noun.head, noun.dep_ = first, "appos"


def _as_noun(token: "Token", pos: str, tag: str) -> None:
    """Make a word the object of the preposition before it; what hung on it hangs on the verb."""
    prep = token.nbor(-1)
    for child in [c for c in token.children if c != prep]:
        child.head = prep.head
        child.dep_ = "npadvmod" if child.dep_ == "dobj" else child.dep_
    token.head = prep
    token.pos_, token.tag_, token.dep_, token.lemma_ = pos, tag, "pobj", token.text


def _is_name(verb: "Token") -> bool:
    """Tell "flew to Derna" from "Lund to Visit Oslo", a headline."""
    name = verb.text[:1].isupper() and verb.text[1:].islower() and len(verb.text) > 2
    words = [w for w in verb.sent if w.is_alpha and w.i != verb.i]
    capitals = sum(word.text[:1].isupper() for word in words)
    return name and 2 * capitals < len(words)
