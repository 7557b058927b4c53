"""Whether a stated distance says where a place lies, or how far somebody went."""

import re
from typing import TYPE_CHECKING, Any

from kit._endpoints import around
from kit._nouns import TOWNS

if TYPE_CHECKING:
    import pandas as pd

# Who travels may go round; a figure of a journey is no distance between its ends. Stems in small
# letters, since Windhoek does not wind; of names only those of ways.
_JOURNEY = re.compile(
    r"\b(?:travel|journe|trip|trek|march|walk|hik|cycl|bik|rid[ei]|rode|dr[io]v|sail|fl[eiy]|flown"
    r"|r[au]n(?!way)|row|paddl|sw[ia]m|voyag|expedition|route|road|trail|tour|cross|haul|ship|transport"
    r"|deport|migrat|drift|float|convoy|reach|arriv|left|leav|went|go(?:es|ing|ne)?\b|comes?\b"
    r"|came\b|coming\b|mov|detour|way\b|via\b|carri|deliver|advanc|retreat|race|racing|rall"
    r"|pilgrim|circl|winds?\b|winding|upriver|upstream|downstream|downriver|river|line|track|pipe"
    r"|border|coast|altogether|total|odometer|took|through"
    r"|(?:Route|Road|Trail|River|Line|Track|Way|Coast|Border|Tour|Race|Rally|Pipeline)s?\b)"
)
# Between a place and the length that says where it lies, as "an oil town that is"; the last two
# where a direction is told.
_A_WAY = (
    "day|drive|flight|hike|hour|journey|leg|line|march|ride|river|road|route|stage|track|trail|trip"
    "|voyage|walk|way"
)
_APPOSED = re.compile(
    rf",\s+(?:(?:an?|the|its) (?:[\w'’-]+(?:,\d+)* ){{0,5}}(?!(?:{_A_WAY})\b)[\w'’-]+ "
    r"(?=that |which |\d))?"
    r"(?:(?:that|which) (?:is|lies|stands|sits) )?(?:[\w-]+ ){0,3}",
    re.IGNORECASE,
)
_DESCRIBED = re.compile(r",\s+(?:[\w'’-]+ ){0,6}", re.IGNORECASE)
_LIES = re.compile(
    r".{0,80}\b(?:is|lies|stands|sits|lay|stood|sat) (?:[\w-]+ ){0,2}", re.IGNORECASE | re.DOTALL
)
_EDGE = re.compile(r"\b(?:border|coast|frontier)$")
_STATIC = re.compile(
    r"\bby (?:air|car|land|rail|road|sea|train)\b"
    r"|\b(?:is|are) (?:a|an) (?:[\w,.-]+ ){0,3}?(?:drive|flight|ride|sail|voyage)\b",
    re.IGNORECASE,
)
# "X, a Polish city about", "X, the main island of the group, roughly", "X, which at its nearest is"
_CALLED = re.compile(
    rf",\s+(?:an?|the|its) (?:[\w'’-]+ ){{0,5}}(?:{'|'.join(sorted(TOWNS))})"
    r"(?: of [^,.;]{1,30},)? (?:[\w-]+ ){0,3}"
    r"|, which [^,.;]{0,40}? (?:is|lies|stands|sits) (?:[\w-]+ ){0,3}",
    re.IGNORECASE,
)
# "The 390-km line from X to Y" has one length, whoever goes round.
_OF_WAY = re.compile(
    r"[- ](?:long )?(?:[a-z-]+ )?(?:highway|line|motorway|railway|road) "
    r"(?:from|between|that links) "
)


def is_of_site(claim: "pd.Series[Any]") -> bool:
    """
    Tell whether the words of a claim set a place at a distance.

    Parameters
    ----------
    claim : Series
        A row of claims.

    Returns
    -------
    bool
        False where the sentence speaks of travel or of a way, which may have gone far round.
    """
    sentence = claim.get("sentence")
    told = sentence.replace(str(claim["reference"]), "") if isinstance(sentence, str) else ""
    if _EDGE.search(str(claim["subject"])):
        told = told.replace(str(claim["subject"]), "")
    is_still = bool(told) and not _is_of_journey(_STATIC.sub("", told))
    return is_still or _is_apposed(claim) or _OF_WAY.match(around(claim)[1]) is not None


def _is_of_journey(sentence: str) -> bool:
    """Say whether a word of a sentence is of travel or of a way."""
    return _JOURNEY.search(sentence[:1].lower() + sentence[1:]) is not None


def _is_apposed(claim: "pd.Series[Any]") -> bool:
    """Tell "X, 140 km south of Y," and "X is": it says where X lies, whatever goes on there."""
    import pandas as pd

    before, _ = around(claim)
    if pd.isna(claim["subject_start"]) or not before or claim["mode"]:
        return False
    apart = int(claim["start"]) - int(claim["subject_start"]) - len(str(claim["subject"]))
    between = before[max(len(before) - apart, 0) :]
    if _APPOSED.fullmatch(between) or _CALLED.fullmatch(between):
        return True
    if pd.isna(claim["direction"]):
        return False
    described = _DESCRIBED.fullmatch(between) and not _is_of_journey(between)
    return bool(described or _LIES.fullmatch(between))
