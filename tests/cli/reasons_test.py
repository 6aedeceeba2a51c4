# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Each reason of the closed list (src/analyze/evidence.cpp) is found and told: one small project for each.

A project is a C or C++ file in which one line ends in `// HERE`. A case says what `why-not` prints about that line, or
what a finding there gives as its reason, in text and in JSON.
"""
import re
import unittest

from support import LOOP, REPOSITORY, CliTest

SLEEP = "extern \"C\" int usleep(unsigned microseconds);\n"
TASK = """#include <coroutine>
struct Task {
  struct promise_type {
    Task get_return_object() { return {}; }
    std::suspend_never initial_suspend() { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() {}
  };
};
struct Hop {
  bool await_ready() { return false; }
  void await_suspend(std::coroutine_handle<>) {}
  void await_resume() {}
};
Hop to_pool();
"""
PACK = """{"schema": 1, "pack": "own", "title": "Own", %s}"""
HANDLE = """{"schema": 1, "pack": "own", "title": "Own", "requires": [
  {"names": ["own_open"], "handle": "result", "category": "missing-timeout", "severity": "warning",
   "when": {"arg": 0, "equals": 1}, "satisfied_by": [{"names": ["own_timeout"], "handle": 0}],
   "why": "It waits for ever.", "fix": {"default": "own_timeout"}}]}"""
OWN = """struct handle;
handle *own_open(int kind);
void own_timeout(handle *h);
void give_away(handle *h);
"""

# Reason -> (source, pack or None, further options, what why-not says).
SILENT = {
    "behind-hop": (SLEEP + TASK + """void load() {
  usleep(5);  // HERE
}
Task session() {
  co_await to_pool();
  load();
}
""", PACK % '"hops": [{"calls": ["to_pool"], "to": "thread"}]', [],
                   r"called by 'session\(\)' at a\.cpp:23, but behind a hop to a pool, at a\.cpp:22"),
    "behind-question": (SLEEP + f"""extern "C" int fork();
void child() {{
  usleep(5);  // HERE
}}
{LOOP} void on_tick() {{
  if (fork() == 0) child();
}}
""", None, [], r"called by 'on_tick\(\)' at a\.cpp:7, but behind a question, at a\.cpp:7, whose answer"),
    "ruled-out-by-argument": (SLEEP + f"""void remove_files() {{
  usleep(5);  // HERE
}}
void close_log(bool remove) {{
  if (remove) remove_files();
}}
{LOOP} void on_tick() {{ close_log(false); }}
""", None, [], r"called by 'close_log\(\)' at a\.cpp:6, but only with other arguments than those that 'on_tick\(\)' "
                              r"passes at a\.cpp:8"),
    "trusted": (SLEEP + f"""void helper() {{
  usleep(5);  // HERE
}}
{LOOP} void on_tick() {{ helper(); }}
""", PACK % '"trusted": ["helper"]', [], r"called by 'on_tick\(\)' at a\.cpp:5, but a rule trusts it"),
    "barrier": (SLEEP + f"""void inner() {{
  usleep(5);  // HERE
}}
void worker() {{ inner(); }}
{LOOP} void on_tick() {{ worker(); }}
""", PACK % '"barriers": [{"functions": ["worker"]}]', [],
                r"'worker\(\)' is called by 'on_tick\(\)' at a\.cpp:6, but a rule says that it runs where blocking is fine"),
    "barrier-by-override": (SLEEP + f"""struct Job {{ virtual void run(); }};
struct Mine : Job {{
  void run() override {{
    usleep(5);  // HERE
  }}
}};
{LOOP} void on_tick(Mine &job) {{ job.run(); }}
""", PACK % '"barriers": [{"overrides": ["Job::run"]}]', [], r"but it overrides 'Job::run\(\)', which runs where"),
    "barrier-by-annotation": (SLEEP + f"""__attribute__((annotate("stallhound::allow_blocking"))) void helper() {{
  usleep(5);  // HERE
}}
{LOOP} void on_tick() {{ helper(); }}
""", None, [], r"but 'helper\(\)' is marked stallhound::allow_blocking: loop code is not followed"),
    "barrier-by-parameter": (SLEEP + f"""struct WorkerTag {{}};
void job(WorkerTag) {{
  usleep(5);  // HERE
}}
{LOOP} void on_tick() {{ job(WorkerTag{{}}); }}
""", PACK % '"barriers": [{"parameters": ["WorkerTag"]}]', [],
                             r"called by 'on_tick\(\)' at a\.cpp:6, but it has a parameter by which a rule makes it a barrier"),
    "handed-to-pool": (SLEEP + f"""void run_elsewhere(void (*work)());
void job() {{
  usleep(5);  // HERE
}}
{LOOP} void on_tick() {{ run_elsewhere(job); }}
""", PACK % '"barriers": [{"calls": ["run_elsewhere"], "arg": 0}]', [],
                       r"called by 'on_tick\(\)' at a\.cpp:6, but it is handed to a thread or pool"),
    "kept": (SLEEP + f"""void keep(void (*work)()) {{ (void)work; }}
void job() {{
  usleep(5);  // HERE
}}
{LOOP} void on_tick() {{ keep(job); }}
""", None, [], r"called by 'on_tick\(\)' at a\.cpp:6, but it is handed over there, not called"),
    "starts-on-its-own": (SLEEP + TASK + f"""Task work() {{
  usleep(5);  // HERE
  co_await to_pool();
}}
{LOOP} void on_tick() {{ work(); }}
""", PACK % '"coroutines": [{"types": ["Task"], "kind": "elsewhere"}]', [],
                          r"called by 'on_tick\(\)' at a\.cpp:22, but a coroutine runs where it is started"),
    "category-off": ("struct mutex { void lock(); };\n" + f"""extern "C" int pthread_mutex_lock(void *);
{LOOP} void on_tick(void *m) {{
  pthread_mutex_lock(m);  // HERE
}}
""", None, [], r"its category is off: lock; --category lock turns it on"),
    "rule-off": (SLEEP + f"""{LOOP} void on_tick() {{
  usleep(5);  // HERE
}}
""", None, ["--config", "off.json"], r"the project's configuration turns the rule off"),
    "opt-in": (f"""int own_peek();
{LOOP} void on_tick() {{
  own_peek();  // HERE
}}
""", PACK % '"blocking": [{"names": ["own_peek"], "category": "wait", "cost": "milliseconds", '
            '"opt_in": true, "why": "It waits.", "fix": {"default": "do not"}}]', [],
               r"it is nearly always harmless; --pedantic reports it"),
    "arguments": (f"""extern "C" int poll(void *files, unsigned long count, int timeout);
{LOOP} void on_tick(void *files) {{
  poll(files, 1, 0);  // HERE
}}
""", None, [], r"is named by \[wait/posix[^]]*\], but does not block like this"),
    "own-wait": (SLEEP + """extern "C" int epoll_wait(int, void *, int, int);
int main() {
  for (;;) {
    epoll_wait(1, 0, 1, -1);  // HERE
    usleep(5);
  }
}
""", None, [], r"but is what this event loop waits in\n$"),
    "harmless-caller": (SLEEP + f"""void rest(int microseconds) {{
  usleep(microseconds);  // HERE
}}
{LOOP} void on_tick() {{ rest(0); }}
void elsewhere() {{ rest(5); }}
""", None, [], r"does not block with what loop code passes\n    'on_tick\(\)' at a\.cpp:5\n$"),
    "not-reached": (SLEEP + """void helper() {
  usleep(5);  // HERE
}
void sync() { helper(); }
""", None, [], r"blocks, but no loop code reaches 'helper\(\)'\n    called by 'sync\(\)' at a\.cpp:5\n"),
    "needs-no-follow-up": (OWN + "void f() { handle *h = own_open(2); (void)h; }  // HERE\n", HANDLE, [],
                           r"needs no follow-up like this"),
    "follow-up-found": (OWN + "void f() { handle *h = own_open(1); own_timeout(h); }  // HERE\n", HANDLE, [], r"it gets one"),
    "follow-up-unnamed": (OWN + """handle *any();
void g() { own_timeout(any()); }
void f() { handle *h = own_open(1); (void)h; }  // HERE
""", HANDLE, [], r"one is called on a handle without a name"),
    "handle-not-kept": (OWN + "void f() { own_open(1); }  // HERE\n", HANDLE, [], r"is not put where it can be followed"),
    "handle-leaves": (OWN + "void f() { handle *h = own_open(1); give_away(h); }  // HERE\n", HANDLE, [],
                      r"goes where it cannot be followed"),
}

# Reason -> (source, pack, options, the sentence in the report).
FOUND = {
    "several-targets": (SLEEP + f"""struct Store {{ virtual void load() = 0; }};
struct Slow : Store {{
  void load() override {{
    usleep(5);  // HERE
  }}
}};
struct Fast : Store {{ void load() override {{}} }};
{LOOP} void on_tick(Store &store) {{ store.load(); }}
""", None, [], r"probable, since the call at a\.cpp:9 may run one of several functions"),
    "library-target": (SLEEP + f"""#include "library.h"
struct Slow : Base {{
  void load() override {{
    usleep(5);  // HERE
  }}
}};
{LOOP} void on_tick(Base &store) {{ store.load(); }}
""", None, [], r"the call at a\.cpp:8 may run the library's own function instead of the project's override"),
    "unknown-class": ("""extern int usleep(unsigned microseconds);
__attribute__((objc_root_class)) @interface Store
- (void)load;
@end
@implementation Store
- (void)load {
  usleep(5);  // HERE
}
@end
__attribute__((annotate("stallhound::loop"))) void on_tick(id store) { [store load]; }
""", None, [], r"probable, since the class of the object at a\.m:10 is not known"),
    "first-time-only": (SLEEP + f"""int fill() {{
  usleep(5);  // HERE
  return 1;
}}
{LOOP} void on_tick() {{
  static int known;
  if (known == 0) known = fill();
}}
""", None, [], r"probable, since the code at a\.cpp:8 runs only the first time"),
    "program-ends": (SLEEP + f"""extern "C" void abort() __attribute__((noreturn));
{LOOP} void on_tick(int bad) {{
  if (bad) {{
    usleep(5);  // HERE
    abort();
  }}
}}
""", None, ["--confidence", "possible"], r"possible, since the program ends at a\.cpp:5 or right behind it"),
    "hand-made-loop": (SLEEP + """extern "C" int epoll_wait(int, void *, int, int);
int main() {
  for (;;) {
    epoll_wait(1, 0, 1, -1);
    usleep(5);  // HERE
  }
}
""", None, [], r"probable, since the loop at a\.cpp:4 is taken for an event loop"),
    "weak-context": (SLEEP + """void maybe_later(void (*work)());
void job() {
  usleep(5);  // HERE
}
void start() { maybe_later(job); }
""", PACK % '"contexts": [{"calls": ["maybe_later"], "arg": 0, "confidence": "probable"}]', [],
                     r"probable, since it is not certain that 'job\(\)' runs on a loop"),
    "unknown-argument": (f"""extern "C" long read(int file, void *buffer, unsigned long size);
{LOOP} void on_tick(int file, void *buffer) {{
  read(file, buffer, 10);  // HERE
}}
""", None, ["--confidence", "possible"], r"possible, since what decides whether the call waits is not known"),
    "weak-rule": (f"""int own_peek();
{LOOP} void on_tick() {{
  own_peek();  // HERE
}}
""", PACK % '"blocking": [{"names": ["own_peek"], "category": "wait", "cost": "milliseconds", '
            '"confidence": "probable", "why": "It waits.", "fix": {"default": "do not"}}]', [],
                  r"probable, since the pack itself is not certain that the call waits"),
    "repeated": (SLEEP + f"""{LOOP} void on_tick() {{
  for (int i = 0; i < 3; ++i) {{
    usleep(5);  // HERE
  }}
}}
""", None, [], r"seconds, since it happens in a loop"),
}


class Reasons(CliTest):
    def make(self, source, pack):
        name = "a.m" if "@interface" in source else "a.cpp"
        self.write(name, source)
        self.write("library/library.h", "struct Base { virtual void load(); };\n")
        self.write("off.json", '{"rules": {"sleep/posix": "off"}}')
        flags = [] if name == "a.m" else ["-std=c++20", "-isystem", str(self.dir / "library")]
        self.database([self.entry(name, *flags)])
        self.line = 1 + [line.endswith("// HERE") for line in source.splitlines()].index(True)
        return ["--rules", self.write("pack/own.json", pack)] if pack else []

    def test_each_reason_has_a_case(self):
        table = (REPOSITORY / "src/analyze/evidence.cpp").read_text()
        rows = re.findall(r'ReasonRow\{Reason::\w+, "([a-z-]+)"', table)
        self.assertGreater(len(rows), 30)
        self.assertEqual(sorted(rows), sorted([*SILENT, *FOUND]))


# Told from other values than Labels::accepted, cuts and barriers.
IN_OTHER_LISTS = {"harmless-caller", "not-reached"}


def silent_case(reason):
    source, pack, options, words = SILENT[reason]

    def test(self):
        options_ = [*self.make(source, pack), *options]
        self.assertEqual([f for f in self.scan_json(*options_)["findings"] if f["location"]["line"] == self.line], [])
        outcome = self.run_tool("why-not", f"a.cpp:{self.line}", *options_)
        self.assertEqual(outcome.code, 0, outcome)
        self.assertRegex(outcome.out, words)
        self.assertNotIn("nothing in the scanned units calls it", outcome.out)
        if reason not in IN_OTHER_LISTS:
            self.assertIn(f"[{reason}]", self.run_tool("dump", "labels", *options_).out)

    return test


def found_case(reason):
    source, pack, options, words = FOUND[reason]

    def test(self):
        options_ = [*self.make(source, pack), *options]
        findings = [f for f in self.scan_json(*options_)["findings"] if f["location"]["line"] == self.line]
        self.assertEqual([f["because"] for f in findings], [[reason]])
        self.assertRegex(re.sub(r"\s+", " ", self.scan("--format", "text", *options_).out), words)
        told = self.run_tool("explain", findings[0]["fingerprint"], *options_).out
        self.assertRegex(re.sub(r"\s+", " ", told), words.split(" since ")[-1])

    return test


for name in SILENT:
    setattr(Reasons, "test_" + name.replace("-", "_"), silent_case(name))
for name in FOUND:
    setattr(Reasons, "test_" + name.replace("-", "_"), found_case(name))

if __name__ == "__main__":
    unittest.main()
