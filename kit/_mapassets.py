"""Scripts and style sheets of the maps, and how they get into a folium figure."""

from functools import cache
from pathlib import Path

from branca.element import Element, Figure

from kit._page import Script, Style
from kit.errors import InputError


def figure_of(element: Element) -> Figure:
    """
    Find the figure that an element is in.

    Parameters
    ----------
    element : branca.element.Element
        A part of a map.

    Returns
    -------
    branca.element.Figure
        The figure.

    Raises
    ------
    kit.errors.InputError
        If it is in none.
    """
    figure = element.get_root()
    if not isinstance(figure, Figure):
        raise InputError("The map was taken out of its figure: make it again.")
    return figure


def add_script(element: Element, text: str) -> None:
    """
    Add text to a figure's script as it is: folium would read it as a template.

    Parameters
    ----------
    element : branca.element.Element
        Whose script it is.
    text : str
        JavaScript.
    """
    figure_of(element).script.add_child(Script(text), name=f"{element.get_name()}_data")


def add_ground(header: Element) -> None:
    """
    Add what draws the basemap to the head of a page, once.

    Parameters
    ----------
    header : branca.element.Element
        A figure's.
    """
    header.add_child(Style(asset("_ground.css")), name="kit_ground_css")
    header.add_child(Script(asset("_ground.js")), name="kit_ground_js")


@cache
def asset(name: str) -> str:
    """
    Text of a script or style sheet that stands beside this module.

    Parameters
    ----------
    name : str
        Such as ``_map.js``.

    Returns
    -------
    str
        The text, less what only its writers need: indents and lines of comments.
    """
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))
