"""The rows of `make bench` as numpy and scipy do them: kernels.py FOLDER ID prints the median ms
of CPU time, or why there is none. Work that takes long is timed fewer times."""
import statistics
import sys
import time

try:
    import numpy as np
except ImportError:
    print("no numpy")
    sys.exit(0)


def read(name):
    return np.loadtxt(f"{sys.argv[1]}/{name}.txt")


def shift(y, windows):
    n = len(y)
    prefix = np.concatenate(([0], np.cumsum(np.tile(y - y.mean(), 2))))
    z = np.zeros(n)
    for a, b in windows:
        z += prefix[b:b + n] - prefix[a:a + n]
    return np.mean(np.abs(z) >= abs(z[0]) * (1 - 1e-9))


def block(l):
    y, rng = read("y"), np.random.default_rng(1)
    sums = np.convolve(y, np.ones(l), "valid")

    def work():
        return sums[rng.integers(0, len(sums), (100000, len(y) // l))].sum(axis=1) / len(y)
    return work


def permute():
    try:
        from scipy import stats
    except ImportError:
        return "no scipy"
    y = read("y")
    inside, outside = y[60:120], np.concatenate((y[:60], y[120:]))

    def work():
        return stats.permutation_test(
            (inside, outside), lambda a, b, axis: a.mean(axis) - b.mean(axis), n_resamples=1000000,
            vectorized=True, batch=10000, random_state=1)
    return work


def segments(name, model, **how):
    try:
        import ruptures
    except ImportError:
        return "no ruptures"
    y = read(name)
    if model == "exact":
        return lambda: [ruptures.KernelCPD(kernel="linear", min_size=1).fit(y[:1000]).predict(n_bkps=k)
                        for k in range(1, 6)]
    return lambda: ruptures.KernelCPD(kernel="linear", min_size=1).fit(y).predict(pen=2 * np.log(1e5))


ROWS = {
    "shift": lambda: (lambda y: lambda: shift(y, ((0, 60), (72, 109), (192, 227))))(read("y")),
    "shift-long": lambda: (lambda y: lambda: shift(
        y, ((10000, 20000), (40000, 45000), (70000, 90000))))(read("noise")),
    "permute": permute,
    "block": lambda: block(12), "block-6": lambda: block(6), "block-24": lambda: block(24),
    "fpop": lambda: segments("steps", "penalty"), "fpop-none": lambda: segments("noise", "penalty"),
    "exact": lambda: segments("steps", "exact"),
}


def main():
    work = ROWS[sys.argv[2]]() if sys.argv[2] in ROWS else "-"
    if isinstance(work, str):
        print(work)
        return
    if len(sys.argv) > 3:  # once, for its memory
        work()
        return

    def timed(calls):
        start = time.process_time()
        for _ in range(calls):
            work()
        return 1000 * (time.process_time() - start) / calls

    first = timed(1)
    calls = 200 if first < 10 else 1
    print(f"{first if first > 1000 else statistics.median(timed(calls) for _ in range(5)):.6f}")


main()
