#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Compile databases as build tools really write them, and all the ways in which one can name a file and its flags."""
import json
import os
import shutil
import socket
import unittest

from support import FAILS, LOOP, SILENT, SLEEPER, CliTest, main

# Finds its declaration only with the right -I and its code only with the right -D.
NEEDS_FLAGS = f"""#include "api.h"
#ifndef ENABLED
#error "ENABLED is not defined"
#endif
{LOOP} void on_{{0}}(void) {{{{ nap(); }}}}
"""
API = "int usleep(unsigned);\nstatic inline void nap(void) { usleep(5); }\n"


class DatabaseTest(CliTest):
    def assert_clean(self, report, units):
        self.assertEqual(report["problems"], [], report["problems"])
        self.assertEqual(report["summary"]["translation_units"], units)
        self.assertEqual(report["summary"]["failed"], 0)


class Fields(DatabaseTest):
    def test_arguments_and_command(self):
        self.write("a.c", SLEEPER)
        self.write("b c.c", SLEEPER.replace("on_timer", "on_other"))
        self.database(["a.c", {"directory": str(self.dir), "file": "b c.c", "command": "clang-22 -DX='a b' -c 'b c.c'"}])
        report = self.scan_json()
        self.assert_clean(report, 2)
        self.assertEqual([f["location"]["file"] for f in report["findings"]], ["a.c", "b c.c"])

    def test_relative_directory_file_and_flags(self):
        (self.dir / ".git").mkdir()
        self.write("src/a.c", NEEDS_FLAGS.format("a"))
        self.write("include/api.h", API)
        entry = {"directory": "../out", "file": "../src/a.c",
                 "arguments": ["clang-22", "-I../include", "-DENABLED", "-c", "../src/a.c", "-o", "a.o"]}
        (self.dir / "out").mkdir()
        self.database([entry], "out")
        report = self.scan_json("-p", "out")
        self.assert_clean(report, 1)
        self.assertEqual(report["findings"][0]["path"][0]["location"]["file"], "src/a.c")

    def test_equal_entries_count_once(self):
        self.write("a.c", SLEEPER)
        other = self.entry("a.c")
        other["arguments"][-1] = "other/a.o"
        self.database(["a.c", "a.c", other])
        self.assert_clean(self.scan_json(), 1)

    def test_one_file_with_two_sets_of_flags_is_two_units(self):
        self.write("a.c", SLEEPER)
        self.database(["a.c", self.entry("a.c", "-DOTHER")])
        report = self.scan_json()
        self.assert_clean(report, 2)
        self.assertEqual(len(report["findings"]), 1)

    def test_one_file_built_in_two_folders_is_two_units(self):
        self.write("a.c", '#include "config.h"\nint usleep(unsigned), sleep(unsigned);\n' + LOOP +
                   " void on_timer(void) { CALL(5); }\n")
        self.write("one/config.h", "#define CALL usleep\n")
        self.write("two/config.h", "#define CALL sleep\n")
        self.database([{"directory": str(self.dir / d), "file": "../a.c", "arguments": ["clang-22", "-I.", "-c", "../a.c"]}
                       for d in ("one", "two")])
        report = self.scan_json()
        self.assert_clean(report, 2)

    def test_response_file(self):
        self.write("a.c", NEEDS_FLAGS.format("a"))
        self.write("include/api.h", API)
        self.write("flags.rsp", "-Iinclude\n-DENABLED -Wall\n")
        entry = self.entry("a.c")
        entry["arguments"].insert(1, "@flags.rsp")
        self.database([entry])
        report = self.scan_json()
        self.assert_clean(report, 1)
        self.assertEqual(len(report["findings"]), 1)

    def test_inner_compiler_lines_are_skipped(self):
        self.write("a.c", SLEEPER)
        inner = self.entry("a.c", "-cc1", "-triple", "x86_64", "-emit-obj")
        self.database([inner, "a.c"])
        self.assert_clean(self.scan_json(), 1)

    def test_assembler_sources_are_skipped(self):
        self.write("a.c", SLEEPER)
        self.write("b.S", "nop\n")
        self.database(["a.c", "b.S"])
        self.assert_clean(self.scan_json(), 1)

    def test_compiler_launchers(self):
        self.write("a.c", SLEEPER)
        for launcher in (["ccache"], ["/usr/bin/ccache"], ["sccache"], ["distcc", "ccache"]):
            with self.subTest(launcher):
                entry = self.entry("a.c")
                entry["arguments"][:0] = launcher
                self.database([entry])
                report = self.scan_json()
                self.assert_clean(report, 1)
                self.assertEqual(len(report["findings"]), 1)

    def test_language_follows_the_file_the_flag_and_the_compiler(self):
        # Each only compiles as the language that it is.
        c = "int new(void) { int class = 0; return class; }\n"
        cpp = "template <class T> T same(T x) { return x; }\nint two() { return same(2); }\n"
        self.write("a.c", c)
        self.write("b.cpp", cpp)
        self.write("c.cc", cpp)
        self.write("d.inc", cpp)
        self.write("e.c", cpp)
        self.database(["a.c", self.entry("b.cpp", compiler="clang++-22"), self.entry("c.cc", compiler="c++"),
                       self.entry("d.inc", "-x", "c++"), self.entry("e.c", "-xc++", compiler="gcc")])
        self.assert_clean(self.scan_json(), 5)

    def test_standard_flags_count(self):
        self.write("a.cpp", "constexpr int twice(auto x) { return x * 2; }\nstatic_assert(__cplusplus >= 202002L);\n")
        self.database([self.entry("a.cpp", "-std=gnu++20", compiler="g++")])
        self.assert_clean(self.scan_json(), 1)


class Flags(DatabaseTest):
    def check_flags(self, *flags, compiler="gcc"):
        self.write("a.c", SLEEPER)
        self.database([self.entry("a.c", *flags, compiler=compiler)])
        before = self.tree()
        outcome = self.scan("--format", "json")
        report = outcome.json()
        self.assert_clean(report, 1)
        self.assertEqual(len(report["findings"]), 1)
        self.assertEqual(outcome.err, FAILS)
        self.assertEqual(self.tree(), before, "a scan writes nothing")

    def test_flags_that_only_gcc_knows(self):
        self.check_flags("-fno-tree-vectorize", "-fconserve-stack", "-mpreferred-stack-boundary=4", "-Wno-foo", "-fanalyzer",
                         "-fno-allow-store-data-races", "-fmax-errors=3", "-fno-var-tracking-assignments",
                         "--param=max-inline-insns-single=10", "--param", "large-stack-frame=3", "-Wno-maybe-uninitialized",
                         "-Werror", "-Wimplicit-fallthrough=5", "-fipa-pta", "-fno-ipa-cp-clone", "-mno-fp-ret-in-387",
                         "-fplugin=structleak.so", "-fplugin-arg-structleak-verbose", "-fdump-tree-all",
                         "-specs=/usr/lib/rpm/hardened.specs", "-fcf-protection=none", "-march=native", "-mtune=skylake-avx512",
                         "-flto=auto", "-ffat-lto-objects", "-fstack-clash-protection", "-O9", "-ggdb3", "-pipe")

    def test_flags_about_outputs(self):
        self.check_flags("-MD", "-MF", "a.d", "-MT", "a.o", "-MQ", "a.o", "-MP", "-MJ", "a.json", "-save-temps=obj", "-ftime-trace",
                         "-gsplit-dwarf", "--coverage", "-fdiagnostics-color=always", "-H", "-v", "-fsave-optimization-record",
                         "--serialize-diagnostics", "a.dia", compiler="clang-22")
        self.check_flags("-MMD", "-MFa.d", "-fprofile-arcs", "-ftest-coverage", "-fstack-usage", "-fcallgraph-info")

    def test_dependency_files_through_the_preprocessor(self):
        self.check_flags("-Wp,-MMD,.a.o.d")
        self.check_flags("-Wp,-MD,.a.o.d", "-Wp,-MT,a.o")

    def test_flags_of_another_target_or_of_profiles(self):
        self.check_flags("-mrecord-mcount")
        self.check_flags("-mabi=lp64")
        self.check_flags("-fprofile-use=nowhere.profdata", compiler="clang-22")

    def test_instrumentation(self):
        self.check_flags("-fsanitize=address,undefined", "-fno-omit-frame-pointer", "-pg", "-D_FORTIFY_SOURCE=3", "-O2")

    def test_force_included_header(self):
        self.write("forced.h", "#define ENABLED\n#include \"api.h\"\n")
        self.write("api.h", API)
        self.write("a.c", NEEDS_FLAGS.replace('#include "api.h"\n', "").format("a"))
        self.database([self.entry("a.c", "-include", str(self.dir / "forced.h"))])
        report = self.scan_json()
        self.assert_clean(report, 1)
        self.assertEqual(len(report["findings"]), 1)


class Finding(DatabaseTest):
    def setUp(self):
        super().setUp()
        (self.dir / ".git").mkdir()
        self.write("src/one/a.c", SLEEPER)
        self.write("src/two/b.c", SLEEPER.replace("on_timer", "on_other"))
        self.write("src/twofold/c.c", SILENT)
        self.entries = [self.entry(f) for f in ("src/one/a.c", "src/two/b.c", "src/twofold/c.c")]

    def files(self, *arguments, **named):
        return [f["location"]["file"] for f in self.scan_json(*arguments, **named)["findings"]]

    def test_found_upwards(self):
        self.database(self.entries)
        self.assertEqual(self.files(cwd=self.dir / "src/one"), ["src/one/a.c", "src/two/b.c"])

    def test_found_in_build(self):
        self.database(self.entries, "build")
        self.assertEqual(self.files(), ["src/one/a.c", "src/two/b.c"])
        self.assertEqual(self.files(cwd=self.dir / "src/two"), ["src/one/a.c", "src/two/b.c"])

    def test_the_nearest_wins(self):
        self.database(self.entries)
        self.database(self.entries[:1], "src/one")
        self.assertEqual(self.scan_json(cwd=self.dir / "src/one")["summary"]["translation_units"], 1)

    def test_named_folder_or_file(self):
        path = self.database(self.entries, "out/debug")
        for value in ("out/debug", str(path), "out/../out/debug/", str(path.parent)):
            self.assertEqual(len(self.files("-p", value)), 2, value)
        self.assertEqual(len(self.files("-pout/debug")), 2)

    def test_path_filters(self):
        self.database(self.entries)
        self.assertEqual(self.files("src/two"), ["src/two/b.c"])
        self.assertEqual(self.scan_json("src/two")["summary"]["translation_units"], 1, "src/twofold is another folder")
        self.assertEqual(self.files("src/one/a.c"), ["src/one/a.c"])
        self.assertEqual(self.files("src/one", "src/two/"), ["src/one/a.c", "src/two/b.c"])
        self.assertEqual(self.files("b.c", cwd=self.dir / "src/two"), ["src/two/b.c"])
        self.assertEqual(self.files(str(self.dir / "src")), ["src/one/a.c", "src/two/b.c"])
        self.assertEqual(self.files("--", "src/two"), ["src/two/b.c"])

    def test_names_are_relative_to_the_marked_root(self):
        self.database(self.entries)
        self.assertEqual(self.files("src/one"), ["src/one/a.c"])
        (self.dir / "src/.git").mkdir()
        self.assertEqual(self.files("src/one"), ["one/a.c"])

    def test_headers_beside_the_sources_folder_belong_to_a_project_without_a_marker(self):
        (self.dir / ".git").rmdir()
        self.write("include/api.h", API)
        self.write("src/one/a.c", NEEDS_FLAGS.format("a"))
        for folder in (".", "build"):
            self.database([self.entry("src/one/a.c", "-Iinclude", "-DENABLED")], folder)
            self.assertEqual(self.files("-p", folder), ["include/api.h"])

    def test_links_are_followed(self):
        self.database(self.entries, "build")
        link = self.dir.with_name(self.dir.name + "-link")
        link.symlink_to(self.dir)
        self.addCleanup(link.unlink)
        self.assertEqual(self.files(cwd=link), ["src/one/a.c", "src/two/b.c"])
        self.assertEqual(self.files("-p", link / "build", link / "src/two", cwd="/"), ["src/two/b.c"])


class BuildTools(DatabaseTest):
    """Runs the real tools on a tiny project: a library, a program, a header in another folder, a definition."""

    def setUp(self):
        super().setUp()
        (self.dir / ".git").mkdir()
        self.write("include/api.h", API)
        self.write("src/a.c", NEEDS_FLAGS.format("a"))
        self.write("src/main.c", NEEDS_FLAGS.format("b") + "void on_a(void);\nint main(void) { on_a(); return 0; }\n")

    def check_scan(self, *arguments, units=2):
        report = self.scan_json(*arguments)
        self.assert_clean(report, units)
        self.assertEqual([f["location"]["file"] for f in report["findings"]], ["include/api.h"])
        self.assertEqual(report["summary"]["contexts"], 2)

    def cmake(self, generator, compiler, *flags, lists=""):
        self.write("CMakeLists.txt", "cmake_minimum_required(VERSION 3.16)\nproject(tiny C)\n"
                   "add_library(a STATIC src/a.c)\nadd_executable(tiny src/main.c)\n"
                   "target_include_directories(a PUBLIC include)\ntarget_compile_definitions(a PUBLIC ENABLED)\n"
                   "target_link_libraries(tiny a)\n" + lists)
        self.tool("cmake", "-S", ".", "-B", "build", "-G", generator, "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON",
                  f"-DCMAKE_C_COMPILER={shutil.which(compiler)}", *flags)

    def test_cmake_ninja(self):
        for compiler in ("gcc", "clang-22"):
            with self.subTest(compiler):
                self.needs("cmake", "ninja", compiler)
                shutil.rmtree(self.dir / "build", ignore_errors=True)
                self.cmake("Ninja", compiler, "-DCMAKE_BUILD_TYPE=Release")
                self.check_scan()
                self.tool("ninja", "-C", "build")
                self.check_scan()

    def test_cmake_makefiles(self):
        self.needs("cmake", "make", "gcc")
        self.cmake("Unix Makefiles", "gcc", "-DCMAKE_BUILD_TYPE=Debug")
        self.check_scan()

    def test_cmake_launcher(self):
        self.needs("cmake", "ninja", "gcc", "ccache")
        self.cmake("Ninja", "gcc", "-DCMAKE_C_COMPILER_LAUNCHER=ccache")
        self.check_scan()

    def test_cmake_generated_header(self):
        self.needs("cmake", "ninja", "gcc")
        (self.dir / "include/api.h").unlink()
        self.write("api.h.in", API)
        self.cmake("Ninja", "gcc", lists="add_custom_command(OUTPUT gen/api.h DEPENDS api.h.in COMMAND ${CMAKE_COMMAND} -E copy "
                   "${CMAKE_SOURCE_DIR}/api.h.in gen/api.h)\nadd_custom_target(gen DEPENDS gen/api.h)\nadd_dependencies(a gen)\n"
                   "target_include_directories(a PUBLIC ${CMAKE_BINARY_DIR}/gen)\n")
        outcome = self.scan("--format", "json")
        self.assertEqual(outcome.code, 3, outcome)
        self.assertEqual([p["kind"] for p in outcome.json()["problems"]], ["missing-header"] * 2)
        self.tool("ninja", "-C", "build")
        report = self.scan_json()
        self.assert_clean(report, 2)
        self.assertEqual(len(report["findings"]), 1)

    def check_precompiled(self, compiler):
        self.needs("cmake", "ninja", compiler)
        for name in ("a", "main"):
            path = self.dir / f"src/{name}.c"
            path.write_text(path.read_text().replace('#include "api.h"\n', ""))
        self.cmake("Ninja", compiler, lists='target_precompile_headers(a PRIVATE <api.h>)\n'
                   'target_precompile_headers(tiny PRIVATE <api.h>)\n')
        # The database names the precompiled headers' own sources, too.
        report = self.scan_json()
        self.assertEqual(report["problems"], [])
        self.assertEqual(report["summary"]["contexts"], 2)
        # Once they are built, their files lie beside the headers, in a format that only their compiler reads.
        self.tool("ninja", "-C", "build")
        built = self.scan_json()
        self.assertEqual(built["problems"], [])
        self.assertEqual(built["findings"], report["findings"])
        return built

    def test_cmake_precompiled_headers_of_clang(self):
        self.check_precompiled("clang-22")

    def test_cmake_precompiled_headers_of_gcc(self):
        self.check_precompiled("gcc")

    def test_project_headers_in_a_precompiled_header_are_walked(self):
        report = self.check_precompiled("gcc")
        self.assertEqual([f["location"]["file"] for f in report["findings"]], ["include/api.h"])

    def test_meson(self):
        self.needs("meson", "ninja", "gcc")
        self.write("meson.build", "project('tiny', 'c')\ninc = include_directories('include')\n"
                   "a = static_library('a', 'src/a.c', include_directories: inc, c_args: '-DENABLED')\n"
                   "executable('tiny', 'src/main.c', include_directories: inc, c_args: '-DENABLED', link_with: a)\n")
        self.tool("meson", "setup", "build", env={"CC": "gcc"})
        self.check_scan()
        self.tool("ninja", "-C", "build")
        self.check_scan()

    def check_bear(self, compiler):
        # Bear's wrapper talks to it over localhost.
        try:
            socket.gethostbyname("localhost")
        except OSError:
            self.skipTest("bear needs a name service that knows localhost")
        self.needs("bear", "make", compiler)
        self.write("Makefile", f"CC = {compiler}\nCFLAGS = -Iinclude -DENABLED -O2 -Wall -MMD\n"
                   "tiny: src/main.o src/a.o\n\t$(CC) -o $@ $^\n")
        self.tool("bear", "--", "make")
        if not json.loads((self.dir / "compile_commands.json").read_text()):
            self.skipTest("bear does not see any command on this machine")
        self.check_scan()

    def test_bear_around_gcc(self):
        self.check_bear("gcc")

    def test_bear_around_clang(self):
        self.check_bear("clang-22")


class GeneratedCode(DatabaseTest):
    """src/ is the marked root, build/ lies beside it and holds a header and a source that the build generated."""

    def setUp(self):
        super().setUp()
        self.write("p/src/.git", "")
        self.write("p/src/a.c", f'#include "table.h"\n{LOOP} void on_a(void) {{ nap(); }}\n')
        self.write("p/build/table.h", API)
        self.write("p/build/generated.c", SLEEPER)
        self.make_database("p/build")

    def make_database(self, folder):
        self.database([self.entry("p/src/a.c", f"-I{self.dir}/p/build"), self.entry("p/build/generated.c")], folder)

    def calls(self, *arguments, **named):
        return [(f["function"], f["location"]["file"]) for f in self.scan_json("-p", "p/build", *arguments, **named)["findings"]]

    @property
    def all(self):
        # What lies outside of the root has its whole name, as everywhere.
        return [("helper()", f"{self.dir}/p/build/generated.c"), ("nap()", f"{self.dir}/p/build/table.h")]

    def test_it_is_followed(self):
        self.assertEqual(self.calls(), self.all)
        config = self.run_tool("config", "-p", "p/build").json()
        self.assertEqual(config["config"]["roots"], [".", "../build"])
        self.assertEqual(config["project"]["root"], f"{self.dir}/p/src")

    def test_a_configuration_says_it_as_well_or_denies_it(self):
        self.write("p/src/.stallhound.json", '{ "roots": [".", "../build"] }')
        self.assertEqual(self.calls(), self.all)
        self.write("p/src/.stallhound.json", '{ "roots": ["."] }')
        self.assertEqual(self.calls(), [])

    def test_a_link_to_the_database(self):
        os.symlink("../build/compile_commands.json", self.dir / "p/src/compile_commands.json")
        self.assertEqual(self.run_tool("scan", "--format", "json", cwd=self.dir / "p/src").json()["summary"]["findings"], 2)

    def test_a_folder_above_the_root_is_none(self):
        self.database([self.entry("p/src/a.c", f"-I{self.dir}/p/build")], "p")
        report = self.scan_json("-p", "p")
        self.assertEqual((report["summary"]["contexts"], report["findings"]), (1, []))

    def test_a_home_is_none(self):
        for home in ("p/build", "p/build/user"):
            self.assertEqual(self.calls(env={"HOME": str(self.dir / home)}), [])
        self.assertEqual(self.calls(env={"HOME": str(self.dir / "p")}), self.all)


if __name__ == "__main__":
    main()
