# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""explain, why-not and the account of what could not be resolved."""
import unittest

from support import LOOP, SLEEPER, CliTest

THREADED = f"""typedef unsigned long pthread_t;
int pthread_create(pthread_t *, void *, void *(*)(void *), void *);
int usleep(unsigned microseconds);
static void settle(void) {{
  usleep(5);
}}
static void *worker(void *argument) {{
  settle();
  return argument;
}}
void start(pthread_t *thread) {{
  pthread_create(thread, 0, worker, 0);
}}
{LOOP} void on_timer(int wait) {{
  usleep(0);
  usleep(wait);  // NOLINT(stallhound-sleep)
}}
"""


class Explain(CliTest):
    def test_the_whole_reasoning(self):
        self.project(a=SLEEPER)
        fingerprint = self.scan_json()["findings"][0]["fingerprint"]
        outcome = self.run_tool("explain", fingerprint)
        self.assertEqual(outcome.code, 0, outcome)
        for part in ("a.c:3:3: warning: 'usleep' sleeps on the event loop [sleep/posix]", "Why this is loop code",
                     "'on_timer()' is marked as loop code", "a.c:6:3", "'on_timer()' calls 'helper()'",
                     "'helper()' calls 'usleep'", "confidence: definite", "Why it blocks", "What would make it safe",
                     "NOLINT(stallhound-sleep)"):
            self.assertIn(part, outcome.out)
        self.assertEqual(self.run_tool("explain", fingerprint[:6]).out, outcome.out)

    def test_an_unknown_fingerprint_is_a_mistake(self):
        self.project(a=SLEEPER)
        outcome = self.run_tool("explain", "0000")
        self.assertEqual((outcome.code, outcome.out), (2, ""))
        self.assertIn("no finding has the fingerprint '0000'", outcome.err)

    def test_without_a_fingerprint(self):
        outcome = self.run_tool("explain")
        self.assertEqual(outcome.code, 2)
        self.assertIn("explain needs the fingerprint", outcome.err)


class WhyNot(CliTest):
    def why_not(self, place):
        self.project(a=THREADED)
        outcome = self.run_tool("why-not", place)
        self.assertEqual(outcome.code, 0, outcome)
        return outcome.out

    def test_a_call_that_only_a_thread_reaches(self):
        text = self.why_not("a.c:5")
        self.assertIn("blocks, but no loop code reaches 'settle()'", text)
        self.assertIn("called by 'worker()' at a.c:8, which runs on a thread or pool", text)

    def test_a_function_that_may_block(self):
        self.project(a=SLEEPER.replace("static void helper",
                                       '__attribute__((annotate("stallhound::allow_blocking"))) static void start_up(void);\n'
                                       "static void helper")
                     .replace("  helper();", "  start_up();") + "static void start_up(void) { helper(); }\n")
        self.assertEqual(self.scan().code, 0)
        text = self.run_tool("why-not", "a.c:4").out
        self.assertIn("blocks, but no loop code reaches 'helper()'", text)
        self.assertIn("'start_up()' at a.c:9 is marked stallhound::allow_blocking: loop code is not followed into it", text)

    def test_an_implementation_of_what_may_block(self):
        self.write("a.cpp", '''extern "C" int usleep(unsigned);
struct Step { [[clang::annotate("stallhound::allow_blocking")]] virtual void run() = 0; };
struct Migrate : Step { void run() override { usleep(5); } };
[[clang::annotate("stallhound::loop")]] void on_start(Step& step) { step.run(); }
void start() { Migrate m; on_start(m); }
''')
        self.database(["a.cpp"])
        self.assertEqual(self.scan().code, 0)
        self.assertIn("'Migrate::run()' at a.cpp:3 overrides 'Step::run()', which is marked stallhound::allow_blocking",
                      self.run_tool("why-not", "a.cpp:3").out)

    def test_arguments_that_do_not_block(self):
        text = self.why_not("a.c:15")
        self.assertIn("is named by [sleep/posix], but does not block like this", text)
        self.assertIn("argument 0 is zero", text)

    def test_arguments_that_come_from_callers(self):
        self.project(a=f"""int usleep(unsigned microseconds);
static void rest(int microseconds) {{
  usleep(microseconds);
}}
{LOOP} void on_timer(void) {{
  rest(0);
}}
void at_start(void) {{
  rest(5);
}}
""")
        outcome = self.run_tool("why-not", "a.c:3")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertIn("depends on a parameter, and does not block with what loop code passes", outcome.out)
        self.assertIn("'on_timer()' at a.c:6", outcome.out)
        self.assertNotIn("at_start", outcome.out)

    def test_a_suppressed_call(self):
        self.assertIn("is suppressed at a.c:16", self.why_not("a.c:16:3"))

    def test_a_call_that_is_reported(self):
        self.project(a=SLEEPER)
        self.assertIn("is reported [sleep/posix], fingerprint", self.run_tool("why-not", "a.c:3").out)

    def test_a_line_without_a_call(self):
        self.project(a=SLEEPER)
        outcome = self.run_tool("why-not", "a.c:1")
        self.assertEqual((outcome.code, outcome.out), (2, ""))
        self.assertIn("no call stands on this line", outcome.err)

    def test_a_place_that_is_none(self):
        self.project(a=SLEEPER)
        outcome = self.run_tool("why-not", "a.c")
        self.assertEqual(outcome.code, 2)
        self.assertIn("why-not needs FILE:LINE", outcome.err)


class Unresolved(CliTest):
    SOURCE = f"extern void (*hook)(void);\n{LOOP} void on_timer(void) {{ hook(); }}\n"

    def test_the_gate(self):
        self.project(a=self.SOURCE)
        self.assertEqual(self.scan_json()["unresolved"]["indirect_calls"], 1)
        self.assertEqual(self.scan("--max-unresolved", "1").code, 0)
        outcome = self.scan("--max-unresolved", "0")
        self.assertEqual(outcome.code, 1)
        self.assertIn("1 calls in loop code cannot be resolved", outcome.err)

    def test_what_no_pack_knows(self):
        # What a pack calls harmless is not worth a line, and a container still calls what it is given.
        header = self.cache / "library.h"
        header.write_text("void *g_slist_remove(void *, void *);\nvoid g_slist_foreach(void *, void (*)(void), void *);\n"
                          "void g_free(void *);\nvoid dbus_message_unref(void *);\nvoid dbus_message_handler(void);\n"
                          "void json_object_put(void *);\n")
        self.project(a=f'#include "{header}"\nint usleep(unsigned microseconds);\nstatic void nap(void) {{ usleep(5); }}\n'
                       f"{LOOP} void on_timer(void *list) {{\n  g_slist_foreach(list, nap, 0);\n  dbus_message_handler();\n"
                       "  dbus_message_unref(list);\n  json_object_put(list);\n  g_free(g_slist_remove(list, list));\n}\n")
        report = self.scan_json()
        self.assertEqual([(finding["call"], finding["location"]["line"]) for finding in report["findings"]], [("usleep", 3)])
        self.assertEqual([unknown["function"] for unknown in report["unresolved"]["unknown_functions"]],
                         ["dbus_message_handler", "json_object_put"])


if __name__ == "__main__":
    unittest.main()
