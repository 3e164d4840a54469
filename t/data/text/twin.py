#!/usr/bin/env python3
"""Words and dictionary counts by the plainest means, to hold those of Balassa against.

    t/data/text/twin.py words FILE...                  t/data/text/words.csv
    t/data/text/twin.py count DICTIONARY.yml FILE...   t/data/text/counts-*.csv: all files together
    t/data/text/twin.py folding                        t/data/text/folding.csv: every character that changes
    t/data/text/twin.py random                         t/data/text/random.tsv: texts of odd characters, their words

Written from the rules in engine/text/tokens.h and matcher.h with Python's own Unicode data (str.casefold,
unicodedata), character by character; shares no code with the engine. A dictionary is a YAML file of the
simple form that ours have: categories by indentation, entries as "- entry" or [entry, entry].

The digest of a file's words: h = (31 h + byte) mod 2^32 over the UTF-8 of all words, a line end behind each.
"""
import re
import sys
import unicodedata

APOSTROPHES = "'\u2018\u2019\u02bb\u02bc\uff07"
HYPHENS = "-\u2010\u2011"


def is_ideograph(c):
    o = ord(c)
    return (0x3400 <= o <= 0x4DBF or 0x4E00 <= o <= 0x9FFF or 0xF900 <= o <= 0xFAFF or 0x20000 <= o <= 0x3FFFF
            or 0x3041 <= o <= 0x309F or 0x3005 <= o <= 0x3007)


def kind(c):
    if c in APOSTROPHES:
        return "'"
    if c in HYPHENS:
        return "-"
    category = unicodedata.category(c)
    if category[0] in "LN":
        return "I" if is_ideograph(c) else "L"
    if category[0] == "M":
        return "M"
    if category == "Cf" and c != "\u200b":
        return "X"
    return " "


def fold(word, turkic=False):
    word = unicodedata.normalize("NFC", word)
    if turkic:
        word = word.replace("I", "\u0131").replace("\u0130", "i")
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", word).casefold())


def words(text, turkic=False, split=False):
    out, i, n = [], 0, len(text)
    while i < n:
        k = kind(text[i])
        if k not in "LI":
            i += 1
            continue
        word = text[i]
        i += 1
        if k == "I":
            while i < n and kind(text[i]) == "M":
                word += text[i]
                i += 1
            out.append(fold(word, turkic))
            continue
        while i < n:
            c, k = text[i], kind(text[i])
            after = text[i + 1] if i + 1 < n else " "
            if k in "LM":
                word += c
            elif k == "X":
                pass
            elif k == "'" and kind(after) == "L":
                word += "'"
            elif k == "-" and kind(after) == "L" and not split:
                word += "-"
            elif c in ".," and text[i - 1] in "0123456789" and after in "0123456789":
                word += c
            else:
                break
            i += 1
        out.append(fold(word, turkic))
    return out


def read(path):
    with open(path, "rb") as f:
        raw = f.read()
    text = raw.decode("utf-8", errors="replace")
    return text, text.count("\ufffd") - raw.count("\ufffd".encode())


def digest(tokens):
    h = 0
    for b in ("\n".join(tokens) + "\n").encode() if tokens else b"":
        h = (31 * h + b) & 0xFFFFFFFF
    return h


# Dictionaries --------------------------------------------------------------------------------------------


def dictionary(path):
    """{ category path: [entry, ...] }; a category has the entries of those within it."""
    found, stack = {}, []

    def add(entry):
        for depth in range(len(stack)):
            found[".".join(name for _, name in stack[:depth + 1])].append(entry.strip().strip("'\""))

    with open(path, encoding="utf-8-sig") as f:
        for line in f:
            line = re.sub(r"(^|\s)#.*", "", line).rstrip()
            if not line.strip():
                continue
            item = re.match(r"\s*-\s+(.*)$", line)
            if item:
                add(item.group(1))
                continue
            indent, name, rest = re.match(r"(\s*)([^:]+):\s*(.*)$", line).groups()
            while stack and stack[-1][0] >= len(indent):
                stack.pop()
            stack.append((len(indent), name.strip("'\"")))
            found.setdefault(".".join(n for _, n in stack), [])
            for entry in rest.strip("[]").split(",") if rest else []:
                add(entry)
    return found


def pattern(entry):
    """A list of regular expressions, one a word."""
    marked = entry.replace("*", "\ue000").replace("?", "\ue001")
    out = []
    for part in re.split(r"[\s_]+", marked):
        word = "".join(c if c in "\ue000\ue001" else fold(c) for c in part)
        out.append(re.compile("".join(".*" if c == "\ue000" else "." if c == "\ue001" else re.escape(c)
                                      for c in word)))
    return out


def count(tokens, entries, cache):
    """Matches of one category: longer entries first, then as they stand, no word twice."""
    taken, total = [False] * len(tokens), 0

    def fits(regex, token):
        key = regex.pattern, token
        if key not in cache:
            cache[key] = regex.fullmatch(token) is not None
        return cache[key]

    patterns = [pattern(e) for e in entries]
    begins = {t: [p for p in patterns if fits(p[0], t)] for t in set(tokens)}
    for size in sorted({len(p) for p in patterns}, reverse=True):
        for i in range(len(tokens) - size + 1):
            if any(taken[i:i + size]):
                continue
            if any(len(p) == size and all(fits(r, t) for r, t in zip(p, tokens[i:i + size]))
                   for p in begins[tokens[i]]):
                taken[i:i + size] = [True] * size
                total += 1
    return total


# Odd ones: marks that compose, reorder or fold; letters that fold to several, or to other scripts' forms;
# ideographs with marks; joiners, signs that join and signs that part; digits of several kinds.
POOL = ("aAbIi1237.,-'_ \u00ad\u200b\u200d\ufeff\u2010\u2011\u2018\u2019\u02bb\u02bc\uff07\u00b7\u00df\u1e9e\u0130\u0131"
        "\u0307\u0301\u0323\u0345\u0308\u0391\u03a3\u03c2\u03b1\u1fb3\u1f80\u1f88\u0418\u0439\u04d8\u049b\u0492\u0456\u0401\u0643"
        "\u064f\u0660\u0915\u093c\u0958\u09c7\u09be\u1100\u1161\u11a8\uac00\u4e2d\u3042\u304b\u3099\u3005\u30ab\ufb01\u212b\u2126"
        "\u0149\u0390\u01f0\U00010400\U00020000\u0e01\u0e34\u2160\u00bd\u00b2\u13a0\uab70\u10d0\u1c90")


def random_texts():
    state = 20261129
    for _ in range(1500):
        text = ""
        for _ in range(24):
            state = (6364136223846793005 * state + 1442695040888963407) & 0xFFFFFFFFFFFFFFFF
            text += POOL[(state >> 33) % len(POOL)]
        print("%s\t%s\t%s" % (text, " ".join(words(text)), " ".join(words(text, turkic=True, split=True))))


def folding():
    print("code,folded")
    for o in range(0x110000):
        if not 0xD800 <= o <= 0xDFFF and fold(chr(o)) != chr(o):
            print("%04X,%s" % (o, " ".join("%04X" % ord(c) for c in fold(chr(o)))))


def main(verb, *args):
    if verb == "folding":
        folding()
    elif verb == "random":
        random_texts()
    elif verb == "words":
        print("file,words,types,faults,digest")
        for path in args:
            text, faults = read(path)
            tokens = words(text)
            print("%s,%d,%d,%d,%d" % (path, len(tokens), len(set(tokens)), faults, digest(tokens)))
    else:
        entries, cache = dictionary(args[0]), {}
        texts = [words(read(path)[0]) for path in args[1:]]
        print("category,count,texts")
        for category in entries:
            counts = [count(tokens, entries[category], cache) for tokens in texts]
            print("%s,%d,%d" % (category, sum(counts), sum(c > 0 for c in counts)))


if __name__ == "__main__":
    main(*sys.argv[1:])
