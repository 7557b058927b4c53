"""
Forms of dates in news, each with what resolves it against the day of an article: a span of days.

A news article counts back from its own day ("on Wednesday", "last month", "in September"), and
many of its dates are spans. dateparser (1.5), strict and turned to the past, gives one day and no
span: of 44 such phrases it left 12 unread and gave one day inside the span that was meant for 14
others, which is why the few forms that news uses are a table of patterns here.
"""

import re
from collections.abc import Callable
from typing import NamedTuple

from kit import _datespans as spans
from kit._calendar import COUNT, Context, Span

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:1[6-9]|20)\d\d\b"
OLD_YEAR = r"(?:1\d|20)\d\d\b"  # beside a day and a month no other number is meant
_NUMBER_OF_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?\b(?!,\d{3}\b|\.\d)"
_DAY = (
    rf"(?:(?<![Ii]n ){_MONTH} {_NUMBER_OF_DAY}(?:,? {OLD_YEAR})?|"  # not "in May 20 men"
    rf"{_NUMBER_OF_DAY} (?:of )?{_MONTH}(?:,? {OLD_YEAR})?|{_YEAR}-\d\d-\d\d)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_NTH = r"(?P<nth>(?i:first|second|third|fourth|last|final))"
_PART = r"(?:morning|afternoon|evening|night)"
_TO = r" ?(?:-|–|—|\b(?:to|until|till|through)\b) ?"


class Form(NamedTuple):
    """
    A form of a date.

    Attributes
    ----------
    sort : str
        What it tells: facts on legs and their weights go by it.
    words : re.Pattern
    resolve : callable
        Gives the days that a match means in a context, None where they are not known.
    """

    sort: str
    words: re.Pattern[str]
    resolve: Callable[[re.Match[str], Context], Span | None]


#: Forms of a date, the longer before those that they contain.
FORMS = (
    Form(
        "days",
        re.compile(rf"\b(?i:between) (?P<a>{_DAY}|{_NUMBER_OF_DAY}) and (?P<b>{_DAY})"),
        spans.days,
    ),
    Form(
        "days", re.compile(rf"\b(?i:between) (?P<a>{_DAY}) and (?P<b>{_NUMBER_OF_DAY})"), spans.days
    ),
    Form(
        "days",
        re.compile(rf"\b(?:(?i:from) )?(?P<a>{_DAY}){_TO}(?P<b>{_DAY}|{_NUMBER_OF_DAY})"),
        spans.days,
    ),
    Form(
        "days",
        re.compile(rf"\b(?:(?i:from) )?(?P<a>{_NUMBER_OF_DAY}){_TO}(?P<b>{_DAY})"),
        spans.days,
    ),
    Form(
        "days",
        re.compile(rf"\b(?P<a>{_NUMBER_OF_DAY}) and (?P<b>{_NUMBER_OF_DAY} (?:of )?{_MONTH})"),
        spans.days,
    ),
    Form(
        "days",
        re.compile(rf"\b(?P<a>{_MONTH} {_NUMBER_OF_DAY}) and (?P<b>{_NUMBER_OF_DAY})(?! \w+s\b)"),
        spans.days,
    ),
    Form(
        "days",
        re.compile(
            r"\b(?P<unit>(?i:week|weekend)) (?P<side>(?i:of|beginning|starting|ending))(?: on)? "
            rf"(?:{_WEEKDAY},? )?(?P<day>{_DAY})"
        ),
        spans.week_of,
    ),
    Form(
        "day",
        re.compile(rf"\b(?:{_WEEKDAY},? )?(?P<day>{_DAY})(?: (?P<which>last|next) year\b)?"),
        spans.day,
    ),
    Form(
        "months",
        re.compile(
            rf"\b(?i:between|from|in|during|over) (?P<a>{_MONTH}(?: {_YEAR})?)"
            rf"(?: (?:and|to|until|through) |[-–])(?P<b>{_MONTH})(?: (?P<year>{_YEAR}))?"
        ),
        spans.months,
    ),
    Form(
        "months",
        re.compile(
            rf"\bthe {_NTH} (?P<part>(?i:quarter|half)) of (?:(?P<year>{_YEAR})|"
            r"(?P<which>(?i:last|this|next|the|that)) year)\b"
        ),
        spans.part_of_year,
    ),
    Form(
        "month",
        re.compile(
            rf"\bthe {_NTH} (?:(?P<count>two|three) )?weeks? of (?P<month>{_MONTH})"
            rf"(?:,? (?P<year>{_YEAR})|(?P<same> (?:of )?(?i:last|this|next) year\b))?"
        ),
        spans.weeks_of_month,
    ),
    Form(
        "month",
        re.compile(
            r"\b(?:(?P<how>(?i:in|since|during|(?:earlier|early|late) in|early|late|mid|middle of|"
            r"last|this|next|that|"
            r"(?:in )?(?:the )?(?:end|beginning|start|middle|(?:first|second) half) of))[ -])"
            rf"(?P<month>{_MONTH})(?!\w| ?\d{{1,2}}\b(?!,\d{{3}}|\.\d| [a-z]))"
            rf"(?:,? (?:of )?(?P<year>{_YEAR})|(?P<same> (?:of )?"
            r"(?i:that|the same|last|this|next) year\b))?"
        ),
        spans.month,
    ),
    Form(
        "month",
        re.compile(
            rf"\b(?P<how>)(?P<month>{_MONTH})(?:,? (?P<year>{_YEAR})|"
            r"(?P<same> (?:of )?(?i:last|this|next) year\b))"
        ),
        spans.month,
    ),
    Form(
        "weekdays",
        re.compile(
            rf"\b(?:(?i:between|from) (?:\w+ (?:on )?)?)?(?P<a>{_WEEKDAY})(?: {_PART})?"
            rf"(?: (?:and|to|until|till|through) |[-–])(?:late |early )?(?:on )?"
            rf"(?P<b>{_WEEKDAY})"
        ),
        spans.weekdays,
    ),
    Form(
        "weekdays",
        re.compile(rf"\b[Oo]vernight (?:in)?to (?P<day>{_WEEKDAY})\b"),
        spans.nights,
    ),
    Form(
        "vague",  # the day of a feast, which churches do not share, and no other one
        re.compile(
            rf"\b(?:Good|Easter|Palm|Ash|Maundy|Holy|Black|Bloody|Super|Cyber) {_WEEKDAY}\b"
        ),
        spans.vague,
    ),
    Form(
        "weekday",
        re.compile(
            r"\b(?:(?P<how>(?i:last|this|(?:this )?coming|(?:the )?next|"
            rf"the (?:following|same|previous)|that)) )?(?P<day>{_WEEKDAY})\b"
            rf"(?: {_PART})?(?:(?: of)? (?P<week>last|this|next) week)?"
        ),
        spans.weekday,
    ),
    Form(
        "year",
        re.compile(
            r"\b(?i:(?:spring|summer|autumn|fall)(?: of)?|in|during|(?<!class )of|since|early|late|"
            rf"mid)"
            rf"[ -](?P<year>{_YEAR})"
        ),
        spans.year,
    ),
    Form(
        "unit",
        re.compile(
            r"\b(?i:over|in|during|within|for|throughout) the "
            rf"(?P<which>(?i:last|past|next|coming)) (?:(?P<count>{COUNT}) )?"
            r"(?P<unit>(?i:day|week|fortnight|month|year))(?(count)s?)\b(?!['’]|-| \w+ of| of)"
        ),
        spans.lately,
    ),
    Form(
        "unit",
        re.compile(
            r"\b(?P<which>(?i:(?:earlier|later) this|(?:late|early) (?:last|this|next)|"
            r"(?:by|at|in|towards?|around) (?:the )?(?:start|beginning|middle|end) of "
            r"(?:the|this|last|next)|last|this|next|previous)) "
            r"(?P<unit>(?i:week|weekend|month|year))\b(?!['’]|-old| \w+ of)"
        ),
        spans.unit,
    ),
    Form(
        "just_past", re.compile(r"\b(?i:(?:at|over|during) the weekend)\b(?! of)"), spans.just_past
    ),
    Form("unit", re.compile(r"\b(?i:by the weekend)\b(?! of)"), spans.until_weekend),
    Form(
        "feast",
        re.compile(
            r"\b(?P<feast>Christmas (?:Eve|Day)|Boxing Day|New Year['’]s (?:Eve|Day))\b"
            rf"(?:,? (?:of )?(?P<year>{_YEAR}))?"
        ),
        spans.feast,
    ),
    Form(
        "ago",
        re.compile(
            rf"\b(?<!half )(?<!more than )(?<!less than )(?<!over )(?P<count>{COUNT}) "
            r"(?P<unit>day|week|fortnight|month|year)s? ago\b"
        ),
        spans.ago,
    ),
    Form(
        "apart",
        re.compile(
            rf"\b(?P<count>{COUNT}) (?P<unit>day|night|week|fortnight|month|year)s? "
            r"(?P<way>later|earlier|before(?=[.,;]| and)|after th(?:at|is)(?=[.,;]| (?:he|she|they|"
            r"it|the|a)\b)|(?P<told>after(?= \w))|after(?:wards?)?)\b"
        ),
        spans.apart,
    ),
    Form(
        "lasting",
        re.compile(
            rf"\bafter (?:about |some |almost |nearly )?(?P<count>{COUNT}) "
            r"(?P<unit>day|night|week)s?['’]? "
            r"(?P<told>at sea|on the (?:road|rails?|water|march)|afloat|adrift|on foot|under way|"
            r"of (?:walking|marching|sailing|driving|rowing|cycling|riding)|in the saddle)\b"
        ),
        spans.lasting,
    ),
    Form(
        "ahead",
        re.compile(
            rf"\b[Ii]n (?:about |around |some )?(?P<count>{COUNT}) (?P<unit>day|week|month|year)s?"
            r"\b(?:['’]? time)?(?! (?:of|or|a|per)\b)"
        ),
        spans.ahead,
    ),
    Form(
        "deictic",
        re.compile(
            r"\b(?i:the day before yesterday|yesterday|to-?day|to-?night|to-?morrow|last night)\b"
        ),
        spans.deictic,
    ),
    Form(
        "deictic",
        re.compile(r"\b(?i:this (?:morning|afternoon|evening)|overnight)\b"),
        spans.deictic,
    ),
    Form(
        "following",
        re.compile(
            r"\b(?i:(?:(?:the|that) (?P<way>next|following|previous|same)|(?P<that>that)) "
            r"(?P<unit>day|morning|afternoon|night|evening|week|month|year)|"
            r"(?P<bare>next) (?:day|morning|night|evening)|"
            rf"the (?P<when>day|week|month|{_PART}) (?P<after>after|before)"
            r"(?:(?<=day after)|(?<=day before)|(?=[.,;:)]|$| and\b)))\b"
        ),
        spans.following,
    ),
    Form(
        "ordinal",
        re.compile(
            r"\bon the (?P<day>3[01]|[12]\d|[1-9])(?:st|nd|rd|th)"
            r"(?: and (?:the )?(?P<until>3[01]|[12]\d|[1-9])(?:st|nd|rd|th))?\b"
            r"(?=[,.;:)]|$| (?:and|but|with|to|from|by|for|in|at|when|after|before|inst|he|she|it|"
            r"they|the|a|an|his|her|their)\b)"
        ),
        spans.ordinal,
    ),
    Form(
        "hour",
        re.compile(
            r"\b(?i:(?:at|by|before|after) (?:noon|midday|midnight|dusk|dawn|daybreak|nightfall)|"
            rf"in the {_PART}|(?:(?:{COUNT}|a few|some|several) )?(?:hours?|minutes?) later|"
            r"at once|immediately|straightaway|straight(?= (?:on |back |home )?(?:to|into)\b)|"
            r"within (?:the hour|hours|minutes)|after (?:breakfast|lunch|dinner|tea))\b"
            r"(?! (?:on|of|the|last|next|yesterday|today|tomorrow)\b)"
        ),
        spans.hour,
    ),
    Form(
        "vague",
        re.compile(
            rf"\b(?i:(?:more than|less than|over|half) {COUNT} (?:day|week|month|year)s? ago|"
            r"in (?:recent|the coming) (?:days|weeks|months|years)|recently|"
            r"(?:over|in|during) the (?:past|last|next|coming) (?:few|several|couple of) "
            r"(?:days|weeks|months|years)|(?:a few|several|some|many) (?:days|weeks|months|years) "
            r"ago|(?:last|this|next|that) (?:spring|summer|autumn|fall|winter)|"
            r"(?:in|during|over) (?:the )?(?:spring|summer|autumn|winter))\b"
        ),
        spans.vague,
    ),
)
