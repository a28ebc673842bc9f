"""Who the therapist is: said by the user, said by the source, or told from who says *you*.

Therapists say *you* where clients say *I*. The rate of you-words minus the rate of I-words named the
therapist in 99 % of AnnoMI's 133 transcripts, 85 % of 196 support chats (93 % of those above the margin).
Who speaks first, asks more or talks less is right less often; talk share is no cue at all.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

from relnlp.errors import RoleError, listed
from relnlp.reading.names import has_title, role_word
from relnlp.reading.raw import UNNAMED, Utterance
from relnlp.session import Role, RoleGuess
from relnlp.speech import words

YOU = frozenset("you your yours yourself yourselves you're you've you'd you'll u ur ya youre youve".split())
I_WORDS = frozenset("i i'm i've i'd i'll me my mine myself im ive ill id".split())

#: below this difference between two speakers nobody is named
MARGIN = 0.03
_HINT = "say who it is with --therapist NAME (in Python: therapist='NAME')"


def address_score(texts: Sequence[str]) -> float:
    """Rate of you-words minus rate of I-words, from -1 to 1; higher is more like a therapist."""
    said = Counter(word for text in texts for word in words(text))
    total = sum(said.values())
    return sum(n * ((word in YOU) - (word in I_WORDS)) for word, n in said.items()) / total if total else 0.0


def assign_roles(
    utterances: Sequence[Utterance],
    source: str,
    *,
    therapist: str | Sequence[str] | None = None,
    roles: Mapping[str, str] | None = None,
) -> tuple[dict[str, Role], RoleGuess]:
    """Give each speaker a role.

    Parameters
    ----------
    utterances
        All utterances of one session.
    source
        Name for messages.
    therapist
        The therapist's name, or names where there are several; everybody else is a client.
    roles
        Name to ``"therapist"``, ``"client"`` or ``"other"``; goes before everything else.

    Raises
    ------
    RoleError
        If a given name is not in the source, only one person speaks, or nobody can be told from the rest.
    """
    speakers = [name for name in dict.fromkeys(u.speaker for u in utterances) if name != UNNAMED]
    nobody = {UNNAMED: Role.OTHER}
    named = [therapist] if isinstance(therapist, str) else list(therapist or ())
    _check_names([*named, *(roles or {})], speakers, source)
    if len(speakers) < 2:
        raise RoleError(source, f"only one speaker ({listed(speakers)}); a session needs a therapist and a client")
    fixed = {_match(name, speakers): _role(role, source) for name, role in (roles or {}).items()}
    fixed |= {_match(name, speakers): Role.THERAPIST for name in named}
    if Role.THERAPIST in fixed.values():
        guess = RoleGuess(tuple(s for s in speakers if fixed.get(s) is Role.THERAPIST), "named", 1.0)
        return {**{s: fixed.get(s, Role.CLIENT) for s in speakers}, **nobody}, guess
    left = [s for s in speakers if s not in fixed]
    if len(left) < 2:
        if not left:
            raise RoleError(source, "nobody is left to be the therapist")
        return {**fixed, left[0]: Role.THERAPIST, **nobody}, RoleGuess((left[0],), "named", 1.0)
    told, guess = _by_source(left, utterances, source) or _by_address(left, utterances, source)
    return {**told, **fixed, **nobody}, guess


def _role(word: str, source: str) -> Role:
    try:
        return Role(word.strip().lower())
    except ValueError:
        raise RoleError(source, f"no role {word!r}; the roles are {listed(map(str, Role))}") from None


def _check_names(names: Sequence[str], speakers: list[str], source: str) -> None:
    for name in names:
        if _match(name, speakers) not in speakers:
            raise RoleError(source, f"no speaker is called {name!r}; the speakers are {listed(speakers)}")


def _match(name: str, speakers: list[str]) -> str:
    return next((s for s in speakers if s.casefold() == name.strip().casefold()), name)


def _by_source(
    speakers: list[str], utterances: Sequence[Utterance], source: str
) -> tuple[dict[str, Role], RoleGuess] | None:
    """Take the source's own word: a column of roles, names that are roles, or a title.

    Of two speakers one word is enough. Of more, everybody must be told: an unknown third person may be a
    partner, an interpreter or a visitor.
    """
    said = {speaker: _own_word(speaker, utterances) for speaker in speakers}
    if len(speakers) == 2 and not any(said.values()):
        said = _by_title(speakers, utterances, source)
    untold = [speaker for speaker in speakers if not said[speaker]]
    if len(speakers) == 2 and len(untold) == 1:
        other = next(said[speaker] for speaker in speakers if said[speaker])
        said[untold[0]] = {"client": "therapist", "therapist": "client"}.get(other, "")
        untold = [speaker for speaker in speakers if not said[speaker]]
    therapists = tuple(speaker for speaker in speakers if said[speaker] == "therapist")
    if untold or not therapists or len(therapists) == len(speakers):
        return None
    return {speaker: Role(said[speaker]) for speaker in speakers}, RoleGuess(therapists, "role words", 1.0)


def _own_word(speaker: str, utterances: Sequence[Utterance]) -> str:
    """Tell the role that the source gives a speaker in most entries, or that the name itself says."""
    words = Counter(u.role.strip() for u in utterances if u.speaker == speaker and u.role.strip())
    told = role_word(words.most_common(1)[0][0]) if words else ""
    other = bool(words) and words.most_common(1)[0][0].lower() == "other"
    return told or ("other" if other else "") or role_word(speaker)


def _by_title(speakers: list[str], utterances: Sequence[Utterance], source: str) -> dict[str, str]:
    """Take one title (``Dr. Ruiz``) for the therapist's, unless the other one talks like the therapist.

    Raises
    ------
    RoleError
        If title and talk contradict each other: doctors have therapists too.
    """
    titled = [speaker for speaker in speakers if has_title(speaker)]
    if len(titled) != 1:
        return dict.fromkeys(speakers, "")
    other = next(speaker for speaker in speakers if speaker not in titled)
    scores = {s: address_score([u.text for u in utterances if u.speaker == s]) for s in speakers}
    if scores[other] - scores[titled[0]] >= MARGIN:
        problem = f"{titled[0]!r} has a title, but {other!r} talks more like a therapist; {_HINT}"
        raise RoleError(source, problem)
    return {titled[0]: "therapist", other: "client"}


def _by_address(speakers: list[str], utterances: Sequence[Utterance], source: str) -> tuple[dict[str, Role], RoleGuess]:
    if len(speakers) != 2:
        problem = f"{len(speakers)} speakers ({listed(speakers)}) and no telling who is the therapist; {_HINT}"
        raise RoleError(source, problem)
    scores = {s: address_score([u.text for u in utterances if u.speaker == s]) for s in speakers}
    first, second = sorted(speakers, key=lambda s: -scores[s])
    margin = scores[first] - scores[second]
    if margin < MARGIN:
        problem = f"the speakers ({listed(speakers)}) cannot be told apart by how they talk; {_HINT}"
        raise RoleError(source, problem)
    n_words = min(sum(len(words(u.text)) for u in utterances if u.speaker == s) for s in speakers)
    guess = RoleGuess((first,), "address", round(confidence(margin, n_words), 3))
    return {first: Role.THERAPIST, second: Role.CLIENT}, guess


def confidence(margin: float, n_words: int) -> float:
    """Probability that the speaker with more *you* is the therapist, from 0.5 to `SUREST`.

    Parameters
    ----------
    margin
        Difference of the two address scores.
    n_words
        Words of the speaker who says less.
    """
    return min(SUREST, 1 / (1 + math.exp(-CONFIDENCE_SLOPE * evidence_strength(margin, n_words))))


def evidence_strength(margin: float, n_words: int) -> float:
    """Weigh a margin by how much was said: it grows with the square root of the words, up to 400."""
    return margin * math.sqrt(min(n_words, 400))


#: the rule is wrong in about one session of a hundred, however clear the session looks
SUREST = 0.99
#: fitted by ``python -m relnlp.training.role_check`` on the written training sessions and their beginnings
CONFIDENCE_SLOPE = 5.6
