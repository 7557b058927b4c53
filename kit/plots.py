"""Plots: stated against measured distances, with what is admitted of either."""

from typing import TYPE_CHECKING

from kit._tables import require

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

_NEEDED = ("text", "km", "low_km", "high_km", "measured_km", "measured_low_km", "measured_high_km")
# Told apart by the mark as well as by the colour, which are Okabe and Ito's (2008).
_STYLES = {
    "consistent": ("o", "#009E73"),
    "consistent with a route": ("s", "#0072B2"),
    "inconsistent": ("X", "#D55E00"),
    "not checkable": ("D", "#666666"),
}
_ROOM = 1.3  # factor of empty room beyond the outermost figures


def plot_claims(checked: "pd.DataFrame", ax: "Axes | None" = None) -> "Axes":
    """
    Plot what was measured against what is stated.

    Parameters
    ----------
    checked : DataFrame
        As `check_claims` returns it. Claims without a length, without a measure, and restatements
        are left out.
    ax : matplotlib Axes, optional
        Where to draw; a new figure if not given.

    Returns
    -------
    matplotlib.axes.Axes
        Stated kilometres to the right, measured ones up, both on logarithmic scales. The bars are
        what the wording admits and the shortest and longest over the extents of the places; what
        is stated as measured lies on the line. Numbers are the table's row labels.

    Raises
    ------
    kit.errors.InputError
        If the table lacks a column.
    """
    require(checked, (*_NEEDED, "verdict", "same_as"), "claims", "check_claims")
    import matplotlib.pyplot as plt
    from matplotlib.ticker import StrMethodFormatter

    if ax is None:
        _, ax = plt.subplots(figsize=(6.4, 6.4), layout="constrained")
    known = checked[["km", "measured_km"]].gt(0).all(axis=1) & checked["same_as"].isna()
    rows = checked[known]
    for verdict, (mark, ink) in _STYLES.items():
        _draw(ax, rows[rows["verdict"] == verdict], verdict, mark, ink)
    for label, row in rows.iterrows():
        at = (row["km"], row["measured_km"])
        ax.annotate(str(label), at, (6, 4), textcoords="offset points", parse_math=False)
    low, high = _limits(rows)
    ax.plot([low, high], [low, high], color="#888888", linewidth=1, zorder=0)
    ax.set(xscale="log", yscale="log", xlim=(low, high), ylim=(low, high), aspect="equal")
    ax.set(xlabel="stated, km", ylabel="measured in a straight line, km")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    if len(rows):
        ax.legend(loc="upper left", frameon=False)
    else:
        ax.set_title("No claim with a length could be measured", fontsize=10)
    return ax


def _draw(ax: "Axes", rows: "pd.DataFrame", verdict: str, mark: str, ink: str) -> None:
    """Draw the claims of one verdict."""
    if rows.empty:
        return
    stated, measured = rows["km"].to_numpy(float), rows["measured_km"].to_numpy(float)
    ax.errorbar(
        stated,
        measured,
        xerr=_bars(rows, stated, "low_km", "high_km"),
        yerr=_bars(rows, measured, "measured_low_km", "measured_high_km"),
        fmt=mark,
        color=ink,
        markersize=7,
        elinewidth=1,
        capsize=2,
        label=f"{verdict} ({len(rows)})",
    )


def _bars(
    rows: "pd.DataFrame", middle: "NDArray[np.float64]", low: str, high: str
) -> "NDArray[np.float64]":
    """Lengths of error bars, shape (2, n); "more than" has an arm as long as the figure."""
    import numpy as np

    ends = np.vstack([middle - rows[low].to_numpy(float), rows[high].to_numpy(float) - middle])
    return np.where(np.isfinite(ends), ends.clip(0), middle)


def _limits(rows: "pd.DataFrame") -> tuple[float, float]:
    """Bounds of both axes, from the figures."""
    if rows.empty:
        return 1.0, 1000.0
    figures = rows[["km", "measured_km"]].to_numpy(float)
    return float(figures.min()) / _ROOM**2, float(figures.max()) * _ROOM**2
