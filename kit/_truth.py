"""Whether a journey was made: reported, alleged, planned, or denied."""

from typing import TYPE_CHECKING

from kit import _motion as words

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def status_of(token: "Token") -> str:
    """Say whether a journey was made: reported, alleged, planned, or negated."""
    status = "reported"
    if token.pos_ == "NOUN":
        status = _noun_status(token)
    node: Token | None = token
    for _ in range(8):
        if node is None or status == "negated":
            break
        status = _worse(status, _verb_status(node))
        node = _next_up(node)
    return status


def _worse(a: str, b: str) -> str:
    order = ("reported", "alleged", "planned", "negated")
    return max(a, b, key=order.index)


def _next_up(node: "Token") -> "Token | None":
    """Climb to the word whose truth carries this one's."""
    if node.dep_ in ("relcl", "parataxis", "appos") or node.head == node:
        return None
    own = {child.dep_ for child in node.children} & {"nsubj", "nsubjpass", "aux"}
    if node.dep_ == "conj" and (own or node.tag_ in ("VBD", "VBZ")):
        return None
    marks = {child.lower_ for child in node.children if child.dep_ in ("mark", "advmod")}
    if node.dep_ == "advcl" and marks & {"as", "when", "while", "since"}:
        return None
    return node.head


def _verb_status(node: "Token") -> str:
    if node.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
        return "negated" if node.lower_ in ("without", "instead", "despite") else "reported"
    children = list(node.children)
    lower = {child.lower_ for child in children}
    if any(
        c.dep_ == "neg" or c.lower_ in ("never", "hardly", "nobody", "none", "longer")
        for c in children
    ):
        return "negated"
    if any(c.dep_ in _SUBJECTS and any(g.lower_ == "no" for g in c.children) for c in children):
        return "negated"
    if node.pos_ in ("VERB", "AUX"):
        if any(c.tag_ == "MD" for c in children):
            return "planned"
        if any(c.dep_ == "mark" and c.lower_ in ("if", "unless", "whether") for c in children):
            return "planned"
        if lower & words.HABITUAL and node.tag_ in ("VBZ", "VBP"):
            return "negated"
        if _is_bare(node) and node.dep_ == "ROOT":
            return "negated"
        if lower & words.ALLEGING_ADVERBS:
            return "alleged"
    return _governed(node)


def _is_bare(verb: "Token") -> bool:
    return verb.tag_ == "VB" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)


def _governed(node: "Token") -> str:
    """Judge by the word that governs: "failed to", "plans to", "is believed to have", "a plan to"."""
    head = node.head
    if head == node:
        return "reported"
    if node.dep_ == "pcomp" or head.pos_ == "ADP":
        governor = head.head
        if governor.lemma_.lower() in words.NEGATING and head.lower_ in ("from", "out", "off"):
            return "negated"
        if head.lower_ in ("instead", "without"):
            return "negated"
        if governor.lemma_.lower() in words.PLANNING and head.lower_ in (
            "on",
            "about",
            "of",
            "for",
        ):
            return "planned"
        return "alleged" if governor.lemma_.lower() in words.ALLEGING else "reported"
    lemma = head.lemma_.lower()
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in node.children)
    perfect = any(c.dep_ == "aux" and c.lemma_ == "have" for c in node.children)
    if node.dep_ in ("xcomp", "ccomp", "acl", "advcl", "dobj", "nsubjpass", "nsubj"):
        if lemma in words.NEGATING and node.dep_ != "advcl":
            return "negated"
        if lemma in words.ALLEGING and node.dep_ != "advcl":
            return "alleged"
    if node.pos_ in ("VERB", "AUX") and infinitive and not perfect:
        return _infinitive(node, head, lemma)
    if node.dep_ in ("ccomp", "xcomp") and lemma in words.PLANNING and node.tag_ in ("VBG", "VB"):
        return "planned"
    return "reported"


def _infinitive(node: "Token", head: "Token", lemma: str) -> str:
    if lemma == "have":  # "had to leave", and not "has yet to leave"
        yet = any(child.lower_ == "yet" for child in head.children)
        return "reported" if head.tag_ == "VBD" and not yet else "negated"
    if lemma in words.FACTUAL or (node.dep_ in ("acl", "relcl") and is_first_to(node)):
        return "reported"
    told = lemma in words.MOTIONS and not words.MOTIONS[lemma].vehicle
    if node.dep_ == "advcl" and told:  # "left Oslo to return to Bergen"
        return "reported"
    return "planned"


def _noun_status(noun: "Token") -> str:
    if any(child.lemma_.lower() in words.PLANNED_ADJECTIVES for child in noun.children):
        return "planned"
    if any(child.lower_ in ("no", "any") for child in noun.children):
        return "negated"
    head, prep = noun.head, ""
    if head.pos_ in ("ADP", "SCONJ"):
        prep, head = head.lower_, head.head
        if head.lower_ == "ahead":
            return "planned"
    lemma = head.lemma_.lower()
    if lemma in words.NEGATING and noun.dep_ in ("dobj", "nsubjpass", "pobj", "nsubj"):
        return "planned" if lemma in ("delay", "block") else "negated"
    if lemma in words.PLANNING and (
        noun.dep_ in ("dobj", "nsubjpass") or prep in ("for", "on", "about", "to")
    ):
        return "planned"
    if prep == "for" and lemma not in words.MOTIONS:
        return "planned"
    return "alleged" if lemma in words.ALLEGING else "reported"


def is_first_to(verb: "Token") -> bool:
    """Say whether the verb is of "the first leader to visit": it happened."""
    return any(
        child.lower_ in ("first", "last", "only", "latest", "second", "third")
        for child in verb.head.children
    )
