#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""The runner of the fixtures on made-up cases: what must fail does, and what is skipped says so."""
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).resolve().parent
EXECUTABLE = os.path.abspath(os.environ.get("STALLHOUND", HERE.parent / "build/release/stallhound"))
LOOP = """int usleep(unsigned);
__attribute__((annotate("stallhound::loop"))) void on_timer(void) {
  usleep(5);  // %s
}
"""


class Runner(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="stallhound-runner-")
        self.addCleanup(folder.cleanup)
        self.dir = pathlib.Path(folder.name)

    def run_case(self, comment="expect: sleep", **files):
        case = self.dir / "fixtures/area/case"
        case.mkdir(parents=True, exist_ok=True)
        (case / "main.c").write_text(LOOP % comment)
        for name, text in files.items():
            (case / f"{name}.txt").write_text(text)
        done = subprocess.run([sys.executable, HERE / "fixtures.py", "--stallhound", EXECUTABLE, "--work", self.dir / "work",
                               "-j", "1", "--once", self.dir / "fixtures"], capture_output=True, text=True, timeout=60)
        return done.returncode, done.stdout + done.stderr

    def test_a_case_passes(self):
        self.assertEqual(self.run_case(), (0, "1 of 1 cases pass, 1 expectations\n"))

    def test_an_expectation_that_is_not_met_fails(self):
        for comment, complaint in (("expect: process", "not found"), ("", "unexpected"), ("missed: sleep", "found now"),
                                   ("expect: sleep via other > usleep", "other path")):
            code, out = self.run_case(comment)
            self.assertEqual(code, 1, out)
            self.assertIn(complaint, out)

    def test_a_case_that_does_not_compile_fails(self):
        code, out = self.run_case("expect: sleep\nint broken(;")
        self.assertEqual(code, 1, out)
        self.assertIn("main.c:4:", out)

    def test_a_missing_header_skips_the_case_visibly(self):
        self.assertEqual(self.run_case("expect: process", needs="stddef.h\n<no/such_header.h>\n"),
                         (0, "SKIPPED area/case: <no/such_header.h> is not found\n"
                             "0 of 1 cases pass, 1 skipped, 0 expectations\n"))

    def test_flags_of_the_case_count(self):
        (self.dir / "fixtures/area/case/include").mkdir(parents=True)
        (self.dir / "fixtures/area/case/include/own.h").write_text("")
        self.assertIn("SKIPPED", self.run_case(needs="<own.h>\n")[1])
        code, out = self.run_case(needs="<own.h>\n", flags=f"-I{self.dir}/fixtures/area/case/include\n")
        self.assertEqual((code, out), (0, "1 of 1 cases pass, 1 expectations\n"))

    def test_an_unknown_package_skips_only_where_headers_are_needed(self):
        code, out = self.run_case(needs="<stddef.h>\n", flags="pkg:no-such-package\n")
        self.assertEqual((code, out.splitlines()[0]), (0, "SKIPPED area/case: pkg-config knows no no-such-package"))
        (self.dir / "fixtures/area/case/needs.txt").unlink()
        self.assertEqual(self.run_case(flags="pkg:no-such-package\n")[0], 1)

    def test_needs_are_written_as_in_an_include(self):
        code, out = self.run_case(needs="#include <stddef.h>\n")
        self.assertEqual(code, 1)
        self.assertRegex(out, re.escape("needs.txt: '#include <stddef.h>' is not written as header.h or <header.h>"))


if __name__ == "__main__":
    unittest.main()
