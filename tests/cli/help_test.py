#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Help, version, man page and completions say the same as the options that are really taken."""
import pathlib
import re
import subprocess
import unittest

from support import EXECUTABLE, REPOSITORY, CliTest, main

MAN = REPOSITORY / "man/stallhound.1"
BASH = REPOSITORY / "completions/stallhound.bash"
COMMANDS = ["scan", "baseline", "init", "config", "rules", "explain", "why-not", "dump", "extract", "link", "cache"]
READ_PROJECT = ["scan", "baseline", "config", "explain", "why-not", "dump", "extract", "link"]


def options_in(text):
    """Options that a help text names, --no-config among them though it has no line of its own."""
    return set(re.findall(r"(?<![\w-])(--?[a-z][a-z-]*)", text))


class HelpTest(CliTest):
    def help(self, *arguments):
        outcome = self.run_tool(*arguments)
        self.assertEqual((outcome.code, outcome.err), (0, ""), outcome)
        return outcome.out

    def complete(self, *words):
        return self.help("__complete", *words).splitlines()

    def test_every_command_has_help(self):
        everything = self.help("help")
        self.assertEqual(self.help("--help"), everything)
        for command in COMMANDS:
            text = self.help("help", command)
            self.assertIn(f"stallhound {command}", text)
            self.assertEqual(self.help(command, "--help"), text)
            self.assertNotEqual(text, everything)
            for other in set(COMMANDS) - {command, "link"}:
                self.assertNotIn(f"\n  stallhound {other} ", "\n" + text)
        # And the general text knows no other command.
        named = re.findall(r"^  stallhound ([a-z][a-z-]*)", everything, re.M)
        self.assertEqual(sorted(set(named)), sorted([*COMMANDS, "help"]))

    def test_help_of_a_command_has_its_own_options_only(self):
        self.assertIn("--fail-on SEVERITY", self.help("help", "scan"))
        extract = self.help("help", "extract")
        self.assertNotIn("--fail-on", extract)
        self.assertIn("--timeout SECONDS", extract)
        self.assertIn("--prune", self.help("help", "baseline"))
        self.assertIn("--older-than", self.help("help", "cache"))

    def test_unknown_commands(self):
        for arguments in (["scna"], ["help", "scna"], ["scna", "--help"]):
            self.assert_user_error(self.run_tool(*arguments), "unknown command 'scna'", "did you mean `scan`?")

    def test_version(self):
        self.assertRegex(self.help("--version"), r"^stallhound \d+\.\d+\.\d+\n$")
        lines = self.help("--version", "--verbose").splitlines()
        self.assertEqual([line.split(":")[0] for line in lines[1:]], ["clang", "builtin headers", "rules", "cache"])
        self.assertTrue(pathlib.Path(lines[3].split(": ")[1], "posix.json").exists(), lines)
        self.assert_user_error(self.run_tool("--version", "--verbos"), "--verbose", "--verbos'")

    def test_what_help_names_is_taken(self):
        """...and what completion offers is in the help, for each command."""
        general = options_in(self.help("help"))
        for command in READ_PROJECT:
            offered = set(self.complete(command, "-")) - {"--help"}
            self.assertGreater(len(offered), 5)
            self.assertEqual(offered - general - {"--output"}, set(), command)
        scan = set(self.complete("scan", "-"))
        self.assertEqual(options_in(self.help("help", "scan")) - scan, set())
        # All in one call, with a mistake that keeps the scan from starting: mistakes are all reported at once.
        for option in scan - {"--help"}:
            self.assertNotIn("unknown option '" + option + "'", self.run_tool("scan", "--xyzzy", option).err)
        for words in (["rules", "list"], ["cache", "stats"], ["cache", "prune"], ["init", "--dry-run"]):
            for option in set(self.complete(*words, "-")) - {"--help"}:
                outcome = self.run_tool(*words, option, "-p")
                self.assertNotRegex(outcome.err, f"(unknown option|does not take) .{option}")

    def test_man_page(self):
        page = MAN.read_text().replace("\\-", "-")
        named = {f"-{name}" for name in re.findall(r"\bFl ([a-zA-Z-]+)", page)}
        wanted = set(self.help("help") and options_in(self.help("help"))) - {"--help"}
        for command in COMMANDS:
            wanted |= set(self.complete(command, "prune", "-")) - {"--help"}
        self.assertEqual(named, wanted)
        described = {f"-{name}" for name in re.findall(r"^\.It Fl ([a-zA-Z-]+)", page, re.M)}
        self.assertEqual(set(self.complete("scan", "-")) - {"--help"}, described)
        self.assertEqual(set(COMMANDS) | {"help"}, set(re.findall(r"^\.It Cm ([a-z-]+)", page, re.M)))
        for command in ("rules", "dump", "cache"):
            self.assertIn(" | ".join(self.complete(command, "")), page)
        formats = re.search(r"^\.It Fl -format .*?^\.It", page, re.M | re.S).group()
        self.assertEqual(set(re.findall(r"^\.Cm (\w+)", formats, re.M)), set(self.complete("scan", "--format", "")))

    def test_man_page_is_well_formed(self):
        self.needs("mandoc")
        done = subprocess.run(["mandoc", "-T", "lint", "-W", "warning", MAN], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, ""))
        shown = subprocess.run(["mandoc", "-T", "ascii", MAN], capture_output=True, text=True).stdout
        self.assertIn("--fail-on severity", re.sub(".\x08", "", shown))

    def test_candidates(self):
        self.assertEqual(self.complete("c"), ["config", "cache"])
        self.assertEqual(self.complete("help", "ex"), ["explain", "extract"])
        self.assertEqual(self.complete("dump", "p"), ["program", "paths"])
        self.assertEqual(self.complete("scan", "--fail-on", ""), ["note", "warning", "error", "never"])
        self.assertEqual(self.complete("scan", "--fail-on=w"), ["--fail-on=warning"])
        self.assertEqual(self.complete("scan", "--category", "sleep,pro"), ["sleep,process"])
        self.assertEqual(self.complete("scan", "-p", ""), ["<folders>"])
        self.assertEqual(self.complete("scan", "--config="), ["<files>"])
        self.assertEqual(self.complete("scan", "src/"), ["<files>"])
        self.assertEqual(self.complete("scan", "-j", ""), [])
        self.assertEqual(self.complete("rules", "list", "--format", ""), ["text", "json"])
        self.assertIn("sleep/posix", self.complete("rules", "show", "sle"))
        self.assertEqual(self.complete("cache", "prune", "--m"), ["--max-size"])
        self.assertEqual(self.complete("cache", "clear", "--m"), [])
        for words in (["nonsense", ""], ["explain", ""], ["cache", "stats", ""], ["--version", "x"], [""], []):
            self.complete(*words)

    def in_shell(self, *command, folder=None):
        """Runs a shell that finds the executable as `stallhound`, in a folder with some files."""
        (self.dir / "path").mkdir(exist_ok=True)
        link = self.dir / "path/stallhound"
        if not link.exists():
            link.symlink_to(EXECUTABLE)
        self.write("here/with space/x.c", "")
        self.write("here/with.json", "")
        done = subprocess.run(command, cwd=self.dir / "here", capture_output=True, text=True, timeout=60,
                              env={"PATH": f"{self.dir / 'path'}:/usr/bin:/bin", "HOME": str(self.dir), "LC_ALL": "C.UTF-8",
                                   "TERM": "dumb"})
        self.assertEqual(done.returncode, 0, done)
        self.assertEqual(done.stderr, "", done)
        return done.stdout.splitlines()

    def bash(self, *words):
        """What bash offers for the words, taken apart as its line editor does it."""
        script = ('source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _stallhound stallhound "${@: -1}" x; '
                  '((${#COMPREPLY[@]} == 0)) || printf "%s\\n" "${COMPREPLY[@]}"')
        return self.in_shell("bash", "--norc", "-c", script, BASH, "stallhound", *words)

    def test_bash(self):
        self.assertEqual(self.bash("ba"), ["baseline"])
        self.assertEqual(self.bash("scan", "--fail"), ["--fail-on"])
        self.assertEqual(self.bash("scan", "--fail-on", "n"), ["note", "never"])
        self.assertEqual(self.bash("scan", "--fail-on", "=", "n"), ["note", "never"])
        self.assertEqual(self.bash("scan", "--fail-on", "="), ["note", "warning", "error", "never"])
        self.assertEqual(self.bash("scan", "-p", "wi"), ["with space"])
        self.assertEqual(sorted(self.bash("scan", "wi")), ["with space", "with.json"])
        self.assertEqual(self.bash("scan", "--format", "=", "json", "--confidence", "d"), ["definite"])
        self.assertEqual(self.bash("scan", "-j", ""), [])
        self.assertEqual(self.in_shell("bash", "--norc", "-c", f"source '{BASH}'; complete -p stallhound"),
                         ["complete -F _stallhound stallhound"])

    def fish(self, line):
        fish = REPOSITORY / "completions/stallhound.fish"
        return self.in_shell("fish", "--no-config", "-c", f"source '{fish}'; complete -C '{line}'")

    def test_fish(self):
        self.needs("fish")
        self.assertEqual(self.fish("stallhound ba"), ["baseline"])
        self.assertEqual(sorted(self.fish("stallhound scan --fail-on ")), ["error", "never", "note", "warning"])
        self.assertEqual(sorted(self.fish("stallhound scan --fail-on=n")), ["--fail-on=never", "--fail-on=note"])
        self.assertEqual([line.split("\t")[0] for line in self.fish("stallhound scan -p wi")], ["with space/"])
        self.assertEqual([line.split("\t")[0] for line in self.fish("stallhound scan --config=with.")],
                         ["--config=with.json"])
        self.assertEqual(self.fish("stallhound dump p"), ["paths", "program"])

    def zsh(self, line):
        """What zsh's own completion system offers, in a pseudo-terminal of zsh's making.

        The terminal shows what is typed, too; READY, which is not typed like that, stands behind all of it.
        """
        script = f"""
zmodload zsh/zpty
zpty z 'zsh -f -i'
zpty -w z 'PS1=; unsetopt zle_bracketed_paste prompt_cr prompt_sp; stty -echo'
zpty -w z 'fpath=({REPOSITORY}/completions $fpath); autoload -Uz compinit; compinit -u -D'
zpty -w z 'comppostfuncs=(show); show() {{ compstate[insert]=; compstate[list]= }}'
zpty -w z 'compadd() {{ local -a o; if [[ " $* " != *" -O "* && " $* " != *" -A "* && " $* " != *" -D "* ]]; then
builtin compadd -O o "$@"; print -rl -- "<"$^o">"; fi; builtin compadd "$@" }}'
zpty -w z 'bindkey "^X" complete-word; print REA""DY'
zpty -r z answer '*READY*'
zpty -w -n z '{line}'$'\\x18'
sleep 1
while zpty -r -t z answer; do print -rn -- $answer; done
zpty -d z
"""
        out = "\n".join(self.in_shell("zsh", "-f", "-c", script))
        return re.findall(r"<([^<>\n\r]+)>", out)

    def test_zsh(self):
        self.needs("zsh")
        self.assertEqual(self.zsh("stallhound ba"), ["baseline"])
        self.assertEqual(self.zsh("stallhound scan --fail-on "), ["note", "warning", "error", "never"])
        self.assertEqual(self.zsh("stallhound scan --fail-on=n"), ["--fail-on=note", "--fail-on=never"])
        self.assertIn("with\\ space", self.zsh("stallhound scan -p wi"))


if __name__ == "__main__":
    main()
