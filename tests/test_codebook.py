from __future__ import annotations

import pytest

from relnlp.codebook import (
    ALL_FACETS,
    FACETS,
    HARM_LABELS,
    LABEL_OF_FACET,
    LABELS,
    check_codes,
    column,
    in_order,
)


def test_five_labels_and_twenty_one_facets_each_with_one_home() -> None:
    assert LABELS == ("attuned", "repairing", "invalidating", "coercive", "boundary-blurring")
    assert len(ALL_FACETS) == len(set(ALL_FACETS)) == sum(len(facets) for facets in FACETS.values()) == 21
    assert set(HARM_LABELS) < set(LABELS)
    assert LABEL_OF_FACET["owning"] == "repairing"


def test_column_spelling() -> None:
    assert column("boundary-blurring") == "boundary_blurring"


def test_in_order_sorts_and_drops_repeats() -> None:
    assert in_order(["coercive", "attuned", "coercive"]) == ["attuned", "coercive"]
    assert in_order(["re-engaging", "opening"]) == ["opening", "re-engaging"]


@pytest.mark.parametrize(
    ("labels", "facets", "message"),
    [
        (["kind"], [], "unknown label 'kind'"),
        (["attuned"], ["listening"], "unknown facet 'listening'"),
        (["attuned"], [], "'attuned' has none of its facets"),
        ([], ["owning"], "a facet of 'repairing' is given"),
    ],
)
def test_codes_that_do_not_fit_are_named(labels: list[str], facets: list[str], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_codes(labels, facets)


def test_codes_that_fit_pass() -> None:
    check_codes(["attuned", "repairing"], ["tracking", "owning"])
    check_codes([], [])
