"""What hangs on a word of motion: the places at its ends."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kit import _motion as words
from kit import _movers as movers
from kit._ellipses import ellipses, gaps, is_in_gap, next_rides
from kit._kinds import is_people
from kit._located import is_visited
from kit._motion import Motion, Role
from kit._places import GENERIC, SITES, End, Places
from kit._tree import has_role, has_word, instances, under, with_role, with_word
from kit._vehicles import vehicle_mode

if TYPE_CHECKING:
    from spacy.tokens import Token

_ABSTRACT = re.compile(r"(?:ery|ion|ity|ment|ness|ism|ance|ence|dom|war|life)$")
_FIGURES = frozenset({"MONEY", "PERCENT"})
# Parts under which a place may hang that belongs to the verb.
_CARRIED = frozenset(
    "pobj dobj prep prt npadvmod advmod dative agent appos conj attr acomp".split()
)
# Prepositional phrases of their own, whose places are not ends of the journey.
_CLOSED = frozenset(
    "of by with for after before about between during since until against despite "
    "without in at on aboard following amid as like near".split()
)
# "A depot 290 kilometers from the border": where it lies, not whence one came.
_APART = frozenset("kilometer kilometre km mile mi hour minute metre meter away far block".split())
_MARCHING = frozenset(
    "march walk trek hike run cycle ride travel journey crawl swim paddle pedal drive".split()
)
_EVENTS = frozenset(
    "talk summit meeting conference ceremony session visit funeral wedding match tournament "
    "festival forum hearing negotiation holiday year month week mission tour deployment".split()
)
_NARROW = re.compile(r"\b(?:Canal|Straits?|Channel|Bosph?orus|Dardanelles)\b")
_INTO = frozenset("into onto aboard inside".split())
_HOLDS = frozenset("container crate box suitcase hold boot trunk compartment hull".split())
_TAKING_OFF = frozenset("ferry evacuate airlift lift pluck".split())
_ADVANCING = frozenset("advance march descend".split())
_LEAVING = frozenset("step get climb disembark alight roll rejoin".split())  # "her ship at Aden"
_SIDES = frozenset("side bank shore edge coast".split())
_STOPOVERS = frozenset("stop stopover layover halt call stay refuel".split())
# "The ambassador to Peru": no journey.
_POSTED = frozenset(
    "ambassador envoy visitor commissioner consul adviser advisor representative threat "
    "visa ticket road highway border bridge link line expulsion removal exodus".split()
)
_HOSTS = frozenset("home host gateway heir neighbour neighbor".split())
_CROSSED = frozenset("pass bridge strait channel sea ocean river".split())
_SAID = frozenset("order instruction pressure permission protest advice letter call".split())
_ORDINALS = frozenset({"first", "second", "third", "last"})
_PAST = frozenset("across through over past via up down along".split())  # "the bridge into Texas"
BY_VEHICLE = frozenset("by aboard on in with via onboard".split())


def ends_of(
    head: "Token",
    motion: Motion,
    places: Places,
    mover: "Token | None",
    part: "Token | None" = None,
) -> Iterator[tuple[Role, End]]:
    """
    Yield the places that belong to a word of motion, each with its role.

    Parameters
    ----------
    head : spacy.tokens.Token
        The verb or noun.
    motion : Motion
        Its entry in the table.
    places : Places
        The mentions.
    mover : spacy.tokens.Token or None
        Who moves.
    part : spacy.tokens.Token, optional
        The preposition that begins a part without a verb, see ``ellipses``.

    Yields
    ------
    tuple of role and End
        An aim without a name is an end too, if it is a place at all ("to a depot").
    """
    if part is None:
        yield from (*_bare(head, motion, places), *_fled(head, places))
        yield from _crossings(head, places) if motion.bare == "via" else ()
        queue = [child for child in head.children if child.dep_ != "nsubj"]
    else:
        queue = [part]
    aimed = False
    apart = [t for t in ellipses(head) if t != part] + ([] if part else next_rides(head))
    apart += [to for _, to in gaps(head)]
    for prep in _prepositions(queue, mover, apart):
        role = _role(prep, head, motion)
        if role is None:
            continue
        for word in _objects(prep):
            end = places.end(word)
            if not end.place and (prep.lower_ == "from" or (prep.lower_ == "for" and not aimed)):
                end = _scene(word, places) or end
            if aimed and _is_aside(word, prep, end):
                continue
            if role == "origin" and motion.end == "arrival" and _is_ride(word, places):
                if end.place is None:
                    continue  # "stumbled out of a plane in Oslo"
                role = "destination"  # "climbed down from a bus in Oslo"
            aimed = aimed or (role == "destination" and end.place is not None)
            yield from _read(end, role, prep, places)
    if part is None:
        yield from stopovers(head, places)


def _read(end: End, role: Role, prep: "Token", places: Places) -> Iterator[tuple[Role, End]]:
    """Yield what a noun after a preposition tells, if it is of a place at all."""
    if end.place and _is_boarded(end.token, prep, places):
        yield "origin", end
        return
    if _is_end(end, prep, role):
        yield role, end
    if prep.lower_ in _CLOSED:  # "landed at Juba from Rome"
        yield from (("origin", source) for source in sources_of(end.token, places))


def _is_end(end: End, prep: "Token", role: Role) -> bool:
    """Tell places, those without a name among them ("to a depot"), from all else."""
    word = end.token
    does = prep.nbor() if prep.i + 1 < len(prep.doc) else prep
    infinitive = does.pos_ == "ADJ" and does.lower_ in words.MOTIONS  # "sailed to clear mines"
    aim = role == "destination" and prep.lower_ in ("to", "into") and not infinitive
    passed = role == "via" and end.place is not None and end.place.is_unknown
    told = end.place is not None or (aim and _is_site(word))
    return told and not passed and not _is_no_place(word, prep, role, end)


def _is_aside(noun: "Token", prep: "Token", end: End) -> bool:
    """Tell what lies at an aim told before: "to Oslo, on the far bank", "to an empty house"."""
    if end.place is not None:
        return noun.lemma_ in _SIDES and prep.lower_ == "on"
    return prep.lower_ == "to" and any(c.lower_ in ("a", "an") for c in noun.lefts)


def _is_ride(word: "Token", places: Places) -> bool:
    return vehicle_mode(word) is not None and places.named(word) is None


def _scene(event: "Token", places: Places) -> End | None:
    """Read Rome in "left for talks in Rome" and "is back from a year in Rome"."""
    if event.pos_ != "NOUN" or event.lemma_.lower() not in _EVENTS:
        return None
    preps = (*event.children, *event.doc[event.i + 1 : event.i + 2])  # which may hang on the verb
    within = (w for c in preps if c.lower_ in ("in", "at") for w in c.children)
    return next((places.end(word) for word in within if places.named(word)), None)


def _is_boarded(word: "Token", prep: "Token", places: Places) -> bool:
    """Tell "crept into a container in Auckland": where the journey begins."""
    hold = word.lemma_.lower() in _HOLDS | movers.CARRIERS.keys()
    hold = hold or any(map(vehicle_mode, (word, *word.lefts)))
    on_to = prep.lower_ == "to" and prep.doc[max(prep.i - 1, 0)].lower_ == "on"
    return hold and (on_to or prep.lower_ in _INTO) and places.named(word) is None


def _is_no_place(word: "Token", prep: "Token", role: Role, end: End) -> bool:
    """Tell what a place stands beside only: a price, a vehicle, "the flight from slavery"."""
    if word.ent_type_ in _FIGURES:
        return True  # "from 78 dollars in London"
    named = end.place is not None and end.place.start <= word.idx < end.place.end
    if named and word.pos_ == "PROPN":
        owned = any(c.pos_ == "NOUN" and is_people(c) for c in with_role(word, "poss"))
        return prep.lower_ in _INTO and owned  # "into his nephew's Zhiguli", but "down into Van"
    whole = (word, *with_role(word, "poss"))  # "a freighter's hold"
    if prep.lower_ in ("on", "onto", "aboard", "into", "to") and any(map(vehicle_mode, whole)):
        return True  # "put on a plane in Minsk", "lifted to new wagons at Brest"
    lemma = word.lemma_.lower()
    may_be = named or lemma in SITES | GENERIC  # "pulled out of Bologna station"
    return role == "origin" and not may_be and bool(_ABSTRACT.search(lemma))


def sources_of(noun: "Token", places: Places) -> list[End]:
    """
    Read where something came from: "the train from Oslo".

    Parameters
    ----------
    noun : spacy.tokens.Token
        Its head.
    places : Places
        The mentions.

    Returns
    -------
    list of End
        Named places alone.
    """
    aims = (aim_of(prep) for prep in noun.children if prep.lower_ in ("from", "out"))
    return [places.end(word) for word in aims if word is not None and places.named(word)]


def _fled(verb: "Token", places: Places) -> Iterator[tuple[Role, End]]:
    """Read "fled the shelling of Khartoum"."""
    events = (c for c in verb.children if c.dep_ == "dobj" and verb.lemma_ == "flee")
    within = (c for event in events for c in event.children if c.lower_ in ("of", "in", "around"))
    named = (word for prep in within for word in prep.children if places.named(word))
    yield from (("origin", places.end(word)) for word in named)


def _bare(head: "Token", motion: Motion, places: Places) -> Iterator[tuple[Role, End]]:
    """Yield places without a preposition: "left Oslo", "flew there", "sent Kyiv tanks"."""
    if head.pos_ == "NOUN":
        return
    for child in head.children:
        given = child.dep_ == "dative" and motion.mover == "subject"  # "reached Oslo that morning"
        if (child.dep_ in ("dobj", "npadvmod", "oprd") or given) and motion.bare:
            for word in (one for noun in (child, *child.conjuncts) for one in instances(noun)):
                named = places.named(word) or word.lemma_.lower() in SITES | GENERIC
                named = named or word.lower_ == "which" or is_visited(word)  # "Oslo, which he left"
                end = places.end(word)
                if end.place and (named or end.place.id is None):  # "cleared the Bosphorus"
                    passed = head.lemma_ in ("clear", "sail", "enter") and end.place.kind == "water"
                    passed = passed and (head.lemma_ != "enter" or bool(_NARROW.search(end.words)))
                    role: Role = "via" if passed else motion.bare
                    if role != "via" or not end.place.is_unknown:
                        yield role, end
        elif _is_bare_aim(child, motion, places):
            from_there = any(word.lower_ == "from" for word in head.subtree)
            rides = any(c.dep_ == "dobj" and vehicle_mode(c) for c in head.children)
            preps = (c for c in head.subtree if c.lower_ in ("to", "into", "onto") and c.i > head.i)
            aimed = (word for c in preps for word in c.children)
            aims = any(places.is_named(word) or vehicle_mode(word) for word in aimed)
            rides = rides and not from_there and (aims or head.lemma_ != "take")
            starts = rides or motion.end == "departure"  # "caught a train there to Rome"
            starts = starts or (child.i < head.i and aims)  # "There they went over to a tug"
            if child.i > head.i or starts or motion.mover != "object":  # not "There they took him"
                yield ("origin" if starts else "destination"), places.end(child)
        elif child.lower_ == "where" and head.dep_ == "relcl" and motion.end == "arrival":
            yield "destination", places.end(head.head)


def _crossings(verb: "Token", places: Places) -> Iterator[tuple[Role, End]]:
    """Read "crossed the border at Narva"."""
    borders = [c for c in verb.children if c.lemma_ in ("border", "frontier")]
    within = (*borders, verb) if borders else ()
    at = (c for word in within for c in word.children if c.lower_ in ("at", "near"))
    named = (word for prep in at for word in prep.children if places.named(word))
    yield from (("via", places.end(word)) for word in named)


def _is_bare_aim(word: "Token", motion: Motion, places: Places) -> bool:
    if word.dep_ == "dative":
        return motion.mover == "object" and places.named(word) is not None
    to = word.i + 1 < len(word.doc) and word.nbor().tag_ == "TO"  # "there to board a ship"
    here = word.lower_ == "here" and places.filed_at(word) is not None
    return word.dep_ == "advmod" and (here or word.lower_ == "there") and not to


def _is_site(word: "Token") -> bool:
    """Say whether an unplaced aim is a place: "to a depot", and not "to school" or "to justice"."""
    return word.lemma_.lower() in SITES | GENERIC or word.ent_type_ in ("GPE", "LOC", "FAC")


def stopovers(head: "Token", places: Places) -> Iterator[tuple[Role, End]]:
    """Yield what lies on the way: "with a stop in Dubai", "by way of Malta"."""
    for word in head.subtree:
        if word.lower_ == "way" and word.head.lower_ == "by":  # "by way of Dubai"
            of = (place for c in word.children if c.lower_ == "of" for place in _objects(c))
            named = (next(filter(places.named, (w, *w.lefts)), w) for w in of)
            ends = map(places.end, named)  # "the Bavra crossing" too
            yield from (("via", end) for end in ends if end.place)
        if word.lower_ == "destination" and word.doc[max(word.i - 1, 0)].text == ",":
            aims = map(places.end, word.doc[word.i + 1 : word.i + 2])  # "sailed, destination Riga"
            yield from (("destination", end) for end in aims if end.place)
        changed = (c for c in word.children if c.lemma_ == "gauge" or vehicle_mode(c))
        bare = all(c.dep_ != "dobj" for c in word.children)  # "changed in Munich"
        changes = word.lemma_ == "change" and (any(changed) or bare)
        if word == head or not (changes or word.lemma_.lower() in _STOPOVERS):
            continue
        helpers = {c.lower_ if c.dep_ == "aux" else c.dep_ for c in word.children}
        having = "having" in helpers and "nsubj" not in helpers
        if word.head.lower_ != "with" and word.tag_ != "VBG" and not having:
            continue
        more = [*with_role(word, "acl"), *under(word, "for")]
        for prep in (*word.children, *(c for one in more for c in one.children)):  # "planned at"
            if prep.dep_ == "prep" and prep.lower_ in ("in", "at", "on", "over"):
                yield from (("via", places.end(at)) for at in _objects(prep) if places.named(at))


def _prepositions(
    queue: list["Token"], mover: "Token | None", apart: list["Token"]
) -> Iterator["Token"]:
    """Yield the prepositions of a word of motion, those on its nouns included."""
    while queue:
        token = queue.pop(0)
        lemma = token.lemma_.lower()
        posted = token.pos_ == "NOUN" and (lemma in words.NOUNS or (lemma in _POSTED))
        posted = posted and (token.head.lemma_, lemma) not in words.IDIOMS  # "end the tour in"
        posted = posted and not (token.dep_ == "pobj" and token.head.lower_ in _PAST | {"off"})
        if token.dep_ == "nsubjpass" and lemma not in movers.PEOPLE:  # "coal from Oslo was shipped"
            yield from (c for c in token.children if c.dep_ == "prep" and c.lower_ == "from")
        half = token.i > 0 and token.nbor(-1).text == "-"  # stop of "non-stop"
        clause = token.pos_ in ("VERB", "AUX") and not half
        aside = token.dep_ == "advcl" and token.pos_ == "ADJ" and 0 < token.i - token.head.i < 3
        # "landed unannounced in Oslo", "was driven blindfolded to Oslo"
        state = (token.dep_, token.tag_) == ("xcomp", "VBN") and token.i == token.head.i + 1
        home = lemma in _HOSTS and token.doc[token.i - 1].text == ","  # "Doha, home to"
        left_out = (clause and not state) or posted or home or _is_first_of_all(token)
        if token in apart or not (token.dep_ in _CARRIED or aside or state) or left_out:
            continue
        if token.pos_ in ("ADP", "SCONJ", "ADV"):
            yield token
        queue += (word for word in _under(token, mover) if word.head not in apart)


def _is_first_of_all(noun: "Token") -> bool:
    """Tell "a visit to Rabat, his first to Africa" and "arrived in Oslo, the first gift to"."""
    own = {word.lower_ for word in (noun, *noun.lefts)}
    told = bool(own & _ORDINALS) and "home" not in own  # not "first home in the race from Oslo"
    comma = noun.left_edge.i > 0 and noun.left_edge.nbor(-1).text == ","
    return told and (noun.dep_ == "appos" or (comma and noun.dep_ in ("dobj", "npadvmod", "attr")))


def _under(token: "Token", mover: "Token | None") -> Iterator["Token"]:
    """Yield where under a word the search for prepositions goes on."""
    if token.lower_ == "by":  # "arrived by rail in Oslo"
        means = with_word(token, movers.MEANS)
        yield from (c for word in means for c in word.children if c.dep_ == "prep")
    if token.pos_ in ("ADP", "SCONJ", "ADV") and token.lower_ in _CLOSED:
        # "called at Aden on Monday and at Suez on Friday"
        yield from (c for c in token.children if c.dep_ == "conj" and c.pos_ == "ADP")
        if token.lower_ in ("on", "by"):  # "took a plane on to Oslo", "then by car to Rome"
            yield from with_role(token, "prep")
        if token.lower_ in BY_VEHICLE | {"of"}:  # "by rail to", "on a ship to"
            inner = [
                word
                for word in token.children
                if word.pos_ not in ("VERB", "ADP") and word.lemma_.lower() not in words.NOUNS
            ]
            yield from (c for word in inner for c in word.children if c.dep_ == "prep")
    elif token == mover and token.dep_ == "dobj" and token.lemma_.lower() in movers.PEOPLE:
        yield from (c for c in token.children if c.dep_ == "prep" and c.lower_ != "of")
    else:
        yield from with_role(token, _CARRIED)


def _role(prep: "Token", head: "Token", motion: Motion) -> Role | None:
    lower, lemma = prep.lower_, head.lemma_.lower()
    if _is_no_end(prep, head, motion) or (lemma == "load" and lower == "to"):
        return None
    starts = lemma in words.BOARDING or any(motion is one for one in words.ABOARD)
    starts = starts or _is_of_site(head, motion)
    taken = lower == "off" and lemma in _TAKING_OFF  # "were ferried off Stromboli to Milazzo"
    if taken or (lower in ("in", "at", "off") and motion.end == "departure" and starts):
        return "origin"
    marched = lower == "on" and lemma in _ADVANCING and prep.head == head and head.pos_ == "VERB"
    if marched or (lower == "in" and has_word(prep, "direction")):
        return "destination"
    if lower in (*words.ARRIVAL_PREPOSITIONS, "near", "outside"):
        on_noun = prep.head.pos_ in ("NOUN", "PROPN") and prep.head != head
        if prep.head.head.dep_ == "agent" and vehicle_mode(prep.head):
            on_noun = False  # "put ashore by a lifeboat in Dover"
        on_noun = on_noun and (lemma, prep.head.lemma_) not in words.IDIOMS  # "end the tour in"
        on_noun = on_noun and lemma not in _LEAVING and prep.head.lower_ not in movers.MEANS
        by_phone = motion.bare == "destination" and lemma != "arrive"  # "reached in Manila"
        arrives = motion.end == "arrival" and not on_noun and not by_phone
        return "destination" if arrives else None
    if lower in ("for", "as"):
        return "destination" if _is_aim(prep, head, motion) else None
    if lower == "over" and lemma == "drop":
        lower = "to"  # "were dropped over Arnhem"
    close = lemma == "pass" and prep.head.lower_ == "close"  # "passed close to Gotland"
    return "via" if close else words.PREPOSITIONS.get(lower)


def _is_of_site(verb: "Token", motion: Motion) -> bool:
    """Tell "left its factory in Oslo"."""
    left = (word.lemma_.lower() for word in with_role(verb, "dobj"))
    return motion.bare == "origin" and not SITES.isdisjoint(left)


def _is_aim(prep: "Token", head: "Token", motion: Motion) -> bool:
    """Tell "left for Oslo", "flew out of Rome for Oslo" and "walked as far as Oslo"."""
    if prep.lower_ == "as":
        return prep.head.lower_ == "far" and not has_role(head, "dobj")
    own = any(c.dep_ == "poss" for word in prep.children for c in word.children)
    if prep.lower_ == "for" and own:
        return False  # "left Oslo with mail for its garrison"
    leaves = motion.end == "departure" or has_word(head, ("out", "away"))
    return leaves or head.lemma_.lower() in ("departure", *words.AIM_VERBS)


def _is_no_end(prep: "Token", head: "Token", motion: Motion) -> bool:
    """Tell "not to Vienna but to Prague", "290 km from the border" and "talks over Kashmir"."""
    before = prep.doc[max(prep.i - 1, 0)]
    lemma = head.lemma_.lower()  # "marched 600 km from Cusco"
    fled = before.lower_ == "away" and before.head == head and before.n_lefts == 0
    marched = before.head == head and before.dep_ in ("npadvmod", "dobj") and lemma in _MARCHING
    apart = prep.lower_ == "from" and before.lemma_.lower() in _APART and not (fled or marched)
    after = (c for w in (head, prep, prep.head) for c in w.children if c.i > prep.i)
    # "the last 50 km from Moss to", not "Oslo, a city 50 km from Moss, they went to"
    after = (word for word in after if "," not in prep.doc[prep.i : word.i].text)
    leads = any(word.lower_ in ("to", "into") for word in after)
    far = before.lemma_.lower() in words.LENGTHS
    apart = apart and not (leads and far)  # "the 24 km from … to"
    said = prep.lower_ == "from" and before.lemma_ in _SAID  # "on orders from Oslo"
    over = prep.lower_ == "over" and motion.mode != "air"  # "talks over Kashmir"
    over = over and lemma != "drop"  # "were dropped over Arnhem"
    over = over and not any(word.lemma_.lower() in _CROSSED for word in prep.children)
    return before.lower_ == "not" or apart or said or over


def _objects(prep: "Token") -> Iterator["Token"]:
    for child in prep.children:
        name = child.dep_ in ("pobj", "pcomp") and child.text[:1].isupper()  # taken for a verb
        noun = name or child.pos_ not in ("VERB", "AUX", "ADP")
        if child.lower_ == "direction":  # "in the direction of Oslo"
            yield from (word for of in child.children for word in _objects(of))
        elif child.dep_ in ("pobj", "pcomp", "advmod") and noun:
            yield from instances(child)
            others = (word for word in child.conjuncts if word.pos_ in ("PROPN", "NOUN"))
            yield from (word for word in others if not _is_apart(word, prep))
        elif child.dep_ == "prep" and child.lower_ in ("of", "from"):  # "out of", "across from"
            yield from _objects(child)


def _is_apart(noun: "Token", prep: "Token") -> bool:
    """Tell Rome of "went to Oslo instead of Rome", and Ann of "to Oslo and Ann to Rome"."""
    first = noun.left_edge.i
    instead = noun.doc[max(first - 2, 0) : first].text.lower() in ("instead of", "rather than")
    return instead or (is_in_gap(noun) and noun.nbor().lower_ == prep.lower_)


def aim_of(prep: "Token") -> "Token | None":
    """
    Head of the first noun phrase after a preposition.

    Parameters
    ----------
    prep : spacy.tokens.Token
        A preposition.

    Returns
    -------
    spacy.tokens.Token or None
        None where no noun follows.
    """
    return next(_objects(prep), None)
