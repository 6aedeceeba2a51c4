#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Expert rules: matchers in packs, where their mistakes are reported, and shards that were extracted without them."""
import json

from support import SLEEPER, CliTest, main

SOURCE = """int usleep(unsigned microseconds);
static int twice(int x) { return 2 * x; }
__attribute__((annotate("stallhound::loop"))) void on_timer(void (*hook)(int)) {
  usleep(twice(5));
  twice(usleep(1));
  hook(3);
}
"""


def pack(*expressions, **keys):
    entries = [{"ast": expression, "category": "rpc", "cost": "seconds", "why": "It waits.", "fix": {"default": "do not"},
                **keys} for expression in expressions]
    return json.dumps({"schema": 1, "pack": "own", "title": "Own", "blocking": entries})


class Matchers(CliTest):
    def setUp(self):
        super().setUp()
        self.write(".stallhound.json", "{}")
        self.project(a=SOURCE)

    def found(self, *arguments):
        report = self.scan_json("--category", "rpc", *arguments)
        return [(f["location"]["line"], f["location"]["column"], f["call"], f["rule"]) for f in report["findings"]]

    def test_calls_that_no_name_describes(self):
        self.write("own.json", pack('callExpr(hasArgument(0, ignoringImplicit(callExpr())))'))
        self.assertEqual(self.found("--rules", "own.json"), [(4, 3, "usleep", "rpc/own"), (5, 3, "twice", "rpc/own")])
        self.write("own.json", pack('callExpr(callee(expr(hasType(pointerType()), unless(ignoringImplicit('
                                    'declRefExpr(to(functionDecl())))))))'))
        self.assertEqual(self.found("--rules", "own.json"), [(6, 3, "hook", "rpc/own")])

    def test_names_narrow_a_matcher(self):
        self.write("own.json", pack("callExpr(hasArgument(0, ignoringImplicit(callExpr())))", names=["usleep"]))
        self.assertEqual(self.found("--rules", "own.json"), [(4, 3, "usleep", "rpc/own")])

    def test_the_bound_call_is_the_one_that_is_reported(self):
        self.write("own.json", pack('callExpr(callee(functionDecl(hasName("usleep"))), '
                                    'hasArgument(0, ignoringImplicit(callExpr().bind("call"))))'))
        self.assertEqual(self.found("--rules", "own.json"), [(4, 10, "twice", "rpc/own")])

    def test_a_matcher_applies_to_code_of_the_project_only(self):
        self.write("system/lib.h", "int usleep(unsigned); static inline void lib(void) { usleep(1); }\n")
        self.write("a.c", f'#include <lib.h>\n{SLEEPER.splitlines()[4]} lib(); }}\n')
        self.database([self.entry("a.c", "-isystem", str(self.dir / "system"))])
        self.write("own.json", pack('callExpr(callee(functionDecl(hasAnyName("usleep", "lib"))))'))
        self.assertEqual([call for *_, call, _ in self.found("--rules", "own.json")], ["lib"])

    def test_mistakes_point_into_the_string(self):
        self.write("own.json", """{ "schema": 1, "pack": "own", "title": "Own", "blocking": [
  { "ast": "callExpr(calle(functionDecl(hasName(\\"usleep\\"))))",
    "category": "rpc", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } },
  { "ast": "callExpr(hasArgument(\\"x\\", expr()))",
    "category": "rpc", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } },
  { "ast": ["callExpr(",
            "  hasDescendant(functionDec()))"],
    "category": "rpc", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } },
  { "ast": "forStmt(hasDescendant(callExpr()))",
    "category": "rpc", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } },
  { "ast": "callExpr() callExpr()",
    "category": "rpc", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } },
  { "ast": "callExpr(hasName(\\"\\u00e9\\"), callee(x()",
    "category": "rpc", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } } ] }
""")
        outcome = self.run_tool("rules", "check", "own.json")
        self.assertEqual((outcome.code, outcome.out), (2, ""))
        self.assertEqual([line.split(" (")[0] for line in outcome.err.splitlines()[:6]], [
            "own.json:2:22: in the matcher: Matcher not found: calle",
            "own.json:4:34: in the matcher: Incorrect type for arg 1.",
            "own.json:7:30: in the matcher: Matcher not found: functionDec",
            "own.json:9:13: in the matcher: this is true of no call",
            "own.json:11:24: in the matcher: Expected end of code.",
            "own.json:13:50: in the matcher: Matcher not found: x"])
        self.assertIn("calle (did you mean `callee`?)", outcome.err)
        self.assertIn("functionDec (did you mean `functionDecl`?)", outcome.err)
        # Before any unit is parsed, and together with what else is wrong.
        self.write("a.c", "broken")
        outcome = self.scan("--rules", "own.json", "nowhere.c")
        self.assert_user_error(outcome, "own.json:2:22: in the matcher", "no such file or folder")

    def test_an_entry_has_names_or_a_matcher(self):
        self.write("own.json", pack("callExpr()").replace('"ast": "callExpr()", ', ""))
        self.assertIn("needs the key `names` (or `ast`, for a matcher of calls)", self.run_tool("rules", "check", "own.json").err)
        self.write("own.json", pack(7))
        self.assertIn("`ast` must be a string or a list of strings, not an integer",
                      self.run_tool("rules", "check", "own.json").err)

    def test_shards_know_what_they_were_asked(self):
        self.write("own.json", pack("callExpr(hasArgument(0, ignoringImplicit(callExpr())))"))
        self.assertEqual(self.run_tool("extract", "--output", "with", "--rules", "own.json").code, 0)
        outcome = self.run_tool("link", "--format=json", "--category=rpc", "--rules", "own.json", "with")
        self.assertEqual([f["call"] for f in outcome.json()["findings"]], ["usleep", "twice"])
        # Further packs without matchers do not matter; one with another matcher does.
        self.assertEqual(self.run_tool("link", "with").code, 1)
        self.write("other.json", pack("callExpr()").replace("own", "other"))
        outcome = self.run_tool("link", "--rules", "own.json", "--rules", "other.json", "with")
        self.assert_user_error(outcome, "with/", "was extracted without the matcher of other.json:1",
                               "extract again with the same --rules")

    def test_matchers_are_switched_off_by_rule_id(self):
        self.write("own.json", pack("callExpr()"))
        self.write("off.json", json.dumps({"schema": 1, "pack": "off", "title": "Off", "disable": ["rpc/own"]}))
        self.assertEqual(self.found("--rules", "own.json", "--rules", "off.json"), [])
        self.assertEqual(len(self.found("--rules", "own.json")), 5)

    def test_rules_show_and_rules_test_know_matchers(self):
        self.write(".stallhound/rules/own.json", pack("callExpr(hasAncestor(forStmt()))"))
        self.assertIn("A call that matches callExpr(hasAncestor(forStmt())) blocks its thread for seconds (rpc/own, error).",
                      " ".join(self.run_tool("rules", "show", "rpc/own").out.split()))
        self.write("cases/loop.c", SOURCE.replace("usleep(twice(5));", "for (;;) usleep(1);  // expect: rpc, sleep")
                   .replace("  twice(usleep(1));\n", ""))
        outcome = self.run_tool("rules", "test", "cases")
        self.assertEqual(outcome.code, 0, outcome)


if __name__ == "__main__":
    main()
