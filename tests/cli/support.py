# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""What the command-line tests share: a temporary project, a made-up compile database, and one way to run stallhound.

The executable comes from the environment variable STALLHOUND, else build/release/stallhound of this repository.
"""
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
EXECUTABLE = os.path.abspath(os.environ.get("STALLHOUND", REPOSITORY / "build/release/stallhound"))

LOOP = '__attribute__((annotate("stallhound::loop")))'
# Declarations instead of headers: such files parse in a few milliseconds.
SLEEPER = f"""int usleep(unsigned microseconds);
static void helper(void) {{
  usleep(5);
}}
{LOOP} void on_timer(void) {{
  helper();
}}
"""
# What standard error says about a scan of SLEEPER.
FAILS = "stallhound: exit code 1: 1 definite finding at or above warning\n"
SILENT = "int answer(void) { return 42; }\n"


class Outcome:
    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class CliTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        # The real path: reports are about real files, and the temporary folder may be a link.
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="stallhound-cli-")).resolve()
        self.addCleanup(shutil.rmtree, self.dir, ignore_errors=True)
        # A cache of its own, beside the project: nothing of another test, or of the user's, is found in it.
        self.cache = pathlib.Path(tempfile.mkdtemp(prefix="stallhound-cache-")).resolve()
        self.addCleanup(shutil.rmtree, self.cache, ignore_errors=True)

    def write(self, name, text):
        path = self.dir / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        return path

    def entry(self, name, *flags, compiler="clang-22"):
        return {"directory": str(self.dir), "file": str(self.dir / name),
                "arguments": [compiler, *flags, "-c", str(self.dir / name), "-o", name + ".o"]}

    def database(self, entries, folder="."):
        """Writes compile_commands.json; an entry is a file name or a whole entry."""
        entries = [self.entry(e) if isinstance(e, str) else e for e in entries]
        return self.write(os.path.join(folder, "compile_commands.json"), json.dumps(entries, indent=1))

    def project(self, **files):
        """A project of C files: project(a=SLEEPER) writes a.c and a database that names it."""
        for name, text in files.items():
            self.write(name + ".c", text)
        self.database([name + ".c" for name in files])

    def run_tool(self, *arguments, cwd=None, env=None, executable=None):
        variables = {k: v for k, v in os.environ.items() if k not in ("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR")}
        variables["XDG_CACHE_HOME"] = str(self.cache)
        variables.update(env or {})
        done = subprocess.run([str(executable or EXECUTABLE), *map(str, arguments)], cwd=cwd or self.dir, env=variables,
                              stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120)
        return Outcome(done.returncode, done.stdout, done.stderr)

    def scan(self, *arguments, **named):
        return self.run_tool("scan", *arguments, **named)

    def scan_json(self, *arguments, **named):
        outcome = self.scan("--format", "json", *arguments, **named)
        self.assertIn(outcome.code, (0, 1, 3), outcome)
        return outcome.json()

    def tree(self, folder=None):
        """Every file below a folder with its bytes: to see that nothing was written or left behind."""
        folder = folder or self.dir
        return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}

    def assert_user_error(self, outcome, *parts):
        """A mistake of the user: exit code 2, nothing on standard output, what and where on standard error."""
        self.assertEqual(outcome.code, 2, outcome)
        self.assertEqual(outcome.out, "", outcome)
        for line in outcome.err.splitlines():
            self.assertTrue(line.startswith("stallhound: error: "), outcome)
        for part in parts:
            self.assertIn(part, outcome.err, outcome)

    def needs(self, *tools):
        for tool in tools:
            if shutil.which(tool) is None:
                self.skipTest(f"{tool} is not installed")

    def tool(self, *command, cwd=None, env=None):
        """Runs a build tool; its failure fails the test with its output."""
        variables = dict(os.environ)
        variables.update(env or {})
        done = subprocess.run([str(c) for c in command], cwd=cwd or self.dir, env=variables, capture_output=True, text=True,
                              timeout=300)
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")


def main():
    unittest.main()
