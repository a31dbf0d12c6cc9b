"""The curve against a statistics package, and against the published course of a well-known trial."""

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from events_app.reports.plots.survival import Step, at, curve, median

watched = st.lists(st.tuples(st.integers(0, 60), st.booleans()), min_size=1, max_size=80)


def _leaving(seen: list[tuple[int, bool]]) -> list[tuple[int, int, int]]:
    days = sorted({day for day, _done in seen})
    return [(day, seen.count((day, True)), seen.count((day, False))) for day in days]


@settings(max_examples=150, deadline=None)
@given(watched)
def test_curve_and_band_are_those_of_a_statistics_package(seen: list[tuple[int, bool]]) -> None:
    done = [float(day) for day, finished in seen if finished]
    if not done:
        assert curve(_leaving(seen)) == []
        return
    open_ = [float(day) for day, finished in seen if not finished]
    theirs = stats.ecdf(stats.CensoredData(uncensored=done, right=open_)).sf
    # Where nobody is left the package's formula has no band, and warns; the shares there are 0 and need none.
    with np.errstate(all="ignore"), warnings.catch_warnings(action="ignore", category=RuntimeWarning):
        band = theirs.confidence_interval(method="log-log")
    for step in curve(_leaving(seen)):
        left = float(theirs.evaluate(step.day))
        assert 1 - step.done == pytest.approx(left, abs=1e-9)
        if 0 < left < 1:
            assert 1 - step.high == pytest.approx(float(band.low.evaluate(step.day)), abs=1e-9)
            assert 1 - step.low == pytest.approx(float(band.high.evaluate(step.day)), abs=1e-9)


def test_curve_is_the_published_one_of_the_leukaemia_trial() -> None:
    """Freireich and others 1963, 6-mercaptopurine: the shares in remission as printed in every textbook."""
    done = [6, 6, 6, 7, 10, 13, 16, 22, 23]
    still = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
    steps = curve(_leaving([(day, True) for day in done] + [(day, False) for day in still]))
    told = [(step.day, step.at_risk, round(1 - step.done, 3)) for step in steps]
    assert told == [
        (6, 21, 0.857),
        (7, 17, 0.807),
        (10, 15, 0.753),
        (13, 12, 0.69),
        (16, 11, 0.627),
        (22, 7, 0.538),
        (23, 6, 0.448),
    ]
    assert median(steps) == 23
    assert at(steps, 12) == steps[2]
    assert at(steps, 5) is None


def test_curve_of_everything_done_ends_with_nothing_left() -> None:
    assert curve([(3, 2, 0)]) == [Step(3, 2, 1.0, 1.0, 1.0)]
