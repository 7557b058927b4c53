"""Which date hangs on which word of motion."""

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._dates import DateWords
from kit._events import WHEN, Event, bounds_of, motion_of
from kit._legs import Leg
from kit._loose import SUPPORT
from kit._tree import SUBJECTS, has_role, has_word, verb_above, with_role
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_VERBS = ("VERB", "AUX")
_WHEN = frozenset("when as while before".split())
_DONE = SUPPORT | {"carry", "conduct", "hold"}
_PAUSES = frozenset(",;:–—()")
_HOURS = frozenset(
    "noon midday midnight dusk dawn daybreak nightfall evening morning night".split()
)
_TELLING = frozenset("say tell hear add recall report write claim".split())
_FIRST_SINCE = re.compile(r"\bfirst\b.*\bsince(?: \w+){0,3}$", re.DOTALL | re.IGNORECASE)
_AHEAD = 8  # words from "two days after" to what it dates


def attach_dates(doc: "Doc", events: list[Event], dates: list[DateWords]) -> None:
    """
    Give each date to the word of motion that it hangs on.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    events : list of Event
        Its words of motion, in their order; they are given their dates.
    dates : list of DateWords
    """
    triggers = {event.trigger.i: event for event in events}
    left = []
    for date in dates:
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is None or _is_kind(span.root) or _is_of_last_time(span):
            continue
        if date.is_before_clause and not date.is_length:
            event = _behind(span, triggers)
        else:
            event = _opened(span, triggers) or _owner(span.root, triggers)
            event = event and _part_of(event, span, events)
        if event is not None and date.is_since and not _goes_on(event):
            continue  # "on its way to Oslo, has been aground since Friday"
        if event is not None:
            event.dates.append(date)
        elif not date.is_before_clause:
            left.append((date, span))
    begun: dict[int, list[tuple[DateWords, Span]]] = {}  # by where their sentences begin
    for date, span in left:
        begun.setdefault(bounds_of(span.root)[0], []).append((date, span))
    for event in events:
        start, stop = bounds_of(event.trigger)
        before = [bounds_of(doc[start - 1])[0]] if start else []
        near = (one for at in (*before, start, stop) for one in begun.get(at, ()))
        event.elsewhen = [(date, _verb_of(span)) for date, span in near]
    _attach_left(doc, left, events)
    _share(events)


def _goes_on(event: Event) -> bool:
    """Tell "have walked to Oslo since Sunday"."""
    verb = event.trigger
    return verb.pos_ == "VERB" and any(c.lemma_ == "have" for c in with_role(verb, "aux"))


def _is_of_last_time(span: "Span") -> bool:
    """Tell "the first train to reach Oslo since the autumn of 1975", which runs today."""
    before = span.doc[bounds_of(span.root)[0] : span.start]
    return _FIRST_SINCE.search(before.text) is not None


def date_arrivals(legs: list[Leg]) -> None:
    """
    Give legs that end where somebody is said to be then the day of that: "was met in Rome on".

    Parameters
    ----------
    legs : list of Leg
        Changed in place.
    """
    for leg in legs:
        if leg.destination is None or leg.destination_basis == "stated":
            continue
        verb = verb_above(leg.destination.token)
        if verb is not None and not any(which == "arrival" for _, which in leg.dates):
            own = (date for date, number in leg.event.elsewhen if number == verb.i)
            leg.dates += [(date, "arrival") for date in own if not date.is_hour]


def _attach_left(doc: "Doc", left: "list[tuple[DateWords, Span]]", events: list[Event]) -> None:
    """Give the dates that hang on no word of motion to one that tells of the same day."""
    elsewhere: dict[int, list[DateWords]] = {}
    told: dict[int, list[Event]] = {}  # by where their sentences begin
    for one in events:
        told.setdefault(bounds_of(one.trigger)[0], []).append(one)
    for date, span in left:
        number = _verb_of(span)
        verb = doc[number] if number >= 0 else None
        elsewhere.setdefault(number, []).append(date)
        near = told.get(bounds_of(span.root)[0], [])
        if verb is not None and (event := _ended_by(verb, near)) is not None:
            event.arrivals.append(date)
        elif (event := _right_before(span, near) or _opening(span, near, verb)) is not None:
            event.dates.append(date)
    for event in events:  # "On Monday he left Oslo and flew to Rome"
        if event.dates or event.arrivals:
            continue
        others = [verb.i for verb in _same_time(event.trigger)]
        event.dates += next((elsewhere[number] for number in others if number in elsewhere), [])


def _share(events: list[Event]) -> None:
    """Let a journey have the dates of one that is told with it."""
    triggers = {event.trigger.i: event for event in events}
    for event in events:
        token = event.trigger
        if not event.dates and token.dep_ in ("conj", "dep") and token.head.i in triggers:
            before = triggers[token.head.i].dates
            event.dates += [date for date in before if date.end <= token.head.idx]
    for one, two in pairwise(events):
        if _is_elliptic(two) and two.who is one.who and not two.dates:
            # "In May trucks went from Oslo to Rome and on to Bari"
            two.dates += [date for date in one.dates if date.end <= one.trigger.idx]
        back = two.trigger.lower_ == "back" and one.destinations[-1:] == two.origins
        last = two.dates[-1:] if _is_elliptic(two) and two.who is one.who else []
        if back or (last and last[0].may_be_of_all):
            one.dates = one.dates or two.dates  # "to Oslo and back on Friday", "last week"
        if back:
            two.dates = two.dates or one.dates


def _verb_of(span: "Span") -> int:
    """Give the number of the verb that a date hangs on, or -1."""
    return next((word.i for word in span.root.ancestors if word.pos_ in _VERBS), -1)


def _behind(span: "Span", triggers: dict[int, Event]) -> Event | None:
    """Give what "four days after" dates: "leaving Oslo", "he had left Oslo"."""
    after = span.doc[span.end : min(span.end + _AHEAD, span.sent.end)]
    return next((triggers[word.i] for word in after if word.i in triggers), None)


def _opened(span: "Span", triggers: dict[int, Event]) -> Event | None:
    """Give the journey whose clause a date opens: "and the same evening he drove back"."""
    first = span.doc[max(span.start - 1, 0)]
    first = first.nbor(-1) if first.dep_ == "prep" and first.i else first
    if first.sent != span.sent or (first.text not in (";", "—", "–") and first.dep_ != "cc"):
        return None
    for word in span.doc[span.end : span.sent.end]:
        having = has_word(word, "having")
        if having and word.i < word.head.i and word.head.i in triggers:
            return triggers[word.head.i]  # "and on Friday, having crossed Oslo, he reached Bergen"
        if word.i in triggers:
            begins = word.pos_ == "VERB" or word.i == span.end  # "and on Monday to Oslo"
            return triggers[word.i] if begins else None
        is_aside = word.nbor(-1).text == "," or word.nbor(-2).text == ","  # ", she says, she will"
        if word.pos_ in _VERBS and word.dep_ not in ("aux", "auxpass") and not is_aside:
            return None
    return None


def _is_elliptic(event: Event) -> bool:
    """Tell a leg without a verb of its own: "on to Rome", "and back to Oslo"."""
    return event.trigger.pos_ not in (*_VERBS, "NOUN", "ADJ")


def _part_of(event: Event, span: "Span", events: list[Event]) -> Event:
    """Give the last leg before a date of those that a verb tells without another verb."""
    parts = (
        part
        for part in reversed(events)
        if event.trigger.i < part.trigger.i < span.start
        and part.trigger.sent == event.trigger.sent
        and part.who is event.who
        and _is_elliptic(part)
    )
    return next(parts, event)


def _ended_by(verb: "Token", events: list[Event]) -> Event | None:
    """Give the journey that another verb ends: "and checked in at Oslo on", "landing on Monday"."""
    motion = motion_of(verb)
    landing = motion is not None and motion.end == "arrival" and verb.dep_ == "advcl"
    for event in events:
        if landing and verb.head == event.trigger:
            return event
        for end in event.destinations[:1]:
            above = (word for word in end.token.ancestors if word.pos_ in _VERBS)
            if event.trigger.i < verb.i and next(above, None) == verb != event.trigger:
                return event
    return None


def _right_before(span: "Span", events: list[Event]) -> Event | None:
    """Give the journey that is told right before a date, with no verb and no pause between."""
    for event in reversed(events):
        if event.dates or event.trigger.i >= span.start:
            continue
        ends = [end.token.i for end in (*event.origins, *event.destinations)]
        last = max([event.trigger.i, *(at for at in ends if at < span.start)])
        between = span.doc[last + 1 : span.start]
        clear = not any(word.pos_ in _VERBS or word.text in _PAUSES for word in between)
        apposed = ("PROPN", "ADP", "DET")  # "due in Damietta, Egypt, on Thursday"
        clear = clear or all(word.text == "," or word.pos_ in apposed for word in between)
        return event if clear else None
    return None


def _opening(span: "Span", events: list[Event], verb: "Token | None") -> Event | None:
    """Give the journey of "Before the wind rose on Friday, they left", or after a lone date."""
    if verb is not None:
        return next((event for event in events if _when(verb) == event.trigger), None)
    event = next(iter(events), None) if span.start - span.sent.start < 2 else None
    return event if event is not None and not event.dates else None


def _same_time(trigger: "Token") -> list["Token"]:
    """Give the verbs whose day is a journey's: "A bus going to Oslo overturned on Friday"."""
    found = []
    if trigger.dep_ == "conj" and trigger.head.pos_ == "VERB" and trigger.head.i < trigger.i:
        found.append(trigger.head)  # "plucked people from rooftops on Friday and set them down in"
    runs = trigger.pos_ == "NOUN" and trigger.dep_ in SUBJECTS
    if runs and trigger.lemma_.lower() in movers.MODES:
        found.append(trigger.head)  # "the train from Oslo to Bergen derailed on Friday"
    helpers = {c.lower_ for c in trigger.children if c.dep_ == "aux"}
    was = trigger.tag_ == "VBG" and bool(helpers & {"was", "were"}) and "been" not in helpers
    if was and (begin := bounds_of(trigger)[0]) > 0:
        # "A train derailed on Friday. It was travelling from Oslo to Bergen"
        found.append(trigger.doc[begin - 1].sent.root)
    going = trigger.dep_ == "acl" and trigger.tag_ == "VBG"
    if (trigger.dep_, trigger.head.lower_) == ("pcomp", "by"):
        found.append(trigger.head.head)  # "defected on Sunday by flying his jet to"
    own = has_role(trigger, "nsubj")
    aside = trigger.dep_ == "advcl" and trigger.tag_ == "VBG" and not own
    if aside and trigger.head.i < trigger.i:
        found.append(trigger.head)  # "ended his exile on Tuesday, stepping off a plane in"
    if going and trigger.head.dep_ in SUBJECTS:
        found.append(trigger.head.head)
    return found + [main for verb in (trigger, *found) if (main := _when(verb)) is not None]


def _when(verb: "Token") -> "Token | None":
    """Give the verb of "were hurt on Sunday when the bus left", "came in August, when it left"."""
    marks = {c.lower_ for c in verb.children if c.dep_ in ("advmod", "mark")}
    past = has_word(verb, "had")
    if past or not marks & _WHEN or verb.dep_ not in ("advcl", "relcl"):
        return None
    above = (word for word in verb.ancestors if word.pos_ in _VERBS)
    return next(above, None)


def _is_kind(token: "Token") -> bool:
    """Tell "the overnight ferry": a kind of ferry, no day; and "the fourth time this year"."""
    if token.head.lemma_ == "time" and token.dep_ == "npadvmod":
        return True
    kind = token.lower_ in ("overnight", "night", "evening", "morning", "weekend")
    return kind and token.dep_ in ("amod", "compound") and token.head.pos_ in ("NOUN", "PROPN")


def _owner(token: "Token", triggers: dict[int, Event]) -> Event | None:
    """Climb from a date to the first word of motion, or to a verb that carries one."""
    for node in (token, *token.ancestors):
        if node.i in triggers:
            return _trip_of(triggers[node.i], triggers)
        is_time = node.ent_type_ in WHEN or node.lemma_ in _HOURS
        if (inner := _told_within(node, token, triggers, is_time=is_time)) is not None:
            return inner
        is_verb = node.pos_ in _VERBS and not (node.dep_ == "pcomp" and vehicle_mode(node))
        if is_verb and node.ent_type_ not in ("GPE", "LOC"):  # not "by lorry the same day"
            if _is_to_come(node) and (due := _foreseen_under(node, triggers)) is not None:
                return due
            subject = next(with_role(node, SUBJECTS), node)
            if subject.i < token.i < node.i and subject.i in triggers:
                return triggers[subject.i]  # "a visit to Oslo in May brought no agreement"
            adds = node.lemma_ not in SUPPORT | words.PUT_ON
            carried = _aside(node, token) if adds else _nouns_under(node)
            return next((triggers[word.i] for word in carried if word.i in triggers), None)
    return None


def _is_to_come(verb: "Token") -> bool:
    """Tell "On Friday he is to fly", "is expected to fly", "plans to ski": then, not before it."""
    expected = verb.lemma_ in words.AWAITED and verb.tag_ == "VBN" and has_role(verb, "auxpass")
    wished = verb.lemma_ in words.MEANT and verb.tag_ in ("VBZ", "VBP", "VBG")
    return verb.lemma_ == "be" or expected or wished


def _foreseen_under(verb: "Token", triggers: dict[int, Event]) -> Event | None:
    """Give the journey of "is due in Rome", "is to fly", "is due to fly" and "hopes to fly"."""
    near = [*with_role(verb, ("acomp", "xcomp"))]
    near += [word for due in near for word in with_role(due, "xcomp")]
    return next((triggers[word.i] for word in near if word.i in triggers), None)


def _told_within(
    node: "Token", token: "Token", triggers: dict[int, Event], *, is_time: bool
) -> Event | None:
    """Give a word of motion that a date's phrase holds, or that it tells more of."""
    clauses = [c for c in node.children if c.dep_ == "relcl" and is_time]
    inner = [c.i for c in clauses]
    # "until Friday, when she is to move to Oslo"
    inner += [w.i for c in clauses if c.lemma_ == "be" for w in with_role(c, "xcomp")]
    # "By dusk on Friday the lorries had reached Oslo, they say"
    if node.dep_ == "conj" and node.pos_ == "NOUN":  # "on Monday 1,400 tents from Oslo to Rome"
        inner += [w.i for w in node.subtree if w.i > token.i]
    if node.dep_ == "acl" and node.lemma_ in _DONE:  # "The flight to Rome, carried out on Friday"
        inner.append(node.head.i)
    return next((triggers[i] for i in inner if i in triggers), None)


def _trip_of(event: Event, triggers: dict[int, Event]) -> Event:
    """Give the trip of "embarks on a trip to Oslo on Friday", else the event itself."""
    if event.trigger.pos_ != "VERB" or event.origins or event.destinations:
        return event
    nouns = (triggers[w.i] for w in _nouns_under(event.trigger) if w.i in triggers)
    return next((trip for trip in nouns if trip.destinations), event)


def _nouns_under(verb: "Token") -> list["Token"]:
    """Trips that are the object of a verb that adds nothing to them, as in "made a trip"."""
    return [w for w in verb.subtree if w.pos_ == "NOUN" and verb in (w.head, w.head.head)]


def _aside(verb: "Token", date: "Token") -> list["Token"]:
    """Give what is told around an aside: "On Monday, it says, the ship left Oslo"."""
    after = verb.doc[verb.i + 1] if verb.i + 1 < len(verb.doc) else verb
    if verb.dep_ in ("advcl", "parataxis") and verb.lemma_ in _TELLING and date.i < verb.i:
        return [verb.head]  # "In June, the jury was told, he drove to Oslo"
    told = [*with_role(verb, "ccomp")]
    if date.i < verb.i and after.text == ",":
        return [child for child in told if child.i > verb.i]
    speaker = next(with_role(verb, "nsubj"), verb)
    if date.i < speaker.left_edge.i and any(child.i < date.i for child in told):
        clauses = {word for child in told for word in (child, *child.conjuncts)}
        clauses |= {c for word in clauses for c in word.children if c.dep_ == "acomp"}  # "is due"
        # "reached Oslo, 40 km away, on Monday, the police said"
        return sorted((w for w in clauses if w.i < date.i), key=lambda word: -word.i)
    return [child for child in told if date.i < child.i < verb.i]  # "On Monday it left, it says"
