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
from relnlp.reading.names import role_word
from relnlp.reading.raw import Utterance
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
    speakers = list(dict.fromkeys(u.speaker for u in utterances))
    fixed = {name: Role(role) for name, role in (roles or {}).items()}
    named = [therapist] if isinstance(therapist, str) else list(therapist or ())
    _check_names([*named, *fixed], speakers, source)
    if len(speakers) < 2:
        raise RoleError(source, f"only one speaker ({listed(speakers)}); a session needs a therapist and a client")
    fixed.update({_match(name, speakers): Role.THERAPIST for name in named})
    fixed = {_match(name, speakers): role for name, role in fixed.items()}
    if Role.THERAPIST in fixed.values():
        guess = RoleGuess(tuple(s for s in speakers if fixed.get(s) is Role.THERAPIST), "named", 1.0)
        return {s: fixed.get(s, Role.CLIENT) for s in speakers}, guess
    open_speakers = [s for s in speakers if s not in fixed]
    guess = _by_role_words(open_speakers) or _by_address(open_speakers, utterances, source)
    told = {s: Role.THERAPIST if s in guess.therapists else Role.CLIENT for s in open_speakers}
    return {**told, **fixed}, guess


def _check_names(names: Sequence[str], speakers: list[str], source: str) -> None:
    for name in names:
        if _match(name, speakers) not in speakers:
            raise RoleError(source, f"no speaker is called {name!r}; the speakers are {listed(speakers)}")


def _match(name: str, speakers: list[str]) -> str:
    return next((s for s in speakers if s.casefold() == name.strip().casefold()), name)


def _by_role_words(speakers: list[str]) -> RoleGuess | None:
    """Take the source's own word for it, unless it names everybody a therapist."""
    said = {speaker: role_word(speaker) for speaker in speakers}
    therapists = tuple(s for s in speakers if said[s] == "therapist")
    if therapists and len(therapists) < len(speakers):
        return RoleGuess(therapists, "role words", 1.0)
    unsaid = [s for s in speakers if not said[s]]
    if len(speakers) == 2 and len(unsaid) == 1 and not therapists:
        return RoleGuess((unsaid[0],), "role words", 1.0)
    return None


def _by_address(speakers: list[str], utterances: Sequence[Utterance], source: str) -> RoleGuess:
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
    return RoleGuess((first,), "address", round(confidence(margin, n_words), 3))


def confidence(margin: float, n_words: int) -> float:
    """Probability that the speaker with more *you* is the therapist, from 0.5 to 1.

    Parameters
    ----------
    margin
        Difference of the two address scores.
    n_words
        Words of the speaker who says less.
    """
    return 1 / (1 + math.exp(-CONFIDENCE_SLOPE * evidence_strength(margin, n_words)))


def evidence_strength(margin: float, n_words: int) -> float:
    """Weigh a margin by how much was said: it grows with the square root of the words, up to 400."""
    return margin * math.sqrt(min(n_words, 400))


#: fitted by ``python -m relnlp.training.role_check`` on the written training sessions and their beginnings
CONFIDENCE_SLOPE = 5.6
