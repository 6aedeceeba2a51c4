# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The files for CI services: the commands that they contain are run, in a small CMake project, as the services would.

Only what belongs to a service is stood in for: its expressions, the upload, and the steps of others.
"""
import json
import os
import pathlib
import re
import subprocess
import unittest

import support
from support import REPOSITORY

try:
    import yaml
except ImportError:  # The scripts of scripts/setup.sh install it.
    yaml = None

CMAKE = "cmake_minimum_required(VERSION 3.20)\nproject(small C)\nadd_library(small OBJECT a.c)\n"


class CiTest(support.CliTest):
    def setUp(self):
        super().setUp()
        if yaml is None:
            self.skipTest("python3-yaml is not installed")
        self.needs("bash", "cmake", "make")
        # stallhound on the PATH, as after an installation.
        self.bin = self.cache / "bin"
        self.bin.mkdir()
        launcher = self.bin / "stallhound"
        launcher.write_text(f"#!/bin/sh\nexec '{support.EXECUTABLE}' \"$@\"\n")
        launcher.chmod(0o755)

    def cmake_project(self, text):
        self.write("CMakeLists.txt", CMAKE)
        self.write("a.c", text)

    def shell(self, commands, shell=("sh", "-e"), **env):
        variables = {**os.environ, "PATH": f"{self.bin}:{os.environ['PATH']}", "XDG_CACHE_HOME": str(self.cache),
                     "CMAKE_GENERATOR": "Unix Makefiles", **env}
        return subprocess.run([*shell, "-c", commands], cwd=self.dir, env=variables, stdin=subprocess.DEVNULL,
                              capture_output=True, text=True, timeout=120)

    def assert_code(self, done, code):
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)


class ActionTest(CiTest):
    """action.yml and the workflow that uses it, with the few expressions that they use."""

    def action(self):
        return yaml.safe_load((REPOSITORY / "action.yml").read_text())

    def value(self, text, inputs, outputs):
        def one(match):
            kind, _, name = match[1].partition(".")
            if kind == "inputs":
                return inputs[name]
            step, _, output = name.partition(".outputs.")
            return outputs.get(step, {}).get(output, "")
        return re.sub(r"\$\{\{ ((?:inputs|steps)\.[\w.-]+) \}\}", one, text)

    def is_wanted(self, condition, inputs, outputs):
        """Conditions of the form ${{ A == 'x' && B != '' }}."""
        terms = re.fullmatch(r"\$\{\{ (.*) \}\}", condition)[1].split(" && ")
        for term in terms:
            left, operator, right = re.fullmatch(r"(\S+) (==|!=) '(.*)'", term).groups()
            equal = self.value("${{ " + left + " }}", inputs, outputs) == right
            if equal != (operator == "=="):
                return False
        return True

    def run_action(self, **given):
        """Runs the steps; returns the last exit code, the log, the outputs, and what would be uploaded."""
        action = self.action()
        inputs = {name: entry["default"] for name, entry in action["inputs"].items()}
        given = {name.replace("_", "-"): value for name, value in given.items()}
        self.assertLessEqual(set(given), set(inputs))
        inputs.update(given)
        self.summary = self.cache / "summary.md"
        self.summary.write_text("")
        outputs, log, uploaded = {}, "", None
        for step in action["runs"]["steps"]:
            if "if" in step and not self.is_wanted(step["if"], inputs, outputs):
                continue
            if "uses" in step:
                self.assertEqual(step["uses"], "github/codeql-action/upload-sarif@v3")
                uploaded = json.loads(pathlib.Path(self.value(step["with"]["sarif_file"], inputs, outputs)).read_text())
                continue
            # Nothing of an input may be put into a command.
            self.assertNotIn("${{", step["run"])
            file = self.cache / "output"
            file.write_text("")
            env = {name: self.value(value, inputs, outputs) for name, value in step.get("env", {}).items()}
            done = self.shell(step["run"], ("bash", "--noprofile", "--norc", "-eo", "pipefail"), GITHUB_OUTPUT=str(file),
                              GITHUB_STEP_SUMMARY=str(self.summary), GITHUB_ACTION_PATH=str(REPOSITORY), **env)
            log += done.stdout + done.stderr
            if "id" in step:
                outputs[step["id"]] = dict(line.split("=", 1) for line in file.read_text().splitlines())
            if done.returncode != 0:
                return done.returncode, log, outputs, uploaded
        return 0, log, outputs, uploaded

    def configured(self, text):
        self.cmake_project(text)
        self.assert_code(self.shell("cmake -S . -B build -DCMAKE_EXPORT_COMPILE_COMMANDS=ON"), 0)

    def test_a_finding_is_shown_uploaded_and_fails_the_job(self):
        self.configured(support.SLEEPER)
        code, log, outputs, uploaded = self.run_action()
        self.assertEqual(code, 1, log)
        self.assertIn("\n::warning file=a.c,line=3,col=3,title=stallhound%3A sleep/posix::'usleep' sleeps", log)
        self.assertIn("| warning | a.c:3 | 'usleep' sleeps on the event loop |", self.summary.read_text())
        self.assertEqual([result["ruleId"] for result in uploaded["runs"][0]["results"]], ["sleep/posix"])
        self.assertEqual(outputs["scan"], {"exit-code": "1", "sarif-file": str(self.dir / "stallhound.sarif")})

    def test_a_clean_project_passes(self):
        self.configured(support.SILENT)
        code, log, _, uploaded = self.run_action()
        self.assertEqual(code, 0, log)
        self.assertNotIn("\n::", log)
        self.assertEqual(uploaded["runs"][0]["results"], [])

    def test_inputs(self):
        self.configured(support.SLEEPER)
        code, log, _, uploaded = self.run_action(fail_on="never", upload="false", sarif_file="out file.sarif")
        self.assertEqual((code, uploaded), (0, None), log)
        self.assertTrue((self.dir / "out file.sarif").is_file())
        self.assertEqual(self.run_action(arguments="--category lock --category=database")[0], 0)
        self.assertEqual(self.run_tool("baseline", "-p", "build", "-o", "known").code, 0)
        self.assertEqual(self.run_action(baseline="known")[0], 0)
        (self.dir / "touched").unlink(missing_ok=True)
        code, log, _, _ = self.run_action(build_dir="$(touch touched)`touch touched`")
        self.assertEqual(code, 2, log)
        self.assertFalse((self.dir / "touched").exists())

    def test_a_scan_that_cannot_begin_uploads_nothing(self):
        self.cmake_project(support.SLEEPER)
        self.write("stallhound.sarif", "of an earlier run")
        code, log, outputs, uploaded = self.run_action()
        self.assertEqual((code, uploaded, outputs["scan"]), (2, None, {"exit-code": "2"}), log)
        self.assertIn("the scan could not begin", log)

    def test_the_workflow(self):
        workflow = yaml.safe_load((REPOSITORY / "docs/ci/github.yml").read_text())
        self.assertEqual(workflow["permissions"], {"contents": "read", "security-events": "write"})
        steps = workflow["jobs"]["stallhound"]["steps"]
        self.cmake_project(support.SLEEPER)
        ran = []
        for step in steps:
            name = step.get("name") or step["uses"].split("@")[0]
            ran.append(name)
            if name == "Configure":
                self.assert_code(self.shell(step["run"]), 0)
            if name == "stallhound/stallhound":
                given = {key.replace("-", "_"): value for key, value in step["with"].items()}
                self.assertEqual(self.run_action(**given)[0], 1)
        self.assertEqual(ran, ["Prepare", "actions/checkout", "Configure", "actions/cache", "stallhound/stallhound"])

    def test_the_documented_inputs_exist(self):
        text = (REPOSITORY / "docs/ci.md").read_text()
        documented = re.findall(r"^\| `([a-z-]+)` \|", text, re.MULTILINE)
        self.assertEqual(documented, list(self.action()["inputs"]))


class GitlabTest(CiTest):
    def test_the_job(self):
        job = yaml.safe_load((REPOSITORY / "docs/ci/gitlab.yml").read_text())["stallhound"]
        self.cmake_project(support.SLEEPER)
        done = self.shell("\n".join(job["script"]), ("bash", "-eo", "pipefail"))
        self.assert_code(done, 1)
        self.assertIn("a.c:3:3: warning: 'usleep' sleeps on the event loop [sleep/posix]", done.stdout)
        issues = json.loads((self.dir / job["artifacts"]["reports"]["codequality"]).read_text())
        self.assertEqual([(issue["check_name"], issue["location"]["path"], issue["location"]["lines"]["begin"])
                          for issue in issues], [("sleep/posix", "a.c", 3)])
        for path in job["artifacts"]["paths"]:
            self.assertTrue((self.dir / path).is_file())
        self.cmake_project(support.SILENT)
        self.assert_code(self.shell("\n".join(job["script"]), ("bash", "-eo", "pipefail")), 0)

    def test_what_it_installs_with_exists(self):
        text = (REPOSITORY / "docs/ci/gitlab.yml").read_text()
        for command in re.findall(r"scripts/\w+\.sh", text):
            self.assertTrue(os.access(REPOSITORY / command, os.X_OK))
        presets = json.loads((REPOSITORY / "CMakePresets.json").read_text())
        self.assertIn("release", [preset["name"] for preset in presets["configurePresets"]])


class RecipeTest(CiTest):
    def recipe(self, arguments="", **env):
        return self.shell(f"sh '{REPOSITORY}/docs/ci/recipe.sh' {arguments}", **env)

    def test_exit_codes_and_reports(self):
        self.project(a=support.SLEEPER)
        done = self.recipe(BUILD_DIR=".", REPORTS="my reports")
        self.assert_code(done, 1)
        self.assertIn("there are findings to fail on; my reports/stallhound.html", done.stdout)
        self.assertEqual(sorted(file.name for file in (self.dir / "my reports").iterdir()),
                         ["stallhound.html", "stallhound.md", "stallhound.sarif"])
        self.assert_code(self.recipe("--category lock", BUILD_DIR="."), 0)
        self.run_tool("baseline", "-o", "known")
        self.assert_code(self.recipe(BUILD_DIR=".", BASELINE="known"), 0)
        self.assert_code(self.recipe(), 2)

    def test_units_that_cannot_be_read(self):
        self.project(a=support.SILENT, b="#include \"no_such_header.h\"\n")
        self.assert_code(self.recipe(BUILD_DIR="."), 3)
        self.assert_code(self.recipe(BUILD_DIR=".", ALLOW_INCOMPLETE="1"), 0)


class ReadmeTest(CiTest):
    def blocks(self, name, heading, language):
        text = (REPOSITORY / name).read_text()
        section = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)[1]
        return re.findall(rf"```{language}\n(.*?)```", section, re.DOTALL)

    def test_the_lines_of_the_readme(self):
        (commands,) = self.blocks("README.md", "CI", "sh")
        self.cmake_project(support.SLEEPER)
        done = self.shell(commands)
        self.assert_code(done, 1)
        self.assertIn("'usleep' sleeps on the event loop", done.stdout)
        self.assertEqual(len(json.loads((self.dir / "stallhound.sarif").read_text())["runs"][0]["results"]), 1)
        self.cmake_project(support.SILENT)
        self.assert_code(self.shell(commands), 0)

    def test_the_step_of_the_readme(self):
        action = yaml.safe_load((REPOSITORY / "action.yml").read_text())
        for name, heading in (("README.md", "CI"), ("docs/ci.md", "GitHub")):
            (block,) = self.blocks(name, heading, "yaml")
            (step,) = [step for step in yaml.safe_load(block) if step["uses"].startswith("stallhound/")]
            self.assertLessEqual(set(step["with"]), set(action["inputs"]))

    def test_the_baseline_of_the_guide(self):
        (commands,) = self.blocks("docs/ci.md", "A project with many findings", "sh")
        self.project(a=support.SLEEPER)
        self.assert_code(self.shell(commands), 0)
        self.write("a.c", support.SLEEPER + f"{support.LOOP} void on_read(void) {{ usleep(7); }}\n")
        self.assert_code(self.shell(commands.splitlines()[1]), 1)


if __name__ == "__main__":
    unittest.main()
