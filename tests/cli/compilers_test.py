#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compile databases of other compilers, targets and languages: who compiled it decides what the code means."""
import os
import pathlib
import re
import shutil
import unittest

from support import LOOP, SLEEPER, CliTest, main

# Fails to parse where its flag was lost.
UNIT = f"""#ifndef ENABLED
#error "ENABLED is not defined"
#endif
extern "C" {{{{ unsigned sleep(unsigned); }}}}
{LOOP} void on_{{0}}(void) {{{{ sleep(1); }}}}
"""
C_UNIT = UNIT.replace('extern "C" {{ unsigned sleep(unsigned); }}', "unsigned sleep(unsigned);")
OTHER_LANGUAGE = "skipped: stallhound reads C, C++ and Objective-C"
HOST = os.uname().machine


class CompilersTest(CliTest):
    def branches(self, condition, includes=""):
        """A handler that sleeps in line 5 if the condition holds, and else in line 7."""
        return (f"{includes}\n#ifdef __cplusplus\nextern \"C\" unsigned sleep(unsigned);\n#else\n"
                f"unsigned sleep(unsigned);\n#endif\n{LOOP} void handler(void) {{\n#if {condition}\n  sleep(1); // then\n#else\n"
                "  sleep(2); // else\n#endif\n}\n")

    def taken(self, report):
        """Which branch of each file has a finding: {"a.c": "then"}."""
        found = {}
        for finding in report["findings"]:
            place = finding["location"]
            line = (self.dir / place["file"]).read_text().splitlines()[place["line"] - 1]
            found[place["file"]] = line.rsplit("// ", 1)[-1]
        return found

    def scan_branches(self, commands, *arguments):
        """Scans one file per (name, condition, words of the command before the file) and tells the branches."""
        for name, condition, _ in commands:
            self.write(name, self.branches(condition))
        self.database([{"directory": str(self.dir), "file": name, "arguments": [*words, "-c", name]}
                       for name, _, words in commands])
        report = self.scan_json(*arguments)
        return report, self.taken(report)


class Launchers(CompilersTest):
    def check(self, commands, suffix=".c", text=C_UNIT):
        """Each command compiles one file; every one has to be analysed with its flags."""
        entries = []
        for index, words in enumerate(commands):
            name = f"u{index:02}{suffix}"
            self.write(name, text.format(index))
            words = words.split() if isinstance(words, str) else words
            entries.append({"directory": str(self.dir), "file": name, "arguments": [*words, "-DENABLED", "-c", name, "-o", "x.o"]})
        self.database(entries)
        report = self.scan_json()
        self.assertEqual(report["problems"], [])
        found = {finding["location"]["file"] for finding in report["findings"]}
        lost = [commands[i] for i, entry in enumerate(entries) if entry["file"] not in found]
        self.assertEqual(lost, [])
        self.assertEqual(report["summary"]["translation_units"], len(commands))

    def test_launchers(self):
        self.check(["ccache gcc", "sccache gcc", "distcc gcc", "distcc ccache /usr/bin/gcc", "icecc g++", "buildcache gcc",
                    "gomacc clang", "ccache distcc gcc", "env CC=gcc CCACHE_DIR=/x gcc", "env -i PATH=/bin gcc", "nice gcc",
                    "nice -n 10 gcc", "ionice -c 3 gcc", "time gcc", "time -p gcc", "libtool --mode=compile gcc",
                    "libtool --tag=CC --mode=compile gcc", "/bin/bash ../libtool --tag=CC --silent --mode=compile gcc",
                    "cmake -E env X=Y gcc", "cmake -E time gcc",
                    "cmake -E __run_co_compile --launcher=ccache --tidy=clang-tidy;--use-color --source=u.c -- /usr/bin/cc",
                    "rewrapper -labels=type=compile,compiler=clang -exec_root=/x -- ../../bin/clang", "wine cl.exe",
                    "xcrun --sdk iphoneos clang", "xcrun clang", "docker run --rm -v /x:/x gcc:12 gcc", "python3 wrapper.py gcc",
                    "python3 wrapper.py", "./scripts/wrapper", "strace -o log gcc", "taskset -c 0 gcc", "zig cc", "fakeroot -- gcc",
                    "ccache compiler_check=none gcc", "chrt -b 0 cc", "scan-build -o out gcc"])

    def test_paths_with_spaces(self):
        self.check([["/opt/my tools/bin/gcc"], ["/opt/my tools/ccache", "/opt/my tools/bin/gcc"]])

    def test_names(self):
        self.check(["gcc", "gcc-13", "gcc-4.9", "/usr/bin/cc", "c99", "c89", "tcc", "icx", "icc", "nvc", "clang", "clang-18",
                    "clang-mp-18", "clang18", "gcc.exe", "clang.EXE", "afl-gcc", "afl-clang-fast", "musl-gcc", "mpicc", "hipcc",
                    "colorgcc", "./build/mycc", "compile.sh", "xgcc", "armclang --target=aarch64-arm-none-eabi"])

    def test_names_of_cxx_compilers(self):
        self.check(["g++", "c++", "g++-13", "clang++", "clang++-18", "icpx", "mpicxx", "nvc++", "em++", "clang-c++", "CC",
                    "x86_64-linux-gnu-g++-12", "dpcpp"], ".x", UNIT)

    def test_command_line_as_one_text(self):
        self.write("my dir/a b.c", C_UNIT.format("a"))
        self.write("quoted.c", C_UNIT.format("b").replace("ENABLED", "TEXT"))
        self.database([{"directory": str(self.dir), "file": "my dir/a b.c",
                        "command": "env X=\"1 2\" ccache gcc -DENABLED -c 'my dir/a b.c' -o x.o"},
                       {"directory": ".", "file": "quoted.c", "command": "gcc \"-DTEXT=\\\"a b\\\"\" -c quoted.c"},
                       {"file": "quoted.c", "command": "gcc -DTEXT -c quoted.c", "directory": ""}])
        report = self.scan_json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(len(report["findings"]), 2)

    def test_a_script_for_a_shell_is_refused_in_words(self):
        self.write("a.c", SLEEPER)
        for words in (["sh", "-c", "cd x && gcc -c a.c"], ["/bin/bash", "-lc", "gcc -c a.c"], ["cmd.exe", "/C", "cl /c a.c"],
                      ["env", "bash", "-c", "gcc -c a.c"]):
            self.database([{"directory": str(self.dir), "file": "a.c", "arguments": words}])
            outcome = self.scan()
            self.assertEqual(outcome.code, 3, outcome)
            self.assertIn("bad-command", outcome.out)
            self.assertIn("bear -- make", outcome.out)

    def test_an_output_named_like_a_compiler_is_none(self):
        self.check([["./wrapper", "-o", "gcc"]])


class Targets(CompilersTest):
    def test_the_name_of_the_compiler_says_the_target(self):
        commands = [("aarch64-linux-gnu-gcc", "__aarch64__"), ("arm-none-eabi-gcc", "__arm__"), ("arm-none-eabi-g++", "__arm__"),
                    ("x86_64-w64-mingw32-gcc", "_WIN64"), ("x86_64-w64-mingw32-g++-posix", "_WIN64"),
                    ("i686-w64-mingw32-gcc", "_WIN32 && !_WIN64"), ("riscv64-unknown-elf-gcc-12.2.0", "__riscv"),
                    ("avr-gcc", "__AVR__"), ("xtensa-esp32-elf-gcc", "__XTENSA__"), ("emcc", "__EMSCRIPTEN__"),
                    ("em++", "__EMSCRIPTEN__"), ("aarch64-linux-android21-clang", "__ANDROID__ && __aarch64__"),
                    ("powerpc64le-linux-gnu-gcc-8", "__powerpc64__"), ("s390x-linux-gnu-gcc", "__s390x__"),
                    ("msp430-elf-gcc", "__MSP430__"), ("/opt/cross/bin/mips-linux-gnu-gcc", "__mips__"),
                    ("ccache aarch64-linux-gnu-gcc", "__aarch64__"), ("arm-linux-gnueabihf-gcc-10", "__ARM_PCS_VFP")]
        units = [(f"u{i:02}.{'cpp' if '++' in words else 'c'}", condition, words.split())
                 for i, (words, condition) in enumerate(commands)]
        report, taken = self.scan_branches(units)
        self.assertEqual(report["problems"], [])
        self.assertEqual(taken, {name: "then" for name, _, _ in units})

    def test_the_command_says_the_target(self):
        units = [("a.c", "__arm__", ["armclang", "--target=arm-arm-none-eabi"]),
                 ("b.c", "__APPLE__ && __aarch64__", ["clang", "-target", "arm64-apple-macos12"]),
                 ("c.c", "__APPLE__ && __aarch64__", ["xcrun", "clang", "-arch", "arm64"]),
                 # What is asked for counts more than the name.
                 ("d.c", "__riscv", ["aarch64-linux-gnu-clang", "--target=riscv64-linux-gnu"])]
        report, taken = self.scan_branches(units)
        self.assertEqual(report["problems"], [])
        self.assertEqual(taken, {name: "then" for name, _, _ in units})

    def test_words_before_the_compiler_are_no_target(self):
        units = [(f"{name}.c", f"__{HOST}__", [name]) for name in ("afl-gcc", "musl-gcc", "gcc", "my-own-cc", "clang", "icx")]
        report, taken = self.scan_branches(units)
        self.assertEqual(taken, {name: "then" for name, _, _ in units})
        self.assertEqual(report["problems"], [])

    def test_an_unknown_target_is_said_once(self):
        units = [("a.c", f"__{HOST}__", ["tricore-elf-gcc"]), ("b.c", f"__{HOST}__", ["tricore-elf-gcc", "-O2"]),
                 ("c.c", f"__{HOST}__", ["clang", "--target=sh4-linux-gnu"])]
        report, taken = self.scan_branches(units)
        self.assertEqual(taken, {name: "then" for name, _, _ in units})
        self.assertEqual([(p["kind"], p["file"]) for p in report["problems"]], [("other-target", "a.c"), ("other-target", "c.c")])
        self.assertIn("'tricore-elf'", report["problems"][0]["message"])

    def test_headers_of_an_installed_cross_compiler(self):
        self.needs("aarch64-linux-gnu-g++", "x86_64-w64-mingw32-g++")
        code = "#include <vector>\n#include <cstdio>\n#include <time.h>\n"
        for name, condition, compiler in (("a.cpp", "__aarch64__", "aarch64-linux-gnu-g++"),
                                          ("b.cpp", "_WIN32", "x86_64-w64-mingw32-g++")):
            self.write(name, self.branches(condition, code))
            self.database([self.entry(name, compiler=compiler)])
            report = self.scan_json()
            self.assertEqual(report["problems"], [])
            self.assertEqual(self.taken(report), {name: "then"})

    def test_headers_beside_a_compiler_for_bare_metal(self):
        for folder in ("tool/lib/gcc/arm-none-eabi/9.3.1/include", "tool/lib/gcc/arm-none-eabi/12.2.1/include"):
            self.write(f"{folder}/stddef.h", "#error not for Clang\n")
        self.write("tool/arm-none-eabi/include/stdlib.h", "#include <stddef.h>\nvoid exit(int);\n")
        self.write("tool/arm-none-eabi/include/c++/12.2.1/thread", "#define NEW_LIBRARY 1\n")
        self.write("tool/arm-none-eabi/include/c++/9.3.1/thread", "#define OLD_LIBRARY 1\n")
        compiler = self.write("tool/bin/arm-none-eabi-g++", "")
        old = self.write("tool/bin/arm-none-eabi-g++-9", "")
        for path in (compiler, old):
            path.chmod(0o755)
        for program, condition in ((compiler, "NEW_LIBRARY && __GNUC__ == 12"), (old, "OLD_LIBRARY && __GNUC__ == 9")):
            self.write("p/a.cpp", self.branches(condition, "#include <stdlib.h>\n#include <thread>\n"))
            self.write("p/.git", "")
            self.database([self.entry("p/a.cpp", compiler=str(program))], "p")
            report = self.scan_json("-p", "p")
            self.assertEqual(report["problems"], [])
            self.assertEqual([f["call"] for f in report["findings"]], ["sleep"])
            self.assertIn("// then", (self.dir / "p/a.cpp").read_text().splitlines()[report["findings"][0]["location"]["line"] - 1])


class Gcc(CompilersTest):
    """Code of a GCC sees a GCC; headers of the system see the Clang that reads them."""

    def check(self, condition, expected, compiler, name="a.cpp", includes=""):
        self.write(name, self.branches(condition, includes))
        self.database([self.entry(name, compiler=compiler)])
        report = self.scan_json()
        self.assertEqual(report["problems"], [], (condition, compiler))
        self.assertEqual(self.taken(report), {name: expected}, (condition, compiler))

    def test_branches_for_gcc(self):
        self.check("defined(__GNUC__) && (__GNUC__ > 4 || (__GNUC__ == 4 && __GNUC_MINOR__ >= 8))", "then", "g++")
        self.check("__GNUC__ >= 7", "else", "clang++")

    def test_branches_for_clang(self):
        for condition in ("defined(__clang__)", "__clang_major__ >= 1", "defined(__llvm__)"):
            self.check(condition, "else", "g++")
            self.check(condition, "then", "clang++")

    def test_the_version_is_in_the_name(self):
        for compiler, condition in (("gcc-13", "__GNUC__ == 13"), ("gcc-4.9", "__GNUC__ == 4 && __GNUC_MINOR__ == 9"),
                                    ("/usr/bin/x86_64-linux-gnu-gcc-11", "__GNUC__ == 11"), ("gcc-8.exe", "__GNUC__ == 8")):
            self.check(condition, "then", compiler, "a.c")
        self.check("__GNUG__ == 13", "then", "g++-13")

    def test_a_general_name_is_followed_to_its_file(self):
        tools = self.dir / "tools"
        self.write("tools/x86_64-linux-gnu-g++-11", "").chmod(0o755)
        self.write("tools/clang-18", "").chmod(0o755)
        (tools / "c++").symlink_to("x86_64-linux-gnu-g++-11")
        (tools / "cc").symlink_to("clang-18")
        self.check("__GNUC__ == 11 && !defined(__clang__)", "then", str(tools / "c++"))
        self.check("defined(__clang__)", "then", str(tools / "cc"), "a.c")

    def test_headers_of_the_project_see_it_and_those_of_the_system_do_not(self):
        self.write("own.h", "#if __GNUC__ >= 7 && !defined(__clang__)\n#define OWN 1\n#endif\n")
        self.write("system/lib.h", "#if defined(__clang__) && __GNUC__ == 4\n#define SEEN_BY_LIBRARY 1\n#endif\n"
                   "#define AT_LEAST(v) (__GNUC__ >= v)\n")
        self.write("a.c", self.branches("OWN && SEEN_BY_LIBRARY && AT_LEAST(7) && !defined(__clang__)",
                                        '#include "own.h"\n#include <lib.h>\n#include "own.h"\n'))
        self.database([self.entry("a.c", "-isystem", "system", compiler="gcc-12")])
        report = self.scan_json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(self.taken(report), {"a.c": "then"})

    def test_a_header_that_the_command_includes(self):
        self.write("forced.h", "#if __GNUC__ == 12\n#define FORCED 1\n#endif\n")
        self.write("a.c", self.branches("FORCED && __GNUC__ == 12 && !defined(__clang__)"))
        self.database([self.entry("a.c", "-include", "forced.h", "-include", "stddef.h", compiler="gcc-12")])
        report = self.scan_json()
        self.assertEqual(self.taken(report), {"a.c": "then"})

    def test_definitions_of_the_command_and_of_the_project_stay(self):
        self.write("a.c", "#undef __GNUC_MINOR__\n#define __GNUC_MINOR__ 77\n" +
                   self.branches("__GNUC_MINOR__ == 77 && __clang__ == 5", "#include <stddef.h>\n"))
        self.database([self.entry("a.c", "-D__clang__=5", compiler="gcc-12")])
        self.assertEqual(self.taken(self.scan_json()), {"a.c": "then"})

    def test_system_headers_are_readable(self):
        c = "".join(f"#include <{h}>\n" for h in ("stdio.h", "stdlib.h", "math.h", "complex.h", "string.h", "stdatomic.h", "tgmath.h",
                                                  "unistd.h", "pthread.h", "sys/socket.h", "sys/epoll.h", "netdb.h", "stdarg.h"))
        cxx = "".join(f"#include <{h}>\n" for h in ("vector", "thread", "atomic", "cmath", "complex", "algorithm", "functional",
                                                    "regex", "filesystem", "future", "chrono", "random", "memory_resource"))
        for compiler in ("gcc", "gcc-13", "gcc-7"):
            self.check("__GNUC__ >= 7", "then", compiler, "a.c", c)
        if HOST == "x86_64":
            self.check("__GNUC__ >= 7", "then", "gcc", "a.c", "#include <immintrin.h>\n")
        for compiler in ("g++", "g++-12"):
            self.check("__GNUC__ >= 7", "then", compiler, "a.cpp", cxx)


class Languages(CompilersTest):
    def remarks(self, outcome):
        return [line.split(": ", 3)[-1] if OTHER_LANGUAGE not in line else
                re.search(r"(\d+ .* units?) skipped", line).group(1).split(": ")[-1]
                for line in outcome.err.splitlines() if OTHER_LANGUAGE in line]

    def test_one_line_per_language(self):
        self.write("a.c", "int x;\n")
        entries = ["a.c"]
        for name, compiler in (("a.f90", "gfortran"), ("b.F", "gfortran"), ("c.f", "flang"), ("a.rs", "rustc"), ("a.go", "go"),
                               ("a.s", "as"), ("b.S", "gcc"), ("c.asm", "nasm"), ("a.d", "ldc2"), ("a.swift", "swiftc"),
                               ("a.cl", "clang"), ("a.java", "javac"), ("a.adb", "gnat"), ("a.rc", "windres"), ("a.ll", "clang"),
                               ("a.ispc", "ispc"), ("a.comp", "glslc"), ("d.go", "gcc"), ("e.d", "gcc")):
            self.write(name, "what is not C\n")
            entries.append(self.entry(name, compiler=compiler))
        entries.append(self.entry("missing.f90", compiler="gfortran"))
        self.write("f.c", "not C\n")
        self.write("g.c", "not C\n")
        entries += [self.entry("f.c", "-x", "f77", compiler="gcc"), self.entry("g.c", "-xassembler-with-cpp", compiler="gcc")]
        self.database(entries)
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 0, outcome)
        report = outcome.json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(report["summary"]["translation_units"], 1)
        self.assertEqual(sorted(self.remarks(outcome)),
                         sorted(["5 Fortran units", "1 Rust unit", "2 Go units", "4 assembler units", "2 D units", "1 Swift unit",
                                 "1 OpenCL unit", "1 Java unit", "1 Ada unit", "1 resource unit", "1 LLVM IR unit", "1 .ispc unit",
                                 "1 .comp unit"]))

    def test_only_other_languages(self):
        self.write("a.f90", "end\n")
        self.database([self.entry("a.f90", compiler="gfortran")])
        self.assert_user_error(self.scan(), "1 Fortran unit skipped")

    def test_all_spellings_of_c_and_cxx(self):
        for suffix in ("C", "cc", "cp", "cpp", "CPP", "cxx", "c++", "C++", "ii", "mii", "mm", "inl", "ipp", "tcc", "txx", "ixx", "x",
                       "hpp", "hh", "h", "cppm", "ccm"):
            self.write(f"a.{suffix}", UNIT.format(suffix.replace("+", "p")))
        for suffix in ("c", "i", "mi", "m"):
            self.write(f"b.{suffix}", C_UNIT.format(suffix))
        self.write("c.unknown", UNIT.format("unknown"))
        preprocessed = {".ii", ".mii", ".i", ".mi"}
        entries = [self.entry(path.name, "-DENABLED", compiler="clang++" if path.name.startswith("a") else "clang")
                   for path in sorted(self.dir.iterdir()) if path.suffix != ".unknown"]
        entries.append(self.entry("c.unknown", "-DENABLED", "-x", "c++"))
        for path in self.dir.iterdir():
            if path.suffix in preprocessed:
                path.write_text("".join(line + "\n" for line in path.read_text().splitlines() if not line.startswith("#")))
        self.database(entries)
        outcome = self.scan("--format", "json")
        report = outcome.json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(sorted(f["location"]["file"] for f in report["findings"]), sorted(pathlib.Path(e["file"]).name for e in entries))
        self.assertEqual(outcome.err, f"stallhound: exit code 1: {len(entries)} definite findings at or above warning\n")

    def test_the_language_option_counts_more_than_the_name(self):
        self.write("a.f90", UNIT.format("a"))
        self.write("b.h", UNIT.format("b"))
        self.write("c.rs", C_UNIT.format("c"))
        self.database([self.entry("a.f90", "-DENABLED", "-x", "c++"), self.entry("b.h", "-DENABLED", "-xc++-header"),
                       self.entry("c.rs", "-DENABLED", "--language=c")])
        report = self.scan_json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(len(report["findings"]), 3)


class Headers(CompilersTest):
    def problem(self, *flags, compiler="clang++", text="#include <vector>\n", name="a.cpp"):
        self.write(name, text + SLEEPER.replace("int usleep", 'extern "C" int usleep'))
        self.database([self.entry(name, *flags, compiler=compiler)])
        report = self.scan_json()
        self.assertEqual([p["kind"] for p in report["problems"]], ["missing-header"])
        # What stands below is read all the same.
        self.assertEqual(len(report["findings"]), 1)
        return report["problems"][0]["message"]

    def test_a_missing_generated_header(self):
        message = self.problem(text='#include "generated.pb.h"\n')
        self.assertIn("once the build has run", message)
        self.assertNotIn("--query-driver", message)

    def test_missing_headers_of_a_compiler(self):
        for text in ("#include <vector>\n", "#include <stdlib.h>\n", "#include <unistd.h>\n"):
            message = self.problem(compiler="riscv64-unknown-elf-g++", text=text)
            self.assertIn("the headers of 'riscv64-unknown-elf-g++' are not on this machine", message)
            self.assertIn("--query-driver", message)
            self.assertNotIn("once the build has run", message)

    def test_missing_headers_of_libcxx(self):
        if list(pathlib.Path("/usr/lib").glob("llvm-*/include/c++/v1")) or os.path.exists("/usr/include/c++/v1"):
            self.skipTest("libc++ is installed")
        self.assertIn("libc++-dev", self.problem("-stdlib=libc++"))


class Modules(CompilersTest):
    def test_a_unit_that_imports_modules(self):
        self.write("a.cpp", "import base.log;\nimport <vector>;\n" + SLEEPER.replace("int usleep", 'extern "C" int usleep'))
        self.write("b.cpp", "import base.log;\nint two() { return 2; }\n")
        flags = ("-std=c++20", "-fmodule-file=base.log=log.pcm", "-fprebuilt-module-path=.", "-fmodules-ts", "-fmodule-mapper=m")
        self.database([self.entry(name, *flags, compiler=compiler) for name, compiler in (("a.cpp", "clang++"), ("b.cpp", "g++"))])
        report = self.scan_json()
        self.assertEqual([f["location"]["file"] for f in report["findings"]], ["a.cpp"])
        self.assertEqual({(p["kind"], p["message"].split(":")[0]) for p in report["problems"]},
                         {("missing-module", "the module 'base.log' is imported")})
        self.assertIn("(and in 1 more file)", self.scan().out)

    def test_a_module_interface(self):
        self.write("a.cppm", "module;\n" + SLEEPER.split("\n", 1)[0].replace("int usleep", 'extern "C" int usleep') +
                   "\nexport module app;\nexport void helper() { usleep(5); }\n" + LOOP + " void on_timer() { helper(); }\n")
        self.database([self.entry("a.cppm", "-std=c++20", "-x", "c++-module", "-fmodule-output=a.pcm", compiler="clang++")])
        report = self.scan_json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(len(report["findings"]), 1)


class Microsoft(CompilersTest):
    def test_options_of_cl(self):
        self.write("inc/api.h", "#define SLEEP sleep\n")
        self.write("forced.h", "#define FORCED 1\n")
        text = self.branches("A && B == 2 && FORCED && _MSC_VER && _WIN32", '#include "api.h"')
        for name in ("a.cpp", "b.c", "c.txt"):
            self.write(name, text)
        self.write("d.cpp", self.branches("__cplusplus >= 202002L || _MSVC_LANG >= 202002L"))
        flags = ["/nologo", "/DA", "-DB=2", "/Iinc", "/FIforced.h", "/EHsc", "/W4", "/MDd", "/Zi", "/Fdx.pdb", "/Foa.obj"]
        entries = [{"directory": str(self.dir), "file": name, "arguments": [compiler, *flags, *more, "/c", name]}
                   for name, compiler, more in (("a.cpp", "cl.exe", ["/std:c++20"]), ("b.c", "clang-cl", []),
                                                ("c.txt", "C:\\VS\\bin\\cl.exe", ["/TP"]), ("d.cpp", "cl", ["/std:c++latest"]))]
        self.database(entries)
        report = self.scan_json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(self.taken(report), {"a.cpp": "then", "b.c": "then", "c.txt": "then", "d.cpp": "then"})

    def test_a_database_of_windows(self):
        self.database([{"directory": "C:\\p", "file": "C:\\p\\a.cpp", "arguments": ["cl.exe", "/c", "C:\\p\\a.cpp"]}])
        outcome = self.scan()
        self.assertEqual(outcome.code, 3, outcome)
        self.assertIn("name is one of Windows", outcome.out)


class QueryDriver(CompilersTest):
    """A made-up compiler with headers of its own."""

    def setUp(self):
        super().setUp()
        self.write("p/.git", "")
        self.write("p/a.cpp", self.branches("OWN_LIBRARY && __GNUC__ == 14 && __aarch64__", "#include <own_library.h>"))
        self.write("elsewhere/own_library.h", "#define OWN_LIBRARY 1\n")
        self.driver = self.write("bin/my-g++", f"""#!/bin/sh
echo ran >> {self.dir}/log
echo 'Target: aarch64-linux-gnu' >&2
echo '#include <...> search starts here:' >&2
echo ' {self.dir}/elsewhere' >&2
echo 'End of search list.' >&2
echo '#define __GNUC__ 14'
echo '#define __GNUC_MINOR__ 2'
echo '#define __GNUC_PATCHLEVEL__ 0'
""")
        self.driver.chmod(0o755)
        self.database([self.entry("p/a.cpp", compiler=str(self.driver))], "p")

    def branch(self, *arguments):
        report = self.scan_json("-p", "p", *arguments)
        lines = (self.dir / "p/a.cpp").read_text().splitlines()
        return report, [lines[f["location"]["line"] - 1].rsplit("// ")[-1] for f in report["findings"]]

    def runs(self):
        log = self.dir / "log"
        return len(log.read_text().splitlines()) if log.exists() else 0

    def test_it_is_only_run_if_asked_for(self):
        report, branch = self.branch()
        self.assertEqual((self.runs(), branch), (0, ["else"]))
        self.branch("--query-driver=/usr/bin/*,/opt/**")
        self.assertEqual(self.runs(), 0)

    def test_its_answer_counts(self):
        for pattern in (f"{self.dir}/bin/my-g++", f"/nowhere/*,{self.dir}/*/my-*", f"{self.dir}/**/my-g++"):
            report, branch = self.branch(f"--query-driver={pattern}")
            self.assertEqual((report["problems"], branch), ([], ["then"]), pattern)
        self.assertEqual(self.runs(), 3)

    def test_it_is_run_once(self):
        self.write("p/b.cpp", "int x;\n")
        self.database([self.entry(f"p/{name}.cpp", compiler=str(self.driver)) for name in "ab"], "p")
        self.branch("--query-driver", str(self.driver))
        self.assertEqual(self.runs(), 1)

    def test_a_name_that_leads_elsewhere_does_not_count(self):
        self.database([self.entry("p/a.cpp", compiler=f"/usr/bin/../..{self.driver}")], "p")
        self.branch("--query-driver=/usr/bin/**")
        self.assertEqual(self.runs(), 0)

    def test_a_compiler_that_fails(self):
        self.driver.write_text("#!/bin/sh\nexit 7\n")
        report, branch = self.branch("--query-driver", str(self.driver))
        self.assertEqual(branch, ["else"])
        self.assertIn(("query-driver", f"'{self.driver}' could not be asked for its headers: it ended with exit code 7"),
                      [(p["kind"], p["message"]) for p in report["problems"]])

    def test_an_installed_gcc(self):
        self.needs("gcc")
        self.write("p/b.c", self.branches("__GNUC__ >= 5 && !defined(__clang__) && EOF", "#include <stdio.h>\n#include <math.h>\n"))
        self.database([self.entry("p/b.c", compiler=shutil.which("gcc"))], "p")
        report = self.scan_json("-p", "p", f"--query-driver={shutil.which('gcc')}")
        self.assertEqual(report["problems"], [])
        self.assertEqual(len(report["findings"]), 1)

    def test_only_absolute_patterns(self):
        self.assert_user_error(self.scan("--query-driver=gcc"), "absolute")
        self.assert_user_error(self.scan("--query-driver=/usr/../tmp/*"), "--query-driver")
        self.assert_user_error(self.scan("--query-driver="), "absolute")

    def test_a_project_cannot_ask_for_it(self):
        self.write("p/.stallhound.json", '{ "query-driver": "/**" }')
        self.assert_user_error(self.scan("-p", "p"), "query-driver")
        self.assertEqual(self.runs(), 0)


if __name__ == "__main__":
    main()
