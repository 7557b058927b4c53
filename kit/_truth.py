"""Whether a journey was made: reported, alleged, planned, or denied."""

from typing import TYPE_CHECKING

from kit import _motion as words

if TYPE_CHECKING:
    from spacy.tokens import Token

_NEVER = frozenset({"never", "hardly", "nobody", "none", "longer"})
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
        return (
            "negated" if node.lower_ in ("without", "instead", "despite", "against") else "reported"
        )
    if _is_negated(node):
        return "negated"
    if node.pos_ in ("VERB", "AUX"):
        lower = {child.lower_ for child in node.children}
        habit = lower & words.HABITUAL and node.tag_ in ("VBZ", "VBP")
        if habit or (_is_bare(node) and node.dep_ == "ROOT"):  # a timetable, an order
            return "negated"
        if any(c.tag_ == "MD" or _is_if(c) for c in node.children):
            return "planned"
        if lower & words.ALLEGING_ADVERBS:
            return "alleged"
    return _governed(node)


def _is_negated(node: "Token") -> bool:
    if any(c.dep_ == "neg" or c.lower_ in _NEVER for c in node.children):
        return True
    subjects = [c for c in node.children if c.dep_ in _SUBJECTS]
    return any(word.lower_ == "no" for subject in subjects for word in subject.children)


def _is_if(word: "Token") -> bool:
    return word.dep_ == "mark" and word.lower_ in ("if", "unless", "whether")


def _is_bare(verb: "Token") -> bool:
    return verb.tag_ == "VB" and not any(c.dep_ in ("aux", "nsubj") for c in verb.children)


def _governed(node: "Token") -> str:
    """Judge by the word that governs: "failed to", "plans to", "is believed to have"."""
    head = node.head
    if head == node:
        return "reported"
    if node.dep_ == "pcomp" or head.pos_ == "ADP":
        return _after_preposition(head.lower_, head.head.lemma_.lower())
    lemma = head.lemma_.lower()
    if node.dep_ in ("xcomp", "ccomp", "acl", "dobj", "nsubjpass", "nsubj"):
        if lemma in words.NEGATING:
            return "negated"
        if lemma in words.ALLEGING:
            return "alleged"
    auxiliaries = [c for c in node.children if c.dep_ == "aux"]
    perfect = any(c.lemma_ == "have" for c in auxiliaries)
    if any(c.lower_ == "to" for c in auxiliaries) and not perfect:
        return _infinitive(node, head, lemma)
    wished = node.dep_ in ("ccomp", "xcomp") and lemma in words.PLANNING
    return "planned" if wished and node.tag_ in ("VBG", "VB") else "reported"


def _after_preposition(preposition: str, lemma: str) -> str:
    """Judge "barred from flying", "plans for sending", "accused of shipping"."""
    barred = lemma in words.NEGATING and preposition in ("from", "out", "off")
    if barred or preposition in ("instead", "without"):
        return "negated"
    if preposition == "about" or (lemma in words.PLANNING and preposition in ("on", "of", "for")):
        return "planned"
    return "alleged" if lemma in words.ALLEGING else "reported"


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
    if any(child.lower_ in ("no", "any") for child in noun.children):
        return "negated"
    head, prep = noun.head, ""
    if head.pos_ in ("ADP", "SCONJ"):
        prep, head = head.lower_, head.head
    lemma = head.lemma_.lower()
    if lemma in words.NEGATING and noun.dep_ in ("dobj", "nsubjpass", "pobj", "nsubj"):
        return "planned" if lemma in ("delay", "block") else "negated"
    wished = noun.dep_ in ("dobj", "nsubjpass") or prep in ("for", "on", "about", "to")
    plans = (
        any(child.lemma_.lower() in words.PLANNED_ADJECTIVES for child in noun.children),
        prep != "" and head.lower_ == "ahead",
        lemma in words.PLANNING and wished,
        prep == "for" and lemma not in words.MOTIONS,  # "prepares the ground for a visit"
    )
    if any(plans):
        return "planned"
    return "alleged" if lemma in words.ALLEGING else "reported"


def is_first_to(verb: "Token") -> bool:
    """Say whether the verb is of "the first leader to visit": it happened."""
    return any(
        child.lower_ in ("first", "last", "only", "latest", "second", "third")
        for child in verb.head.children
    )
