"""Names of a document: which mentions mean one place, and what the words beside them say of it."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import combinations

import shapely

from kit._areas import area
from kit._candidates import Candidate
from kit._cues import STREETS
from kit._names import fold
from kit._sphere import apart_km, point
from kit.gazetteer import Place

_CITY, _HAMLETS = 100_000, (5_000, 10_000)  # inhabitants
_OF_CITY = 20  # how many times smaller than the city of its name a hamlet is, between these
_MOST_RIVALS = 60
_LARGE_TOWN = 50_000
_QUALIFYING = (", ", " (", " in ", ", in ")
# "Tripoli, in northern Lebanon".
_PART = re.compile(
    r"(?:the )?(?:(?:far )?(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?(?: of)?|central) "
    r"(?:the )?|the "
)
# "X, the Spanish one"; "the Spanish province of X", "Spain's coastal town of X", "Spain's X".
_APPOSED = (", the ", ", a ", ", an ")
_KINDS = "city|town|village|hamlet|port|capital|province|state|district|county|region|resort|island"
_ONE_OF_THEM = re.compile(rf" (?:[a-z]+ )?(?:one|{_KINDS})\b")
_WHOSE = re.compile(
    rf"(?:['’]s)? (?:[a-z-]+ ){{0,3}}(?:{_KINDS})(?: of)? (?:the )?|['’]s (?:[a-z-]+ )?"
)
# "Garni, a village in North Darfur", "Goma, capital of North Kivu": no place of another country.
_KIND_IN = re.compile(
    rf", (?:(?:an?|the) (?:[a-z-]+ ){{0,3}}(?:{_KINDS}) in|(?:the )?(?:[a-z-]+ ){{0,2}}capital of) "
)
_LARGER = frozenset({"country", "admin1"})
# "Richmond, in Yorkshire", "Santa Cruz, on Tenerife": an area that is no division.
_IN_AREA = re.compile(r",? (?:in|on) (?:the (?:island|region|peninsula) of )?")
AREAS = frozenset({"region", "island"})
_EDGE_DEG, _EDGE_KM = 0.1, 10.0  # so far beyond its outline a place may still be in an area
_ABROAD = frozenset({"consulate", "embassy"})  # lie outside the country that they are named after
_WAYS = STREETS - {"court"}  # a street's name says nothing of where it is
_LONGEST_BODY = 12  # words
_SEATS = frozenset({"city", "country", "admin1"})  # what bodies are named after
DIVISIONS = frozenset({"admin1", "admin2"})
_NATURE = frozenset({"water", "mountain", "region", "continent", "site"})
_SAYS_KIND = re.compile(r" (?:Sea|Ocean|Gulf|Straits?|Desert|Mountains)$")
# "the open Atlantic", "the upper Nile": adjectives of waters and ranges.
_ARTICLE = re.compile(
    r"\b[Tt]he (?:(?:open|wide|vast|deep|high|upper|lower|middle|central|outer|inner|icy|frozen"
    r"|stormy|(?:north|south)?-?(?:north|south|east|west)(?:ern)?) )?$"
)
# Behind a name that no noun follows: "the Pacific and", but not "the Pacific mayor".
_ALONE = re.compile(
    r"(?:['’]s?)?(?:[,.;:!?)\]”\"]|\s*$|\s+(?:[-–—(]|(?:and|or|but|nor|to|in|into|on|onto|from|of|at|by"
    r"|with|for|as|than|is|are|was|were|has|have|had|will|would|may|can|that|which|who|where|when"
    r"|while|after|before|since|until|during|because|near|between|off|over|through|toward|towards"
    r"|across|along|around|beyond|under|this|last|next|a|an|the)\b))"
)
# Who flies or crosses an ocean goes far, so what lies near one end says nothing of where the other
# is; but not who is flown to a hospital.
_FAR = re.compile(
    r"\b(?:fl(?:y|ies|ew|own|ying)|(?:air|jet)liners?|flights?|takes? off|took off|taken off"
    r"|trans(?:atlantic|pacific)|(?:Atlantic|Pacific|Indian) Ocean"
    r"|cross(?:ed|es|ing) the (?:Atlantic|Pacific))\b"
)
_NOT_FAR = re.compile(
    r"\b(?:helicopters?|choppers?|hospitals?|medical|medics?|ambulances?)\b", re.IGNORECASE
)
_OUT_OF = re.compile(r"\b(?:from|left|leaving|departed|departing|between|out of) $", re.IGNORECASE)
_AFTER = 12  # letters behind both ends: "the London to Toronto flight"
_NEXT = 2  # the other end is at most so many names on: "left X, crossed the Atlantic, reached Y"
_SENTENCE = re.compile(r"\S.*?(?:[.!?][\"”’)]*(?=\s+[\"“‘(]?[A-Z])|$)", re.MULTILINE)
# The kind of place that a word beside the name asks for.
# "the port of Djibouti", "the mayor of Luxembourg": of the town, not of the country of its name.
_OF_TOWN = re.compile(
    r"\b(?:city|town|port|harbou?r|mayor|streets|outskirts|suburbs) of (?:the )?$", re.IGNORECASE
)
_OF_ISLAND = re.compile(r"\bislands? of (?:the )?$", re.IGNORECASE)
_ASKED = {
    "county": "admin2", "counties": "admin2", "parish": "admin2", "district": "admin2",
    "state": "admin1", "province": "admin1", "oblast": "admin1", "governorate": "admin1",
    "region": "admin1", "prefecture": "admin1", "airport": "airport", "port": "port",
    "river": "water", "lake": "water", "bay": "water", "sea": "water", "gulf": "water",
    "city": "city", "town": "city", "village": "city", "suburb": "city",
}  # fmt: skip


@dataclass(slots=True)
class Name:
    """A name of the document with all its mentions: they are taken to mean one place."""

    places: tuple[Place, ...]
    qualifiers: frozenset[Place] = frozenset()
    asked: str = ""
    beside: bool = False  # whether the qualifiers stand beside this name, not beside a namesake
    elsewhere: bool = False  # whether it is told to lie where no place of its name is known
    is_described: bool = False  # whether that is told outright: ", a town in"
    words: int = 1
    parts: set[Place] = field(default_factory=set)  # what "Kingston, Ontario" says lies in it
    members: list[int] = field(default_factory=list)
    far: set[int] = field(default_factory=set)  # mentions that somebody flies or sails to or from
    rows: slice = field(default_factory=lambda: slice(0, 0))


def group(text: str, spans: Sequence[Candidate]) -> list[Name]:
    """
    Gather the mentions of each name: they mean one place, unless words beside them part them.

    "Valencia, Spain" and "Valencia, Venezuela" are two names, and a bare "Valencia" is a third, of
    which what is told of the others is but a hint.
    """
    qualifiers, parts, within, firm = _qualifiers(text, spans)
    for i, other, areas in _areas(text, spans):
        qualifiers[i] |= areas
        parts[other].update(spans[i].places)
    far = _far(text, spans)
    told: dict[str, set[Place]] = defaultdict(set)
    for span, found in zip(spans, qualifiers, strict=True):
        told[fold(span.text)] |= found
    grouped: dict[tuple[str, str, frozenset[Place], bool], Name] = {}
    for i, (span, own) in enumerate(zip(spans, qualifiers, strict=True)):
        key, asked, natural = fold(span.text), _asked(text, span), _natural(text, span)
        name = grouped.get((key, asked, own, bool(natural)))
        if name is None:
            there = _inside_all(span.places, own, listed=i not in within)
            places = natural or there or _without_hamlets(_called_so(span.places, key, told))
            name = Name(places, own or frozenset(told[key]), asked, beside=bool(own))
            described = i in within and bool(_KIND_IN.match(text, span.end))
            name.elsewhere = not there and (
                described or _is_abroad(span.places, own, firm=i in firm)
            )
            name.is_described = described
            grouped[key, asked, own, bool(natural)] = name
        name.words = max(name.words, len(span.text.split()))
        name.members.append(i)
        name.parts |= parts[i]
        name.far |= far.get(i, set())
    ranked = {p: n for n, p in enumerate(("name", "alias", "abbreviation", "demonym"))}
    for name in grouped.values():
        # A city of millions that is called so for short goes before villages that bear the name.
        likely = sorted(name.places, key=lambda p: (p.name_type == "alternate", -p.population))
        order = sorted(likely[:_MOST_RIVALS], key=lambda p: ranked.get(p.name_type, 9))
        name.places = tuple(order)
    return list(grouped.values())


def name_by_parts(spans: Sequence[Candidate]) -> list[Candidate]:
    """
    Call bodies that the gazetteer lacks by the place in their name.

    "Lagos High Court" is in Lagos if the text names Lagos by itself as well.
    """
    known = {span.text: span for span in spans if _own_kinds(span) & _SEATS}
    return [span if span.places else _part_of(span, known) or span for span in spans]


def _called_so(places: tuple[Place, ...], name: str, names: Container[str]) -> tuple[Place, ...]:
    """Leave out what the text calls otherwise where a larger place is called so: Brasiléia."""
    words = set(name.split())
    largest = max((p.population for p in places if p.name_type == "name"), default=0)
    return tuple(
        p
        for p in places
        if p.name_type == "name"
        or p.population >= largest
        or fold(p.name) not in names
        or words <= set(fold(p.name).split())  # Santiago, short for Santiago de Compostela
    )


def _without_hamlets(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """Leave out what hardly anyone calls so where a city is called so: Bazel for Basel."""
    own = (p.population for p in places if p.name_type == "name" and p.kind == "city")
    city = max(own, default=0)
    if city < _CITY:
        return places
    hamlet = min(max(city / _OF_CITY, _HAMLETS[0]), _HAMLETS[1])
    return tuple(
        p
        for p in places
        if p.name_type != "alternate" or p.kind != "city" or p.population >= hamlet
    )


def _part_of(span: Candidate, known: dict[str, Candidate]) -> Candidate | None:
    """Put the first known name among the words in their stead."""
    words = span.text.split()
    abroad = not _ABROAD.isdisjoint(fold(span.text).split())
    if not words or len(words) > _LONGEST_BODY or fold(words[-1]) in _WAYS:
        return None
    for left, right in combinations(range(len(words) + 1), 2):
        part = known.get(" ".join(words[left:right]))
        if part and not (abroad and _own_kinds(part) == {"country"}):
            return replace(part, start=span.start, end=span.end)
    return None


def _own_kinds(span: Candidate) -> set[str]:
    """Kinds of the places that bear these words as their own name."""
    return {p.kind for p in span.places if p.name_type in {"name", "alias"}}


def _inside_all(
    places: tuple[Place, ...], larger: frozenset[Place], *, listed: bool
) -> tuple[Place, ...]:
    """Places in what the words behind a town's name say; states in a list say nothing."""
    there = tuple(p for p in places if any(inside(p, one) for one in larger))
    listed = listed and bool(places) and places[0].kind in {"country", "admin1"}
    if listed and max((p.population for p in there), default=0) < _LARGE_TOWN:
        return ()  # "Georgia, Texas and Alabama", but "Victoria, British Columbia"
    return there


def _is_abroad(places: tuple[Place, ...], larger: frozenset[Place], *, firm: bool) -> bool:
    """Whether all places of a name lie outside the countries, or the division, told behind it."""
    if larger and all(one.kind == "country" for one in larger):
        return True
    told = {one.country for one in larger}
    return firm and bool(places) and told.isdisjoint(p.country for p in places)


def _qualifiers(
    text: str, spans: Sequence[Candidate]
) -> tuple[list[frozenset[Place]], list[set[Place]], set[int], set[int]]:
    """
    Find for each span what words beside it say it lies in, and what lies in it.

    Last come the spans of which they say so outright, and those of which they say it by a name
    that first means a country or division.
    """
    starts = {span.start: i for i, span in enumerate(spans)}
    larger: list[frozenset[Place]] = [frozenset()] * len(spans)
    parts: list[set[Place]] = [set() for _ in spans]
    within: set[int] = set()
    firm: set[int] = set()
    for i, span in enumerate(spans):
        for gap in _QUALIFYING:
            if not text.startswith(gap, span.end):
                continue
            other = _named_at(text, span.end + len(gap), starts)
            if other is not None:
                larger[i] |= _wide(spans[other])
                firm |= {i} if {p.kind for p in spans[other].places[:1]} & _LARGER else set()
                within |= {i} if "in" in gap else set()  # "Victoria, in the Seychelles"
                parts[other].update(span.places)
        if told := _KIND_IN.match(text, span.end):
            other = _named_at(text, told.end(), starts)
            if other is not None and (wide := _wide(spans[other])):
                larger[i] |= wide
                within.add(i)
        for other in (i - 1, i + 1):
            if 0 <= other < len(spans) and _told_apart(text, span, spans[other]):
                # Words that no place of this name lies in are said of something else.
                wide = _wide(spans[other])
                larger[i] |= {one for one in wide if any(inside(p, one) for p in span.places)}
    return larger, parts, within, firm


def _named_at(text: str, at: int, starts: Mapping[int, int]) -> int | None:
    """Number of the span that begins there, or behind "northern" and the like."""
    part = _PART.match(text, at)
    return starts.get(part.end() if part else at)


def _wide(span: Candidate) -> set[Place]:
    """Countries and divisions that a name may mean."""
    return {p for p in span.places if p.kind in _LARGER}


def _areas(text: str, spans: Sequence[Candidate]) -> Iterator[tuple[int, int, frozenset[Place]]]:
    """Spans in an area behind "in": the span, the area's, and what it means that they may be in."""
    starts = {span.start: i for i, span in enumerate(spans)}
    for i, span in enumerate(spans):
        told = _IN_AREA.match(text, span.end)
        other = _named_at(text, told.end(), starts) if told else None
        if other is None:
            continue
        countries = tuple(place for place in span.places if place.kind == "country")
        bearers = countries or span.places  # "Sudan, in the Sahel" is no hamlet there
        areas = [place for place in spans[other].places if place.kind in AREAS]
        around = frozenset(one for one in areas if any(inside(p, one) for p in bearers))
        if around:
            yield i, other, around


def _told_apart(text: str, span: Candidate, other: Candidate) -> bool:
    """Tell whether a people or country beside a name says which: "the Spanish town of X"."""
    if other.end <= span.start:
        return bool(_WHOSE.fullmatch(text, other.end, span.start))
    between = text[span.end : other.start]
    return between in _APPOSED and bool(_ONE_OF_THEM.match(text, other.end))


def _far(text: str, spans: Sequence[Candidate]) -> dict[int, set[int]]:
    """For spans at either end of a flight: those at the other."""
    far: dict[int, set[int]] = defaultdict(set)
    starts = [span.start for span in spans]
    for sentence in _SENTENCE.finditer(text):
        if not _FAR.search(sentence[0]) or _NOT_FAR.search(sentence[0]):
            continue
        first, end = (bisect_left(starts, at) for at in sentence.span())
        for one in range(first, end):
            begin = spans[one - 1].end if one > first else sentence.start()
            for other in range(one + 1, min(one + 1 + _NEXT, end)):
                told = text[begin : spans[other].end + _AFTER]
                if _FAR.search(told) and _are_ends(text, spans[one], spans[other]):
                    far[one].add(other)
                    far[other].add(one)
    return far


def _are_ends(text: str, one: Candidate, other: Candidate) -> bool:
    """Tell whether someone goes from one of two spans to the other."""
    if text[one.end : other.start] in _QUALIFYING:
        return False
    return any(_OUT_OF.search(text[max(0, span.start - 12) : span.start]) for span in (one, other))


def _asked(text: str, span: Candidate) -> str:
    """Kind of place that words ask for: the name's last, the one after it, those before it."""
    own = span.text.split()
    if len(own) > 1 and own[-1].lower() in _ASKED:
        return _ASKED[own[-1].lower()]
    following = text[span.end : span.end + 20].split()
    after = following[0].strip(".,;:").lower() if following else ""
    if text[span.end : span.end + 1] == " " and after in _ASKED:
        return _ASKED[after]
    before = text[max(0, span.start - 30) : span.start]
    if _OF_ISLAND.search(before) and any(p.kind == "island" for p in span.places):
        return "island"
    return "city" if _OF_TOWN.search(before) else ""


def _natural(text: str, span: Candidate) -> tuple[Place, ...]:
    """Places that a name with an article means if one is no town: "the Andes", "the Pacific"."""
    cape = [p for p in span.places if p.kind == "region" and p.name_type == "name"]
    if span.text.startswith("Cape ") and len(cape) == 1:
        return tuple(cape)  # "to finish at Cape Horn", not the town
    named = [p for p in span.places if p.kind in _NATURE and p.name_type in {"name", "alias"}]
    if named and _SAYS_KIND.search(span.text):
        return tuple(named)  # "the northern Aral Sea", not the town of Aral
    if not _ARTICLE.search(text[max(0, span.start - 20) : span.start]):
        return ()
    if not _ALONE.match(text, span.end):
        return ()
    if not named:
        return ()
    return tuple(p for p in span.places if p.kind not in {"city", *DIVISIONS})


def inside(place: Place, larger: Place) -> bool:
    """Tell whether a place lies in a country, a first-order division, a region or an island."""
    if larger.kind in AREAS:
        return place.place_id != larger.place_id and _is_in_area(
            place.lat, place.lon, larger.place_id, (larger.lat, larger.lon, larger.radius_km)
        )
    if place.place_id == larger.place_id or place.country != larger.country:
        return False
    return larger.kind == "country" or place.admin1 == larger.admin1


@lru_cache(maxsize=4096)
def _is_in_area(lat: float, lon: float, area_id: str, circle: tuple[float, float, float]) -> bool:
    """Tell whether a point is in an outline or, where none is known, in a circle."""
    outline = area(area_id)
    if outline is not None:
        return bool(shapely.dwithin(outline, shapely.Point(lon, lat), _EDGE_DEG))
    middle_lat, middle_lon, radius_km = circle
    return apart_km(point(lat, lon), point(middle_lat, middle_lon)) <= radius_km + _EDGE_KM
