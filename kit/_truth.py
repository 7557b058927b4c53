"""Whether a journey was made: reported, alleged, planned, only possible, or denied."""

from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._generality import (
    CANCELLING,
    is_charged,
    is_denied,
    is_first_to,
    is_habit,
    is_of_any,
    is_present,
    tells_no_one_journey,
)
from kit._modality import TELLING, is_announced, is_arrival, modal, was_let
from kit._negation import is_negated
from kit._tree import SUBJECTS, child, has_role, has_word, with_role
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_ASKING = frozenset("when whether if how where why".split())
# What is done to trips in general.
_EASING = frozenset("cut reduce shorten halve lengthen ease simplify speed cheapen".split())
_FIGURATIVE = frozenset(
    "musical culinary spiritual sentimental emotional imaginary virtual armchair literary".split()
)
_BARRING = frozenset("bar ban prevent prohibit stop block forbid exclude keep".split())
_CONCEIVABLE = frozenset("possible conceivable feasible impossible imaginable".split())
_GIVING = frozenset("grant give deny refuse award".split())  # "Men granted asylum left Oslo"
_HAPPENING = frozenset("be happen take occur materialise materialize come go proceed".split())
_BEGINNING = _HAPPENING | {"begin", "start"}
_CHANGING = frozenset(
    "rise fall slide grow drop increase decrease shrink double treble plunge soar slump advance "
    "climb jump dip ease edge".split()
)
# The tagger takes them for a past: "will be driven to Oslo and flown on".
_PARTICIPLES = frozenset("flown driven taken given gone ridden thrown drawn".split())
_COLLAPSING = frozenset("collapse founder fizzle unravel".split())
_CATCHING = frozenset("arrest catch detain intercept seize stop".split())
_STARTING = frozenset("board depart embark leave prepare".split())
_FAILING = {"fall": ("through", "apart"), "break": ("down",), "come": ("unstuck",)}
_DROPPING = frozenset("drop ditch axe bury".split())
_SETTING_OUT = frozenset({"set-off", "set-out"})
_QUOTES = frozenset("\"“'‘")


def status_of(token: "Token") -> str:
    """Say whether a journey was made: reported, alleged, planned, possible, or negated."""
    charged = "alleged" if is_charged(token) else "reported"
    status = "negated" if is_denied(token) else charged
    if token.pos_ == "NOUN":
        ahead = any(c.dep_ == "acl" and c.lemma_ in words.EXPECTING for c in token.children)
        status = _worse(status, "planned" if ahead else "reported")  # "a return planned for May"
        status = _worse(status, _noun_status(token))
    node: Token | None = token
    changing = token.tag_ == "NNS" and token.dep_ in SUBJECTS and token.head.lemma_ in _CHANGING
    if changing or is_of_any(token):
        return "negated"  # "Transfers from Doha to Cairo slid by a tenth"
    if token.pos_ == "NOUN" and token.dep_ in SUBJECTS and token.head.lemma_ not in _HAPPENING:
        return _worse(status, _subject_status(token.head))
    for _ in range(8):
        if node is None or status == "negated":
            break
        status = _worse(status, _verb_status(node))
        node = _next_up(node)
    return status


def _subject_status(verb: "Token") -> str:
    """Judge a trip by the verb that it is the subject of: "his departure was not marked"."""
    begun = (c for c in (verb, *verb.conjuncts) if c.lemma_ in _BEGINNING)
    trips = with_role(verb, SUBJECTS)
    failed = _fails(verb)
    # "The mission to Oslo has no date"
    failed |= verb.lemma_ == "have" and any(w.lower_ == "no" for c in verb.rights for w in c.lefts)
    failed |= verb.lemma_ in _COLLAPSING or verb.lower_ == "used"  # "used to leave at 6"
    if is_habit(verb) or failed or any(map(is_negated, begun)):
        return "negated"
    status = modal(verb) or "reported"
    if status == "possible" and has_word(verb, ("may", "might")) and any(map(_is_known, trips)):
        status = "reported"  # "The evacuation of 40 men on Monday may mark a change"
    return _worse(status, _governed(verb))


def _fails(verb: "Token") -> bool:
    """Tell "a plan to … fell through" from "a coach broke down on its way to"."""
    ride = any(movers.CARRIERS.get(c.lemma_) or vehicle_mode(c) for c in with_role(verb, SUBJECTS))
    return not ride and has_word(verb, _FAILING.get(verb.lemma_, ()))


def _is_known(trip: "Token") -> bool:
    """Tell "the evacuation on Monday" from "a trip to Oslo"."""
    own = has_word(trip, "the") or has_role(trip, "poss")
    return own and any(word.ent_type_ == "DATE" for word in trip.subtree)


def _worse(a: str, b: str) -> str:
    order = ("reported", "alleged", "planned", "possible", "negated")
    return max(a, b, key=order.index)


def _next_up(node: "Token") -> "Token | None":
    """Climb to the word whose truth carries this one's."""
    beside = node.dep_ in ("relcl", "parataxis", "appos") and not _is_content(node)
    if beside or node.head == node:
        return node.head.head if _is_of_scrapped(node) else None
    alone = hidden_subject(node) is not None or _is_aside(node)
    # "Having left Oslo, she should be in Rome by now"
    alone |= node.dep_ == "advcl" and has_word(node, "having")
    # "Four jets deployed to Oslo; they will fly back", taken for one clause
    alone = alone or any(word.text == ";" for word in node.doc[node.i : node.head.i])
    alone = alone or (node.dep_ == "ccomp" and _stands_alone(node))
    if alone or _is_of_refused(node):
        return None
    if node.dep_ == "conj":
        own = {child.dep_ for child in node.children} & {"nsubj", "nsubjpass", "aux"}
        # "is alleged to have flown to Oslo and crossed into"
        had = {child.lower_ for child in node.head.children} >= {"to", "have"}
        past = node.tag_ == "VBD" and node.lower_ not in _PARTICIPLES
        past = past and not _is_done_too(node)
        told = node.tag_ == "VBZ" or (past and not had)
        told = told and not has_word(node.head, ("or", "nor"))
        return None if own or told else _told_before(node) or node.head
    when = node.dep_ == "pcomp" and node.head.lower_ in ("before", "after")
    if when and node.head.head.tag_ == "VB" and modal(node.head.head) is None:
        return None  # "called at Suez to take on water before sailing to Aden"
    marks = {child.lower_ for child in node.children if child.dep_ in ("mark", "advmod")}
    if node.dep_ == "advcl" and marks & {"as", "when", "while", "since", "until"}:
        return None
    return node.head


def _is_content(clause: "Token") -> bool:
    """Tell "a rumour, which had spread, that she had left" and "or that she had" by their mark."""
    return any(child.dep_ == "mark" and child.lower_ == "that" for child in clause.children)


def _is_done_too(verb: "Token") -> bool:
    """Tell "could be loaded onto a ship and sent to Oslo", in which the tagger sees a past."""
    passive = any(c.dep_ == "auxpass" and c.tag_ == "VB" for c in verb.head.children)
    return passive and not has_role(verb, "dobj")


def _is_aside(clause: "Token") -> bool:
    """Tell "rice, shipped from Riga to Beira in May, will be moved by rail": it was shipped."""
    before = clause.i > 0 and clause.nbor(-1).text == ","
    return before and clause.dep_ == "acl" and clause.tag_ == "VBN"


def _is_of_scrapped(clause: "Token") -> bool:
    """Tell "A flight that was to take them to Kigali was scrapped"."""
    noun = clause.head
    off = noun.head.lemma_.lower() in words.NEGATING and noun.dep_ == "nsubjpass"
    return clause.dep_ == "relcl" and off and has_role(clause, "aux")


def _is_of_refused(clause: "Token") -> bool:
    """Tell "sheep shipped to Jeddah were refused": what was refused had been shipped."""
    verb = clause.head.head.lemma_
    refused = clause.head.dep_ == "nsubjpass" and verb in words.NEGATING and clause.tag_ == "VBN"
    stopped = clause.head.dep_ == "dobj" and verb in ("stop", "halt", "block", "intercept")
    # "stopped a lorry taking arms from Oslo to Bergen"
    stopped = stopped and clause.tag_ == "VBG" and vehicle_mode(clause.head) is not None
    return clause.dep_ == "acl" and (refused or stopped) and not has_role(clause, SUBJECTS)


def _told_before(verb: "Token") -> "Token | None":
    """Give "will fly" of "she will fly to Oslo, he said, and go on to Bergen"."""
    joined = verb.dep_ == "conj" and verb.tag_ == "VB" and verb.head.tag_ != "VB"
    told = (c for c in verb.head.children if c.dep_ == "ccomp" and c.i < verb.head.i)
    return next(told, None) if joined else None


def _stands_alone(clause: "Token") -> bool:
    """Tell "knew that he had left", and "a ferry left Oslo; no one was hurt"."""
    verb = clause.head
    fronted = clause.i < verb.i and verb.lemma_ not in words.ALLEGING | TELLING
    asking = {c.lower_ for c in clause.children if c.i < clause.i} & _ASKING
    if asking & {"why", "how"} and clause.tag_ == "VBD":
        return True  # "Nobody cares to explain why he flew to"
    asked = bool(asking)
    return fronted or (verb.lemma_ in words.FACTIVE and not asked)


def _verb_status(node: "Token") -> str:
    if node.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
        against = node.lower_ in ("without", "instead", "despite", "against")
        return "negated" if against else "reported"
    if is_negated(node):
        return "negated"
    if node.pos_ in ("VERB", "AUX"):
        lower = {child.lower_ for child in node.children}
        named = any(c.pos_ in ("NOUN", "PROPN") for c in node.lefts)  # "…, its trackers report"
        quoted = node.dep_ in ("ccomp", "advcl") and node.i > 0 and node.nbor(-1).text in _QUOTES
        order = _is_bare(node) and (node.dep_ == "ROOT" or quoted)
        order = order and not (named or _is_office(node))
        order = order or (node.text == "Let" and bool(node.is_sent_start))  # "Let the lorries roll"
        if (
            order
            or _fails(node)
            or tells_no_one_journey(node)
            or _is_caught(node)
            or _would_take(node)
        ):
            return "negated"
        if (status := modal(node)) is not None:
            return _worse(status, _governed(node))
        if lower & words.ALLEGING_ADVERBS or _is_believed_too(node):
            return "alleged"
    told = node.dep_ == "conj" and node.head.dep_ in ("ccomp", "xcomp")
    told = told and (_is_content(node) or not has_role(node, SUBJECTS))
    return _governed(node.head if told else node)  # "took off and landed in Oslo, police allege"


def _is_caught(verb: "Token") -> bool:
    """Tell "was arrested as he boarded a coach for Oslo"."""
    caught = verb.head.lemma_ in _CATCHING and verb.dep_ == "advcl"
    return caught and verb.lemma_ in _STARTING and has_word(verb, ("as", "while", "when"))


def _would_take(verb: "Token") -> bool:
    """Tell "It would take a frigate six days to steam from Oslo to Riga"."""
    takes = verb.head
    so_long = takes.lemma_ == "take" and any(c.ent_type_ in ("DATE", "TIME") for c in takes.subtree)
    it = any(c.lower_ == "it" for c in with_role(takes, "nsubj"))
    return so_long and it and verb.tag_ == "VB" and has_word(takes, ("would", "could", "can"))


def _is_office(word: "Token") -> bool:
    """Tell "Guide Lama and two clients trekked", where the parser sees an order to guide."""
    before_name = word.i + 1 < len(word.doc) and word.nbor().text[:1].isupper()
    return bool(word.is_sent_start) and before_name and word.lemma_.lower() in movers.PEOPLE


def _is_believed_too(verb: "Token") -> bool:
    """Tell "are believed to have flown to Oslo and crossed into Sweden"."""
    joined = verb.dep_ == "conj" and not has_role(verb, SUBJECTS)
    believed = joined and verb.head.lemma_ in words.ALLEGING
    return believed and has_role(verb.head, "xcomp")


def _phrasal(verb: "Token") -> str:
    """Lemma of a word, with its particle where the two deny or set out: "turn-down", "set-off"."""
    lemma = verb.lemma_.lower()
    both = (f"{lemma}-{child.lower_}" for child in verb.children if child.dep_ == "prt")
    return next((word for word in both if word in words.NEGATING | _SETTING_OUT), lemma)


def _is_bare(verb: "Token") -> bool:
    return verb.tag_ == "VB" and not has_role(verb, ("aux", "nsubj"))


def _governed(node: "Token") -> str:
    """Judge by the word that governs: "failed to", "plans to", "is believed to have"."""
    head = node.head
    if head == node or (node.dep_ == "ccomp" and _stands_alone(node)) or hidden_subject(node):
        return "reported"
    barred = (word for word in head.ancestors if word.lemma_ in _BARRING)
    if (node.dep_, head.lower_) == ("pcomp", "from") and any(barred):
        return "negated"  # "barred men who had been in Oslo from entering"
    if node.dep_ == "pcomp" or head.pos_ == "ADP":
        instead = has_word(head, "instead")
        if head.i < head.head.i and head.lower_ not in ("without", "instead") and not instead:
            return "reported"  # "On Monday a convoy rolled out; that suggests …"
        governor = "instead" if instead else _phrasal(_above(head))
        return _after_preposition(head.lower_, governor)
    return _under(node, head, _phrasal(head))


def _above(prep: "Token") -> "Token":
    """Give the talk of "talk of sending oil to Oslo, and of taking gas to Bergen"."""
    if prep.head.pos_ not in ("ADP", "CCONJ"):
        return prep.head
    before = reversed(prep.doc[prep.sent.start : prep.i])
    return next((w.head for w in before if w.lower_ == prep.lower_ and w.pos_ == "ADP"), prep.head)


def _under(node: "Token", head: "Token", lemma: str) -> str:
    """Judge by a verb: "failed to reach", "is alleged to have left", "plans to sail"."""
    auxiliaries = {c.lemma_ for c in node.children if c.dep_ == "aux"}
    perfect = "have" in auxiliaries
    ought = "to" in auxiliaries and perfect and lemma in ("ought", "suppose", "be")
    governed = node.dep_ in ("xcomp", "ccomp", "acl", "dobj", "nsubjpass", "nsubj")
    if lemma == "delay" and node.pos_ == "NOUN":
        until = has_word(head, ("until", "till"))
        return "planned" if until else "reported"  # "Fog delayed by an hour his flight to"
    if lemma in ("dismiss", "reject") and node.dep_ == "ccomp":
        that = has_role(node, "mark")
        lemma = lemma if that else ""  # "Some 300 dismissed miners marched"
    if lemma == "fail" and "to" not in auxiliaries:
        lemma = ""  # "When her heart began to fail she was flown to Oslo", taken for one clause
    ruled = lemma == "rule" and node.dep_ == "ccomp" and not has_word(head, "out")
    if ruled or (lemma == "keep" and node.tag_ == "VBG"):
        lemma = ""  # "ruled that they had been flown to", "kept arriving in Oslo"
    dropped = node.lemma_ in ("plan", "idea", "proposal") and lemma in _DROPPING
    if ought or dropped or (governed and lemma in words.NEGATING):  # "ought to have left"
        return "negated"
    if governed and lemma in words.ALLEGING:
        return "alleged"
    if "to" in auxiliaries and not perfect:
        return _infinitive(node, head, lemma)
    be = any(c.dep_ == "auxpass" and c.tag_ == "VB" for c in node.children)
    bare = node.tag_ in ("VBG", "VB") or be  # "the request that he be sent to"
    bare = bare or (node.tag_ == "VBP" and lemma in ("propose", "demand", "recommend"))
    helped = has_role(node, ("aux", "auxpass"))
    bare = bare or (node.tag_ == "VBN" and not helped)  # "wanted him sent to"
    wished = node.dep_ in ("ccomp", "xcomp", "acl") and bare and "will" not in auxiliaries
    wished = wished or (lemma in ("hope", "wish") and node.dep_ == "ccomp")  # "wishes she had left"
    wished = wished and (lemma, node.dep_) != ("tell", "xcomp")  # "told the hearing he had sailed"
    return (_foreseen(lemma) if wished else None) or "reported"


def _foreseen(lemma: str) -> str | None:
    """Judge by a word of what is to come, or only wished."""
    if lemma in words.WISHING:
        return "possible"
    return "planned" if lemma in words.EXPECTING else None


def _after_preposition(preposition: str, lemma: str) -> str:
    """Judge "barred from flying", "plans for sending", "accused of shipping"."""
    barred = lemma in words.NEGATING and preposition in ("from", "out", "off")
    if barred or {preposition, lemma} & {"instead", "without", "contrary"}:
        return "negated"
    if preposition == "as" and lemma in words.NEGATING:
        return "negated"  # "dismissed as false a report that"
    if preposition == "about" or (preposition, lemma) == ("of", "talk"):
        return "possible"
    if preposition in ("of", "for") and lemma in words.GENERAL:
        return "negated"
    told = (preposition, lemma) == ("on", "tell")  # "told reporters on the flight to"
    if preposition in ("on", "of", "for") and not told and (status := _foreseen(lemma)):
        return status
    return "alleged" if lemma in words.ALLEGING else "reported"


def _infinitive(node: "Token", head: "Token", lemma: str) -> str:
    if lemma == "have":  # "had to leave", and not "has yet to leave"
        yet = has_word(head, "yet")
        return "reported" if head.tag_ == "VBD" and not yet else "negated"
    finally_ = has_word(head, ("finally", "eventually"))
    # "needed four days to reach Oslo"
    spent = head.tag_ == "VBD" and any(c.ent_type_ in ("DATE", "TIME") for c in head.children)
    spent = (lemma in ("need", "take") and spent) or (lemma == "able" and head.head.tag_ == "VBD")
    only = any(c.lower_ == "only" for c in node.lefts)  # "put on a ferry, only to be sent back"
    let_go = lemma == "allow" and (finally_ or was_let(head, node))
    if spent or only or let_go:
        return "reported"
    if lemma in words.FACTUAL or (node.dep_ in ("acl", "relcl") and is_first_to(node)):
        return "reported"
    arrives = is_arrival(node) and (lemma in words.MOTIONS or lemma == "round")
    arrives = arrives and _foreseen(lemma) is None  # not "hopes to reach"
    told = lemma in words.MOTIONS and not words.MOTIONS[lemma].vehicle
    told = told or lemma in words.PUT_ON  # "packed them into a lorry to drive them to Oslo"
    if (told and node.dep_ == "advcl") or (arrives and node.dep_ in ("advcl", "xcomp")):
        return "reported"  # "left Oslo to return to Rome", "rounded the Cape to berth at Vigo"
    had = has_word(head.head, "had")
    if lemma == "due" and (had or head.head.tag_ == "VBD"):  # "was due to arrive", and did or not
        return "possible"
    is_to = head.pos_ == "AUX" and lemma != "ought"
    today = has_word(node, ("today", "tonight", "tomorrow"))
    today = today or any((c.lower_, c.dep_) == ("on", "prt") for c in node.children)  # "fly on"
    soon = today or is_arrival(node) or is_announced(head, node)
    is_to = is_to and (head.tag_ != "VBD" or soon)  # not "was to leave"
    had = has_word(head, "had")  # "had planned to fly", and did or not
    coming = (lemma in words.EXPECTING and not had) or is_to
    return "planned" if coming else "possible"


def _noun_status(noun: "Token") -> str:
    if noun.dep_ == "conj" and noun.head.pos_ == "NOUN":  # "threats of jail and deportation to"
        noun = noun.head
    head, prep = noun.head, ""
    if _is_no_trip(noun) or any((w.lower_, w.head.dep_) == ("any", "pobj") for w in noun.subtree):
        return "negated"  # "A visit to Oslo by any minister would anger"
    if head.pos_ in ("ADP", "SCONJ"):
        prep, head = head.lower_, head.head
    lemma = _phrasal(head)
    aboard = prep in ("on", "during") and lemma in ("stop", "halt", "tell")  # "told us on the way"
    governed = noun.dep_ in ("dobj", "nsubjpass", "pobj", "nsubj") and not aboard
    if lemma in words.NEGATING and governed:  # not "had kept the trip secret"
        return "reported" if lemma in ("delay", "keep") else "negated"
    wished = noun.dep_ in ("dobj", "nsubjpass") or prep in ("for", "on", "about", "to")
    foreseen = _foreseen(lemma) if wished and not aboard else None
    if (prep, lemma) in (("with", "link"), ("of", "talk")):  # "has been linked with a move to"
        foreseen = "possible"
    if (status := _by_adjective(noun) or foreseen) is not None:
        return status
    # "ahead of a visit", "prepares the ground for a visit"
    if (prep and head.lower_ == "ahead") or (prep == "for" and lemma not in words.MOTIONS):
        return "planned"
    return "alleged" if lemma in words.ALLEGING else "reported"


def _is_no_trip(noun: "Token") -> bool:
    """Tell "no trip to Oslo", "a bridge shortens the trip", "the flight to Oslo takes an hour"."""
    verb = noun.head
    if has_word(noun, _FIGURATIVE | {"no", "any"}) or _is_off(noun):
        return True
    lasts = noun.dep_ == "nsubj" and verb.lemma_ in words.LASTING and is_present(verb)
    short = verb.i + 1 < len(noun.doc) and verb.nbor().lower_ == "short"  # "cut short her visit"
    return lasts or (noun.dep_ in ("dobj", "nsubjpass") and verb.lemma_ in _EASING and not short)


def _is_off(trip: "Token") -> bool:
    """Tell "his trip to Belgrade is off" and "deliveries stay suspended"."""
    is_so = trip.head.lemma_ in ("be", "stay", "remain") and trip.dep_ in SUBJECTS
    said = [child for child in trip.head.children if child.i > trip.i] if is_so else []
    stopped = any(c.lemma_ in words.NEGATING and c.dep_ in ("acomp", "oprd", "xcomp") for c in said)
    later = (w for w in trip.doc[trip.i : trip.sent.end] if w.lower_ == "it")
    stopped = stopped or any(w.dep_ == "nsubjpass" and w.head.lemma_ in CANCELLING for w in later)
    stopped = stopped or any(c.lemma_ in _CONCEIVABLE and c.dep_ == "acomp" for c in said)
    return stopped or any(child.lower_ == "off" and child.n_rights == 0 for child in said)


def _by_adjective(noun: "Token") -> str | None:
    """Judge "a possible visit" and "an upcoming visit"."""
    adjectives = {child.lemma_.lower() for child in noun.children}
    if adjectives & words.POSSIBLE_ADJECTIVES:
        return "possible"
    return "planned" if adjectives & words.PLANNED_ADJECTIVES else None


def hidden_subject(verb: "Token") -> "Token | None":
    """
    Give the subject of a main verb in the past that the parser hangs on a noun.

    Parameters
    ----------
    verb : spacy.tokens.Token

    Returns
    -------
    spacy.tokens.Token or None
        Jet in "A jet carrying men who had slept in the woods left Oslo", read as "woods left".
    """
    active = verb.lemma_ in ("leave", "reach", "enter") and has_role(verb, "dobj")
    motion = words.MOTIONS.get(verb.lemma_)  # "pulled into Oslo"
    active = active or (motion is not None and motion.vehicle and not has_role(verb, "agent"))
    if verb.dep_ != "acl" or not (verb.tag_ == "VBD" or (verb.tag_ == "VBN" and active)):
        return None
    above = [word for word in verb.ancestors if word.lemma_ not in TELLING]
    top = above[-1] if above else verb
    if top.lemma_ in _GIVING:
        return child(top, "nsubj")
    return top if top.pos_ in ("NOUN", "PROPN") and top.i < verb.i else None
