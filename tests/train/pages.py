#!/usr/bin/env python3
"""Makes the two files of training pages that `main.rs` and `html.rs` read, out of a folder of data sets.

    python3 tests/train/pages.py DATA OUT

DATA holds `text/{aeb,traf,clean,handmade}` (dumps, each with a gold.jsonl) and `html/{aeb,trafilatura}` (saved pages,
gzipped, each with a gold.json). Written are OUT/texts.jsonl, OUT/check.jsonl (never trained on), OUT/html.jsonl and the unpacked pages, OUT/pages/*.
Files may be gzipped. Standard library only; the same data give the same bytes. Nothing is trained or scored here.
"""
import gzip
import json
import sys
from pathlib import Path

TEXTS = ("aeb", "traf", "clean")
# Kept as a check that no weight has seen.
CHECK = ("handmade",)
PAGES = ("aeb", "trafilatura")


def read(path):
    """The bytes of a file, or of the same file gzipped."""
    return path.read_bytes() if path.exists() else gzip.decompress(Path(f"{path}.gz").read_bytes())


def texts(data, names, saved):
    """One record a text: its lines, which of them are body, and the saved page it was made of."""
    for name in names:
        for line in read(data / name / "gold.jsonl").decode().splitlines():
            row = json.loads(line)
            dump = read(data / row["file"]).decode("utf-8", "replace")
            # Of traf only segments are known; all of a clean article is body.
            body = {"traf": None, "clean": [[1, dump.count("\n") + 1]]}.get(name, row.get("body_lines"))
            yield {"page": row["id"], "set": name, "dump": dump, "title": row.get("title"), "body": body,
                   "with": row.get("with", []), "without": row.get("without", []), "saved": saved.get(row["id"])}


def pages(data, folder):
    """One record a page; the page itself is unpacked into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in PAGES:
        for key, row in json.loads(read(data / name / "gold.json")).items():
            file = folder / f"{name}-{Path(row['page']).name.removesuffix('.gz')}"
            file.write_bytes(gzip.decompress((data / name / row["page"]).read_bytes()))
            yield {"page": key, "set": name, "file": str(file), "body": row.get("articleBody"),
                   "with": row.get("with", []), "without": row.get("without", [])}


def write(path, records):
    """Writes records, one a line."""
    with path.open("w", encoding="utf-8") as out:
        for record in records:
            out.write(json.dumps(record) + "\n")


def main():
    """Reads the two folders that are named."""
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    data, out = map(Path, sys.argv[1:])
    whole = list(pages(data / "html", (out / "pages").resolve()))
    saved = {row["page"]: row["file"] for row in whole}
    write(out / "html.jsonl", whole)
    write(out / "texts.jsonl", texts(data / "text", TEXTS, saved))
    write(out / "check.jsonl", texts(data / "text", CHECK, saved))


if __name__ == "__main__":
    main()
