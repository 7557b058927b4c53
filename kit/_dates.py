"""Dates that a text tells in words: where they stand, and what they mean."""

import re
from dataclasses import dataclass

from kit._calendar import Context, Span
from kit._dateforms import FORMS, OLD_YEAR, Form

_OF_YEAR = re.compile(
    r"\b(?:that|the same|the next|the following) year\b|\byears? (?:later|after)", re.IGNORECASE
)


@dataclass(frozen=True)
class DateWords:
    """
    Words of a date in a text.

    Attributes
    ----------
    start, end : int
        Half-open offsets into the text.
    text : str
        The words there.
    """

    start: int
    end: int
    text: str
    _match: re.Match[str]
    _form: Form

    @property
    def sort(self) -> str:
        """Day, weekday, month and so on."""
        return self._form.sort

    @property
    def is_hour(self) -> bool:
        """Whether it tells an hour and no day."""
        return self.sort == "hour"

    @property
    def names_day(self) -> bool:
        """Whether it names a day of a month."""
        return self.sort == "day"

    @property
    def may_be_of_all(self) -> bool:
        """Whether it names no one day, as "last week", and so may be said of several legs."""
        return not re.search(r"\d|day\b", self.text)

    @property
    def is_since(self) -> bool:
        """Whether it tells when something began that goes on: "since Sunday"."""
        before = self._match.string[max(self.start - 6, 0) : self.start].lower()
        return before == "since " or self.text.lower().startswith("since ")

    @property
    def is_before_clause(self) -> bool:
        """Whether it dates what is told behind it: "two days after" leaving Oslo."""
        return self.is_length or (self.sort == "apart" and self._match["told"] is not None)

    @property
    def is_length(self) -> bool:
        """Whether it tells how long it took: "after nine days at sea"."""
        return self.sort == "lasting"

    @property
    def may_last(self) -> bool:
        """Whether it may tell how long it takes: "will walk from Oslo to Rome in ten days"."""
        return self.sort == "ahead"

    @property
    def lacks_year(self) -> bool:
        """Whether it names a day or month, and no year."""
        return self.sort in ("day", "days", "month", "months") and not self.tells_year

    @property
    def of_year(self) -> bool:
        """Whether it counts from a year: "in August of that year", "two years later"."""
        return _OF_YEAR.search(self.text) is not None

    @property
    def tells_year(self) -> bool:
        """Whether a year is among the words."""
        return re.search(OLD_YEAR, self.text) is not None

    def resolve(self, context: Context) -> Span | None:
        """
        First and last day that the words mean.

        Parameters
        ----------
        context : Context
            Day of the article, and the event that "two days later" counts from.

        Returns
        -------
        tuple of two datetime.date, or None
            None where the words name no day, or need a day that is not known.
        """
        try:
            span = self._form.resolve(self._match, context)
        except (ValueError, OverflowError):  # before year 1 or after 9999
            return None
        if span is not None and self.is_since and context.today is not None:
            return span[0], max(context.today, span[0])
        return span


# Before what dates a person, or a year that dates a house: no day of a journey.
_BORN = re.compile(r"\bborn (?:on |in |about )?\Z")
_BUILT = re.compile(r"\b(?:built|consecrated|erected|finished|founded|opened) (?:in )?\Z")


def find_dates(text: str) -> list[DateWords]:
    """
    Find the dates of a text, by offset and without overlap, but of births.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    list of DateWords
        Unresolved: what they mean depends on the article's day and on what is told.
    """
    found: list[DateWords] = []
    for form in FORMS:
        for match in form.words.finditer(text):
            start, end = match.span()
            if all(end <= other.start or start >= other.end for other in found):
                found.append(DateWords(start, end, match[0], match, form))
    found.sort(key=lambda words: words.start)
    told = {words.start for words in found if words.names_day}  # "that night, 2 March"
    return [
        words
        for words in found
        if (words.names_day or not told & {words.end + 1, words.end + 2})
        and not _is_of_origin(text, words)
    ]


def _is_of_origin(text: str, words: DateWords) -> bool:
    """Tell "born on 3 May 1974" and "a bridge, opened in 1829" from days that are told of."""
    before = max(0, words.start - 20), words.start
    built = words.text[-4:].isdigit() and len(words.text) < len("in 1829 ")
    return bool(_BORN.search(text, *before) or (built and _BUILT.search(text, *before)))
