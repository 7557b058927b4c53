"""The legend of a map: its swatches, which look as ``_map.js`` draws, and its HTML."""

from collections.abc import Sequence

from kit._page import escape

_SHAPES = {
    "circle": '<circle cx="9" cy="9" r="5.5"{0}/>',
    "square": '<rect x="4" y="4" width="10" height="10"{0}/>',
    "diamond": '<path d="M9 2l7 7-7 7-7-7z"{0}/>',
    "triangle": '<path d="M9 3l6.5 11h-13z"{0}/>',
    "hexagon": '<path d="M3 9l3-5.5h6L15 9l-3 5.5H6z"{0}/>',
}


def mark_swatch(kind: dict[str, str], *, sure: bool = True) -> str:
    """
    Picture of a mark for the legend.

    Parameters
    ----------
    kind : dict
        One of :data:`KINDS`.
    sure : bool
        False for the hollow form.

    Returns
    -------
    str
        SVG.
    """
    ink = kind["ink"]
    paint = f' fill="{ink}"' if sure else f' fill="#fff" stroke="{ink}" stroke-width="2"'
    return _svg(18, _SHAPES[kind["shape"]].format(paint))


def line_swatch(ink: str, dash: str | None, *, ticks: bool = False) -> str:
    """
    Picture of a line for the legend.

    Parameters
    ----------
    ink : str
        Its colour.
    dash : str or None
        Its dashes, as in SVG.
    ticks : bool
        True for a railway, which has sleepers.

    Returns
    -------
    str
        SVG.
    """
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    line = f'<path d="M1 9H33" stroke="{ink}" stroke-width="2.4"{dashes}/>'
    if ticks:
        line += f'<path d="M4 9H33" stroke="{ink}" stroke-width="8" stroke-dasharray="1.6 8"/>'
    return _svg(34, line)


def sizes_swatch() -> str:
    """
    Picture of a small and a large mark for the legend.

    Returns
    -------
    str
        SVG.
    """
    small, large = ('<circle cx="3.5" cy="9" r="2.6"/>', '<circle cx="12" cy="9" r="5.5"/>')
    return _svg(18, f'<g fill="#8a949c">{small}{large}</g>')


def area_swatch(ink: str) -> str:
    """
    Picture of a hatched area for the legend.

    Parameters
    ----------
    ink : str
        Its colour.

    Returns
    -------
    str
        SVG.
    """
    lines = "".join(f"M{x} 15l12-12" for x in (-4, 2, 8, 14))
    box = f'width="21" height="12" fill="{ink}" fill-opacity=".13" stroke="{ink}"'
    hatching = f'<path d="{lines}" stroke="{ink}" stroke-opacity=".55"/>'
    return _svg(24, f'<rect x="1.5" y="3" {box}/>{hatching}')


def _svg(width: int, content: str) -> str:
    box = f'width="{width}" height="18" viewBox="0 0 {width} 18"'
    return f'<svg {box} aria-hidden="true">{content}</svg>'


def legend_html(
    sections: Sequence[tuple[str, Sequence[tuple[str, str]]]],
    notes: Sequence[tuple[str, Sequence[str]]],
) -> str:
    """
    Write the legend.

    Parameters
    ----------
    sections : sequence of (heading, [(swatch, text)])
        What is on the map; swatches are SVG, all else is plain text. Empty sections are left out.
    notes : sequence of (text, [line])
        What is not on the map and why; the lines fold away.

    Returns
    -------
    str
        HTML for the inside of a ``details`` element.
    """
    parts = ["<summary>Legend</summary>"]
    for heading, rows in sections:
        if rows:
            items = "".join(
                f"<li>{swatch}<span>{escape(text)}</span></li>" for swatch, text in rows
            )
            parts.append(f"<h3>{escape(heading)}</h3><ul>{items}</ul>")
    for text, lines in notes:
        if lines:
            items = "".join(f'<li dir="auto">{escape(line)}</li>' for line in lines)
            parts.append(f"<details><summary>{escape(text)}</summary><ul>{items}</ul></details>")
        else:
            parts.append(f"<p>{escape(text)}</p>")
    return "".join(parts)
