#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A function body that Clang crashes in is left out; the rest of its unit is analysed, and the report says so.

Clang 22 crashes in the body of a coroutine whose promise takes its operator delete from a base by a using declaration,
which is legal code.
"""
from support import LOOP, CliTest, main

JOB = """#include <coroutine>
extern "C" int usleep(unsigned);
struct Store {
  static void operator delete(void *, unsigned long) noexcept;
};
struct Job {
  struct promise_type : Store {
    using Store::operator delete;
    Job get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
"""
CRASH = " co_return; "


def root(name, call="usleep(5);"):
    return f"{LOOP} void {name}() {{ {call} }}\n"


class CrashTest(CliTest):
    def setUp(self):
        super().setUp()
        self.write("job.h", JOB)

    def unit(self, name, text):
        self.write(name, '#include "job.h"\n' + text)
        return self.entry(name, "-std=c++20", compiler="clang++-22")

    def scan_units(self, *units, arguments=()):
        self.database(units)
        outcome = self.scan("--format", "json", *arguments)
        self.assertIn(outcome.code, (1, 3), outcome)
        return outcome

    def calls(self, report):
        return [(finding["function"], finding["call"]) for finding in report["findings"]]

    def message(self, report, *parts):
        problem, = report["problems"]
        for part in parts:
            self.assertIn(part, problem["message"])

    def test_one_body(self):
        outcome = self.scan_units(self.unit("a.cpp", f"Job bad() {{{CRASH}}}\n" + root("on_timer")))
        self.assertEqual(self.calls(outcome.json()), [("on_timer()", "usleep")])
        self.message(outcome.json(), "Clang crashed in the body of 'bad()' (a.cpp:2)", "left out")

    def test_without_findings_the_exit_code_is_3(self):
        outcome = self.scan_units(self.unit("a.cpp", f"Job bad() {{{CRASH}}}\n" + root("on_timer", ";")))
        self.assertEqual(outcome.code, 3, outcome)

    def test_several_bodies(self):
        bodies = "".join(f"namespace n{i} {{ Job bad() {{{CRASH}}} }}\n" for i in range(4))
        outcome = self.scan_units(self.unit("a.cpp", bodies + root("on_timer")))
        self.assertEqual(self.calls(outcome.json()), [("on_timer()", "usleep")])
        self.message(outcome.json(), *(f"'n{i}::bad()'" for i in range(4)))

    def test_too_many_bodies(self):
        bodies = "".join(f"Job bad{i}() {{{CRASH}}}\n" for i in range(15))
        outcome = self.scan_units(self.unit("a.cpp", bodies + root("on_timer")), self.unit("b.cpp", root("other")))
        self.assertEqual(self.calls(outcome.json()), [("other()", "usleep")])
        self.message(outcome.json(), "crashed")

    def test_what_a_body_may_be(self):
        bad = [f"struct A {{ Job bad() {{{CRASH}}} }};",
               f"struct A {{ Job bad(); }}; Job A::bad() {{{CRASH}}}",
               f"template <class T> Job bad(T) {{{CRASH}}} void use() {{ bad(1); }}",
               f"template <class T> struct A {{ Job bad() {{{CRASH}}} }}; void use() {{ A<int>().bad(); }}",
               f"void bad() {{ auto f = []() -> Job {{{CRASH}}}; f(); }}",
               f"Job bad() {{ struct L {{ void m() {{ }} }}; L().m(); {CRASH}}}",
               f"void outer() {{ struct L {{ Job bad() {{{CRASH}}} }}; L().bad(); }}"]
        units = [self.unit(f"u{i}.cpp", text + "\n" + root(f"on_timer{i}")) for i, text in enumerate(bad)]
        report = self.scan_units(*units).json()
        self.assertEqual(self.calls(report), [(f"on_timer{i}()", "usleep") for i in range(len(bad))])
        self.assertEqual(len(report["problems"]), len(bad))
        self.assertIn("'outer()::L::bad()'".replace("outer()::", ""), report["problems"][6]["message"])
        self.assertIn("'bad()'", report["problems"][5]["message"])

    def test_the_rest_of_a_local_class_is_kept(self):
        text = f"void outer() {{ struct L {{ Job bad() {{{CRASH}}} }}; usleep(7); }}\n" + root("on_timer", "outer();")
        self.assertEqual(self.calls(self.scan_units(self.unit("a.cpp", text)).json()), [("outer()", "usleep")])

    def test_a_header(self):
        self.write("shared.h", f"inline Job bad() {{{CRASH}}}\n")
        report = self.scan_units(*(self.unit(f"u{i}.cpp", '#include "shared.h"\n' + root(f"on_timer{i}"))
                                   for i in range(3))).json()
        self.assertEqual(len(report["findings"]), 3)
        self.assertEqual(len(report["problems"]), 3)

    def test_outside_of_bodies_the_unit_is_lost_and_nothing_else(self):
        for text in (f"auto f = []() -> Job {{{CRASH}}};\n",):
            report = self.scan_units(self.unit("a.cpp", text + root("lost")), self.unit("b.cpp", root("kept"))).json()
            self.assertEqual(self.calls(report), [("kept()", "usleep")], text)
            self.message(report, "crashed")
            self.assertNotIn("left out", report["problems"][0]["message"], text)

    def test_errors_are_told_besides(self):
        report = self.scan_units(self.unit("a.cpp", f"Job bad() {{{CRASH}}}\nint x = y;\n" + root("on_timer"))).json()
        self.message(report, "'bad()'", "undeclared")

    def test_the_result_does_not_depend_on_cache_and_jobs(self):
        units = [self.unit(f"u{i}.cpp", f"Job bad{i}() {{{CRASH}}}\n" + root(f"on_timer{i}")) for i in range(3)]
        cold = self.scan_units(*units)
        warm = self.scan("--format", "json", "--stats")
        self.assertEqual(warm.out, cold.out)
        self.assertRegex(warm.err, r"cached +3")
        for flags in (["-j1", "--no-cache"], ["-j3", "--no-cache"], ["--shuffle", "--no-cache"]):
            self.assertEqual(self.scan("--format", "json", *flags).out, cold.out, flags)
        extracted = self.run_tool("extract", "--output", "shards", "--no-cache")
        self.assertEqual(extracted.code, 3, extracted)
        self.assertIn("'bad0()'", extracted.err)
        linked = self.run_tool("link", "shards", "--format", "json").json()
        for part in ("findings", "problems"):
            self.assertEqual(linked[part], cold.json()[part])


if __name__ == "__main__":
    main()
