"""A second reading of journeys: what the rules found and what a network reads, weighed together."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from kit._clues import order_of
from kit._days import resolve_dates
from kit._doubts import leg_chances
from kit._events import Event, is_return
from kit._joining import is_ashore, is_too_far
from kit._journeys import event_of
from kit._kinds import is_people
from kit._legs import Leg, is_same, legs_of, mark_future
from kit._maybelegs import (
    At,
    Candidate,
    all_facts,
    candidates,
    ends_of,
    place_of,
    places_of,
)
from kit._motion import MOTIONS
from kit._openends import BASIS
from kit._pairnet import ARTICLE, FEW, kind_of
from kit._pairtext import Key, Pair, key_of, known_by, pair_of
from kit._places import End, Place, Places
from kit._refusals import is_told_otherwise
from kit._threads import holds_another, is_another, stands_for
from kit._timing import attach_dates
from kit._travellers import Traveller, traveller
from kit._tree import with_role
from kit._weighing import chance, fitted

if TYPE_CHECKING:
    import datetime as dt

    from spacy.tokens import Doc, Token

    from kit._dates import DateWords

# Origin and destination, None where it is not told.
type Ends = Sequence[End | None]

# Below, a leg of the rules with one end, or with both, is left out, chosen on what the reading is
# weighed with (within two points of each other from 0.14 to 0.3 in a few sentences); none added.
_TOLD, _ADDED = {FEW: (0.17, 0.23), ARTICLE: (0.12, 0.35)}, 0.35
# A leg with one end of which the rules are so sure stays where no other tells that end, unless all
# that tell it are together less likely than this.
_SURE, _NO_MORE = 0.75, 0.15
_SWAPPED = 0.6  # what stands yields to a likelier leg of the same words from here on
# From here on, what seems two travellers is one: an article calls him by many names.
_CLEAR = {FEW: math.inf, ARTICLE: 0.45}
_OFFICERS = frozenset({"police", "detective"})
_DOUBTFUL = 0.25  # of a leg with an end that the network does not see: below, it is left out
# Of an article with fewer legs a sentence, half a leg given, the rules alone decide: the networks
# learned from articles on journeys (docs/routes.md).
_RARE = 0.15
_TOWARDS = frozenset({"towards", "toward"})
_CHASING = frozenset("chase follow pursue track trace trail".split())
_SIDES = ("origin", "destination")


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
    kind = kind_of(doc)
    if kind == ARTICLE and len(legs) + 0.5 < _RARE * len(list(doc.sents)):
        return [leg for leg, share in zip(legs, shares, strict=True) if share >= _DOUBTFUL]
    some = candidates(doc, places, legs, shares)
    weights, least, clear = fitted("secondread.json")[kind], _TOLD[kind], _CLEAR[kind]
    told = [chance(weights[n] * v for n, v in facts.items()) for facts in all_facts(some)]
    weighed = {id(leg): share for one, share in zip(some, told, strict=True) for leg in one.legs}
    standing = _Standing(places)
    lost: dict[int, Leg] = {}
    for leg, share in zip(legs, shares, strict=True):
        if weighed.get(id(leg), 1.0) < least[None not in pair_of(leg)]:
            lost[id(leg)] = leg
        elif id(leg) in weighed or share >= _DOUBTFUL:
            standing.add([leg], weighed.get(id(leg), 1.0))
    more = [(share, n) for n, share in enumerate(told) if share >= _ADDED and not some[n].legs]
    halves_at = _by_end(lost.values())
    for share, n in sorted(more, reverse=True):
        near = {id(leg): leg for end in ends_of(some[n].pair) for leg in halves_at.get(end, [])}
        halves = [leg for key, leg in near.items() if lost.pop(key, None) is not None]
        ends = _ends(some[n], doc, places)
        if standing.yields(some[n].pair, ends, share):
            halves += standing.leave_out(ends)
            halves = (
                _mended(some[n].pair, ends, halves, standing, is_clear=share >= clear)
                if halves
                else [*filter(standing.may_have, _added(ends, doc, places, dates, today))]
            )
        standing.add(halves, share)
    kept = standing.legs
    open_still = _ends_told(some, told)
    kept += [leg for key, leg in lost.items() if key in open_still and not standing.tells(leg)]
    events = {id(leg.event) for leg in kept}  # "visited Sarajevo and Skopje": both or neither
    known = set(map(id, kept))
    kept += [leg for leg in lost.values() if id(leg.event) in events and id(leg) not in known]
    order = {id(leg): number for number, leg in enumerate(legs)}  # of those with one span, too
    return sorted(kept, key=lambda leg: (leg.span, order.get(id(leg), len(legs))))


def _ends_told(some: Sequence[Candidate], told: Sequence[float]) -> set[int]:
    """Find legs with one end that may well be told, if nobody knows to or from where; by id."""
    together: dict[At, float] = defaultdict(float)
    for one, share in zip(some, told, strict=True):
        for end in ends_of(one.pair):
            together[end] += share
    sure = (one for one in some if None in one.pair and one.chance >= _SURE)
    return {
        id(leg) for one in sure for leg in one.legs if together[ends_of(one.pair)[0]] >= _NO_MORE
    }


def _by_end(legs: Iterable[Leg]) -> dict[At, list[Leg]]:
    found: dict[At, list[Leg]] = {}
    for leg in legs:
        for end in ends_of(pair_of(leg)):
            found.setdefault(end, []).append(leg)
    return found


# ---- what no rule found --------------------------------------------------------------------------


class _Standing:
    """Legs that stand, how likely each is, and what is known by their ends."""

    def __init__(self, places: Places) -> None:
        lands = (place for place in places.all if place.kind == "country")
        self._land = {place.country: key_of(place) for place in lands}
        self._shares: dict[int, tuple[float, Leg]] = {}

    @property
    def legs(self) -> list[Leg]:
        """All of them."""
        return [leg for _, leg in self._shares.values()]

    def add(self, legs: Iterable[Leg], share: float) -> None:
        """Let more legs stand."""
        self._shares |= {id(leg): (share, leg) for leg in legs}

    def leave_out(self, ends: Ends) -> list[Leg]:
        """Let the legs that the same words tell an end of stand no longer, and give them."""
        rivals = [leg for _, leg in self._rivals(ends)]
        for leg in rivals:
            del self._shares[id(leg)]
        return rivals

    def yields(self, pair: Pair, ends: Ends, share: float) -> bool:
        """Say whether a leg of some likelihood may stand beside the others, or in their stead."""
        shares = [rival for rival, _ in self._rivals(ends)]
        likelier = share >= _SWAPPED and max(shares, default=0.0) < share
        return not self._is_within(pair) and (likelier or not shares)

    def _rivals(self, ends: Ends) -> list[tuple[float, Leg]]:
        """Give the legs, and how likely they are, that the same words tell another end of."""
        starts = [end and end.place and end.place.start for end in ends]
        return [
            (share, leg)
            for share, leg in self._shares.values()
            if any(
                place is not None and place.start == start
                for place, start in zip(places_of(leg), starts, strict=True)
            )
        ]

    def _is_within(self, pair: Pair) -> bool:
        """Say whether one end is a land in which a leg that stands tells the place."""
        return any(
            end in self._known_by(leg) and end not in ends_of(pair_of(leg))
            for end in ends_of(pair)
            for leg in self.legs
        )

    def tells(self, leg: Leg) -> bool:
        """Say whether an end is told already of who may be the same traveller, and not later."""
        ends = ends_of(pair_of(leg))
        others = (o for o in self.legs if any(end in self._known_by(o) for end in ends))
        others = (o for o in others if order_of(leg, o) not in ("earlier", "later"))
        return any(_may_be_one(*sorted((leg, o), key=lambda one: one.span)) for o in others)

    def may_have(self, leg: Leg) -> bool:
        """Tell "flew to Tokyo on Monday. Last week he was in Seoul": he did not go on there."""
        came = (o for o in self.arriving(known_by(leg.origin)) if _may_be_one(o, leg))
        day = leg.days[1]
        return not any(day and other.days[0] and day < other.days[0] for other in came)

    def arriving(self, key: Key) -> list[Leg]:
        """Give those that end at a place, or in a land."""
        end: At | None = (1, key) if key is not None else None
        return [leg for leg in self.legs if end in self._known_by(leg)]

    def _known_by(self, leg: Leg) -> set[At]:
        """Give its ends, and the land that each is in."""
        lands = (
            (side, self._land[place.country])
            for side, place in enumerate(places_of(leg))
            if place is not None and place.country in self._land
        )
        return {*ends_of(pair_of(leg)), *lands}


def _mended(
    pair: Pair, ends: Ends, halves: list[Leg], standing: _Standing, *, is_clear: bool
) -> list[Leg]:
    """
    Give another end to a leg that has one right.

    Two halves become one leg only where one traveller may have made both. They stay as they were
    if not, if nobody goes so far, nor a ship inland, if the leg would start where somebody only
    headed, or if another one came to there, unless they are clearly one; or if an end is in the
    traveller's name: "Ana Lund".
    """
    departure, arrival = (_with(halves, pair, side) for side in range(2))
    leg = arrival or departure
    if (
        leg is None
        or is_too_far(leg, *map(place_of, ends))
        or is_ashore(leg, *map(place_of, ends))
        or (ends[0] is not None and ends[0].token.head.lower_ in _TOWARDS)
        or _is_own_name(leg, ends)
    ):
        return halves
    two = departure is not None and arrival is not None and not _is_one_trip(departure, arrival)
    if not is_clear and (
        two or any(_is_another(leg, other) for other in standing.arriving(pair[0]))
    ):
        return halves
    if departure and arrival:
        leg.mode = leg.mode or departure.mode
        leg.first, leg.last = departure.first or leg.first, leg.last or leg.first
    side = 0 if leg is arrival else 1
    _set_end(leg, _SIDES[side], ends[side])
    leg.via = [end for end in leg.via if known_by(end) not in {*pair} - {None}]
    return [leg]


def _is_own_name(leg: Leg, ends: Ends) -> bool:
    """Tell a town from the surname of who travels."""
    who = leg.who
    return who is not None and any(
        end and end.token == who.token and end.words != who.words for end in ends
    )


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
    back = is_return(departure.trigger) and departure.status != arrival.status
    apart = came or back or departure.follows(arrival)
    return _may_be_one(departure, arrival) and len(modes) < 2 and not apart


def _may_be_one(before: Leg, after: Leg) -> bool:
    """Say whether one traveller may have made two legs."""
    one, two = before.who, after.who
    same = one is None or two is None or is_same(one, two)
    if one is not None and two is not None and not same and is_another(two, one):
        return False
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
    ends: Ends, doc: "Doc", places: Places, dates: "list[DateWords]", today: "dt.date | None"
) -> Iterator[Leg]:
    """Make a leg of what the network alone heard, told by the word that its end hangs on."""
    last = next(end.token for end in reversed(ends) if end is not None)
    event = event_of(_teller(last), MOTIONS["go"], places)
    if event.status in ("negated", "possible") or _moves_nobody(event, ends):
        return
    origins, destinations = ([end] if end is not None else [] for end in ends)
    event = replace(event, origins=origins, destinations=destinations, via=[], by_stop={})
    event.who = _followed(event) or event.who
    attach_dates(doc, [event], [date for date in dates if not places.holds(date.start)])
    for leg in legs_of(event):
        if _is_own_name(leg, ends):
            continue
        for side, end in zip(_SIDES, ends, strict=True):
            _set_end(leg, side, end)
        mark_future([leg], today)  # "Our friends swap Leeds for York on 2 October"
        resolve_dates([leg], today)
        yield leg


def _followed(event: Event) -> Traveller | None:
    """Give the van of "Police chased the van from Oslo to Moss"."""
    if event.trigger.lemma_ not in _CHASING:
        return None
    return traveller(next(with_role(event.trigger, "dobj"), None))


def _moves_nobody(event: Event, ends: Ends) -> bool:
    """Say whether the words tell something else, whatever the networks hear."""
    named = [end.token for end in ends if end is not None]
    elsewhere = _is_of_office(named[-1]) or any(map(_is_home, named))
    asked = event.trigger.sent[-1].text == "?"  # "How far is it from Oslo to Rome by car?"
    return asked or elsewhere or _is_on_duty(event) or is_told_otherwise(event.trigger)


def _is_of_office(place: "Token") -> bool:
    """Tell "visited the king of Jordan", who may be anywhere."""
    prep = place.head
    return prep.lower_ == "of" and is_people(prep.head) and prep.head.dep_ == "dobj"


def _is_home(place: "Token") -> bool:
    """Tell "spent a week in Bergen with friends from Oslo", who need not have come now."""
    prep = place.head
    return prep.lower_ == "from" and is_people(prep.head) and prep.head.head.lower_ == "with"


def _is_on_duty(event: Event) -> bool:
    """Tell "Police visited a house in Leeds", which is theirs to do and no journey."""
    visits = event.trigger.lemma_ in ("visit", "search", "raid")
    return visits and event.who is not None and event.who.token.lemma_.lower() in _OFFICERS


def _ends(one: Candidate, doc: "Doc", places: Places) -> Ends:
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
