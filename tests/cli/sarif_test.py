# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""SARIF files, judged by the tools of others: the public validator with its rules for GitHub, and a viewer in a browser.

The validator gets the reports that the fixture tests left in FIXTURE_REPORTS, if they ran, and always those of a project
that is made here to have all that a file can have. `scripts/setup.sh --gate` installs what these tests need; without it
they are skipped.
"""
import fcntl
import filecmp
import json
import os
import pathlib
import shutil
import subprocess
import unittest

import support

NPM = support.REPOSITORY / "tests/npm"
# Beside the builds, and shared by them.
INSTALLED = support.REPOSITORY / "build/npm"
FIXTURE_REPORTS = os.environ.get("FIXTURE_REPORTS")

DEEP = f"""int usleep(unsigned microseconds);
int system(const char* command);
static void third(void) {{
  usleep(5);
}}
static void second(void) {{ third(); }}
static void first(void) {{ second(); }}
{support.LOOP} void on_timer(void) {{
  first();
}}
{support.LOOP} void on_signal(void) {{
  system("true");  // NOLINT(stallhound-process): start-up only
}}
"""


def modules():
    """The folder of the installed packages, or a reason for there being none."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        return None, "npm is not installed (scripts/setup.sh --gate)"
    INSTALLED.mkdir(parents=True, exist_ok=True)
    with open(INSTALLED / ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = INSTALLED / "node_modules/.package-lock.json"
        same = (INSTALLED / "package-lock.json").exists() and filecmp.cmp(NPM / "package-lock.json",
                                                                          INSTALLED / "package-lock.json", shallow=False)
        if not (same and stamp.exists()):
            for name in ("package.json", "package-lock.json"):
                shutil.copy(NPM / name, INSTALLED / name)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            try:
                done = subprocess.run(command, cwd=INSTALLED, capture_output=True, text=True, timeout=180)
            except subprocess.TimeoutExpired:
                return None, "npm ci took too long (scripts/setup.sh --gate)"
            if done.returncode != 0:
                return None, "npm ci failed (scripts/setup.sh --gate shows why)"
    return INSTALLED / "node_modules", ""


class SarifTest(support.CliTest):
    def setUp(self):
        super().setUp()
        self.modules, reason = modules()
        if self.modules is None:
            self.skipTest(reason)

    def validator(self):
        # The program itself: the package's starter hands its arguments to a shell.
        program = self.modules / "@microsoft/sarif-multitool-linux/Sarif.Multitool"
        if not program.exists() or os.uname().machine != "x86_64":
            self.skipTest("@microsoft/sarif-multitool-linux has no program for this machine")
        program.chmod(0o755)
        return program

    def complaints(self, files):
        """What the validator says about each of the files."""
        program = self.validator()
        out = self.dir / "validated.sarif"
        env = dict(os.environ, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT="1")
        command = [program, "validate", *files, "--rule-kind", "Sarif;Ghas", "-o", out, "--log", "ForceOverwrite"]
        done = subprocess.run([str(word) for word in command], env=env, capture_output=True, text=True, timeout=600)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        # It says nothing of a file that it did not find, but counts those that it read.
        self.assertIn(f"{len(files)} files scanned", done.stdout)
        run = json.loads(out.read_text(encoding="utf-8-sig"))["runs"][0]
        return [f"{result['ruleId']} {result['locations'][0]['physicalLocation']['artifactLocation']['uri']}: "
                f"{result['message'].get('text') or result['message'].get('arguments')}"
                for result in run.get("results", [])]

    def sarif(self, name, *arguments):
        out = self.dir / name
        outcome = self.scan("--format", f"sarif={out}", *arguments)
        self.assertIn(outcome.code, (0, 1, 3), outcome)
        return out

    def everything(self):
        """Reports with code flows, suppressions, states of a baseline, problems, a shortened path, and with nothing."""
        self.project(a=support.SLEEPER, b=DEEP)
        files = [self.sarif("plain.sarif")]
        self.run_tool("baseline", "-o", self.dir / "known")
        self.write("a.c", support.SLEEPER + f"{support.LOOP} void on_read(void) {{ helper(); usleep(7); }}\n")
        files.append(self.sarif("compared.sarif", "--baseline", self.dir / "known"))
        self.write("broken.c", "#include \"no_such_header.h\"\n" + support.SLEEPER)
        self.write("c.c", support.SILENT)
        self.database(["a.c", "b.c", "c.c", "broken.c", "gone.c"])
        files.append(self.sarif("problems.sarif"))
        calls = "".join(f"static void f{i}(void) {{ f{i + 1}(); }}\n" for i in reversed(range(1200)))
        self.write("a.c", f"int usleep(unsigned n);\nstatic void f1200(void) {{ usleep(5); }}\n{calls}"
                   f"{support.LOOP} void on_timer(void) {{ f0(); }}\n")
        self.database(["a.c"])
        files.append(self.sarif("long.sarif"))
        self.database(["c.c"])
        files.append(self.sarif("nothing.sarif"))
        return files

    def test_the_validator_has_no_complaint(self):
        files = self.everything()
        logs = [json.loads(file.read_text())["runs"][0] for file in files]
        self.assertTrue(all(log["results"] for log in logs[:4]))
        self.assertIn("baselineState", logs[1]["results"][0])
        self.assertTrue(any(result.get("suppressions") for result in logs[0]["results"]))
        self.assertTrue(logs[2]["invocations"][0]["toolExecutionNotifications"])
        self.assertEqual(logs[4]["results"], [])
        self.assertEqual(self.complaints(files), [])

    def test_the_validator_complains_when_there_is_a_reason(self):
        self.project(a=support.SLEEPER)
        file = self.sarif("broken.sarif")
        log = json.loads(file.read_text())
        del log["runs"][0]["results"][0]["locations"]
        file.write_text(json.dumps(log))
        self.assertIn("GH1015", "\n".join(self.complaints([file])))

    def test_reports_of_fixtures(self):
        files = sorted(pathlib.Path(FIXTURE_REPORTS or "/nowhere").glob("*/*/report.sarif"))
        if not files:
            self.skipTest("no fixture was scanned before")
        self.assertEqual(self.complaints(files), [])

    def test_parts_that_services_read(self):
        self.project(a=support.SLEEPER, b=DEEP)
        run = json.loads(self.sarif("plain.sarif").read_text())["runs"][0]
        self.assertEqual(run["originalUriBaseIds"]["SRCROOT"]["uri"], f"file://{self.dir}/")
        rules = run["tool"]["driver"]["rules"]
        for result in run["results"]:
            rule = rules[result["ruleIndex"]]
            self.assertEqual(rule["id"], result["ruleId"])
            self.assertTrue(rule["help"]["markdown"] and rule["properties"]["tags"])
            self.assertRegex(result["partialFingerprints"]["stallhound/v1"], "^[0-9a-f]{16}$")
            places = result["locations"] + result["relatedLocations"]
            places += [step["location"] for step in result["codeFlows"][0]["threadFlows"][0]["locations"]]
            for place in places:
                artifact = place["physicalLocation"]["artifactLocation"]
                self.assertEqual(artifact["uriBaseId"], "SRCROOT")
                self.assertTrue((self.dir / artifact["uri"]).is_file())
        before = [result["partialFingerprints"] for result in run["results"]]
        self.write("a.c", "\n\n/* moved */\n" + support.SLEEPER)
        run = json.loads(self.sarif("moved.sarif").read_text())["runs"][0]
        self.assertEqual([result["partialFingerprints"] for result in run["results"]], before)

    def test_a_viewer_shows_the_file(self):
        browser = shutil.which("chromium")
        if browser is None:
            self.skipTest("chromium is not installed (scripts/setup.sh --gate)")
        self.project(b=DEEP)
        file = self.sarif("plain.sarif")
        done = subprocess.run(["node", str(NPM / "view.js"), str(self.modules), browser, str(file)], cwd=self.dir,
                              capture_output=True, text=True, timeout=120)
        self.assertEqual(done.returncode, 0, done.stderr)
        page = json.loads(done.stdout)
        self.assertEqual(page["problems"], [])
        self.assertIn("sleep/posix", page["results"])
        self.assertIn("'usleep' sleeps on the event loop. Here, 'on_timer()' is marked as loop code", page["results"])
        self.assertIn("usleep(5);", page["results"])
        texts = [step["location"]["message"]["text"] for step in page["flow"]]
        self.assertEqual(texts[1:], ["'on_timer()' calls 'first()'.", "'first()' calls 'second()'.",
                                     "'second()' calls 'third()'.", "'third()' calls 'usleep'."])
        for text in texts:
            self.assertIn(text, page["steps"])
            self.assertNotIn(text, page["results"])
        self.assertEqual(page["steps"].count("b.c"), len(texts))
        self.assertIn("static void first(void) { second(); }", page["steps"])


if __name__ == "__main__":
    unittest.main()
