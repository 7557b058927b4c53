"""What will be, and what only may be: "will fly", "said that it would", "might have flown"."""

import re
from typing import TYPE_CHECKING

from kit import _motion as words
from kit._calendar import WEEKDAYS
from kit._tree import has_role, has_word, with_role

if TYPE_CHECKING:
    from spacy.tokens import Token

#: Verbs of who tells what was said.
TELLING = frozenset("say announce confirm tell add state report declare reveal".split())
_WILL, _WOULD = frozenset({"will", "'ll", "’ll", "shall"}), frozenset({"would", "'d", "’d"})
_PERHAPS = frozenset({"perhaps", "maybe", "possibly", "conceivably"})
# What ends a journey before it began.
_ENDING = frozenset("arrest catch seize detain intercept kill die capture sink".split())
_PERMITTING = frozenset("let permit allow hold".split())
_WEATHER = frozenset("weather wind swell sea storm ice sky fog tide snow".split())
_ONLY_AS = re.compile(r"\bonly as an? \w+ resort\b")
_YET = re.compile(r"\b(?:but|before|until|when)\b")
_ONLY_WHEN = re.compile(r"\bonly (?:when|if|once|after|under|with)\b")


def modal(verb: "Token") -> str | None:
    """Tell what will be from what may be: "said that it would sail" from "it would sail"."""
    conditions = [verb, *with_role(verb, "advcl")]
    perhaps = has_word(verb, _PERHAPS)
    ifs = (c for clause in conditions for c in clause.children if _is_if(c) and not _permits(c))
    if perhaps or any(c.lower_ != "whether" or c.head == verb for c in ifs):
        return "possible"  # not "left Oslo with no idea whether they were alive"
    first = next(iter(verb.children), verb)
    if first.lemma_ == "have" and first.tag_ == "VBD" and first.is_sent_start:
        return "possible"  # "Had a tug reached Oslo in time"
    if verb.sent[0].lower_ == "should":
        return "possible"  # "Should the truce hold, lorries could enter Oslo"
    modals = (c.lower_ for c in verb.children if c.tag_ == "MD" and c.dep_ == "aux")
    modals = (word for word in modals if word != "may" or not _is_month(verb))
    word = next(modals, None)
    if word is None or (word == "could" and _came_before(verb)):
        return None
    sooner = has_word(verb, ("sooner", "rather"))  # "would sooner walk to Rome"
    if sooner or _ONLY_AS.search(verb.doc[verb.i : verb.sent.end].text):
        return "possible"
    told = verb.dep_ == "ccomp" and verb.head.lemma_ in TELLING
    had = any(c.lemma_ == "have" and c.dep_ == "aux" for c in verb.children)
    told = told and not (had or _ONLY_WHEN.search(verb.doc[verb.i : verb.sent.end].text))
    will = word in _WILL or (word in _WOULD and told)
    should = word == "should" and (is_arrival(verb) or _is_there_then(verb))
    return "planned" if will or should else "possible"


def _is_there_then(verb: "Token") -> bool:
    """Tell "should be alongside at Oslo on Friday" from "should be in Oslo"."""
    when = (prep for prep in verb.children if prep.lower_ in ("on", "by"))
    dated = any(word.ent_type_ == "DATE" for prep in when for word in prep.children)
    return verb.lemma_ == "be" and dated


def _is_month(verb: "Token") -> bool:
    """Tell "On 20 May she docked", where the parser sees what may be."""
    mays = (c for c in verb.children if c.text == "May" and c.i > verb.sent.start)
    return any(word.nbor(-1).like_num for word in mays)


def _came_before(verb: "Token") -> bool:
    """Tell "lamps were removed before it could pass" from "was stopped before it could leave"."""
    before = has_word(verb, "before")
    return before and verb.head.lemma_ not in words.NEGATING | _ENDING


def is_arrival(verb: "Token") -> bool:
    """Tell "should dock on Friday" from "should fly" and "should have docked"."""
    motion = words.MOTIONS.get(verb.lemma_)
    had = any(child.lemma_ == "have" for child in verb.children)
    return motion is not None and motion.end == "arrival" and not had


def is_announced(was: "Token", verb: "Token") -> bool:
    """Tell "She was to fly on Friday" from "who was to fly", "was to fly on Friday but fell"."""
    main = was.dep_ in ("ROOT", "conj") and not has_word(was, "had")
    main = main and _YET.search(was.doc[was.i : was.sent.end].text) is None
    return main and (_names_weekday(was) or _names_weekday(verb))


def was_let(allowed: "Token", verb: "Token") -> bool:
    """Tell "On Friday they were allowed to leave", which they did then."""
    was = has_word(allowed, ("was", "were")) and not has_role(allowed, "neg")
    return was and (_names_weekday(allowed) or _names_weekday(verb))


def _names_weekday(verb: "Token") -> bool:
    told = (c for c in verb.children if c.lower_ == "on" or c.dep_ == "npadvmod")
    return any(word.lower_ in WEEKDAYS for child in told for word in child.subtree)


def _permits(mark: "Token") -> bool:
    """Tell "is to sail on Friday, if the swell lets it"."""
    clause = mark.head
    subject = next(with_role(clause, "nsubj"), clause)
    behind = clause.dep_ == "advcl" and clause.i > clause.head.i
    return behind and (clause.lemma_ in _PERMITTING or subject.lemma_ in _WEATHER)


def _is_if(word: "Token") -> bool:
    return word.dep_ == "mark" and word.lower_ in ("if", "unless", "whether")
