#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the packs against rules/schema.json, and the schema against packs that are wrong.

Usage: schema.py RULES_DIR. Exit code 77 (skipped) without the Python package jsonschema.
"""
import json
import pathlib
import re
import sys

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("schema: the Python package jsonschema is not installed; scripts/setup.sh installs it")
    sys.exit(77)

WRONG = [
    {"schema": 1, "pack": "p"},
    {"schema": 1, "pack": "p", "title": "t", "blockng": []},
    {"schema": 1, "pack": "p", "title": "t", "blocking": [{"names": ["f"], "category": "sleeep", "cost": "seconds",
                                                           "why": "W.", "fix": {"default": "x"}}]},
    {"schema": 1, "pack": "p", "title": "t", "guards": [{"calls": ["f"]}]},
    {"schema": 1, "pack": "p", "title": "t", "handles": [{"calls": ["f"], "handle": "reslt", "is": "x"}]},
]


def without_comments(text):
    """Blanks out // and /* */ comments that are not inside strings."""
    token = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/', re.S)
    return token.sub(lambda match: match.group(0) if match.group(0).startswith('"') else " ", text)


def main():
    rules = pathlib.Path(sys.argv[1])
    schema = json.loads((rules / "schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    complaints = 0
    packs = sorted(path for path in rules.glob("*.json") if path.name != "schema.json")
    for path in packs:
        for error in validator.iter_errors(json.loads(without_comments(path.read_text()))):
            complaints += 1
            print(f"{path.name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    for number, pack in enumerate(WRONG):
        if validator.is_valid(pack):
            complaints += 1
            print(f"the schema accepts wrong pack {number}")
    print(f"{len(packs)} packs, {len(WRONG)} wrong ones, {complaints} complaints")
    return 1 if complaints or not packs else 0


if __name__ == "__main__":
    sys.exit(main())
