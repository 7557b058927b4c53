"""Articles: from a file, a URL or a text to clean paragraphs with title, date and byline."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Article:
    """
    A news article.

    Attributes
    ----------
    text : str
        What every offset of the kit points into: the title and the paragraphs, parted by
        empty lines.
    title, byline, url : str or None
        None where the source does not say.
    date : datetime.date or None
        Day of publication.
    paragraphs : tuple of str
        The body, without headings, captions, credits, related links and address lines.
    """

    text: str
    title: str | None = None
    date: dt.date | None = None
    byline: str | None = None
    url: str | None = None
    paragraphs: tuple[str, ...] = ()


def as_article(article: "Article | str") -> Article:
    """Take a plain string as an article's text, to the letter: offsets point into that string."""
    if isinstance(article, Article):
        return article
    return Article(text=article, paragraphs=tuple(article.split("\n\n")))
