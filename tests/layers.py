#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Checks the rules about source files that no compiler checks.

Usage: layers.py ROOT          check the project in ROOT
       layers.py --self-test   check that each rule can fail

- A folder includes only what its row in LAYERS allows (the table in docs/architecture.md).
- Folders do not include each other in circles.
- A file has at most 500 lines and starts with the licence.
- The phases are called in a row in one place, src/scan/analysis.cpp.
"""
import pathlib
import re
import sys
import tempfile

# Which folders and libraries a folder may include. A name with a slash is a single header. Standard and system headers
# are free for all.
LAYERS = {
    "stallhound": {"base/result.h"},
    "base": {"llvm/Support"},
    "rules": {"stallhound", "base", "nlohmann"},
    "extract": {"stallhound", "base", "clang", "llvm"},
    "store": {"stallhound", "base", "llvm/Support"},
    "analyze": {"stallhound", "base", "rules/match.h"},
    "scan": {"stallhound", "base"},
    "render": {"stallhound", "base", "fmt", "nlohmann"},
    "app": {"stallhound", "base", "rules", "extract", "store", "analyze", "render", "scan", "fmt", "nlohmann"},
}
LIBRARIES = {"clang", "llvm", "fmt", "nlohmann"}
MAX_LINES = 500
LICENCE = "SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception"
INCLUDE = re.compile(r'^\s*#\s*include\s*(?:<([^>]+)>|"([^"]+)")')
SUFFIXES = {".h", ".hpp", ".cpp", ".cc", ".c", ".def", ".inc"}


DRIVER = "src/scan/analysis.cpp"
DRIVES = re.compile(r"(?<![\w.:])classify\(")


def sources(root):
    """(folder, file) for every source file; folders of include/ count by the name they are included with."""
    for top in ("src", "include"):
        for path in sorted((root / top).rglob("*")):
            if path.suffix in SUFFIXES:
                yield path.relative_to(root / top).parts[0], path


def included(path):
    """(line, header) for every #include; headers of the standard library and the system are left out."""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        match = INCLUDE.match(line)
        if not match:
            continue
        header = match[1] or match[2]
        top = header.split("/")[0]
        if match[2] or top in LIBRARIES or top in LAYERS or ("/" in header and top.startswith(("clang", "llvm"))):
            yield number, header


def allowed(folder, header):
    if header.split("/")[0] == folder:
        return True
    return any(header == entry or header.startswith(entry + "/") for entry in LAYERS[folder])


def other_drivers(root):
    """Calls of classify() elsewhere than in the one driver: (file, line). Each driver calls it."""
    for top in ("src", "bench", "tests"):
        for path in sorted((root / top).rglob("*")):
            name = path.relative_to(root).as_posix()
            if path.suffix not in SUFFIXES or name in (DRIVER, "src/analyze/classify.cpp"):
                continue
            for number, line in enumerate(path.read_text().splitlines(), 1):
                if DRIVES.search(line.split("//")[0]):
                    yield name, number


def circles(edges):
    """Each folder that can reach itself, with one way round."""
    for start in sorted(edges):
        ways = [[start]]
        seen = set()
        while ways:
            way = ways.pop(0)
            for following in sorted(edges.get(way[-1], ())):
                if following == start:
                    yield way + [start]
                    ways = []
                    break
                if following not in seen:
                    seen.add(following)
                    ways.append(way + [following])


def check(root):
    """All complaints about the project, as lines."""
    complaints = []
    edges = {}
    files = 0
    for folder, path in sources(root):
        files += 1
        name = path.relative_to(root).as_posix()
        lines = path.read_text().splitlines()
        if not any(LICENCE in line for line in lines[:2]):
            complaints.append(f"{name}:1: the first line must be // {LICENCE}")
        if len(lines) > MAX_LINES:
            complaints.append(f"{name}:{len(lines)}: {len(lines)} lines, {MAX_LINES} at most")
        if folder not in LAYERS:
            complaints.append(f"{name}:1: the folder {folder} has no row in the table of layers")
            continue
        for number, header in included(path):
            top = header.split("/")[0]
            if top not in LAYERS and top not in LIBRARIES:
                complaints.append(f"{name}:{number}: {header}: write the path from src/ or include/")
                continue
            if top in LAYERS and top != folder:
                edges.setdefault(folder, set()).add(top)
            if not allowed(folder, header):
                complaints.append(f"{name}:{number}: {folder} must not include {header}")
    complaints += [f"{name}:{number}: calls classify(), which only {DRIVER} does: call analyse()"
                   for name, number in other_drivers(root)]
    complaints += [f"folders include each other: {' -> '.join(way)}" for way in circles(edges)]
    if files == 0:
        complaints.append(f"{root}: no source files")
    return complaints, files


def self_test():
    """Feeds each rule a project that breaks it, and one that breaks none."""
    licence = f"// {LICENCE}\n"
    good = {
        "include/stallhound/facts.h": licence + "#include <vector>\n",
        "src/base/result.h": licence + "#include <string>\n",
        "src/analyze/solve.cpp": licence + '#include "rules/match.h"\n#include "stallhound/facts.h"\n',
        "src/extract/job.cpp": licence + '#include <clang/AST/Decl.h>\n#include "base/result.h"\n',
        "src/store/shard.cpp": licence + "#include <llvm/Support/Compression.h>\n#include <sys/stat.h>\n",
    }
    cases = [
        ({}, None),
        ({"src/analyze/bad.cpp": licence + "#include <clang/AST/Decl.h>\n"}, "analyze must not include clang/AST"),
        ({"src/analyze/bad.cpp": licence + '#include "rules/load.h"\n'}, "analyze must not include rules/load.h"),
        ({"src/analyze/bad.cpp": licence + "#include <fmt/format.h>\n"}, "analyze must not include fmt/"),
        ({"src/base/bad.h": licence + '#include "stallhound/facts.h"\n'}, "base must not include stallhound/"),
        ({"src/base/bad.h": licence + "#include <llvm/ADT/DenseMap.h>\n"}, "base must not include llvm/ADT"),
        ({"src/render/bad.cpp": licence + '#include "analyze/paths.h"\n'}, "render must not include analyze/"),
        ({"src/rules/bad.cpp": licence + '  #  include "extract/walk.h"\n'}, "rules must not include extract/"),
        ({"src/store/bad.cpp": licence + "#include <llvm/IR/Module.h>\n"}, "store must not include llvm/IR"),
        ({"src/app/bad.cpp": licence + "#include <clang/AST/Decl.h>\n"}, "app must not include clang/AST"),
        ({"src/extract/bad.cpp": licence + '#include "analyze/paths.h"\n',
          "src/analyze/bad.cpp": licence + '#include "extract/walk.h"\n'}, "folders include each other: analyze"),
        ({"src/rules/bad.cpp": licence + '#include "reader.h"\n'}, "write the path from src/"),
        ({"src/render/bad.cpp": "#include <string>\n"}, "the first line must be"),
        ({"src/render/bad.cpp": licence + "\n" * 500}, "501 lines, 500 at most"),
        ({"src/app/bad.cpp": licence + "const Labels labels = classify(program, rules, options);\n"},
         "calls classify(), which only src/scan/analysis.cpp does"),
        ({"src/scan/analysis.cpp": licence + "now.labels = classify(program, rules, options);\n"}, None),
        ({"src/misc/bad.cpp": licence}, "has no row"),
    ]
    failed = 0
    for extra, expected in cases:
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {**good, **extra}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text)
            complaints, _ = check(root)
        right = not complaints if expected is None else any(expected in complaint for complaint in complaints)
        if not right:
            failed += 1
            print(f"self-test: expected {expected or 'no complaint'}, got {complaints}")
    print(f"self-test: {len(cases) - failed} of {len(cases)} cases pass")
    return 1 if failed else 0


def main():
    if sys.argv[1:] == ["--self-test"]:
        return self_test()
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    complaints, files = check(pathlib.Path(sys.argv[1]))
    for complaint in complaints:
        print(complaint)
    print(f"{files} files, {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
