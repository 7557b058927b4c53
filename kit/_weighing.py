"""Chances by weights that were fitted on labelled sentences."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from kit.settings import data_json

#: By fact, and by another fact that holds at once; "" stands for any.
type Weights = dict[str, dict[str, float]]


@cache
def fitted(name: str) -> dict[str, Any]:
    """Weights of a shipped file, by what is asked."""
    loaded: dict[str, Any] = data_json(name)
    return loaded


def chance(weights: Iterable[float]) -> float:
    """
    Turn the sum of weights into a chance, as a logistic regression does.

    Parameters
    ----------
    weights : iterable of float
        Summed exactly, so that their order does not matter.

    Returns
    -------
    float
        From 0 to 1.
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, math.fsum(weights)))))


def chances(
    weights: Weights, of_leg: Iterable[str], answers: Iterable[Iterable[str]]
) -> Iterator[float]:
    """
    Weigh what may answer a question of a leg.

    Parameters
    ----------
    weights : dict
        By fact of the leg, and by fact of the answer.
    of_leg : iterable of str
        Facts of the leg.
    answers : iterable of iterable of str
        Facts of each answer.

    Yields
    ------
    float
        How likely each is.
    """
    worth: Counter[str] = Counter()
    for fact in sorted({"", *of_leg}):
        worth.update(weights.get(fact, {}))
    for facts in answers:
        yield chance(worth[fact] for fact in {"", *facts})
