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


    def test_a_loop_raises_only_what_can_rise(self):
        self.project(a=f"""int waitpid(int child, int *status, int options);
int usleep(unsigned microseconds);
unsigned sleep(unsigned seconds);
{LOOP} void on_timer(int child) {{
  for (int i = 0; i < 3; ++i) {{
    waitpid(child, 0, 0);
    usleep(5);
    sleep(5);
  }}
}}
""")
        findings = {f["call"]: f for f in self.scan_json()["findings"]}
        self.assertEqual({call: (f["cost"], f["in_loop"]) for call, f in findings.items()},
                         {"waitpid": ("unbounded", True), "usleep": ("seconds", True), "sleep": ("unbounded", True)})
        text = self.scan("--format", "text").out
        self.assertEqual(text.count("cost: unbounded, since it happens in a loop"), 1, text)
        self.assertEqual(text.count("cost: seconds, since it happens in a loop"), 1, text)
        for call, words in (("waitpid", "  cost: unbounded\n"),
                            ("sleep", "  cost: unbounded, raised because it happens in a loop\n"),
                            ("usleep", "  cost: seconds, raised because it happens in a loop\n")):
            self.assertIn(words, self.run_tool("explain", findings[call]["fingerprint"]).out)


    def test_advice_is_for_the_frameworks_of_the_program(self):
        self.project(a="""typedef struct uv_timer_s { int x; } uv_timer_t;
typedef void (*uv_timer_cb)(uv_timer_t *);
int uv_timer_start(uv_timer_t *, uv_timer_cb, unsigned long, unsigned long);
int usleep(unsigned microseconds);
static void on_uv(uv_timer_t *timer) {
  usleep(5);
}
void start(uv_timer_t *timer) { uv_timer_start(timer, on_uv, 1, 1); }
""", b=SLEEPER)
        findings = {f["location"]["file"]: f["fingerprint"] for f in self.scan_json()["findings"]}
        text = self.run_tool("explain", findings["a.c"]).out
        # The finding's own framework, and none that the program does not use.
        self.assertEqual(text.count("  With "), 1, text)
        self.assertIn("  With libuv: ", text)
        self.assertNotIn("  Instead: ", text)
        text = self.run_tool("explain", findings["b.c"]).out
        # No framework of its own: the general advice first, then that of the program's other loop code.
        self.assertIn("  Instead: ", text)
        self.assertEqual(text.count("  With "), 1, text)
        self.assertLess(text.index("  Instead: "), text.index("  With libuv: "))
        self.assertGreater(self.run_tool("rules", "show", "usleep").out.count("With "), 5)


LIBRARY = """int epoll_wait(int epoll, void *events, int maximum, int timeout);
int usleep(unsigned microseconds);
static int aeApiPoll(int epoll, void *events) {
  return epoll_wait(epoll, events, 1, -1);
}
int aeProcessEvents(int epoll, void *events) {
  usleep(5);
  return aeApiPoll(epoll, events);
}
"""


class Modelled(CliTest):
    """Code of the project that is a copy of a library with a pack."""

    def setUp(self):
        super().setUp()
        more = "".join(f"void ae{name}(void) {{}}\n" for name in ("CreateEventLoop", "DeleteEventLoop", "Stop", "Wait"))
        more += "".join(f"void aeApi{name}(void) {{}}\n" for name in ("Create", "Resize", "Free", "AddEvent", "DelEvent"))
        self.project(ae=LIBRARY, more=more, a=SLEEPER)

    def test_why_not_names_the_pack(self):
        text = self.run_tool("why-not", "ae.c:4").out
        self.assertIn("'epoll_wait' in 'aeApiPoll()'", text)
        self.assertIn("'aeApiPoll' belongs to a library that the pack `ae` describes: its code is not judged; "
                      "--walk ae judges it", text)
        self.assertNotIn("no pack says that it blocks", text)
        # A call of such a function: not the calls inside of it count.
        self.assertNotIn("what counts are the calls inside of it", self.run_tool("why-not", "ae.c:8").out)

    def test_walked_code_is_judged(self):
        for name in ("ae", "aeApiPoll"):
            text = self.run_tool("why-not", "--walk", name, "ae.c:4").out
            self.assertNotIn("belongs to a library", text)

    def test_a_pack_s_name_opens_all_that_it_models(self):
        self.write(".stallhound/rules/mine.json", """{ "schema": 1, "pack": "mine", "title": "My library",
            "models": ["first_", "other::part_*"] }""")
        self.project(own='__attribute__((annotate("stallhound::loop"))) void first_tick(void) { usleep(5); }'
                     .join(["int usleep(unsigned);\n", "\n"]))
        self.assertEqual(self.scan().code, 0)
        self.assertEqual(self.scan("--walk", "mine").code, 1)

    def test_a_scan_says_how_much_is_not_judged(self):
        line = ("not judged: 11 functions of this project, which the pack ae describes; --walk ae judges them")
        self.assertIn(line, self.scan("--format", "text").out)
        self.assertNotIn("not judged", self.scan("--format", "text", "--walk", "ae").out)
        # A few functions with such names are no library.
        self.project(ae=LIBRARY, a=SLEEPER)
        self.assertNotIn("not judged", self.scan("--format", "text").out)


class FollowUps(CliTest):
    def why_not(self, body):
        self.project(a="typedef struct sqlite3 sqlite3;\nint sqlite3_open(const char *, sqlite3 **);\n"
                       "int sqlite3_busy_timeout(sqlite3 *, int);\nvoid keep(sqlite3 *);\n" + body)
        outcome = self.run_tool("why-not", "a.c:7")
        self.assertEqual(outcome.code, 0, outcome)
        return outcome.out

    def test_a_follow_up_that_is_there(self):
        text = self.why_not("""void open(void) {
  sqlite3 *db;
  sqlite3_open("a", &db);
  sqlite3_busy_timeout(db, 100);
}
""")
        self.assertIn("makes a handle that needs a call of sqlite3_busy_timeout; or ", text)
        self.assertIn("[missing-timeout/sqlite]: it gets one", text)

    def test_a_handle_that_leaves(self):
        text = self.why_not("""void open(void) {
  sqlite3 *db;
  sqlite3_open("a", &db);
  keep(db);
}
""")
        self.assertIn("[missing-timeout/sqlite]: none was found, but the handle goes where it cannot be followed", text)

    def test_a_missing_follow_up(self):
        text = self.why_not("""void open(void) {
  sqlite3 *db;
  sqlite3_open("a", &db);
}
""")
        self.assertIn("is reported [missing-timeout/sqlite]", text)
        # What the call does besides is told as well.
        self.assertIn("blocks, but no loop code reaches 'open()'", text)

    def test_a_rule_that_is_off(self):
        self.write(".stallhound.json", '{ "rules": { "missing-timeout/sqlite": "off", "missing-timeout/curl": "on" } }')
        text = self.why_not("""void open(void) {
  sqlite3 *db;
  sqlite3_open("a", &db);
}
""")
        self.assertIn("lacks a follow-up call [missing-timeout/sqlite], but the project's configuration turns the rule off",
                      text)


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
        self.assertIn("'start_up()' is called by 'on_timer()' at a.c:7, but 'start_up()' is marked stallhound::allow_blocking: "
                      "loop code is not followed into it", text)

    def test_an_implementation_of_what_may_block(self):
        self.write("a.cpp", '''extern "C" int usleep(unsigned);
struct Step { [[clang::annotate("stallhound::allow_blocking")]] virtual void run() = 0; };
struct Migrate : Step { void run() override { usleep(5); } };
[[clang::annotate("stallhound::loop")]] void on_start(Step& step) { step.run(); }
void start() { Migrate m; on_start(m); }
''')
        self.database(["a.cpp"])
        self.assertEqual(self.scan().code, 0)
        self.assertIn("called by 'on_start()' at a.cpp:4, but 'Step::run()' is marked stallhound::allow_blocking",
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

    def test_a_rule_that_is_only_possible(self):
        self.write(".stallhound/rules/mine.json", """{ "schema": 1, "pack": "mine", "title": "My library",
            "blocking": [ { "names": ["lib_put"], "category": "file-io", "cost": "milliseconds",
                            "confidence": "possible", "why": "It may write.", "fix": { "default": "do not" } },
                          { "names": ["lib_get"], "category": "file-io", "cost": "milliseconds",
                            "when": { "arg": 0, "equals": 1 }, "if_unknown": "possible",
                            "why": "It may read.", "fix": { "default": "do not" } } ] }""")
        self.project(a=f"void lib_put(int);\nvoid lib_get(int);\n{LOOP} void on_timer(int how) {{\n"
                       "  lib_put(how);\n  lib_get(how);\n}\n")
        self.assertIn("is only possible [file-io/mine]: the pack itself is not certain that the call waits; "
                      "--confidence possible shows it", self.run_tool("why-not", "a.c:4").out)
        self.assertIn("is only possible [file-io/mine]: what decides whether the call waits is not known; "
                      "--confidence possible shows it",
                      self.run_tool("why-not", "a.c:5").out)

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
