#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Do the packs know what RealtimeSanitizer knows? Compares the functions that it intercepts with the packs.

Usage: rtsan_test.py --stallhound EXE [--self-test]

rtsan.txt beside this script lists the intercepted functions. The test reads them anew from the installed runtime
library, and demands that the list has the same names, and that of each name either a pack says that it blocks in the
category of the list, or the list says why none does.

Exit codes: 0 all is well, 1 complaints, 77 the runtime library is not installed, or this is no Linux on x86-64.
"""
import argparse
import pathlib
import platform
import re
import shutil
import subprocess
import sys

LIST = pathlib.Path(__file__).resolve().with_name("rtsan.txt")
SKIPPED = 77
# What the tool itself calls its categories, and what else is intercepted.
CATEGORIES = {"sleep", "process", "file-io", "network", "dns", "lock", "wait", "system-info", "console", "memory", "thread",
              "other"}
# An interceptor is a symbol of the C library under another name; a trampoline to it goes by the same name.
SYMBOL = re.compile(r"\b__interceptor_(?:trampoline_)?(\w+)$", re.M)
BLOCKS = re.compile(r"^(\S+) blocks its thread [^(]*\(([\w-]+)/", re.M)


class Skip(Exception):
    pass


def output_of(command):
    return subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, capture_output=True, text=True)


def runtime_library():
    """The runtime library of the Clang that the project is built with."""
    if platform.system() != "Linux" or platform.machine() != "x86_64":
        raise Skip("the list is for Linux on x86-64")
    if shutil.which("clang-22") is None:
        raise Skip("there is no clang-22")
    folder = pathlib.Path(output_of(["clang-22", "-print-resource-dir"]).stdout.strip()) / "lib"
    # The name tells the architecture, or the folder does.
    for pattern in ("*/libclang_rt.rtsan-x86_64.a", "x86_64*/libclang_rt.rtsan.a"):
        if found := sorted(folder.glob(pattern)):
            return found[0]
    raise Skip(f"no libclang_rt.rtsan below {folder} (Debian: package libclang-rt-22-dev)")


def interceptors(library):
    nm = next((path for name in ("llvm-nm-22", "llvm-nm", "nm") if (path := shutil.which(name))), None)
    if nm is None:
        raise Skip("there is neither llvm-nm nor nm")
    done = output_of([nm, "--defined-only", library])
    names = set(SYMBOL.findall(done.stdout))
    # Fewer would mean that the symbols are called otherwise now, and that the test compares nothing.
    if len(names) < 100:
        raise SystemExit(f"only {len(names)} interceptors in {library}\n{done.stderr}")
    return names


def read_list(text):
    """Name -> (category, reason or None), and complaints about the text."""
    listed, complaints = {}, []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        words, colon, reason = line.partition(" : ")
        parts = words.split()
        if len(parts) != 2 or parts[1] not in CATEGORIES or (colon and not reason.strip()):
            complaints.append(f"{LIST.name}:{number}: not `NAME CATEGORY` or `NAME CATEGORY : REASON`: {line.strip()}")
        elif parts[0] in listed:
            complaints.append(f"{LIST.name}:{number}: {parts[0]} is listed twice")
        else:
            listed[parts[0]] = (parts[1], reason.strip() or None)
    if sorted(listed) != list(listed):
        complaints.append(f"{LIST.name} is not sorted by name")
    return listed, complaints


def blocking_categories(stallhound, name):
    """In which categories the packs say that a function blocks."""
    done = output_of([stallhound, "rules", "show", name])
    if done.returncode not in (0, 2):
        raise SystemExit(f"stallhound rules show {name} ended with exit code {done.returncode}\n{done.stderr}")
    return {category for function, category in BLOCKS.findall(done.stdout) if function == name}


def compare_names(listed, intercepted):
    return [f"{name}: intercepted, and not in {LIST.name}" for name in sorted(intercepted - set(listed))] + \
           [f"{name}: in {LIST.name}, and not intercepted any more" for name in sorted(set(listed) - intercepted)]


def compare_packs(listed, categories_of):
    complaints = []
    for name, (category, reason) in listed.items():
        known = categories_of(name)
        if reason and known:
            complaints.append(f"{name}: the packs say that it blocks ({', '.join(sorted(known))}); drop the reason")
        elif not reason and not known:
            complaints.append(f"{name}: no pack says that it blocks; add it to one, or a reason to {LIST.name}")
        elif not reason and category not in known:
            complaints.append(f"{name}: listed under {category}, but the packs say {', '.join(sorted(known))}")
    return complaints


def self_test(categories_of):
    """Wrong lists must be found wrong."""
    wrong = {
        "a made-up name that no pack knows": compare_packs({"frobnicate_fd": ("file-io", None)}, categories_of),
        "a blocking function with an excuse": compare_packs({"usleep": ("sleep", "it is short")}, categories_of),
        "a wrong category": compare_packs({"usleep": ("network", None)}, categories_of),
        "an interceptor that is not listed": compare_names({}, {"usleep"}),
        "a listed function that is not intercepted": compare_names({"frobnicate_fd": ("file-io", None)}, set()),
        "a line without a category": read_list("usleep\n")[1],
        "an unknown category": read_list("usleep slumber\n")[1],
        "a name twice": read_list("usleep sleep\nusleep sleep\n")[1],
        "names out of order": read_list("write file-io\nread file-io\n")[1],
    }
    right = {
        "a function that a pack knows": compare_packs({"usleep": ("sleep", None)}, categories_of),
        "a made-up name with a reason": compare_packs({"frobnicate_fd": ("file-io", "it does nothing")}, categories_of),
        "equal names": compare_names({"usleep": ("sleep", None)}, {"usleep"}),
        "a list": read_list("# comment\n\nclose file-io : it waits for nobody\nusleep sleep\n")[1],
    }
    return [f"self-test: not noticed: {what}" for what, found in wrong.items() if not found] + \
           [f"self-test: wrongly refused: {what}: {found}" for what, found in right.items() if found]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stallhound", required=True)
    parser.add_argument("--self-test", action="store_true", help="only check that wrong lists are found wrong")
    options = parser.parse_args()

    def categories_of(name):
        return blocking_categories(options.stallhound, name)

    if options.self_test:
        complaints, what = self_test(categories_of), "self-test"
    else:
        try:
            intercepted = interceptors(runtime_library())
        except Skip as reason:
            print(f"SKIPPED: {reason}")
            return SKIPPED
        listed, complaints = read_list(LIST.read_text())
        complaints += compare_names(listed, intercepted) + compare_packs(listed, categories_of)
        known = sum(1 for _, reason in listed.values() if reason is None)
        what = f"{len(listed)} intercepted functions, {known} in the packs, {len(listed) - known} left out with a reason"
    for complaint in complaints:
        print(complaint)
    print(f"{what}; {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
