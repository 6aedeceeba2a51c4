#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Code of program generators: expressions, statements, declarations and call chains tens of thousands deep or long.

Every shape is scanned at two sizes. The call at its far end must be found, the scan must not crash, and twice the size
must take about twice the time.
"""
import resource
import time

from support import LOOP, CliTest, main

USLEEP = 'extern "C" int usleep(unsigned);\n'
ROOT = f"{LOOP} void on_timer(int x)"
FLAGS = ["-std=c++20", "-fbracket-depth=1000000", "-ftemplate-depth=1000000"]
LONGEST_PATH = 80  # Steps that a report tells.


def body(code, declarations=""):
    """A timer whose code ends with a call that sleeps."""
    return f"{USLEEP}{declarations}\nvoid far() {{ usleep(5); }}\n{ROOT} {{\n{code}\n  far();\n}}\n"


def numbered(count, template, first=0):
    return "".join(template.replace("#-", str(i - 1)).replace("#+", str(i + 1)).replace("#", str(i))
                   for i in range(first, first + count))


INT_G = "int g(int);"
STREAM = "struct Stream {}; Stream &operator<<(Stream &, int); extern Stream out;"
MEMBER_STREAM = "struct Stream { Stream &operator<<(int); }; extern Stream out;"
TEXT = ("struct Text { Text(const char *); Text(const Text &); ~Text(); };"
        "Text operator+(const Text &, const char *); extern Text text;")
HANDLER = "typedef void (*Handler)(); void far();"
DURATION = ("struct Time { long n; }; constexpr Time operator+(Time a, Time b) { return {a.n + b.n}; }"
            "extern Time t; void wait(Time);")

# Name, size, source of a size.
EXPRESSIONS = [
    ("sum", 50000, lambda n: body("x = " + "+".join(["x"] * n) + ";")),
    ("sum of calls", 25000, lambda n: body("x = " + "+".join(["g(x)"] * n) + ";", INT_G)),
    ("sum as an argument", 25000, lambda n: body("g(" + "+".join(["x"] * n) + ");", INT_G)),
    ("comma", 50000, lambda n: body(",".join(["g(x)"] * n) + ";", INT_G)),
    ("and", 25000, lambda n: body("if (" + "&&".join(["g(x)"] * n) + ") x = 1;", INT_G)),
    ("or", 25000, lambda n: body("if (" + "||".join(["g(x)"] * n) + ") x = 1;", INT_G)),
    ("and of comparisons", 10000, lambda n: body("if (" + "&&".join(["x != 7"] * n) + ") g(x);", INT_G)),
    ("shift", 25000, lambda n: body("out" + " << x" * n + ";", STREAM)),
    ("member shift", 10000, lambda n: body("out" + " << x" * n + ";", MEMBER_STREAM)),
    ("concatenation", 25000, lambda n: body("Text t = text" + ' + "a"' * n + ";", TEXT)),
    ("constant operator", 1500, lambda n: body("wait(t" + " + t" * n + ");", DURATION)),
    ("ternary", 10000, lambda n: body("x = " + numbered(n, "x == # ? g(x) : ") + "0;", INT_G)),
    ("nested calls", 2000, lambda n: body("x = " + "g(" * n + "x" + ")" * n + ";", INT_G)),
    ("parentheses", 10000, lambda n: body("x = " + "(" * n + "x" + ")" * n + ";")),
    ("negations", 10000, lambda n: body("if (" + "!" * n + "g(x)) x = 1;", INT_G)),
    ("assignments", 5000, lambda n: body("x = " * n + "g(x);", INT_G)),
    ("member calls", 1500, lambda n: body("object" + ".b()" * n + ";", "struct O { O &b(); }; extern O object;")),
    ("arrows", 1500, lambda n: body("p" + "->p" * n + "->b();", "struct O { O *p; void b(); }; extern O *p;")),
    ("array of callables", 25000, lambda n: body(
        "table[x]();", "void h(); void far(); void (*const table[])() = {" + "h," * n + "far};")),
    ("array of many callables", 10000, lambda n: body(
        "far();", numbered(n, "void h#() {}\n") + "void (*table[])() = {" + numbered(n, "h#,") + "};")),
]
STATEMENTS = [
    ("statements", 25000, lambda n: body("g(x);" * n, INT_G)),
    ("else if", 5000, lambda n: body("if (x == -1) x = 1;\n" + numbered(n, "else if (x == #) g(x);\n"), INT_G)),
    ("else if, calls", 5000, lambda n: body("if (g(0)) x = 1;\n" + numbered(n, "else if (g(#)) g(x);\n"), INT_G)),
    ("early returns", 10000, lambda n: body("if (g(x)) return;\n" * n, INT_G)),
    ("early returns, comparisons", 10000, lambda n: body(numbered(n, "if (x == #) return; g(x);\n"), INT_G)),
    ("ends", 5000, lambda n: body("if (g(x)) die();\n" * n, INT_G + "[[noreturn]] void stop();"
                                  "[[noreturn]] void die() {" + "g(1);" * n + "stop(); }")),
    ("switch", 25000, lambda n: body("switch (x) {" + numbered(n, "case #: g(x); break;\n") + "}", INT_G)),
    ("switch over an answer", 10000, lambda n: body(
        "switch (g(x)) {" + numbered(n, "case #: g(x); break;\n") + "}", INT_G)),
    ("labels", 25000, lambda n: body("switch (x) {" + numbered(n, "case #:\n") + "g(x); }", INT_G)),
    ("blocks", 10000, lambda n: body("{" * n + "g(x);" + "}" * n, INT_G)),
    ("nested ifs", 2000, lambda n: body("if (g(x)) {" * n + "g(x);" + "}" * n, INT_G)),
    ("nested loops", 2000, lambda n: body("while (g(x)) " * n + "g(x);", INT_G)),
    ("lambdas", 250, lambda n: body("[=] {" * n + "far();" + "}();" * n, "void far();")),
    ("locals", 10000, lambda n: body(numbered(n, "O o#;"), "struct O { O(); ~O(); };")),
    ("copied locals", 10000, lambda n: body("int a0 = x;" + numbered(n, "int a#+ = a#; g(a#+);"), INT_G)),
]
DECLARATIONS = [
    ("namespaces", 2000, lambda n: f"{USLEEP}" + "namespace n {" * n + f"void far() {{ usleep(5); }}\n"
     f"{ROOT} {{ far(); }}" + "}" * n),
    ("methods", 10000, lambda n: f"{USLEEP}struct B {{ {numbered(n, 'void f#() { }')} void far() {{ usleep(5); }} }};\n"
     f"void all(B &b) {{ {numbered(n, 'b.f#();')} }}\n{LOOP} void on_timer(B *b) {{ b->far(); }}\n"),
    ("structs in structs", 2000, lambda n: f"{USLEEP}{HANDLER} struct S0 {{ Handler f; }};\n" +
     numbered(n, "struct S# { S#- s; };\n", 1) + f"void far() {{ usleep(5); }}\nS{n} table = {{far}};\n{ROOT} {{ far(); }}\n"),
    ("aliases", 25000, lambda n: f"{USLEEP}using T0 = int;\n" + numbered(n, "using T# = T#-;\n", 1) +
     f"void far(T{n}) {{ usleep(5); }}\n{LOOP} void on_timer(T{n} x) {{ far(x); }}\n"),
    ("template types", 200, lambda n: f"{USLEEP}template <class T> struct A {{}}; using T0 = A<int>;\n" +
     numbered(n, "using T# = A<T#->;\n", 1) +
     f"void far(T{n} *) {{ usleep(5); }}\n{LOOP} void on_timer(T{n} *x) {{ far(x); }}\n"),
    ("derived classes", 1000, lambda n: f"{USLEEP}struct B0 {{ virtual void f(); }};\n" +
     numbered(n, "struct B# : B#- { void f() override; }; void B#::f() { B#-::f(); }\n", 1) +
     f"void B0::f() {{ usleep(5); }}\n{LOOP} void on_timer() {{ B{n} b; b.f(); }}\n"),
]
COROUTINE = """#include <coroutine>
struct Task { struct promise_type { Task get_return_object() { return {}; }
  std::suspend_never initial_suspend() noexcept { return {}; } std::suspend_never final_suspend() noexcept { return {}; }
  void return_void() {} void unhandled_exception() {} };
  bool await_ready() { return true; } void await_suspend(std::coroutine_handle<>) {} void await_resume() {} };
"""
CHAINS = [
    ("calls", 50000, lambda n: USLEEP + numbered(n, "void f#+(); void f#() { f#+(); }\n") +
     f"void f{n}() {{ usleep(5); }}\n{ROOT} {{ f0(); }}\n"),
    ("calls from a coroutine", 25000, lambda n: COROUTINE + USLEEP + numbered(n, "void f#+(); void f#() { f#+(); }\n") +
     f"void f{n}() {{ usleep(5); }}\nTask serve() {{ f0(); co_return; }}\n"),
    ("coroutines", 1500, lambda n: COROUTINE + USLEEP + numbered(n, "Task f#+(); Task f#() { co_await f#+(); }\n") +
     f"Task f{n}() {{ usleep(5); co_return; }}\n"),
    ("handed on parameters", 25000, lambda n: USLEEP + numbered(n, "void f#+(int); void f#(int x) { f#+(x); }\n") +
     f"void f{n}(int x) {{ usleep(x); }}\n{ROOT} {{ f0(5); }}\n"),
    ("flags", 10000, lambda n: USLEEP + numbered(n, "void f#+(bool); void f#(bool on) { if (on) f#+(on); }\n") +
     f"void f{n}(bool on) {{ if (on) usleep(5); }}\n{ROOT} {{ f0(true); }}\n"),
    ("handed on callables", 25000, lambda n: USLEEP + HANDLER +
     numbered(n, "void f#+(Handler); void f#(Handler h) { f#+(h); }\n") +
     f"void f{n}(Handler h) {{ h(); }}\nvoid far() {{ usleep(5); }}\n{ROOT} {{ f0(far); }}\n"),
    ("returned callables", 25000, lambda n: USLEEP + HANDLER +
     numbered(n, "Handler f#+(); Handler f#() { return f#+(); }\n") +
     f"void far() {{ usleep(5); }}\nHandler f{n}() {{ return far; }}\n{ROOT} {{ f0()(); }}\n"),
    ("stored callables", 25000, lambda n: USLEEP + HANDLER + "Handler h0 = far;\n" +
     numbered(n, "Handler h#+; void f#() { h#+ = h#; }\n") +
     f"void far() {{ usleep(5); }}\n{ROOT} {{ h{n}(); }}\n"),
    ("overriders", 5000, lambda n: USLEEP + numbered(n + 1, "struct D# { virtual void f(); };\n") +
     numbered(n, "D#+ d#+; void D#::f() { D#+ *p = &d#+; p->f(); }\n") +
     f"void D{n}::f() {{ usleep(5); }}\n{LOOP} void on_timer(D0 *d) {{ d->f(); }}\n"),
    ("sleeps", 1000, lambda n: USLEEP + numbered(n, "void f#+(); void f#() { usleep(5); f#+(); }\n") +
     f"void f{n}() {{ usleep(5); }}\n{ROOT} {{ f0(); }}\n"),
]


class DepthTest(CliTest):
    def cpu_seconds(self, source, *arguments):
        self.write("deep.cpp", source)
        self.database([self.entry("deep.cpp", *FLAGS, compiler="clang++-22")])
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        outcome = self.scan("--no-cache", "-j1", *arguments)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, outcome

    def check(self, size, source):
        once, outcome = self.cpu_seconds(source(size), "--format", "json")
        twice, larger = self.cpu_seconds(source(2 * size), "--format", "json")
        for found in (outcome, larger):
            self.assertEqual(found.code, 1, found.err or found.out[:2000])
            report = found.json()
            self.assertEqual(report["problems"], [])
            self.assertIn("usleep", [finding["call"] for finding in report["findings"]])
            self.assertLessEqual(max(len(finding["path"]) for finding in report["findings"]), LONGEST_PATH)
        # The machine may be busy with something else: the best of several runs counts.
        for _ in range(3):
            if twice < 3 * once:
                break
            once = max(once, self.cpu_seconds(source(size))[0])
            twice = min(twice, self.cpu_seconds(source(2 * size))[0])
        self.assertLess(twice, 3 * once)

    def check_all(self, shapes):
        for name, size, source in shapes:
            with self.subTest(shape=name):
                began = time.monotonic()
                self.check(size, source)
                print(f"  {name}: {time.monotonic() - began:.1f} s", flush=True)

    def test_expressions(self):
        self.check_all(EXPRESSIONS)

    def test_statements(self):
        self.check_all(STATEMENTS)

    def test_declarations(self):
        self.check_all(DECLARATIONS)

    def test_chains(self):
        self.check_all(CHAINS)

    def test_a_long_path_is_told_by_its_ends(self):
        chain = dict((name, source) for name, _, source in CHAINS)["calls from a coroutine"](100000)
        _, outcome = self.cpu_seconds(chain, "--format", "json")
        finding, = outcome.json()["findings"]
        names = [step["function"] for step in finding["path"]]
        self.assertEqual(names[:2] + names[-2:], ["serve()", "f0()", "f99999()", "f100000()"])
        gap, = [step for step in finding["path"] if "left_out" in step]
        self.assertEqual(len(names) + gap["left_out"], 100002)
        for output in ("text", "sarif", "markdown", "html", "github", "gitlab"):
            _, outcome = self.cpu_seconds(chain, "--format", output)
            self.assertIn("usleep", outcome.out)
            self.assertLess(len(outcome.out), 60000, output)
        self.assertIn("through", self.scan("--no-cache").out)

    def test_the_last_coroutine_of_a_long_path_is_told(self):
        self.write("deep.cpp", COROUTINE + USLEEP + numbered(200, "Task f#+(); Task f#() { co_await f#+(); }\n") +
                   "void g0();\nTask f200() { g0(); co_return; }\n" + numbered(200, "void g#+(); void g#() { g#+(); }\n") +
                   "void g200() { usleep(5); }\n")
        self.database([self.entry("deep.cpp", *FLAGS, compiler="clang++-22")])
        finding, = self.scan_json("--no-cache")["findings"]
        self.assertEqual(finding["boundary"]["function"], "f200()")


if __name__ == "__main__":
    main()
