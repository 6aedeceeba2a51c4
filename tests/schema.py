#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Holds the packs against rules/schema.json, the schema against packs that are wrong, and its keys against the reader's.

Usage: schema.py RULES_DIR. The executable comes from STALLHOUND; without it, the reader is not asked. Exit code 77
(skipped) without the Python package jsonschema.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

try:
    from jsonschema import Draft202012Validator
except ImportError:
    print("schema: the Python package jsonschema is not installed; scripts/setup.sh installs it")
    sys.exit(77)

HEAD = {"schema": 1, "pack": "p", "title": "t"}
BLOCKING = {"names": ["f"], "category": "sleep", "cost": "seconds", "why": "W.", "fix": {"default": "x"}}


def pack(**keys):
    return {**HEAD, **keys}


def blocking(**keys):
    entry = {**BLOCKING, **keys}
    return pack(blocking=[{key: value for key, value in entry.items() if value is not None}])


def condition(**test):
    return blocking(when=test)


def context(**keys):
    return pack(contexts=[keys])


# The reader refuses these, too; see both().
WRONG = [
    {"schema": 1, "pack": "p"},
    {"schema": 2, "pack": "p", "title": "t"},
    pack(blockng=[]),
    pack(blocking={}),
    pack(replace=False),
    pack(disable="sleep/posix"),
    pack(disable=["sleep"]),
    pack(disable=["contexts:"]),
    pack(disable=["sleep/posix:"]),
    pack(disable=[3]),
    pack(trusted=["::f"]),
    pack(trusted=["f", "f"]),
    pack(framework={"id": "Asio", "name": "Asio"}),
    blocking(names=None),
    blocking(names=[]),
    blocking(category="sleeep"),
    blocking(cost=None),
    blocking(fix={"asio": "x"}),
    blocking(if_unknown="silent"),
    blocking(replace=False),
    blocking(ast=7),
    blocking(ast=[]),
    blocking(names=None, ast="callExpr()", **{"except": ["f"]}),
    condition(arg=0),
    condition(arg=0, is_zero=True, equals=1),
    condition(arg=0, object=True, type_is="T"),
    condition(param=0, is_zero=True),
    condition(arg=0, has_flag=0),
    condition(arg=-1, is_zero=True),
    condition(arg=0, awaited=True),
    condition(all=[]),
    context(calls=["f"]),
    context(calls=["f"], arg="first"),
    context(calls=["f"], arg=[]),
    context(calls=["f"], types=["t"], arg=1),
    context(types=["t"], arg=1),
    context(types=["t"], when={"awaited": True}),
    context(fields=["f"], only=["g"]),
    context(types=["t"], method_of=1),
    context(functions=["f"], runs="here"),
    pack(barriers=[{"loop_around": ["f"]}]),
    pack(wrappers=[{"calls": ["f"], "arg": 0, "runs": "there"}]),
    pack(coroutines=[{"types": ["t"]}]),
    pack(hops=[{"calls": ["f"], "to": "pool"}]),
    pack(guards=[{"calls": ["f"]}]),
    pack(handles=[{"calls": ["f"], "handle": "reslt", "is": "x"}]),
    pack(requires=[{"names": ["f"], "category": "missing-timeout", "satisfied_by": [], "why": "W.",
                    "fix": {"default": "x"}}]),
]
# Every key and form once.
RIGHT = [
    pack(**{"$schema": "schema.json"}, about="A.", models=["p", "p_"], trusted=[], replace=True,
         disable=["sleep/posix", "sleep/posix:{usleep,nano*}", "contexts:f", "pack:libuv"]),
    blocking(names=["f::*"], **{"except": ["f::g", "f::h*"]}, opt_in=True, confidence="probable", replace=True,
             unless=[{"arg": 0, "equals": [1, "two", True]}, {"not": {"any": [{"awaited": False}, {"discarded": True}]}}],
             if_unknown="silent", source="x"),
    blocking(names=None, ast="callExpr()"),
    blocking(ast=["callExpr(", ")"]),
    *(condition(arg=0, **test) for test in (
        {"is_zero": True}, {"is_null": False}, {"has_flag": 4}, {"less_than": -1}, {"greater_than": 1}, {"contains": "x"},
        {"starts_with": ["x", "y"]}, {"type_is": "unsigned int"}, {"type_argument_is": ["T*"]}, {"is_callable": True},
        {"present": False}, {"is": ["nonblocking"]}, {"named": "stdout"})),
    condition(param=1, type_is="T"),
    condition(object=True, named="std::cout"),
    context(calls=["f"], arg="template", framework="p", what="w", confidence="possible"),
    context(calls=["f"], arg=[0, 2], when={"param": 0, "type_is": "T"}),
    context(calls=["f"], arg=2, method_of="object"),
    context(calls=["f"], arg=2, method_of=1),
    context(parameters=["t"], when={"param": 1, "type_is": "T"}),
    context(annotations=["slot"], only=["*::on_*"]),
    context(loop_around=["f"], replace=True),
    *(context(**{form: ["f"]}) for form in ("overrides", "types", "fields", "functions")),
    pack(barriers=[{"calls": ["f"], "arg": "all"}], wrappers=[{"calls": ["f"], "arg": "all", "runs": "here"}],
         coroutines=[{"types": ["t"], "kind": "caller", "resumes": "home"}], hops=[{"calls": ["f"], "to": "loop"}],
         guards=[{"calls": ["f"], "answer": True}],
         handles=[{"calls": ["f*"], "except": ["fg"], "handle": 0, "is": "x", "when": {"arg": 1, "is_zero": True}}],
         requires=[{"names": ["f"], "handle": 1, "category": "missing-timeout", "severity": "note", "why": "W.",
                    "satisfied_by": [{"names": ["g"], "handle": 0, "unless": {"arg": 1, "is_zero": True}}],
                    "fix": {"default": "x"}}]),
]
# Where an entry of each kind stands: with a key that nobody knows, the reader lists those that it knows.
PLACES = {
    "": lambda entry: {**HEAD, **entry},
    "framework": lambda entry: pack(framework=entry),
    "blocking": lambda entry: pack(blocking=[entry]),
    "context": lambda entry: pack(contexts=[entry]),
    "barrier": lambda entry: pack(barriers=[entry]),
    "wrapper": lambda entry: pack(wrappers=[entry]),
    "coroutine": lambda entry: pack(coroutines=[entry]),
    "hop": lambda entry: pack(hops=[entry]),
    "guard": lambda entry: pack(guards=[entry]),
    "handle": lambda entry: pack(handles=[entry]),
    "require": lambda entry: pack(requires=[entry]),
    "follow_up": lambda entry: pack(requires=[{"satisfied_by": [entry]}]),
    "condition": lambda entry: blocking(when=entry),
}


def without_comments(text):
    """Blanks out // and /* */ comments that are not inside strings."""
    token = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/', re.S)
    return token.sub(lambda match: match.group(0) if match.group(0).startswith('"') else " ", text)


def rules_check(executable, document):
    """What the reader says about a pack."""
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, "p.json")
        path.write_text(json.dumps(document))
        done = subprocess.run([executable, "rules", "check", path], capture_output=True, text=True, timeout=60, cwd=folder)
        return done.returncode, done.stderr


def against_reader(executable, schema):
    """Complaints about packs and keys on which schema and reader disagree."""
    for number, document in enumerate(WRONG):
        if rules_check(executable, document)[0] != 2:
            yield f"the reader accepts wrong pack {number}: {document}"
    for document in RIGHT:
        code, text = rules_check(executable, document)
        # What a pack overrides is not there, which is none of the schema's business.
        serious = [line for line in text.splitlines() if re.match(r".*p\.json:\d", line)
                   and not re.search(r"switches nothing off|to replace|nothing is replaced", line)]
        if serious:
            yield f"the reader refuses {document}: {serious}"
    for name, place in PLACES.items():
        _, text = rules_check(executable, place({"zzzzzzzzzzzz": 1}))
        known = re.search(r"unknown key `zzzzzzzzzzzz` in .*? \(known are (.*)\)", text)
        if not known:
            yield f"the reader does not tell the keys of {name or 'a pack'}: {text}"
            continue
        reader = set(re.findall(r"`([^`]+)`", known[1]))
        described = set((schema["$defs"][name] if name else schema)["properties"])
        if reader != described:
            yield f"keys of {name or 'a pack'}: only the reader knows {reader - described}, only the schema {described - reader}"


def main():
    rules = pathlib.Path(sys.argv[1])
    schema = json.loads((rules / "schema.json").read_text())
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    complaints = []
    packs = sorted(path for path in rules.glob("*.json") if path.name != "schema.json")
    for path in packs:
        for error in validator.iter_errors(json.loads(without_comments(path.read_text()))):
            complaints.append(f"{path.name}: {'/'.join(map(str, error.absolute_path))}: {error.message[:200]}")
    for number, document in enumerate(WRONG):
        if validator.is_valid(document):
            complaints.append(f"the schema accepts wrong pack {number}: {document}")
    for document in RIGHT:
        for error in validator.iter_errors(document):
            complaints.append(f"the schema refuses {document}: {error.message[:200]}")
    if "STALLHOUND" in os.environ:
        complaints += against_reader(os.path.abspath(os.environ["STALLHOUND"]), schema)
    for complaint in complaints:
        print(complaint)
    print(f"{len(packs)} packs, {len(WRONG)} wrong and {len(RIGHT)} right ones, {len(complaints)} complaints")
    return 1 if complaints or not packs else 0


if __name__ == "__main__":
    sys.exit(main())
