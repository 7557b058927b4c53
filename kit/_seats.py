"""Capitals that a text tells of and does not name: "the Kazakh capital"."""

from typing import TYPE_CHECKING

from kit.gazetteer import default

if TYPE_CHECKING:
    from kit.gazetteer import Place

# Their capital is disputed, or it is not where the government sits.
_SEVERAL = frozenset("BJ BO CI IL LK NL PS SZ TZ ZA".split())
#: Countries whose capital has moved since 1945, or is about to.
MOVED = frozenset("BI BR BW BZ DE EG GQ ID KR KZ LY ME MH MM MR MV MW MY NG PH PK PW RW YE".split())


def capital_of(country: str | None) -> "Place | None":
    """
    Give the capital of a country.

    Parameters
    ----------
    country : str or None
        ISO 3166-1 alpha-2.

    Returns
    -------
    Place or None
        None where several towns may be meant, or whose it is is disputed.
    """
    return None if country is None or country in _SEVERAL else default().capital_of(country)
