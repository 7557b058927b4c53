"""Claims: every distance that a text states between two places, with what the wording admits.

A claim is a length with a tail ("south of Seoul", "from the border", "apart") or a lead ("the
distance between X and Y is"). The tables say which words make a tail, a lead and a mode, and
which words show that a length is no distance between places: add rows there. In the tables a
space is any run of white space, `<dir>` a point of the compass, `<trip>` an optional journey
("drive", "train ride"), `<way>` words of way and weight ("further", "by road", "up the coast").
A `Tail` stops where the noun phrase that it needs begins.
"""

import math
import re
from bisect import bisect_right
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

from kit._phrases import Phrases, token_at
from kit._quantities import Quantity, find_lengths, find_times
from kit.article import as_article

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

    from kit.article import Article

# How people and cargo go, by the words of a journey or a way.
MODES = {
    "straight": r"as the crow flies|in a straight line|straight[- ]line|as a bird flies|"
    r"in direct line",
    "road": r"road|roads|highway|motorway|car|bus|truck|lorry|taxi|driv\w+|drove|drives?|"
    r"motorcycle|motorbike|bicycle|bike|cycl\w+|on foot|foot|walk\w*|march\w*|hike\w*|hiking|"
    r"trek\w*|overland",
    "rail": r"rail|railway|railroad|train|tram|metro",
    "sea": r"sea|ship|boat|ferry|ferries|sail\w*|voyages?|crossings?|steam\w*|water|canoe|row\w*|"
    r"cruise\w*",
    "air": r"air|plane|flights?|fly|flies|flew|flying|flown|helicopter|hop",
}
TRIPS = (
    r"drives?|rides?|flights?|hops?|walks?|marche?s?|hikes?|treks?|sails?|voyages?|crossings?|"
    r"journeys?|trips?|cruises?|commutes?|hauls?|rail journeys?|runs? by \w+"
)
_WAY = (
    r"(?:(?:away|further|farther|straight|due|directly|almost|just|immediately|back|out|distant|"
    r"inland|offshore|upstream|downstream|upriver|downriver|upwind|downwind|deep|removed|"
    r"overland|to the rear|out to sea|travelled|traveled|drive|"
    r"(?:up|down|along|across|over) the [a-z]+|by (?:road|rail|train|sea|air|car|boat|bus|ship|"
    r"land|plane|ferry|helicopter|water|truck|river)|on foot|as the crow flies|"
    r"in a straight line),? )*"
)
_DIR = (
    r"(?P<dir>(?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}"
    r"(?:wards?|ern|erly)?|(?-i:NNE|NNW|SSE|SSW|ENE|ESE|WNW|WSW|NE|NW|SE|SW|N|S|E|W))\b"
)
_TRIP = rf"(?:(?P<trip>(?:[a-z]+[- ]){{0,2}}?(?:{TRIPS})),? )?"


class Tail(NamedTuple):
    """Words after a length that make it a distance."""

    name: str
    words: str
    ends: str  # noun phrases after the words: "one", "none", or what joins two: "and", "to"
    needs: str = ""  # what must stand before the length


_MOVES = (
    r"walk\w*|driv\w+|drove|march\w*|trek\w*|hik\w+|travel\w*|fl(?:y|ew|ies)|sail\w*|rid\w+|"
    r"rode|go|goes|went|cycl\w+|row\w*|carry|carried|commut\w+|journey\w*|haul\w*|stands?"
)
_BE = r"is|was|are|were|be|been|being|'s|’s|lies?|lay|sits?|sat|stands?|stood|remains?"
TAILS = (
    Tail("between X and Y", r"<trip><way>(?:that |which )?(?:separates? |separating )?between", "and"),
    Tail("from X to Y", r"<trip><way>from", "to"),
    Tail("south of Y", r"<trip><way>(?:to the )?<dir> (?:of|from|off)", "one"),
    Tail("on the south side of Y", r"<way>on the <dir> (?:side|bank|shore) of", "one"),
    Tail("from Y", r"<trip><way>from", "one"),
    Tail("upstream of Y", r"<way>(?:up|down)(?:stream|river|wind) of", "one"),
    Tail("off Y", r"<trip><way>(?:off|outside of|outside|beyond|past|short of|behind|inside|out of)", "one"),
    Tail("separate X from Y", r"(?:of \w+ )?separat(?:es?|ed|ing)", "from"),
    Tail("within N of Y", r"of", "one", r"\b(?:within|inside)\b[^,;]*$"),
    Tail("it is N to Y", r"<trip><way>to", "one", rf"\b(?:{_BE}|{_MOVES}|within)(?: \w+)?$"),
    Tail("is within N", r"(?=[.,;])", "none", r"^$"),
    Tail("apart", r"<way>(?:apart|from each other|from one another|distant from each other)\b", "none"),
    Tail("to the west", r"<way>(?:(?:further|farther|due) |to the )<dir>(?! \w+(?:ern)?\b(?<!\band)(?<!\bin)(?<!\bat)(?<!\bon))", "none"),
    Tail("west", r"<way><dir>(?= ?[.,;:)!?]|$| (?:and|in|at|on|is|was|were|but)\b)", "none"),
    Tail("away", r"<trip><way>(?:away|distant|offshore|inland|upstream|downstream|upriver|downriver|out to sea|(?:up|down) the (?:road|river|coast|valley|line))\b", "none"),
)  # fmt: skip


class Lead(NamedTuple):
    """Words before a length that name both ends."""

    name: str
    words: str  # up to the first noun phrase
    joiner: str  # between the two
    link: str  # from the second to the length


_IS = rf"(?:[, ]*(?:it|this|that|the \w+|there)? ?(?:{_BE}|of|measures?|comes? to|covers?|spans?|takes?|exceeds?)\b[^.;]{{0,25}})"
LEADS = (
    Lead("the distance between X and Y is", r"\b(?:distance|gap|way)\b[^.;,]{0,30}?\bbetween", "and", _IS),
    Lead("the distance from X to Y is", rf"\b(?:distance|gap|way|{TRIPS})\b[^.;,]{{0,30}}?\bfrom", "to", _IS),
    Lead("from X to Y it is", r"(?:^|[,;] ?)from", "to", rf"{_IS}"),
    Lead("X and Y are separated by", r"(?:^|[,;] ?)", "and", r" (?:are|were|is) (?:\w+ )?(?:separated|divided|parted|split) by"),
    Lead("X is separated from Y by", r"(?:^|[,;] ?)", r"(?:is|was) (?:\w+ )?(?:separated|divided|parted|cut off) from", r" by"),
    Lead("between X and Y lie", r"(?:^|[,;] ?)between", "and", r",? (?:lies?|stretch|are|is|were|lay)\b[^.;]{0,10}"),
)  # fmt: skip


class Veto(NamedTuple):
    """Words that show that a length is no distance between two places."""

    reason: str
    before: str = ""
    after: str = ""


_LENGTHY = (
    r"river|border|frontier|road|highway|motorway|railway|pipeline|canal|tunnel|wall|fence|bridge|"
    r"convoy|column|trench|cable|line|coast|coastline|route|corridor|strip|track|path|trail|"
    r"conduit|stream|queue|fault|front"
)
_WEAPON = r"missiles?|rockets?|projectiles?|shells?|drones?|howitzers?|artillery|torpedo(?:es)?|warheads?"
NOT_CLAIMS = (
    Veto("a height or depth", before=r"\b(?:altitude|height|depth|elevation|apogee|ceiling)s? (?:of|at|above|is|was)[\w ]{0,15}$"),
    Veto("a height or depth", after=r"[- ]?(?:above|below|beneath|underneath|underground|underwater|up in|deep\b(?! inside)|high\b|tall\b|of altitude|in altitude|under the|down\b(?! the)|up\b(?! the))"),
    Veto("an extent", after=r"[- ]?(?:long|wide|thick|broad|across(?! the)|in (?:length|width|diameter|height|depth|circumference)|square|around\b)"),
    Veto("a range", before=r"\b(?:range|reach|radius|diameter|visibility|perimeter|circumference|length|width|wavelength)s? (?:of|is|was|at|to|down to)?[\w ]{0,15}$", after=r"(?! ?(?:from|between)\b)"),
    Veto("a range", after=r"[- ]?(?:range|radius|reach|zone|perimeter|limit|belt|exclusion|buffer|circle|ring|swath|area|stretch|section|portion|segment|race|marathon|relay|stage|loop|lap|course|convoy|column|border|long)\b"),
    Veto("a range", before=r"\b(?:can|could|capable of|able to|designed to|meant to|enough to) (?:\w+ )?(?:hit|strik|reach|fly|travel|target|attack|destroy|fire|launch|carry|engag|deliver)\w*\b[^.;]*$"),
    Veto("a weapon's flight", before=rf"\b(?:{_WEAPON})\b[^.;]*\b(?:flew|fly|flies|flying|flown|travell?ed|travels?|soared|covered|with a)\b[^.;,]{{0,30}}$"),
    Veto("a fall or climb", before=r"\b(?:fell|falls?|falling|plunge[ds]?|plummet\w*|dropp?(?:ed|s)?|jump\w*|leap\w*|climb\w*|rose|rises?|rising|dived?|descend\w*|ascend\w*|tumbled)\b[\w ]{0,12}$", after=r"(?! ?(?:\w+ ){0,2}(?:of|off)\b)"),
    Veto("a length", before=r"\b(?:flow|meander|wind|snak|extend|stretch|span|spread|reach(?:es|ing)? out)(?:s|ed|es|ing)?\b[^,.;]{0,20}$"),
    Veto("a length", before=rf"\b(?:{_LENGTHY})s?\b (?:that |which )?(?:runs?|ran|running|goes|cuts?|carries|carried|continues?|measures?|follows?|crosses|covers?|traverses?|links?)\b[^,.;]{{0,15}}$"),
    Veto("a race", before=r"\b(?:won|win|wins|race[ds]?|racing|runners?|marathon|medal|sprint\w*|cyclists?|riders|peloton|laps?|stage|swam|swims?|swimming|yard line|touchdown|birdie|putt\w*|fairway|par|bogey|goalkeeper|striker|kick\w*|header|shot from|scored)\b[^.;]*$"),
    Veto("a race", after=r"[^.;]{0,25}\b(?:marathon|finish line|the finish\b|to go\b|left to)"),
    Veto("a metaphor", before=r"\b(?:seem\w*|felt like|feels? like|might as well be)\b[^.;]*$"),
    Veto("an odometer", after=r" on (?:the|its|his|her) (?:clock|odometer)"),
    Veto("a part of one", after=r" of\b(?! (?:\w+ ){0,4}(?:separat|divid))", before=r"^(?!.*\b(?:within|inside|separated by|separate)\b)"),
)  # fmt: skip
# "a million miles away" is never measured.
_IDIOM = re.compile(r"\b(?:an?|the) (?:million|thousand|hundred thousand|country) (?:miles|km)", re.I)
# Ends that are no places on the ground.
NOT_PLACES = re.compile(
    r"^(?:the )?(?:\w+ )?(?:earth|moon|sun|mars|venus|jupiter|saturn|planet|asteroid|galaxy|star|"
    r"ground|surface|goal|net|hole|fringe|green|pin|basket|rim|tee|plate|field|finish|"
    r"finish line|target|bullseye|top|bottom|balcony|roof|ladder|window|tree|cliff|sky|"
    r"perfect|truth|reality|over|being|now|then|death|victory|safety|each other|one another|"
    r"sea level)$",
    re.IGNORECASE,
)
# What a definite noun can stand for, by the kinds of place that fit.
FITTING = {
    "town": "city", "city": "city", "village": "city", "municipality": "city",
    "settlement": "city", "capital": "city", "airport": "airport", "port": "port city",
    "harbour": "port city", "harbor": "port city", "base": "site airport", "country": "country",
    "island": "region admin1 city", "region": "region admin1", "province": "admin1 region",
    "state": "admin1", "county": "admin2", "district": "admin2 city", "sea": "water",
    "river": "water", "lake": "water", "border": "border", "frontier": "border",
    "cosmodrome": "site", "plant": "site", "there": "city site airport port admin2",
}  # fmt: skip
_REALMS = frozenset({"country", "admin1", "continent"})
_POSITION = re.compile(
    rf"(?:^|[\s,])(?:{_BE}|located|situated|centred|centered|based|sited|set|perched|nestled|"
    r"positioned|stationed|found|standing|lying|sitting|lived?|lives|struck|hit|died|fell|landed|"
    r"come|comes|came|occurred|happened)(?: (?:still|also|now|only|at|in|to|about))*,?\s*$",
    re.IGNORECASE,
)
_PARTICIPLE = re.compile(
    r"(?:,? ?\b(?:located|situated|lying|based|sited|set|standing|positioned|stationed|perched|"
    r"nestled|centred|centered|found|living|still|that|which|who|only|and))+,?\s*$",
    re.IGNORECASE,
)
_RESTATES = re.compile(r"\s*(?:[(\[]|/|,? or|[–—-]\s)\s*(?:or |that is |i\.e\. )?$", re.IGNORECASE)
_CLOSES = re.compile(r"\s?[)\]]|,(?= ?(?:\w+ )?(?:from|north|south|east|west|of|off|away|outside))| [–—-](?= )")
_AFTER_MODE = re.compile(
    rf",? (?:by (?P<by>\w+)|(?P<other>on foot|overland|{MODES['straight']}))\b", re.IGNORECASE
)
_AND_ALSO = re.compile(r",? ?(?:and|but|or)?(?: (?:is|lies|was|just|only|also|some))*\s*", re.I)
_GOAL = re.compile(r"\b(?:to|in|into|at|across|inside|within)(?: the| a| an| eastern| western| "
                   r"northern| southern| central| far)*\s+$", re.I)  # fmt: skip
_HALFWAY = re.compile(r"\b(?:halfway|half-way|midway|half way)\s+between", re.IGNORECASE)
_FARTHEST_KM = 45_000  # more than once round the Earth: no distance between places
_COLUMNS = (
    "start", "end", "text", "value", "unit", "km", "bound", "low_km", "high_km", "direction",
    "mode", "subject", "reference", "subject_start", "reference_start", "same_as", "sentence",
    "within",
)  # fmt: skip
_POINTS = frozenset("N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split())


def _compile(words: str) -> re.Pattern[str]:
    """Fill the placeholders of a row and let a space be any white space."""
    words = words.replace("<trip>", _TRIP).replace("<way>", _WAY).replace("<dir>", _DIR)
    return re.compile(words.replace(" ", r"\s"), re.IGNORECASE)


_TAILS = tuple((row, _compile(rf"[ ,-]*(?:{row.words})"), _compile(row.needs)) for row in TAILS)
_LEADS = tuple((row, _compile(row.words + " ?")) for row in LEADS)
_VETOES = tuple((_compile(row.before), _compile(row.after)) for row in NOT_CLAIMS)
_MODE_WORDS = {mode: re.compile(rf"\b(?:{words})\b", re.I) for mode, words in MODES.items()}


def _mode(words: str | None) -> str | None:
    """Read the mode from the words of a journey; straight lines come first."""
    found = (m for m, p in _MODE_WORDS.items() if words and p.search(words))
    modes = list(found)
    return "rail" if "rail" in modes else next(iter(modes), None)


def _point(words: str | None) -> str | None:
    """Abbreviate a direction: "south-easterly" is SE; None for what is none of 16 points."""
    if not words:
        return None
    initials = "".join(re.findall(r"north|south|east|west", words.lower()))
    short = re.sub(r"(north|south|east|west)", lambda m: m[0][0].upper(), initials) or words
    return short if short in _POINTS else None


@dataclass(frozen=True)
class _Ends:
    """What stands at the two ends of a distance, and how one gets from one to the other."""

    subject: "Span | None" = None
    reference: "Span | None" = None
    direction: str | None = None
    mode: str | None = None
    tail_end: int = 0
    row: str = ""
    named: bool = False  # the subject is as read, even if None


@dataclass
class _Scene:
    """A text, its phrases and its mentions, asked for by offset."""

    doc: "Doc"
    mentions: pd.DataFrame
    phrases: Phrases = field(init=False)
    bounds: list[tuple[int, int]] = field(init=False)

    def __post_init__(self) -> None:
        """Cut the sentences and gather the noun phrases."""
        self.phrases = Phrases(self.doc, self._is_realm)
        self.bounds = _sentences(self.doc)
        self.spans = list(
            zip(self.mentions["start"], self.mentions["end"], self.mentions["kind"],
                self.mentions["country"], strict=True)
        )  # fmt: skip

    def sentence(self, offset: int) -> tuple[int, int]:
        """Bounds of the sentence that holds a character."""
        index = bisect_right(self.bounds, (offset, len(self.doc.text) + 1)) - 1
        return self.bounds[max(index, 0)]

    def sentence_before(self, start: int) -> tuple[int, int] | None:
        """Bounds of the sentence that ends before a character."""
        index = bisect_right(self.bounds, (start, -1)) - 1
        return self.bounds[index] if index >= 0 else None

    def inside(self, start: int, end: int) -> list[tuple[int, int, str, str]]:
        """Mentions that overlap a stretch of text: start, end, kind, country."""
        return [m for m in self.spans if m[0] < end and start < m[1]]

    def _is_realm(self, span: "Span") -> bool:
        """Tell whether a span is a mention of a country, a state or a province."""
        found = self.inside(span.start_char, span.end_char)
        return bool(found) and all(kind in _REALMS for _, _, kind, _ in found)
