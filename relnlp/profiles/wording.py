"""Every sentence that a profile speaks: the one place that spells them.

They help somebody look. They say what words may have done, never what a person is, felt or meant; they grade and rank
nobody; and where the material does not say, they say so.
"""

from __future__ import annotations

from dataclasses import dataclass

MORE_HELPS = "more of it speaks for the work"
MORE_ASKS = "more of it is worth a look"


@dataclass(frozen=True)
class DimensionWords:
    """What a dimension is called, how it is computed, which way it points, its unit, and what it does not see."""

    title: str
    formula: str
    direction: str
    unit: str
    cannot_show: str


@dataclass(frozen=True)
class SignWords:
    """A sign in words a client would use, and what of it no transcript can show."""

    text: str
    cannot_show: str


_SCORED = "share of scored therapist turns, 0 to 1"
_EPISODES = "share of episodes, 0 to 1"
_FEEDBACK = "share of feedback that got an answer, 0 to 1"

#: dimension -> words, in the order in which they are shown
DIMENSIONS: dict[str, DimensionWords] = {
    "attunement": DimensionWords(
        "Following the client",
        "scored turns with the facet tracking / scored turns",
        MORE_HELPS,
        _SCORED,
        "attention that shows in a face, a tone or a silence; whether the client felt followed",
    ),
    "safety": DimensionWords(
        "Making it safe",
        "scored turns with the facet safety / scored turns",
        MORE_HELPS,
        _SCORED,
        "explanations given at another time; whether the client felt safe",
    ),
    "agency": DimensionWords(
        "Leaving the choice with the client",
        "scored turns with the facet agency / scored turns",
        MORE_HELPS,
        _SCORED,
        "choices agreed before; whether a choice felt free",
    ),
    "boundaries": DimensionWords(
        "Keeping the frame",
        "scored turns with the facet containment / scored turns",
        "few are needed where the frame stands; none is no fault",
        _SCORED,
        "what was agreed in writing or kept without a word",
    ),
    "repair": DimensionWords(
        "Mending strain",
        "episodes that end repaired / episodes",
        MORE_HELPS,
        _EPISODES,
        "strain that nobody put into words; mending outside the session",
    ),
    "delay": DimensionWords(
        "Time until strain is taken up",
        "median number of turns from the first strain to the first repairing turn, over episodes with one",
        "less helps",
        "turns",
        "what the pauses were like",
    ),
    "open_feedback": DimensionWords(
        "Taking feedback up",
        "objections, corrections and complaints that are followed, within two therapist turns, by noticing, owning, "
        "adjusting, tracking, safety or agency and by nothing that closes / those that got an answer",
        MORE_HELPS,
        _FEEDBACK,
        "feedback that was held back; what came of it later",
    ),
    "invalidation": DimensionWords(
        "Turns that may shrink what the client brings",
        "scored turns with the label invalidating / scored turns",
        MORE_ASKS,
        _SCORED,
        "warmth or irony in the voice; how it landed",
    ),
    "control": DimensionWords(
        "Turns that may take choice away",
        "scored turns with the label coercive / scored turns",
        MORE_ASKS,
        _SCORED,
        "duties and risks behind the words; pressure that needs no words",
    ),
    "abandonment": DimensionWords(
        "Moving away from feeling",
        "client turns that bring something hard whose next scored therapist turn has the facet redirecting or "
        "withdrawing / such client turns with a scored turn after them",
        MORE_ASKS,
        "share of what the client opened, 0 to 1",
        "a look or a nod in place of words; a reason to wait",
    ),
    "crossings": DimensionWords(
        "Turns that may step out of the role",
        "scored turns with the label boundary-blurring / scored turns",
        MORE_ASKS,
        _SCORED,
        "contact outside the session; what both agreed and why",
    ),
    "unmended": DimensionWords(
        "Strain left standing",
        "episodes that end unrepaired / episodes",
        MORE_ASKS,
        _EPISODES,
        "mending in a later session; silence that was right",
    ),
    "closed_feedback": DimensionWords(
        "Turning feedback away",
        "objections, corrections and complaints that are followed, within two therapist turns, by dismissing, "
        "pathologising, redirecting, defending, withdrawing or pressing on / those that got an answer",
        MORE_ASKS,
        _FEEDBACK,
        "feedback that was held back; what came of it later",
    ),
    "power": DimensionWords(
        "Who decides",
        "(a - b) / (a + b), a: scored turns with commanding, pathologising or dual-role, b: with agency or owning",
        "below 0 the client's side is given more room, above 0 it is taken more often",
        "balance, -1 to 1",
        "power that comes with the chair, the fee, the diagnosis and the law, and with who the two are",
    ),
}  # fmt: skip

#: sign -> words; seven of medicine, seven of poison, in our own words
SIGNS: dict[str, SignWords] = {
    "understood": SignWords(
        "What you bring is taken up, and you are asked whether it was understood.",
        "whether you feel understood",
    ),
    "safe": SignWords(
        "You know what comes next and why, and a no costs you nothing.",
        "whether your body believes it",
    ),
    "asked": SignWords(
        "You have a say in goal, pace and method.",
        "whether the choices were real outside the words",
    ),
    "mended": SignWords(
        "When something goes wrong between you, it is named and worked on.",
        "what is mended without a word, or in another session",
    ),
    "framed": SignWords(
        "Times, fees, roles and limits are plain and kept.",
        "what was settled in writing, and whether it is kept outside the room",
    ),
    "heard": SignWords(
        "You can criticise the work and meet curiosity.",
        "criticism that you keep to yourself",
    ),
    "larger": SignWords(
        "Over time you are more yourself, and life outside has more room.",
        "a transcript cannot show this: it happens in your life, over months",
    ),
    "explained_away": SignWords(
        "What you feel is talked down, or turned into a flaw of yours.",
        "tone, and how it landed",
    ),
    "pressed": SignWords(
        "You are pushed, frightened or shamed towards what you did not choose.",
        "pressure that needs no words",
    ),
    "left_alone": SignWords(
        "You open something, and the talk moves on without you.",
        "presence that shows without words",
    ),
    "used": SignWords(
        "The therapist's own life, needs or wish for closeness take your room.",
        "messages, favours and contact outside the session",
    ),
    "unmended": SignWords(
        "Hurt between you is left standing, or your complaint becomes your fault.",
        "what is taken up in a later session",
    ),
    "smaller": SignWords(
        "You choose your words with care so as not to upset the therapist.",
        "a transcript cannot show this: what you hold back is not in it",
    ),
    "unsure": SignWords(
        "You trust your own judgement less than before, and cannot picture leaving.",
        "a transcript cannot show this: it holds what was said, not what you came to believe",
    ),
}
