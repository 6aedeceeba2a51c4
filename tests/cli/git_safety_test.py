#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""scan --changed in a checkout that somebody else made: no program that its files or its repository name is run.

Each test plants a marker program in one place where git would run it, and makes sure that a plain git command does, so
that the test cannot pass by mistake.
"""
import os
import shutil
import subprocess
import unittest

from support import LOOP, CliTest, main

HEADER = "int usleep(unsigned), sleep(unsigned);\n"
SERVER = f'#include "api.h"\n{LOOP} void on_read(void) {{\n  usleep(5);\n}}\n'
EDITED = SERVER.replace("usleep(5);", "usleep(5);\n  sleep(1);")
FOUND = ["server.c:4 sleep new"]


class GitSafetyTest(CliTest):
    def setUp(self):
        super().setUp()
        self.needs("git")
        self.mark = self.cache / "MARK"
        self.program = self.cache / "marker.sh"
        # Passes its input on, so that it may serve as a filter.
        self.program.write_text(f"#!/bin/sh\necho \"$0 $@\" >> {self.mark}\nexec cat\n")
        self.program.chmod(0o755)

    def git(self, *arguments, **named):
        self.tool("git", "-c", "user.name=test", "-c", "user.email=test@example.invalid", *arguments, **named)

    def repository(self, **files):
        for name, text in {"api.h": HEADER, "server.c": SERVER, ".gitignore": "/build/\n", **files}.items():
            self.write(name, text)
        self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "all")
        self.database(["server.c"], "build")

    def edit(self):
        self.write("server.c", EDITED)

    def config(self, *words):
        self.git("config", *words)

    def attributes(self, text):
        (self.dir / ".git/info").mkdir(exist_ok=True)
        (self.dir / ".git/info/attributes").write_text(text)

    def plain_git_runs_it(self, *arguments):
        """The trap works: a git command without care falls into it."""
        subprocess.run(["git", *arguments], cwd=self.dir, stdin=subprocess.DEVNULL, capture_output=True, timeout=60)
        self.assertTrue(self.mark.exists(), f"git {arguments} does not run the marker")
        self.mark.unlink()

    def changed(self, *arguments, **named):
        report = self.scan_json("--changed", *arguments, **named)
        self.assertFalse(self.mark.exists(), self.mark.read_text() if self.mark.exists() else "")
        return [f"{f['location']['file']}:{f['location']['line']} {f['call']} {f['state']}" for f in report["findings"]
                if f["suppressed"] is None]


class Settings(GitSafetyTest):
    def test_monitor_of_the_file_system(self):
        self.repository()
        self.config("core.fsmonitor", str(self.program))
        self.plain_git_runs_it("status")
        self.edit()
        self.assertEqual(self.changed(), FOUND)

    def test_external_diff(self):
        self.repository()
        self.edit()
        self.config("diff.external", str(self.program))
        self.plain_git_runs_it("diff")
        self.assertEqual(self.changed(), FOUND)

    def test_driver_of_differences(self):
        self.repository(**{".gitattributes": "*.c diff=own\n"})
        self.edit()
        self.config("diff.own.command", str(self.program))
        self.plain_git_runs_it("diff")
        self.assertEqual(self.changed(), FOUND)

    def test_text_conversion(self):
        self.repository(**{".gitattributes": "*.c diff=own\n"})
        self.edit()
        self.config("diff.own.textconv", str(self.program))
        self.plain_git_runs_it("diff")
        self.assertEqual(self.changed(), FOUND)

    def test_pager_editor_and_aliases(self):
        self.repository()
        self.edit()
        for key in ("core.pager", "core.editor", "sequence.editor", "pager.diff", "core.askPass", "credential.helper",
                    "gpg.program", "core.sshCommand"):
            self.config(key, str(self.program))
        for name in ("diff", "rev-parse", "ls-files", "cat-file", "check-attr", "config", "merge-base", "own"):
            self.config(f"alias.{name}", f"!{self.program}")
        self.config("log.showSignature", "true")
        self.plain_git_runs_it("own")
        self.assertEqual(self.changed(), FOUND)
        self.assertEqual(self.changed("--since", "HEAD"), FOUND)

    def test_hooks(self):
        self.repository()
        for name in ("post-index-change", "reference-transaction", "post-checkout", "pre-commit"):
            shutil.copy(self.program, self.dir / ".git/hooks" / name)
        (self.cache / "hooks").mkdir()
        self.plain_git_runs_it("update-ref", "refs/heads/other", "HEAD")
        # The index is older than the files: git would like to write it again.
        os.utime(self.dir / "api.h", (1, 1))
        self.edit()
        self.assertEqual(self.changed(), FOUND)
        self.config("core.hooksPath", str(self.dir / ".git/hooks"))
        self.assertEqual(self.changed(), FOUND)

    def test_an_included_file_of_settings(self):
        self.repository()
        self.write("more.ini", f'[core]\n\tfsmonitor = {self.program}\n[filter "own"]\n\tclean = {self.program}\n')
        self.config("include.path", "../more.ini")
        self.config("includeIf.onbranch:main.path", "../more.ini")
        self.attributes("*.c filter=own\n")
        self.plain_git_runs_it("status")
        self.edit()
        self.assertEqual(self.changed(), FOUND_WHOLE)

    def test_settings_of_a_working_tree(self):
        self.repository()
        self.config("extensions.worktreeConfig", "true")
        self.config("--worktree", "core.fsmonitor", str(self.program))
        self.plain_git_runs_it("status")
        self.edit()
        self.assertEqual(self.changed(), FOUND)

    def test_settings_of_a_submodule(self):
        self.repository()
        self.git("init", "-q", "sub")
        self.write("sub/x.txt", "x\n")
        self.git("add", "-A", cwd=self.dir / "sub")
        self.git("commit", "-q", "-m", "x", cwd=self.dir / "sub")
        self.write(".gitmodules", '[submodule "sub"]\n\tpath = sub\n\turl = ./sub\n\tignore = none\n')
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "sub")
        self.git("config", "core.fsmonitor", str(self.program), cwd=self.dir / "sub")
        self.config("submodule.sub.ignore", "none")
        self.config("diff.submodule", "diff")
        self.write("sub/x.txt", "y\n")
        self.plain_git_runs_it("diff")
        self.edit()
        self.assertEqual(self.changed(), FOUND)


# How a file with a filter was is not known, so all of its calls count as new.
FOUND_WHOLE = ["server.c:3 usleep new", "server.c:4 sleep new"]


class Filters(GitSafetyTest):
    def filtered(self, key, name="own", attribute="own"):
        self.repository(**{".gitattributes": f"*.c filter={attribute}\n"})
        self.config(f"filter.{name}.{key}", str(self.program))
        self.config(f"filter.{name}.required", "true")
        self.edit()

    def test_clean(self):
        self.filtered("clean")
        self.plain_git_runs_it("diff")
        self.assertEqual(self.changed(), FOUND_WHOLE)

    def test_smudge(self):
        self.filtered("smudge")
        self.plain_git_runs_it("cat-file", "--filters", "HEAD:server.c")
        self.assertEqual(self.changed(), FOUND_WHOLE)

    def test_process(self):
        self.filtered("process")
        self.plain_git_runs_it("diff")
        self.assertEqual(self.changed(), FOUND_WHOLE)

    def test_strange_names(self):
        for name in ("a.b", "A", "with space", "x=y", "a.clean", "\u00e4", "--x", "a'b", 'quo"te'):
            with self.subTest(name=name):
                shutil.rmtree(self.dir / ".git", ignore_errors=True)
                # An attribute cannot hold a space; a filter of this name is never asked for.
                self.filtered("clean", name, name.replace(" ", "_"))
                if " " not in name:
                    self.plain_git_runs_it("diff")
                self.assertEqual(self.changed(), FOUND_WHOLE)

    def test_settings_of_the_user(self):
        self.repository(**{".gitattributes": "*.c filter=own\n"})
        home = self.cache / "home"
        home.mkdir()
        (home / ".gitconfig").write_text(f'[filter "own"]\n\tclean = {self.program}\n\tprocess = {self.program}\n')
        self.edit()
        self.assertEqual(self.changed(env={"HOME": str(home)}), FOUND_WHOLE)

    def test_a_file_that_only_has_another_time(self):
        self.repository(**{".gitattributes": "*.c filter=own\n"})
        self.config("filter.own.clean", str(self.program))
        # With the content that git has noted, it is as it was.
        os.utime(self.dir / "server.c", (1, 1))
        self.assertEqual(self.changed(), [])

    def test_files_that_git_converts_itself(self):
        self.repository(**{".gitattributes": "*.c ident\n", "server.c": "/* $Id$ */\n" + SERVER})
        (self.dir / "server.c").unlink()
        self.git("checkout", "-q", ".")
        self.assertIn("$Id: ", (self.dir / "server.c").read_text())
        self.assertEqual(self.changed(), [])
        self.write("server.c", (self.dir / "server.c").read_text().replace("usleep(5);", "usleep(5);\n  sleep(1);"))
        self.assertEqual(self.changed(), ["server.c:5 sleep new"])


class Repositories(GitSafetyTest):
    def embed(self, folder, settings):
        """The parts of a repository as files that git tracks."""
        self.write(f"{folder}/HEAD", "ref: refs/heads/main\n")
        self.write(f"{folder}/objects/keep", "")
        self.write(f"{folder}/refs/heads/keep", "")
        self.write(f"{folder}/config", settings)

    def test_tracked_files_that_form_a_repository(self):
        for settings in (f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {self.program}\n",
                         f"[core]\n\tbare = true\n\tfsmonitor = {self.program}\n"):
            with self.subTest(settings=settings):
                shutil.rmtree(self.dir / ".git", ignore_errors=True)
                self.embed("app", settings)
                self.repository(**{"app/.stallhound.json": "{}\n", "app/api.h": HEADER, "app/server.c": SERVER})
                self.database(["app/server.c"], "build")
                if "worktree" in settings:
                    self.plain_git_runs_it("-C", "app", "status")
                self.write("app/server.c", EDITED)
                self.assertEqual(self.changed(), FOUND)
                self.assertEqual(self.changed("-p", "../build", cwd=self.dir / "app"), FOUND)

    def test_without_a_repository_around(self):
        self.embed(".", f"[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = {self.program}\n")
        self.write("api.h", HEADER)
        self.write("server.c", SERVER)
        self.database(["server.c"], "build")
        self.plain_git_runs_it("status")
        self.assert_user_error(self.scan("--changed"), "no git repository")
        # An empty `.git` leads git to look at the folder itself, and upwards.
        for name in ("", "HEAD"):
            (self.dir / ".git").mkdir(exist_ok=True)
            if name:
                (self.dir / ".git" / name).write_text("nonsense\n")
            self.assert_user_error(self.scan("--changed"), "git")
            self.assertFalse(self.mark.exists())

    def test_a_link_to_tracked_files(self):
        self.embed("app", f"[core]\n\tbare = false\n\tfsmonitor = {self.program}\n")
        for make in (lambda: os.symlink("app", self.dir / ".git"),
                     lambda: (self.dir / ".git").write_text("gitdir: app\n")):
            self.write("api.h", HEADER)
            self.write("server.c", SERVER)
            self.database(["server.c"], "build")
            make()
            self.plain_git_runs_it("status")
            self.assert_user_error(self.scan("--changed"), "not the working tree")
            self.assertFalse(self.mark.exists())
            (self.dir / ".git").unlink()

    def test_another_working_tree(self):
        self.repository()
        self.config("core.worktree", str(self.cache))
        self.assert_user_error(self.scan("--changed"), "not the working tree")

    def test_a_working_tree_beside_the_repository(self):
        self.repository()
        self.config("core.fsmonitor", str(self.program))
        self.git("-c", "core.fsmonitor=false", "worktree", "add", "-q", self.dir / "tree")
        self.write("tree/server.c", EDITED)
        self.write("tree/.stallhound.json", "{}\n")
        self.database(["tree/server.c"], "build")
        self.mark.unlink(missing_ok=True)
        self.assertEqual(self.changed(), FOUND)

    def test_contents_that_a_partial_clone_lacks(self):
        self.repository()
        # A transport that answers would be waited for.
        self.program.write_text(f"#!/bin/sh\necho ran >> {self.mark}\nexit 1\n")
        self.edit()
        self.config("core.repositoryFormatVersion", "1")
        self.config("extensions.partialClone", "origin")
        self.config("remote.origin.promisor", "true")
        blob = subprocess.run(["git", "rev-parse", "HEAD:server.c"], cwd=self.dir, capture_output=True, text=True).stdout.strip()
        (self.dir / ".git/objects" / blob[:2] / blob[2:]).unlink()
        for key, value in (("remote.origin.url", f"ext::{self.program} %S"), ("remote.origin.url", "ssh://host/x"),
                           ("remote.origin.url", str(self.dir)), ("remote.origin.vcs", "own")):
            with self.subTest(value=value):
                self.config(key, value)
                self.config("protocol.allow", "always")
                self.config("core.sshCommand", str(self.program))
                self.config("remote.origin.uploadpack", str(self.program))
                if not value.startswith("own"):
                    self.plain_git_runs_it("cat-file", "-p", blob)
                self.assert_user_error(self.scan("--changed"), "partial clone")
                self.assertFalse(self.mark.exists())


class Environment(GitSafetyTest):
    def test_variables_from_outside(self):
        self.repository()
        self.edit()
        (self.cache / "exec").mkdir()
        for name in ("git-diff", "git-rev-parse", "git-cat-file", "git-ls-files"):
            shutil.copy(self.program, self.cache / "exec" / name)
        self.attributes("*.c filter=own\n")
        for env in ({"GIT_EXTERNAL_DIFF": str(self.program)}, {"GIT_PAGER": str(self.program), "GIT_PAGER_IN_USE": "1"},
                    {"GIT_CONFIG_PARAMETERS": f"'core.fsmonitor={self.program}' 'filter.own.clean={self.program}'"},
                    {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "filter.own.clean", "GIT_CONFIG_VALUE_0": str(self.program)},
                    {"GIT_SSH_COMMAND": str(self.program), "GIT_ASKPASS": str(self.program)},
                    {"GIT_EXEC_PATH": str(self.cache / "exec")}):
            with self.subTest(env=env):
                self.assertEqual(self.changed(env=env), FOUND_WHOLE)

    def test_a_program_called_git_in_the_project(self):
        self.repository()
        self.edit()
        shutil.copy(self.program, self.dir / "git")
        for path in (".:" + os.environ["PATH"], ":" + os.environ["PATH"], "build/..:" + os.environ["PATH"]):
            self.assertEqual(self.changed(env={"PATH": path}), FOUND)

    def test_names_for_pkg_config(self):
        self.write("case/a.c", "int x; // \n")
        for name in (f"x;{self.program}", f"$({self.program})", f"`{self.program}`", "--version", "-x"):
            self.write("case/flags.txt", f"pkg:{name}\n")
            outcome = self.run_tool("rules", "test", "case")
            self.assertEqual(outcome.code, 2, outcome)
            self.assertIn("is no name for pkg-config", outcome.out + outcome.err)
            self.assertFalse(self.mark.exists())


if __name__ == "__main__":
    main()
