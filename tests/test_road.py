"""Promises about ways by road, which are estimates from the straight line."""

import csv
import sys
from pathlib import Path

import numpy as np
import pytest

from kit import _road
from kit._spot import NoWayError, Spot, spot_of

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "benchmarks"))
import roads  # noqa: E402

sys.path.remove(str(HERE / "benchmarks"))


def way(one, two):
    return _road.way(spot_of(one), spot_of(two))


@pytest.fixture(scope="module")
def factors():
    return np.array(list(roads.factors().values()))


def test_the_factors_are_those_of_the_published_roads(factors):
    assert round(float(np.median(factors)), 2) == _road.TYPICAL
    assert round(float(np.quantile(factors, 0.975)), 2) == _road.LONGEST


def test_the_band_holds_nearly_all_published_roads(factors):
    assert len(factors) >= 100
    assert ((factors >= 1) & (factors <= _road.LONGEST)).mean() >= 0.97


def test_each_published_road_names_its_source():
    with (HERE / "published_road.csv").open(encoding="utf-8", newline="") as file:
        assert all(row["source"] and row["checked"] for row in csv.DictReader(file))


def test_a_road_is_no_shorter_than_the_line_and_says_that_it_is_an_estimate():
    found = way("Paris", "Lyon")
    assert found.low_km == pytest.approx(392, abs=4)
    assert found.low_km < found.length_km < found.high_km
    assert "straight line times" in found.method
    assert any("not on this map" in said for said in found.assumed)
    assert found.countries == ("FR",)


@pytest.mark.parametrize(
    "ends",
    [("Calais", "Dover"), ("Honolulu", "Hilo"), ("Nome", "Provideniya"), ("Colombo", "Chennai")],
)
def test_no_road_crosses_a_sea(ends):
    with pytest.raises(NoWayError, match="No land connects"):
        way(*ends)


@pytest.mark.parametrize(
    "ends",
    [("Copenhagen", "Malmo"), ("Catania", "Rome"), ("Istanbul", "Ankara"), ("Uelen", "Moscow")],
)
def test_bridges_ferries_and_the_antimeridian_part_no_land(ends):
    assert way(*ends).length_km > 0


def test_both_ends_in_one_place_have_no_road():
    with pytest.raises(NoWayError):
        _road.way(Spot("here", 48.0, 2.0, 0.0, ""), Spot("there", 48.0, 2.0, 0.0, ""))
