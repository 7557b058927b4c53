r"""The words that state distances, as tables: add a row to teach the kit another wording.

In `words`, `needs`, `before`, `after` and `link` a space is any white space and these stand for
more: `<dir>` a point of the compass, `<trip>` an optional journey ("drive", "train ride"), `<way>`
words of way and weight ("further", "by road", "up the coast"), `<be>` verbs of being somewhere.
Case does not matter. Rows are tried from the top, so the more particular stand first.
"""

import re
from typing import NamedTuple

# How people and cargo go, by the words of a journey or a way.
MODES = {
    "straight": r"as the crow flies|as a bird flies|in a straight line|straight[- ]line|"
    r"in direct line",
    "rail": r"rail|rails|railway|railroad|train|tram|metro",
    "sea": r"sea|ship|boat|speedboat|hydrofoil|ferry|ferries|sail\w*|voyages?|crossings?|steam\w*|"
    r"canoe|row\w*|cruise\w*|by (?:river|barge)",
    "air": r"air|plane|jet|flights?|fly|flies|flew|flying|flown|helicopter",
    "road": r"roads?|dirt track|highway|motorway|car|bus|truck|lorry|taxi|driv\w+|drove|coach|jeep|"
    r"motorcycle|motorbike|bicycle|bike|cycl\w+|foot|walk\w*|march\w*|hike\w*|hiking|trek\w*|"
    r"overland",
}
TRIPS = (
    r"drives?|rides?|flights?|hops?|walks?|marche?s?|hikes?|treks?|sails?|voyages?|crossings?|"
    r"journeys?|trips?|cruises?|commutes?|hauls?|climbs?|descents?"
)
BE = (
    r"is|was|are|were|be|been|being|'s|’s|lies?|lay|lying|sits?|sat|sitting|stands?|stood|"
    r"standing|remains?"
)
MOVES = (
    r"(?:walk|march|trekk?|travell?|sail|row|journey|haul|cover)(?:s|es|ed|ing)?|"
    r"(?:hik|cycl|commut)(?:es?|ed|ing)|(?:driv|rid)(?:es?|ing|den|en)|drove|rode|"
    r"fl(?:y|ew|ies|ying)|goes|go|went|carry|carried"
)
VEHICLES = (
    r"track|road|rail|train|sea|air|car|boat|bus|ship|land|plane|ferry|helicopter|water|river|"
    r"truck|lorry|coach|jeep|jet|speedboat|launch|hydrofoil|catamaran|steamer|tram"
)
WAY = (
    r"(?:(?:away|further|farther|straight|due|directly|almost|just|immediately|back|out|distant|"
    r"inland|offshore|upstream|downstream|upriver|downriver|upwind|downwind|deep|removed|"
    r"overland|to the rear|out to sea|(?:up|down|along|across|over) the [a-z]+|"
    rf"by (?:[a-z-]+ )?(?:[a-z]+ )?(?:{VEHICLES})|"
    r"on foot|as the crow flies|in a straight line),? )*"
)
DIR = (
    r"(?P<dir>(?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}"
    r"(?:wards?|ern|erly)?|"
    r"(?-i:NNE|NNW|SSE|SSW|ENE|ESE|WNW|WSW|NE|NW|SE|SW|N|S|E|W))\b"
)
# "Two miles below the dam" is down the river, not under it.
DAM = r"(?:(?:the|a) )?(?:[\w-]+ ){0,3}(?:dam|falls|locks?|weir|confluence|rapids|mouth|ford)\b"
TRIP = rf"(?:(?:(?:[a-z]+[- ]){{0,2}}?(?:{TRIPS})\b),? )?"
# "50 km of open sea divide X from Y", but no border or wall so long.
BETWEEN = (
    r"(?:(?:as the crow flies|in a straight line) )?"
    r"(?:of (?:(?!border|frontier|fence|wall|coast|barrier)[\w-]+,? ){1,5}?)?"
)
DIVIDES = r"separat(?:es?|ed|ing)|divid(?:es?|ed|ing)|parts?|parted|sever(?:s|ed)?"


def pattern(words: str) -> re.Pattern[str]:
    """Fill the placeholders of a row and let a space be any white space."""
    for name, filling in (("<trip>", TRIP), ("<way>", WAY), ("<dir>", DIR), ("<be>", BE)):
        words = words.replace(name, filling)
    return re.compile(words.replace(" ", r"\s"), re.IGNORECASE)


class Tail(NamedTuple):
    """
    Words after a length that make it a distance.

    `ends` says which noun phrases follow them: "one" (the reference), "none", or two with the
    word that joins them. `needs` must be found in the words of the sentence before the length.
    """

    name: str
    words: str
    ends: str
    needs: str = ""


TAILS = (
    Tail(
        "between X and Y",
        r"<trip><way>(?:(?:that |which )?separat(?:es?|ing) )?between",
        ends="and",
    ),
    Tail(
        "along the road from Y",
        r"(?:up|down|along) the (?:[\w-]+ )?(?:road|highway|motorway|line|track|river|coast) from",
        ends="one",
        needs=r"^(?!.*\b(?:it|that|distance) (?:is|was)\b[^,;]*$)",
    ),
    Tail("across the sea from Y", r"<way>across (?:the )?(?:[\w-]+ ){1,5}from", ends="one"),
    Tail("from X to Y", r"<trip><way>from", ends="to"),
    Tail("south of Y", r"<trip><way>(?:to the )?<dir> (?:of|from|off)", ends="one"),
    Tail("on the south side of Y", r"<way>on the <dir> (?:side|bank|shore) of", ends="one"),
    Tail("from Y", r"<trip><way>from", ends="one"),
    Tail("upstream of Y", r"<way>(?:up|down)(?:stream|river|wind) of", ends="one"),
    Tail(
        "off Y",
        r"<trip><way>(?:off|outside of|outside|beyond|past|short of|behind|inside|out of)",
        ends="one",
    ),
    Tail("into Y from Z", r"(?:deep )?into(?: [\w-]+){1,3} from", ends="one"),
    Tail("into Y", r"(?:deep )?into(?-i:(?= (?:the )?(?:[a-z]+ern |central )?[A-Z]))", ends="one"),
    Tail("below the dam", rf"<way>(?:above|below)(?= {DAM})", ends="one"),
    Tail("separate X from Y", rf"{BETWEEN}(?:{DIVIDES})", ends="from"),
    Tail("separate X and Y", rf"{BETWEEN}(?:{DIVIDES}|keeps?|kept)", ends="and"),
    Tail(
        "lie between X and Y",
        rf"{BETWEEN}(?:that |which )?(?:lies?|lay|runs?|ran|stretch(?:es|ed)?) between",
        ends="and",
    ),
    Tail(
        "strait between X and Y",
        r"(?:wide,? )?(?:at (?:its|the) narrowest(?: (?:part|point))?,? )?between",
        ends="and",
        needs=r"\b(?:channel|strait|sound|corridor|gap|gulf|isthmus|neck|passage)\b",
    ),
    Tail("within N of Y", r"of", ends="one", needs=r"\b(?:within|inside)\b[^,;]*$"),
    Tail(
        "N to Y",
        r"<trip><way>(?:(?:north|south|east|west)\w* )?"
        r"to(?! (?:the|its|their) (?-i:north|south|east|west))",
        ends="one",
        needs=rf"\b(?:<be>|{MOVES}|within|(?:{TRIPS}) of)(?: \w+)?$",
    ),
    Tail("apart", r"<way>(?:apart|(?:from|of) (?:each other|one another))\b", ends="none"),
    Tail(
        "to the west",
        r"<way>(?:(?:further|farther|due) |to (?:the|its|their) )<dir>"
        r"(?! (?:coast|side|edge|bank|shore)\b)",
        ends="none",
    ),
    Tail(
        "west",
        r"<way><dir>(?! and [\w.,]+ \w+ (?:north|south|east|west))"
        r"(?= ?[.,;:)!?]|$| (?:and|in|at|on|is|was|were|but|over|across|beyond)\b)",
        ends="none",
    ),
    Tail(
        "by road",
        r"by (?:road|rail|train|car|sea|boat|ferry|air)(?=[,.;)])",
        ends="none",
        needs=r"^(?!.*\b(?:from(?! (?:the|its|their) (?-i:[a-z]))|between)\b)"
        r".*[A-Z][\w’'-]+,(?: [a-z]+){0,2}$",
    ),
    Tail(
        "away",
        r"<trip><way>(?:away|distant|offshore|inland|upstream|downstream|upriver|downriver|"
        r"out to sea|(?:up|down) the (?:road|river|coast|valley|line)|"
        r"(?:up|down|along) (?-i:[A-Z])[\w-]+ \d+)(?!\w)",
        ends="none",
    ),
    Tail("away", r"<way>off(?=[.,;:)!?]|$)", ends="none", needs=r",(?-i:(?: [a-z]+){0,4}$)"),
    Tail(
        "across the water",
        r"(?:up|down|along|across|over) the (?:[a-z]+ )?(?:bay|border|channel|coast|desert|estuary|"
        r"gulf|highway|lake|motorway|mountains|railway|river|road|sea|shore|sound|strait|track|"
        r"valley|water)(?=[.,;:)!?]|$)",
        ends="none",
        needs=r"^(?!.*\b(?:from|between)\b)"
        r".*(?:(?-i:[A-Z][\w’'-]+),|\b<be>)(?-i:(?: [a-z]+){0,4}$)",
    ),
    Tail(
        "at a distance",
        r"(?=[.,;:)!?]|$)",
        ends="none",
        needs=r"(?:,|\b<be>|\blies|\blay) at a distance of(?: \w+){0,3}$",
    ),
)


class Lead(NamedTuple):
    """
    Words before a length that name both ends: `words` X `joiner` Y `link` length.

    X is the subject and Y the reference, but for the joiner ",", where Y comes first. Without a
    joiner X stands for both.
    """

    name: str
    words: str
    joiner: str
    link: str


_ASIDE = r", [^.;,\d]{1,60},"
_COMES_TO = (
    r"(?:, (?:where|which|who|whose) [^.;,\d]{3,90},)?[, ]*(?:it|this|that|the \w+|there)? ?"
    r"(?:<be>|of|measures?|comes? to|covers?|spans?|takes?|exceeds?)\b[^.;]{0,25}"
)
_DISTANCE = (
    rf"(?:\b(?:{'|'.join(MODES[mode] for mode in ('straight', 'rail', 'sea', 'air', 'road'))}) )?"
    rf"\b(?:distance|gap|way|{TRIPS})"
)
PARTED = r"separated|divided|parted|split|severed|cut off"
LEADS = (
    Lead(
        "the distance between X and Y is",
        rf"{_DISTANCE}\b[^.;,]{{0,30}}?\bbetween",
        "and",
        _COMES_TO,
    ),
    Lead(
        "the distance between the two cities is",
        rf"{_DISTANCE}\b[^.;,]{{0,30}}?\bbetween",
        "",
        _COMES_TO,
    ),
    Lead(
        "the distance from X to Y is",
        rf"{_DISTANCE}\b[^.;,]{{0,30}}?\bfrom",
        "to",
        rf"(?:{_COMES_TO}|[, (–—-]+)",
    ),
    Lead(
        "the flight from X to Y takes an hour; the distance is",
        r"\b(?:drive|ferry|flight|journey|ride|road|route|train|trip|voyage|way) from",
        "to",
        rf"[^.]{{0,60}}\bdistance\b[^.;,]{{0,20}}?{_COMES_TO}",
    ),
    Lead("from X to Y it is", r"(?:^|[,;:] ?)from", "to", rf"(?:{_ASIDE})?{_COMES_TO}"),
    Lead("from Y, X is", r"(?:^|[,;] ?)from", ",", rf" (?:{BE})\b[^.;,]{{0,15}}"),
    Lead(
        "X and Y are separated by",
        r"(?:^|[,;] ?|between )",
        "and",
        rf"(?:, which)? (?:are|were) (?:\w+ )?(?:{PARTED}) by",
    ),
    Lead(
        "X and Y are linked by a railway of",
        r"(?:^|[,;] ?)",
        "and",
        r"(?:, which)? (?:are|were|have been) (?:\w+ )?(?:linked|joined|connected) by an? "
        r"(?:[\w-]+ ){0,3}(?:railway|railroad|line|road|highway|motorway|ferry|track)(?: line)? of",
    ),
    Lead(
        "X is separated from Y by",
        r"(?:^|[,;] ?)",
        rf"(?:is|was) (?:\w+ )?(?:{PARTED}) from",
        r" by",
    ),
    Lead(
        "it separates X from Y by",
        rf"\b(?:{DIVIDES}|isolat(?:es?|ed|ing))",
        "from",
        r" by",
    ),
    Lead(
        "between X and Y lie",
        r"(?:^|[,;] ?)between",
        "and",
        r",? (?:lies?|are|is|were|lay)\b[^.;]{0,10}",
    ),
)

# What a way grows or shrinks by: "shaved 7 km off the drive from", "saves drivers to X 40 km".
CHANGED = pattern(
    r"\b(?:(?:sav(?:es?|ed|ing)|shav(?:es?|ed|ing)|trim(?:s|med|ming)?|knock(?:s|ed|ing)?|"
    r"lop(?:s|ped|ping)?|slash(?:es|ed|ing)?|spar(?:es?|ed|ing))\b[^.;,]{0,60}|"
    r"(?:cut(?:s|ting)?|add(?:s|ed|ing)?)(?: (?:some|about|roughly|nearly|another|an extra|"
    r"a further|up to|as much as|more than|at least|almost|over|around))* ?)$"
)
OFF_TRIP = pattern(
    rf" off (?:the|an?|its|their|his|her|every|each) (?:[\w-]+ ){{0,3}}?(?:{TRIPS}|distance)\b"
)
IDIOM = pattern(r"\b(?:a|the) (?:million|thousand|country) (?:miles?|km)\b")
# Objects of a verb that are put nowhere: "took cover 3 km from", but "set up artillery 3 km from".
NOT_PUT = frozenset(
    "aim altitude attention care command contact control course cover fire ground height heart "
    "hope interest momentum order part pace permission place power pressure refuge room sanctuary "
    "shelter speed steam support time track traction turn use way word work".split()
)
# Ends that are no places on the ground.
NOT_PLACES = pattern(
    r"^(?:the )?(?:\w+ )?(?:earth|moon|sun|mars|venus|jupiter|saturn|planet|asteroid|galaxy|star|"
    r"ground|surface|goal|net|hole|fringe|green|pin|basket|rim|tee|plate|finish|finish line|"
    r"target|bullseye|top|bottom|balcony|roof|ladder|window|tree|cliff|sky|perfect|truth|reality|"
    r"seas|weather|fog|rain|snow|winds?|swells?|conditions|darkness|daylight|turbulence|take-?off|"
    r"over|being|now|then|death|victory|safety|each other|one another|sea level)$"
)
# Verbs that place their subject, as the last words before the length.
POSITION = pattern(
    r"(?:^|[ ,])(?:<be>|located|situated|centred|centered|based|sited|set|perched|nestled|"
    r"positioned|stationed|found|lived?|lives|struck|hit|died|fell|landed|come|comes|came|"
    r"occurred|happened)(?: (?:still|also|now|only|at|in|to|about))*,? *$"
)
# Words between a noun phrase and its length: "Nampo, located 50 km".
PARTICIPLE = pattern(
    r"(?:,? ?\b(?:located|situated|lying|based|sited|set|standing|positioned|stationed|perched|"
    r"nestled|centred|centered|found|living|still|(?:which|that) (?:is|was)|only|and|itself)"
    r")+,? *$"
)
# "The well is": where the parser takes the noun for another word.
PLAIN = pattern(r"((?:the|an?|this) (?:[\w-]+ )?[\w-]+) (?:<be>) *$")
WHICH = pattern(r"\b(?:which|that) \w+ *$")
ARTICLE = pattern(r"\b(?:an?|the|its|another|this|that|at) *$")
# Movements and hearing that name no other end.
MOVING = pattern(rf"\b(?:{MOVES})(?: (?:for|the))? *$")
MOVED = pattern(
    rf"\b(?:{MOVES}|mov\w+|advanc\w+|push\w*|retreat\w*|ran|runs?|drag\w*|drift\w*|head\w*|swam|"
    r"swim\w*|(?:push|carr|drag|swe[ep]|wash|blew|blow|forc|sen[dt]|driv|drov|mov)\w*"
    r"(?: (?:the|an?))? \w+)(?: (?:up|down|back|for|on|another))? *$"
)
SENSED = pattern(
    r"\b(?:heard|seen|felt|visible|audible|smelled|smelt|noticed)(?: (?:from|as far as|up to))? *$"
)
# Where a restatement begins and ends: "(62 miles)", "/ 100 km", ", or 100 kilometers,".
RESTATES = pattern(r" *(?:[(\[]|/|,? or|[–—-] ) *(?:or |that is |i\.e\. )?$")
RESTATED = pattern(
    r" ?[)\]]|,(?= ?(?:\w+ )?(?:from|north|south|east|west|of|off|away|outside))| [–—-](?= )"
)
AFTER_MODE = pattern(rf",? (?:by \w+|on foot|overland|{MODES['straight']})\b")
AND_ALSO = pattern(r",? ?(?:and|but|or)?(?: (?:is|lies|was|just|only|also|some))* *")
GOAL = pattern(
    r"\b(?:to|in|into|at|across|inside|within)(?: (?:the|a|an|eastern|western|northern|southern|"
    r"central|far))* +$"
)
HALFWAY = pattern(r"\b(?:halfway|half-way|midway|mid-way|half way)(?= between\b)")
TRIP_OF = pattern(rf"(?:\w+ )?\b(?:{TRIPS}) of (?:\w+ ){{0,3}}$")
TRIP_TIME = pattern(
    rf"(?P<noun>[ -](?:(?!and\b)[a-z]+[- ]){{0,2}}?(?:{TRIPS}))\b|"
    rf"(?= (?:by|on) (?:[a-z-]+ )?(?:[a-z]+ )?(?:{VEHICLES}|foot) "
    r"(?:from|north|south|east|west|of)\b)"
)
FIRST_MODE = pattern(
    rf"^(?:by \w+|on foot|overland|{MODES['straight']})"
    r"(?=,| (?:it|that|the \w+|there) (?:is|was)\b)"
)
FROM = pattern(r"\bfrom ")
# Roads by number: what stands on them lies there, not they.
ROAD = pattern(
    r"(?:the )?(?:[\w.]+ )?(?:road|rd|highway|hwy|route|rte|interstate|motorway|freeway|autobahn|"
    r"[acfsu]\.?[mrs]\.?|[aeimn])\.?[ -]?\d+\w?"
)
ON_ROAD = frozenset({"on", "off", "of", "along"})
# "The storm was centred over the Bay of Bengal 460 km from Chennai" places the storm.
WIDE_SPOT = pattern(
    r"\b(?:<be>|centred|centered|located|situated|formed|brewing) (?:over|in|on|above|at) the "
    r"(?:\w+ )?(?:(?:sea|ocean|gulf|bay|straits?|channel|mediterranean|atlantic|pacific|arctic|"
    r"desert|mountains|hills|jungle|steppe|bush|countryside|suburbs)(?: of [\w ]+)?|"
    r"(?:tip|edge|end|heart|foot|mouth|top|bottom|centre|center) of [\w ]+)$"
)
# What may stand before a distance that opens a sentence, and after the place that it is from.
OPENERS = pattern(
    r"[ \n,(—–-]*(?:(?:and|but|yet|still|meanwhile|now|today|at|here)\b,? *)*"
    r"(?:<dir> of [\w'’ -]{1,40}, *)?"
)
COMMA = pattern(r", ")
# Before a place that another is at a distance or in a direction of.
_MEASURED_TO = re.compile(
    r"(?:km|kilomet(?:er|re)s?|miles?|mi|(?:north|south)?[ -]?(?:east|west)|north|south"
    r"|(?:up|down)(?:stream|river))"
    r"(?:\)|\W)? (?:by \w+ )?(?:of|from)(?: the)?(?: \w+)? $",
    re.IGNORECASE,
)


def is_measured_to(text: str, start: int) -> bool:
    """Tell whether a place is one that another is at a distance or in a direction of."""
    return _MEASURED_TO.search(text[max(0, start - 40) : start]) is not None


STAYS = pattern(rf" (?:{BE}) (?!\w+ing\b)")
NEAREST = pattern(r"\b(?:nearest|closest)\b")
TO = pattern(r" to ")
# Another measure, up to what it is from: "half a km" in "a few yards from the road, half a km".
BESIDE = pattern(
    r"\b(?:just |only |about |some |around )*"
    r"(?:\d[\d.,]*|half an?|some|(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"several|many|few|dozens of|hundreds of)(?: few| couple of| stone['’]s)?"
    r"(?: dozen| hundred| thousand)?)"
    r"[ -](?:met(?:er|re)s?|kilomet(?:er|re)s?|km|yards?|feet|foot|miles?|minutes?|hours?|"
    r"days?|blocks?|steps|paces|throw)\b[\w -]{0,20}? "
    r"(?:(?:beneath|under|below|above|after|before) |"
    r"(?:from|of|off|outside) (?:(?:his|her|their|its|the) \w+ (?:in|near|at|on) )?)$"
)
