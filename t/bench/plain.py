# As plain.lua, with numpy: a loop over the universes, vectors within.
import numpy as np

rng = np.random.default_rng(1)
windows = [(0, 60), (72, 108), (192, 228)]
shift = np.arange(240)
total = 0.0
for _ in range(9900):
    at = np.sort(rng.choice(240, 60, replace=False))
    score = rng.integers(0, 8, 60)
    y = np.concatenate(([0], score))[np.searchsorted(at, np.arange(240), side="right")]
    prefix = np.concatenate(([0], np.cumsum(np.concatenate((y, y)))))
    s = sum(prefix[b + shift] - prefix[a + shift] for a, b in windows)
    d = np.abs(s / 132 - (y.sum() - s) / 108)
    total += np.mean(d >= d[0] - 1e-12)
assert total > 0
