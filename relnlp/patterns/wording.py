"""Every sentence of the pattern page: what the words in the sessions do, never what somebody is."""

from __future__ import annotations

from relnlp.patterns.findings import ONE_SESSION, PATTERN, SELDOM, TOO_LITTLE

#: what a label is called on the page
LABEL_WORDS: dict[str, str] = {
    "attuned": "following, protecting or empowering the client",
    "repairing": "working on a strain between the two",
    "invalidating": "words that may have landed as dismissing",
    "coercive": "words that may have landed as pressure",
    "boundary-blurring": "words that may have stepped out of the role",
}
#: finding -> what is said of a strength, and of what is worth a look
FINDING_WORDS: dict[str, tuple[str, str]] = {
    PATTERN: ("holds across sessions", "comes back across sessions: worth looking at these moments"),
    ONE_SESSION: ("one session stands out, not a pattern", "one session stands out, not a pattern"),
    SELDOM: ("less often than the reference so far", "seldom, or not seen"),
    TOO_LITTLE: ("too little to tell", "too little to tell"),
}
DIRECTION_WORDS: dict[str, str] = {
    "rising": "more often {later} than {earlier}",
    "falling": "less often {later} than {earlier}",
    "unclear": "no clear direction",
}

STRENGTHS, LOOK, REST = "Strengths that hold", "Worth looking at", "Everything else"
NO_STRENGTH = "none named yet; that is no verdict, and the moments in single sessions still stand"
NO_LOOK = "nothing named"
ONE_PAIR = "All sessions are taken as one client's with one therapist; a manifest tells them apart."
TITLE = "{who}: {n} {sessions}, {of} scored turns"
UNNAMED = "Sessions"
RATE = "typical session: {low} to {high} in 100 turns (90 %); reference {reference} in 100"
COUNTS = "in {n_with} of {n} {sessions}; probability of being above the reference {p:.2f}"
ROBUST = ", {p:.2f} at least without any one session"
STANDS_OUT = "above the reference by itself: {names}"
TREND = "over time: {words} (from {start} to {end} in 100)"
CHANGE = "before and from {split} on ({before} and {after} sessions): {words} (from {start} to {end} in 100)"
FOOTER = (
    "A pattern is a rate of marked words in the typical session, above the stated reference, in at least three",
    "sessions and not resting on any one of them. The marks come from a classifier that errs. A transcript holds",
    "words; tone, silence, history and what was agreed outside the room are not in it. Nothing here grades or",
    "compares anybody, and nothing says what a client felt or how fit a therapist is.",
)
