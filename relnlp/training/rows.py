"""Features of samples, for heads to learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from relnlp.model.encoder import Encoder
from relnlp.model.features import TurnFeatures
from relnlp.model.heads import Rows
from relnlp.training.samples import Sample


@dataclass(frozen=True)
class RowMaker:
    """Fitted word features and an encoder."""

    features: TurnFeatures
    encoder: Encoder

    def __call__(self, samples: Sequence[Sample]) -> Rows:
        """Make the rows of the samples' views."""
        views = [s.view for s in samples]
        return Rows(self.features.transform(views), self.encoder.transform(views))
