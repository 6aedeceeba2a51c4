#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The command `stallhound rules`: packs in figures, packs against headers, test cases for packs."""
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
        for file in ("nowhere.cpp", "include"):
            outcome = self.rules("check", "lib.json", "--against", file)
            self.assertEqual((outcome.code, outcome.err.splitlines()[0]), (2, f"{file}: cannot read this file"))

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


class Show(Rules):
    PACK = """{ "schema": 1, "pack": "lib", "title": "A library", "about": "What it is about.", "models": ["lib"],
  "framework": { "id": "lib", "name": "The library", "offload": "use lib_pool" },
  "blocking": [ { "names": ["lib_*"], "except": ["lib_now"], "category": "network", "cost": "seconds",
    "unless": { "arg": 0, "is": "nonblocking" }, "why": "It waits.", "fix": { "default": "do not" } } ],
  "contexts": [ { "calls": ["lib::on"], "arg": "template", "what": "timer" }, { "types": ["lib::cb"] } ],
  "barriers": [ { "calls": ["lib::pool"], "arg": "all" } ],
  "coroutines": [ { "types": ["lib::task"], "kind": "caller", "resumes": "home" } ],
  "hops": [ { "calls": ["lib::away"], "to": "thread" } ],
  "handles": [ { "calls": ["lib::unblock"], "handle": 0, "is": "nonblocking", "when": { "arg": 1, "equals": 1 } } ],
  "guards": [ { "calls": ["lib::inside"], "answer": false } ],
  "trusted": ["lib::log"],
  "requires": [ { "names": ["lib::open"], "category": "missing-timeout", "satisfied_by": [ { "names": ["lib::limit"] } ],
    "why": "It waits.", "fix": { "default": "set one" } } ] }
"""

    def show(self, what):
        self.write(".stallhound/rules/lib.json", self.PACK)
        outcome = self.rules("show", what)
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        return " ".join(outcome.out.split())

    def test_a_pack_shows_everything_it_says(self):
        text = self.show("lib")
        for sentence in (
                "A library (lib), ", "What it is about.",
                "lib_* (except lib_now) blocks its thread for seconds (network/lib, error). It waits. Not if",
                "A callable passed to lib::on as template argument runs on an event loop (The library): timer.",
                "A callable passed or stored as lib::cb runs on an event loop (The library).",
                "A callable passed to lib::pool as any argument runs on a thread where blocking is fine (The library).",
                "A coroutine that returns lib::task runs where it is started, and after each co_await again.",
                "co_await lib::away moves the rest of a coroutine to a thread where blocking is fine.",
                "lib::unblock makes argument 0 nonblocking (where argument 1 is 1).",
                "Code that runs only if lib::inside answered no (or zero) is not loop code.",
                "A handle made by lib::open needs a call to lib::limit (missing-timeout/lib, warning).",
                "lib::log may be called from anywhere.", "The code of lib itself is not judged."):
            self.assertIn(sentence, text)

    def test_a_name_shows_what_packs_say_about_it(self):
        for name, sentence in (("lib_get", "lib_get blocks its thread"), ("::lib::away()", "co_await lib::away moves"),
                               ("lib::inside", "only if lib::inside answered no"), ("lib::unblock", "makes argument 0"),
                               ("lib::cb", "stored as lib::cb runs on"), ("lib::limit", "makes a handle of lib::open ready"),
                               ("lib::log", "lib::log may be called"), ("network/lib", "lib_* (except lib_now) blocks")):
            self.assertIn(sentence, self.show(name))
        self.write(".stallhound/rules/lib.json", self.PACK)
        outcome = self.rules("show", "lib_now")
        self.assertEqual(outcome.code, 2, outcome)
        self.assertIn("the packs say nothing about `lib_now`", outcome.err)

    def test_a_name_that_only_its_callback_type_makes_known(self):
        outcome = self.rules("show", "g_idle_add")
        self.assertEqual((outcome.code, outcome.out), (2, ""), outcome)
        self.assertIn("the packs say nothing about `g_idle_add`", outcome.err)
        self.assertIn("the callback may still be known by the type of its parameter", outcome.err)
        # What another library calls by a similar name is not what was meant.
        self.assertNotIn("hidle_add", outcome.err)
        self.assertIn("GSourceFunc runs on an event loop", " ".join(self.rules("show", "GSourceFunc").out.split()))

    def test_a_slip_is_put_right(self):
        for name, meant in (("g_main_loop_runn", "g_main_loop_run"), ("uslep", "usleep"), ("sleep/posx", "sleep/posix"),
                            ("sqlite3_opne", "sqlite3_open"), ("std::this_thread::sleep_fr", "std::this_thread::sleep_for")):
            self.assertIn(f"(did you mean `{meant}`?)", self.rules("show", name).err)
        self.assertNotIn("callback", self.rules("show", "sleep/posx").err)


class Docs(Rules):
    def docs(self, *arguments):
        return self.rules("docs", "--out", "docs", *arguments, "lib.json")

    def test_one_page_per_pack_and_two_more(self):
        self.write("lib.json", Show.PACK)
        outcome = self.docs()
        self.assertEqual((outcome.code, outcome.out), (0, "3 pages, 3 changed\n"), outcome)
        pages = {path.name: path.read_text() for path in (self.dir / "docs").iterdir()}
        self.assertEqual(set(pages), {"README.md", "frameworks.md", "lib.md"})
        self.assertIn("| [lib](lib.md) | A library | 1 | 3 | 2 |\n", pages["README.md"])
        self.assertIn("- **The library**: use lib_pool\n", pages["frameworks.md"])
        for text in ("# A library\n", "What it is about.\n", "\n### network/lib: waits for the network\n\n"
                     "- **Bad** (blocks for seconds, error): `lib_*` except `lib_now`\n- **Why**: It waits.\n"
                     "- **But**: Not if argument 0 is nonblocking",
                     "- **Better**: Do not.\n", "- A callable passed to `lib::on` as template argument runs on an event loop",
                     "- A coroutine that returns `lib::task` runs where", "- co_await `lib::away` moves",
                     "- **Bad**: A handle made by `lib::open` needs a call to `lib::limit`",
                     "may be called from anywhere: `lib::log`."):
            self.assertIn(text, pages["lib.md"])

    def test_check_tells_what_is_not_up_to_date(self):
        self.write("lib.json", Show.PACK)
        self.assertEqual(self.docs("--check").code, 1)
        self.assertFalse((self.dir / "docs").exists())
        self.docs()
        self.assertEqual(self.docs("--check").out, "3 pages, 0 not up to date\n")
        self.assertEqual(self.docs().out, "3 pages, 0 changed\n")
        self.write("lib.json", Show.PACK.replace('"pack": "lib"', '"pack": "library"'))
        self.write("docs/own.md", "not ours\n")
        outcome = self.docs("--check")
        self.assertEqual(outcome.code, 1, outcome)
        self.assertEqual(sorted(outcome.err.splitlines()), ["docs/README.md: is not up to date",
                                                            "docs/lib.md: no pack has this page any more",
                                                            "docs/library.md: is not up to date"])
        self.assertEqual(self.docs().code, 0)
        self.assertEqual(sorted(path.name for path in (self.dir / "docs").iterdir()),
                         ["README.md", "frameworks.md", "library.md", "own.md"])

    def test_wrong_calls(self):
        for arguments, message in ((["lib.json"], "docs needs --out"), (["--out"], "docs does not take `--out` like this"),
                                   (["--out=x", "--chek"], "docs does not take `--chek`")):
            outcome = self.rules("docs", *arguments)
            self.assertEqual((outcome.code, outcome.out), (2, ""), outcome)
            self.assertIn(message, outcome.err)


class Test(Rules):
    PACK = """{ "schema": 1, "pack": "lib", "title": "A library", "blocking": [ { "names": ["lib_fetch"],
        "category": "network", "cost": "seconds", "why": "It waits.", "fix": { "default": "do not" } } ] }"""
    CASE = """#include "lib.h"
__attribute__((annotate("stallhound::loop"))) void on_timer(void) {
  lib_fetch(1);  // expect: network via on_timer > lib_fetch
}
void elsewhere(void) { lib_fetch(2); }
"""

    def setUp(self):
        super().setUp()
        self.write("lib.json", self.PACK)
        self.write("system/lib.h", "int lib_fetch(int);\n")

    def case(self, name, text, **files):
        self.write(f"cases/{name}/main.c", text)
        self.write(f"cases/{name}/flags.txt", files.pop("flags", f"-isystem\n{self.dir}/system\n"))
        for file, content in files.items():
            self.write(f"cases/{name}/{file.replace('__', '-')}.txt", content)

    def run_test(self, *arguments):
        return self.rules("test", "cases", "--rules", "lib.json", "-j2", *arguments)

    def test_cases_pass(self):
        self.case("area/one", self.CASE)
        self.case("area/two", self.CASE.replace("expect: network via on_timer > lib_fetch", "expect: network, network")
                  .replace("lib_fetch(1);", "lib_fetch(1), lib_fetch(3);"))
        self.case("three", self.CASE, stallhound__args="--category=sleep --category=network")
        outcome = self.run_test()
        self.assertEqual((outcome.code, outcome.out, outcome.err),
                         (0, "ok       area/one\nok       area/two\nok       three\n3 of 3 cases pass, 4 expectations\n", ""))
        self.assertEqual(self.run_test("--only", "area").out.splitlines()[-1], "2 of 2 cases pass, 3 expectations")
        # A single case, and one that lies beside the packs it is about.
        self.assertEqual(self.rules("test", "cases/three", "--rules=lib.json").code, 0)
        self.write("cases/three/own.json", self.PACK)
        self.write("cases/three/stallhound-args.txt", "--rules own.json\n")
        self.assertEqual(self.rules("test", "cases/three").code, 0)

    def test_differences_fail_and_are_named(self):
        self.case("differs", self.CASE + """
__attribute__((annotate("stallhound::loop"))) void on_read(void) {
  lib_fetch(3);
  (void)0;       // expect: sleep
  lib_fetch(4);  // missed: network
  (void)0;       // wrong: lock
  lib_fetch(5);  /* expect: network via main > lib_fetch */
  lib_fetch(6);  // NOLINT(stallhound): not reported
}
""")
        self.case("silent", self.CASE)
        outcome = self.run_test()
        self.assertEqual((outcome.code, outcome.err), (1, "stallhound: exit code 1: 1 case does not pass\n"), outcome)
        self.assertEqual(outcome.out.splitlines(), [
            "FAILED   differs",
            "         main.c:9: expected sleep, found nothing",
            "         main.c:10: finds network now: make it `expect:`",
            "         main.c:11: is silent about lock now: drop the comment",
            "         main.c:12: expected network via main > lib_fetch, but it is on_read > lib_fetch",
            "         main.c:8: unexpected network, network/lib (definite), via on_read > lib_fetch",
            "ok       silent",
            "1 of 2 cases pass, 6 expectations"])

    def test_a_case_that_does_not_compile_fails(self):
        self.case("broken", "int broken(\n")
        self.assertIn("main.c: does not compile: ", self.run_test().out)
        self.assertEqual(self.run_test().code, 1)

    def test_a_case_without_its_headers_is_skipped(self):
        self.case("poor", '#include <no/such.h>\n', needs="<stddef.h>\n<no/such.h>\n")
        self.case("poorer", "", needs="<x.h>\n", flags="pkg:no-such-package\n")
        outcome = self.run_test()
        self.assertEqual((outcome.code, outcome.out.splitlines()),
                         (0, ["skipped  poor: <no/such.h> is not found",
                              "skipped  poorer: pkg-config knows no `no-such-package`",
                              "0 of 2 cases pass, 2 skipped, 0 expectations"]))

    def test_mistakes_are_reported_together(self):
        self.case("odd", self.CASE + "// expect: netwrk\n// expect: sleep because it does\n", flags="pkg:no-such-package\n",
                  stallhound__args="--categry=sleep\n")
        outcome = self.run_test("--rules", "nowhere.json")
        self.assertEqual((outcome.code, outcome.out), (2, ""), outcome)
        for part in ("cases/odd/main.c:6: `netwrk` is no category (did you mean `network`?)",
                     "main.c:7: `sleep because it does` is no category (write `// expect: CATEGORY`",
                     "flags.txt:1: pkg-config knows no `no-such-package`",
                     "stallhound-args.txt: unknown option '--categry' (did you mean --category?)",
                     "nowhere.json: cannot read the pack"):
            self.assertIn(part, outcome.err)

    def test_wrong_calls(self):
        (self.dir / "empty").mkdir()
        for arguments, message in (([], "test needs a folder"), (["cases", "-j", "0"], "-j takes a number"),
                                   (["cases", "--rules"], "--rules needs a value"), (["cases", "--ruls=x"], "`--ruls`"),
                                   (["nowhere"], "no such folder"), (["empty"], "there are no test cases here")):
            outcome = self.rules("test", *arguments)
            self.assertEqual((outcome.code, outcome.out), (2, ""), outcome)
            self.assertIn(message, outcome.err)


if __name__ == "__main__":
    main()
