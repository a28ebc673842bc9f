"""Fine-tune the encoder on coded turns: therapists' labels and facets, and what clients do, at once."""

from __future__ import annotations

import json
import math
import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from relnlp.model.encoder import Encoder, Tokens, load_tokenizer, tokenize
from relnlp.session import TurnView
from relnlp.training.corpora import Corpora
from relnlp.training.network import TARGETS, TurnNetwork, batch, start_network, to_onnx
from relnlp.training.samples import Sample, bare_view, client_samples, targets, written_samples

Progress = Callable[[str], None]
#: most client turns make no move; every so manieth of them is enough to learn that
QUIET_EVERY = 3


@dataclass(frozen=True)
class Recipe:
    """How the encoder is trained.

    Parameters
    ----------
    epochs, batch_size, learning_rate, head_rate, warm_up
        Of AdamW with a linear schedule; `warm_up` is a share of all steps.
    bare, alone
        Share of the turns shown as speech recognition would leave them, and without their context.
    seed
        Everything random starts here.
    """

    epochs: int = 4
    batch_size: int = 32
    learning_rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.08
    bare: float = 0.15
    alone: float = 0.1
    seed: int = 0


def material(train: Corpora) -> list[Sample]:
    """Choose what an encoder learns from: every therapist turn, client turns that do something, a third of the rest."""
    clients = client_samples(train.sessions)
    quiet = [s for s in clients if not s.moves]
    return [*written_samples(train), *(s for s in clients if s.moves), *quiet[::QUIET_EVERY]]


def finetune(samples: Sequence[Sample], *, recipe: Recipe = Recipe(), work: Path, progress: Progress) -> Encoder:
    """Train an encoder; picks up after the last finished epoch where `work` holds one of the same recipe.

    Parameters
    ----------
    samples
        Coded turns of therapists and of clients, from the training styles only.
    work
        Folder for what a resumed run needs.
    progress
        Called with a line now and then.
    """
    torch.manual_seed(recipe.seed)
    # PyTorch counts only half of the processors where two share a core; here both halves are worth having
    torch.set_num_threads(os.cpu_count() or 1)
    network, tokenizer = start_network()
    y, known = _targets(samples)
    steps = recipe.epochs * math.ceil(len(samples) / recipe.batch_size)
    optimiser = _optimiser(network, recipe)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: _rate(step, steps, recipe.warm_up))
    done = _resume(work, recipe, len(samples), network, optimiser, schedule)
    for epoch in range(done, recipe.epochs):
        rng = random.Random(1000 * recipe.seed + epoch)
        torch.manual_seed(1000 * recipe.seed + epoch)
        tokens = tokenize(load_tokenizer(tokenizer), [_seen(s.view, rng, recipe) for s in samples])
        batches = list(_batches(tokens, recipe.batch_size, rng))
        network.train()
        total = 0.0
        for count, rows in enumerate(batches, start=1):
            total += _step(network, [tokens[k] for k in rows], y[rows], known[rows], optimiser)
            schedule.step()
            if count % 100 == 0 or count == len(batches):
                progress(
                    f"encoder, epoch {epoch + 1} of {recipe.epochs}: {count}/{len(batches)}, loss {total / count:.3f}"
                )
        _keep(work, recipe, len(samples), epoch + 1, network, optimiser, schedule)
    return Encoder(to_onnx(network), tokenizer)


def _step(
    network: TurnNetwork, tokens: list[Tokens], y: torch.Tensor, known: torch.Tensor, optimiser: torch.optim.Optimizer
) -> float:
    # half precision in the products only: half the time on processors that can, the same figures
    with torch.autocast("cpu", torch.bfloat16):
        logits = network(*batch(tokens))
    each = nn.functional.binary_cross_entropy_with_logits(logits.float(), y, reduction="none")
    loss = (each * known).sum() / len(tokens)
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimiser.step()
    return float(loss.detach())


def _targets(samples: Sequence[Sample]) -> tuple[torch.Tensor, torch.Tensor]:
    """Targets and which of them a turn has a say in: a client turn has no labels, a therapist turn no moves."""
    y = np.concatenate([targets(samples, kind) for kind in ("labels", "facets", "moves")], axis=1)
    is_move = np.array([name.startswith("move:") for name in TARGETS])
    client = np.array([s.view.role == "client" for s in samples])
    return torch.tensor(y, dtype=torch.float32), torch.tensor(client[:, None] == is_move[None], dtype=torch.float32)


def _seen(view: TurnView, rng: random.Random, recipe: Recipe) -> TurnView:
    """Show a turn as it stands, bare, or alone."""
    view = bare_view(view) if rng.random() < recipe.bare else view
    return replace(view, context=()) if rng.random() < recipe.alone else view


def _batches(tokens: Sequence[Tokens], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Batches of about equal length, in random order: filling up would cost most of the time."""
    order = list(range(len(tokens)))
    rng.shuffle(order)
    pools = [
        sorted(order[k : k + 40 * size], key=lambda i: len(tokens[i].ids)) for k in range(0, len(order), 40 * size)
    ]
    batches = [pool[k : k + size] for pool in pools for k in range(0, len(pool), size)]
    rng.shuffle(batches)
    yield from batches


def _optimiser(network: TurnNetwork, recipe: Recipe) -> torch.optim.AdamW:
    body = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("heads.")]
    groups = [
        {"params": body, "lr": recipe.learning_rate},
        {"params": list(network.heads.parameters()), "lr": recipe.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=0.01)


def _rate(step: int, steps: int, warm_up: float) -> float:
    return min(1.0, step / (warm_up * steps)) * max(0.0, (steps - step) / steps)


def _resume(work: Path, recipe: Recipe, n: int, network: TurnNetwork, *parts: Any) -> int:
    """Load the last finished epoch, if it belongs to this very training; give how many are done."""
    path, about = work / "encoder.pt", work / "encoder.json"
    if not (path.is_file() and about.is_file()):
        return 0
    facts = json.loads(about.read_text(encoding="utf-8"))
    if facts["recipe"] != asdict(recipe) or facts["samples"] != n:
        return 0
    state = torch.load(path, weights_only=True)
    for part, saved in zip((network, *parts), state, strict=True):
        part.load_state_dict(saved)
    return int(facts["epochs"])


def _keep(work: Path, recipe: Recipe, n: int, epochs: int, *parts: Any) -> None:
    work.mkdir(parents=True, exist_ok=True)
    torch.save([part.state_dict() for part in parts], work / "encoder.pt")
    facts = {"recipe": asdict(recipe), "samples": n, "epochs": epochs}
    (work / "encoder.json").write_text(json.dumps(facts), encoding="utf-8")
