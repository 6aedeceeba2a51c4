#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""`stallhound init` on small projects; what it wrote is then used."""
import json
import os
import re
import shutil
import stat
import subprocess
import unittest

from support import EXECUTABLE, LOOP, SILENT, SLEEPER, CliTest, main

try:
    import yaml
except ImportError:
    yaml = None

CMAKE = "cmake_minimum_required(VERSION 3.16)\nproject(service C)\nadd_library(service src/a.c)\n"
FILES = [".stallhound.json", ".pre-commit-config.yaml", ".github/workflows/stallhound.yml"]


class InitTest(CliTest):
    def init(self, *arguments, code=0, **named):
        outcome = self.run_tool("init", *arguments, **named)
        self.assertEqual((outcome.code, outcome.err), (code, ""), outcome)
        return outcome.out

    def config(self):
        text = (self.dir / ".stallhound.json").read_text()
        return json.loads(re.sub(r"(?m)^\s*//.*$", "", text))

    def check_config(self, *arguments):
        outcome = self.run_tool("config", *arguments)
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        return outcome.json()["config"]

    def step(self, name, workflow=".github/workflows/stallhound.yml"):
        """The commands of a step, as they stand under `run: |`."""
        text = (self.dir / workflow).read_text()
        block = re.search(rf"- name: {name}\n +run: \|\n((?: {{10}}.*\n)+)", text)
        self.assertIsNotNone(block, text)
        return re.sub(r"(?m)^ {10}", "", block[1])

    def run_step(self, commands, cwd=None):
        tools = self.dir / "tools-of-the-test"
        tools.mkdir(exist_ok=True)
        if not (tools / "stallhound").exists():
            (tools / "stallhound").symlink_to(EXECUTABLE)
        variables = dict(os.environ, PATH=f"{tools}:{os.environ['PATH']}")
        return subprocess.run(["sh", "-e", "-c", commands], cwd=cwd or self.dir, env=variables, capture_output=True,
                              text=True, timeout=120)

    def yaml(self, name):
        if yaml is None:
            self.skipTest("the Python package yaml is not installed")
        return yaml.safe_load((self.dir / name).read_text())


class Writing(InitTest):
    def test_files_and_what_was_found(self):
        self.write("src/a.cpp", f"#include <boost/asio.hpp>\n#  include <sys/epoll.h>\n{SILENT}")
        self.write("src/b.cpp", "#include <boost/asio/post.hpp>\n// #include <uv.h>\nint b();\n")
        self.write("src/c.h", '#include "wayland-server.h"\n')
        self.write("third_party/uv/a.c", "#include <uv.h>\n")
        self.write("tests/loop_test.cpp", SILENT)
        self.write("lib/tests/x.cpp", SILENT)
        self.write("CMakeLists.txt", CMAKE)
        self.database(["src/a.cpp"], "out/debug")
        self.write(".git/HEAD", "ref: refs/heads/trunk\n")
        text = self.init()
        for part in ("build     CMake, out/debug/compile_commands.json with 1 unit\n",
                     "loops     Boost.Asio: <boost/asio.hpp> in 2 files\n", "loops     epoll: <sys/epoll.h> in 1 file\n",
                     "loops     Wayland: <wayland-server.h> in 1 file; no rule pack describes it\n",
                     "excluded  third_party\n", "tests     tests\n", "tests     *_test.cpp\n", "stallhound scan"):
            self.assertIn(part, text)
        self.assertNotIn("libuv", text)
        for name in FILES:
            self.assertIn(f"wrote   {name}\n", text)
        self.assertEqual(self.config(), {"version": 1, "build": "out/debug", "exclude": ["third_party"],
                                         "tests": ["*_test.cpp", "tests"], "contexts": [], "blocking": []})
        effective = self.check_config()
        self.assertEqual((effective["build"], effective["tests"]), ("out/debug", ["*_test.cpp", "tests"]))
        self.assertIn('branches: ["trunk"]', (self.dir / FILES[2]).read_text())

    def test_nothing_is_overwritten(self):
        self.project(a=SLEEPER)
        self.write(".pre-commit-config.yaml", "repos: []\n")
        (self.dir / ".github/workflows").mkdir(parents=True)
        (self.dir / FILES[2]).symlink_to("nowhere")
        text = self.init()
        self.assertIn("wrote   .stallhound.json\n", text)
        self.assertIn("skipped .pre-commit-config.yaml: it exists (a hook with `entry: stallhound scan --changed`", text)
        self.assertIn(f"skipped {FILES[2]}: it exists", text)
        self.assertEqual((self.dir / ".pre-commit-config.yaml").read_text(), "repos: []\n")
        self.assertFalse((self.dir / ".github/workflows/nowhere").exists())
        before = self.tree()
        self.assertIn("skipped .stallhound.json: it exists", self.init())
        self.assertEqual(self.tree(), before)

    def test_a_dry_run_writes_nothing_and_shows_everything(self):
        self.project(a=SLEEPER)
        before = self.tree()
        text = self.init("--dry-run")
        self.assertEqual(self.tree(), before)
        self.init()
        for name in FILES:
            self.assertIn(f"would write {name}:\n\n{(self.dir / name).read_text()}", text)

    def test_from_a_folder_below(self):
        self.write("src/a.c", SLEEPER)
        self.write(".git/HEAD", "0123456789abcdef\n")
        self.database(["src/a.c"])
        self.init(cwd=self.dir / "src")
        self.assertEqual(self.config()["build"], ".")
        self.assertIn('branches: ["main"]', (self.dir / FILES[2]).read_text())
        self.assertEqual(self.scan().code, 1)

    def test_without_a_database_it_says_how_to_make_one(self):
        self.write("src/a.c", SLEEPER)
        for name, text, command in (("Makefile", "", "  bear --output build/compile_commands.json -- make\n"),
                                    ("meson.build", "", "  meson setup build\n"),
                                    ("CMakeLists.txt", CMAKE, "  cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON\n")):
            self.write(name, text)
            self.assertIn(command, self.init("--dry-run"))
        self.init()
        self.assertNotIn("build", self.config())

    def test_the_best_of_several_databases(self):
        self.write("src/a.c", SLEEPER)
        for folder in ("zeta", "cmake-build-debug", "sub/build", ".hidden"):
            self.database(["src/a.c"], folder)
        self.write("build-old/compile_commands.json", "broken")
        self.assertIn("cmake-build-debug/compile_commands.json", self.init("--dry-run"))
        self.database(["src/a.c"], "build-release")
        self.assertIn("build-release/compile_commands.json", self.init("--dry-run"))
        self.assertIn("zeta/compile_commands.json", self.init("--dry-run", "-p", "zeta"))
        self.assert_user_error(self.run_tool("init", "-p", "nowhere"), "nowhere", "no such file or folder")

    def test_include_folders_tell_as_well(self):
        self.write("a.c", SILENT)
        self.database([self.entry("a.c", "-I/opt/glib/include/glib-2.0")])
        self.assertIn("loops     GLib: on the include path\n", self.init("--dry-run"))

    def test_names_that_need_quotes(self):
        self.write("src/a.c", SLEEPER)
        self.write("CMakeLists.txt", CMAKE)
        self.database(["src/a.c"], "build of \"it's\" mine")
        self.write(".git/HEAD", "ref: refs/heads/a \"branch\": [x]\n")
        self.init()
        self.assertEqual(self.config()["build"], "build of \"it's\" mine")
        self.assertIn(r"""-B 'build of "it'\''s" mine' -D""", self.step("Configure"))
        self.assertEqual(self.scan().code, 1)
        self.assertEqual(self.yaml(FILES[2])["jobs"]["stallhound"]["steps"][0]["name"], "Install stallhound")

    def test_gitlab(self):
        self.project(a=SLEEPER)
        self.write(".gitlab-ci.yml", "stages: [test]\n")
        text = self.init()
        self.assertIn("wrote   .gitlab/stallhound.yml\n", text)
        self.assertFalse((self.dir / ".github").exists())
        self.assertIn("stallhound scan --format text --format gitlab=gl-code-quality-report.json",
                      (self.dir / ".gitlab/stallhound.yml").read_text())
        job = self.yaml(".gitlab/stallhound.yml")["stallhound"]
        self.assertEqual(len(job["script"]), 2)
        self.assertEqual(self.run_step(job["script"][1]).returncode, 1)
        for name in [*job["artifacts"]["paths"], job["artifacts"]["reports"]["codequality"]]:
            self.assertTrue((self.dir / name).exists(), name)

    def test_mistakes(self):
        self.assert_user_error(self.run_tool("init", "--dryrun"), "unknown option '--dryrun' (did you mean `--dry-run`?)")
        self.assert_user_error(self.run_tool("init", "src"), "init takes no 'src'")
        self.assert_user_error(self.run_tool("init", "-p"), "-p needs a value")

    @unittest.skipIf(os.geteuid() == 0, "root may write anywhere")
    def test_a_folder_that_cannot_be_written(self):
        self.project(a=SLEEPER)
        self.dir.chmod(stat.S_IRUSR | stat.S_IXUSR)
        self.addCleanup(self.dir.chmod, 0o755)
        outcome = self.run_tool("init")
        self.assertEqual(outcome.code, 2, outcome)
        self.assertIn("cannot write", outcome.err)

    def test_a_file_where_a_folder_is_needed(self):
        self.project(a=SLEEPER)
        self.write(".github", "a file\n")
        outcome = self.run_tool("init")
        self.assertEqual(outcome.code, 2, outcome)
        self.assertIn("stallhound.yml: cannot write", outcome.err)


class Using(InitTest):
    """The written files, run."""

    def cmake_project(self, source):
        self.needs("cmake", "clang-22")
        self.write("src/a.c", source)
        self.write("tests/t.c", SLEEPER)
        self.write("CMakeLists.txt", CMAKE + "add_library(checks tests/t.c)\n")
        self.write(".git/HEAD", "ref: refs/heads/main\n")
        self.init()
        os.environ.setdefault("CC", "clang-22")
        self.addCleanup(os.environ.pop, "CC", None)

    def test_the_workflow_fails_on_a_finding(self):
        self.cmake_project(SLEEPER)
        configured = self.run_step(self.step("Configure"))
        self.assertEqual(configured.returncode, 0, configured)
        done = self.run_step(self.step("Scan"))
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("src/a.c:3:3: warning: 'usleep' sleeps on the event loop", done.stdout)
        # Test code is accepted.
        self.assertIn("1 finding (1 warning)", done.stdout)
        results = json.loads((self.dir / "stallhound.sarif").read_text())["runs"][0]["results"]
        self.assertEqual([len(result["suppressions"]) for result in results], [0, 1])

    def test_the_workflow_passes_without(self):
        self.cmake_project(SILENT)
        self.assertEqual(self.run_step(self.step("Configure")).returncode, 0)
        done = self.run_step(self.step("Scan"))
        self.assertEqual(done.returncode, 0, done)
        self.check_config()

    def test_the_workflow_is_what_the_service_expects(self):
        self.cmake_project(SILENT)
        workflow = self.yaml(FILES[2])
        job = workflow["jobs"]["stallhound"]
        self.assertEqual(workflow["permissions"], {"contents": "read", "security-events": "write"})
        self.assertEqual([step.get("name") or step["uses"].split("@")[0] for step in job["steps"]],
                         ["Install stallhound", "actions/checkout", "Configure", "Scan", "Upload"])
        upload = job["steps"][-1]
        self.assertEqual((upload["if"], upload["with"]["sarif_file"]), ("always()", "stallhound.sarif"))

    def test_the_hook(self):
        self.project(a=SLEEPER)
        self.init()
        hook = self.yaml(".pre-commit-config.yaml")["repos"][0]["hooks"][0]
        self.assertEqual((hook["id"], hook["language"], hook["pass_filenames"]), ("stallhound", "system", False))
        self.assertEqual(hook["entry"].split()[:2], ["stallhound", "scan"])
        if shutil.which("pre-commit"):
            self.tool("pre-commit", "validate-config", ".pre-commit-config.yaml")

    def test_the_hook_refuses_a_blocking_call(self):
        self.needs("git")
        if "--changed" not in self.run_tool("--help").out:
            self.skipTest("this build has no scan --changed")
        git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org"]
        self.project(a=SILENT)
        self.tool("git", "init", "-q", "-b", "main")
        self.init()
        self.tool(*git, "add", "-A")
        self.tool(*git, "commit", "-q", "-m", "start")
        entry = re.search(r"entry: (.*)", (self.dir / ".pre-commit-config.yaml").read_text())[1]
        self.assertEqual(self.run_step(entry).returncode, 0)
        self.write("a.c", SLEEPER)
        self.tool(*git, "add", "a.c")
        done = self.run_step(entry)
        self.assertEqual(done.returncode, 1, done)
        self.assertIn("usleep", done.stdout)

    def test_a_project_without_anything(self):
        self.write("notes.txt", "nothing\n")
        text = self.init()
        self.assertIn("build     not recognised, no compile_commands.json\n", text)
        self.assertIn("loops     none recognised in 0 files\n", text)
        self.assertIn("exit 1", self.step("Configure"))
        # Once there is something, the configuration fits.
        self.project(a=f"{LOOP} void on_event(void) {{}}\n")
        self.check_config()


if __name__ == "__main__":
    main()
