"""Fits the networks of text captures and of markup with PyTorch: same data, same seed, same weights.

The network that is fitted here is the one that `thresher.model.network` runs in numpy; `weights`
writes the first as the second.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from thresher.lab.text.lexis import vocabulary
from thresher.model import network as runtime
from thresher.model.network import PAGE_TYPES
from thresher.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from thresher.lab.text.examples import Example

_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Recipe:
    """What is chosen, not fitted.

    Of these only the epochs were tried out, 8 and 14, on one fold of five; and dropout and forgotten words
    were then raised a little, unmeasured.
    """

    epochs: int = 14
    batch: int = 12
    rate: float = 2e-3
    decay: float = 0.02
    width: int = 64
    dims: int = 16
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16)
    dropout: float = 0.3
    word_dropout: float = 0.15
    wordless: float = 0.2
    blocks: int = 1200
    domains: int = 15
    words: int = 7000
    pairs: int = 3000
    seed: int = 7
    f1_loss: float = 0.5
    type_loss: float = 0.1
    power: float = 0.75
    all_types: bool = False
    """Whether page types are learnt from every set, rather than from the one whose gold names several."""
    forgets: tuple[tuple[float, tuple[int, ...]], ...] = ()
    """Groups of columns, each with the chance that a page goes without them, so that none is needed."""


class Network(nn.Module):
    """Numbers and words of each block -> dense -> dilated convolutions over the page -> a logit a block."""

    def __init__(self, columns: int, places: int, recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe
        width = recipe.width
        self.table = nn.EmbeddingBag(places, recipe.dims, mode="sum")
        nn.init.normal_(self.table.weight, std=0.1)
        self.enter = nn.Linear(columns + recipe.dims + 1, width)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(width, width, 3, padding=dilation, dilation=dilation) for dilation in recipe.dilations
        )
        self.page = nn.Linear(2 * width, width)
        self.leave = nn.Linear(width, width)
        self.judge = nn.Linear(width, 1)
        self.types = nn.Linear(width, len(PAGE_TYPES))
        self.dropout = nn.Dropout(recipe.dropout)

    def forward(self, numbers: Any, words: Any, mask: Any) -> tuple[Any, Any]:
        """Logits of blocks (pages, blocks) and of page types (pages, types).

        The shapes of what goes in: (pages, blocks, columns), (pages, blocks, dims + 1), (pages, blocks).
        """
        hidden = functional.relu(self.enter(torch.cat([numbers, words], dim=2))) * mask[:, :, None]
        hidden = self.dropout(hidden)
        for convolution in self.convolutions:
            fresh = functional.relu(convolution(hidden.transpose(1, 2))).transpose(1, 2)
            hidden = (hidden + self.dropout(fresh)) * mask[:, :, None]
        mean = hidden.sum(dim=1) / mask.sum(dim=1, keepdim=True)
        most = hidden.max(dim=1).values
        page = functional.relu(self.page(torch.cat([mean, most], dim=1)))
        page = self.dropout(page)
        left = functional.relu(self.leave(hidden) + page[:, None, :])
        return self.judge(left)[:, :, 0], self.types(page)


@dataclass(frozen=True, slots=True)
class Fitted:
    """A network with what it needs to read a page."""

    network: Network
    words: tuple[str, ...]
    pairs: tuple[tuple[int, int], ...]
    mean: NDArray[np.float32]
    scale: NDArray[np.float32]


@dataclass(slots=True)
class _Document:
    """An example as the network reads it; the numbers are halved to save memory."""

    numbers: NDArray[np.float16]
    places: NDArray[np.int32]
    owners: NDArray[np.int64]
    counts: NDArray[np.float32]
    labels: NDArray[np.float32]
    weights: NDArray[np.float32]
    page_type: int
    key: tuple[str, str]


def _document(example: Example, finder: Any, mean: Any, scale: Any, recipe: Recipe) -> _Document:
    found = finder.find_tokens(example.tokens, len(example.words))
    counts = np.bincount(found.owners, minlength=len(example.words)).astype(np.float32)
    weights = (example.words.astype(np.float32) + 1) ** recipe.power
    return _Document(
        np.concatenate([(example.numbers - mean) / scale, found.shares[:, None]], axis=1).astype(np.float16),
        found.places,
        found.owners,
        counts,
        example.labels,
        weights / weights.sum(),
        PAGE_TYPES.index(example.page_type) if recipe.all_types or example.set == "wcxb" else -1,
        (example.set, example.url),
    )


def _cropped(doc: _Document, size: int, rng: np.random.Generator) -> _Document:
    """A document of at most `size` blocks: a window in which its article stands, if it can be."""
    length = len(doc.labels)
    if length <= size:
        return doc
    gold = np.flatnonzero(doc.labels > _HALF)
    middle = int(rng.choice(gold)) if len(gold) else length // 2
    start = int(np.clip(middle - rng.integers(0, size), 0, length - size))
    inside = (doc.owners >= start) & (doc.owners < start + size)
    part = slice(start, start + size)
    return _Document(
        doc.numbers[part],
        doc.places[inside],
        doc.owners[inside] - start,
        doc.counts[part],
        doc.labels[part],
        doc.weights[part],
        doc.page_type,
        doc.key,
    )


def _batch(docs: Sequence[_Document], network: Network, rng: np.random.Generator | None) -> tuple[Any, ...]:
    """Padded tensors of some documents; with a generator, words are forgotten at random."""
    recipe = network.recipe
    most = max(len(doc.labels) for doc in docs)
    columns = docs[0].numbers.shape[1] - 1
    numbers = np.zeros((len(docs), most, columns), np.float32)
    known = np.zeros((len(docs), most, 1), np.float32)
    labels = np.zeros((len(docs), most), np.float32)
    weights = np.zeros((len(docs), most), np.float32)
    mask = np.zeros((len(docs), most), np.float32)
    norms = np.ones((len(docs) * most, 1), np.float32)
    places, owners = [], []
    for at, doc in enumerate(docs):
        size = len(doc.labels)
        numbers[at, :size] = doc.numbers[:, :-1]
        if rng is not None:
            for chance, forgotten in recipe.forgets:
                if rng.random() < chance:
                    numbers[at, :size, list(forgotten)] = 0  # the mean of each
        labels[at, :size] = doc.labels
        weights[at, :size] = doc.weights
        mask[at, :size] = 1
        chosen = np.ones(len(doc.places), bool)
        if rng is not None:
            if rng.random() < recipe.wordless:
                continue
            chosen = rng.random(len(doc.places)) >= recipe.word_dropout
        known[at, :size, 0] = doc.numbers[:, -1]
        norms[at * most : at * most + size, 0] = np.sqrt(np.maximum(doc.counts, 1))
        places.append(doc.places[chosen])
        owners.append(doc.owners[chosen] + at * most)
    summed = torch.zeros(len(docs) * most, recipe.dims)
    if places:
        vectors = network.table.weight[torch.from_numpy(np.concatenate(places)).long()]
        summed = summed.index_add(0, torch.from_numpy(np.concatenate(owners)), vectors)
    words = (summed / torch.from_numpy(norms)).view(len(docs), most, recipe.dims)
    words = torch.cat([words, torch.from_numpy(known)], dim=2)
    types = torch.tensor([doc.page_type for doc in docs])
    tensors = (torch.from_numpy(numbers), words, torch.from_numpy(mask))
    return tensors, torch.from_numpy(labels), torch.from_numpy(weights), types


def _loss(guesses: tuple[Any, Any], labels: Any, weights: Any, types: Any, recipe: Recipe) -> Any:
    """Cross entropy, and how far the soft F1 of the page is from 1: both weigh a page like any other."""
    logits, type_logits = guesses
    each = functional.binary_cross_entropy_with_logits(logits, labels, reduction="none")
    loss = (each * weights).sum(dim=1).mean()
    chances = torch.sigmoid(logits)
    hits = (weights * chances * labels).sum(dim=1)
    f1 = 2 * hits / ((weights * (chances + labels)).sum(dim=1) + 1e-6)
    loss = loss + recipe.f1_loss * (1 - f1).mean()
    if recipe.type_loss and (types >= 0).any():
        told = types >= 0
        loss = loss + recipe.type_loss * functional.cross_entropy(type_logits[told], types[told])
    return loss


def fit(examples: Sequence[Example], recipe: Recipe, say: Callable[[str], None] = print) -> Fitted:
    """The network fitted to examples; each epoch draws one form of each page, half-cleaned ones included."""
    torch.set_num_threads(1)  # sums keep their order
    torch.manual_seed(recipe.seed)
    torch.use_deterministic_algorithms(mode=True)
    rng = np.random.default_rng(recipe.seed)
    words, pairs = vocabulary(examples, recipe.words, recipe.pairs, recipe.domains)
    finder = Vocabulary(words, pairs)
    stacked = np.concatenate([one.numbers for one in examples[::3]]).astype(np.float32)
    mean, scale = stacked.mean(axis=0), np.maximum(stacked.std(axis=0), 0.05)
    docs = [_document(one, finder, mean, scale, recipe) for one in examples]
    pages: dict[tuple[str, str], list[_Document]] = defaultdict(list)
    for doc in docs:
        pages[doc.key].append(doc)
    keys = sorted(pages)
    network = Network(stacked.shape[1], len(finder), recipe)
    weights = sum(each.numel() for each in network.parameters())
    say(f"{len(docs)} examples of {len(keys)} pages, {len(words)} words, {len(pairs)} pairs, {weights} weights")
    optimiser = torch.optim.AdamW(network.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    steps = recipe.epochs * -(-len(keys) // recipe.batch)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, recipe.rate, total_steps=steps, pct_start=0.15)
    for epoch in range(recipe.epochs):
        network.train()
        order = rng.permutation(len(keys))
        drawn = [_cropped(pages[keys[at]][rng.integers(len(pages[keys[at]]))], recipe.blocks, rng) for at in order]
        # pages of like length go into one batch, so that little is padding
        sizes = np.argsort([len(doc.labels) + rng.random() * 60 for doc in drawn], kind="stable")
        groups = [sizes[at : at + recipe.batch] for at in range(0, len(sizes), recipe.batch)]
        total = 0.0
        for group in (groups[at] for at in rng.permutation(len(groups))):
            tensors, labels, weights, types = _batch([drawn[at] for at in group], network, rng)
            loss = _loss(network(*tensors), labels, weights, types, recipe)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += float(loss.detach())
        say(f"epoch {epoch + 1}: loss {total / len(groups):.4f}")
    network.eval()
    return Fitted(network, words, pairs, mean, scale)


def chances(fitted: Fitted, examples: Sequence[Example]) -> list[NDArray[np.float64]]:
    """For each example the probability of each block that it is gold."""
    finder = Vocabulary(fitted.words, fitted.pairs)
    found = []
    with torch.no_grad():
        for one in examples:
            doc = _document(one, finder, fitted.mean, fitted.scale, fitted.network.recipe)
            tensors, *_ = _batch([doc], fitted.network, None)
            logits, _ = fitted.network(*tensors)
            found.append(torch.sigmoid(logits)[0].numpy().astype(np.float64))
    return found


def frozen(fitted: Fitted, columns: Sequence[str], topics: Sequence[str] = ()) -> runtime.Network:
    """The fitted network as the runtime has it, rounded as it is stored."""
    state = {name: value.detach().numpy() for name, value in fitted.network.state_dict().items()}
    arrays: dict[str, Any] = {"mean": fitted.mean, "scale": fitted.scale}
    if fitted.words:
        arrays["table"] = state["table.weight"]
    else:
        state["enter.weight"] = state["enter.weight"][:, : len(columns)]
    layers = ("enter", "page", "leave", "judge", *(("types",) if fitted.network.recipe.all_types else ()))
    for name in layers:
        arrays[f"{name}.weight"] = state[f"{name}.weight"].T
        arrays[f"{name}.bias"] = state[f"{name}.bias"]
    for number in range(len(fitted.network.recipe.dilations)):
        weight = state[f"convolutions.{number}.weight"]  # (out, in, 3)
        arrays[f"convolution.{number}.weight"] = np.concatenate([weight[:, :, tap].T for tap in range(3)])
        arrays[f"convolution.{number}.bias"] = state[f"convolutions.{number}.bias"]
    words = Vocabulary(fitted.words, fitted.pairs)
    return runtime.Network(tuple(columns), tuple(topics), words, fitted.network.recipe.dilations, arrays)
