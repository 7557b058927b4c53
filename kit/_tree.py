"""The tree of a parsed sentence: which words hang from a word, and what it hangs from."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Roles of who does something, or to whom it is done.
SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def has_word(token: "Token", words: str | Collection[str]) -> bool:
    """Say whether a word, or one of some words, hangs right from a token: "up" from "took"."""
    return next(with_word(token, words), None) is not None


def has_role(token: "Token", roles: str | Collection[str]) -> bool:
    """Say whether something with a role, or with one of some roles, hangs right from a token."""
    return child(token, roles) is not None


def child(token: "Token", roles: str | Collection[str]) -> "Token | None":
    """Give the first word that hangs from a token in a role, or in one of some roles."""
    return next(with_role(token, roles), None)


def with_word(token: "Token", words: str | Collection[str]) -> "Iterator[Token]":
    """Give what hangs right from a token and is a word, or one of some words, in small letters."""
    wanted = {words} if isinstance(words, str) else words
    return (below for below in token.children if below.lower_ in wanted)


def under(token: "Token", words: str | Collection[str]) -> "Iterator[Token]":
    """Give what hangs from a word, or from one of some, that hangs right from a token."""
    return (below for word in with_word(token, words) for below in word.children)


def with_role(token: "Token", roles: str | Collection[str]) -> "Iterator[Token]":
    """Give what hangs right from a token in a role, or in one of some roles."""
    wanted = {roles} if isinstance(roles, str) else roles
    return (below for below in token.children if below.dep_ in wanted)


def instances(noun: "Token") -> "list[Token]":
    """Give Kenya and Peru of "12 countries, including Kenya and Peru", else the noun itself."""
    named = (
        below
        for below in noun.rights
        if below.lower_ == "including" or (below.lower_ == "as" and below.nbor(-1).lower_ == "such")
    )
    first = [word for below in named for word in with_role(below, "pobj")]
    return [one for word in first for one in (word, *word.conjuncts)] or [noun]


def verb_above(token: "Token", *, full: bool = False) -> "Token | None":
    """Give the nearest verb that a token hangs from: an auxiliary one too, unless a full one."""
    kinds = ("VERB",) if full else ("VERB", "AUX")
    return next((word for word in token.ancestors if word.pos_ in kinds), None)


def hang_on(token: "Token", head: "Token", role: str = "") -> None:
    """Hang a word on another one, in a new role if one is given; never on one that hangs on it."""
    if token not in head.ancestors:
        token.head, token.dep_ = head, role or token.dep_


def is_hyphen(token: "Token") -> bool:
    """Tell the hyphen inside of a word: "vice-president"."""
    return token.text in ("-", "\u2010") and not (token.whitespace_ or token.nbor(-1).whitespace_)
