#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""`cmake --install` makes a prefix that can be moved and needs no installed Clang; the Debian package works on a clean
system.

The clean system needs root and debootstrap (scripts/setup.sh --gate). It comes from where this system has its packages,
and is kept in /var/cache/stallhound-test/bookworm.tar.
"""
import os
import pathlib
import re
import shutil
import subprocess
import unittest

from support import EXECUTABLE, REPOSITORY, CliTest, main

BUILD = pathlib.Path(EXECUTABLE).parent
CLEAN_SYSTEM = pathlib.Path("/var/cache/stallhound-test/bookworm.tar")

# The sleep is "probable", which does not fail a scan. Every header here but unistd.h and sys/epoll.h is Clang's own.
SERVER = """#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/epoll.h>
#include <unistd.h>

static _Atomic size_t served;

static void serve(int descriptor) {
  atomic_fetch_add(&served, 1);
  if (descriptor < 0) sleep(1);
}

int main(void) {
  struct epoll_event events[16];
  int epoll = epoll_create1(0);
  for (;;) {
    int count = epoll_wait(epoll, events, 16, -1);
    for (int i = 0; i < count; ++i) serve(events[i].data.fd);
  }
}
"""


def readme_line(start):
    """The one line of README.md's section on installing that starts so."""
    section = (REPOSITORY / "README.md").read_text().split("\n## Install\n")[1].split("\n## ")[0]
    [line] = [line for line in section.splitlines() if line.startswith(start)]
    return line


def repository_like(folder):
    """A folder in which build/release is the build folder under test."""
    (folder / "build").mkdir(parents=True)
    (folder / "build/release").symlink_to(BUILD)
    return folder


class InstallTest(CliTest):
    def setUp(self):
        super().setUp()
        if not (BUILD / "cmake_install.cmake").exists():
            self.skipTest("the executable lies in no build folder")

    def test_the_lines_of_the_readme(self):
        prefix = self.dir / "home/.local"
        self.tool("sh", "-ec", readme_line("cmake --install"), cwd=repository_like(self.dir / "repository"),
                  env={"HOME": str(self.dir / "home")})
        self.assertEqual(self.version_lines(prefix / "bin/stallhound")["rules"], str(prefix / "share/stallhound/rules"))

    def install(self, name="prefix"):
        prefix = self.dir / name
        self.tool("cmake", "--install", BUILD, "--prefix", prefix)
        return prefix

    def version_lines(self, executable):
        outcome = self.run_tool("--version", "--verbose", executable=executable)
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        first, *lines = outcome.out.splitlines()
        self.assertRegex(first, r"^stallhound \d+\.\d+\.\d+$")
        return dict(line.split(": ", 1) for line in lines)

    def test_what_is_installed(self):
        prefix = self.install()
        files = {str(p.relative_to(prefix)) for p in prefix.rglob("*") if p.is_file()}
        for name in ("bin/stallhound", "share/stallhound/rules/posix.json", "share/stallhound/rules/schema.json",
                     "share/stallhound/config-schema.json", "share/stallhound/clang/include/stddef.h",
                     "share/man/man1/stallhound.1", "share/bash-completion/completions/stallhound",
                     "share/zsh/site-functions/_stallhound", "share/fish/vendor_completions.d/stallhound.fish",
                     "share/doc/stallhound/README.md", "share/doc/stallhound/docs/configuration.md",
                     "share/doc/stallhound/LICENSE"):
            self.assertIn(name, files)
        packs = {f"share/stallhound/rules/{p.name}" for p in (REPOSITORY / "rules").glob("*.json")}
        self.assertEqual({f for f in files if f.startswith("share/stallhound/rules/")}, packs)
        # Nothing is for this build folder only, and the Debian package's own files are not everybody's.
        self.assertEqual([f for f in files if "vendor-completions" in f or f.endswith("/copyright")], [])
        self.assertEqual([p for p in prefix.rglob("*") if p.is_symlink() and not p.exists()], [])

    def test_a_moved_prefix_uses_its_own_data(self):
        old = self.install("old")
        (self.dir / "new place").mkdir()
        prefix = old.rename(self.dir / "new place/prefix")
        (self.dir / "link").symlink_to(prefix / "bin/stallhound")
        for executable in (prefix / "bin/stallhound", self.dir / "link"):
            found = self.version_lines(executable)
            self.assertEqual(found["rules"], str(prefix / "share/stallhound/rules"))
            self.assertEqual(found["builtin headers"], str(prefix / "share/stallhound/clang"))
            self.assertRegex(found["clang"], r"clang version 22\.")

    def test_it_scans_where_no_clang_is_installed(self):
        prefix = self.install("old").rename(self.dir / "moved")
        self.write("src/server.c", SERVER)
        self.database([{"directory": str(self.dir / "src"), "file": "server.c",
                        "arguments": ["cc", "-std=c11", "-c", "server.c"]}], "src")
        hide = "set -e; for d in /usr/lib/llvm-22/lib/clang /usr/lib/clang; do " \
               "[ ! -d $d ] || mount -t tmpfs none $d; done; " \
               "! ls /usr/lib/llvm-22/lib/clang/22/include /usr/lib/clang/22/include 2>/dev/null; "
        # As root in a mount namespace; others may have user namespaces.
        way = ["unshare", "-m"] if os.geteuid() == 0 else ["unshare", "-rm"]
        self.needs("unshare")
        if subprocess.run([*way, "sh", "-c", hide], capture_output=True).returncode != 0:
            self.skipTest("mount namespaces are not allowed here, so the system's Clang cannot be hidden")
        scan = [*way[1:], "sh", "-c", hide + 'exec "$0" "$@"', prefix / "bin/stallhound", "scan", "--format", "json"]
        outcome = self.run_tool(*scan, cwd=self.dir / "src", executable="/usr/bin/unshare")
        self.assertEqual(outcome.code, 0, outcome)
        self.assertEqual([(f["rule"], f["path"][-1]["function"]) for f in outcome.json()["findings"]],
                         [("sleep/posix", "serve()")])
        # The other way round: without the prefix's headers nothing is found there, and it says so.
        shutil.rmtree(prefix / "share/stallhound/clang")
        outcome = self.run_tool(*scan, cwd=self.dir / "src", executable="/usr/bin/unshare")
        self.assert_user_error(outcome, "Clang's builtin headers were not found")


def package_sources():
    """Where apt here has Debian 12 from: {release: address}."""
    done = subprocess.run(["apt-get", "indextargets", "--format", "$(RELEASE) $(REPO_URI) $(CREATED_BY) $(COMPONENT)"],
                          check=True, capture_output=True, text=True)
    targets = [line.split() for line in done.stdout.splitlines() if line.endswith(" Packages main")]
    return {release: address for release, address, *_ in targets if release.split("-")[0] == "bookworm"}


class DebianPackageTest(CliTest):
    def setUp(self):
        super().setUp()
        if os.geteuid() != 0:
            self.skipTest("a clean system needs root")
        self.needs("debootstrap", "cpack", "dpkg-shlibdeps", "chroot", "tar", "apt-get")
        self.sources = package_sources()
        if "bookworm" not in self.sources:
            self.skipTest("apt has no Debian 12 here")
        self.root = self.dir / "root"

    def clean_system(self):
        self.root.mkdir()
        if not CLEAN_SYSTEM.exists():
            CLEAN_SYSTEM.parent.mkdir(parents=True, exist_ok=True)
            fresh = self.dir / "fresh"
            done = subprocess.run(["debootstrap", "--variant=minbase", "bookworm", fresh, self.sources["bookworm"]],
                                  capture_output=True, text=True)
            if done.returncode != 0:
                self.skipTest("debootstrap failed, is the mirror there? " + done.stdout.strip()[-200:])
            part = CLEAN_SYSTEM.with_suffix(".part")
            self.tool("tar", "-C", fresh, "-cf", part, ".")
            part.rename(CLEAN_SYSTEM)
            shutil.rmtree(fresh)
        self.tool("tar", "-C", self.root, "-xf", CLEAN_SYSTEM)
        (self.root / "etc/apt/sources.list").write_text(
            "".join(f"deb {address} {release} main\n" for release, address in self.sources.items()))
        # As in container images: nothing is started, nothing but the package is looked at.
        (self.root / "usr/sbin/policy-rc.d").write_text("#!/bin/sh\nexit 101\n")
        (self.root / "usr/sbin/policy-rc.d").chmod(0o755)
        shutil.copy("/etc/resolv.conf", self.root / "etc/resolv.conf")
        shutil.copy("/etc/hosts", self.root / "etc/hosts")

    def inside(self, *command):
        done = subprocess.run(["chroot", self.root, *command], capture_output=True, text=True, timeout=900,
                              env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "LC_ALL": "C.UTF-8",
                                   "DEBIAN_FRONTEND": "noninteractive",
                                   **{k: v for k, v in os.environ.items() if k.lower().endswith("_proxy")}})
        self.assertEqual(done.returncode, 0, f"{command}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    def test_it_installs_and_scans_on_a_clean_system(self):
        repository = repository_like(self.dir / "repository")
        self.tool("sh", "-ec", "umask 077; " + readme_line("cpack "), cwd=repository)
        [package] = (repository / "build/packages").glob("*.deb")
        self.assertIn("apt-get install ./build/packages/stallhound_*.deb", readme_line("sudo "))
        self.assertRegex(package.name, r"^stallhound_\d+\.\d+\.\d+_\w+\.deb$")
        fields = dict(re.findall(r"^ (\S+): (.*)$", self.output("dpkg-deb", "-I", package), re.M))
        self.assertEqual((fields["Package"], fields["Section"]), ("stallhound", "devel"))
        self.assertIn("libclang-cpp22", fields["Depends"])
        self.assertIn("libc6 (>=", fields["Depends"])
        listing = self.output("dpkg-deb", "-c", package)
        for name in ("/usr/bin/stallhound", "/usr/share/doc/stallhound/copyright",
                     "/usr/share/zsh/vendor-completions/_stallhound", "/usr/share/man/man1/stallhound.1"):
            self.assertIn(name, listing)
        for line in listing.splitlines():
            self.assertRegex(line, "^(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--) root/root ")

        self.clean_system()
        shutil.copy(package, self.root / "root")
        self.inside("apt-get", "update", "-q")
        self.inside("apt-get", "install", "-q", "-y", "--no-install-recommends", "/root/" + package.name, "libc6-dev")
        self.inside("sh", "-c", "! command -v clang-22 && ! ls /usr/lib/llvm-22/lib/clang")
        print(self.inside("stallhound", "--version", "--verbose"))

        project = self.root / "srv/project"
        project.mkdir(parents=True)
        (project / "server.c").write_text(SERVER)
        (project / "compile_commands.json").write_text(
            '[{"directory": "/srv/project", "file": "server.c", "command": "cc -std=c11 -c server.c"}]')
        report = self.inside("stallhound", "scan", "-p", "/srv/project")
        print(report)
        self.assertIn("server.c:11:23: error: 'sleep' sleeps on the event loop [sleep/posix]", report)
        self.assertIn("1 finding (1 error) in 1 translation unit", report)
        self.inside("apt-get", "remove", "-q", "-y", "stallhound")
        self.assertFalse((self.root / "usr/share/stallhound").exists())

    def output(self, *command):
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
