"""Promises about lines on gnomonic maps: which arcs meet them, and where, all round the globe."""

import numpy as np
import pytest

from kit._gnomonic import barrier, rays
from kit._sphere import along, apart_km, arc_km, crosses, xyz

RANDOM = np.random.default_rng(20231020)
LONG_KM = 15_000.0


def directions(count):
    at = RANDOM.normal(size=(count, 3))
    return at / np.linalg.norm(at, axis=1)[:, None]


def away_from(at, km):
    """Points so far from others, in any direction."""
    other = directions(len(at))
    side = other - (other * at).sum(axis=1)[:, None] * at
    side /= np.linalg.norm(side, axis=1)[:, None]
    angle = np.asarray(km)[:, None] / 6371
    return np.cos(angle) * at + np.sin(angle) * side


def lines_of(arcs):
    """A barrier of some arcs, given by their ends."""
    parts = [along(arc, 50.0) for arc in arcs]
    goes_on = [np.arange(len(part)) < len(part) - 1 for part in parts]
    return barrier(np.concatenate(parts), np.concatenate(goes_on))


@pytest.mark.parametrize("longest_km", [5.0, 500.0, 5000.0, LONG_KM])
def test_arcs_meet_what_they_cross(longest_km):
    starts = directions(300)
    walls = np.stack([starts, away_from(starts, RANDOM.uniform(20, 4000, 300))], axis=1)
    a = directions(2000)
    b = away_from(a, RANDOM.uniform(0, longest_km, 2000))
    met = lines_of(walls).met_by(rays(a, b))
    wanted = crosses(a, b, walls).any(axis=1)
    assert (met == wanted).all()
    assert 0 < wanted.sum() < len(wanted)


def test_edges_and_corners_of_the_maps_are_no_gaps():
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)])
    edges = np.array([[1, 1, 0], [1, 0, 1], [0, -1, 1], [-1, 0, -1], [0, -1, -1], [-1, 1, 0]])
    middles = np.concatenate([corners / 3**0.5, edges / 2**0.5])
    for km in (1.0, 300.0, 1300.0, 3000.0):
        ends = away_from(middles, np.full(len(middles), km))
        across = np.cross(middles, ends)
        across /= np.linalg.norm(across, axis=1)[:, None]
        halves = [np.cos(0.01) * middles + sign * np.sin(0.01) * across for sign in (-1, 1)]
        walls = lines_of(np.stack(halves, axis=1))
        starts = middles + 0.7 * (middles - ends)
        starts /= np.linalg.norm(starts, axis=1)[:, None]
        assert crosses(starts, ends, np.stack(halves, axis=1)).diagonal().all()
        assert walls.met_by(rays(starts, ends)).all()


def test_an_arc_from_one_point_to_many_is_one_from_each():
    at, ends = xyz(51.0, 1.5), directions(50)
    walls = lines_of(np.stack([directions(40), directions(40)], axis=1))
    each = walls.met_by(rays(np.broadcast_to(at, ends.shape), ends))
    assert (walls.met_by(rays(at, ends)) == each).all()
    assert each.any()


def test_no_line_is_met_by_none():
    assert (
        not barrier(np.empty((0, 3)), np.empty(0, dtype=bool))
        .met_by(rays(directions(5), directions(5)))
        .any()
    )
    assert (
        not lines_of(np.stack([directions(3), directions(3)], axis=1))
        .met_by(rays(np.empty((0, 3)), np.empty((0, 3))))
        .size
    )


def test_the_first_of_several_lines_is_met_first():
    meridians = [xyz([-5.0, 5.0], [lon, lon]) for lon in (10.0, 20.0, 50.0, 140.0)]
    walls = lines_of(meridians)
    for start, end, first in ((0, 60, 10), (60, 0, 50), (15, 160, 20), (160, 15, 140)):
        met = walls.first_met(xyz(0.0, start), xyz(0.0, end))
        assert apart_km(met, xyz(0.0, first)) < 1e-6
    assert walls.first_met(xyz(0.0, 60.0), xyz(0.0, 130.0)) is None


def test_two_points_are_as_far_apart_as_in_a_table():
    a, b = directions(20), directions(20)
    each = [apart_km(one, two) for one, two in zip(a, b, strict=True)]
    np.testing.assert_allclose(each, arc_km(a, b), rtol=1e-12)
    assert apart_km(a[0], a[0]) == 0
