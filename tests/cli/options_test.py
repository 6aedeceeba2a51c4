#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""A compile database runs nothing, writes nothing and prints nothing, whatever option it uses.

Every option in Clang's own table gets entries in a database, with values that would show its effect: a file in a folder
of victims, a program that would be started, a pipe that nobody writes to. strace sees what a scan of them does.
"""
import collections
import itertools
import json
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from support import EXECUTABLE, REPOSITORY, CliTest

TABLE = os.environ.get("OPTION_TABLE", REPOSITORY / "build/release/tests/option_table")
SOURCE = """#include "m.h"
struct Base { virtual ~Base(); int member; };
struct Derived : Base { long more[3]; ~Derived() override; };
Derived::~Derived() {}
int answer(Derived *derived) { return in_m(sizeof *derived); }
"""
PIPES = ["special/fifo", "bin/clang++.cfg"]
Option = collections.namedtuple("Option", "name form values known")
TOOLS = ["amdgpu-arch", "nvptx-arch", "offload-arch", "rocm_agent_enumerator", "ld", "as", "ptxas"]
CALLS = ("execve,execveat,open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,"
         "linkat,symlink,symlinkat,mknod,mknodat,truncate,utimensat")
CALL = re.compile(r"^(?:\d+\s+)?(\w+)\((.*)$")
WRITING = re.compile(r"\bO_(?:WRONLY|RDWR|CREAT|TRUNC|APPEND|TMPFILE)\b")


def read_table():
    out = subprocess.run([TABLE], capture_output=True, text=True, check=True).stdout
    for line in out.splitlines():
        name, form, values, known = line.split("\t")
        yield Option(name, form, int(values), known.split())


def words(option, value):
    """The option as it stands on a command line."""
    if option.form == "flag":
        return [option.name]
    if option.form == "joined":
        return [option.name + value]
    if option.form == "joined-and-separate":
        return [option.name + value, value]
    return [option.name] + [value] * option.values


def faults_of(trace, folder):
    """What a scan must not do, as (what, path), from the output of strace."""
    faults = set()
    started = 0
    for line in trace:
        call = CALL.match(line)
        if not call:
            continue
        name, rest = call.groups()
        paths = re.findall(r'"((?:[^"\\]|\\.)*)"', rest)
        path = paths[0] if paths else ""
        if name.startswith("exec"):
            started += 1
            if started > 1:
                faults.add(("started", path))
        elif name.startswith("open"):
            if path in (str(folder / name) for name in PIPES):
                faults.add(("opened", path))
            # A worker tells the kernel about itself, before it reads anything.
            if WRITING.search(rest) and path not in ("/dev/null", "/proc/self/oom_score_adj"):
                faults.add(("written", path))
        else:
            faults.add((name, path))
    return faults


class OptionsTest(CliTest):
    def setUp(self):
        super().setUp()
        if shutil.which("strace") is None:
            self.skipTest("strace is not installed")
        if subprocess.run(["strace", "-f", "true"], capture_output=True).returncode != 0:
            self.skipTest("strace is not permitted here")
        self.write("one.cpp", SOURCE)
        self.write("m.h", "int in_m(int);\n")
        self.write("module.modulemap", 'module M { header "m.h" }\n')
        tool = self.write("bin/tool", "#!/bin/sh\necho gfx90a\n")
        tool.chmod(0o755)
        for name in TOOLS:
            shutil.copy(tool, self.dir / "bin" / name)
        for folder in ("victim", "special"):
            (self.dir / folder).mkdir()
        os.mkfifo(self.dir / "special/fifo")
        self.compiler = str(self.dir / "bin/clang++")
        self.entries = []

    def add(self, *flags):
        self.entries.append({"directory": str(self.dir), "file": "one.cpp",
                             "arguments": [self.compiler, *flags, "-c", "one.cpp"]})

    def values(self, number):
        victim = self.dir / "victim" / str(number)
        return [str(victim), str(self.dir / "bin/tool"), str(self.dir / "special/fifo")]

    def scan(self):
        """Traces one scan of all entries and returns its faults and its report."""
        self.write("compile_commands.json", json.dumps(self.entries))
        log = self.cache / "trace"
        command = ["strace", "-f", "-qq", "-s", "4096", "--seccomp-bpf", "-e", f"trace={CALLS}", "-o", str(log), EXECUTABLE,
                   "scan", "-p", str(self.dir), "--no-cache", "--format", "json", "--timeout", "20", "-j", "2"]
        done = subprocess.run(command, capture_output=True, cwd=self.cache, timeout=280,
                              env={**os.environ, "XDG_CACHE_HOME": str(self.cache / "home")})
        with open(log, errors="replace") as trace:
            faults = faults_of(trace, self.dir)
        return faults, done.stdout

    def check(self):
        self.assertGreater(len(self.entries), 100)
        faults, out = self.scan()
        if os.environ.get("OPTIONS_TEST_VERBOSE"):
            print(f"{len(self.entries)} entries, {len(faults)} faults: {sorted(faults)}")
        self.assertEqual(sorted(faults)[:20], [], f"{len(faults)} faults")
        report = json.loads(out)
        # Clang itself gives up on some nonsensical values, which costs that unit only. Waiting would cost the scan.
        self.assertEqual([problem for problem in report["problems"] if "took longer" in problem["message"]], [])
        self.assertEqual(sorted(os.listdir(self.dir / "victim")), [])

    def test_options_of_the_driver(self):
        for number, option in enumerate(read_table()):
            if "driver" in option.known and option.form != "rest":
                for value in self.values(number) + ["native"]:
                    self.add(*words(option, value))
        self.check()

    def test_options_of_clang_cl(self):
        for number, option in enumerate(read_table()):
            if "cl" in option.known and option.form != "rest":
                for value in self.values(number):
                    self.add("--driver-mode=cl", *words(option, value))
        self.check()

    def test_options_of_the_inner_compiler(self):
        for number, option in enumerate(read_table()):
            if "cc1" not in option.known or option.form == "rest":
                continue
            for value in self.values(number):
                given = words(option, value)
                self.add(*itertools.chain.from_iterable(("-Xclang", word) for word in given))
                self.add(*itertools.chain.from_iterable(("-Xpreprocessor", word) for word in given))
                if not any("," in word for word in given):
                    self.add("-Wp," + ",".join(given))
        self.check()

    def test_options_in_files(self):
        for number, option in enumerate(read_table()):
            if "driver" not in option.known or option.form == "rest":
                continue
            given = words(option, self.values(number)[0]) + words(option, self.values(number)[1])
            file = self.write(f"files/{number}.cfg", "\n".join(f'"{word}"' for word in given))
            self.add(f"@{file}")
            self.add(f"--config={file}")
            self.add("--config-user-dir=files", f"--config={number}.cfg")
        self.check()

    def test_options_about_devices(self):
        modes = [["-x", "hip", "--offload-arch=native"], ["-x", "cuda", "--offload-arch=native"],
                 ["-fopenmp", "-fopenmp-targets=amdgcn-amd-amdhsa"], ["-fopenmp", "--offload-arch=native"],
                 ["--target=amdgcn-amd-amdhsa"], ["--target=nvptx64-nvidia-cuda"], ["-fsycl"], ["--hipstdpar"]]
        for number, option in enumerate(read_table()):
            if "driver" not in option.known or not re.search(r"offload|arch|gpu|cpu|cuda|hip|openmp|sycl|rocm|device|ptx",
                                                             option.name):
                continue
            for mode in modes:
                for value in [*self.values(number)[:2], "native"]:
                    self.add(*mode, *words(option, value))
        self.check()

    def test_files_of_arguments_that_are_no_files(self):
        fifo = self.dir / "special/fifo"
        for number in range(40):
            self.add(f"@{fifo}", f"-DN={number}")
            self.add(f"--config={fifo}", f"-DN={number}")
            self.add("-include", str(fifo), f"-DN={number}")
            self.add(f"-ivfsoverlay{fifo}", f"-DN={number}")
        os.mkfifo(self.dir / "bin/clang++.cfg")
        self.check()


class FollowedTest(CliTest):
    """What is about the code is followed, wherever it is written; what is not followed and matters is said once."""

    def check_enabled(self, *flags, compiler="clang-22", file="a.c", source="", says=""):
        self.write(file, f"#ifndef ENABLED\n#error off\n#endif\n{source}int answer(void);\n")
        self.database([self.entry(file, *flags, compiler=compiler)])
        outcome = self.scan("--format", "json", "--no-cache")
        report = outcome.json()
        self.assertEqual([report["problems"], outcome.code], [[], 0], outcome)
        if says:
            self.assertIn(says, outcome.err)
            self.assertEqual(len(outcome.err.splitlines()), 1, outcome)
        else:
            self.assertEqual(outcome.err, "")

    def test_macros(self):
        for flags in (["-DENABLED"], ["-D", "ENABLED"], ["-Wp,-DENABLED"], ["-Xpreprocessor", "-DENABLED"],
                      ["-Xclang", "-DENABLED"], ["-Xclang", "-D", "-Xclang", "ENABLED"], ["--define-macro=ENABLED"]):
            with self.subTest(flags):
                self.check_enabled(*flags)

    def test_files_of_arguments(self):
        self.write("flags.rsp", "@more.rsp\n")
        self.write("more.rsp", "-DENABLED -o out.o")
        self.write("flags.cfg", "# comment\n-DOTHER @<CFGDIR>/more.rsp\n")
        for flags in (["@flags.rsp"], ["--config=flags.cfg", "--config-user-dir=."], ["--config=./flags.cfg"],
                      ["--config", str(self.dir / "flags.cfg")]):
            with self.subTest(flags):
                self.check_enabled(*flags)

    def test_configuration_beside_the_compiler(self):
        for name in ("clang.cfg", "aarch64-unknown-linux-gnu-clang.cfg", "aarch64-unknown-linux-gnu.cfg"):
            with self.subTest(name):
                file = self.write(f"bin/{name}", "-DENABLED")
                self.check_enabled("--target=aarch64-linux-gnu", compiler=str(self.dir / "bin/clang"))
                file.unlink()
        self.write("bin/clang.cfg", "-DUNWANTED")
        self.check_enabled("--no-default-config", "-DENABLED", source="#ifdef UNWANTED\n#error on\n#endif\n",
                           compiler=str(self.dir / "bin/clang"))

    def test_unreadable_files_of_arguments_are_named(self):
        self.check_enabled("--config=nowhere.cfg", "-DENABLED", says="nowhere.cfg")
        self.check_enabled("--config=./nowhere.cfg", "-DENABLED", says="nowhere.cfg")
        os.mkfifo(self.dir / "pipe")
        self.check_enabled("@pipe", "-DENABLED", says="pipe")

    def test_an_overlay_of_files(self):
        self.write("real.h", "#define ENABLED\n")
        self.write("overlay.yaml", json.dumps({"version": 0, "roots": [{
            "type": "file", "name": str(self.dir / "virtual/v.h"), "external-contents": str(self.dir / "real.h")}]}))
        self.check_enabled("-ivfsoverlay", "overlay.yaml", "-include", str(self.dir / "virtual/v.h"))

    def test_modules_are_read_as_headers(self):
        self.write("m.h", "#define ENABLED\n")
        self.write("module.modulemap", 'module M { header "m.h" }\n')
        self.check_enabled("-fmodules", "-fmodule-map-file=module.modulemap", "-include", str(self.dir / "m.h"))
        self.check_enabled("-fmodules", "-fcxx-modules", "-std=c++20", "-include", str(self.dir / "m.h"), file="a.cpp")

    def test_plugins_are_named_once_and_the_units_kept(self):
        self.write("b.c", "int b(void);\n")
        self.write("a.c", "int a(void);\n")
        flags = ["-fplugin=a.so", "-Xclang", "-load", "-Xclang", "b.so", "-Xclang", "-add-plugin", "-Xclang", "x"]
        self.database([self.entry("a.c", *flags), self.entry("b.c", *flags, "-fplugin=other.so")])
        outcome = self.scan("--no-cache")
        self.assertEqual(outcome.code, 0, outcome)
        for name in ("-fplugin=", "-load", "-add-plugin"):
            self.assertEqual(outcome.err.count(f" {name}: plug-ins are not loaded"), 1, outcome)
        self.assertEqual(len(outcome.err.splitlines()), 3, outcome)
        self.assertIn("2 translation units", outcome.out)

    def test_the_host_side_of_device_code(self):
        self.write("cuda.h", "#define __global__ __attribute__((global))\n")
        kernel = '#include "cuda.h"\n__global__ void kernel(int *p) { *p = 1; }\n#ifdef __CUDA_ARCH__\n#error device\n#endif\n'
        for language in ("cuda", "hip"):
            with self.subTest(language):
                self.check_enabled("-x", language, "-nogpuinc", "-nogpulib", "--offload-arch=native", "-DENABLED", source=kernel,
                                   file="a.cu", compiler="clang++-22")
        self.check_enabled("-fopenmp", "-fopenmp-targets=nvptx64-nvidia-cuda", "-DENABLED", says="host's side",
                           source="#ifndef _OPENMP\n#error no OpenMP\n#endif\n")


class JudgeTest(unittest.TestCase):
    """The judge of traces itself."""

    def test_faults_are_seen(self):
        folder = pathlib.Path("/w")
        trace = ['1 execve("/usr/bin/stallhound", ["stallhound"], 0x1 /* 9 vars */) = 0',
                 '2 execve("/w/bin/tool", ["tool"], 0x1) = -1 EPERM (Operation not permitted)',
                 '2 openat(AT_FDCWD, "/w/one.cpp", O_RDONLY|O_CLOEXEC) = 3',
                 '2 openat(AT_FDCWD, "/w/victim/1", O_RDWR|O_CREAT|O_CLOEXEC, 0666) = 3',
                 '2 openat(AT_FDCWD, "/w/special/fifo", O_RDONLY) = 3', '2 mkdir("/w/victim/2", 0777) = 0',
                 '2 openat(AT_FDCWD, "/dev/null", O_RDWR) = 3']
        self.assertEqual(faults_of(trace, folder),
                         {("started", "/w/bin/tool"), ("written", "/w/victim/1"), ("opened", "/w/special/fifo"),
                          ("mkdir", "/w/victim/2")})


if __name__ == "__main__":
    unittest.main()
