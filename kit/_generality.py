"""What tells no one journey: timetables, tales, generalities, and what is said to be untrue."""

import calendar
import re
from typing import TYPE_CHECKING

from kit import _motion as words
from kit._tree import SUBJECTS, has_role, has_word, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_DAYS = [*calendar.month_name[1:], *calendar.day_name]
# How often, or in which season of any year.
_OFTEN = re.compile(
    r"\b(?:every|each) (?:other |few )?"
    rf"(?:{'|'.join(calendar.month_name[1:])}|"
    r"\w*day|week\w*|month|year|morning|evening|night|hour|season|time|"
    r"summer|winter|spring|autumn)\b"
    r"|\bon (?:most|some|many|all) \w+"
    r"|\b[\d,]+ \w+s (?:a|per|each|every) (?:year|month|week|day)\b"
    r"|\b(?P<share>thirds?|quarters?|fifths?|per ?cent|%) of (?:the|all)\b"
    r"|\b(?:one|two) in (?:two|three|four|five|six|seven|eight|nine|ten)\b"
    r"|\b(?:once|twice|(?:\w+ )?times|days|nights|hours) (?:a|per) \w+"
    r"|\bon (?:(?:week|mon|tues|wednes|thurs|fri|satur|sun)days(?:,? and |, )?)+\b"
    rf"|^\W*From (?:\d{{1,2}} )?(?:next )?(?:{'|'.join(_DAYS)})(?: \d{{1,2}})?,? (?:the|an?)\b"
    r"|\bon the (?:half[- ])?hour\b|\btimetables?\b|"
    r"(?<!\bend )(?<!\bmiddle )(?<!\bstart )(?<!\bbeginning )(?<!\brest )(?<!\bcourse )"
    r"\bof (?:the|each|every) (?:week|month|year)\b"
    r"|\bin an? (?:normal|typical|average|ordinary|usual) (?:\w+ )?(?:year|month|week|day|season)\b"
    r"|\b(?:in|during) (?:the )?(?:spring|summer|autumn|winter|dry season|rainy season)\b",
    re.IGNORECASE,
)
# "flies to Oslo no more".
_NO_MORE = re.compile(r"^\S+(?: \S+){0,4} (?:no more|any ?more)(?=[,.;])")
_NO_PLANS = re.compile(
    r"\blet alone\b|\b[Nn]o (?:plans?|intention|wish|reason|need|talk)\b[^,;]*\b(?:to|of)$"
)
# "dismissed as invention reports that she had fled to".
_DENIED = re.compile(
    r"\b(?:[Ll]egend|[Mm]yth|[Ff]olklore) (?:has it|says|tells)\b|"
    r"\b[Rr]umou?rs? (?:had|has|have) (?:him|her|it|them)\b[^.;]*$|"
    r"\b[Ii]t (?:is|was) (?:\w+ly )?(?:not true|untrue|false)\b[^.;]*\bthat\b[^;]*$|"
    r"\b[Nn]othing\b[^.;]{0,80}\b(?:show|suggest|prove|indicate)\w*\b[^.;]{0,20}\bthat\b[^;]*$|"
    r"\bapologi[sz]ed for (?:(?:\w+ ){0,2})?(?:report|claim|story|stories) that\b|"
    r"\b(?:(?:dismiss|reject|deni|deny|ridicul|mock|debunk)\w*|(?:scoff|laugh)ed at|"
    r"no (?:truth|substance)(?: \w+|,)) (?:[^.;]{0,60} )?"
    r"(?:report|account|rumou?r|claim|allegation|suggestion|speculation|statement|stor(?:y|ie)|"
    r"tale)s? "
    r"(?:[^.;,]{0,40} )?(?:that|of)\b[^;]*$"
)
# "Failing that, they will walk to".
_FAILING = re.compile(r"^\W*(?:Failing (?:that|which|this)|Otherwise|If not),")
# "The tale that she had fled proved baseless".
_TOLD = re.compile(
    r"\b(?:tale|rumou?r|claim|report|stor(?:y|ie)|allegation|tip|tip-off|theor(?:y|ie)|sighting|"
    r"message|assertion|suggestion|belief)s? (?:in [^.;,]{1,40} )?(?:that|of)\b|"
    r"\b(?:video|clip|photo|picture|image)s?\b[^.;,]{0,20}\b(?:show\w*|of|that|which)\b|"
    r"\bfootage (?:showing|of|that|which)\b",
    re.IGNORECASE,
)
_BASELESS = re.compile(
    r"\b(?:prove[sdn]?|turn(?:s|ed) out|is|are|was|were)(?:, [^,]{1,60},)?(?: to be)?(?: \w+ly)? "
    r"(?:an? )?(?:fake|forger(?:y|ies)|staged|doctored|untrue|false|wrong|mistaken|baseless|"
    r"groundless|unfounded|invented|fabricated|a hoax|a lie|(?:a pack of |all )?lies|hoaxes|"
    r"[\"“‘']?(?:pure|sheer|mere|complete|utter) (?:invention|fantasy|fiction|nonsense))\b|"
    r"\b(?:was|were|been) (?:dismissed|rejected|denied|(?:laid|put) to rest)\b"
)
_HEARSAY = re.compile(r"\b(?:[Rr]umou?r|[Ww]ord|[Ss]tory|[Tt]ale|[Rr]eport|[Cc]laim)s?\b")
_NOT_SO = re.compile(
    r"^\W*(?:It|That|This|They|None of (?:it|this)) (?:is|was|were|proved) "
    r"(?:not (?:true|so)|untrue|false|wrong|nonsense|invented|baseless|unfounded|a lie|a hoax)\b"
)
# Who says so in court.
_CHARGED = re.compile(
    r"\b[Aa]ccording to (?:(?:the|an?|his|her|their) )?(?:\w+ ){0,2}"
    r"(?:indictments?|charges?|charge sheet|prosecut\w+|complaint|affidavit|lawsuit)\b"
    r"|\b(?:indictment|charge sheet|affidavit|prosecut(?:or|ion)s?) (?:\w+ )?"
    r"(?:says?|said|alleges?|alleged|told)\b"
)
_UNTRUE = frozenset(
    "untrue false myth lie nonsense hoax unfounded baseless groundless wrong incorrect fictitious "
    "invented fabricated bogus fiction".split()
)
_TALES = frozenset(
    "series novel film movie play story thriller drama opera poem tale exercise ballet musical "
    "pantomime comedy saga sequel wargame simulation episode".split()
)
CANCELLING = frozenset("cancel scrap postpone".split())
_PRICED = frozenset("trade fetch cost sell".split())
_ADVISING = frozenset("affect help advise warn urge ask encourage allow remind delay".split())
_WHOEVER = frozenset("any every anyone anybody whoever everyone everybody".split())
_ANY = frozenset("a an any anyone".split())
_OPENING_TALE = re.compile(
    r"^\W*In [^,.;]{0,60}\b(?:novel|film|movie|play|thriller|drama|opera|debut feature|exercise)\b"
)
# "Had a tug reached Oslo in time, the barge might have been saved".
_HAD = re.compile(r"^\W*Had (?:a|an|the|he|she|it|they|[A-Z])\b[^,;.]*$")
_WERE = re.compile(r"^\W*Were (?:[a-z]+|[A-Z]\w+(?: [A-Z]\w+){0,4}) to \w+[^;.,]*,")
_WOULD_HAVE = re.compile(r"^[^,;.]*,[^;.]*\b(?:would|might|could) (?:\w+ )?have\b")
# What goes on for ages, whatever the tense.
_AGES = re.compile(
    r"\b(?:times|twice) an? (?:hour|day|week|month|year)\b"
    rf"|\b(?:[Ee]very|[Ee]ach) (?:other )?(?:{'|'.join(calendar.day_name)})\b"
    r"|^\W*For (?:centuries|decades|generations)\b"
)
_LONG = re.compile(r"\b[Ff]or (?:[\w-]+ ){0,2}(?:years|decades|centuries|generations)\b")
_HABITS = frozenset("regularly usually often normally typically routinely sometimes".split())
_DREAMT = frozenset("dream dreams imagination fantasy fantasies".split())
_WILL = frozenset({"will", "'ll", "’ll", "shall"})


def is_charged(token: "Token") -> bool:
    """
    Tell what only a court is told: "according to the indictment".

    Parameters
    ----------
    token : spacy.tokens.Token
        A word of motion.

    Returns
    -------
    bool
    """
    return _CHARGED.search(token.sent.text) is not None


def is_denied(token: "Token") -> bool:
    """
    Tell what the sentence says not to be so: "dismissed reports that", "The tale … proved false".

    Parameters
    ----------
    token : spacy.tokens.Token
        A word of motion.

    Returns
    -------
    bool
    """
    before = token.doc[token.sent.start : token.i].text
    after = token.doc[token.i : token.sent.end].text
    baseless = _TOLD.search(before) and _BASELESS.search(after)
    unreal = _HAD.search(before) and _WOULD_HAVE.search(after)
    unreal = unreal or (_WERE.search(before) if "would" in before else None)
    told = token.tag_ in ("VBZ", "VBP", "NNS") and _OPENING_TALE.search(before)
    if told or unreal or _is_so_called(token) or _is_called_off(token) or _is_said_untrue(token):
        return True
    unless = _FAILING.search(before) or _NO_PLANS.search(before) or _NO_MORE.search(after)
    return bool(unless or _DENIED.search(before) or baseless)


def _is_said_untrue(token: "Token") -> bool:
    """Tell "Rumour had it that she had fled to Rome. It was untrue"."""
    end = token.sent.end
    if end == len(token.doc) or not _HEARSAY.search(token.sent.text):
        return False
    return _NOT_SO.search(token.doc[end].sent.text) is not None


def _is_so_called(token: "Token") -> bool:
    """Tell '"drove" from Oslo to Bergen', which nobody did."""
    if token.i == 0 or token.i + 1 >= len(token.doc):
        return False
    return {token.nbor(-1).text, token.nbor().text} <= set("\"“”'‘’")


def _is_called_off(token: "Token") -> bool:
    """Tell "planned a trip to Rome, but it was scrapped" and "… Both stops were cancelled"."""
    if token.tag_ == "VBD":  # "landed in Oslo; stops in Rome and Bonn were cancelled"
        return False
    end, doc = token.sent.end, token.doc
    end = doc[end].sent.end if end < len(doc) and token.pos_ == "NOUN" else end
    trips = (w for w in doc[token.i + 1 : end] if w.lemma_ in words.NOUNS or w.lemma_ == "stop")
    return any(w.dep_ == "nsubjpass" and w.head.lemma_ in CANCELLING for w in trips)


def tells_no_one_journey(verb: "Token") -> bool:
    """
    Tell timetables, tales, generalities, and what is said to be untrue.

    Parameters
    ----------
    verb : spacy.tokens.Token

    Returns
    -------
    bool
    """
    return is_habit(verb) or _is_fiction(verb) or _is_general(verb) or _is_untrue(verb)


def is_habit(node: "Token") -> bool:
    """Tell a timetable: "sails daily", "is sent every autumn", "once ran", "commutes"."""
    once = has_word(node, "once") and node.lemma_ == "run"
    if once or (node.lemma_ == "commute" and not any(w.ent_type_ == "DATE" for w in node.subtree)):
        return True
    beside = (w for c in node.children if c.dep_ == "prep" for w in c.lefts)  # "mostly by road"
    adverbs = {w.lower_ for w in (*node.children, *beside)} & words.HABITUAL
    if adverbs & _HABITS or (node.tag_ in ("VBD", "VBN") and _AGES.search(node.sent.text)):
        return True
    each = (w for c in with_role(node, "npadvmod") for w in c.lefts)  # "went to Oslo every year"
    if any(w.lower_ in ("every", "each") for w in each):
        return True
    passive = has_role(node, "auxpass")
    if node.tag_ in ("VBD", "VBN") and not passive and _is_for_years(node):
        return True
    says = node.lemma_ in words.ALLEGING or node.lemma_ in ("say", "report")
    # "will leave", "once plodded to Oslo every winter"
    lasting = any(c.lower_ in _WILL or c.lower_ == "once" for c in node.children)
    general = (is_present(node) and not says) or lasting
    often = _OFTEN.search(_own_words(node))
    is_to = node.lemma_ == "be" and has_role(node, "xcomp")  # "A third of the ice is to be sent"
    often = None if often is not None and often["share"] and is_to else often
    return general and bool(adverbs or often)


def _is_for_years(verb: "Token") -> bool:
    """Tell "which for forty years hauled coal from Oslo to Bergen"."""
    first = min(word.i for word in (verb, *verb.lefts))
    return _LONG.search(verb.doc[first : verb.i].text) is not None


def is_of_any(trigger: "Token") -> bool:
    """
    Tell what any of them does: "A flight from Oslo to Rome emits", "Lorries bound for Rome wait".

    Parameters
    ----------
    trigger : spacy.tokens.Token
        A noun of motion that is a subject, or a word that describes one.

    Returns
    -------
    bool
    """
    if trigger.dep_ == "relcl" and trigger.head.tag_ == "NNS" and is_present(trigger):
        # "31 ships which call at ports in Italy"
        return not any(word.ent_type_ in ("DATE", "TIME") for word in trigger.subtree)
    noun = trigger.head if trigger.dep_ in ("acl", "amod") else trigger
    verb = noun.head
    will = has_word(verb, "will") and trigger.dep_ == "acl"
    shown = is_present(verb) or will  # "Goods shipped from Oslo to Rome will face a levy"
    if noun.pos_ != "NOUN" or noun.dep_ not in SUBJECTS or not shown:
        return False
    first = [c for c in noun.lefts if c.dep_ in ("det", "nummod", "poss", "amod")]
    one = noun == trigger and noun.tag_ == "NN" and verb.tag_ == "VBZ"
    one = one and any(c.lower_ in ("a", "an") for c in first)
    one = one and not has_word(noun, ("by", "of"))
    bare = noun.tag_ == "NNS" and noun == trigger.head and not first
    dated = any(word.ent_type_ == "DATE" for word in verb.subtree)
    moves = verb.lemma_ in words.MOTIONS or verb.lemma_ in ("be", "have")
    # "Flights to Oslo are the emptiest"
    many = noun == trigger and noun.tag_ == "NNS" and not first and verb.lemma_ == "be"
    many = many and has_role(verb, ("attr", "acomp"))
    return ((one or bare) and not (dated or moves)) or (many and not dated)


def _own_words(node: "Token") -> str:
    """Words of a sentence without those of relative clauses that a word is not in."""
    within = {node.i, *(word.i for word in node.ancestors)}
    clauses = (w for w in node.sent if w.dep_ == "relcl" and w.i not in within)
    asides = {word.i for clause in clauses for word in clause.subtree}
    return "".join(word.text_with_ws for word in node.sent if word.i not in asides)


def is_present(node: "Token") -> bool:
    """Tell the simple present, active or passive: "sails", "is shipped"."""
    helpers = [*with_role(node, ("aux", "auxpass"))]
    if node.tag_ == "VBN" and not helpers and node.lower_ in ("run", "come"):
        return has_role(node, "nsubj")  # "Trains run to Oslo"
    if node.tag_ == "VBN":  # not "has shipped"
        return [h.lemma_ == "be" and h.tag_ in ("VBZ", "VBP") for h in helpers] == [True]
    if node.tag_ == "VB" and node.dep_ == "ROOT" and not helpers:
        # "Trains leave Oslo", taken for an infinitive
        return has_role(node, "nsubj")
    return node.tag_ in ("VBZ", "VBP") and not helpers


def _is_general(node: "Token") -> bool:
    """Tell "a patient who travels" and "they used to sail": no one journey."""
    if node.dep_ == "xcomp" and node.head.lower_ == "used":
        return not has_role(node.head, "dobj")
    if node.dep_ == "acl":
        return _is_of_any(node)
    subject = next(with_role(node, "nsubj"), node)
    most = any(word.lower_ in ("most", "many") for word in (subject, *subject.lefts))
    if most and is_present(node):
        return True  # "Most nurses live in Tijuana and drive to San Diego"
    thought = any(c.tag_ == "MD" for c in node.head.children)  # "Moving them would take days"
    costs = node.dep_ == "csubj" and node.tag_ == "VBG" and (thought or is_present(node.head))
    costs = costs or (node.tag_ == "VBG" and bool(node.is_sent_start) and _is_priced(node))
    if node.dep_ == "relcl" and node.lower_ in ("runs", "run") and vehicle_mode(node.head):
        return True  # "the train, which runs from Oslo to Bergen,"
    one = node.dep_ == "relcl" and is_present(node)
    held = {c.dep_ for c in node.head.children}
    bare = node.head.tag_ == "NNS" and not held & {"det", "nummod", "poss", "amod", "compound"}
    one = one and (bare or has_word(node.head, _ANY))
    return one or costs  # "Moving a container to Oslo costs more"


def _is_priced(verb: "Token") -> bool:
    """Tell "Sending a container to Oslo by rail costs", where the parser may see costs by rail."""
    after = verb.doc[verb.i : verb.sent.end]
    upto = next((word.i for word in after if word.text == ","), verb.sent.end)
    return any(word.lower_ in ("costs", "takes", "requires") for word in verb.doc[verb.i : upto])


def _is_of_any(clause: "Token") -> bool:
    """Tell "any lorry entering the port" and "warned drivers heading to Rome"."""
    noun = clause.head
    if any(word.lower_ in _WHOEVER for word in (noun, *noun.children)):
        return True
    if noun.dep_ == "nsubj" and noun.head.lemma_ in _PRICED:
        return True  # "Diesel delivered to Rotterdam fetched 900 dollars"
    if clause.tag_ != "VBG" or noun.tag_ != "NNS":
        return False
    loose = ("amod", "compound", "acl", "relcl", "cc", "conj", "punct")
    bare = all(child.dep_ in loose for child in noun.children)
    of = noun.dep_ == "pobj" and noun.head.lower_ in ("for", "on", "of")
    of = of and not (noun.head.lower_ == "of" and vehicle_mode(noun.head.head))  # "a column of"
    advised = noun.dep_ == "dobj" and noun.head.lemma_ in _ADVISING
    dated = any(word.ent_type_ == "DATE" for word in clause.subtree)
    return _is_any(noun) or (bare and not dated and (of or advised))


def _is_any(noun: "Token") -> bool:
    """Tell "Ships crossing to Dover are inspected": all that do, at any time."""
    whose = noun.tag_ == "NNS" and noun.dep_ == "nsubjpass" and is_present(noun.head)
    return whose and not has_role(noun, ("det", "nummod", "poss", "amod"))


def _is_fiction(verb: "Token") -> bool:
    """Tell "In her new novel she has a deserter walk to Riga"."""
    own = has_role(verb, SUBJECTS)
    if verb.dep_ == "conj" and verb.tag_ == "VBZ" and not own:
        return is_present(verb.head) and _is_fiction(verb.head)
    if verb.dep_ == "relcl" and is_present(verb):  # "a novel that follows sisters who sail to"
        return verb.head.lemma_ in _TALES or any(map(_is_of_tale, verb.ancestors))
    opened = _OPENING_TALE.search(verb.sent.text)
    if is_present(verb) and (_is_of_tale(verb) or opened or _goes_on_with_tale(verb)):
        return True  # "The series follows a spy as she journeys to"
    within = [*with_word(verb, "in")]
    if any(word.lower_ in _DREAMT for prep in within for word in prep.children):
        return True
    return any(w.lemma_ in _TALES for prep in within if prep.i < verb.i for w in prep.subtree)


def _is_of_tale(verb: "Token") -> bool:
    """Tell "The series follows" and "Saltwind, a first novel, follows"."""
    subjects = [*with_role(verb, "nsubj")]
    said = [w for c in subjects for w in (c, *c.children) if w == c or w.dep_ == "appos"]
    return is_present(verb) and any(word.lemma_ in _TALES for word in said)


def _goes_on_with_tale(verb: "Token") -> bool:
    """Tell "In the first act a spy swims to Oslo. Later she turns up in Rome"."""
    if verb.sent.start == 0 or verb.dep_ != "ROOT":
        return False
    last = verb.doc[verb.sent.start - 1].sent
    within = verb.sent.text.lstrip().startswith(("In it ", "In it, "))
    if within and any(word.lemma_ in _TALES for word in last):
        return True  # "A film won the prize. In it a girl walks to Rome"
    return is_present(last.root) and _is_fiction(last.root)


def _is_untrue(node: "Token") -> bool:
    """Tell "it is untrue that": what is said to be false."""
    if node.dep_ not in ("ccomp", "acl"):
        return False
    if any(word.text == ";" for word in node.doc[node.i : node.head.i]):
        return False  # "officials alleged; Tehran called the claim baseless"
    verb = node.head if node.head.pos_ != "NOUN" else node.head.head  # "Rumours that … were false"
    verbs = [verb, verb.head] if verb.dep_ == "parataxis" else [verb]  # "untrue, she said, that"
    said = (c for v in verbs for c in v.children if c.dep_ in ("acomp", "attr", "oprd"))
    return any(word.lower_ in _UNTRUE for word in said)


def is_first_to(verb: "Token") -> bool:
    """Say whether the verb is of "the first leader to visit": it happened."""
    return any(
        word.lower_ in ("first", "last", "only", "latest", "second", "third")
        for word in (verb.head, *verb.head.children)
    )
