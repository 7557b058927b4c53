"""Who does, and who moves: the subject of a verb, the maker of a trip, the sender of goods."""

from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._generality import is_first_to
from kit._ownsubject import CARRYING, DAYS, behind_visit, own_subject, told_before
from kit._places import Place, Places
from kit._tree import SUBJECTS, has_role, has_word, under, verb_above, with_role, with_word
from kit._truth import hidden_subject
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

# Under these the object of the governing verb moves: "forced them to flee".
_OBJECT_CONTROL = frozenset(
    "force allow help let compel oblige see order get persuade take".split()
)
# Clauses that have their subject from the clause above.
_SHARING = frozenset("acomp csubj conj xcomp advcl ccomp dep parataxis pcomp prep".split())
_BRINGING = frozenset("carry bring transport".split())
_TIMES = frozenset({"DATE", "TIME", "MONEY"})
_CROSSING = frozenset("crossing passage transit tour".split())


def is_passive(verb: "Token") -> bool:
    """Say whether the subject of a verb, told or not, is what is moved."""
    if verb.lemma_ == "set" and has_role(verb, "prt"):
        return False  # "migrants set out", which the parser may take for a participle
    if has_role(verb, ("auxpass", "nsubjpass")) or _is_reduced(verb):
        return True
    had = verb.tag_ == "VBD" and not _may_be_moved(verb)
    had = had or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children)
    if verb.tag_ not in ("VBN", "VBD") or had:
        return False
    if verb.head.pos_ == "VERB" and (verb.dep_ == "conj" or verb.tag_ == "VBD"):
        return is_passive(verb.head)
    if verb.dep_ == "ccomp" and verb.head.lemma_ in ("have", "get", "see"):
        return True  # "had its salmon flown to Oslo"
    bare = verb.tag_ == "VBN" and not has_role(verb, "aux")
    # "Hondurans deported from Texas landed in", where the parser takes the first for the main verb
    return verb.dep_ in ("acl", "advcl", "amod") or (bare and _may_be_moved(verb, anywhere=True))


def _may_be_moved(verb: "Token", *, anywhere: bool = False) -> bool:
    """Tell "brought" in "were picked up and brought to Oslo", which lacks an object."""
    motion = words.MOTIONS.get(verb.lemma_)
    subject = () if anywhere else ("nsubj",)
    lacks = not has_role(verb, ("dobj", *subject))
    on = has_word(verb, ("on", "aboard"))
    if on and verb.lemma_ in words.PUT_ON and verb.dep_ == "conj":
        # "was driven to Rome, put on a coach to Pisa and taken on"
        return True
    moved = motion is not None and motion.mover == "object"
    listed = verb.dep_ == "advcl" and verb.doc[max(verb.i - 1, 0)].text == ","
    return moved and lacks and (anywhere or verb.dep_ == "conj" or listed)


def _is_reduced(verb: "Token") -> bool:
    """Tell "Men bused from Oslo were put on trains", where the parser takes the first for all."""
    motion = words.MOTIONS.get(verb.lemma_)
    moves = motion is not None and motion.mover == "object" and verb.tag_ == "VBD"
    if not moves or has_role(verb, "dobj"):
        return False
    after = (c for c in verb.children if c.i > verb.i and c.dep_ in ("advcl", "ccomp", "dep"))
    after = (c for c in after if has_role(c, "auxpass"))
    return any(not has_role(c, (*SUBJECTS, "mark")) for c in after)


def subject_of(verb: "Token", depth: int = 0) -> "Token | None":
    """
    Follow control, coordination and participles to the subject of a verb.

    Parameters
    ----------
    verb : spacy.tokens.Token
        A verb of any form.
    depth : int
        How far was climbed already.

    Returns
    -------
    spacy.tokens.Token or None
        Head of the subject, a pronoun perhaps.
    """
    found, head = own_subject(verb), verb.head
    if found is not None and (found.ent_type_ != "DATE" or verb.dep_ != "advcl"):
        return behind_visit(found) or found  # not "Tea held since June sailed"
    if depth > 6 or head == verb:
        return _lost_by_root(verb)
    missed = head if verb.tag_ == "NNS" and verb.dep_ == "appos" else _missed(verb, head)
    if missed is not None:  # "Miss Laidlaw, a nurse, sails for"
        return missed
    if verb.dep_ == "acl" and head.ent_type_ == "DATE":  # "went to Oslo on 4 May, flown from there"
        main = verb_above(head, full=True) or verb
        return subject_of(main, depth + 1) if main != verb else head
    if verb.dep_ in ("relcl", "acl"):
        return _described(verb)
    moved = _controlled(head) if verb.dep_ in ("xcomp", "ccomp") else None
    return moved or _subject_above(verb, depth)


def _described(clause: "Token") -> "Token | None":
    """Give who a participle or relative clause is of."""
    head, root = clause.head, clause.sent.root
    listed = clause.dep_ == "acl" and head.dep_ == "conj" and root in head.ancestors
    if listed and root.pos_ in ("NOUN", "PROPN"):
        return root  # "Two women and a guide set out from", read as a guide that was set out
    return _holder_of(head) if is_first_to(clause) else head


def _lost_by_root(verb: "Token") -> "Token | None":
    """Give who "were bused to Oslo, were fed and left"; "The premier heads to" is read as one."""
    if (told := told_before(verb, verb)) is not None:
        return own_subject(told)
    names = ("NOUN", "PROPN")
    return next((c for c in verb.children if c.dep_ == "compound" and c.pos_ in names), None)


def _controlled(verb: "Token") -> "Token | None":
    """Give who is forced or helped, and so moves."""
    if verb.lemma_ not in _OBJECT_CONTROL:
        return None
    objects = with_role(verb, ("dobj", "nsubjpass", "dative"))
    return next((c for c in objects if c.ent_type_ not in _TIMES), None)


def _subject_above(verb: "Token", depth: int) -> "Token | None":
    """Give the subject of what a verb hangs on, if it shares it."""
    head = verb.head
    told = told_before(verb, head) if verb.dep_ == "ccomp" and verb.tag_ == "VBD" else None
    if told is not None:
        return subject_of(told, depth + 1)
    if verb.dep_ in ("pcomp", "prep") and head.pos_ in ("ADP", "SCONJ"):
        head = head.head
    elif verb.dep_ not in _SHARING or (verb.dep_ == "acomp" and head.lemma_ != "be"):
        return None  # not "stayed tied up"
    if (above := head.head if _is_outer(verb) else _finite_above(verb)) is not None:
        return subject_of(above, depth + 1)
    if head.pos_ == "ADJ" and head.dep_ == "acomp":
        head = head.head  # "is due to arrive"
    if head.pos_ in ("VERB", "AUX"):
        having = has_word(verb, "having") and head.dep_ == "advcl"
        if having and verb.i < head.i:  # "landed in Oslo, having left Rome, the police reported"
            head = head.head
        clauses = (c for c in head.children if c.dep_ == "ccomp" and c.i < min(head.i, verb.i))
        comma = _is_closed(head)
        comma = comma if verb.i > head.i else verb.dep_ == "advcl"  # "…, having left Oslo, he said"
        aside = next(clauses, None) if comma else None  # "…, he said, and sailed"
        if comma and head.dep_ == "parataxis" and has_role(head, "nsubj") and verb.i > head.i:
            aside = head.head
        return subject_of(aside or head, depth + 1)
    if verb.dep_ == "pcomp" and verb.head.lower_ == "on" and (main := verb_above(head, full=True)):
        return subject_of(main, depth + 1)  # "were given to police on landing in Oslo"
    trip = head.lemma_.lower() in words.NOUNS
    return noun_mover(head) if trip else head if head.pos_ in ("NOUN", "PROPN") else None


def _is_closed(verb: "Token") -> bool:
    """Say whether a comma follows: "…, he said on Tuesday, and left"."""
    after = verb.doc[verb.i + 1 : min(verb.i + 5, verb.sent.end)]
    rest = (w for w in after if w.ent_type_ not in ("DATE", "TIME") and w.lower_ != "on")
    return next((word.text == "," for word in rest), False)


def _finite_above(verb: "Token") -> "Token | None":
    """Give "flew" of "flew to Oslo with gold sewn into a coat, and took a bus"."""
    head = verb.head
    if verb.dep_ == "conj" and head.dep_ == "acl" and head.head.ent_type_ == "DATE":
        return head
    loose = verb.dep_ == "conj" and head.dep_ == "acl" and head.tag_ in ("VBN", "VBG")
    loose = loose and verb.tag_ in ("VBD", "VBZ")
    if not loose or any(c.dep_ in ("aux", "auxpass") for c in (*head.children, *verb.children)):
        return None
    return next((word for word in head.ancestors if word.tag_ in ("VBD", "VBZ", "VBP")), None)


def _is_outer(verb: "Token") -> bool:
    """Tell "was told that the deal was off, and flew home": a comma ends what was told."""
    clause = verb.head
    ands = [c for c in clause.children if c.dep_ == "cc" and c.i < verb.i]
    comma = bool(ands) and ands[-1].doc[max(ands[-1].i - 1, 0)].text == ","
    that = any(c.dep_ == "mark" and c.lower_ == "that" for c in clause.children)
    return verb.dep_ == "conj" and clause.dep_ == "ccomp" and comma and that


def _missed(verb: "Token", head: "Token") -> "Token | None":
    """Give the subject of a main verb that the parser takes for a clause of its subject's."""
    if verb.dep_ == "acl" and verb.tag_ in ("VBD", "VBN"):  # "A convoy rolled in, he said"
        return hidden_subject(verb) or _missed_by_noun(verb, head)
    if verb.dep_ == "acl" and head.dep_ == "conj" and head.lemma_ in DAYS:
        return subject_of(head.head)  # "flown to Oslo and the next day driven to Bergen"
    since = verb.dep_ == "advcl" and has_word(verb, "since")
    return head if since and head.pos_ == "NOUN" else None  # "The first train since May left"


def _missed_by_noun(verb: "Token", head: "Token") -> "Token | None":
    """The same of a verb that hangs on a noun."""
    top = _outermost(head)
    if top.dep_ == "dobj" and top.head.tag_ == "VBG" and top.head.lemma_ in _BRINGING:
        return subject_of(top.head)  # "A train believed to be carrying him pulled into Oslo"
    if top.dep_ == "dobj" and verb.nbor(-1).text in '"”’' and (own := own_subject(top.head)):
        return own  # 'Crates marked "spare parts" left Oslo'
    if top.dep_ == "ROOT" and head.dep_ == "appos":
        return top  # "The Alba Marina, its engine repaired, docked in Oslo"
    subjects = [*with_role(top.head, SUBJECTS)]
    two = top.dep_ in SUBJECTS and len(subjects) > 1
    two = two or has_word(top.head, "having")  # no main verb is left
    two = two or {c.dep_ for c in top.children} & {"cc", "conj"} == {"cc"}  # "left … and is"
    return top if two or verb.tag_ == "VBD" else None


def _outermost(noun: "Token") -> "Token":
    """Give the head of the whole phrase that a noun stands in: "A ship laden with tea left"."""
    for word in noun.ancestors:
        if word.pos_ in ("NOUN", "PROPN"):
            noun = word
        elif word.pos_ != "ADP" and (word.tag_ not in CARRYING or word.dep_ != "acl"):
            break
    return noun


def _holder_of(noun: "Token") -> "Token | None":
    """Give who "became the first leader to" do it."""
    if noun.dep_ == "attr":
        return subject_of(noun.head)
    if noun.dep_ == "pobj" and noun.head.lower_ == "as":
        return subject_of(noun.head.head)
    if noun.dep_ == "appos" and noun.head.ent_type_ in _TIMES:  # "arrived on Friday, the first to"
        verb = verb_above(noun, full=True)
        return (subject_of(verb) if verb else None) or noun
    return noun


def noun_mover(noun: "Token") -> "Token | None":
    """
    Say whose trip it is: "his visit", "a trip by X", "shipments of arms", or who made it.

    Parameters
    ----------
    noun : spacy.tokens.Token
        A noun of motion.

    Returns
    -------
    spacy.tokens.Token or None
        Head of the traveller's words.
    """
    motion = words.NOUNS.get(noun.lemma_.lower())
    if motion and motion.mover == "object":
        by = under(noun, "by")
        near = (noun, *(word for word in by if vehicle_mode(word)))  # "deportation by plane of 34"
        of = next((w for one in near for c in with_word(one, "of") for w in c.children), None)
        return of or _owner(noun) or noun
    owner = _owner(noun)
    if owner is not None:
        return owner
    governor = _verb_above(noun)
    if governor is None:
        return None
    if governor.lemma_ in ("accompany", "join") and noun.dep_ == "pobj":
        led = with_role(governor, "dobj")  # whose trip it is
        return next(led, None) or subject_of(governor)
    if noun.dep_ in SUBJECTS:
        return noun if noun.lemma_.lower() in movers.MODES else behind_visit(noun)
    subject = subject_of(governor)
    trip = subject is not None and subject.lemma_.lower() in words.NOUNS and subject.pos_ == "NOUN"
    return noun_mover(subject) if subject is not None and trip and subject != noun else subject


def _owner(noun: "Token") -> "Token | None":
    """Give the owner of a trip that stands beside it."""
    for child in noun.children:
        if child.dep_ == "poss" and child.ent_type_ not in _TIMES:
            return child
    days = under(noun, "on")
    days = (w for w in days if w.ent_type_ == "DATE")
    near = (c for w in (noun, *days) for c in w.children)  # "the arrival on Friday of the ship"
    by = [c for c in near if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "of")]
    for word in (word for prep in by for word in prep.children):
        passed = noun.lemma_ in _CROSSING and word.ent_type_ in ("LOC", "GPE", "FAC")
        passed = passed or word.ent_type_ in _TIMES  # "a crossing of the North Sea", "of 47 days"
        owns = word.lower_ != "own" and not passed
        if word.dep_ == "pobj" and owns and not _is_means(word):
            return word
    compounds = with_role(noun, "compound")  # "the Obama visit"
    return next((c for c in compounds if c.ent_type_ in ("PERSON", "ORG")), None)


def _is_means(noun: "Token") -> bool:
    """Tell "a journey by ship" from "the arrival of the ship"."""
    return noun.lemma_.lower() in movers.MODES and noun.head.lower_ == "by"


def _verb_above(noun: "Token") -> "Token | None":
    for node in noun.ancestors:
        if node.pos_ in ("VERB", "AUX"):
            return node
        if node.dep_ not in ("prep", "pobj", "conj", "appos", "agent"):
            return None
    return None


def sender_of(verb: "Token", places: Places) -> Place | None:
    """
    Country that sends: "North Korea delivering containers", "sent by France".

    Parameters
    ----------
    verb : spacy.tokens.Token
        A verb of sending.
    places : Places
        The mentions.

    Returns
    -------
    Place or None
        None where no place is said to send.
    """
    for child in verb.children:
        if child.dep_ == "nsubj":
            ride = vehicle_mode(child) is not None  # not "An Emirati plane delivered them to"
            return None if ride else _country(child, places) or places.named(child)
        if child.dep_ == "agent":
            for word in child.children:
                if place := places.named(word):
                    return place
    subject = subject_of(verb)
    if subject is None:
        return None
    passive = subject.dep_ == "nsubjpass" or is_passive(verb)
    return _expelled_by(subject, places) if passive else places.named(subject)


def _expelled_by(noun: "Token", places: Places) -> Place | None:
    """Give Spain of "Men expelled by Spain were flown to"."""
    for clause in with_role(noun, "acl"):
        motion = words.MOTIONS.get(clause.lemma_)
        by = (c for c in clause.children if c.dep_ == "agent" and motion and motion.sends)
        for word in (word for agent in by for word in agent.children):
            if place := places.named(word):
                return place
    return None


def _country(subject: "Token", places: Places) -> Place | None:
    """Read a sender, and "it" in "Luxembourg said it had sent"."""
    verb = subject.head
    if subject.lower_ not in ("it", "they"):
        return places.named(subject)
    if verb.dep_ != "ccomp":  # "Norway had kept the guns. Now it sent them to"
        start = subject.sent.start
        before = subject.doc[start - 1].sent.root if start else subject
        owner = next(with_role(before, "nsubj"), subject)
        return places.named(owner)
    speaker = next(with_role(verb.head, "nsubj"), subject)
    return places.named(speaker)
