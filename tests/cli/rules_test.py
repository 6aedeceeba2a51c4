#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The command `stallhound rules`: packs in figures, packs against headers."""
import json

from support import CliTest, main

PACK = """{ "schema": 1, "pack": "lib", "title": "A library",
  "blocking": [ { "names": ["lib::Client::{get,wait}", "lib_*"],
    "category": "network", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } } ],
  "contexts": [ { "types": ["lib::handler"] } ] }
"""
HEADER = """#pragma once
namespace lib {
inline namespace v2 {
struct Base { virtual int wait(); };
template <class T> struct Client : Base { T get(); };
using handler = void (*)(int);
}
}
"""


class Rules(CliTest):
    def rules(self, *arguments, **named):
        return self.run_tool("rules", *arguments, **named)

    def check_against(self, source, *more, header=HEADER, pack=PACK, name="lib.cpp"):
        self.write("lib.json", pack)
        self.write("include/lib.h", header)
        self.write(name, source)
        return self.rules("check", "lib.json", "--against", name, *more)


class Against(Rules):
    SOURCE = '// flags: -Iinclude\n#include "lib.h"\nextern "C" int lib_close(void);\n'

    def test_every_name_is_declared(self):
        outcome = self.check_against(self.SOURCE, pack=PACK.replace("get,wait", "get"))
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        self.assertEqual(outcome.out, "1 pack, 3 names: 3 different ones declared, 0 listed as absent\n")

    def test_a_name_that_is_declared_elsewhere(self):
        outcome = self.check_against(self.SOURCE)
        self.assertEqual(outcome.code, 2, outcome)
        self.assertEqual(outcome.out, "")
        self.assertEqual(outcome.err.splitlines(), [
            "lib.json:2:29: no function or variable `lib::Client::wait` is declared"
            " (it is declared in a base class: `lib::Base::wait`)",
            "1 mistake in 1 pack, 4 names against lib.cpp"])

    def test_absent_names_need_a_reason_and_must_be_absent(self):
        absent = "// absent: lib::Client::wait: since 3.0\n"
        self.assertEqual(self.check_against(absent + self.SOURCE).code, 0)
        outcome = self.check_against("// absent: lib::Client::wait\n// absent: lib::Client::wait: \n" + self.SOURCE)
        self.assertEqual(outcome.code, 2, outcome)
        self.assertIn("lib.cpp:1: an absent name needs a reason (write `// absent: NAME: reason`)", outcome.err)
        self.assertIn("lib.cpp:2: an absent name needs a reason", outcome.err)
        outcome = self.check_against("// absent: lib::Client::{get,wait}: since 3.0\n" + self.SOURCE)
        self.assertEqual(outcome.err.splitlines()[0],
                         "lib.cpp:1: `lib::Client::get` is listed as absent, but it is declared (drop the line)")

    def test_names_may_be_spread_over_files_and_flags_given_behind(self):
        self.write("other.cpp", "namespace lib { template <class> struct Client { void wait(); }; }\n")
        outcome = self.check_against('#include "lib.h"\nvoid lib_close();\n', "--against=other.cpp", "--", "-Iinclude")
        self.assertEqual(outcome.code, 0, outcome)

    def test_a_file_in_c(self):
        pack = """{ "schema": 1, "pack": "c", "title": "C", "trusted": ["read"],
                    "contexts": [ { "fields": ["ops_s::read", "outer::open"] }, { "types": ["ops_t"] } ] }"""
        source = """typedef struct ops_s { int (*read)(int); } ops_t;
                    struct outer { struct { void (*open)(void); }; };
                    int read(int class);
        """
        outcome = self.check_against(source, pack=pack, name="lib.c")
        self.assertEqual(outcome.code, 0, outcome)

    def test_files_that_cannot_be_parsed(self):
        outcome = self.check_against('#include "nowhere.h"\nint broken(\n')
        self.assertEqual(outcome.code, 2, outcome)
        self.assertIn(f"{self.dir}/lib.cpp:1:10: 'nowhere.h' file not found (and ", outcome.err)
        outcome = self.check_against("// flags: pkg:no-such-library pkg:$(date)\n")
        self.assertIn("lib.cpp:1: pkg-config knows no `no-such-library`", outcome.err)
        self.assertIn("lib.cpp:1: `pkg:$(date)` is no name for pkg-config", outcome.err)
        self.assertIn("nowhere.cpp: cannot read this file", self.rules("check", "lib.json", "--against", "nowhere.cpp").err)

    def test_wrong_calls(self):
        self.write("lib.json", PACK)
        for arguments, message in ((["lib.json", "--against"], "--against needs a source file"),
                                   (["--against", "lib.cpp"], "check needs the packs to check"),
                                   (["lib.json", "--", "-I."], "flags go with --against only"),
                                   (["lib.json", "--agianst", "x"], "check does not take `--agianst`")):
            outcome = self.rules("check", *arguments)
            self.assertEqual(outcome.code, 2, outcome)
            self.assertIn(message, outcome.err)


class Dump(Rules):
    def test_names_have_their_braces_expanded(self):
        self.write("lib.json", PACK)
        dump = json.loads(self.rules("dump", "lib.json").out)
        self.assertEqual([(n["name"], n["role"], n["glob"], n["line"], n["column"]) for n in dump["names"]],
                         [("lib::Client::get", "call", False, 2, 29), ("lib::Client::wait", "call", False, 2, 29),
                          ("lib_*", "call", True, 2, 56), ("lib::handler", "type", False, 4, 29)])
        self.assertEqual(dump["packs"], [{"pack": "lib", "title": "A library", "file": "lib.json"}])

    def test_without_packs_those_that_come_with_the_program(self):
        dump = json.loads(self.rules("dump").out)
        self.assertIn("posix", [pack["pack"] for pack in dump["packs"]])
        self.assertIn("usleep", [name["name"] for name in dump["names"]])


if __name__ == "__main__":
    main()
