import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest

import kit
from kit.errors import InputError

mpl.use("Agg")


def table(**columns):
    claims = {
        "text": ["40 km", "300 km", "25 miles"],
        "km": [40.0, 300.0, 40.2],
        "low_km": [35.0, 300.0, 35.0],
        "high_km": [45.0, np.inf, 45.0],
        "measured_km": [129.0, 320.0, 129.0],
        "measured_low_km": [120.0, 310.0, 120.0],
        "measured_high_km": [138.0, 330.0, 138.0],
        "verdict": ["inconsistent", "consistent", "inconsistent"],
        "same_as": [None, None, 0],
    }
    return pd.DataFrame(claims | columns)


def test_each_claim_is_drawn_once_with_the_number_of_its_row():
    ax = kit.plot_claims(table())
    assert [note.get_text() for note in ax.texts] == ["0", "1"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "consistent (1)",
        "inconsistent (1)",
    ]


def test_bars_reach_as_far_as_words_and_extents_admit():
    ax = kit.plot_claims(table())
    stated, measured = ax.containers[1].lines[2]
    assert stated.get_segments()[0][:, 0] == pytest.approx([35, 45])
    assert measured.get_segments()[0][:, 1] == pytest.approx([120, 138])


def test_more_than_has_an_arm_as_long_as_its_figure():
    stated, _ = kit.plot_claims(table()).containers[0].lines[2]
    assert stated.get_segments()[0][:, 0] == pytest.approx([300, 600])


def test_claims_that_could_not_be_measured_leave_a_word():
    ax = kit.plot_claims(table(measured_km=[np.nan] * 3))
    assert "No claim" in ax.get_title()


def test_a_table_that_was_not_checked_is_refused():
    with pytest.raises(InputError, match="check_claims"):
        kit.plot_claims(table().drop(columns="measured_km"))


def test_it_draws_where_it_is_told_to():
    import matplotlib.pyplot as plt

    _, ax = plt.subplots()
    assert kit.plot_claims(table(), ax=ax) is ax
