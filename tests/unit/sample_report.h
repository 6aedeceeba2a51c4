// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A small report for the renderer tests: one coroutine that sleeps two calls deep, one callback that reads a file.
#pragma once

#include "stallhound/report.h"

namespace stallhound::sample {

inline Finding sleep_finding() {
  Finding finding;
  finding.rule = "sleep/posix";
  finding.category = Category::sleep;
  finding.severity = Severity::error;
  finding.cost = Cost::seconds;
  finding.message = "'sleep' stops the event loop for as long as it sleeps";
  finding.why = "A sleeping thread runs no other task of its loop, so every connection waits with it.";
  finding.fix = "co_await a timer: asio::steady_timer timer(executor, 1s); co_await timer.async_wait(use_awaitable);";
  finding.location = {"src/nap.cpp", 7, 3};
  finding.snippet = "  sleep(1);";
  finding.call = "sleep";
  finding.function = "nap()";
  finding.context = {"coroutine", "asio", "session(tcp::socket)", "", {"src/session.cpp", 20, 1}, {}};
  finding.path = {{"session(tcp::socket)", {"src/session.cpp", 24, 5}, "call", "    load();"},
                  {"load()", {"src/nap.cpp", 12, 3}, "virtual", "  napper->nap();"},
                  {"nap()", {"src/nap.cpp", 7, 3}, "call", "  sleep(1);"}};
  finding.fingerprint = "0123456789abcdef";
  return finding;
}

inline Finding file_finding() {
  Finding finding;
  finding.rule = "file-io/c";
  finding.category = Category::file_io;
  finding.severity = Severity::warning;
  finding.confidence = Confidence::probable;
  finding.in_loop = true;
  finding.raised = true;
  finding.because = {{Reason::several_targets, "on_timer", {"src/main.c", 30, 3}}, {Reason::repeated, ""}};
  finding.message = "'fopen' waits for the disk on the libuv loop";
  finding.why = "Opening a file waits for the file system, which may be slow or remote.";
  finding.fix = "Use uv_fs_open() with a callback.";
  finding.location = {"src/table.c", 31, 13};
  finding.snippet = "  FILE* f = fopen(path, \"r\");";
  finding.call = "fopen";
  finding.function = "on_timer";
  finding.context = {"callback",           "libuv", "on_timer", "libuv timer callback", {"src/table.c", 28, 13},
                     {"src/main.c", 12, 5}};
  finding.more_contexts = {{"callback", "libuv", "on_signal", "libuv signal callback", {"src/main.c", 40, 13}, {}}};
  finding.more_contexts_count = 4;
  finding.path = {{"on_timer", {"src/table.c", 31, 13}, "call", finding.snippet}};
  finding.fingerprint = "fedcba9876543210";
  return finding;
}

/// Counts what judge counts: live findings by category and severity.
inline void summarise(Report& report) {
  report.summary.findings = 0;
  report.summary.suppressed = 0;
  report.summary.by_category.clear();
  report.summary.by_severity.clear();
  for (const Finding& finding : report.findings) {
    if (!finding.suppressed.empty()) {
      ++report.summary.suppressed;
      continue;
    }
    ++report.summary.findings;
    ++report.summary.by_category[finding.category];
    ++report.summary.by_severity[finding.severity];
  }
}

inline Report empty_report() {
  Report report;
  report.tool_version = "0.1.0";
  report.root = "/home/user/my project";
  report.command_line = "stallhound scan -p build";
  report.summary.translation_units = 120;
  report.summary.functions = 900;
  report.summary.contexts = 34;
  report.verdict.why = "no findings";
  return report;
}

inline Report report() {
  Report report = empty_report();
  report.rules = {
      {"file-io/c", Category::file_io, "File I/O in loop code (C library)",
       "Opening and reading files waits for the file system.", "Use the loop's own file API.", Severity::warning},
      {"sleep/posix", Category::sleep, "Sleep in loop code (POSIX and the C library)",
       "A sleeping thread runs no other task of its loop.", "Use a timer of the loop.", Severity::error}};
  report.findings = {sleep_finding(), file_finding()};
  report.problems = {{"parse-error", "src/broken.cpp", "'missing.h' file not found"},
                     {"parse-error", "src/other.cpp", "'missing.h' file not found"},
                     {"unused-suppression", "src/main.c", "NOLINT at line 3 suppresses nothing"}};
  report.summary.failed = 2;
  report.unresolved = {12, 1, 2};
  report.verdict = {Outcome::fail, 1, "1 definite finding at or above warning"};
  summarise(report);
  return report;
}

}  // namespace stallhound::sample
