#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""scan --changed: what a change causes, wherever it stands, and nothing else."""
import json
import os
import re
import shutil
import unittest

from support import FAILS, LOOP, CliTest, main

# Two contexts, a helper that blocks, one that does not.
HEADER = "int usleep(unsigned), sleep(unsigned), close(int);\nvoid nap(void), tidy(void), rest(int);\n"
HELPERS = '#include "api.h"\nvoid nap(void) {\n  usleep(5);\n}\nvoid tidy(void) {\n  close(3);\n}\n'
SERVER = f"""#include "api.h"
{LOOP} void on_read(void) {{
  nap();
}}
{LOOP} void on_timer(void) {{
  tidy();
}}
"""


class ChangedTest(CliTest):
    def setUp(self):
        super().setUp()
        self.needs("git")

    def git(self, *arguments):
        self.tool("git", "-c", "user.name=test", "-c", "user.email=test@example.invalid", *arguments)

    def commit(self, message="change"):
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def repository(self, **files):
        """Sources, a database in build/, and one commit of all but build/."""
        for name, text in {"api.h": HEADER, "helpers.c": HELPERS, "server.c": SERVER, **files}.items():
            self.write(name, text)
        self.write(".gitignore", "/build/\n")
        self.git("init", "-q", "-b", "main")
        self.commit()
        self.rebuild()

    def rebuild(self):
        self.database(sorted(p.relative_to(self.dir).as_posix() for p in self.dir.rglob("*.c")), "build")

    def edit(self, name, *changes):
        text = (self.dir / name).read_text()
        for old, new in changes:
            self.assertIn(old, text)
            text = text.replace(old, new)
        self.write(name, text)

    def changed(self, *arguments, **named):
        """Findings as "file:line: call via path (state)"."""
        report = self.scan_json("--changed", *arguments, **named)
        return [f"{f['location']['file']}:{f['location']['line']}: {f['call']} via "
                f"{' > '.join(s['function'].removesuffix('()') for s in f['path'])} ({f['state']})"
                for f in report["findings"] if f["suppressed"] is None]


class WhatIsCaused(ChangedTest):
    def test_nothing_changed(self):
        self.repository()
        outcome = self.scan("--changed")
        self.assertEqual((outcome.code, outcome.err), (0, ""))
        self.assertIn("No blocking calls in loop code caused by the changes since HEAD (0 files, 0 units)", outcome.out)
        self.assertEqual(len(self.scan_json()["findings"]), 1)

    def test_a_new_call(self):
        self.repository()
        self.edit("server.c", ("  tidy();\n", "  tidy();\n  sleep(1);\n"))
        self.assertEqual(self.changed(), ["server.c:7: sleep via on_timer (new)"])
        self.assertEqual(self.scan("--changed").code, 1)

    def test_an_old_call_that_a_new_context_reaches(self):
        self.repository()
        self.edit("server.c", ("tidy();", "nap();"))
        # The call stands in a file that did not change.
        self.assertEqual(self.changed(), ["helpers.c:3: usleep via on_timer > nap (updated)"])
        self.assertIn("change: the call was there before", self.scan("--changed").out)

    def test_an_old_call_that_the_same_context_reaches_once_more(self):
        self.repository()
        self.edit("server.c", ("  nap();\n", "  nap();\n  if (usleep) nap();\n"))
        self.assertEqual(self.changed(), ["helpers.c:3: usleep via on_read > nap (updated)"])
        report = self.scan_json("--changed")["findings"][0]
        self.assertEqual(report["path"][0]["location"]["line"], 4)

    def test_a_call_between_files_that_did_not_change(self):
        self.repository(**{"middle.c": '#include "api.h"\nvoid rest(int x) {\n}\n'})
        self.edit("server.c", ("tidy();", "rest(1);"))
        self.commit()
        self.assertEqual(self.changed(), [])
        # The new step is in the middle of the way.
        self.edit("middle.c", ("}", "  nap();\n}"))
        self.assertEqual(self.changed(), ["helpers.c:3: usleep via on_timer > rest > nap (updated)"])

    def test_old_code_that_becomes_loop_code(self):
        self.repository()
        self.edit("helpers.c", ("void tidy(void) {", f"{LOOP} void other(void) {{ sleep(1); }}\nvoid tidy(void) {{"))
        self.assertEqual(self.changed(), ["helpers.c:5: sleep via other (new)"])
        self.commit()
        self.edit("helpers.c", ("void nap(void) {", f"{LOOP} void nap(void) {{"))
        self.assertEqual(self.changed(), ["helpers.c:3: usleep via nap (updated)"])

    def test_what_a_deleted_line_causes(self):
        guarded = "int on_loop(void);\nvoid tidy(void) {\n  if (0)\n    sleep(3);\n}\n"
        self.repository(**{"helpers.c": HELPERS.replace("void tidy(void) {\n  close(3);\n}\n", guarded)})
        self.assertEqual(self.changed(), [])
        self.edit("helpers.c", ("  if (0)\n", ""))
        self.assertEqual(self.changed(), ["helpers.c:7: sleep via on_timer > tidy (new)"])

    def test_what_a_changed_header_causes(self):
        self.repository(**{"api.h": HEADER + "#define FLUSH(x) (void)(x)\n",
                           "server.c": SERVER.replace("tidy();", "FLUSH(1);")})
        self.assertEqual(self.changed(), [])
        self.edit("api.h", ("FLUSH(x) (void)(x)", "FLUSH(x) sleep(x)"))
        # Seen in every unit that reads the header, reported once.
        self.assertEqual(self.changed(), ["server.c:6: sleep via on_timer (new)"])
        self.assertEqual(self.scan_json("--changed")["changes"], {"since": "HEAD", "files": 1, "units": 2})

    def test_another_argument(self):
        poll = ("int poll(void *, unsigned long, int);\n"
                f"{LOOP} void on_read(void) {{\n  poll(0, 0,\n       0);\n}}\n")
        self.repository(**{"server.c": poll})
        self.assertEqual(self.changed(), [])
        self.edit("server.c", ("       0);", "       -1);"))
        self.assertEqual(self.changed(), ["server.c:3: poll via on_read (new)"])
        self.commit()
        self.edit("server.c", ("       -1);", "       -2);"))
        # It blocked before, but what it does was changed by hand.
        self.assertEqual(self.changed(), ["server.c:3: poll via on_read (new)"])

    def test_a_loop_around_an_old_call(self):
        self.repository()
        self.edit("server.c", ("  nap();", "  for (int i = 0; i < 9; ++i) nap();"))
        self.assertEqual(self.changed(), ["helpers.c:3: usleep via on_read > nap (updated)"])

    def test_a_comment_that_hid_a_call(self):
        self.repository(**{"helpers.c": HELPERS.replace("usleep(5);", "usleep(5);  // NOLINT(stallhound)")})
        self.assertEqual(self.changed(), [])
        self.edit("helpers.c", ("  // NOLINT(stallhound)", ""))
        self.assertEqual(self.changed(), ["helpers.c:3: usleep via on_read > nap (new)"])

    def test_a_suppressed_addition(self):
        self.repository()
        self.edit("server.c", ("tidy();", "sleep(1);  // NOLINT(stallhound)"))
        self.assertEqual(self.changed(), [])
        self.assertEqual(self.scan("--changed").code, 0)


class WhatIsNot(ChangedTest):
    def assert_silent(self):
        self.assertEqual(self.changed(), [])
        outcome = self.scan("--changed")
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)

    def test_moved_and_reformatted_code(self):
        self.repository()
        self.edit("helpers.c", ("void nap(void) {\n  usleep(5);\n}\n", ""),
                  ("void tidy", "/* A comment of\n several lines. */\n\nvoid nap(void)\n{\n    usleep( 5 );\n}\nvoid tidy"))
        self.edit("server.c", ("{\n  nap();", "{\n\n\n  nap (  ) ;"))
        self.assert_silent()

    def test_code_beside(self):
        self.repository()
        self.edit("helpers.c", ("  usleep(5);", "  close(1);\n  usleep(5);\n  close(2);"))
        self.edit("server.c", ("  nap();", "  tidy();\n  nap();"))
        self.assert_silent()

    def test_a_function_moved_to_another_file(self):
        self.repository()
        self.write("more.c", '#include "api.h"\nvoid nap(void) {\n  usleep(5);\n}\n')
        self.edit("helpers.c", ("void nap(void) {\n  usleep(5);\n}\n", ""))
        self.rebuild()
        self.assert_silent()

    def test_a_renamed_file(self):
        self.repository()
        self.git("mv", "helpers.c", "renamed.c")
        self.edit("renamed.c", ("close(3)", "close(4)"))
        self.rebuild()
        self.assert_silent()
        self.edit("renamed.c", ("close(4);", "close(4); sleep(1);"))
        self.assertEqual(self.changed(), ["renamed.c:6: sleep via on_timer > tidy (new)"])

    def test_a_renamed_function(self):
        self.repository()
        for name in ("api.h", "helpers.c", "server.c"):
            self.edit(name, ("nap", "pause_a_while"))
        self.assert_silent()
        self.commit()
        # The context itself.
        self.edit("server.c", ("on_read", "handle_read"))
        self.assert_silent()

    def test_a_function_that_was_pulled_out_or_put_back(self):
        self.repository()
        self.edit("server.c", (f"{LOOP} void on_read(void) {{\n  nap();\n}}",
                               f"static void step(void) {{\n  nap();\n}}\n{LOOP} void on_read(void) {{\n  step();\n}}"))
        self.assert_silent()
        self.commit()
        self.edit("server.c", ("static void step(void) {\n  nap();\n}\n", ""), ("step();", "nap();"))
        self.assert_silent()
        # But what was added on the way is new.
        self.edit("server.c", (f"{LOOP} void on_read(void) {{\n  nap();\n}}",
                               f"static void step(void) {{\n  nap();\n  sleep(1);\n}}\n{LOOP} void on_read(void) {{\n"
                               "  step();\n}"))
        self.assertEqual(self.changed(), ["server.c:4: sleep via on_read > step (new)"])

    def test_a_new_call_off_the_loop(self):
        self.repository()
        self.edit("helpers.c", ("void tidy", "void worker(void) { sleep(9); nap(); }\nvoid tidy"))
        self.assert_silent()

    def test_a_removed_call(self):
        self.repository(**{"server.c": SERVER.replace("tidy();", "nap();")})
        self.edit("server.c", ("on_timer(void) {\n  nap();", "on_timer(void) {"))
        self.assert_silent()

    def test_of_equal_calls_the_new_one(self):
        self.repository(**{"server.c": SERVER.replace("  tidy();", "  usleep(9);\n  tidy();\n  close(9);\n  usleep(9);")})
        self.edit("server.c", ("  tidy();", "  tidy();\n  usleep(9);"))
        self.assertEqual(self.changed(), ["server.c:8: usleep via on_timer (new)"])


class Revisions(ChangedTest):
    def test_since_a_branch(self):
        self.repository()
        self.git("checkout", "-q", "-b", "topic")
        self.edit("server.c", ("tidy();", "tidy();\n  sleep(1);"))
        self.commit()
        # The main branch goes on; its changes are not those of the topic.
        self.git("checkout", "-q", "main")
        self.edit("helpers.c", ("usleep(5);", "usleep(5);\n  sleep(2);"))
        self.commit()
        self.git("checkout", "-q", "topic")
        self.assertEqual(self.changed(), [])
        self.assertEqual(self.changed("--since", "main"), ["server.c:7: sleep via on_timer (new)"])
        # What is not committed yet belongs to it.
        self.edit("helpers.c", ("close(3);", "close(3);\n  sleep(4);"))
        self.assertEqual(len(self.changed("--since=main")), 2)
        self.assertEqual(self.changed(), ["helpers.c:7: sleep via on_timer > tidy (new)"])

    def test_since_implies_changed(self):
        self.repository()
        self.edit("server.c", ("tidy();", "sleep(1);"))
        self.assertEqual(len(self.scan_json("--since", "HEAD")["findings"]), 1)
        self.assertEqual(len(self.scan_json()["findings"]), 2)

    def test_staged_or_not_or_not_even_tracked(self):
        self.repository()
        self.edit("server.c", ("tidy();", "sleep(1);"))
        self.git("add", "server.c")
        self.write("new.c", f'#include "api.h"\n{LOOP} void on_write(void) {{ sleep(3); }}\n')
        self.edit("helpers.c", ("usleep(5);", "usleep(5);\n  sleep(2);"))
        self.rebuild()
        self.assertEqual(self.changed(), ["helpers.c:4: sleep via on_read > nap (new)",
                                          "new.c:2: sleep via on_write (new)",
                                          "server.c:6: sleep via on_timer (new)"])

    def test_before_the_first_commit_everything_is_new(self):
        self.repository()
        shutil.rmtree(self.dir / ".git")
        self.git("init", "-q")
        self.assertEqual(len(self.changed()), 1)
        self.git("add", "-A")
        self.assertEqual(len(self.changed()), 1)

    def test_a_repository_above_and_below(self):
        self.repository()
        for name in ("api.h", "helpers.c", "server.c"):
            (self.dir / "sub").mkdir(exist_ok=True)
            os.rename(self.dir / name, self.dir / "sub" / name)
        self.commit()
        self.rebuild()
        self.edit("sub/server.c", ("tidy();", "sleep(1);"))
        expected = ["sub/server.c:6: sleep via on_timer (new)"]
        self.assertEqual(self.changed(), expected)
        self.assertEqual(self.changed("-p", "../build", cwd=self.dir / "sub"), expected)
        self.assertEqual(self.changed("-p", str(self.dir / "build"), cwd="/"), expected)
        # A root of its own inside of the repository.
        self.write("sub/.stallhound.json", "{}\n")
        self.assertEqual(self.changed(), ["server.c:6: sleep via on_timer (new)"])

    def test_variables_of_a_hook_do_no_harm(self):
        self.repository()
        self.edit("server.c", ("tidy();", "sleep(1);"))
        env = {"GIT_DIR": ".git", "GIT_INDEX_FILE": str(self.dir / "nowhere"), "GIT_PREFIX": "x/"}
        self.assertEqual(len(self.changed("-p", str(self.dir / "build"), env=env, cwd="/")), 1)

    def test_settings_of_the_user_do_no_harm(self):
        self.repository()
        self.edit("server.c", ("tidy();", "tidy();\n  sleep(1);"))
        for name, value in (("diff.noprefix", "true"), ("diff.mnemonicPrefix", "true"), ("color.ui", "always"),
                            ("diff.external", "false"), ("diff.relative", "true"), ("diff.renames", "copies"),
                            ("core.quotePath", "true"), ("status.showUntrackedFiles", "no")):
            self.git("config", name, value)
        self.assertEqual(self.changed(), ["server.c:7: sleep via on_timer (new)"])

    def test_strange_names(self):
        names = ["with space.c", 'quote".c', "umlaut-\u00e4.c", "tab\t.c", "-dash.c"]
        self.repository(**{name: f"int f{i};\n" for i, name in enumerate(names)})
        for i, name in enumerate(names):
            self.write(name, f'#include "api.h"\n{LOOP} void loop{i}(void) {{\n  sleep(1);\n}}\n')
        self.assertEqual(sorted(f.rsplit(":", 2)[0] for f in self.changed()), sorted(names))

    def test_line_ends_that_git_converts(self):
        self.repository(**{".gitattributes": "*.c text eol=crlf\n"})
        for name in ("helpers.c", "server.c"):
            (self.dir / name).unlink()
        self.git("checkout", "-q", ".")
        self.assertIn(b"\r\n", (self.dir / "server.c").read_bytes())
        text = (self.dir / "server.c").read_bytes()
        (self.dir / "server.c").write_bytes(text.replace(b"tidy();", b"tidy();\r\n  sleep(1);"))
        self.assertEqual(self.changed(), ["server.c:7: sleep via on_timer (new)"])

    def test_errors(self):
        self.repository()
        self.assert_user_error(self.scan("--since", "nowhere"), "no revision 'nowhere'")
        self.assert_user_error(self.scan("--since", "--all"), "takes a revision")
        self.assert_user_error(self.scan("--since="), "takes a revision")
        self.assert_user_error(self.run_tool("dump", "facts", "--changed"), "unknown option '--changed'")
        self.assert_user_error(self.scan("--changed", "nowhere.c"), "nowhere.c", "no such file")
        self.git("checkout", "-q", "--orphan", "other")
        self.git("-c", "user.name=t", "-c", "user.email=t@example.invalid", "commit", "-q", "-m", "other")
        self.assert_user_error(self.scan("--since", "main"), "no commit in common", "shallow")
        shutil.rmtree(self.dir / ".git")
        if not any((folder / ".git").exists() for folder in self.dir.parents):
            self.assert_user_error(self.scan("--changed"), "no git repository")
        # Without git, no word about repositories.
        tools = self.dir / "tools"
        tools.mkdir()
        outcome = self.scan("--changed", env={"PATH": str(tools)})
        self.assert_user_error(outcome, "git cannot be run", "install git")


class Paths(ChangedTest):
    def test_only_changes_under_the_paths(self):
        self.repository(**{"sub/more.c": "int x;\n"})
        self.edit("server.c", ("tidy();", "sleep(1);"))
        self.write("sub/more.c", f'#include "../api.h"\n{LOOP} void on_write(void) {{ nap(); }}\n')
        self.assertEqual(len(self.changed()), 2)
        self.assertEqual(self.changed("server.c"), ["server.c:6: sleep via on_timer (new)"])
        # The finding stands elsewhere.
        self.assertEqual(self.changed("sub"), ["helpers.c:3: usleep via on_write > nap (updated)"])
        self.assertEqual(self.changed("more.c", cwd=self.dir / "sub"), self.changed("sub"))
        self.assertEqual(self.changed("helpers.c"), [])

    def test_a_header_as_a_path(self):
        self.repository()
        self.edit("api.h", ("void nap(void),", "#define close(x) sleep(x)\nvoid nap(void),"))
        self.assertEqual(self.changed("api.h"), ["helpers.c:6: sleep via on_timer > tidy (new)"])

    def test_unknown_files_are_named_and_skipped(self):
        self.repository(**{"unused.h": "int x;\n", "notes.txt": "x\n"})
        self.edit("server.c", ("tidy();", "sleep(1);"))
        self.write("tools/gen.cpp", "int main() {}\n")
        self.edit("unused.h", ("x", "y"))
        self.edit("notes.txt", ("x", "y"))
        outcome = self.scan("--changed")
        self.assertEqual(outcome.code, 1)
        self.assertEqual(outcome.err, "".join(f"stallhound: {name}: skipped, no unit of build/compile_commands.json reads "
                                              "this file\n" for name in ("tools/gen.cpp", "unused.h")) + FAILS)
        # Given ones are named whatever they are; others are not.
        outcome = self.scan("--changed", "server.c", "notes.txt", "tools/gen.cpp")
        self.assertEqual(outcome.code, 1)
        self.assertEqual([line.split(":")[1].strip() for line in outcome.err.splitlines()],
                         ["notes.txt", "tools/gen.cpp", "exit code 1"])
        self.assertEqual(self.scan("--changed", "tools/gen.cpp").code, 0)

    def test_excluded_files_are_skipped_without_a_word(self):
        self.repository(**{"third_party/x.c": "int x;\n", ".stallhound.json": '{"exclude": ["third_party"]}\n'})
        self.write("third_party/x.c", f'#include "../api.h"\n{LOOP} void x(void) {{ sleep(1); }}\n')
        outcome = self.scan("--changed", "third_party/x.c")
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)

    def test_deleted_files(self):
        self.repository(**{"extra.h": "#define NAP nap()\n",
                           "server.c": SERVER.replace("tidy();", "tidy();\n#if __has_include(\"extra.h\")\n#else\n"
                                                      "  sleep(1);\n#endif")})
        self.assertEqual(self.changed(), [])
        (self.dir / "extra.h").unlink()
        self.assertEqual(self.changed(), ["server.c:9: sleep via on_timer (new)"])
        self.assertEqual(self.changed("extra.h"), self.changed())
        # In a folder that is gone with it.
        self.git("checkout", "-q", ".")
        (self.dir / "sub").mkdir()
        os.rename(self.dir / "extra.h", self.dir / "sub/extra.h")
        self.edit("server.c", ('"extra.h"', '"sub/extra.h"'))
        self.commit()
        shutil.rmtree(self.dir / "sub")
        self.assertEqual(self.changed(), ["server.c:9: sleep via on_timer (new)"])

    def test_added_files(self):
        self.repository(**{"server.c": SERVER.replace("tidy();", "tidy();\n#if __has_include(\"extra.h\")\n"
                                                      "  sleep(1);\n#endif")})
        self.assertEqual(self.changed(), [])
        self.write("extra.h", "")
        self.assertEqual(self.changed(), ["server.c:8: sleep via on_timer (new)"])


class Together(ChangedTest):
    def test_with_and_without_the_cache(self):
        self.repository()
        self.edit("server.c", ("tidy();", "nap();\n  sleep(1);"))
        cold = self.scan("--changed", "--no-cache", "--format", "sarif")
        for arguments in ([], ["-j1"], ["-j4", "--shuffle"], ["--no-cache", "-j1"]):
            self.assertEqual(self.scan("--changed", "--format", "sarif", *arguments).out, cold.out)

    def test_only_what_changed_is_read(self):
        self.repository()
        self.scan()
        self.edit("server.c", ("tidy();", "nap();"))
        outcome = self.scan("--changed", "--stats")
        self.assertRegex(outcome.err, r"cached +1\n")
        # The former state is that of the last scan, the present one was just read.
        shards = len(list(self.cache.rglob("*.shard")))
        self.assertEqual(shards, 3)
        self.assertRegex(self.scan("--changed", "--stats").err, r"cached +2\n")
        self.assertEqual(len(list(self.cache.rglob("*.shard"))), shards)

    def test_the_baseline_still_counts(self):
        self.repository()
        self.edit("server.c", ("tidy();", "sleep(1);\n  tidy();"))
        self.assertEqual(self.run_tool("baseline").code, 0)
        # What was accepted together with the change passes.
        outcome = self.scan("--changed", "--baseline", ".stallhound-baseline")
        self.assertEqual(outcome.code, 0, outcome)
        self.edit("server.c", ("sleep(1);", "sleep(1);\n  sleep(1);"))
        self.assertEqual(self.scan("--changed", "--baseline", ".stallhound-baseline").code, 1)
        report = self.scan_json("--changed", "--baseline", ".stallhound-baseline")
        self.assertEqual(sorted(f["state"] for f in report["findings"]), ["new", "unchanged"])

    def test_of_equal_findings_the_baseline_does_not_hide_the_new_one(self):
        self.repository(**{"server.c": SERVER.replace("tidy();", "sleep(1);\n  tidy();")})
        self.assertEqual(self.run_tool("baseline").code, 0)
        self.commit()
        # The baseline knows one sleep() here, and takes the first for it.
        self.edit("server.c", ("  sleep(1);", "  sleep(1);\n  sleep(1);"))
        for place in ("before", "behind"):
            self.assertEqual(len(self.changed("--baseline", ".stallhound-baseline")), 1, place)
            self.assertEqual(self.scan("--changed", "--baseline", ".stallhound-baseline").code, 1)

    def test_problems_of_other_files_are_not_the_changes(self):
        self.repository(**{"broken.c": "int broken( {\n", "old.c": "int x; // NOLINT(stallhound)\n"})
        self.assertEqual(self.scan().code, 1)
        self.edit("server.c", ("tidy();", "tidy(); tidy();"))
        outcome = self.scan("--changed")
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        self.assertEqual(self.scan_json("--changed")["problems"], [])
        self.edit("broken.c", ("int broken", "void broken"))
        self.assertEqual(self.scan("--changed").code, 3)
        self.git("checkout", "-q", "broken.c")
        self.edit("old.c", ("x;", "y;"))
        outcome = self.scan("--changed", "--format", "json")
        self.assertEqual(outcome.code, 0)
        self.assertEqual([p["kind"] for p in outcome.json()["problems"]], ["unused-suppression"])

    def test_a_change_that_breaks_the_code(self):
        self.repository()
        self.edit("server.c", ("tidy();", "tidy(;\n  sleep(1);"))
        outcome = self.scan("--changed")
        self.assertIn(outcome.code, (1, 3), outcome)
        self.assertIn("server.c", outcome.out)
        # And one that mends it.
        self.commit()
        self.edit("server.c", ("tidy(;", "tidy();"))
        self.assertIn(self.scan("--changed").code, (0, 1))

    def test_explain_knows_the_way_of_the_change(self):
        self.repository()
        self.edit("server.c", ("tidy();", "nap();"))
        finding = self.scan_json("--changed")["findings"][0]
        outcome = self.run_tool("explain", finding["fingerprint"], "--changed")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertIn("on_timer", outcome.out)


if __name__ == "__main__":
    main()
