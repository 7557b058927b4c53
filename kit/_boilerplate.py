"""Lines that surround an article and are none of it: links, captions, credits, footers."""

import re

#: News agencies, as bylines, credits and signatures name them.
NEWS_AGENCY = (
    r"(?:The )?(?:AFP|AP|Associated Press|Agence France-Presse|Reuters|EPA(?:-EFE)?|EFE|dpa|TASS|"
    r"Sputnik|RIA Novosti|Interfax|Xinhua|Yonhap|KCNA|Kyodo(?: News)?|Jiji(?: Press)?|ANSA|PTI|ANI|"
    r"IANS|IRNA|Anadolu(?: Agency)?|Bloomberg|UPI|VOA|RFE/RL|PA(?: Media| Wire)?)"
)
_CREDITED = rf"(?:{NEWS_AGENCY}|Getty(?: Images)?|Shutterstock|iStock|Alamy|NurPhoto|ZUMA|Handout)"
_ADDRESS_LABEL = (
    r"(?:original(?:ly)?(?: published)?(?: (?:url|link|article|source|at))?|source(?: url| link)?|"
    r"url|link|permalink|retrieved from|available (?:at|from|online)|published at|archive(?:d at)?)"
)
_ADDRESS = re.compile(
    rf"(?:{_ADDRESS_LABEL}\s*:?\s*)?<?((?:https?://|www\.)[^\s<>]+?)"
    r"(?: ([\w%/.?=&#-]*[\d/-][\w%/.?=&#-]*))?>?",
    re.IGNORECASE,
)
_BARE_ADDRESS_LABEL = re.compile(rf"{_ADDRESS_LABEL}\s*:", re.IGNORECASE)
_LONGEST = 400  # characters: whatever is longer is prose

_STORY = r"(?:articles?|stor(?:y|ies)|news|coverage|content|reading|topics?|links?|posts?|videos?)"
_RELATED_LABEL = (
    rf"(?:(?:related|recommended|trending|popular)(?: {_STORY})?|(?:read|see) (?:also|more|next)|"
    rf"also read|more(?: {_STORY})?|more (?:on|from|about)\b[^.:]{{0,60}}|further reading|"
    r"don['’]?t miss(?: it)?|you (?:may|might) (?:also )?(?:like|be interested in)|up next|"
    r"most (?:read|popular)|editor['’]?s['’]? picks?|in (?:pictures|photos)|watch(?: now| live)?|"
    r"listen(?: now)?|what (?:else )?to (?:read|know))"
)
_NETWORK = (
    r"(?:facebook|twitter|x|whatsapp|telegram|linkedin|reddit|e-?mail|print|copy(?: link)?|"
    r"pinterest|messenger|tweet|share|save|flipboard|threads|bluesky|sms|link|pdf)"
)
_APART = r"(?:[\s:|,/•·>–-]|\b(?:and|or|on|via|this|article|story|page)\b)*"
_PICTURE = r"(?:photo(?:graph)?|image|picture|pic|video|footage|graphic|illustration)s?"

_ANY_CASE = (
    # Links to other pages. A label counts with a colon or a bar after it, or alone on its line.
    rf"{_RELATED_LABEL}\s*(?:[:|>»].*)?",
    rf"related(?: {_STORY})? [–—-] .*",
    r"(?:also read|read also|read more|see also)\b[^.]*\.?",
    r"click (?:here|on|to)\b.*",
    # Newsletters, apps, money, advertisements
    r"(?:sign up|subscribe)\b(?: now| today)?(?: (?:for|to|and|here|via|on|with|by)\b.*|[.!]?)",
    r"subscribe\s*:.*|(?:#\w+\s*)+",
    r"(?:follow|like|join|find) (?:us|our|@\w+)\b.*",
    rf"follow .{{1,60}} on {_NETWORK}\b.*",
    r"(?:get|download|install) (?:our|the)\b.{0,60}\b(?:app|newsletter|alerts?|inbox|briefing)\b.*",
    r"(?:support (?:us|our)|donate|become a (?:member|subscriber|supporter|patron))\b.{0,150}",
    r"(?:(?:this is an? )?advert(?:isement|orial)?|sponsored(?: content| by.{0,60})?|promoted)",
    # Buttons
    rf"{_APART}{_NETWORK}(?:{_APART}{_NETWORK})*{_APART}",
    r"share (?:this|on|via|the)\b[^.]{0,80}",
    r"(?:(?:\d+|no|leave a|post a|add a|view|show|all) )?(?:comments?|reply|replies)(?: \(\d+\))?",
    r"[^.>»›]{1,30}(?: [>»›] [^.>»›]{1,30}){1,5}",  # Home > World > Peru
    r"skip to (?:main )?content|menu|search|home|log ?in|sign in|back to top|continue reading",
    r"(?:you need to|please)? ?enable javascript\b.*|.*\benable javascript to\b.*",
    r"(?:this (?:web)?site|we) uses? cookies\b.*|accept (?:all )?cookies",
    r"(?:tags?|topics?|keywords?|categor(?:y|ies)|filed under)\s*:.*",
    r"(?:published|updated|posted|last updated)?:? ?(?:\d+ (?:minute|hour|day|week)s? ago)?",
    r"for immediate release|(?:press|news) release|breaking(?: news)?|exclusive|just in|live",
    r"\d+[ -]min(?:ute)?s?(?: read)?|(?:estimated )?read(?:ing)? time\s*:.*",
    # Captions and credits
    rf"(?:file )?{_PICTURE}(?: (?:credits?|courtesy|caption|by|via|from|source))?\s*[:|/©].*",
    rf"{_PICTURE} (?:by|via) [^.]{{0,100}}|{_PICTURE} (?:courtesy|credit)\b.{{0,100}}",
    r"(?:caption|credits?|courtesy of)\s*[:|]?\s.{0,150}|credits?\s*[:|].{0,150}",
    rf".*\((?:[\w .'’-]+ )?{_PICTURE}\s*(?:[/:|]|by |via |courtesy |credit).*\)\.?",
    r".*\((?:credit|source|courtesy|file|handout)\s*[:/].*\)\.?",
    rf".*\((?:[^()]*[/ ])?{_CREDITED}\s*/[^()]*\)\.?",
    rf".*\([^()]*(?:/|\bvia ){_CREDITED}\)\.?",
    r".*\b(?:getty images|shutterstock|istock(?:photo)?|alamy)\)?\.?",
    # Footers
    r"(?:©|\(c\) ?(?:19|20)\d\d|copyright\b).*|.*©[^.]{0,60}|.*\ball rights reserved\b.*",
    r"\W?(?:additional |with )?(?:reporting|writing|editing|compiled|translated|edited) by\b.*",
    r"(?:the )?(?:associated press|ap|reuters|afp)\b.{0,60}\bcontributed\b.*",
    r"this (?:article|story|report|piece|post)\b.{0,60}\b(?:published|appeared|updated)\b.*",
    r"this (?:article|story|report|piece|post)\b.{0,60}\b(?:produced|translated|edited)\b.*",
    r"(?:originally|first) (?:published|appeared)\b.*",
    r"\W*(?:30|ends?|more)\W*",
    rf"\W*{_CREDITED}\W*",
)
_THIS_CASE = (
    rf".*[/|©]\s?{_CREDITED}(?:[/ ][A-Z][\w'’-]*)*",
    r".*\b[A-Z][A-Z-]+\s?/\s?[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}",
    r"FILE(?: PHOTO| IMAGE| PICTURE)?\s*[-–—:].*",
    r"(?:READ MORE|READ ALSO|ALSO READ|SEE ALSO|READ NEXT|RELATED|WATCH)\b.*",
)
_PATTERNS = tuple(re.compile(pattern, re.IGNORECASE) for pattern in _ANY_CASE) + tuple(
    re.compile(pattern) for pattern in _THIS_CASE
)
_MASTHEAD = re.compile(
    r"(?:The )?(?:[A-Z][\w.]+ ){1,3}(?:Times|Post|Herald|Gazette|Tribune|Chronicle|Observer|"
    r"Courier|Guardian|Telegraph|Journal|Mail|News|Star)"
)
_BARE_RELATED = re.compile(rf"(?:{_RELATED_LABEL})\s*:?", re.IGNORECASE)
_SIGNATURE = re.compile(rf"\s+[—–-]{{1,2}} ?{_CREDITED}(?:/{_CREDITED})*\.?$")


def is_boilerplate(line: str) -> bool:
    """
    Whether a line is none of the article: a link, a caption, a credit, a button, a footer.

    Parameters
    ----------
    line : str
        A whole paragraph on one line.
    """
    if not any(character.isalnum() for character in line):
        return True
    if address(line) or _BARE_ADDRESS_LABEL.fullmatch(line):
        return True
    return len(line) <= _LONGEST and any(pattern.fullmatch(line) for pattern in _PATTERNS)


def announces_links(line: str) -> bool:
    """Whether a line is a bare "Related articles:", after which headlines of others stand."""
    return bool(_BARE_RELATED.fullmatch(line))


def is_masthead(line: str) -> bool:
    """Whether a line is the name of a newspaper, as it stands above what is copied from one."""
    return bool(_MASTHEAD.fullmatch(line))


def without_signature(line: str) -> str:
    """Take an agency's name after a dash off the end of a paragraph."""
    return _SIGNATURE.sub("", line)


def address(line: str) -> str | None:
    """
    Web address that a line consists of, with or without a label such as "Original url:".

    Copying breaks long addresses: one space with the rest of the address after it is closed.

    Parameters
    ----------
    line : str
        One line.

    Returns
    -------
    str or None
        The address, ``https://`` put before a bare ``www.``; None where the line is no address.
    """
    match = _ADDRESS.fullmatch(line.strip())
    if match is None:
        return None
    found = match[1] + (match[2] or "")
    return found if "://" in found else f"https://{found}"
