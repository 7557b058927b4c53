"""Journeys in sentences: what each word of motion tells of who, whence, whither, by what and when."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kit import _motion as words
from kit._dates import DateWords
from kit._motion import Motion, Role
from kit._travellers import Traveller, phrase, traveller, vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_NOUN_PARTS = frozenset(
    {
        "pobj",
        "dobj",
        "prep",
        "nsubjpass",
        "attr",
        "npadvmod",
        "advmod",
        "dative",
        "agent",
        "appos",
        "conj",
    }
)
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_GENERIC = frozenset(
    "city town capital island port village airport base station region country camp".split()
)
_SITES = frozenset(
    (
        "port city town village capital airport base harbor harbour station island suburb district province region "
        "state county coast town resort hospital prison camp depot hotel palace border frontier outskirts "
        "area neighbourhood neighborhood university clinic facility shipyard terminal railhead site yard "
        "waters shore garrison barracks stronghold enclave city-state republic kingdom"
    ).split()
)
# "A depot 290 kilometers from the border": where it lies, not whence one came.
_APART = frozenset("kilometer kilometre km mile mi hour minute metre meter away far block".split())
_STOPOVERS = frozenset("stop stopover layover halt call stay".split())


@dataclass(frozen=True)
class Place:
    """A mention of a place: one row of the table of mentions."""

    start: int
    end: int
    id: str | None
    name: str
    kind: str
    country: str | None
    lat: float
    lon: float
    radius_km: float
    demonym: bool


@dataclass(frozen=True)
class End:
    """One end of a journey: the place if it is a mention, and the words."""

    place: Place | None
    words: str
    token: "Token"


@dataclass
class Event:
    """What one word of motion tells."""

    trigger: "Token"
    motion: Motion
    who: Traveller | None
    origins: list[End] = field(default_factory=list)
    destinations: list[End] = field(default_factory=list)
    via: list[End] = field(default_factory=list)
    mode: str | None = None
    dates: list[DateWords] = field(default_factory=list)
    status: str = "reported"
    sender: Place | None = None
    companions: list[Traveller] = field(default_factory=list)


class Places:
    """Mentions by token."""

    def __init__(self, doc: "Doc", mentions: Any) -> None:
        self.all = [_place(doc, row) for row in mentions.to_dict("records")]
        self._by_token: dict[int, Place] = {}
        for place in self.all:
            span = doc.char_span(place.start, place.end, alignment_mode="expand")
            for token in span or ():
                self._by_token.setdefault(token.i, place)

    def at(self, token: "Token") -> Place | None:
        """Give the mention that a token stands in, a demonym included."""
        return self._by_token.get(token.i)

    def named(self, token: "Token") -> Place | None:
        """Give the mention that a token stands in, if it names a place and not its people."""
        place = self.at(token)
        return place if place and not place.demonym else None

    def end(self, token: "Token") -> End:
        """Read a noun phrase as the end of a journey."""
        text = phrase(token)
        if token.lower_ in ("there", "here") or (token.lower_ in _GENERIC and _is_definite(token)):
            return End(self._before(token), token.text if token.lower_ == "there" else text, token)
        place = self.named(token)
        if place is None and token.lemma_.lower() in _SITES:
            place = self._within(token)
        if (
            place is None
        ):  # "Germany's Ramstein Air Base", of which the gazetteer has the town alone
            inner = [w for w in token.children if w.dep_ in ("compound", "nmod") and self.named(w)]
            if inner and token.pos_ == "PROPN" and token.ent_type_ in ("FAC", "GPE", "LOC", "ORG"):
                place = self.named(inner[-1])
        return End(place, text, token)

    def _within(self, site: "Token") -> Place | None:
        """Read "the port of Odesa", "a village near Nairobi", "a Russian port"."""
        for child in site.children:
            if child.dep_ == "prep" and child.lower_ in ("of", "in", "at", "on", "near", "outside"):
                for word in child.children:
                    if word.dep_ == "pobj" and (place := self.named(word)):
                        return place
        for dependency in (("appos",), ("compound", "nmod"), ("poss",), ("amod",)):
            for child in site.children:
                if child.dep_ in dependency and (place := self.at(child)):
                    return None if site.lower_ == "capital" and place.kind == "country" else place
        return None

    def _before(self, token: "Token") -> Place | None:
        """Follow "there" and "the city" back to the nearest fitting place."""
        wanted = token.lower_
        for place in reversed([p for p in self.all if p.end <= token.idx and not p.demonym]):
            if token.idx - place.end > 400:
                return None
            if wanted in ("there", "here") or _fits_kind(wanted, place.kind):
                return place
        return None


def _is_definite(token: "Token") -> bool:
    return any(child.lower_ in ("the", "that", "this") for child in token.children) and not any(
        child.dep_ in ("prep", "compound", "amod", "relcl", "appos", "poss")
        for child in token.children
    )


def _fits_kind(word: str, kind: str) -> bool:
    if word in ("city", "town", "capital", "village"):
        return kind == "city"
    if word in ("port", "airport", "country", "region"):
        return kind == word or (word == "port" and kind == "city")
    return kind not in ("country", "border") and word in ("island", "base", "station", "camp")


def _place(doc: "Doc", row: dict[str, Any]) -> Place:
    span = doc.char_span(int(row["start"]), int(row["end"]), alignment_mode="expand")
    known = isinstance(row["place_id"], str)
    is_people = (
        span is not None and span[-1].ent_type_ == "NORP" and str(row["text"]) != row["name"]
    )
    is_adjective = span is not None and span[-1].tag_ == "JJ" and span[-1].text != row["name"]
    return Place(
        start=int(row["start"]),
        end=int(row["end"]),
        id=row["place_id"] if known else None,
        name=str(row["name"] if isinstance(row["name"], str) else row["text"]),
        kind=str(row["kind"]),
        country=row["country"] if isinstance(row["country"], str) else None,
        lat=float(row["lat"]) if known else float("nan"),
        lon=float(row["lon"]) if known else float("nan"),
        radius_km=float(row["radius_km"]) if row["radius_km"] == row["radius_km"] else 0.0,
        demonym=bool(
            is_people
            or is_adjective
            or (span is not None and len(span.text) > len(str(row["text"])) + 1)
        ),
    )


def find_events(doc: "Doc", places: Places, dates: list[DateWords]) -> list[Event]:
    """
    Find every word of motion that moves somebody between places.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    dates : list of DateWords
        Its dates.

    Returns
    -------
    list of Event
        In the order of the text, those that did not happen left out.
    """
    events = []
    for token in doc:
        motion = _motion_of(token)
        if motion is None or token.sent.text.rstrip(' \n"”’').endswith("?"):
            continue
        event = _event(token, motion, places)
        if event is not None:
            events.append(event)
    events += _bound_for(doc, places)
    events.sort(key=lambda event: event.trigger.i)
    _attach_dates(doc, events, dates)
    return [event for event in events if event.status != "negated"]


def _motion_of(token: "Token") -> Motion | None:
    lemma = token.lemma_.lower()
    if token.pos_ in ("VERB", "AUX") or (token.pos_ == "NOUN" and token.tag_.startswith("VB")):
        return words.MOTIONS.get(lemma)
    if token.pos_ == "NOUN":
        return words.NOUNS.get(lemma)
    return None


def _event(token: "Token", motion: Motion, places: Places) -> Event | None:
    is_noun = token.pos_ == "NOUN"
    head, mover, vehicle = (
        (token, _noun_mover(token), None) if is_noun else _verb_mover(token, motion, places)
    )
    event = Event(token, motion, traveller(mover), mode=motion.mode)
    itself = is_noun or mover is None or mover == _subject(token)
    event.mode = _mode(token, vehicle, event.who if itself else None) or event.mode
    for role, end in _ends(head, motion, places, vehicle, mover):
        {"origin": event.origins, "destination": event.destinations, "via": event.via}[role].append(
            end
        )
    event.status = _status(token)
    if motion.sends:
        event.sender = _sender(token, places)
    event.companions = _companions(token)
    return event if _is_journey(event, places, is_noun=is_noun) else None


def _is_journey(event: Event, places: Places, *, is_noun: bool) -> bool:
    """Leave out what moves nobody, or nowhere."""
    who, motion = event.who, event.motion
    ends = [*event.origins, *event.destinations]
    if not any(end.place for end in ends) and not event.destinations:
        return False
    if who is None:
        return is_noun and motion.mover == "object" and bool(event.destinations and event.origins)
    if who.kind in ("abstract", "place"):
        return False
    if who.token.ent_type_ in ("DATE", "TIME", "CARDINAL") and who.kind == "unknown":
        return False
    if who.token.lemma_.lower() in words.PROJECTILES and motion.mover != "object":
        return False
    if motion.weak and who.kind == "unknown" and who.token.ent_type_ not in ("ORG", "PRODUCT"):
        return False
    lemma = event.trigger.lemma_.lower()
    if lemma == "come" and not event.destinations:  # "he comes from Poland"
        return False
    return not (
        is_noun and event.trigger.tag_ == "NNS" and motion.mover == "subject" and who is None
    )


def _verb_mover(
    verb: "Token", motion: Motion, places: Places
) -> tuple["Token", "Token | None", "Token | None"]:
    """Give the token whose arguments count, who moves, and the vehicle that is an object ("took a train")."""
    direct = next((c for c in verb.children if c.dep_ == "dobj"), None)
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children) or (
        verb.tag_ == "VBN"
        and verb.dep_ in ("acl", "advcl", "amod", "conj")
        and not _has_active(verb)
        and direct is None
    )
    if passive:
        mover = _subject(verb) if verb.dep_ != "acl" else verb.head
        return verb, mover if motion.mover != "subject" else None, None
    is_place = direct is not None and places.named(direct) is not None
    if direct is not None and motion.mover != "subject" and not is_place:
        lemma = direct.lemma_.lower()
        if lemma in words.MODES and verb.lemma_ in (
            "take",
            "bring",
            "ride",
            "drive",
            "fly",
            "sail",
        ):
            if verb.lemma_ in ("take", "ride", "drive"):
                return verb, _subject(verb), direct
        if lemma in words.NOUNS or lemma in ("way", "road", "step", "off", "place", "part"):
            return verb, None, None
        return verb, direct, None
    if motion.mover == "object":
        gap = (
            verb.head
            if verb.dep_ == "relcl" and any(c.dep_ == "nsubj" for c in verb.children)
            else None
        )
        return verb, gap if gap is not None and gap != _subject(verb) else None, None
    return verb, _subject(verb), None


def _is_passive(verb: "Token") -> bool:
    if any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children):
        return True
    if verb.tag_ != "VBN" or any(c.dep_ == "aux" and c.lemma_ == "have" for c in verb.children):
        return False
    if verb.dep_ == "conj" and verb.head.pos_ == "VERB":
        return _is_passive(verb.head)
    return verb.dep_ in ("acl", "advcl", "amod")


def _subject(verb: "Token", depth: int = 0) -> "Token | None":
    """Follow control, coordination and participles to the subject of a verb."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS and child.lower_ != "there":
            return child
    head = verb.head
    if depth > 6 or head == verb:
        return None
    if verb.dep_ in ("relcl", "acl"):
        return _noun_subject(head) if _is_first_to(verb) else head
    if verb.dep_ in ("xcomp", "ccomp") and head.lemma_ in (
        "force",
        "allow",
        "help",
        "let",
        "compel",
        "oblige",
        "see",
        "order",
    ):
        for child in head.children:
            if child.dep_ in ("dobj", "nsubjpass"):
                return child
    if verb.dep_ in ("conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"):
        return _subject(head, depth + 1) if head.pos_ in ("VERB", "AUX") else _noun_or_none(head)
    if verb.dep_ in ("pcomp", "prep"):
        governor = head.head if head.pos_ in ("ADP", "SCONJ") else head
        return (
            _subject(governor, depth + 1)
            if governor.pos_ in ("VERB", "AUX")
            else _noun_mover(governor)
        )
    return None


def _noun_or_none(token: "Token") -> "Token | None":
    return token if token.pos_ in ("NOUN", "PROPN") else None


def _is_first_to(verb: "Token") -> bool:
    """Say whether the verb is of "the first leader to visit": it happened."""
    return any(
        child.lower_ in ("first", "last", "only", "latest", "second", "third")
        for child in verb.head.children
    )


def _noun_subject(noun: "Token") -> "Token | None":
    if noun.dep_ in ("attr", "pobj") and noun.head.pos_ in ("AUX", "VERB", "ADP"):
        verb = noun.head if noun.head.pos_ != "ADP" else noun.head.head
        return _subject(verb)
    return noun


def _noun_mover(noun: "Token") -> "Token | None":
    """Say whose trip it is: "his visit", "a trip by X", "shipments of arms", or who made it."""
    lemma = noun.lemma_.lower()
    motion = words.NOUNS.get(lemma)
    if motion and motion.mover == "object":
        return next((w for c in noun.children if c.lower_ == "of" for w in c.children), noun)
    for child in noun.children:
        if child.dep_ == "poss" and child.ent_type_ not in ("DATE", "TIME"):
            return child
    for child in noun.children:
        if child.dep_ in ("prep", "agent") and child.lower_ in ("by", "of"):
            for word in child.children:
                if word.dep_ == "pobj" and word.lemma_ not in (
                    "sea",
                    "air",
                    "rail",
                    "road",
                    "train",
                    "plane",
                    "ship",
                    "bus",
                    "car",
                ):
                    return word
    governor = noun.head
    while (
        governor.dep_ in ("prep", "pobj", "conj", "appos")
        and governor.pos_ not in ("VERB", "AUX")
        and governor.head != governor
    ):
        governor = governor.head
    if governor.pos_ not in ("VERB", "AUX"):
        return None
    if noun.dep_ in _SUBJECTS and noun.head == governor:
        return noun if words.MODES.get(lemma) else None
    if governor.lemma_ in ("accompany", "join", "follow", "invite", "escort"):
        return _subject(governor)
    return _subject(governor)


def _companions(token: "Token") -> list[Traveller]:
    """Give who is accompanied on the trip."""
    governor = token.head.head if token.head.pos_ == "ADP" else token.head
    if governor.lemma_ != "accompany":
        return []
    found = [traveller(c) for c in governor.children if c.dep_ == "dobj"]
    return [who for who in found if who]


def _sender(verb: "Token", places: Places) -> Place | None:
    """Give the country that sends: "North Korea delivering containers", "sent by France"."""
    for child in verb.children:
        if child.dep_ == "nsubj" and (place := places.named(child)):
            return place
        if child.dep_ == "agent":
            for word in child.children:
                if place := places.named(word):
                    return place
    subject = _subject(verb)
    passive = subject is not None and subject.dep_ == "nsubjpass"
    return places.named(subject) if subject is not None and not passive else None


def _ends(
    head: "Token", motion: Motion, places: Places, vehicle: "Token | None", mover: "Token | None"
) -> Iterator[tuple[Role, End]]:
    """Yield the places that belong to a word of motion, each with its role."""
    for child in head.children:
        if (
            child.dep_ in ("dobj", "npadvmod", "obj")
            and motion.bare
            and child != vehicle
            and head.pos_ != "NOUN"
        ):
            for word in (child, *child.conjuncts):
                if places.end(word).place or (
                    motion.bare == "destination" and word.lower_ in _GENERIC
                ):
                    yield motion.bare, places.end(word)
        if child.dep_ == "dative" and child.pos_ in ("PROPN",) and motion.mover == "object":
            if places.named(child):
                yield "destination", places.end(child)
        if child.dep_ == "advmod" and child.lower_ in ("there", "home", "ashore"):
            if child.lower_ == "there":
                yield "destination", places.end(child)
    for prep in _prepositions(head, mover):
        role = _role(prep, head, motion)
        if role is None:
            continue
        for word in _objects(prep):
            end = places.end(word)
            if role == "via" and end.place is None:
                continue
            if role == "destination" and prep.lower_ not in ("to", "into") and end.place is None:
                continue
            if role == "destination" and end.place is None and not _is_site(word):
                continue
            yield role, end
    yield from _stopovers(head, places)


def _is_site(word: "Token") -> bool:
    """Say whether an unplaced aim is a place at all: "to a depot", and not "to school" or "to justice"."""
    return word.lemma_.lower() in _SITES or word.ent_type_ in ("GPE", "LOC", "FAC")


def _stopovers(head: "Token", places: Places) -> Iterator[tuple[Role, End]]:
    """Yield what lies on the way: "with a stop in Dubai", "stopping at Malta"."""
    for word in head.subtree:
        if word.lemma_.lower() not in _STOPOVERS or word == head:
            continue
        governor = word.head
        if not (
            governor.lower_ in ("with", "after") or (word.pos_ == "VERB" and word.tag_ == "VBG")
        ):
            continue
        if governor.lower_ == "after":
            continue
        for child in word.children:
            if child.dep_ == "prep" and child.lower_ in ("in", "at", "on"):
                for place in _objects(child):
                    if places.named(place):
                        yield "via", places.end(place)


def _prepositions(head: "Token", mover: "Token | None") -> Iterator["Token"]:
    """Yield the prepositions of a word of motion, those that the parser hung on its nouns included."""
    queue = [
        child for child in head.children if child.dep_ not in _SUBJECTS or child.dep_ == "nsubjpass"
    ]
    while queue:
        token = queue.pop(0)
        if token.dep_ not in _NOUN_PARTS or (
            token.dep_ == "conj" and token.pos_ in ("VERB", "AUX")
        ):
            continue
        if (
            token.pos_ in ("VERB", "AUX")
            or token.lemma_.lower() in words.NOUNS
            and token.pos_ == "NOUN"
        ):
            continue
        if token.dep_ in ("prep", "dative", "agent", "advmod") and token.pos_ in (
            "ADP",
            "SCONJ",
            "ADV",
        ):
            yield token
            if token.lower_ in (
                "of",
                "by",
                "with",
                "for",
                "after",
                "before",
                "about",
                "between",
                "during",
                "since",
            ):
                queue += [
                    c
                    for w in token.children
                    for c in w.children
                    if token.lower_ in ("of", "by") and c.dep_ == "prep"
                ]
                continue
        if token.dep_ == "nsubjpass":
            if token.lemma_.lower() not in words.PEOPLE:  # "coal from Durban was shipped to Mumbai"
                yield from (c for c in token.children if c.dep_ == "prep" and c.lower_ == "from")
            continue
        if (token == mover and token.lemma_.lower() in _TITLES):
            continue
        queue += [
            c
            for c in token.children
            if c.dep_ in ("prep", "pobj", "appos", "advmod", "dative", "conj")
        ]


_TITLES = frozenset(
    "ambassador envoy visitor commissioner consul adviser advisor representative threat".split()
)


def _role(prep: "Token", head: "Token", motion: Motion) -> Role | None:
    lower = prep.lower_
    on_noun = prep.head.pos_ in ("NOUN", "PROPN") and prep.head != head
    if lower == "from" and prep.doc[max(prep.i - 1, 0)].lemma_.lower() in _APART:
        return None
    if lower == "over" and motion.mode not in ("air",):
        return None
    if lower in words.ARRIVAL_PREPOSITIONS:
        arrives = motion.end == "arrival" or head.lemma_ in ("visit", "set")
        return "destination" if arrives and not on_noun else None
    if lower == "for":
        aims = head.lemma_.lower() in words.AIM_VERBS or head.lemma_.lower() in (
            "departure",
            "bind",
        )
        return "destination" if aims else None
    return words.PREPOSITIONS.get(lower)


def _objects(prep: "Token") -> Iterator["Token"]:
    for child in prep.children:
        if child.dep_ in ("pobj", "pcomp", "advmod") and child.pos_ in (
            "NOUN",
            "PROPN",
            "ADJ",
            "ADV",
            "PRON",
        ):
            yield child
            yield from (word for word in child.conjuncts if word.pos_ in ("PROPN", "NOUN"))
        elif child.dep_ == "prep" and child.lower_ in ("of", "from"):
            yield from _objects(child)


def _mode(trigger: "Token", vehicle: "Token | None", who: Traveller | None) -> str | None:
    """Mode by the vehicle that is named: taken, boarded, or moving itself."""
    if vehicle is not None:
        return words.MODES.get(vehicle.lemma_.lower())
    for token in trigger.subtree:
        lemma = token.lemma_.lower()
        if token.dep_ == "pobj" and token.head.dep_ == "agent" and token.head.head == trigger and vehicle_mode(token):
            return vehicle_mode(token)
        if lemma not in words.MODES or token == trigger:
            continue
        if token.dep_ == "pobj" and token.head.lower_ in (
            "by",
            "aboard",
            "on",
            "in",
            "with",
            "via",
            "onboard",
            "of",
        ):
            if _near(token, trigger) and (
                token.head.lower_ != "of" or token.head.head.lower_ in ("board", "convoy", "fleet")
            ):
                return words.MODES[lemma]
        if token.dep_ == "compound" and token.head == trigger:
            return words.MODES[lemma]
        if (
            token.dep_ in ("dobj", "pobj")
            and token.head.lemma_ in ("board", "use", "ride", "take", "catch")
            and _near(token, trigger)
        ):
            return words.MODES[lemma]
    for child in trigger.children:
        if child.dep_ == "compound" and child.lemma_.lower() in words.MODES:
            return words.MODES[child.lemma_.lower()]
    if who is not None and who.kind == "vehicle":
        return vehicle_mode(who.token)
    return _carrier(trigger)


def _near(token: "Token", trigger: "Token") -> bool:
    """Say whether no other word of motion stands between a vehicle and the trigger."""
    for ancestor in token.ancestors:
        if ancestor == trigger:
            return True
        if _motion_of(ancestor) and ancestor.lemma_.lower() not in ("take", "ride", "carry"):
            return False
    return False


def _carrier(verb: "Token") -> str | None:
    """Mode by the carrier: "a ship carrying grain", "the plane brought them"."""
    if verb.pos_ != "VERB":
        return None
    subject = _subject(verb)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        subject = verb.head
    return vehicle_mode(subject) if subject is not None and subject.dep_ != "nsubjpass" else None


def _status(token: "Token") -> str:
    """Say whether a journey was made: reported, alleged, planned, or negated."""
    status = "reported"
    if token.pos_ == "NOUN":
        status = _noun_status(token)
    node = token
    for _ in range(8):
        status = _worse(status, _verb_status(node))
        if status == "negated" or node.head == node:
            break
        node = _next_up(node)
        if node is None:
            break
    return status


def _worse(a: str, b: str) -> str:
    order = ("reported", "alleged", "planned", "negated")
    return max(a, b, key=order.index)


def _next_up(node: "Token") -> "Token | None":
    """Climb to the word whose truth carries this one's."""
    if node.dep_ in ("relcl", "parataxis", "appos") or node.head == node:
        return None
    if node.dep_ == "conj" and (
        any(c.dep_ in ("nsubj", "aux", "nsubjpass") for c in node.children)
        or node.tag_ in ("VBD", "VBZ")
    ):
        return node.head.head if False else None
    if node.dep_ == "advcl" and any(
        c.dep_ == "mark" and c.lower_ in ("as", "when", "while") for c in node.children
    ):
        return None
    return node.head


def _verb_status(node: "Token") -> str:
    if node.pos_ not in ("VERB", "AUX", "ADJ", "NOUN"):
        return "negated" if node.lower_ in ("without", "instead", "despite") else "reported"
    children = list(node.children)
    lower = {child.lower_ for child in children}
    if any(c.dep_ == "neg" or c.lower_ in ("never", "hardly", "nobody", "none") for c in children):
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
            return "alleged" if not infinitive or perfect or lemma != "think" else "alleged"
    if node.pos_ in ("VERB", "AUX") and infinitive and not perfect:
        return _infinitive(node, head, lemma)
    if node.dep_ in ("ccomp", "xcomp") and lemma in words.PLANNING and node.tag_ in ("VBG", "VB"):
        return "planned"
    return "reported"


def _infinitive(node: "Token", head: "Token", lemma: str) -> str:
    if lemma in words.FACTUAL and lemma not in ("have",):
        return "reported"
    if lemma == "have":
        return (
            "reported"
            if head.tag_ in ("VBD",) and "yet" not in {c.lower_ for c in head.children}
            else "negated"
        )
    if node.dep_ in ("acl", "relcl") and _is_first_to(node):
        return "reported"
    if node.dep_ == "advcl" and lemma in words.MOTIONS:  # "left Oslo to return to Bergen"
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


def _bound_for(doc: "Doc", places: Places) -> list[Event]:
    """Read "a Moscow-bound train", "a ship bound for Odesa", "en route to Odesa"."""
    found = []
    motion = Motion()
    for token in doc:
        aim: Token | None = None
        mover: Token | None = None
        source: Token | None = None
        if token.lower_ == "bound" and token.i >= 2 and doc[token.i - 1].text == "-":
            aim = doc[token.i - 2]
            mover = token.head if token.head.pos_ in ("NOUN", "PROPN") else None
        elif (
            token.lower_ == "bound" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "for"
        ):
            aim = next(_objects(doc[token.i + 1]), None)
            mover = _holder(token)
        elif token.lower_ in ("route", "way") and doc[max(token.i - 1, 0)].lower_ in (
            "en",
            "its",
            "his",
            "her",
            "their",
        ):
            for prep in token.subtree:
                if prep.lower_ == "to" and prep.pos_ == "ADP" and prep.i > token.i:
                    aim = aim or next(_objects(prep), None)
                if prep.lower_ == "from" and prep.i > token.i:
                    source = source or next(_objects(prep), None)
            if aim is None and token.i + 2 < len(doc) and doc[token.i + 1].lower_ == "to":
                aim = (
                    doc[token.i + 1].head
                    if places.named(doc[token.i + 2]) is None
                    else doc[token.i + 2]
                )
            mover = _holder(token)
        if aim is None or mover is None or places.end(aim).place is None:
            continue
        who = traveller(mover)
        if who is None or who.kind in ("abstract", "place"):
            continue
        event = Event(token, motion, who, destinations=[places.end(aim)])
        event.origins = [places.end(source)] if source is not None else []
        event.mode = words.MODES.get(who.token.lemma_.lower())
        event.status = _status(token)
        found.append(event)
    return found


def _holder(token: "Token") -> "Token | None":
    """Give what is bound somewhere: the noun before it, or the subject."""
    for ancestor in token.ancestors:
        if (
            ancestor.pos_ in ("NOUN", "PROPN")
            and ancestor.dep_ != "pobj"
            or (ancestor.pos_ in ("NOUN", "PROPN") and ancestor.lemma_.lower() in words.MODES)
        ):
            return ancestor
        if ancestor.pos_ in ("VERB", "AUX"):
            direct = next(
                (
                    c
                    for c in ancestor.children
                    if c.dep_ == "dobj" and c.lemma_.lower() in words.MODES
                ),
                None,
            )
            return direct if direct is not None else _subject(ancestor)
    return None


def _attach_dates(doc: "Doc", events: list[Event], dates: list[DateWords]) -> None:
    """Give each date to the word of motion that it hangs on."""
    triggers = {event.trigger.i: event for event in events}
    for date in dates:
        span = doc.char_span(date.start, date.end, alignment_mode="expand")
        if span is None:
            continue
        event = _owner(span.root, triggers)
        if event is not None:
            event.dates.append(date)
    for event in events:  # "On Monday he left Oslo and flew to Rome"
        token = event.trigger
        if not event.dates and token.dep_ == "conj" and token.head.i in triggers:
            leading = [date for date in triggers[token.head.i].dates if date.end <= token.head.idx]
            event.dates += leading


def _owner(token: "Token", triggers: dict[int, Event]) -> Event | None:
    """Climb from a date to the first word of motion, or verb."""
    for node in (token, *token.ancestors):
        if node.i in triggers:
            return triggers[node.i]
        if node.pos_ in ("VERB", "AUX"):
            carried = [
                t
                for t in node.subtree
                if t.i in triggers
                and t.pos_ == "NOUN"
                and (t.head == node or t.head.head == node)
                and node.lemma_
                in (
                    "make",
                    "pay",
                    "take",
                    "begin",
                    "start",
                    "complete",
                    "end",
                    "conclude",
                    "accompany",
                    "be",
                    "undertake",
                    "go",
                    "come",
                    "leave",
                )
            ]
            if carried:
                return triggers[carried[0].i]
            if node.dep_ == "advcl" and node.head.i in triggers and False:
                return triggers[node.head.i]
            return None
    return None
