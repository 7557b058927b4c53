"""Lines at the head of an article: bylines, dates and labelled fields."""

import datetime as dt
import re

from kit._boilerplate import NEWS_AGENCY

# ---- Dates --------------------------------------------------------------------------------------

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
#: A month, in a group of its own, written in small letters.
MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_YEAR = r"((?:19|20)\d\d)"
_DAY = r"(\d\d?)(?:st|nd|rd|th)?"
_DATES = (  # with the groups that hold year, month and day, in each order that can be meant
    (re.compile(rf"\b{MONTH} {_DAY}(?:, ?| ){_YEAR}\b", re.IGNORECASE), ((3, 1, 2),)),
    (re.compile(rf"\b{_DAY}[ -](?:of )?{MONTH},?[ -]{_YEAR}\b", re.IGNORECASE), ((3, 2, 1),)),
    (re.compile(rf"(?<!\d){_YEAR}[-/.](\d\d?)[-/.](\d\d?)(?!\d)"), ((1, 2, 3),)),
    (re.compile(rf"(?<!\d)(\d\d?)[-/.](\d\d?)[-/.]{_YEAR}(?!\d)"), ((3, 2, 1), (3, 1, 2))),
)
_BESIDE_DATE = re.compile(  # all that may stand on a line with a date
    r"(?:originally|first|last|published|posted|issued|created|updated|modified|date|on|at|and|"
    r"mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun|day|[ap]\.?m\b|noon|midnight|"
    r"utc|gmt|bst|ces?t|ee?[sd]?t|c[sd]t|m[sd]t|p[sd]t|jst|kst|ist|msk|hkt|sgt|local|time|h|z|t|"
    r"min(?:ute)?s?|read|[\W\d_])*",
    re.IGNORECASE,
)
_UPDATED = re.compile(r"\b(?:updated|modified)\b", re.IGNORECASE)
_DATE_IN_URL = re.compile(r"/(20\d\d/\d\d?/\d\d?)(?=/|$)")


def find_date(text: str) -> dt.date | None:
    """
    First full date in a text: day, month and year.

    Parameters
    ----------
    text : str
        A line, or a field such as ``"Fri, 20 Oct 2023 18:03:00 +0900"``.

    Returns
    -------
    datetime.date or None
        The day as it stands there, whatever the time zone. None where there is none, and where
        figures can be read as two days (3/4/2023).
    """
    found = _dated(text)
    return found[0] if found else None


def _dated(text: str) -> tuple[dt.date, str] | None:
    """First full date in a text, and the text without it."""
    for pattern, orders in _DATES:
        for match in pattern.finditer(text):
            found = (_day(*(match[group] for group in order)) for order in orders)
            days = {day for day in found if day}
            if len(days) == 1:
                return days.pop(), f"{text[: match.start()]} {text[match.end() :]}"
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    """Make a date of figures or a month's name; None where the calendar has no such day."""
    number = int(month) if month.isdigit() else _MONTHS.index(month[:3].lower()) + 1
    try:
        return dt.date(int(year), number, int(day))
    except ValueError:
        return None


def date_in_url(url: str) -> dt.date | None:
    """Date that an address holds as a path, such as ``/2023/10/20/``."""
    match = _DATE_IN_URL.search(url)
    return find_date(match[1]) if match else None


def date_line(line: str) -> dt.date | None:
    """Date of a line that says nothing else; None for a sentence with a date in it."""
    dated = _dated(line) if len(line) <= 120 else None
    while dated:
        date, rest = dated
        if _BESIDE_DATE.fullmatch(rest):
            return date
        another = _dated(rest)
        dated = (date, another[1]) if another else None
    return None


def is_update(line: str) -> bool:
    """Whether the date on a line is that of a change and not of publication."""
    return bool(_UPDATED.search(line))


# ---- Names and labels ---------------------------------------------------------------------------

_BY = re.compile(
    r"(?:by|(?:written|reported|story|words|text) by|author:|byline:)\s+(\S.{1,100})", re.IGNORECASE
)
_NAME_WORD = re.compile(  # capitals, and the small words between names
    r"[A-Z\u00c0-\u00de\d][\w.'’&/@,;-]*|and|in|of|for|the|with|de|del|della|da|dos|van|von|der|bin|"
    r"al-\w+|el-\w+|la|le|du|staff|[,|;/&·•–—-]"
)
_NO_NAME = re.compile(
    rf"(?:the|{MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b", re.IGNORECASE
)
_BARE_AGENCY = re.compile(rf"\W*({NEWS_AGENCY})(?: (?:staff|news agency|news))?\W*", re.IGNORECASE)
_LABEL = re.compile(r"([A-Za-z][A-Za-z -]{1,18}?)\s?:\s*(.*)")
_LABELS = {  # of e-mails and of cuttings, and the field that they fill
    "subject": "title",
    "title": "title",
    "headline": "title",
    "author": "byline",
    "byline": "byline",
    "sent": "date",
    "date": "date",
    "from": "",
    "to": "",
    "cc": "",
    "bcc": "",
    "reply-to": "",
}


def head_field(line: str) -> tuple[str, str] | None:
    """
    Name of the field that a line at the head of an article fills, and what it fills it with.

    Parameters
    ----------
    line : str
        One line.

    Returns
    -------
    tuple of (str, str) or None
        ``("byline", "AFP")``; the name is ``"title"``, ``"byline"``, ``"date"`` or empty (an
        e-mail's addressee). None where the line fills none.
    """
    byline = find_byline(line)
    if byline:
        return "byline", byline
    agency = _BARE_AGENCY.fullmatch(line)
    if agency:
        return "byline", agency[1]
    if date_line(line):
        return "date", line
    label = _LABEL.fullmatch(line)
    name = _LABELS.get(label[1].lower()) if label else None
    return (name, label[2]) if label and name is not None else None


def find_byline(line: str) -> str | None:
    """Name in "By Jane Doe" and its like; None for "By Friday the road was open"."""
    match = _BY.fullmatch(line)
    if match is None:
        return None
    dated = _dated(match[1])
    name = re.split(r" [|·•–—] ", dated[1] if dated else match[1])[0].strip(" ,|;/·•–—-")
    words = name.split()
    if not 0 < len(words) <= 14 or _NO_NAME.match(name):
        return None
    return name if all(_NAME_WORD.fullmatch(word) for word in words) else None


# ---- Datelines ----------------------------------------------------------------------------------

# "GENOA, Nov 24 (Reuters) - ", "KYIV, Ukraine — ", "Beijing (AFP) – ", at the head of a paragraph.
_DATELINE = re.compile(
    r"(?:\A\s{0,9}|(?<=\n\n))[ \t]{0,9}"
    r"(?:[A-Z][A-Z'’.-]+(?: [A-Z][A-Z'’.-]+){0,3}|[A-Z]\w+(?= ?\()"
    rf"|[A-Z]\w+(?: [A-Z]\w+)?(?=, (?:(?i:{MONTH}) \d|\d{{1,2}} (?i:{MONTH}))))"
    rf"(?:, [A-Z][\w. ]{{1,25}})??"
    rf"(?:, (?:(?i:{MONTH}) \d{{1,2}}|\d{{1,2}} (?i:{MONTH}))(?:,? {_YEAR})?)?"
    r"(?: ?\([\w ./-]{2,30}\))? ?"
    r"(?P<dash>(?:—|–|--?) )(?=[A-Z\d\"“‘])",
)


def date_in_dateline(text: str) -> dt.date | None:
    """
    Date that heads an article's first sentence: "NIAMEY, 14 May 2025 — ".

    Parameters
    ----------
    text : str
        Its first paragraph.

    Returns
    -------
    datetime.date or None
        None where there is none with its year.
    """
    dateline = _DATELINE.match(text)
    return find_date(dateline[0]) if dateline else None


def part_datelines(text: str) -> str:
    """
    Put the sentence behind a dateline into a paragraph of its own.

    Parameters
    ----------
    text : str

    Returns
    -------
    str
        As long as the text: an empty line stands where the dash was.
    """

    def part(match: re.Match[str]) -> str:
        dash = match["dash"]
        return match[0][: -len(dash)] + "\n\n".ljust(len(dash))

    return _DATELINE.sub(part, text)
