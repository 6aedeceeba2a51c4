#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The project's configuration: where it is found, what each key does, what mistakes in it look like."""
import json
import os
import unittest

from support import LOOP, SILENT, SLEEPER, CliTest, main

MUTEX = f"""typedef union {{ long align; char bytes[40]; }} pthread_mutex_t;
int pthread_mutex_lock(pthread_mutex_t *mutex);
{LOOP} void on_read(pthread_mutex_t *mutex) {{
  pthread_mutex_lock(mutex);
}}
"""
# A helper that two pieces of loop code reach.
HELPER = "int usleep(unsigned microseconds);\nvoid helper(void) {\n  usleep(5);\n}\n"
CALLER = f"void helper(void);\n{LOOP} void %s(void) {{\n  helper();\n}}\n"


class ConfigTest(CliTest):
    def config(self, folder=".", **keys):
        return self.write(os.path.join(folder, ".stallhound.json"), json.dumps(keys, indent=1))

    def files(self, **files):
        """A project of C files in folders: src__a is src/a.c."""
        names = {name: name.replace("__", "/") + ".c" for name in files}
        for name, text in files.items():
            self.write(names[name], text)
        self.database([names[name] for name in files])

    def found(self, *arguments):
        """(file, rule, severity) of all live findings."""
        return [(f["location"]["file"], f["rule"], f["severity"]) for f in self.scan_json(*arguments)["findings"]
                if f["suppressed"] is None]

    def hidden(self, *arguments):
        return [(f["location"]["file"], f["suppressed"]["kind"], f["suppressed"]["file"], f["suppressed"]["line"])
                for f in self.scan_json(*arguments)["findings"] if f["suppressed"] is not None]

    def effective(self, *arguments, **named):
        outcome = self.run_tool("config", *arguments, **named)
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        return outcome.json()


class Finding(ConfigTest):
    def test_it_is_looked_for_above_the_project(self):
        self.files(proj__src__a=SLEEPER)
        self.assertEqual(self.scan("-p", ".").code, 1)
        self.config("proj", rules={"sleep": "off"})
        for arguments, cwd in ((["-p", "."], "."), ([], "proj"), ([], "proj/src"), (["-p", ".."], "proj")):
            outcome = self.scan(*arguments, cwd=self.dir / cwd)
            self.assertEqual(outcome.code, 0, (arguments, cwd, outcome))

    def test_the_nearest_one_counts(self):
        self.files(proj__a=SLEEPER)
        self.config(rules={"sleep": "off"})
        self.assertEqual(self.scan().code, 0)
        self.config("proj", fail_on="error")
        self.assertEqual(self.found(), [("a.c", "sleep/posix", "warning")])

    def test_the_scanned_project_counts_not_the_current_folder(self):
        self.files(proj__a=SLEEPER)
        self.write("proj/compile_commands.json", (self.dir / "compile_commands.json").read_text())
        (self.dir / "compile_commands.json").unlink()
        self.write("proj/.git", "")
        self.config("elsewhere", rules={"sleep": "off"})
        self.assertEqual(self.scan("-p", self.dir / "proj", cwd=self.dir / "elsewhere").code, 1)

    def test_another_one_and_none(self):
        self.files(a=SLEEPER)
        self.config(rules={"sleep": "off"})
        self.assertEqual(self.scan("--no-config").code, 1)
        self.write("other.json", '{"rules": {"sleep": "note"}}')
        self.assertEqual(self.found("--config", "other.json"), [("a.c", "sleep/posix", "note")])
        self.assert_user_error(self.scan("--config", "nowhere.json"), "nowhere.json: there is no such configuration")
        self.assert_user_error(self.scan("--config", "other.json", "--no-config"), "contradict")

    def test_every_command_honours_it(self):
        self.files(a=SLEEPER)
        self.config(rules={"sleep/posix": "off"})
        self.assertIn("the project's configuration turns the rule off", self.run_tool("why-not", "a.c:3").out)
        self.assertNotIn("blocks", self.run_tool("dump", "labels").out)
        self.assertEqual(self.run_tool("extract", "--output", "shards").code, 0)
        self.assertEqual(self.run_tool("link", "shards").code, 0)
        self.assertEqual(self.run_tool("link", "--no-config", "shards").code, 1)

    def test_the_build_folder(self):
        self.write("src/a.c", SLEEPER)
        self.database(["src/a.c"], "out/debug")
        self.write(".git", "")
        self.assertEqual(self.scan().code, 2)
        self.config(build="out/debug")
        self.assertEqual(self.scan().code, 1)
        self.assertEqual(self.scan(cwd=self.dir / "src").code, 1)
        self.config(build="nowhere")
        self.assertEqual(self.scan("-p", "out/debug").code, 1)
        self.assert_user_error(self.scan(), "nowhere")


class Rules(ConfigTest):
    def test_categories_on_and_off(self):
        self.files(a=SLEEPER, b=MUTEX)
        self.assertEqual([rule for _, rule, _ in self.found()], ["sleep/posix"])
        self.config(rules={"sleep": "off", "lock": "on"})
        self.assertEqual([rule.split("/")[0] for _, rule, _ in self.found()], ["lock"])

    def test_rules_beat_their_category(self):
        self.files(a=SLEEPER, b=MUTEX)
        lock = [rule for _, rule, _ in self.found("--category", "lock")][0]
        self.config(rules={"sleep": "error", "sleep/posix": "off", lock: "on"})
        self.assertEqual([rule for _, rule, _ in self.found()], [lock])
        self.config(rules={"lock": "off", lock: "on"})
        self.assertIn(lock, [rule for _, rule, _ in self.found()])
        self.config(rules={"lock": "on", lock: "off"})
        self.assertNotIn(lock, [rule for _, rule, _ in self.found()])

    def test_severities(self):
        self.files(a=SLEEPER)
        for level, code in (("note", 0), ("warning", 1), ("error", 1)):
            self.config(rules={"sleep": level})
            self.assertEqual(self.found(), [("a.c", "sleep/posix", level)])
            self.assertEqual(self.scan().code, code)
        self.config(rules={"sleep": "error", "sleep/posix": "note"})
        self.assertEqual(self.found(), [("a.c", "sleep/posix", "note")])
        sarif = self.scan("--format", "sarif").json()["runs"][0]
        self.assertEqual(sarif["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"], "note")

    def test_levels(self):
        self.files(a=SLEEPER, b=f"extern void (*hook)(void);\n{LOOP} void on_timer(void) {{ hook(); }}\n")
        self.config(fail_on="error")
        self.assertEqual(self.scan().code, 0)
        self.assertEqual(self.scan("--fail-on", "warning").code, 1)
        self.config(fail_on="error", max_unresolved=0)
        outcome = self.scan()
        self.assertEqual(outcome.code, 1, outcome)
        self.assertIn("1 calls in loop code cannot be resolved", outcome.err)
        self.assertEqual(self.scan("--max-unresolved", "1").code, 0)

    def test_the_command_line_wins(self):
        self.files(a=SLEEPER, b=MUTEX)
        self.config(rules={"sleep": "off", "lock": "on"}, confidence="definite", fail_on="note")
        self.assertEqual([rule for _, rule, _ in self.found("--category", "sleep")], ["sleep/posix"])
        self.assertEqual(self.effective("--confidence", "possible", "--fail-on", "error")["config"]["confidence"],
                         "possible")
        self.assertEqual(self.effective("--fail-on", "error")["config"]["fail_on"], "error")

    def test_reasons(self):
        self.files(a=SLEEPER.replace("usleep(5);", "usleep(5);  // NOLINT(stallhound)"))
        self.assertEqual(self.scan().code, 0)
        self.config(require_reason=True)
        self.assertEqual(self.scan().code, 1)

    def test_a_baseline(self):
        self.files(src__a=SLEEPER)
        self.config(baseline="ci/known")
        self.assert_user_error(self.scan(), "ci/known", "there is no such baseline")
        (self.dir / "ci").mkdir()
        self.assertEqual(self.run_tool("baseline").code, 0)
        self.assertIn("sleep/posix", (self.dir / "ci/known").read_text())
        self.assertEqual(self.scan().code, 0)
        self.assertEqual(self.scan(cwd=self.dir / "src").code, 0)
        self.assertEqual(self.scan("--no-baseline").code, 1)
        self.write("empty", "# stallhound baseline 1\n")
        self.assertEqual(self.scan("--baseline", "empty").code, 1)
        self.files(src__a=SILENT)
        self.assertEqual(self.run_tool("baseline", "--prune").code, 0)
        self.assertEqual((self.dir / "ci/known").read_text(), "# stallhound baseline 1\n")

    def test_what_is_off_is_not_fixed(self):
        self.files(a=SLEEPER)
        self.assertEqual(self.run_tool("baseline", "-o", "known").code, 0)
        self.config(rules={"sleep/posix": "off"})
        self.assertEqual(self.scan_json("--baseline", "known")["baseline"]["fixed"], [])


class Paths(ConfigTest):
    def test_excluded_units_and_headers(self):
        header = "int usleep(unsigned microseconds);\nstatic inline void settle(void) {\n  usleep(1);  // NOLINT(stallhound-wait)\n}\n"
        self.write("vendor/settle.h", header)
        self.files(src__a=f'#include "../vendor/settle.h"\n{LOOP} void on_a(void) {{ settle(); }}\n', vendor__b=SLEEPER)
        self.assertEqual([file for file, _, _ in self.found()], ["vendor/b.c", "vendor/settle.h"])
        self.config(exclude=["vendor"])
        report = self.scan_json()
        self.assertEqual((report["findings"], report["problems"]), ([], []))
        self.assertEqual(report["summary"]["translation_units"], 1)
        # Code that is not looked at is not forgotten: it counts as a function without a body.
        self.config(exclude=["vendor/*.h"])
        self.assertEqual([file for file, _, _ in self.found()], ["vendor/b.c"])

    def test_everything_excluded(self):
        self.files(src__a=SLEEPER)
        self.write(".stallhound.json", '{\n  "exclude": ["src"]\n}\n')
        self.assert_user_error(self.scan(), ".stallhound.json:2: `exclude` leaves nothing to analyse")

    def test_tests_are_accepted(self):
        self.files(src__helper=HELPER, tests__t=CALLER % "on_test", tests__u=SLEEPER)
        self.assertEqual(len(self.found()), 2)
        self.write(".stallhound.json", '{\n  "tests": ["tests/"]\n}\n')
        self.assertEqual(self.found(), [])
        self.assertEqual(self.hidden(), [("src/helper.c", "setting", ".stallhound.json", 2),
                                         ("tests/u.c", "setting", ".stallhound.json", 2)])
        outcome = self.scan()
        self.assertEqual(outcome.code, 0, outcome)
        self.assertIn("2 suppressed", outcome.out)

    def test_what_real_code_reaches_is_reported_by_its_own_path(self):
        self.files(src__helper=HELPER, src__z=CALLER % "on_z", tests__t=CALLER % "on_test")
        self.config(tests=["tests"])
        self.assertEqual(self.found(), [("src/helper.c", "sleep/posix", "warning")])
        finding = self.scan_json()["findings"][0]
        self.assertEqual((finding["context"]["function"], finding["more_contexts"]), ("on_z()", []))

    def test_roots(self):
        self.files(app__a=f'#include "../shared/settle.h"\n{LOOP} void on_a(void) {{ settle(); }}\n')
        self.write("shared/settle.h", "int usleep(unsigned microseconds);\nstatic inline void settle(void) { usleep(1); }\n")
        self.write("app/.git", "")
        self.config("app")
        self.assertEqual(self.found(), [])
        self.config("app", roots=[".", "../shared"])
        self.assertEqual([rule for _, rule, _ in self.found()], ["sleep/posix"])
        self.config("app", roots=["../nowhere"])
        self.assert_user_error(self.scan(), "app/.stallhound.json:3:3: there is no `../nowhere`")

    def test_sections(self):
        self.files(src__a=SLEEPER, tools__b=SLEEPER, tools__hot__c=SLEEPER, d=MUTEX, src__e=MUTEX)
        self.config(sections=[{"paths": ["tools"], "rules": {"sleep": "off"}},
                              {"paths": ["tools/hot"], "rules": {"sleep/posix": "error"}},
                              {"paths": ["src"], "rules": {"lock": "note"}}])
        self.assertEqual([(file, rule.split("/")[0], level) for file, rule, level in self.found()],
                         [("src/a.c", "sleep", "warning"), ("src/e.c", "lock", "note"),
                          ("tools/hot/c.c", "sleep", "error")])
        self.assertEqual([file for file, _, _, _ in self.hidden()], ["tools/b.c"])

    def test_a_section_is_about_ways_too(self):
        self.files(src__helper=HELPER, tools__b=CALLER % "on_tool")
        self.config(sections=[{"paths": ["tools"], "rules": {"sleep": "off"}}])
        self.assertEqual(self.found(), [])
        self.files(src__helper=HELPER, tools__b=CALLER % "on_tool", src__z=CALLER % "on_z")
        self.assertEqual(self.scan_json()["findings"][0]["context"]["function"], "on_z()")

    def test_the_level_of_a_section(self):
        self.files(src__a=SLEEPER, tools__b=SLEEPER)
        self.config(fail_on="error", sections=[{"paths": ["src"], "fail_on": "warning"}])
        self.assertEqual(self.scan().code, 1)
        self.assertEqual(self.scan("--fail-on", "error").code, 0)
        self.config(fail_on="error", sections=[{"paths": ["lib"], "fail_on": "warning"}])
        self.assertEqual(self.scan().code, 0)


class Declarations(ConfigTest):
    SERVER = """extern "C" int usleep(unsigned microseconds);
namespace std { struct thread { template <class F> explicit thread(F f); }; }
namespace app {
struct Session {
  Session() { usleep(1); }
  ~Session() { usleep(2); }
  void on_read() { usleep(3); }
  void start() {
    std::thread worker([] { usleep(4); });
  }
  struct Pool { void run() { usleep(5); } };
};
}
void handle(int event) { usleep(6); }
void other() { usleep(7); }
"""

    def server(self, **keys):
        self.write("a.cpp", self.SERVER)
        self.database(["a.cpp"])
        self.config(**keys)

    def lines(self):
        return [f["location"]["line"] for f in self.scan_json()["findings"]]

    def test_functions(self):
        self.server(contexts=[{"functions": ["handle"], "what": "event handler"}])
        self.assertEqual(self.lines(), [14])
        context = self.scan_json()["findings"][0]["context"]
        self.assertEqual((context["kind"], context["function"]), ("declared", "handle()"))

    def test_classes(self):
        self.server(contexts=[{"classes": ["app::Session"]}])
        self.assertEqual(self.lines(), [7])

    def test_blocking(self):
        self.write("a.cpp", f"""
extern "C" int usleep(unsigned microseconds);
struct Db {{ static void query(int deadline) {{ usleep(1); }} }};
extern "C" void device_wait(void);
[[clang::annotate("stallhound::loop")]] void on_timer() {{
  Db::query(1);
  device_wait();
}}
""")
        self.database(["a.cpp"])
        self.assertEqual(self.lines(), [3])
        self.config(blocking=[{"names": ["Db::query"], "category": "database", "cost": "seconds",
                               "why": "The database is far away.", "fix": "use Db::query_async"},
                              {"names": ["device_wait"], "category": "wait"}])
        findings = self.scan_json()["findings"]
        # The declaration stands for the body.
        self.assertEqual([(f["location"]["line"], f["rule"], f["severity"], f["fix"]) for f in findings],
                         [(6, "database/project", "error", "use Db::query_async"),
                          (7, "wait/project", "warning", "move the call off the event loop")])
        self.config(blocking=[{"names": ["Db::query"], "category": "database", "unless": {"arg": 0, "equals": 1}}])
        self.assertEqual(self.lines(), [])

    def test_registrations_of_the_project_itself(self):
        self.write("a.c", """
int usleep(unsigned microseconds);
static void (*handlers[8])(void);
void app_on_event(int event, void (*handler)(void)) { handlers[event] = handler; }
static void on_event(void) { usleep(1); }
void set_up(void) { app_on_event(1, on_event); }
""")
        self.database(["a.c"])
        self.assertEqual(self.lines(), [])
        self.config(contexts=[{"calls": ["app_on_event"], "arg": 1, "what": "event handler"}])
        self.assertEqual(self.lines(), [5])

    def test_trusted(self):
        self.files(a=SLEEPER)
        self.config(trusted=["helper"])
        self.assertEqual(self.found(), [])
        self.assertIn("but a rule trusts it", self.run_tool("why-not", "a.c:3").out)

    def test_packs(self):
        self.files(a=f"void device_wait(void);\n{LOOP} void on_timer(void) {{ device_wait(); }}\n")
        self.write("ci/device.json", json.dumps({
            "schema": 1, "pack": "device", "title": "Device", "blocking": [
                {"names": ["device_wait"], "category": "wait", "cost": "seconds", "why": "It waits.",
                 "fix": {"default": "poll it"}}]}))
        self.config("ci")
        self.config(packs=["ci/device.json"])
        self.assertEqual(self.found(), [("a.c", "wait/device", "error")])

    def test_names_that_nobody_has_are_told(self):
        self.files(a=SLEEPER, b=SILENT)
        self.write(".stallhound.json", """{
  "contexts": [{"functions": ["on_timr", "on_*"]}, {"classes": ["Sesion"]}],
  "blocking": [{"names": ["nothing_like_it"], "category": "wait"}],
  "trusted": ["helper"]
}""")
        problems = [(p["kind"], p["file"], p["message"]) for p in self.scan_json()["problems"]]
        self.assertEqual(problems, [
            ("unused-setting", ".stallhound.json", "line 2: no scanned code has a function `Sesion::*`"),
            ("unused-setting", ".stallhound.json",
             "line 2: no scanned code has a function `on_timr` (did you mean `on_timer`?)"),
            ("unused-setting", ".stallhound.json", "line 3: no scanned code has a function `nothing_like_it`")])
        # Of a part of the project, nothing follows.
        self.assertEqual(self.scan_json("b.c")["problems"], [])


class Mistakes(ConfigTest):
    def mistakes(self, text, *parts):
        self.files(a=SLEEPER)
        self.write(".stallhound.json", text)
        outcome = self.scan()
        self.assert_user_error(outcome, *parts)
        self.assert_user_error(self.run_tool("config"), *parts)
        return outcome.err.splitlines()

    def test_all_are_told_at_once_with_their_places(self):
        lines = self.mistakes("""{
  "rulez": {},
  "fail_on": "eror",
  "exclude": ["/usr", 7],
  "rules": {"sleeep": "on", "lock": "of"},
  "sections": [{"path": ["x"]}, {"paths": ["y"]}],
  "contexts": [{"clases": ["A"]}, {"functions": ["f()"]}],
  "blocking": [{"names": ["g"], "category": "wait", "cots": "seconds"}],
  "version": 2
}""")
        expected = ["2:3: unknown key `rulez` in a configuration (did you mean `rules`?)",
                    "3:14: unknown fail_on `eror` (did you mean `error`?)",
                    "4:15: the pattern `/usr` is absolute",
                    "4:23: a text must be a string, not an integer",
                    "5:13: unknown category `sleeep` (did you mean `sleep`?)",
                    "5:37: unknown lock `of` (did you mean `off`?)",
                    "6:17: unknown key `path` in a section (did you mean `paths`?)",
                    "6:33: a section says nothing about its paths",
                    "7:17: unknown key `clases` in an entry of `contexts` (did you mean `classes`?)",
                    "7:50: the name `f()` has parentheses",
                    "8:53: unknown key `cots` in a blocking entry (did you mean `cost`?)",
                    "9:14: unknown version 2"]
        self.assertEqual(len(lines), len(expected), lines)
        for line, part in zip(lines, expected):
            self.assertIn("stallhound: error: .stallhound.json:" + part, line)

    def test_rules_are_checked_against_the_packs(self):
        self.mistakes('{"rules": {"sleep/posx": "off"}}',
                      ".stallhound.json:1:12: unknown rule `sleep/posx` (did you mean `sleep/posix`?)")
        self.mistakes('{"sections": [{"paths": ["x"], "rules": {"sleep/posx": "off"}}]}', "unknown rule `sleep/posx`")

    def test_syntax(self):
        self.mistakes('{"rules": {}', ".stallhound.json:1:")
        self.mistakes("[]", ".stallhound.json:1:1: a configuration must be an object, not a list")
        self.mistakes('{"packs": ["nowhere.json"]}', ".stallhound.json:1:12: there is no `nowhere.json`")

    def test_turning_everything_off(self):
        categories = list(self.all_categories())
        self.mistakes(json.dumps({"rules": {name: "off" for name in categories}}), "turn every rule off")

    def all_categories(self):
        self.files(a=SLEEPER)
        return [key for key in self.effective()["config"]["rules"] if "/" not in key]

    def test_comments_are_fine(self):
        self.files(a=SLEEPER)
        self.write(".stallhound.json", '// Ours.\n{"rules": {"sleep": "note" /* slow */}}\n')
        self.assertEqual(self.scan().code, 0)


class Printing(ConfigTest):
    def test_without_a_configuration(self):
        self.files(a=SLEEPER)
        shown = self.effective()
        self.assertIsNone(shown["file"])
        self.assertEqual(shown["project"], {"root": str(self.dir), "database": str(self.dir / "compile_commands.json"),
                                            "units": 1})
        config = shown["config"]
        self.assertEqual((config["rules"]["sleep"], config["rules"]["lock"], config["fail_on"]), ("on", "off", "warning"))

    def test_what_is_printed_is_a_configuration_with_the_same_effect(self):
        self.files(src__a=SLEEPER, src__b=MUTEX, tests__c=SLEEPER)
        self.config(rules={"sleep": "error", "lock": "on", "lock/std": "off"}, tests=["tests"], fail_on="note",
                    trusted=["nothing"], contexts=[{"classes": ["A"]}], roots=["src"], require_reason=True,
                    sections=[{"paths": ["src"], "rules": {"console": "on"}}], max_unresolved=7)
        shown = self.effective()
        self.assertEqual(shown["file"], ".stallhound.json")
        before = self.found()
        self.write(".stallhound.json", json.dumps(shown["config"]))
        self.assertEqual(self.found(), before)
        self.assertEqual(self.effective()["config"], shown["config"])


if __name__ == "__main__":
    main()
