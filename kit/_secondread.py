"""A second reading of journeys: what the rules found and what a network reads, weighed together."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from kit._days import resolve_dates
from kit._doubts import leg_chances
from kit._joining import is_too_far
from kit._journeys import event_of
from kit._kinds import is_people
from kit._legs import Leg, is_same, legs_of
from kit._motion import MOTIONS
from kit._openends import BASIS
from kit._pairnet import LEAST, Heard, Key, Pair, key_of, listen
from kit._places import End, Place, Places
from kit._threads import holds_another, stands_for
from kit._timing import attach_dates
from kit._tree import has_word
from kit._weighing import chance, fitted

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Doc, Token

    from kit._dates import DateWords

# 0 for the origin, 1 for the destination, and what the place is known by.
type _At = tuple[int, str]

# Below, a leg of the rules is left out, found best on what the reading is weighed with; none added.
TOLD, TOLD_IN_ARTICLES, ADDED = 0.15, 0.2, 0.5
# A leg with one end of which the rules are so sure stays where no other tells that end, unless all
# that tell it are together less likely than this.
_SURE, _NO_MORE = 0.75, 0.1
LONG = 120  # words, of an article
_HEARD = -3.0  # log odds by the network alone from which a leg that no rule finds is thought of
_DOUBTFUL = 0.25  # of a leg with an end that the network does not see: below, it is left out
_STEADY = (None, "stated")
_FOLLOWING = ("leg before", "whereabouts")
_KNOWN = frozenset({*_STEADY, *_FOLLOWING, BASIS})
_TOWARDS = frozenset({"towards", "toward"})
_SIDES = ("origin", "destination")


class Candidate(NamedTuple):
    """
    A leg that may be: its places, the legs of the rules that say so, and what the network hears.

    Attributes
    ----------
    pair : (str or None, str or None)
    legs : list of Leg
    chance : float
        The best of them by the weights of `data/doubts.json`; nan without a leg.
    heard : Heard or None
    """

    pair: Pair
    legs: list[Leg]
    chance: float
    heard: Heard | None

    @property
    def odds(self) -> float:
        """What the network says, in natural logarithms."""
        return self.heard.odds if self.heard is not None else LEAST


def read_again(
    doc: "Doc", places: Places, legs: list[Leg], dates: "list[DateWords]", today: "dt.date | None"
) -> list[Leg]:
    """
    Leave out legs that the text more likely does not tell, mend others, and add what lacks.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        The text, with syntax.
    places : Places
        Its mentions.
    legs : list of Leg
        What the rules found, with their days.
    dates : list of DateWords
        The dates of the text.
    today : datetime.date or None
        Day of the article.

    Returns
    -------
    list of Leg
        In the order of the text. An end that only this reading tells has the basis ``likely``.
    """
    shares = leg_chances(doc, legs)
    some = candidates(doc, places, legs, shares)
    weights = fitted("secondread.json")["leg"]
    is_long = len(doc) > LONG
    every, least = all_facts(some, is_long=is_long), TOLD_IN_ARTICLES if is_long else TOLD
    told = [chance(weights[n] * v for n, v in facts.items()) for facts in every]
    kept: list[Leg] = []
    lost: dict[int, Leg] = {}
    for one, share in zip(some, told, strict=True):
        if share >= least:
            kept += one.legs
        else:
            lost |= {id(leg): leg for leg in one.legs}
    weighed = {id(leg) for leg in kept} | lost.keys()
    kept += [
        leg
        for leg, share in zip(legs, shares, strict=True)
        if id(leg) not in weighed and share >= _DOUBTFUL
    ]
    standing = _Standing(places, kept)
    halves_at = _by_end(lost.values())
    more = [(share, n) for n, share in enumerate(told) if share >= ADDED and not some[n].legs]
    for _, n in sorted(more, reverse=True):
        near = {id(leg): leg for end in _ends_of(some[n].pair) for leg in halves_at.get(end, [])}
        new = [leg for key, leg in near.items() if lost.pop(key, None) is not None]
        if not standing.tell(some[n].pair):
            new = (
                _mended(some[n], new, standing, doc, places)
                if new
                else [*filter(standing.may_have, _added(some[n], doc, places, dates, today))]
            )
        standing.add(new)
        kept += new
    events = {id(leg.event) for leg in kept}  # "visited Sarajevo and Skopje": both or neither
    halves = _ends_told(some, told)
    kept += [
        leg
        for key, leg in lost.items()
        if id(leg.event) in events or (key in halves and not standing.tells(leg))
    ]
    return sorted(kept, key=lambda leg: leg.span)


def _ends_told(some: Sequence[Candidate], told: Sequence[float]) -> set[int]:
    """Find legs with one end that may well be told, if nobody knows to or from where; by id."""
    together: dict[_At, float] = defaultdict(float)
    for one, share in zip(some, told, strict=True):
        for end in _ends_of(one.pair):
            together[end] += share
    sure = (one for one in some if None in one.pair and one.chance >= _SURE)
    return {
        id(leg) for one in sure for leg in one.legs if together[_ends_of(one.pair)[0]] >= _NO_MORE
    }


def candidates(
    doc: "Doc", places: Places, legs: list[Leg], shares: Iterable[float]
) -> list[Candidate]:
    """
    List the legs that may be, those of the rules and those that the network hears.

    Parameters
    ----------
    doc : spacy.tokens.Doc
    places : Places
    legs : list of Leg
        Those with an end that is no mention, or that no word of the leg tells, are left out: of
        them the network hears nothing, and in the batches set aside nearly all are right.
    shares : iterable of float
        How likely each is by itself.

    Returns
    -------
    list of Candidate
    """
    heard = listen(doc, places)
    mentioned = {None, *map(key_of, places.all)}
    by_pair: dict[Pair, list[tuple[Leg, float]]] = {}
    for leg, share in zip(legs, shares, strict=True):
        if _is_heard(leg, mentioned):
            by_pair.setdefault(pair_of(leg), []).append((leg, share))
    found = [
        Candidate(pair, [leg for leg, _ in some], max(share for _, share in some), heard.get(pair))
        for pair, some in by_pair.items()
    ]
    known = set(map(pair_of, legs))
    more = (pair for pair, one in heard.items() if pair not in known and one.odds >= _HEARD)
    return found + [Candidate(pair, [], math.nan, heard[pair]) for pair in more]


def pair_of(leg: Leg) -> Pair:
    """Give what the places of a leg are known by."""
    return _key(leg.origin), _key(leg.destination)


def _key(end: End | None) -> Key:
    place = _place_of(end)
    return key_of(place) if place is not None else None


def all_facts(some: Sequence[Candidate], *, is_long: bool) -> list[dict[str, float]]:
    """
    Tell what speaks for each leg, or against it.

    Parameters
    ----------
    some : sequence of Candidate
        Those of a text.
    is_long : bool
        Whether that is an article, of which the rules read less than of a few sentences.

    Returns
    -------
    list of dict of str to float
        By name; `data/build/fit_secondread.py` fits what each counts.
    """
    at: dict[_At, list[Candidate]] = {}
    for one in some:
        for end in _ends_of(one.pair):
            at.setdefault(end, []).append(one)
    # Of those that share an end the best two will do: one of them is another.
    heard = {end: heapq.nlargest(2, them, key=lambda one: one.odds) for end, them in at.items()}
    found = {end: [one for one in them if one.legs][:2] for end, them in at.items()}
    told = [
        _facts(
            one,
            [other for end in _ends_of(one.pair) for other in heard[end] if other is not one],
            any(other is not one for end in _ends_of(one.pair) for other in found[end]),
        )
        for one in some
    ]
    return [
        facts | {f"long, {name}": worth for name, worth in facts.items()} if is_long else facts
        for facts in told
    ]


def _facts(one: Candidate, others: Iterable[Candidate], is_rivalled: bool) -> dict[str, float]:
    facts = {
        "": 1.0,
        "heard": one.odds,
        "heard of another": max((other.odds for other in others), default=LEAST - 2),
        "another is found": float(is_rivalled),
        "no origin": float(one.pair[0] is None),
        "no destination": float(one.pair[1] is None),
    }
    if one.legs:
        bases = [(leg.origin_basis, leg.destination_basis) for leg in one.legs]
        facts |= {
            "found": 1.0,
            "found, by weights": math.log(one.chance / (1 - one.chance)),
            "found, stated": float(any(set(both) <= set(_STEADY) for both in bases)),
            "found, likely": float(all(BASIS in both for both in bases)),
            "found, follows": float(all(both[0] in _FOLLOWING for both in bases)),
            "found, heard": one.odds,
            "found, sure": abs(one.odds),
            "found, as is another": float(is_rivalled),
        }
    return facts


def _is_heard(leg: Leg, mentioned: set[Key]) -> bool:
    """Tell a leg from one to "a depot" or a border, to where somebody is only met, or by a cape."""
    ends = [end for end in (leg.origin, leg.destination) if end is not None]
    unnamed = any(end.place is None or end.place.kind == "border" for end in ends)
    told = {leg.origin_basis, leg.destination_basis} <= _KNOWN
    expected = leg.status == "planned" and (  # "a trip is expected", "said he would sail"
        leg.trigger.pos_ == "NOUN" or has_word(leg.trigger, "would")
    )
    pair = pair_of(leg)
    return told and not (unnamed or expected) and any(pair) and mentioned.issuperset(pair)


def _ends_of(pair: Pair) -> list[_At]:
    """Give the ends that are told, each with its side."""
    return [(side, key) for side, key in enumerate(pair) if key is not None]


def _by_end(legs: Iterable[Leg]) -> dict[_At, list[Leg]]:
    found: dict[_At, list[Leg]] = {}
    for leg in legs:
        for end in _ends_of(pair_of(leg)):
            found.setdefault(end, []).append(leg)
    return found


# ---- what no rule found --------------------------------------------------------------------------


class _Standing:
    """Legs that stand, by their ends."""

    def __init__(self, places: Places, legs: Iterable[Leg]) -> None:
        lands = (place for place in places.all if place.kind == "country")
        self._land = {place.country: key_of(place) for place in lands}
        self._at: dict[_At, list[Leg]] = {}
        self.add(legs)

    def add(self, legs: Iterable[Leg]) -> None:
        """Let more legs stand: at their ends, and at the land that each is in."""
        for end, some in _by_end(legs).items():
            self._at.setdefault(end, []).extend(some)
            for place in (_places_of(leg)[end[0]] for leg in some):
                if place is not None and place.country in self._land:
                    self._at.setdefault((end[0], self._land[place.country]), []).extend(some)

    def tell(self, pair: Pair) -> bool:
        """Say whether a leg tells one end already: the same place, or one in the land it is."""
        return any(end in self._at for end in _ends_of(pair))

    def tells(self, leg: Leg) -> bool:
        """Say whether an end of a leg is told already of who may be the same traveller."""
        at = (self._at.get(end, []) for end in _ends_of(pair_of(leg)))
        return any(
            _may_be_one(*sorted((leg, o), key=lambda one: one.span)) for legs in at for o in legs
        )

    def may_have(self, leg: Leg) -> bool:
        """Tell "flew to Tokyo on Monday. Last week he was in Seoul": he did not go on there."""
        came = (o for o in self.arriving(_key(leg.origin)) if _may_be_one(o, leg))
        day = leg.days[1]
        return not any(day and other.days[0] and day < other.days[0] for other in came)

    def arriving(self, key: Key) -> list[Leg]:
        """Give those that end at a place."""
        return self._at.get((1, key), []) if key is not None else []


def _places_of(leg: Leg) -> tuple[Place | None, Place | None]:
    return _place_of(leg.origin), _place_of(leg.destination)


def _place_of(end: End | None) -> Place | None:
    return end.place if end is not None else None


def _mended(
    one: Candidate, halves: list[Leg], standing: _Standing, doc: "Doc", places: Places
) -> list[Leg]:
    """
    Give another end to a leg that was left out and has one right.

    Two halves become one leg only where one traveller may have made both. They stay as they were
    if not, if nobody goes so far, if the leg would start where somebody only headed, or if another
    one came to there.
    """
    ends = _ends(one, doc, places)
    departure, arrival = (_with(halves, one.pair, side) for side in range(2))
    leg = arrival or departure
    if (
        leg is None
        or (departure and arrival and not _is_one_trip(departure, arrival))
        or is_too_far(leg, *map(_place_of, ends))
        or (ends[0] is not None and ends[0].token.head.lower_ in _TOWARDS)
        or any(_is_another(leg, other) for other in standing.arriving(one.pair[0]))
    ):
        return halves
    if departure and arrival:
        leg.mode = leg.mode or departure.mode
        leg.first, leg.last = departure.first or leg.first, leg.last or leg.first
    side = 0 if leg is arrival else 1
    _set_end(leg, _SIDES[side], ends[side])
    leg.via = [end for end in leg.via if _key(end) not in {*one.pair} - {None}]
    return [leg]


def _is_another(leg: Leg, other: Leg) -> bool:
    """Tell "the President" from Minister Phiri, who came to where he is said to have left."""
    if leg.who is None or other.who is None:
        return False
    if other.who.kind == "vehicle" and is_people(leg.who.token):
        return False  # it may have brought them, whatever they went on by
    return holds_another(other.who, leg.who.token) or not _may_be_one(other, leg)


def _with(halves: list[Leg], pair: Pair, side: int) -> Leg | None:
    """Give the leg that has this origin, or this destination."""
    key = pair[side]
    return next((leg for leg in halves if key is not None and pair_of(leg)[side] == key), None)


def _is_one_trip(departure: Leg, arrival: Leg) -> bool:
    """Tell "left Minsk … reached Riga" of one traveller from "came from Minsk … left for Riga"."""
    modes = {departure.mode, arrival.mode} - {None}
    came = departure.event.motion.end == "arrival" or departure.trigger.lemma_ == "come"
    apart = came or departure.follows(arrival)
    return _may_be_one(departure, arrival) and len(modes) < 2 and not apart


def _may_be_one(before: Leg, after: Leg) -> bool:
    """Say whether one traveller may have made two legs."""
    one, two = before.who, after.who
    same = one is None or two is None or is_same(one, two)
    return same or stands_for(two, one, before.mode) or stands_for(one, two, after.mode)


def _set_end(leg: Leg, side: str, end: End | None) -> None:
    setattr(leg, side, end)
    setattr(leg, f"{side}_basis", BASIS if end is not None else None)
    before = (said for said in leg.assumed if not said.startswith(_untold(side)))
    leg.assumed = (*before, *_said(side, end))


def _untold(side: str) -> str:
    return f"The {side} is not told"


def _said(side: str, end: End | None) -> Iterator[str]:
    if end is not None and end.place is not None:
        yield f"{_untold(side)}: {end.place.name} is the likeliest place of the text."


def _added(
    one: Candidate,
    doc: "Doc",
    places: Places,
    dates: "list[DateWords]",
    today: "dt.date | None",
) -> Iterator[Leg]:
    """Make a leg of what the network alone heard, told by the word that its end hangs on."""
    ends = _ends(one, doc, places)
    last = next(end.token for end in reversed(ends) if end is not None)
    event = event_of(_teller(last), MOTIONS["go"], places)
    if event.status in ("negated", "possible"):
        return
    origins, destinations = ([end] if end is not None else [] for end in ends)
    event = replace(event, origins=origins, destinations=destinations, via=[], by_stop={})
    attach_dates(doc, [event], [date for date in dates if not places.holds(date.start)])
    for leg in legs_of(event):
        for side, end in zip(_SIDES, ends, strict=True):
            _set_end(leg, side, end)
        resolve_dates([leg], today)
        yield leg


def _ends(one: Candidate, doc: "Doc", places: Places) -> list[End | None]:
    """Ends as the text names them."""
    words = one.heard[1:] if one.heard is not None else (None, None)
    return [_end(doc[word], places) if word is not None else None for word in words]


def _end(word: "Token", places: Places) -> End | None:
    place: Place | None = places.at(word)
    return End(place, place.name, word) if place is not None else None


def _teller(word: "Token") -> "Token":
    """Find the verb above a place."""
    above = (token for token in word.ancestors if token.pos_ in ("VERB", "AUX"))
    return next(above, word.sent.root)
