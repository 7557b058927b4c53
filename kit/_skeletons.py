"""Both ends of a length by the skeleton of its sentence: its towns, its length, the words between.

"From Tunis the highway runs north for 300 km before it reaches Sfax" is read as "From ■ the highway
runs north for ◆ before it reaches ■" and looked up in a table: add a row to teach another wording.
"""

import re
from typing import TYPE_CHECKING, NamedTuple

from kit._wording import TRIPS

if TYPE_CHECKING:
    from spacy.tokens import Span

    from kit._quantities import Quantity
    from kit._scene import Scene

_TOWN, _LENGTH = "■", "◆"
_BULLETS = str.maketrans(_TOWN + _LENGTH, "••")  # that a text has itself


class Skeleton(NamedTuple):
    """A wording: `<one>` and `<two>` are its ends, `◆` the length, `~` some words, no town."""

    example: str
    words: str


_WAYS = r"(?:railway|railroad|line|rails|road|highway|motorway|pipeline|pipes|track|canal|cable)"
_RUNS = r"(?:runs?|ran|running|winds?|goes|went|laid|stretch\w*|extends?|extended|travels?)"
_VEHICLES = r"(?:pipe|pipeline|rail|train|road|sea|boat|ship|lorry|truck|bus|car|ferry)"
_PARTS = r"(?:(?:is|are) all that )?(?:parts?|separates?|divides?)"
_THEM = r"(?:them|him|her|it)"
SKELETONS = (
    Skeleton(
        "From Tunis the highway runs north for 300 km before it reaches Sfax.",
        rf"\b[Ff]rom [^.;]{{0,80}}?<one>[^.;]{{0,80}}? {_RUNS}(?: \w+)?(?: for)? ◆~ before "
        r"(?:it|they) (?:reach\w*|ends?|arrives?|meets?)\b~<two>",
    ),
    Skeleton(
        "A railway about 600 km long has linked Tunis with Sfax.",
        rf"\b{_WAYS},? ◆ long,?(?: \w+)? (?:link|connect|join)\w* ~<one> (?:with|to|and) ~<two>",
    ),
    Skeleton(
        "Oil travels 1,700 km by pipeline from a terminal near Tunis to Sfax.",
        rf"◆ (?:by {_VEHICLES}|(?:along|under|across|over|through|on) ~) from ~<one>~ to ~<two>",
    ),
    Skeleton(
        "It is 120 km by a potholed highway over the pass from Tunis to Sfax.",
        r"\b[Ii]t is ◆ (?:by|on|along|over) [^.;]{0,80}? from <one> to <two>",
    ),
    Skeleton(
        "It is a five-hour drive, some 335 km, from Tunis down to Sfax.",
        r"\b(?:drive|ride|walk|flight|sail|journey|trip),? ◆,? from ~<one>(?: \w+)? to ~<two>",
    ),
    Skeleton(
        "It takes ten days to travel the 900 km of pipe from Tunis to the terminal at Sfax.",
        # not "blew up 5 km of track on the line from Tunis to Sfax"
        r"\b(?:the|these|those|all) ◆ of (?:pipe|pipeline|track|rails?|road|line)"
        r"(?: \w+){0,2} from ~<one>~ to ~<two>",
    ),
    Skeleton(
        "A ship from Tunis to Sfax has some 300 miles ahead of it.",
        rf"\bfrom <one> to <two> (?:has|have|faces?|had|faced) ◆~ ahead of {_THEM}\b",
    ),
    Skeleton(
        "Aid landed at Tunis must be trucked 226 km over the hills to reach Sfax.",
        r"\b(?:un)?(?:landed|loaded) (?:at|in) <one>~ (?:trucked|carried|moved|hauled|driven) ◆~"
        r" to (?:reach )?~<two>",
    ),
    Skeleton(
        "They built the expressway from Tunis to Sfax, 187 km of dual carriageway.",
        rf"\b(?:express\w+|{_WAYS}) from <one> to <two>, ◆ of ~"
        r"(?:road|track|carriageway|tarmac|asphalt|rail)\b",
    ),
    Skeleton(
        "Crude that leaves Tunis reaches the quay at Sfax after a journey of 900 km.",
        r"\bleaves? <one>~ (?:reaches|arrives)\b~<two>~ after an? [\w-]+ of ◆",
    ),
    Skeleton(
        "Seven kilometres of cold, deep water part Tunis from Sfax.",
        rf"◆ of ~\b{_PARTS} ~<one>~ from ~<two>",
    ),
    Skeleton(
        "More than 700 kilometres of desert and scrub stretch between Tunis and Sfax.",
        r"◆ of ~\b(?:lies?|lay|stretch(?:es|ed)?|separates?) between <one> and <two>",
    ),
    Skeleton(
        "Some 900 km of track lie between the main station in Tunis and the buffers at Sfax.",
        r"◆ of ~\b(?:lies?|lay) between ~<one> and ~<two>",
    ),
    Skeleton(
        "They reckon on five hours for the 450 km that separate Tunis from the resort of Sfax.",
        r"◆ (?:that|which) (?:separates?|part|divide) <one> from ~<two>",
    ),
    Skeleton(
        "Buses from Tunis no longer make the 90-km trip east to Sfax.",
        rf"\b[Ff]rom <one>~ (?:the|an?|their|this|its) ◆ (?:\w+ )?(?:{TRIPS})(?: \w+)? to <two>",
    ),
    Skeleton(
        "Tunis to Sfax is a hop of about 300 km over the hills.",
        rf"(?<![-–—] )<one> to <two> is an? (?:\w+ )?(?:{TRIPS}|run) of (?:\w+ )?◆",
    ),
    Skeleton(
        "Coffee leaves through Sfax, at the foot of a 115-km mountain road from Tunis.",
        rf"<two>, at the (?:\w+ )?(?:foot|end|head|top|start) of an? ◆ (?:\w+ )?{_WAYS} from <one>",
    ),
    Skeleton(
        "Freight reaches the island over 30 nautical miles of the channel, from Tunis to Sfax.",
        r"◆ of (?:the |open )?\w+(?: \w+)?, from <one> to <two>",
    ),
    Skeleton(
        "Between Tunis and Sfax the strait narrows to just 21 miles.",
        r"\b[Bb]etween <one> and <two>~\b(?:narrows? to|measures?|spans?)(?: \w+)? ◆",
    ),
    Skeleton(
        "For ferries out of Tunis, Sfax is 26 miles off.",
        r"\b(?:out of|from) <one>, <two> (?:is|lies) ◆",
    ),
    Skeleton(
        "They left Tunis with 300 km ahead of them before the sprint in Sfax.",
        rf"\b(?:left|leave|leaves|from|out of) <one>~ with ◆(?: of \w+)? ahead of {_THEM}\b~<two>",
    ),
    Skeleton(
        "They join the trail in Tunis, which leaves them 115 km to walk before Sfax.",
        rf"\b(?:in|at|from) <one>, which leaves {_THEM} ◆ (?:to \w+|on foot) ~<two>",
    ),
)


def _compiled(words: str) -> re.Pattern[str]:
    words = words.replace("~", rf"[^.;{_TOWN}]{{0,60}}?")
    for end in ("one", "two"):
        words = words.replace(f"<{end}>", rf"(?P<{end}>{_TOWN})")
    return re.compile(words)


_KNOWN = tuple(_compiled(row.words) for row in SKELETONS)


def both_ends(
    scene: "Scene", quantity: "Quantity", tail: int, start: int, end: int
) -> "tuple[Span, Span, str, int] | None":
    """
    Read both ends of a length from the skeleton of its sentence.

    Parameters
    ----------
    scene : Scene
    quantity : Quantity
        The length.
    tail : int
        Offset after it and what restates it.
    start, end : int
        Bounds of its sentence.

    Returns
    -------
    (Span, Span, str, int) or None
        The ends, the words that were met, and where in the text they end.
    """
    towns = [
        town
        for town in scene.towns(start, end)
        if town.end_char <= quantity.head or town.start_char >= tail
    ]
    parts, at = list[str](), start
    for first, last, mark in sorted(
        [(quantity.head, tail, _LENGTH), *((t.start_char, t.end_char, _TOWN) for t in towns)]
    ):
        parts += [scene.text[at:first].translate(_BULLETS), mark]
        at = last
    skeleton = "".join([*parts, scene.text[at:end].translate(_BULLETS)])
    for wording in _KNOWN:
        if found := wording.search(skeleton):
            one, two = (
                towns[skeleton.count(_TOWN, 0, found.start(name))] for name in ("one", "two")
            )
            return one, two, found[0], max(two.end_char, tail)
    return None
