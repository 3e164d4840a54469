"""Words and dictionary counts by the rules of engine/text, in plain Python: shared by the scripts here.

A word is letters and digits, joined inside by one apostrophe or hyphen (and digits by . or ,), case
folded. Within a category no word counts twice: longer entries go first, then the earlier; a category
finds what its subcategories find.
"""
import re
import unicodedata

WORD = re.compile(
    r"[^\W_](?:[^\W_]|[\u0300-\u036f]|['\u2019\u02bc\u2010\u2011-](?=[^\W_])|(?<=[0-9])[.,](?=[0-9]))*")


def words(text):
    text = unicodedata.normalize("NFC", text.replace("\u00ad", "").casefold())
    text = re.sub("[\u2019\u02bc]", "'", re.sub("[\u2010\u2011]", "-", text))
    return WORD.findall(text)


def read(path):
    """The YAML of our dictionaries: nested keys, lists of plain entries, comments."""
    out, stack = {}, []
    with open(path, encoding="utf-8") as file:
        for line in file:
            body = line.split("#")[0].rstrip()
            if not body:
                continue
            indent = len(body) - len(body.lstrip())
            while stack and (stack[-1][0] > indent or stack[-1][0] == indent and body.endswith(":")):
                stack.pop()
            if body.endswith(":"):
                stack.append((indent, body.strip()[:-1]))
                out[".".join(s[1] for s in stack)] = []
            else:
                for i in range(len(stack)):
                    out[".".join(s[1] for s in stack[:i + 1])].append(body.strip()[2:])
    return out


def matcher(entries):
    compiled = []
    for entry in entries:
        parts = [re.compile(re.escape(w).replace(r"\*", ".*"), re.S) for w in entry.casefold().split()]
        compiled.append(parts)
    single = re.compile("|".join("(?:%s)" % p[0].pattern for p in compiled if len(p) == 1) or r"(?!)", re.S)
    return single, [p for p in compiled if len(p) > 1]


def count(text, made):
    single, phrases = made
    found = []
    for parts in phrases:
        for at, word in enumerate(text):
            if parts[0].fullmatch(word) and at + len(parts) <= len(text) and all(
                    p.fullmatch(w) for p, w in zip(parts, text[at:])):
                found.append((-len(parts), at))
    taken, n = set(), 0
    for minus, at in sorted(found):
        place = range(at, at - minus)
        if not taken.intersection(place):
            taken.update(place)
            n += 1
    return n + sum(1 for at, word in enumerate(text) if at not in taken and single.fullmatch(word))
