"""A labeller on disk: JSON, NumPy arrays and ONNX, no pickle, the same bytes for the same model."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from relnlp.codebook import ALL_FACETS, LABELS, MOVES
from relnlp.errors import ModelError
from relnlp.model.encoder import Encoder
from relnlp.model.features import BLOCKS, TurnFeatures, vectoriser
from relnlp.model.heads import StackedHeads
from relnlp.model.labeller import Labeller, Thresholds
from relnlp.model.strain import StrainModel

FORMAT = 3
HEADS = {"labels": LABELS, "facets": ALL_FACETS, "moves": tuple(MOVES), "strain": ("strain",)}


@dataclass(frozen=True)
class Layout:
    """Names of the files in a model folder."""

    settings: str = "settings.json"
    vocabulary: str = "vocabulary.json"
    weights: str = "weights.npz"
    encoder: str = "encoder.onnx"
    tokenizer: str = "tokenizer.json"

    def paths(self, folder: Path) -> list[Path]:
        """All files of a folder, in a fixed order."""
        return [folder / name for name in (self.settings, self.vocabulary, self.weights, self.encoder, self.tokenizer)]


LAYOUT = Layout()


def save(labeller: Labeller, folder: Path) -> None:
    """Write a labeller; two writes of one labeller give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "format": FORMAT,
        "thresholds": asdict(labeller.thresholds),
        "features": labeller.features.get_params(),
        "client_features": labeller.client_features.get_params(),
        "heads": {name: {"parts": list(head.parts)} for name, head in _heads(labeller).items()},
        "errors": labeller.errors,
        "about": labeller.about,
    }
    _write_json(folder / LAYOUT.settings, settings, indent=2)
    arrays: dict[str, np.ndarray] = {}
    vocabulary: dict[str, dict[str, list[str]]] = {}
    for kind, features in (("features", labeller.features), ("client_features", labeller.client_features)):
        vocabulary[kind] = {b: list(v.get_feature_names_out()) for b, v in features.blocks_.items()}
        arrays.update({f"{kind}.{b}.idf": v.idf_.astype(np.float32) for b, v in features.blocks_.items()})
    for name, head in _heads(labeller).items():
        arrays[f"{name}.weights"] = head.weights_
        for part in head.parts:
            # half precision: a tenth of a per cent of a weight is nothing, and half the download
            arrays[f"{name}.{part}.coef"] = head.coef_[part].astype(np.float16)
            arrays[f"{name}.{part}.intercept"] = head.intercept_[part]
    arrays["around"] = labeller.strain.weights
    _write_json(folder / LAYOUT.vocabulary, vocabulary, indent=None)
    np.savez_compressed(folder / LAYOUT.weights, **arrays)  # type: ignore[arg-type]
    (folder / LAYOUT.encoder).write_bytes(labeller.encoder.network)
    (folder / LAYOUT.tokenizer).write_text(labeller.encoder.tokenizer, encoding="utf-8", newline="\n")


def load(folder: Path) -> Labeller:
    """Read a labeller.

    Raises
    ------
    ModelError
        If a file is missing or the folder was written by another format version.
    """
    missing = [path.name for path in LAYOUT.paths(folder) if not path.is_file()]
    if missing:
        raise ModelError(f"{folder}: no relnlp model here; {', '.join(missing)} missing")
    settings = json.loads((folder / LAYOUT.settings).read_text(encoding="utf-8"))
    if settings.get("format") != FORMAT:
        raise ModelError(f"{folder}: model format {settings.get('format')}, this relnlp reads format {FORMAT}")
    vocabulary = json.loads((folder / LAYOUT.vocabulary).read_text(encoding="utf-8"))
    with np.load(folder / LAYOUT.weights, allow_pickle=False) as arrays:
        heads = {name: _head(name, settings["heads"][name]["parts"], arrays) for name in HEADS}
        strain = StrainModel(heads.pop("strain"), arrays["around"])
        features = {
            kind: _features(settings[kind], vocabulary[kind], kind, arrays) for kind in ("features", "client_features")
        }
    return Labeller(
        load_encoder(folder),
        **features,
        **heads,
        strain=strain,
        thresholds=Thresholds(**settings["thresholds"]),
        errors=settings["errors"],
        about=settings["about"],
    )


def load_encoder(folder: Path) -> Encoder:
    """Read the encoder of a model folder.

    Raises
    ------
    ModelError
        If it is not there.
    """
    try:
        tokenizer = (folder / LAYOUT.tokenizer).read_text(encoding="utf-8")
        return Encoder((folder / LAYOUT.encoder).read_bytes(), tokenizer)
    except OSError as error:
        raise ModelError(f"{folder}: no encoder here ({error.strerror})") from error


def fingerprint(folder: Path) -> str:
    """SHA-256 over the model's files, as 64 hexadecimal digits."""
    digest = hashlib.sha256()
    for path in LAYOUT.paths(folder):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _heads(labeller: Labeller) -> dict[str, StackedHeads]:
    found = {name: getattr(labeller, name) for name in HEADS}
    return found | {"strain": labeller.strain.heads}


def _head(name: str, parts: list[str], arrays: np.lib.npyio.NpzFile) -> StackedHeads:
    head = StackedHeads(HEADS[name], parts=tuple(parts))
    head.coef_ = {part: arrays[f"{name}.{part}.coef"].astype(np.float32) for part in parts}
    head.intercept_ = {part: arrays[f"{name}.{part}.intercept"] for part in parts}
    head.weights_ = arrays[f"{name}.weights"]
    head.classes_ = np.asarray(HEADS[name])
    return head


def _features(
    params: dict[str, int], terms: dict[str, list[str]], kind: str, arrays: np.lib.npyio.NpzFile
) -> TurnFeatures:
    features = TurnFeatures(**params)
    features.blocks_ = {}
    for block in BLOCKS:
        fitted = vectoriser(block)
        fitted.vocabulary_ = {term: index for index, term in enumerate(terms[block])}
        fitted.idf_ = arrays[f"{kind}.{block}.idf"]
        features.blocks_[block] = fitted
    return features


def _write_json(path: Path, value: object, *, indent: int | None) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=indent, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
