#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Prints one `clang++-22 -fsyntax-only` command per unit of a compile database, each ended by a NUL byte.

Usage: commands.py BUILD_DIR_OR_DATABASE

The flags are the database's own, without those that write files or that only GCC knows; warnings are off. A command
is one line for `sh -c`, so that each unit runs in its own directory.
"""
import json
import pathlib
import shlex
import sys

# Flags without a value, and those with one (as the next word, or joined to it).
DROPPED = {"-c", "-S", "-E", "-MD", "-MMD", "-MP", "-MG", "-M", "-MM", "-pipe", "-save-temps"}
DROPPED_WITH_VALUE = {"-o", "-MF", "-MT", "-MQ", "-MJ", "--serialize-diagnostics", "-dumpdir"}
GCC_ONLY = ("-fno-canonical-system-headers", "-fconserve-stack", "-fmodules-ts", "-fdeps-", "-fmodule-mapper=",
            "-fstack-usage", "-fdump-", "-fno-var-tracking", "-fvar-tracking", "-fno-ipa-", "-fipa-", "-fno-tree-",
            "-ftree-", "-flifetime-dse", "-fno-lifetime-dse", "-fno-allow-store-data-races", "-fcallgraph-info",
            "-fconcepts", "-fcoroutines", "-mindirect-branch", "-mfunction-return", "-mrecord-mcount", "-specs=")
C_SOURCES = {".c"}
SOURCES = C_SOURCES | {".cc", ".cpp", ".cxx", ".c++", ".C"}
COMPILER_LAUNCHERS = {"ccache", "sccache", "distcc", "icecc"}


def flags_of(words):
    """The words of a command after the compiler, without what a syntax check does not want."""
    flags = []
    words = list(words)
    while words:
        word = words.pop(0)
        if word in DROPPED_WITH_VALUE:
            words = words[1:]
        elif word in DROPPED or word.startswith(GCC_ONLY):
            continue
        elif word.startswith("-W") and (not word.startswith("-Wp,") or word.startswith("-Wp,-M")):
            continue  # Warnings are off, the assembler and the linker do not run.
        elif word.startswith("-o") and len(word) > 2 and not word.startswith("-object"):
            continue
        else:
            flags.append(word)
    return flags


def command_of(entry):
    """A line for `sh -c`, or None if the entry is no C or C++ source."""
    words = entry.get("arguments") or shlex.split(entry["command"])
    while words and pathlib.Path(words[0]).name in COMPILER_LAUNCHERS:
        words = words[1:]
    suffix = pathlib.Path(entry["file"]).suffix
    if not words or suffix not in SOURCES:
        return None
    compiler = "clang-22" if suffix in C_SOURCES else "clang++-22"
    line = shlex.join([compiler, "-fsyntax-only", *flags_of(words[1:]), "-w", "-Wno-error", "-ferror-limit=0"])
    return f"cd {shlex.quote(entry['directory'])} && {line}"


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    database = pathlib.Path(sys.argv[1])
    if database.is_dir():
        database /= "compile_commands.json"
    # The same command twice is one unit, as in a scan.
    commands = dict.fromkeys(filter(None, map(command_of, json.loads(database.read_text()))))
    sys.stdout.write("".join(command + "\0" for command in commands))
    sys.stdout.flush()
    return 0 if commands else 1


if __name__ == "__main__":
    sys.exit(main())
