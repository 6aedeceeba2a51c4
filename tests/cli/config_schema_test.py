#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The published schema of configurations and the program agree on what is right."""
import json
import re
import unittest

from support import REPOSITORY, SLEEPER, CliTest, main

try:
    from jsonschema import Draft202012Validator
except ImportError:
    Draft202012Validator = None

RIGHT = [
    {},
    {"$schema": "config-schema.json", "version": 1},
    {"exclude": [], "tests": ["a", "a/b", "**/c", "*.c", "a/", "./x", "..x/y", "x..", ".hidden"], "roots": ["."]},
    {"rules": {"sleep": "off", "sleep/posix": "error", "lock": "on", "http": "note", "dns": "warning"}},
    {"confidence": "possible", "fail_on": "note", "max_unresolved": 0, "require_reason": False, "pedantic": True},
    {"contexts": [{"functions": ["f", "g_*"], "except": ["g_x"]}, {"classes": ["A", "b::C"], "what": "x"},
                  {"calls": ["on"], "arg": [0, 1], "confidence": "probable"}, {"overrides": ["A::run"]}]},
    {"blocking": [{"names": ["f"], "category": "wait"},
                  {"names": ["g"], "category": "dns", "cost": "seconds", "why": "W.", "fix": "do", "source": "x"},
                  {"names": ["h"], "category": "rpc", "fix": {"default": "do", "asio": "co_await it"},
                   "unless": {"arg": 0, "is_null": True}, "if_unknown": "silent", "opt_in": True}]},
    {"trusted": ["f", "a::g_*"], "walk": ["boost::asio"]},
    {"sections": [{"paths": ["x"], "rules": {}}, {"paths": ["y", "z"], "fail_on": "error"}]},
]
WRONG = [
    [], "x", {"rulez": {}}, {"version": 2}, {"version": "1"}, {"build": ""}, {"build": ["x"]}, {"exclude": "x"},
    {"exclude": [""]}, {"tests": ["/usr"]}, {"tests": ["../x"]}, {"tests": ["a/../b"]}, {"tests": ["a\\b"]},
    {"tests": ["!a"]}, {"tests": ["./"]}, {"tests": ["a", "a"]}, {"rules": []}, {"rules": {"sleeep": "on"}},
    {"rules": {"sleep": "of"}}, {"rules": {"sleep": True}}, {"rules": {"sleep/": "on"}}, {"fail_on": "eror"},
    {"confidence": "sure"}, {"max_unresolved": -1}, {"max_unresolved": "7"}, {"require_reason": 1}, {"pedantic": "no"},
    {"baseline": 1}, {"contexts": {}}, {"contexts": [{}]}, {"contexts": [{"clases": ["A"]}]},
    {"contexts": [{"classes": []}]},
    {"contexts": [{"classes": ["A"], "functions": ["f"]}]}, {"contexts": [{"calls": ["f"]}]},
    {"blocking": [{"names": ["f"]}]}, {"blocking": [{"category": "wait"}]},
    {"blocking": [{"names": ["f"], "category": "wait", "cots": "seconds"}]},
    {"blocking": [{"names": ["f"], "category": "wait", "if_unknown": "silent"}]},
    {"blocking": [{"names": ["f"], "category": "wait", "fix": {"asio": "x"}}]}, {"trusted": "f"}, {"trusted": ["::f"]},
    {"sections": {}}, {"sections": [{"paths": ["x"]}]}, {"sections": [{"rules": {}}]},
    {"sections": [{"paths": ["x"], "rules": {}, "tests": ["x"]}]},
]


@unittest.skipIf(Draft202012Validator is None, "the Python package jsonschema is not installed")
class ConfigSchema(CliTest):
    @classmethod
    def setUpClass(cls):
        text = (REPOSITORY / "config-schema.json").read_text()
        cls.schema = json.loads(text.replace("rules/schema.json#", "#"))
        packs = json.loads((REPOSITORY / "rules/schema.json").read_text())["$defs"]
        own = cls.schema["$defs"]
        assert not own.keys() & packs.keys(), "config-schema.json and rules/schema.json share a name in $defs"
        own.update(packs)
        Draft202012Validator.check_schema(cls.schema)
        cls.validator = Draft202012Validator(cls.schema)

    def program_accepts(self, config):
        self.write(".stallhound.json", config if isinstance(config, str) else json.dumps(config))
        outcome = self.run_tool("config")
        self.assertIn(outcome.code, (0, 2), outcome)
        return outcome.code == 0

    def test_right_ones(self):
        self.project(a=SLEEPER)
        for config in RIGHT:
            self.assertEqual(list(self.validator.iter_errors(config)), [], config)
            self.assertTrue(self.program_accepts(config), config)

    def test_wrong_ones(self):
        self.project(a=SLEEPER)
        for config in WRONG:
            self.assertFalse(self.validator.is_valid(config), config)
            self.assertFalse(self.program_accepts(config), config)

    def test_the_one_of_the_documentation(self):
        self.project(a=SLEEPER)
        (self.dir / "build").mkdir()
        (self.dir / "compile_commands.json").rename(self.dir / "build/compile_commands.json")
        self.write(".stallhound-baseline", "# stallhound baseline 1\n")
        for name in ("README.md", "docs/configuration.md"):
            text = (REPOSITORY / name).read_text()
            example = re.search(r"```json\n(.*?)```", text, re.S)[1]
            plain = json.loads(re.sub(r"(?m)^\s*//.*$", "", example))
            self.assertEqual(list(self.validator.iter_errors(plain)), [])
            self.assertTrue(self.program_accepts(example))
        # Every key is explained, and every key that is explained exists.
        rows = re.findall(r"(?m)^\| (`.*?) \| ", text[text.index("## Keys"):text.index("**`rules`.**")])
        explained = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}
        self.assertEqual(explained, set(self.schema["properties"]) - {"$schema"})

    def test_what_the_program_prints(self):
        self.project(a=SLEEPER)
        self.assertEqual(list(self.validator.iter_errors(self.run_tool("config").json()["config"])), [])


if __name__ == "__main__":
    main()
