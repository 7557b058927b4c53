"""Whether a journey was made: reported, alleged, planned, or denied."""

import re
from typing import TYPE_CHECKING

from kit import _motion as words

if TYPE_CHECKING:
    from spacy.tokens import Token

# How often, or in which season of any year.
_OFTEN = re.compile(
    r"\b(?:every|each) \w+|\b(?:once|twice|(?:\w+ )?times) (?:a|per) \w+|\bon (?:week|sun)days\b"
    r"|\bof (?:the|each|every) (?:week|month|year)\b"
    r"|\b(?:in|during) (?:the )?(?:spring|summer|autumn|winter|dry season|rainy season)\b",
    re.IGNORECASE,
)
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
    if node.dep_ == "ccomp" and node.head.lemma_ in words.FACTIVE:
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
        order = _is_bare(node) and node.dep_ == "ROOT"
        if order or _is_habit(node) or _is_general(node) or _is_untrue(node):
            return "negated"
        if any(c.tag_ == "MD" or _is_if(c) for c in node.children):
            return "planned"
        if lower & words.ALLEGING_ADVERBS:
            return "alleged"
    return _governed(node)


def _is_habit(node: "Token") -> bool:
    """Tell a timetable: "sails daily", "is sent every autumn"."""
    adverbs = {child.lower_ for child in node.children} & words.HABITUAL
    return is_present(node) and bool(adverbs or _OFTEN.search(node.sent.text))


def is_present(node: "Token") -> bool:
    """Tell the simple present, active or passive: "sails", "is shipped"."""
    helpers = [child for child in node.children if child.dep_ in ("aux", "auxpass")]
    if node.tag_ == "VBN":
        return [helper.tag_ in ("VBZ", "VBP") for helper in helpers] == [True]
    return node.tag_ in ("VBZ", "VBP") and not helpers


def _is_general(node: "Token") -> bool:
    """Tell "a patient who travels" and "they used to sail": no one journey."""
    used = node.dep_ == "xcomp" and node.head.lower_ == "used"
    if used:
        return not any(child.dep_ == "dobj" for child in node.head.children)
    one = node.dep_ == "relcl" and is_present(node)
    return one and any(child.lower_ in ("a", "an", "any", "anyone") for child in node.head.children)


def _is_untrue(node: "Token") -> bool:
    """Tell "it is untrue that": what is said to be false."""
    said = (child.lower_ for child in node.head.children if child.dep_ in ("acomp", "attr"))
    return node.dep_ == "ccomp" and any(word in ("untrue", "false", "myth", "lie") for word in said)


def _is_negated(node: "Token") -> bool:
    denials = (c for c in node.children if c.dep_ == "neg" or c.lower_ in _NEVER)
    if any(not _denies_part(word) for word in denials):
        return True
    subjects = [c for c in node.children if c.dep_ in _SUBJECTS]
    return any(word.lower_ == "no" for subject in subjects for word in subject.children)


def _denies_part(word: "Token") -> bool:
    """Tell "not to Vienna but to Prague" and "not until he had reached"."""
    after = word.nbor() if word.i + 1 < len(word.doc) else word
    but = any(later.lower_ == "but" for later in word.doc[word.i : word.sent.end])
    return after.lower_ == "until" or (after.pos_ == "ADP" and but)


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
        instead = any(child.lower_ == "instead" for child in head.children)
        governor = "instead" if instead else head.head.lemma_.lower()
        return _after_preposition(head.lower_, governor)
    lemma = head.lemma_.lower()
    auxiliaries = {c.lemma_ for c in node.children if c.dep_ == "aux"}
    perfect = "have" in auxiliaries
    ought = "to" in auxiliaries and perfect and lemma in ("ought", "suppose")
    governed = node.dep_ in ("xcomp", "ccomp", "acl", "dobj", "nsubjpass", "nsubj")
    if ought or (governed and lemma in words.NEGATING):  # "ought to have left"
        return "negated"
    if governed and lemma in words.ALLEGING:
        return "alleged"
    if "to" in auxiliaries and not perfect:
        return _infinitive(node, head, lemma)
    wished = node.dep_ in ("ccomp", "xcomp") and lemma in words.PLANNING
    return "planned" if wished and node.tag_ in ("VBG", "VB") else "reported"


def _after_preposition(preposition: str, lemma: str) -> str:
    """Judge "barred from flying", "plans for sending", "accused of shipping"."""
    barred = lemma in words.NEGATING and preposition in ("from", "out", "off")
    if barred or "instead" in (preposition, lemma) or preposition == "without":
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
    if noun.dep_ == "nsubj" and head.lemma_ in words.LASTING and is_present(head):
        return "negated"  # "the flight from Oslo to Rome takes three hours"
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
