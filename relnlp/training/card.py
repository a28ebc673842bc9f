"""The model card: what the shipped model is, and its figures."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from relnlp.codebook import FACETS, LABELS
from relnlp.model.labeller import Labeller
from relnlp.profiles.coverage import Coverage
from relnlp.training.episode_check import EpisodeReport
from relnlp.training.evaluate import SplitReport
from relnlp.training.evidence_check import EvidenceCheck
from relnlp.training.metrics import Figures
from relnlp.training.real_report import RealReport
from relnlp.training.thresholds import BUDGET

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
  *consistency*, not human reliability. Figures on your sessions will differ; code a sample of your own
  and compare before you report rates.
- The real turns are public demonstrations of motivational interviewing about health behaviour (AnnoMI), not
  therapy as it happens behind closed doors. Repairing hardly occurs there and boundary-blurring never: of these two
  nothing is known on real talk.
- Harm is often mild and lives in what came before. Expect misses: a session without harm labels is not
  thereby free of harm. Expect false alarms too: read the moment before you believe the label.
- Sarcasm, tone, silence and warmth that is not in the words are invisible.
- Dialects and second-language English are in the corpus, yet few sessions of each; figures by English below.
- Speech recognition without punctuation costs accuracy; mis-heard words cost more.
- The "possible" labels are a place to look, not a finding.
"""


def model_card(labeller: Labeller, reports: dict[str, SplitReport], real: RealReport | None) -> str:
    """Write the card in Markdown."""
    parts = [HEAD, *_training(labeller), *_thresholds(labeller), *_real(real), *_splits(reports), LIMITS]
    return "\n".join(parts)


def _training(labeller: Labeller) -> Iterator[str]:
    about = labeller.about
    yield "## Training\n"
    yield (
        f"{about['therapist_turns']} therapist turns of {about['sessions']} written sessions in {about['styles']} "
        f"writing styles, {about['pair_items']} items of minimal pairs and {about['note_acts']} marked stretches of "
        f"session notes (`corpora/`, CC BY 4.0); {about['real_turns']} real turns of {about['real_sessions']} AnnoMI "
        "transcripts (labels in `corpora/real/`, text not in this project)."
    )
    if about["added_turns"]:
        yield f"{about['added_turns']} turns that were added with `--add`."
    yield f"Corpus fingerprint `{about['corpus']}`.\n"
    yield (
        "Two parts: TF-IDF of words with punctuation and of characters, of the turns before, and numbers on the "
        "turn's form; and a small transformer (all-MiniLM-L6-v2, Apache-2.0, fine-tuned on the written training styles "
        "only, 8-bit ONNX) that reads the turn with three turns before it. On each part a logistic regression a label, "
        "learnt from written and real turns; the two are added with weights fitted on the validation styles and on "
        "cross-validated real turns, which the transformer never saw.\n"
    )


def _thresholds(labeller: Labeller) -> Iterator[str]:
    limits = labeller.thresholds
    yield "## Thresholds\n"
    yield (
        "Chosen on the validation styles and the cross-validated real turns: the best F1 for each label, but for the "
        f"harm labels only where at most one turn in {1 / BUDGET:.0f} of the sessions without any harm is called "
        "harmful; of all combinations of the three that keep this, the one with the best mean F1. Possible labels "
        "begin at a calibrated probability of one in five.\n"
    )
    yield "| label | decided from p | possible from p |\n| --- | --- | --- |"
    for name in LABELS:
        yield f"| {name} | {limits.decided[name]:.2f} | {limits.possible[name]:.2f} |"
    yield ""


def _real(real: RealReport | None) -> Iterator[str]:
    if real is None:
        return
    yield "## Figures: real turns\n"
    yield (
        f"{real.n_turns} turns of {real.n_sessions} AnnoMI transcripts, two coders of one origin. Each was judged by "
        "heads, calibration and thresholds that had not seen its transcript (5 folds). Their errors steered which "
        "styles were written, so these figures are not wholly untouched. Intervals: 90 %, drawing whole transcripts.\n"
    )
    yield from _table(real.labels)
    yield f"\n{_alarm_line(real)}\n"
    if real.quality_auc is not None:
        yield (
            "Transcripts that AnnoMI's authors call low in quality against high, by mean probability of harm less that "
            f"of attuned: area under the curve {real.quality_auc:.2f}.\n"
        )


def _alarm_line(report: RealReport | SplitReport) -> str:
    return (
        f"Turns without harm that were called harmful, per 120: {report.alarms_per_120:.2f}; in sessions without any "
        f"harm: {report.calm_alarms_per_120:.2f}. Of the turns with harm, {report.harm_recall:.2f} were called."
    )


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
        yield f"\nMacro-F1 of the five labels: **{report.macro_f1:.2f}**. Baselines: " + "; ".join(
            f"{name} {value:.2f}" for name, value in report.baselines.items()
        )
        yield f"\n{_alarm_line(report)}\n"
        yield f"Facets (macro-F1 {np.mean(list(report.facets.values())):.2f}), F1: " + "; ".join(
            f"{label}: " + ", ".join(f"{facet} {report.facets[facet]:.2f}" for facet in facets)
            for label, facets in FACETS.items()
        )
        for part, values in report.slices.items():
            yield f"\nMacro-F1 by {part}: " + ", ".join(f"{k} {v:.2f}" for k, v in values.items())
        yield _evidence(report.evidence)
        yield "\nClient moves:\n"
        yield from _table(report.moves)
        yield from _episodes(report.episodes)
        yield _coverage(report.coverage)
        yield from _pairs(report)
        yield ""


def _episodes(found: EpisodeReport) -> Iterator[str]:
    yield (
        f"\nRupture–repair episodes: {found.agreed} that both coders named ({found.coded_twice} of {found.n_sessions} "
        f"sessions coded twice; the others by their author), {found.alone} that only one named and that count neither "
        f"way, {found.found} found. Beginnings within two turns: precision {found.precision:.2f}, recall "
        f"{found.recall:.2f}, F1 **{found.f1:.2f}**"
        + (f" (the second coder against the author: {found.coders_f1:.2f})" if found.coded_twice else "")
        + f". Of the matched, kind right {found.kind_right:.2f}, outcome right {found.outcome_right:.2f}. Invented: "
        f"{found.invented} in {found.n_calm} sessions without harm or strain."
    )


def _coverage(found: dict[str, Coverage]) -> str:
    return (
        "\nIntervals of rates (nominal 0.90) hold the coders' count in this share of the sessions: "
        + ", ".join(f"{name} {c.inside:.2f}" for name, c in found.items())
        + f"; mean {np.mean([c.inside for c in found.values()]):.2f}."
    )


def _evidence(check: EvidenceCheck) -> str:
    return (
        f"\nEvidence, {check.n} decided labels: leaving out the words named as evidence lowers the label's probability "
        f"by {check.without_evidence:.2f} on average, leaving out as many other words of the turn by "
        f"{check.without_others:.2f}; it costs more in {check.more_often:.0%} of them."
    )


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
