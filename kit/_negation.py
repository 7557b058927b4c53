"""Whether a word is denied by those that hang on it: "never left", "no ship sailed"."""

from typing import TYPE_CHECKING

from kit._tree import SUBJECTS, has_role, has_word, with_role

if TYPE_CHECKING:
    from spacy.tokens import Token

_NOT_ONE = frozenset({"no", "not", "none", "neither", "nobody", "few", "nothing"})
_SOME = frozenset({"a", "the", "these", "those"})
_NEVER = frozenset("never neither nor hardly nobody none longer contrary".split())


def is_negated(node: "Token") -> bool:
    """
    Tell "never left", "no ship sailed" and "not one of them crossed".

    Parameters
    ----------
    node : spacy.tokens.Token
        A verb or a noun.

    Returns
    -------
    bool
    """
    if node.pos_ == "NOUN" and has_word(node, ("no", "little")):
        return True  # "found no proof that the ship had sailed"
    once = (w for c in node.children if c.lower_ == "once" for w in c.lefts)  # "never once left"
    denials = (c for c in (*node.children, *once) if c.dep_ == "neg" or _is_never(c))
    if any(not _denies_part(word) for word in denials):
        return True
    if any(w.lower_ == "no" for c in node.children if c.dep_ == "dobj" for w in c.lefts):
        return True  # "has sent no envoy to Oslo"
    if _is_of_none(node):
        return True
    subjects = [*with_role(node, SUBJECTS)]
    some = any(c.lower_ in _SOME for subject in subjects for c in subject.lefts)  # "a few"
    lefts = [word for subject in subjects for word in (subject, *subject.lefts)]
    none = [word for left in lefts for word in (left, *left.lefts)]
    none = [word for word in none if word.lower_ != "few" or not some]
    opening = (w for w in none if w.text != "No" or w.is_sent_start or w.nbor(-1).is_quote)
    return any(word.lower_ in _NOT_ONE for word in opening)


def _is_never(word: "Token") -> bool:
    """Tell "never" and "no longer" from "took two hours longer"."""
    more = word.lower_ == "longer" and word.i > 0 and word.nbor(-1).lower_ not in ("no", "any")
    return word.lower_ in _NEVER and not more


def _is_of_none(verb: "Token") -> bool:
    """Tell "Not one of the climbers crossed into", read as climbers that crossed."""
    of = verb.head.head
    lost = (verb.dep_, verb.tag_, of.lower_) == ("acl", "VBD", "of")
    return lost and has_role(of.head, "neg")


def _denies_part(word: "Token") -> bool:
    """Tell "not to Vienna but to Prague", "not until he had reached" and "did not land until"."""
    after = word.nbor() if word.i + 1 < len(word.doc) else word
    if any(c.lower_ == "until" and c.dep_ == "prep" for c in word.head.children):
        return True
    but = any(later.lower_ == "but" for later in word.doc[word.i : word.sent.end])
    return after.lower_ == "until" or (after.pos_ == "ADP" and but)
