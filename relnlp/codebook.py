"""Labels, facets and client moves: the only place that spells them.

What each one means, with decision rules and examples, stands in ``corpora/CODEBOOK.md``; the short
meanings here are the ones that tables, reports and messages show.
"""

from __future__ import annotations

from collections.abc import Iterable

#: facet -> short meaning, grouped by label; the order is the order of every table and probability vector
FACETS: dict[str, dict[str, str]] = {
    "attuned": {
        "tracking": "follows feeling or meaning, checks understanding, affirms a strength",
        "safety": "explains what comes next and why, normalises, accepts a no",
        "agency": "asks permission, offers a real choice, invites feedback",
        "containment": "states or keeps a boundary plainly and warmly",
    },
    "repairing": {
        "noticing": "names a strain between the two as something to look at together",
        "owning": "takes responsibility for its own part",
        "adjusting": "changes course because of the strain, stays curious about a complaint",
    },
    "invalidating": {
        "dismissing": "minimises, contradicts or ridicules feeling or account",
        "pathologising": "turns a reaction into a flaw or symptom, knows the client's mind better",
        "redirecting": "moves away from feeling that was just shown",
        "defending": "answers feedback with denial, justification or counter-blame",
        "withdrawing": "shows boredom, hurry or coldness",
    },
    "coercive": {
        "pressuring": "presses on after reluctance",
        "threatening": "uses fear, loss or consequences as a lever",
        "commanding": "orders, lectures or claims the one right way",
        "shaming": "uses guilt, shame or comparison as a lever",
    },
    "boundary-blurring": {
        "disclosing": "tells of the therapist's own life in a way that takes the floor",
        "soliciting": "seeks comfort, praise, favours or business for the therapist",
        "special": "makes contact or status special, secret or out of frame",
        "dependence": "makes the client need this therapist",
        "dual-role": "acts as friend, lover, rescuer, boss, priest or partner",
    },
}

LABELS: tuple[str, ...] = tuple(FACETS)
HARM_LABELS: tuple[str, ...] = ("invalidating", "coercive", "boundary-blurring")
LABEL_OF_FACET: dict[str, str] = {facet: label for label, facets in FACETS.items() for facet in facets}
ALL_FACETS: tuple[str, ...] = tuple(LABEL_OF_FACET)

#: what a client turn does (speech acts, never states of mind)
MOVES: dict[str, str] = {
    "objecting": "speaks against what the therapist said or asked",
    "declining": "does not do or answer what was asked",
    "correcting": "puts right what the therapist understood",
    "complaining": "voices dissatisfaction with the therapist or the work",
    "withdrawing": "goes short or drops the topic after something the therapist did",
    "opening": "brings feeling or something hard",
    "re-engaging": "comes back into the work after strain",
}
CONFRONTATION_MOVES: tuple[str, ...] = ("objecting", "declining", "correcting", "complaining")
STRAIN_MOVES: tuple[str, ...] = (*CONFRONTATION_MOVES, "withdrawing")

EPISODE_KINDS: tuple[str, ...] = ("confrontation", "withdrawal")
EPISODE_OUTCOMES: tuple[str, ...] = ("repaired", "partly", "unrepaired")

#: how many turns before a turn may be looked at (codebook, rule 1)
CONTEXT_TURNS = 6


def column(label: str) -> str:
    """Spell a label as a column name: ``boundary-blurring`` becomes ``boundary_blurring``."""
    return label.replace("-", "_")


def in_order(labels: Iterable[str]) -> list[str]:
    """Sort labels (or facets, or moves) into the codebook's order, each once."""
    wanted = set(labels)
    # a name that stands in two lists (the facet and the move "withdrawing") comes once
    return [name for name in dict.fromkeys((*LABELS, *ALL_FACETS, *MOVES)) if name in wanted]


def check_codes(labels: Iterable[str], facets: Iterable[str], *, need_facets: bool = True) -> None:
    """Check that labels and facets are known and belong together.

    Parameters
    ----------
    need_facets
        Whether each label must come with one of its facets; coders who agree on a label may differ on the facet.

    Raises
    ------
    ValueError
        If a label or facet is unknown, a facet has no label, or a label has no facet.
    """
    label_set, facet_set = set(labels), set(facets)
    if unknown := label_set - set(LABELS):
        raise ValueError(f"unknown label {sorted(unknown)[0]!r}; the labels are {', '.join(LABELS)}")
    if unknown := facet_set - set(ALL_FACETS):
        raise ValueError(f"unknown facet {sorted(unknown)[0]!r}; the facets are {', '.join(ALL_FACETS)}")
    implied = {LABEL_OF_FACET[facet] for facet in facet_set}
    if lonely := implied - label_set:
        raise ValueError(f"a facet of {sorted(lonely)[0]!r} is given, but not the label")
    if need_facets and (bare := label_set - implied):
        raise ValueError(f"label {sorted(bare)[0]!r} has none of its facets: {', '.join(FACETS[sorted(bare)[0]])}")
