"""The model card: what the shipped model is, and its figures."""

from __future__ import annotations

from collections.abc import Iterator

from relnlp.codebook import FACETS, LABELS
from relnlp.model.labeller import Labeller
from relnlp.training.evaluate import SplitReport
from relnlp.training.metrics import Figures
from relnlp.training.thresholds import HARM_PRECISION

HEAD = """# Model card: relnlp_en

Labels what each therapist turn does to the relationship: attuned, repairing, invalidating, coercive,
boundary-blurring, or nothing. Reads the turn and up to six turns before it. English transcripts.

**For** research on the therapeutic process, and for therapists who look at their own sessions.
**Not for** judging a therapist's fitness, employment, licensing, insurance or discipline; not for
diagnosis; not for any claim about what a client felt. A transcript holds words; tone, face, history and
what was agreed outside the room are not in it.

This page is written by `make evaluate`; nothing in it is typed by hand except the text that never changes.
"""

LIMITS = """## Known limits

- The training sessions are invented, and their coders share one origin: how well they agree is
  *consistency*, not human reliability. Figures on real sessions will differ; code a sample of your own
  and compare before you report rates.
- **Real sessions are harder than written ones.** On 1,185 real demonstration turns (AnnoMI, two coders of one
  origin) the first model with these features reached F1 of about .55 for attuned and below .2 for coercive and
  invalidating: real harm was mostly missed, and much of what it called harm was none.
- Harm is often mild and lives in what came before. Expect misses: a session without harm labels is not
  thereby free of harm. Expect false alarms too: read the moment before you believe the label.
- Sarcasm, tone, silence and warmth that is not in the words are invisible.
- Dialects and second-language English are in the corpus, yet few sessions of each; figures by style below.
- Speech recognition without punctuation costs accuracy; mis-heard words cost more.
- The "possible" labels are a place to look, not a finding.
"""


def model_card(labeller: Labeller, reports: dict[str, SplitReport]) -> str:
    """Write the card in Markdown."""
    return "\n".join([HEAD, *_training(labeller), *_thresholds(labeller), *_splits(reports), LIMITS])


def _training(labeller: Labeller) -> Iterator[str]:
    about = labeller.about
    yield "## Training\n"
    yield (
        f"{about['therapist_turns']} therapist turns of {about['sessions']} written sessions in {about['styles']} "
        f"writing styles, and {about['pair_items']} items of minimal pairs (`corpora/`, CC BY 4.0). No real session "
        "is in the training material."
    )
    yield f"Corpus fingerprint `{about['corpus']}`.\n"
    yield (
        "TF-IDF of words with punctuation and of characters, words of the client's and therapist's turns before, "
        "and numbers on the turn's form; logistic regressions, one a label, calibrated on styles that each fold "
        "had not seen.\n"
    )


def _thresholds(labeller: Labeller) -> Iterator[str]:
    limits = labeller.thresholds
    yield "## Thresholds\n"
    yield (
        "Chosen on the validation styles: for the harm labels precision first (F0.5 among thresholds with a precision "
        f"of at least {HARM_PRECISION:.2f}, where that can be had). "
        "The floor was set after a look at 1,185 coded "
        "turns of real demonstration sessions (AnnoMI), where a lower one called harm far too often; nothing was "
        "trained on them. Possible labels begin at a calibrated probability of one in five.\n"
    )
    yield "| label | decided from p | possible from p |\n| --- | --- | --- |"
    for name in LABELS:
        yield f"| {name} | {limits.decided[name]:.2f} | {limits.possible[name]:.2f} |"
    yield ""


def _splits(reports: dict[str, SplitReport]) -> Iterator[str]:
    notes = {
        "validation": "These styles chose the thresholds; the figures are a little too good.",
        "test": "These styles took no part in any choice.",
    }
    for split, report in reports.items():
        yield f"## Figures: {split} styles\n"
        yield (
            f"{report.n_turns} therapist turns, {report.n_sessions} sessions, {report.n_styles} writing styles that "
            f"training never saw. {notes[split]} Intervals: 90 %, drawing whole sessions.\n"
        )
        yield from _table(report.labels)
        yield f"\nMacro-F1 of the five labels: **{report.macro_f1:.2f}**"
        yield from (f"; {name}: {value:.2f}" for name, value in report.baselines.items())
        yield (
            f"\nTurns without harm that were called harmful, per 120: {report.alarms_per_120:.2f}; "
            f"in sessions without any harm: {report.calm_alarms_per_120:.2f}.\n"
        )
        yield "Facets, F1: " + "; ".join(
            f"{label}: " + ", ".join(f"{facet} {report.facets[facet]:.2f}" for facet in facets)
            for label, facets in FACETS.items()
        )
        yield "\nMacro-F1 by style: " + ", ".join(f"{k} {v:.2f}" for k, v in sorted(report.by_style.items()))
        yield "\nClient moves:\n"
        yield from _table(report.moves)
        yield from _pairs(report)
        yield ""


def _pairs(report: SplitReport) -> Iterator[str]:
    yield "\nMinimal pairs: items whose whole label set is right, and sets of which every item is right.\n"
    yield "| capability | items | right | sets | right |\n| --- | --- | --- | --- | --- |"
    for name, s in report.pairs.items():
        yield (
            f"| {name} | {s.n_items} | {s.items_right / max(1, s.n_items):.2f} | {s.n_sets} | "
            f"{s.sets_right / max(1, s.n_sets):.2f} |"
        )


def _table(rows: dict[str, Figures]) -> Iterator[str]:
    yield "| | turns | said | precision | recall | F1 | 90 % interval | AP | calibration error |"
    yield "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"
    for name, f in rows.items():
        ap = "–" if f.ap is None else f"{f.ap:.2f}"
        yield (
            f"| {name} | {f.n} | {f.said} | {f.precision:.2f} | {f.recall:.2f} | {f.f1:.2f} | "
            f"{f.f1_low:.2f} to {f.f1_high:.2f} | {ap} | {f.ece:.3f} |"
        )
