"""The subject that hangs on a verb, or stands beside it where the parser lost it."""

from typing import TYPE_CHECKING

from kit import _motion as words
from kit._tree import SUBJECTS, has_role, has_word, with_role

if TYPE_CHECKING:
    from spacy.tokens import Token

CARRYING = frozenset({"VBN", "VBG", "JJ"})  # "laden with tents", "carrying medics"
DAYS = frozenset("day morning afternoon evening night week month year".split())
_EMERGING = frozenset("emerge transpire turn appear seem".split())


def own_subject(verb: "Token") -> "Token | None":
    """
    Give the subject of a verb, no matter of what other verb it may be as well.

    Parameters
    ----------
    verb : spacy.tokens.Token

    Returns
    -------
    spacy.tokens.Token or None
    """
    own = [c for c in verb.children if c.dep_ in SUBJECTS and c.pos_ != "ADV"]
    clauses = [c for c in own if c.pos_ == "VERB" and has_role(c, SUBJECTS)]
    own = [c for c in own if c not in clauses and not _is_time(c) and not _is_fronted(c)]
    if not own:  # "Haitians rounded up here were flown to", "Many, some in tears, walked to"
        clauses += [*with_role(verb, "csubjpass")]
        own = [word for c in clauses for word in c.children if word.dep_ in SUBJECTS]
    own = [c for c in own if not _is_absolute(c, verb)] or own or _run_in(verb) or _beside(verb)
    own = own or _before_aside(verb)
    own = [_counted(c) for c in own if c.ent_type_ != "MONEY"] or own  # "oil worth $4 million was"
    if verb.lemma_ in _EMERGING:  # "The chief, it emerged, had fled"
        own = [c for c in own if c.lower_ != "it"] or own
    if has_word(verb, "having"):  # "having left Oslo, the police say"
        own = [c for c in own if c.i < verb.i]
    own = _around_aboard(verb) or own
    if len(own) > 1:  # "A jet that had taken off with 40 passengers landed"
        own = [c for c in own if c.left_edge.i == 0 or c.left_edge.nbor(-1).pos_ != "ADP"] or own
    # of two, one is a heading that ran into the sentence
    return next((c for c in reversed(own) if c.i < verb.i), own[0] if own else None)


def told_before(verb: "Token", head: "Token") -> "Token | None":
    """
    Give "drove" of "Police say he drove to Oslo, left the car and took a train".

    Parameters
    ----------
    verb, head : spacy.tokens.Token
        "took", and the verb that it hangs on: "say".

    Returns
    -------
    spacy.tokens.Token or None
    """
    clauses = (c for c in head.children if c.dep_ == "ccomp" and c.i < verb.i)
    return next((c for c in clauses if own_subject(c) is not None), None)


def behind_visit(subject: "Token") -> "Token | None":
    """
    Tell "After a visit to Baku the minister, Ilmar Tedre, went on", read as "After a visit".

    Parameters
    ----------
    subject : spacy.tokens.Token

    Returns
    -------
    spacy.tokens.Token or None
    """
    after = subject.lemma_.lower() in words.NOUNS and any(
        c.dep_ == "mark" and c.lower_ in ("after", "following") and c.i < subject.i
        for c in subject.head.children
    )
    beside = [w for w in subject.subtree if w.dep_ == "appos" and w.pos_ in ("NOUN", "PROPN")]
    return beside[-1] if after and beside else None


def _run_in(verb: "Token") -> list["Token"]:
    """Give Otto of "Arriving in Oslo, Otto left for Rome", read as "Oslo, (that is) Otto"."""
    fronted = {"csubj": "VBG", "nsubjpass": "VBN"}  # "Chained to a guard, Otto was driven to"
    clause = next((c for c in verb.children if c.tag_ == fronted.get(c.dep_)), None)
    beside = clause.subtree if clause is not None else ()
    named = [w for w in beside if w.dep_ == "appos" and w.pos_ in ("NOUN", "PROPN")]
    return [word for word in named if word.i < verb.i][-1:]


def _beside(verb: "Token") -> list["Token"]:
    """Give Otto of "Found in the ice with frostbite, Otto was flown", read as "frostbite, Otto"."""
    first = next(with_role(verb, ("aux", "auxpass")), verb)
    start = verb.sent[0]
    noun = first.nbor(-1) if first.i > start.i else first
    opened = verb.dep_ in ("dep", "advcl") and start.dep_ == "ROOT" and start.tag_ in CARRYING
    if noun.pos_ not in ("NOUN", "PROPN") or not (opened or verb.dep_ == "ROOT"):
        return []
    while noun.dep_ == "appos" and noun.head.i == noun.left_edge.i - 1:
        noun = noun.head  # "the carrier Umm Saffar"
    return [noun] if noun.dep_ in ("conj", "appos") else []


def _before_aside(verb: "Token") -> list["Token"]:
    """Give the parties of "Two parties, Lind writes, marched", read as what Lind writes two of."""
    asides = (c for c in verb.children if c.dep_ == "parataxis" and has_role(c, "nsubj"))
    loose = (w for aside in asides if aside.i < verb.i for w in aside.children if w.dep_ == "dep")
    return [word for word in loose if word.pos_ in ("NOUN", "PROPN", "NUM")][:1]


def _around_aboard(verb: "Token") -> list["Token"]:
    """Give the boat of "The boat that sank with 40 aboard had left", read as what 40 did."""
    told = any(c.dep_ == "aux" and c.tag_ in ("VBD", "VBZ") for c in verb.children)
    if not told or (verb.dep_, verb.head.lower_) != ("pcomp", "with"):
        return []
    return [w for w in verb.ancestors if w.pos_ == "NOUN" and w.dep_ in ("ROOT", *SUBJECTS)][:1]


def _is_absolute(noun: "Token", verb: "Token") -> bool:
    """Tell their papers of "The men, their papers in order, flew to"."""
    whose = any(c.dep_ == "poss" and c.pos_ == "PRON" for c in noun.children)
    comma = noun.left_edge.i > 0 and noun.left_edge.nbor(-1).text == ","
    return whose and comma and any(noun.i < c.i < verb.i and c.text == "," for c in noun.subtree)


def _is_fronted(subject: "Token") -> bool:
    """Tell "Chained to a guard, Otto was driven to" from "The wounded were driven to"."""
    return subject.tag_ == "VBN" and not any(c.dep_ in ("det", "amod") for c in subject.lefts)


def _is_time(subject: "Token") -> bool:
    """Tell "and the next morning took a train", read as what the morning did."""
    return subject.lemma_ in DAYS and subject.head.dep_ == "conj"


def _counted(subject: "Token") -> "Token":
    """Give the guards of "Nine guards, each promised land, were flown to", read as "each"."""
    before = (c for c in subject.head.children if c.dep_ == "npadvmod" and c.i < subject.i)
    return next(before, subject) if subject.lower_ == "each" else subject
