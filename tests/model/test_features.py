from __future__ import annotations

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError

from relnlp.model.features import TurnFeatures
from relnlp.model.form import NAMES, form
from relnlp.session import Role, TurnView

VIEWS = [
    TurnView("So the oven broke?", ((Role.CLIENT, "The oven broke on Tuesday."),)),
    TurnView("You have to call.", ((Role.THERAPIST, "Will you call?"), (Role.CLIENT, "I'd rather not."))),
    TurnView("[laughs]", ()),
    TurnView("", ()),
]


def test_form_has_a_number_for_every_name_and_none_runs_away() -> None:
    for view in VIEWS:
        values = form(view)
        assert values.shape == (len(NAMES),)
        assert np.isfinite(values).all()
        assert values.min() >= 0
        assert values.max() <= 3


@pytest.mark.parametrize(
    ("view", "name", "value"),
    [
        (VIEWS[0], "asks", 1), (VIEWS[1], "asks", 0), (VIEWS[1], "starts_you", 1), (VIEWS[1], "client_short", 1),
        (VIEWS[1], "rate_must", 0.25), (VIEWS[3], "no_context", 1), (VIEWS[0], "overlap", 0.75),
    ],
)  # fmt: skip
def test_form_measures(view: TurnView, name: str, value: float) -> None:
    assert form(view)[NAMES.index(name)] == pytest.approx(value)


def test_estimator_law() -> None:
    features = TurnFeatures(min_turns=1, max_terms=50)
    params = features.get_params()
    with pytest.raises(NotFittedError):
        features.transform(VIEWS)
    rows = features.fit(VIEWS).transform(VIEWS)
    assert features.get_params() == params
    assert rows.shape == (len(VIEWS), len(features.get_feature_names_out()))
    assert rows.dtype == np.float32
    assert (features.fit(VIEWS).transform(VIEWS) != rows).nnz == 0
    assert clone(features).get_params() == params
    assert features.transform([]).shape == (0, rows.shape[1])


def test_what_the_client_said_changes_the_row_and_what_comes_after_cannot() -> None:
    features = TurnFeatures(min_turns=1).fit(VIEWS)
    other = TurnView(VIEWS[1].text, ((Role.CLIENT, "Gladly."),))
    assert (features.transform([VIEWS[1]]) != features.transform([other])).nnz > 0


def test_a_view_keeps_six_turns() -> None:
    view = TurnView("x", tuple((Role.CLIENT, str(k)) for k in range(9)))
    assert [text for _, text in view.context] == list("345678")
    assert view.last(Role.CLIENT) == "8"
    assert view.last(Role.THERAPIST) == ""
