"""The mentions of places as the sentence sees them: by token, and as the ends of a journey."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kit._described import (
    LIES_IN,
    WITHIN,
    described,
    fits_kind,
    is_by_the_way,
    is_definite,
    is_demonym,
    is_descriptive,
    is_island_country,
    is_of,
    is_of_ship,
    is_source,
    is_way,
    opens,
    tells,
)
from kit._kinds import SURNAMES, surnames
from kit._motion import MOTIONS, NOUNS
from kit._nouns import ANOTHER, NO_SITES
from kit._pronouns import NAMED, is_quoted
from kit._seats import capital_of
from kit._travellers import phrase
from kit._tree import has_word, under, with_role
from kit._unlisted import unlisted_name
from kit._vehicles import vehicle_word
from kit._wording import is_measured_to
from kit.gazetteer import default

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd
    from spacy.tokens import Doc, Token

# Words for a place said before: "the city", "the port".
GENERIC = frozenset(
    "city town capital island port village airport base station region country camp".split()
)
# Words for a place that has no name of its own, or has it behind: "the port of Odesa", "a depot".
SITES = frozenset(
    (
        "port city town village capital airport base harbor harbour station island suburb "
        "district province region state county coast resort hospital prison camp depot hotel "
        "palace outskirts outskirt home centre center headquarters area neighbourhood neighborhood "
        "university clinic facility shipyard terminal railhead site yard waters shore "
        "garrison barracks stronghold enclave republic kingdom warehouse factory "
        "monastery museum zoo farm mine refinery plant laboratory cemetery embassy "
        "crossing checkpoint outpost junction works "
        "jail penitentiary dockyard quay wharf pier marina consulate church cathedral castle "
        "morgue mortuary sanctuary reserve estate ranch "
        "cosmodrome spaceport airfield airstrip aerodrome shelter orphanage"
    ).split()
)
# What is known by its town, where it is on no map.
_BUILDINGS = frozenset("hospital clinic prison jail stadium church cathedral museum school".split())
_OF_PEOPLES = frozenset({"country", "continent", "region", "admin1"})
_UNITS = frozenset({"country", "admin1", "admin2"})
_LEAVING = frozenset("leave depart quit flee clear exit".split())
_LEAST = 0.2  # below, a name may mean any place
_FAR, _STORY = 600, 3000  # letters before "the town", "the Swiss town" in which it is named
# What is behind "OSLO", the head of a dispatch, which is a paragraph of its own here.
_FILED = re.compile(r"(?:, [A-Z\d][\w. ]{1,25}){0,3} ?(?:\([A-Z][\w ]+\) ?)?\n\n")
_NEAR = 80  # words before "there" in which what it means is named


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

    @property
    def is_unknown(self) -> bool:
        """Whether it is no mention, but a name that the gazetteer lacks."""
        return not self.kind

    @property
    def is_capital(self) -> bool:
        """Whether it is the capital of its country."""
        return default().is_capital(self.id)


@dataclass(frozen=True)
class End:
    """One end of a journey: the place if it is a mention, and the words."""

    place: Place | None
    words: str
    token: "Token"


class Places:
    """Mentions by token."""

    def __init__(self, doc: "Doc", mentions: "pd.DataFrame") -> None:
        self._text: str = doc.text
        found = (_place(doc, row) for row in mentions.to_dict("records"))
        self.all = [place for place in found if place.id or not _is_ride(place, doc)]
        self._by_start = {place.start: place for place in self.all}
        self._by_token: dict[int, Place] = {}
        for place in self.all:
            span = doc.char_span(place.start, place.end, alignment_mode="expand")
            if span is None or is_of_ship(span.root):
                continue
            for token in span:
                self._by_token.setdefault(token.i, place)
        # Kept with the parsed text, which is shared, and anew for each table of mentions.
        named = (number for number, place in self._by_token.items() if not place.demonym)
        doc.user_data[NAMED] = frozenset(named)
        places = {doc[number].text for number in doc.user_data[NAMED]}
        doc.user_data[SURNAMES] = surnames(doc) - places

    def at(self, token: "Token") -> Place | None:
        """Give the mention that a token stands in, a demonym included."""
        return self._by_token.get(token.i)

    def named(self, token: "Token") -> Place | None:
        """Give the mention that a token stands in, if it names a place and not its people."""
        place = self.at(token)
        return place if place and not place.demonym else None

    def holds(self, start: int) -> bool:
        """Say whether a letter of the text stands in a name of a place."""
        number = bisect_right(self.all, start, key=lambda place: place.start)
        return number > 0 and start < self.all[number - 1].end

    def is_named(self, token: "Token") -> bool:
        """Say whether a token names a place, one that the gazetteer lacks too."""
        return self.named(token) is not None or _unknown(token) is not None

    def end(self, token: "Token") -> End:
        """Read a noun phrase as the end of a journey."""
        text = phrase(token)
        this = token.lower_ in GENERIC and has_word(token, "this")
        if token.lower_ == "here" or (this and self.filed_at(token)):
            return End(self.filed_at(token), text, token)
        if token.lower_ == "there" or (token.lower_ in GENERIC and is_definite(token)):
            return End(self._before(token), token.text if token.lower_ == "there" else text, token)
        if token.lower_ in ("former", "latter"):
            return End(self._of_two(token), text, token)
        place = self.named(token) or self._described(token) or self._antecedent(token)
        if place is not None and place.id is None and token.lemma_.lower() in _BUILDINGS:
            town = self.around(place, WITHIN)  # "St Mary's Hospital in Leeds"
            place = town if town is not None and town.kind == "city" else place
        is_site = token.lemma_.lower() not in NO_SITES and token.pos_ != "NUM"  # "the last 16 in"
        if place is None and is_site:
            place = self._within(token)
        if place is None and token.lower_ == "capital":
            place = self._seat(token)
        if place is None:  # "Ramstein Air Base", of which the gazetteer has the town alone
            inner = [w for w in token.children if w.dep_ in ("compound", "nmod") and self.named(w)]
            if inner and token.pos_ == "PROPN" and token.ent_type_ in ("FAC", "GPE", "LOC", "ORG"):
                place = self.named(inner[-1])
        return End(place or _unknown(token), text, token)

    def _seat(self, capital: "Token") -> Place | None:
        """Give Astana of "the Kazakh capital", which the text does not name."""
        beside = [*capital.lefts, *under(capital, "of")]
        lands = {p.country for p in map(self.at, beside) if p is not None and p.kind == "country"}
        seat = capital_of(lands.pop()) if len(lands) == 1 else None
        at = {"start": capital.idx, "end": capital.idx + len(capital)}
        return _place(capital.doc, {**seat._asdict(), **at}) if seat is not None else None

    def _of_two(self, token: "Token") -> Place | None:
        """Give Rome of "the line between Oslo and Rome … carried tents to the latter"."""
        near = [p for p in self.all if 0 <= token.idx - p.end < _FAR and not p.demonym]
        joined = (" and ", " or ", " to ")
        pairs = [two for two in pairwise(near) if self._text[two[0].end : two[1].start] in joined]
        return pairs[-1][token.lower_ == "latter"] if pairs else None

    def filed_at(self, word: "Token") -> Place | None:
        """Give the place that heads the dispatch that a word is of, not of a speech in it."""
        for place in self.all if not is_quoted(word) else ():
            opens = self._text[: place.start][-2:] in ("", "\n\n")
            if place.end < word.sent.start_char and opens and _FILED.match(self._text, place.end):
                return place
        return None

    def _described(self, site: "Token") -> Place | None:
        """Read "the Panamanian port" and "the remote town" as a place that was named before."""
        noun = site.lemma_.lower()
        lefts = [c for c in site.lefts if c.dep_ in ("amod", "compound", "nmod", "poss")]
        areas = [area for area in map(self.at, lefts) if area is not None]
        owned = any(c.dep_ == "poss" and self.at(c) for c in lefts)  # "East Timor's capital"
        definite = owned or any(c.lower_ in ("the", "that", "this") for c in site.lefts)
        plain = areas or not any(c.lower_ in ANOTHER or c.pos_ == "PROPN" for c in lefts)
        many = site.tag_ == "NNS" and noun != "island"  # "flour for the southern towns"
        if not (definite and lefts and plain and is_descriptive(noun)) or many or is_of(site):
            return None
        reach = _STORY if areas else _FAR
        left = set() if areas else self._left_behind(site)
        before = (p for p in reversed(self.all) if p.end <= site.idx and not p.demonym)
        before = (p for p in before if p not in left and not self.is_measured_to(p))
        return described(noun, areas, [p for p in before if site.idx - p.end < reach])

    def _antecedent(self, which: "Token") -> Place | None:
        """Read "to which" of "Djerba, the resort to which they had been taken"."""
        clause = next((word for word in which.ancestors if word.dep_ == "relcl"), None)
        if which.lower_ != "which" or which.dep_ not in ("pobj", "dobj") or clause is None:
            return None
        noun = clause.head
        return self.named(noun) or (self.named(noun.head) if noun.dep_ == "appos" else None)

    def pair_before(self, token: "Token") -> tuple[End, End] | None:
        """Read both ends of "the Helsinki-Tallinn ferry" before its noun."""
        doc = token.doc
        begin = token
        for word in reversed(list(token.lefts)):  # "the Sibi-Quetta passenger train"
            if word.i == begin.i - 1 and word.text.islower():
                begin = word
        last = next((p for p in self.all if p.end == begin.idx - 1), None)
        first = last and next((p for p in self.all if p.end == last.start - 1), None)
        if not last or not first or self._text[first.end] not in "-–—/":
            return None
        at = [doc.char_span(p.start, p.end, alignment_mode="expand") for p in (first, last)]
        one, two = (
            End(place, place.name, span[-1] if span else token)
            for place, span in zip((first, last), at, strict=True)
        )
        return one, two

    def _within(self, site: "Token") -> Place | None:
        """Read "the port of Odesa" and "a village near Nairobi"."""
        seat = site.lemma_.lower() in ("embassy", "consulate")  # "of" a country, "in" another
        for child in site.children:
            if seat and child.lower_ == "of":
                continue
            if child.dep_ == "prep" and child.lower_ in ("of", "in", "at", "on", "near", "outside"):
                for word in child.children:
                    inner = child.lower_ == "of" and word.pos_ == "NOUN"
                    # "the gates of the hotel in Oslo"
                    place = self.named(word) or (self._within(word) if inner else None)
                    if word.dep_ == "pobj" and place:
                        return place
        return self._of_site(site) if site.lemma_.lower() in SITES else None

    def _of_site(self, site: "Token") -> Place | None:
        """Read "the zoo at Mysuru", whatever the parser hangs "at" on, and "a Russian port"."""
        if (place := self._beside(site)) is not None:
            return place
        for dependency in ("appos", "compound", "nmod", "poss", "amod"):
            for child in site.children:
                place = self.at(child) if child.dep_ == dependency else None
                if place and not (place.demonym and site.tag_ == "NNS"):  # "in Mexican jails"
                    seat = site.lower_ == "capital" and place.kind == "country"
                    return None if seat or place.kind == "water" else place  # "the Black Sea port"
        return None

    def _beside(self, site: "Token") -> Place | None:
        """Read the place right behind it."""
        behind = site.doc[site.i + 1 : min(site.i + 3, site.sent.end)]
        if len(behind) < 2 or behind[0].lower_ not in ("at", "in", "near", "outside"):
            return None
        return self.named(behind[1]) if behind[1].pos_ == "PROPN" else None

    def is_measured_to(self, place: Place) -> bool:
        """Tell Tallinn of "Paldiski, 40 km west of Tallinn. There": in Paldiski."""
        return is_measured_to(self._text, place.start)

    def _unknown_since(self, place: Place | None, token: "Token") -> Place | None:
        """Give the last place named since another that the gazetteer lacks: "there" is that."""
        start = place.end if place else 0
        since = [w for w in token.doc[max(token.i - _NEAR, 0) : token.i] if w.idx >= start]
        ends = (w for w in reversed(since) if w.dep_ in ("pobj", "dobj") and not self.at(w))
        ends = (w for w in ends if not is_source(w))  # "reached Lisbon from Rabat, and from there"
        return next(filter(None, map(_unknown, ends)), None)

    def _left_behind(self, token: "Token") -> set[Place | None]:
        """Places of a sentence that "the town" or "there" is not: whence somebody is said to go."""
        before = token.doc[token.sent.start : token.i]
        if len(before) and before[-1].lower_ == "back":
            return set()  # "had come from Lagos, and the men will be flown back there"
        left = {self.at(w.nbor()) for w in before if w.lower_ in ("from", "via", "through")}
        left |= {self.around(place, WITHIN) for place in left if place}
        if token.lower_ != "there":  # "had left Oslo and rolled into the town"
            gone = (c for w in before if w.lemma_ in _LEAVING for c in w.children)
            return left | {self.at(c) for c in gone if c.dep_ == "dobj"}
        if token.i:  # "boarded the ferry to Oslo there", "flew on to Miami from there"
            verb = token.head.head if token.head.lower_ == "from" else token.head
            if token.nbor(-1).lower_ == "from" and token.i > 1 and token.nbor(-2).lower_ == "and":
                return left  # "flew to Oslo and from there to Rome"
            own = (verb, *with_role(verb, ("dobj", "advmod")))
            aims = (c for w in own for c in w.children if c.lower_ == "to" and c.i < token.i)
            left |= {self.at(c) for aim in aims for c in aim.children}
        return left

    def _has_unnamed_aim(self, there: "Token") -> bool:
        """Say whether somebody goes, in the same sentence, to what is on no map."""
        before = there.doc[there.sent.start : there.i]
        aims = (c for w in before if w.lower_ in ("to", "into") for c in w.children)
        aims = (c for c in aims if c.dep_ == "pobj" and c.i < there.i)
        return there.lower_ == "there" and any(self.named(c) is None for c in aims)

    def around(self, place: Place, told: re.Pattern[str] = LIES_IN) -> Place | None:
        """Give Somalia of "Bosaso, in Somalia"."""
        gap = told.match(self._text, place.end)
        found = self._by_start.get(gap.end()) if gap is not None else None
        return found if found is not None and place.country in (None, found.country) else None

    def _port_or_island(self, token: "Token", left: set[Place | None]) -> Place | None:
        """Read "the port" as one on the coast, "the island" as one though by its people alone."""
        of_people = token.lower_ == "island"  # "the Corsican port … from the island"
        near = [p for p in reversed(self.all) if 0 <= token.idx - p.end < _FAR and p not in left]
        if of_people:
            return next(filter(_is_island, near), None)
        near = [p for p in near if not p.demonym and not self.is_measured_to(p)]
        return described("port", (), [p for p in near if not is_source(_head(p, token.doc))])

    def _before(self, token: "Token") -> Place | None:
        """Follow "there" and "the city" back to the nearest fitting place."""
        wanted = token.lower_
        left = self._left_behind(token)
        if same := token.head.lower_ == "from" and has_word(token, "same"):
            # the one that others left, and no other
            left = {p for p in self.all if not _is_left(_head(p, token.doc))}
        elif wanted == "island" and token.head.lower_ == "from":
            left = set()  # "another carried 40 more from the island"
        if wanted in ("port", "island") and (found := self._port_or_island(token, left)):
            return found
        for place in (p for p in self._named_before(token) if p not in left):
            # not "a second flight, from Doha, is expected there"
            if token.idx - place.end > 400:
                return None
            unknown = self._unknown_since(place, token)
            elsewhere = place.end <= token.sent.start_char and self._has_unnamed_aim(token)
            if unknown or elsewhere:  # "from Kufra to a plain, and lorries have driven from there"
                return unknown
            is_aside = self._is_aside if wanted == "there" else self._is_passed
            aside = not same and is_aside(place, token)
            aside = aside or (wanted == "capital" and not place.is_capital)
            before = token.head.lower_ == "from" and place.end <= token.sent.start_char
            # "was in Oslo. He had flown in from Athens. From there he drove on"
            aside = aside or (before and is_source(_head(place, token.doc)))
            if aside or place.kind == "border" or self.is_measured_to(place):
                continue
            if wanted == "there":
                return self._town_of(place)
            if same or fits_kind(wanted, place.kind):
                return place
        return None

    def _named_before(self, token: "Token") -> list[Place]:
        """Give the places named so far, the last first; for "the capital" those of its land."""
        named = [p for p in reversed(self.all) if p.end <= token.idx and not p.demonym]
        of_land = token.lower_ == "capital"  # of that which was spoken of last
        return [p for p in named if not of_land or p.country == named[0].country]

    @staticmethod
    def _is_passed(place: Place, town: "Token") -> bool:
        """Tell Tashkent of "drove through Kokand and Tashkent. They reached the city"."""
        name = _head(place, town.doc)
        if name is None:
            return False
        left = name.head.lower_ == "from" and town.lower_ != "capital"  # of which a land has one
        return left or any(map(is_way, name.ancestors))

    def _is_aside(self, place: Place, there: "Token") -> bool:
        """Tell Gaza of "flew to Cairo, where talks on Gaza go on. From there she went"."""
        if self._text[place.end : place.end + 2] in ("'s", "’s"):
            return True  # "Lianyungang, on China's east coast"
        name = _head(place, there.doc)
        if name is None or is_by_the_way(name) or tells(name):
            return name is not None and not opens(name, there)
        for word in name.ancestors:
            lemma = word.lemma_.lower()
            if lemma in MOTIONS or lemma in NOUNS or lemma in ("to", "into", "from", "for"):
                return False
            if word.dep_ == "relcl":
                return self.named(word.head) is not None
            if self.named(word) not in (None, place) and name.dep_ != "conj":
                return True  # "Khorgos, on the border of Kazakhstan"
        return False

    def _town_of(self, place: Place) -> Place:
        """Give Sydney of "Sydney, Nova Scotia", which "there" is said of."""
        beside = (p for p in self.all if self._text[p.end : place.start] == ", ")
        inner = (p for p in beside if p.country == place.country and not p.demonym)
        return next(inner, place) if place.kind in _UNITS else place


def _is_ride(place: Place, doc: "Doc") -> bool:
    """Tell "left in C-17s", taken for a name that no gazetteer has."""
    head = _head(place, doc)
    return head is not None and vehicle_word(head) is not None


def _is_left(name: "Token | None") -> bool:
    return name is not None and name.head.lower_ == "from"


def _head(place: Place, doc: "Doc") -> "Token | None":
    """Give the head of a place's name."""
    span = doc.char_span(place.start, place.end, alignment_mode="expand")
    return span.root if span is not None else None


def _is_island(place: Place) -> bool:
    """Tell islands, and towns that are called as theirs: Lampedusa."""
    alike = (p for p in default().lookup(place.name) if place.kind == "city")
    alone = any(p.kind == "island" and p.country == place.country for p in alike)
    return place.kind == "island" or is_island_country(place) or alone


def _unknown(word: "Token") -> Place | None:
    """Read a place by its name though no gazetteer has it: "reached Dirkou"."""
    name = unlisted_name(word)
    if name is None:
        return None
    nan = float("nan")
    start, end = name.start_char, name.end_char
    return Place(start, end, None, name.text, "", None, nan, nan, 0.0, demonym=False)


def _place(doc: "Doc", row: "Mapping[Any, Any]") -> Place:
    span = doc.char_span(int(row["start"]), int(row["end"]), alignment_mode="expand")
    sure = row.get("confidence")  # no way is drawn to a place that hardly is meant
    is_sure = not isinstance(sure, float) or not sure < _LEAST
    known = isinstance(row["place_id"], str) and is_sure
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
        demonym=span is not None
        and str(row["kind"]) in _OF_PEOPLES
        and is_demonym(span, str(row.get("text")), str(row["name"])),
    )
