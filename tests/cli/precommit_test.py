#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The commit hook, with the real pre-commit in a real repository."""
import os
import re
import shutil
import subprocess
import unittest

from support import EXECUTABLE, LOOP, REPOSITORY, CliTest, main

HEADER = "int usleep(unsigned), close(int);\nvoid nap(void), tidy(void);\n"
HELPERS = '#include "api.h"\nvoid nap(void) {\n  usleep(5);\n}\nvoid tidy(void) {\n  close(3);\n}\n'
SERVER = f'#include "api.h"\n{LOOP} void on_read(void) {{\n  nap();\n}}\n{LOOP} void on_timer(void) {{\n  tidy();\n}}\n'


def readme_lines():
    """The configuration that the README tells people to copy."""
    text = (REPOSITORY / "README.md").read_text()
    section = re.search(r"^## pre-commit\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)[1]
    return re.search(r"^```yaml\n(.*?)^```$", section, re.MULTILINE | re.DOTALL)[1]


class PreCommitTest(CliTest):
    def setUp(self):
        super().setUp()
        self.needs("git", "pre-commit")
        # A folder of its own for what pre-commit keeps, and one in which it finds stallhound.
        self.write("../" + self.dir.name + "-bin/placeholder", "")
        self.bin = self.dir.parent / (self.dir.name + "-bin")
        self.addCleanup(shutil.rmtree, self.bin, ignore_errors=True)
        (self.bin / "stallhound").symlink_to(EXECUTABLE)
        self.env = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "PRE_COMMIT"))}
        self.env.update({"PATH": f"{self.bin}:{os.environ['PATH']}", "PRE_COMMIT_HOME": str(self.bin / "home"),
                         "XDG_CACHE_HOME": str(self.cache), "GIT_CONFIG_GLOBAL": "/dev/null", "NO_COLOR": "1"})

    def run_git(self, *arguments, cwd=None):
        return subprocess.run(["git", "-c", "user.name=test", "-c", "user.email=test@example.invalid", *arguments],
                              cwd=cwd or self.dir, env=self.env, capture_output=True, text=True, timeout=120)

    def git(self, *arguments, **named):
        done = self.run_git(*arguments, **named)
        self.assertEqual(done.returncode, 0, done)
        return done.stdout

    def install(self, configuration):
        for name, text in (("api.h", HEADER), ("helpers.c", HELPERS), ("server.c", SERVER), (".gitignore", "/build/\n"),
                           (".pre-commit-config.yaml", configuration)):
            self.write(name, text)
        self.database(["helpers.c", "server.c"], "build")
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "first")
        done = subprocess.run(["pre-commit", "install"], cwd=self.dir, env=self.env, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done)

    def edit(self, name, old, new):
        text = (self.dir / name).read_text()
        self.assertIn(old, text)
        self.write(name, text.replace(old, new))

    def commit(self, *files):
        """Stages the files and commits; whether that worked, and what was printed."""
        before = self.git("rev-parse", "HEAD")
        self.git("add", "--", *files)
        done = self.run_git("commit", "-m", "change")
        moved = self.git("rev-parse", "HEAD") != before
        self.assertEqual(moved, done.returncode == 0, done)
        return moved, done.stdout + done.stderr

    def check_hook(self):
        # A call in the changed code itself.
        self.edit("server.c", "tidy();", "usleep(9);")
        accepted, text = self.commit("server.c")
        self.assertFalse(accepted, text)
        self.assertRegex(text, r"stallhound\.+.*Failed")
        self.assertIn("server.c:6:3: warning: 'usleep' sleeps on the event loop [sleep/posix]", text)
        self.assertIn("caused by the changes since HEAD", text)
        # Not the old one.
        self.assertNotIn("helpers.c:3", text)
        # An old call that it newly reaches.
        self.edit("server.c", "usleep(9);", "nap();")
        accepted, text = self.commit("server.c")
        self.assertFalse(accepted, text)
        self.assertIn("helpers.c:3:3: warning: 'usleep' sleeps on the event loop", text)
        self.assertIn("server.c:6:3: note: 'on_timer()' calls 'nap()'", text)
        # A clean change.
        self.edit("server.c", "nap();\n}\n" + LOOP, "nap();\n  tidy();\n}\n" + LOOP)
        self.edit("server.c", "on_timer(void) {\n  nap();", "on_timer(void) {\n  tidy();")
        accepted, text = self.commit("server.c")
        self.assertTrue(accepted, text)
        self.assertRegex(text, r"stallhound\.+.*Passed")

    def test_the_lines_of_the_readme(self):
        self.install(readme_lines())
        self.check_hook()

    def test_the_hook_of_the_repository(self):
        self.write("../" + self.dir.name + "-bin/hooks/README", "")
        hooks = self.bin / "hooks"
        shutil.copy(REPOSITORY / ".pre-commit-hooks.yaml", hooks)
        self.git("init", "-q", cwd=hooks)
        self.git("add", "-A", cwd=hooks)
        self.git("commit", "-q", "-m", "hooks", cwd=hooks)
        revision = self.git("rev-parse", "HEAD", cwd=hooks).strip()
        self.env.update({"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "protocol.file.allow",
                         "GIT_CONFIG_VALUE_0": "always"})
        self.install(f"repos:\n  - repo: {hooks}\n    rev: {revision}\n    hooks:\n      - id: stallhound\n")
        self.check_hook()

    def test_files_that_the_database_does_not_know(self):
        self.install(readme_lines() + "        verbose: true\n")
        self.write("tools/gen.c", f"int usleep(unsigned);\n{LOOP} void gen(void) {{ usleep(1); }}\n")
        accepted, text = self.commit("tools/gen.c")
        self.assertTrue(accepted, text)
        self.assertIn("stallhound: tools/gen.c: skipped, no unit of build/compile_commands.json reads this file", text)
        # Beside one that is known.
        self.edit("tools/gen.c", "usleep(1)", "usleep(2)")
        self.edit("server.c", "tidy();", "usleep(9);")
        accepted, text = self.commit("tools/gen.c", "server.c")
        self.assertFalse(accepted, text)
        self.assertIn("tools/gen.c: skipped", text)
        self.assertIn("server.c:6:3", text)
        self.assertNotIn("tools/gen.c:2", text)

    def test_only_what_is_staged_counts(self):
        self.install(readme_lines())
        self.edit("helpers.c", "close(3);", "close(4);")
        self.git("add", "helpers.c")
        self.edit("helpers.c", "close(4);", "close(4);\n  usleep(7);")
        self.edit("server.c", "tidy();", "usleep(9);")
        accepted, text = self.commit(".gitignore")
        self.assertTrue(accepted, text)
        self.assertIn("usleep(9)", (self.dir / "server.c").read_text())
        accepted, text = self.commit("helpers.c")
        self.assertFalse(accepted, text)
        self.assertIn("helpers.c:7:3", text)
        self.assertNotIn("server.c:6:3: warning", text)

    def test_a_header(self):
        self.install(readme_lines())
        self.edit("api.h", "void nap", "#define close(x) usleep(x)\nvoid nap")
        accepted, text = self.commit("api.h")
        self.assertFalse(accepted, text)
        self.assertIn("helpers.c:6:3: warning: 'usleep'", text)

    def test_other_files_cost_nothing(self):
        self.install(readme_lines())
        self.write("notes.txt", "x")
        accepted, text = self.commit("notes.txt")
        self.assertTrue(accepted, text)
        self.assertRegex(text, r"stallhound\.+.*\(no files to check\) *Skipped")

    def test_without_a_database_the_reason_is_told(self):
        self.install(readme_lines())
        shutil.rmtree(self.dir / "build")
        self.edit("server.c", "tidy();", "usleep(9);")
        accepted, text = self.commit("server.c")
        self.assertFalse(accepted, text)
        self.assertIn("stallhound: error:", text)
        self.assertIn("build", text)


if __name__ == "__main__":
    main()
