#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Makes up a C++ project of a given size, the same for the same arguments.

Usage: project.py [--units N] [--headers N] [--functions N] [--seed N] FOLDER

Units are modules of a server: each has functions that call functions of its own and of other modules, some of them loop
code, a few blocking. Headers lie in several folders of the include path and include each other; each unit reads about
half of them, and parts of the standard library. FOLDER gets the sources, a git repository with one commit, and
compile_commands.json in build/.
"""
import argparse
import json
import pathlib
import random
import subprocess

LOOP = '[[clang::annotate("stallhound::loop")]]'
FOLDERS = ("core", "net", "store", "model", "util", "api")
BLOCKING = ("usleep(10);", "::sleep(1);", "(void)std::fopen(name.c_str(), \"r\");", "(void)std::system(name.c_str());",
            "std::this_thread::sleep_for(std::chrono::milliseconds(3));")


def header(number, headers, chance):
    """A header with a class and an inline function; it includes some that come after it."""
    more = sorted(chance.sample(range(number + 1, headers), min(2, headers - number - 1)))
    includes = "".join(f'#include "{FOLDERS[n % len(FOLDERS)]}/part{n}.h"\n' for n in more)
    fields = "\n".join(f"  int field{i} = {chance.randrange(100)};" for i in range(chance.randrange(4, 12)))
    methods = "\n".join(f"  int get{i}() const {{ return field0 + {i}; }}" for i in range(chance.randrange(2, 6)))
    use = "".join(f" + Part{n}().get0()" for n in more)
    return (f"#pragma once\n{includes}\nnamespace app {{\n\nclass Part{number} {{\n public:\n{methods}\n{fields}\n}};\n\n"
            f"inline int weight{number}() {{ return Part{number}().get1(){use}; }}\n\n}}  // namespace app\n")


def interface(module, functions):
    lines = "".join(f"void step{module}_{i}(const std::string& name);\n" for i in range(functions))
    return f"#pragma once\n#include <string>\n\nnamespace app {{\n\n{lines}\n}}  // namespace app\n"


def unit(module, options, chance):
    others = sorted(chance.sample(range(options.units), min(5, options.units)))
    parts = sorted(chance.sample(range(options.headers), min(options.headers, 40)))
    includes = "".join(f'#include "{FOLDERS[n % len(FOLDERS)]}/part{n}.h"\n' for n in parts)
    includes += "".join(f'#include "modules/module{n}.h"\n' for n in sorted({module, *others}))
    text = ["#include <unistd.h>\n\n#include <chrono>\n#include <cstdio>\n#include <cstdlib>\n#include <functional>\n"
            "#include <map>\n#include <memory>\n#include <thread>\n#include <vector>\n\n", includes,
            "\nnamespace app {\nnamespace {\n\nstd::map<int, std::function<void()>> handlers;\n\n}  // namespace\n\n"]
    for i in range(options.functions):
        body = []
        for _ in range(chance.randrange(2, 7)):
            target = module if chance.random() < 0.7 else chance.choice(others)
            # Mostly forward, so that paths are long but end.
            callee = min(options.functions - 1, i + 1 + chance.randrange(3))
            body.append(f"step{target}_{callee}(name);")
        part = chance.choice(parts)
        body.append(f"if (weight{part}() > {chance.randrange(50)}) handlers[{i}] = [name] {{ step{module}_{i}(name); }};")
        if chance.random() < 0.02:
            body.append(chance.choice(BLOCKING))
        loop = LOOP + " " if chance.random() < 0.03 else ""
        text.append(f"{loop}void step{module}_{i}(const std::string& name) {{\n" +
                    "".join(f"  {line}\n" for line in body) + "}\n\n")
    text.append("}  // namespace app\n")
    return "".join(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--units", type=int, default=300)
    parser.add_argument("--headers", type=int, default=2000)
    parser.add_argument("--functions", type=int, default=30, help="per unit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("folder", type=pathlib.Path)
    options = parser.parse_args()
    root = options.folder.resolve()
    chance = random.Random(options.seed)

    def write(name, text):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    for number in range(options.headers):
        folder = FOLDERS[number % len(FOLDERS)]
        write(f"{folder}/include/{folder}/part{number}.h", header(number, options.headers, chance))
    flags = [f"-I{root / folder / 'include'}" for folder in FOLDERS] + [f"-I{root}"]
    entries = []
    for module in range(options.units):
        write(f"modules/module{module}.h", interface(module, options.functions))
        name = f"modules/module{module}.cpp"
        write(name, unit(module, options, chance))
        entries.append({"directory": str(root / "build"), "file": str(root / name),
                        "arguments": ["clang++-22", "-std=c++20", *flags, "-c", str(root / name)]})
    write("build/compile_commands.json", json.dumps(entries, indent=1))
    write(".gitignore", "/build/\n")
    git = ["git", "-C", str(root), "-c", "user.name=bench", "-c", "user.email=bench@example.invalid"]
    subprocess.run([*git, "init", "-q", "-b", "main"], check=True)
    subprocess.run([*git, "add", "-A"], check=True)
    subprocess.run([*git, "commit", "-q", "-m", "Generated"], check=True)


if __name__ == "__main__":
    main()
