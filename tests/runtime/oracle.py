#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
"""Is the analysis blind to something that really happens? Lets RealtimeSanitizer watch small programs and compares.

Usage: oracle.py --stallhound EXE [--work DIR] [--only NAME] [-j N]

Each folder beside this script is a program whose loop callbacks are marked LOOP (loop.h). It is built with
-fsanitize=realtime and run: the sanitizer reports each call below a marked function that may wait, with its stack. Then
the same program is scanned, once as it was built, and once with LOOP defined as nothing, so that only the framework tells
what runs on the loop. Every reported call must lie in a finding of both scans:
 - a call that the program makes itself: a finding of that function in that line;
 - a call inside a library: a finding of the library's function in the program's line that led there; for a destructor at
   the end of a scope, where the object is declared.
What need not be found is listed below by function, or stands in the line as a comment:
    poll(&watched, 1, 0);  // harmless: poll: time-out 0        does not wait here
    helper();              // missed: sleep: reason             waits, and the analysis does not see it yet
Both turn red once the analysis reports the call.

Exit codes: 0 all found, 1 something was missed, 77 RealtimeSanitizer does not work here.
"""
import argparse
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
# Well below what the programs do: less means that the programs, or the reports, are not what they were.
LEAST_COMPARED = 120
LEAST_FUNCTIONS = 55

# What each program links.
PROGRAMS = {
    "asio-callbacks": [],
    "asio-coroutines": [],
    "epoll-c": [],
    "epoll-cpp": [],
    "libevent": ["-levent"],
    "libuv": ["-luv"],
}
COMPILERS = {".c": ("clang-22", "-std=c11"), ".cpp": ("clang++-22", "-std=c++20")}

# What the sanitizer reports, and what is not the subject of the analysis, wherever it is called.
NOT_BLOCKING = {
    "memory allocation is not the tool's subject": """
        malloc calloc realloc reallocf free aligned_alloc memalign posix_memalign valloc pvalloc free_sized
        free_aligned_sized mmap munmap mremap mprotect madvise posix_madvise mincore memfd_create""",
    "lets others go on and waits for nobody": """
        pthread_mutex_unlock pthread_rwlock_unlock pthread_cond_signal pthread_cond_broadcast pthread_cond_init
        pthread_cond_destroy sched_yield""",
    "starts a thread and does not wait for it": "pthread_create",
    "makes or ends a descriptor, or asks the kernel about one": """
        close shutdown socket socketpair pipe pipe2 dup dup2 eventfd bind listen getsockname getpeername getsockopt
        setsockopt epoll_create epoll_create1 epoll_ctl timerfd_create timerfd_settime timerfd_gettime inotify_init
        inotify_init1 inotify_add_watch inotify_rm_watch lseek""",
    "prepares a stream in memory": "fdopen fmemopen open_memstream fopencookie setbuf setbuffer setlinebuf setvbuf",
    "touches memory or settings of the process only": "shm_open shm_unlink umask sched_getaffinity sched_setaffinity",
}

# What a library does inside of a call without waiting for anybody, by the functions on the way there.
INSIDE_LIBRARY = [
    ("pthread_mutex_lock", r"^boost::asio::detail::posix_mutex::lock|^uv_(queue_work|loop_init|loop_close)$",
     "the library's own short lock of its queue"),
    ("write", r"^boost::asio::detail::eventfd_select_interrupter::interrupt", "the library wakes up its own loop"),
    ("syscall", r"^uv_loop_close$", "the library closes a descriptor"),
    ("ioctl", r"^evbuffer_read$", "the library asks how much can be read"),
]

CHILD = "the child of a fork serves no events"
# What the calls of the C library are called for offsets of 64 bits.
WIDE = re.compile(r"(?<=[a-z])64$")

REPORT = re.compile(r"==(\d+)==ERROR: RealtimeSanitizer: ")
INTERCEPTED = re.compile(r"Intercepted call to real-time unsafe function `(\w+)`")
FRAME = re.compile(r"^FRAME\t(\d+)\t([^\t]*)\t([^\t]*)\t(\d+)")
COMMENT = re.compile(r"//\s*(harmless|missed):\s*(\w+):\s*(.*)")


def say(text=""):
    print(text, flush=True)


class Skip(Exception):
    pass


class Failure(Exception):
    pass


def run(command, **named):
    return subprocess.run([str(c) for c in command], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          errors="replace", **named)


def symbolizer():
    """The llvm-symbolizer that belongs to the compiler."""
    found = run(["clang-22", "-print-prog-name=llvm-symbolizer"]).stdout.strip()
    for candidate in (found, shutil.which("llvm-symbolizer-22"), "/usr/lib/llvm-22/bin/llvm-symbolizer"):
        if candidate and os.path.isabs(candidate) and os.access(candidate, os.X_OK):
            return candidate
    raise Skip("there is no llvm-symbolizer of LLVM 22 (Debian: package llvm-22)")


def sanitizer_environment():
    options = ["halt_on_error=false", "suppress_equal_stacks=true", "color=never",
               f"external_symbolizer_path={symbolizer()}", 'stack_trace_format="FRAME\t%n\t%f\t%s\t%l"']
    # A name server that does not answer must not hold up the test.
    return {**os.environ, "RTSAN_OPTIONS": ":".join(options), "RES_OPTIONS": "timeout:1 attempts:1", "LC_ALL": "C"}


def compile_command(source):
    compiler, standard = COMPILERS[source.suffix]
    return [compiler, standard, "-g", "-O0", "-pthread", "-fsanitize=realtime"]


def try_sanitizer(work):
    """Skips the test unless a program can be built with the sanitizer and reports something."""
    for compiler in ("clang-22", "clang++-22"):
        if shutil.which(compiler) is None:
            raise Skip(f"there is no {compiler}")
    source = work / "try.c"
    source.write_text("int usleep(unsigned);\nvoid nap(void) __attribute__((nonblocking)) { usleep(1); }\n"
                      "int main(void) { nap(); }\n")
    built = run([*compile_command(source), source, "-o", work / "try"])
    if built.returncode != 0:
        raise Skip("-fsanitize=realtime does not link (Debian: package libclang-rt-22-dev)\n" + built.stderr.strip())
    done = run([work / "try"], env=sanitizer_environment(), timeout=60)
    reports = parse_reports(done.stderr)
    if not any(frame.file == str(source) for report in reports for frame in report.frames):
        raise Skip("RealtimeSanitizer prints no stack with file names\n" + done.stderr.strip())


Frame = collections.namedtuple("Frame", "function file line")


class Report:
    """One report of the sanitizer."""

    def __init__(self, process, function):
        self.process, self.function, self.frames = process, function, []


def parse_reports(text):
    reports = []
    process = 0
    for line in text.splitlines():
        if header := REPORT.search(line):
            process = int(header[1])
        elif call := INTERCEPTED.search(line):
            reports.append(Report(process, call[1]))
        elif (frame := FRAME.match(line)) and reports:
            function, file = ("" if text == "<null>" else text for text in frame.group(2, 3))
            reports[-1].frames.append(Frame(function or "?", os.path.normpath(file) if file else "", int(frame[4])))
    return reports


def bare(name):
    """A function's last name: 'void std::vector<int>::f<a::b>(c::d) const (.resume)' -> 'f'."""
    name = name.replace("operator<<", "operator!!").replace("operator->", "operator-!").replace("(anonymous namespace)", "")
    before = None
    while before != name:
        before = name
        name = re.sub(r"<[^<>]*>", "", name)
    name = name.split("(")[0].rsplit("::", 1)[-1].split(" ")[-1]
    return WIDE.sub("", name)


class Call:
    """A call of the program that led to a report."""

    def __init__(self, function, file, line, caller, way):
        """way: the frames of libraries between the call and the intercepted function, innermost first."""
        self.function, self.file, self.line, self.caller, self.way = function, file, line, caller, way
        self.called = bare(way[-1].function) if way else function
        # In an optimised library the function that was called may have ended with a jump to the next one.
        self.certain = not way or bool(way[-1].file)

    def key(self):
        return (self.called, self.function, self.file, self.line)


def call_of(report, source):
    """The call in the topmost frame that lies in the program's own sources."""
    way = []
    # The first frame is the intercepted function itself.
    for frame in report.frames[1:]:
        if frame.file.startswith(str(source) + os.sep):
            name = os.path.relpath(frame.file, source)
            return Call(WIDE.sub("", report.function), name, frame.line, bare(frame.function), way)
        way.append(frame)
    return None


def build_and_run(name, source, work):
    """Builds a program, runs it, and returns its calls that the sanitizer reported: those of the process, of its children."""
    sources = [f for f in sorted((source / name).iterdir()) if f.suffix in COMPILERS]
    objects = []
    for file in sources:
        objects.append(work / (file.stem + ".o"))
        built = run([*compile_command(file), "-c", file, "-o", objects[-1]], timeout=200)
        if built.returncode != 0:
            raise Failure(f"{name}: does not compile\n{built.stderr}")
    program = work / "program"
    driver = "clang++-22" if any(f.suffix == ".cpp" for f in sources) else "clang-22"
    linked = run([driver, "-fsanitize=realtime", "-pthread", *objects, "-o", program, *PROGRAMS[name]], timeout=60)
    if linked.returncode != 0:
        raise Failure(f"{name}: does not link\n{linked.stderr}")
    place = work / "run"
    place.mkdir()
    with subprocess.Popen([program], cwd=place, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          text=True, errors="replace", env=sanitizer_environment()) as process:
        try:
            _, errors = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            raise Failure(f"{name}: does not end by itself") from None
    (work / "sanitizer.txt").write_text(errors)
    if process.returncode != 0:
        raise Failure(f"{name}: exit code {process.returncode}\n{errors[-2000:]}")
    own, children = {}, {}
    for report in parse_reports(errors):
        call = call_of(report, source)
        if call is None:
            stack = "\n".join(f"    {f.function} {f.file}:{f.line}" for f in report.frames)
            raise Failure(f"{name}: a report about {report.function} without a frame in the program\n{stack}")
        where = own if report.process == process.pid else children
        where.setdefault(call.key(), call)
    return own, children


def scan(stallhound, name, source, work, marked):
    """The findings of one scan, by file and line."""
    folder = work / ("marked" if marked else "unmarked")
    folder.mkdir()
    entries = []
    for file in sorted((source / name).iterdir()):
        if file.suffix in COMPILERS:
            flags = [] if marked else ["-DLOOP="]
            entries.append({"directory": str(source), "file": str(file),
                            "arguments": [*compile_command(file), *flags, "-c", str(file)]})
    (folder / "compile_commands.json").write_text(json.dumps(entries, indent=1))
    done = run([stallhound, "scan", "-p", folder, "--format", "json", "--confidence", "possible", "--category", "all",
                "--pedantic", "--no-cache", "-j", "1"], cwd=source, timeout=200)
    (folder / "report.json").write_text(done.stdout)
    if done.returncode not in (0, 1):
        raise Failure(f"{name}: the scan ended with exit code {done.returncode}\n{done.stderr}")
    found = collections.defaultdict(list)
    for finding in json.loads(done.stdout)["findings"]:
        # Files are relative to the project, which is the folder with .stallhound.json.
        found[(finding["location"]["file"], finding["location"]["line"])].append(finding)
    return found


def finding_for(call, found):
    """The finding that speaks of a call, if there is one."""
    here = found.get((call.file, call.line), [])
    for finding in here:
        if bare(finding["call"]) == call.called:
            return finding
    if here and not call.certain:
        return here[0]
    if not call.called.startswith("~"):
        return None
    # The sanitizer names the line where the scope ends, the analysis the one where the object is declared. What the
    # constructor does there and what the destructor does is one finding, if both have the same rule.
    for (file, line), findings in found.items():
        for finding in findings:
            if file == call.file and line < call.line and bare(finding["function"]) == call.caller \
                    and bare(finding["call"]).removeprefix("~") == call.called[1:]:
                return finding
    return None


def excuse(call):
    """Why a call need not be found."""
    for reason, functions in NOT_BLOCKING.items():
        if call.function in functions.split():
            return reason
    for functions, way, reason in INSIDE_LIBRARY:
        if call.function in functions.split() and any(re.search(way, frame.function) for frame in call.way):
            return reason
    return None


class Outcome:
    """What became of one program."""

    def __init__(self):
        self.compared = []    # (place, function, finding): reported and found
        self.missed = []      # texts
        self.commented = []   # (kind, place, function, reason)
        self.excused = []     # (reason, function)
        self.stale = []       # texts about comments
        self.silent = set()   # functions with findings in lines of which the sanitizer said nothing


def comments_in(lines):
    result = {}
    for file, text in lines.items():
        for number, line in enumerate(text, 1):
            for kind, function, reason in COMMENT.findall(line):
                result[(function, file, number)] = (kind, reason)
    return result


def describe_miss(call, marked, unmarked, text):
    by = "neither scan finds it"
    if marked or unmarked:
        by = f"only the scan {'with' if marked else 'without'} the marks finds it"
    inside = f"\n      inside {' < '.join(bare(frame.function) for frame in call.way)}" if call.way else ""
    return f"{call.file}:{call.line}: {call.function}: {by}\n      {text.strip()}{inside}"


def compare(name, source, own, children, marked, unmarked):
    outcome = Outcome()
    lines = {f"{name}/{f.name}": f.read_text().splitlines() for f in (source / name).iterdir() if f.suffix in COMPILERS}
    comments = comments_in(lines)
    used = set()
    for call in sorted(own.values(), key=lambda call: (call.file, call.line, call.function, call.called)):
        both = [finding_for(call, marked), finding_for(call, unmarked)]
        place = f"{call.file}:{call.line}"
        comment = (call.function, call.file, call.line)
        if comment in comments:
            kind, reason = comments[comment]
            used.add(comment)
            outcome.commented.append((kind, place, call.function, reason))
            if all(both):
                outcome.stale.append(f"{place}: {call.function}: found now, drop the comment `{kind}`")
        elif reason := excuse(call):
            outcome.excused.append((reason, call.function))
        elif all(both):
            outcome.compared.append((place, call.function, both[0]))
        else:
            outcome.missed.append(describe_miss(call, *both, lines[call.file][call.line - 1]))
    outcome.excused += [(CHILD, call.function) for call in children.values()]
    outcome.stale += [f"{file}:{line}: {function}: the sanitizer reports no such call"
                      for function, file, line in comments if (function, file, line) not in used]
    reported = {(call.file, call.line) for call in own.values()}
    outcome.silent = {f["call"] for place, findings in marked.items() if place not in reported for f in findings}
    return outcome


def check_program(stallhound, name, source, work):
    place = work / name
    place.mkdir()
    own, children = build_and_run(name, source, place)
    marked = scan(stallhound, name, source, place, True)
    unmarked = scan(stallhound, name, source, place, False)
    return compare(name, source, own, children, marked, unmarked)


def print_compared(name, outcome):
    say(f"{name}: {len(outcome.compared)} calls compared")
    for place, function, finding in outcome.compared:
        say(f"  {place:<28} {function:<23} {finding['rule']:<20} {finding['confidence']:<9} {finding['call']}")


def print_excused(outcomes):
    reasons = collections.defaultdict(collections.Counter)
    for outcome in outcomes:
        for reason, function in outcome.excused:
            reasons[reason][function] += 1
    say("\nreported at run time and not compared:")
    for reason, functions in sorted(reasons.items()):
        say(f"  {reason}:")
        say("      " + ", ".join(f"{f} ({n})" for f, n in sorted(functions.items())))
    for outcome in outcomes:
        for kind, place, function, reason in outcome.commented:
            say(f"  {kind}: {place}: {function}: {reason}")
    silent = sorted(set().union(*(outcome.silent for outcome in outcomes)))
    say("\nfound in lines of which the sanitizer, which does not intercept everything, said nothing:\n  " + ", ".join(silent))


def judge(outcomes, complete):
    """Prints the outcome; the complaints."""
    for name, outcome in outcomes.items():
        print_compared(name, outcome)
    print_excused(outcomes.values())
    compared = {(function, place) for outcome in outcomes.values() for place, function, _ in outcome.compared}
    functions = {function for function, _ in compared}
    count = f"{len(compared)} calls of {len(functions)} functions in {len(outcomes)} programs"
    say(f"\n{count} were reported at run time and found by both scans.")
    complaints = [text for outcome in outcomes.values() for text in outcome.stale]
    if complete and (len(compared) < LEAST_COMPARED or len(functions) < LEAST_FUNCTIONS):
        complaints.append(f"too little was compared: {count}; at least {LEAST_COMPARED} of {LEAST_FUNCTIONS} are expected")
    missed = [text for outcome in outcomes.values() for text in outcome.missed]
    if missed:
        complaints.append(f"{len(missed)} calls were reported at run time, and the analysis misses them:\n  "
                          + "\n  ".join(missed))
    return complaints


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--stallhound", required=True)
    parser.add_argument("--work", help="keep programs, and reports of the sanitizer and of the scans, in its folder runtime/")
    parser.add_argument("--only", action="append", choices=sorted(PROGRAMS), help="only this program; repeatable")
    parser.add_argument("-j", type=int, default=2)
    options = parser.parse_args()
    stallhound = os.path.abspath(options.stallhound)
    with tempfile.TemporaryDirectory(prefix="stallhound-runtime-") as temporary:
        work = pathlib.Path(options.work or temporary).resolve() / "runtime"
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir(parents=True)
        try:
            try_sanitizer(work)
        except Skip as reason:
            say(f"SKIPPED: {reason}")
            return SKIPPED
        # A copy of its own: the programs are then a project of their own, and nothing is written beside them.
        source = work / "src"
        shutil.copytree(HERE, source, ignore=shutil.ignore_patterns("__pycache__", "*.py"))
        (source / ".stallhound.json").write_text("{}\n")
        outcomes, complaints = {}, []
        with concurrent.futures.ThreadPoolExecutor(options.j) as pool:
            jobs = {name: pool.submit(check_program, stallhound, name, source, work)
                    for name in options.only or sorted(PROGRAMS)}
            for name, job in jobs.items():
                try:
                    outcomes[name] = job.result()
                except (Failure, subprocess.TimeoutExpired) as failure:
                    complaints.append(str(failure))
        complaints += judge(outcomes, complete=len(outcomes) == len(PROGRAMS))
    for complaint in complaints:
        say(f"FAILED {complaint}")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
