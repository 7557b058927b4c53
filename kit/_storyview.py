"""What a map has beside it: the article, with steps through it, and a slider for the days."""

from collections.abc import Sequence
from typing import Any

from branca.element import MacroElement
from folium.template import Template

from kit._mapassets import add_script, asset, figure_of
from kit._maptext import day
from kit._mapview import KitLayer, LayerSpec
from kit._page import Raw, Script, Style, escape, literal
from kit._storytext import StoryText

_PANEL = """<section class="kit-text" aria-label="Article">
{steps}<article class="kit-article" lang="en">
{html}
</article>
</section>"""

# Arrow keys step through what the text tells, Enter opens it; the button in the middle says what.
_STEPS = """<div class="kit-steps" role="group" aria-label="Steps through the text">
<button type="button" class="kit-previous" aria-label="Previous">‹</button>
<button type="button" class="kit-here" title="Show on the map"></button>
<button type="button" class="kit-next" aria-label="Next">›</button>
</div>
<p class="kit-said" role="status"></p>
"""


def days(layers: Sequence[LayerSpec]) -> list[list[str]]:
    """
    List the days on which journeys begin and end.

    Parameters
    ----------
    layers : sequence of LayerSpec
        Layers with lines.

    Returns
    -------
    list of [day, words]
        In order, such as ``["2023-10-18", "18 Oct 2023"]``; none where there are fewer than two,
        for a slider then has nothing to part.
    """
    import pandas as pd

    found = {one for layer in layers for line in layer.lines for one in line.get("when", ()) if one}
    return [[one, escape(day(pd.Timestamp(one)))] for one in sorted(found)] * (len(found) > 1)


class Beside(MacroElement):
    """
    The article beside a map, and the slider below it.

    Parameters
    ----------
    text : StoryText or None
        The article; None for none.
    stops : list of [day, words]
        From :func:`days`.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "kit.beside({{ this._parent.get_name() }}, [{{ this.layers() }}], "
        "kit.data.{{ this.get_name() }});"
        "{% endmacro %}"
    )

    def __init__(self, text: StoryText | None, stops: list[list[str]]) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._name = "Beside"
        self.html = text.html if text else None
        self.content = literal({"things": text.things if text else [], "days": stops})

    def layers(self) -> str:
        """Give the names of the map's layers, in the order of the targets."""
        siblings = self._parent._children if self._parent else {}  # noqa: SLF001 - no public way
        return ", ".join(one.get_name() for one in siblings.values() if isinstance(one, KitLayer))

    def render(self, **kwargs: Any) -> str:  # noqa: ANN401 - branca's signature
        """Add the article, the script and its data to the figure."""
        figure = figure_of(self)
        figure.header.add_child(Style(asset("_story.css")), name="kit_story_css")
        figure.header.add_child(Script(asset("_story.js")), name="kit_story_js")
        if self.html is not None:
            steps = _STEPS if "kit-ref" in self.html else ""
            panel = Raw(_PANEL.format(steps=steps, html=self.html))
            before = int("kit_title" in figure.html._children)  # noqa: SLF001
            figure.html.add_child(panel, name="kit_text", index=before)
        add_script(self, f"kit.data.{self.get_name()} = {self.content};")
        super().render(**kwargs)  # type: ignore[no-untyped-call]
        return ""
