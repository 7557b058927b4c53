"""Words that show that a length is no distance between two places, as a table: add a row."""

from typing import NamedTuple

from kit._wording import DAM, PARTED, TRIPS, pattern


class Veto(NamedTuple):
    """
    Words that show that a length is no distance between two places.

    `before` is searched in the sentence up to the figure, `after` must match right after the
    unit; where both are given, both must hold. `units` says for which units alone, parted by
    spaces.
    """

    reason: str
    before: str = ""
    after: str = ""
    units: str = ""


_LENGTHY = (
    r"rivers?|borders?|frontiers?|roads?|highways?|motorways?|railways?|pipelines?|canals?|"
    r"tunnels?|walls?|fences?|bridges?|convoys?|columns?|trench(?:es)?|cables?|lines?|coasts?|"
    r"coastlines?|routes?|corridors?|strips?|tracks?|paths?|trails?|conduits?|streams?|queues?|"
    r"faults?|fronts?"
)
_WEAPONS = (
    r"missiles?|rockets?|projectiles?|shells?|drones?|howitzers?|artillery|torpedo(?:es)?|"
    r"warheads?"
)
_SOME = (
    r"(?: (?:deep|at|for|up|to|as|far|out|a|an|distance|of|some|about|over|more|than|nearly|almost|"
    r"roughly|around|approximately|another|further|like|only|just|be))* *"
)
NOT_CLAIMS = (
    Veto(
        "a height or depth",
        before=r"\b(?:altitude|height|depth|elevation|apogee|ceiling)s? (?:of|at|above|is|was)"
        r"[\w ]{0,15}$",
    ),
    Veto(
        "a height or depth",
        after=rf"[- ]?(?:(?:above|below)\b(?! {DAM})|beneath|underneath|underground|underwater|"
        r"up in|deep\b(?! inside)|high\b|tall\b|of altitude|in altitude|under the|"
        r"(?:down|up)\b(?! (?:the|(?-i:[A-Z]))))",
    ),
    Veto("a depth", before=r"\b(?:drill\w*|dug|dig\w*|bored?|buried) (?:down |to )[^.;,]*$"),
    Veto(
        "an extent",
        after=r"[- ]?(?:long|wide|thick|broad|across(?! \w)|"
        r"across (?:at|and|but|in|when)\b|square|around\b|"
        r"in (?:length|width|diameter|height|depth|circumference))",
    ),
    Veto(
        "a range or an extent",
        before=r"\b(?:range|reach|radius|diameter|visibility|perimeter|circumference|length|"
        r"width|wavelength)s? (?:of|is|was|at|to|down to)[\w ]{0,15}$",
    ),
    Veto(
        "an area or a race",
        after=r"[- ]?(?:(?!from|off|to|of|outside|inside|north|south|east|west)\w+ )?"
        r"(?:range|radius|reach|zone|perimeter|limit|belt|exclusion|buffer|circle|ring|swath|area|"
        r"stretch|section|portion|segment|race|(?-i:marathon)|relay|stage|loop|lap|course|convoy|"
        r"column|border)\b",
    ),
    Veto(
        "a range",
        before=r"\b(?:can|could|capable of|able to|designed to|meant to|enough to) (?:\w+ )?"
        r"(?:hit|strik|reach|fly|travel|target|attack|destroy|fire|engag)\w*"
        r"(?: (?:\w+ )?(?:targets?|bases?|objects?|aircraft|ships?|cities|anything|tanks?|"
        rf"positions?|enemies))?{_SOME}$",
    ),
    Veto(
        "a range",
        before=r"\b(?:can|could|able to|capable of) (?:see|detect|track|spot|hear|sens|pick|shoot|"
        rf"intercept|jam|observ|scan)\w*[^.;,]{{0,30}}?{_SOME}$",
    ),
    Veto(
        "an extent", before=rf"\bfor{_SOME}$", after=r" (?:outside|along|inside|off|behind|past)\b"
    ),
    Veto(
        "a rule",
        before=r"\b(?:(?:may|must|can|shall|should) not|cannot|barred|ban(?:s|ned)?|forbid\w*|"
        rf"prohibit\w*|illegal|outlaw\w*|not allowed|required to)\b[^.;]*\bwithin{_SOME}$",
    ),
    Veto("a rule", before=rf"\b(?:keep|stay|keeping|staying|spaced|spacing){_SOME}$"),
    Veto(
        "a weapon's flight",
        before=rf"\b(?:{_WEAPONS})\b[^.;]*\b(?:flew|fly|flies|flying|flown|travell?ed|travels?|"
        rf"soared|covered){_SOME}$",
    ),
    Veto(
        "a fall",
        before=r"\b(?:fell|falls?|falling|plunge[ds]?|plummet\w*|dropp?(?:ed|s)?|jump\w*|"
        rf"leap\w*|dived?|tumbled){_SOME}$",
        after=r"(?! ?(?:\w+ ){0,2}(?:of|off|from|outside|inside|short|away)\b)|"
        r" (?:off|from) (?:[\w-]+ ){1,3}?(?:balcony|roof|bridge|scaffold\w*|ledge|ladder|window|"
        r"tree|cliff|building|tower|crane|platform|deck)\b",
        units="m ft yd",
    ),
    Veto(
        "a climb or descent",
        before=rf"\b(?:climb\w*|rose|rises?|rising|descend\w*|ascend\w*){_SOME}$",
        after=r"(?! ?(?:\w+ ){0,2}(?:of|off)\b)",
        units="m ft yd",
    ),
    Veto(
        "a length",
        before=r"\b(?:winding|winds(?= (?:its|through|for|along|over|around|up|down)\b)|"
        r"(?:flow|meander|snak|extend|stretch|span|spread|reach(?:es|ing)? out)"
        r"(?:s|ed|es|ing)?)\b[^,.;]{0,20}$",
        after=r"(?! (?:to the )?(?:north|south|east|west)[\w-]* of\b)",
    ),
    Veto(
        "a length",
        before=rf"\b(?:{_LENGTHY})\b (?:that |which )?(?:runs?|ran|running|goes|cuts?|carries|"
        r"carried|continues?|measures?|covers?|traverses?)\b[^,.;]{0,15}$",
        after=r"(?! (?:to the )?(?:north|south|east|west)[\w-]* of\b)",
    ),
    Veto(
        "a race",  # but "the marathon ends in Olympia, 300 km from" is no length of it
        before=rf"^(?!.*\b(?-i:[A-Z])[\w’'-]*,{_SOME}$).*\b(?:runners?|cyclists?|peloton|(?-i:marathon)|sprinters?|relay|laps?|"
        r"(?:bike|cycle|cycling|foot|road|horse|motor|boat|running) races?|"
        r"(?:first|second|third|\w+th|opening|final|last|mountain) stage|"
        r"races? (?:over|of|covers?|covered))\b[^.;]*$",
    ),
    Veto(
        "a match",
        before=r"\b(?:won|win|wins|medal|touchdown|birdie|putt\w*|fairway|bogey|goalkeeper|"
        r"striker|header|scored?|goal)\b[^.;]*$",
        units="m yd ft",
    ),
    Veto("a swim", before=rf"\b(?:swam|swims?|swimming){_SOME}$"),
    Veto(
        "a race or part of a way",
        after=r"[^.;]{0,25}\b(?:(?-i:marathon)|finish line|the finish\b|to go\b|left to|"
        rf"and won by|to win (?:the|his|her) |into (?:[\w-]+ ){{1,3}}?(?:{TRIPS})\b)",
    ),
    Veto("a metaphor", before=rf"\b(?:seem\w*|felt like|feels? like|might as well be){_SOME}$"),
    Veto("an odometer", after=r" on (?:the|its|his|her) (?:clock|odometer)"),
    Veto(
        "a piece of something",
        before=rf"^(?!.*\b(?:within|inside|separate|(?:{PARTED})(?: from [\w ]+)? by)\b)",
        after=r" of\b(?! (?:[\w-]+ ){0,5}(?:separat|divid|parts?\b|lies? between))",
    ),
)


_VETOES = tuple(
    (pattern(veto.before), pattern(veto.after), veto.units.split()) for veto in NOT_CLAIMS
)


def is_vetoed(left: str, right: str, unit: str | None) -> bool:
    """
    Tell whether the words before and after a length show that it is no distance.

    Parameters
    ----------
    left, right : str
        The words of its sentence.
    unit : str or None
        Of the length.

    Returns
    -------
    bool
    """
    return any(
        (not before.pattern or before.search(left))
        and (not after.pattern or after.match(right))
        and (not units or unit in units)
        for before, after, units in _VETOES
    )
