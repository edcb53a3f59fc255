"""all-MiniLM-L6-v2 as int8 ONNX, shipped beside this file: no download, no key, one CPU thread."""

import hashlib
from pathlib import Path
from threading import Lock
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]

FOLDER = Path(__file__).parent / "minilm"
SHA256 = {
    "model.onnx": "4dc32dd5d7bc26eba0cf266b2fca9b985e009afff64050744e0258c3f12857cc",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
LONGEST = 256
"""Tokens of a text that count; the rest is cut off."""


class Embedder(Protocol):
    """Turns a text into a unit vector. ``id`` names model and build; vectors of different ids do not mix."""

    @property
    def id(self) -> str: ...

    @property
    def size(self) -> int: ...

    def embed(self, text: str) -> Vector:
        """A unit vector of ``size`` numbers. Blocking and thread-safe."""
        ...


class Pieces(Embedder, Protocol):
    """An embedder that also tells what each piece of a text means where it stands."""

    def pieces(self, text: str) -> tuple[Vector, tuple[tuple[int, int], ...]]: ...


class WrongModel(Exception):
    """The shipped model file is not the one this build was made with."""


class MiniLM:
    """The default embedder. The model is loaded at the first text, in about 0.3 s."""

    id = "minilm-l6-v2-int8"
    size = 384

    def __init__(self, folder: Path = FOLDER, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self._lock = Lock()
        self._parts: tuple[Any, Any] | None = None

    def embed(self, text: str) -> Vector:
        pooled = self.pieces(text)[0].mean(0)
        return np.asarray(pooled / np.linalg.norm(pooled), np.float32)

    def pieces(self, text: str) -> tuple[Vector, tuple[tuple[int, int], ...]]:
        """One vector for each piece of a word as it is meant in this text, and where the piece stands.

        The first and the last stand for the text as such, at (0, 0).
        """
        tokenizer, session = self._loaded()
        # Half of a surrogate pair is no text to the tokenizer; a question mark as long as it keeps all places.
        encoded = tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8"))
        ids = np.array([encoded.ids], np.int64)
        # One text at a time: int8 activations share a scale over a batch, so that batching shifts the vectors.
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        return np.asarray(session.run(None, inputs)[0][0], np.float32), tuple(encoded.offsets)

    def _loaded(self) -> tuple[Any, Any]:
        with self._lock:
            if self._parts is None:
                self._parts = self._load()
            return self._parts

    def _load(self) -> tuple[Any, Any]:
        import onnxruntime  # noqa: PLC0415  # 0.2 s that a command without a recall need not wait for
        from tokenizers import Tokenizer  # noqa: PLC0415

        for name, expected in SHA256.items():
            if hashlib.sha256((self._folder / name).read_bytes()).hexdigest() != expected:
                raise WrongModel(f"{self._folder / name} is not the file that belongs to this build")
        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LONGEST)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        return tokenizer, session
