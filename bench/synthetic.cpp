// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// How the phases after extraction grow: a made-up program of a given size, linked, classified and solved.
//
//   synthetic [FUNCTIONS [CALLS_PER_FUNCTION [UNITS]]] [--rules DIR]
//
// Functions call functions of their own unit mostly, others sometimes; one in 200 is loop code, one in 50 blocks. The
// seed is fixed, so that two runs do the same work. Times are of one run; memory is the peak of the process, the
// made-up facts included.
#include <fmt/format.h>
#include <sys/resource.h>

#include <charconv>
#include <chrono>
#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "rules/load.h"
#include "scan/analysis.h"

namespace {

using namespace stallhound;

/// xorshift64*: the same numbers on every platform.
class Random {
 public:
  std::uint64_t next() {
    state_ ^= state_ >> 12;
    state_ ^= state_ << 25;
    state_ ^= state_ >> 27;
    return state_ * 0x2545f4914f6cdd1dULL;
  }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }

 private:
  std::uint64_t state_ = 0x9e3779b97f4a7c15ULL;
};

FunctionFact function_fact(std::uint64_t number, FileIndex file, std::uint32_t line) {
  FunctionFact fact;
  fact.id = number + 1;
  fact.flags = fn_in_roots;
  fact.name = fmt::format("app::module{}::function{}", number / 1000, number);
  fact.display = fact.name + "()";
  fact.location = {file, line, 1};
  if (number % 200 == 0) fact.annotations.emplace_back("stallhound::loop");
  return fact;
}

std::vector<TuFacts> make_program(std::uint64_t functions, std::uint64_t calls, std::uint64_t units) {
  Random random;
  std::vector<TuFacts> program;
  const std::uint64_t per_unit = (functions + units - 1) / units;
  for (std::uint64_t u = 0; u < units; ++u) {
    TuFacts unit;
    unit.main_file = fmt::format("/app/src/unit{:06}.cpp", u);
    unit.files.push_back({unit.main_file, true});
    FunctionFact blocking;
    blocking.id = ~0ULL;
    blocking.name = "usleep";
    blocking.display = "usleep()";
    unit.functions.push_back(blocking);
    const std::uint64_t first = u * per_unit;
    const std::uint64_t last = std::min(functions, first + per_unit);
    for (std::uint64_t f = first; f < last; ++f) {
      const auto line = static_cast<std::uint32_t>((f - first) * 20 + 1);
      unit.functions.push_back(function_fact(f, 0, line));
      Body body;
      body.function = f + 1;
      body.location = {0, line, 1};
      for (std::uint64_t c = 0; c < calls; ++c) {
        Site site;
        site.location = {0, line + 1 + static_cast<std::uint32_t>(c), 3};
        const auto callee = random.below(10) == 0 ? random.below(functions) : first + random.below(last - first);
        site.callee = callee + 1;
        if (callee < first || callee >= last) unit.functions.push_back(function_fact(callee, 0, 0));
        body.sites.push_back(std::move(site));
      }
      if (f % 50 == 7) {
        Site site;
        site.location = {0, line + 19, 3};
        site.callee = ~0ULL;
        body.sites.push_back(std::move(site));
      }
      unit.bodies.push_back(std::move(body));
    }
    program.push_back(std::move(unit));
  }
  return program;
}

/// A phase's time on the wall clock and on the processor; on a busy machine only the latter says much.
class Phase {
 public:
  void done(const char* name) const {
    const double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_).count();
    const double cpu = static_cast<double>(std::clock() - cpu_) / CLOCKS_PER_SEC;
    fmt::print("{:<10}{:8.2f} s wall {:8.2f} s cpu\n", name, wall, cpu);
  }

 private:
  std::chrono::steady_clock::time_point wall_ = std::chrono::steady_clock::now();
  std::clock_t cpu_ = std::clock();
};

}  // namespace

int main(int argc, char** argv) {
  std::uint64_t numbers[] = {1'000'000, 10, 2000};
  std::string rules_dir = STALLHOUND_SOURCE_DIR "/rules";
  int position = 0;
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    if (word == "--rules" && i + 1 < argc) {
      rules_dir = argv[++i];
    } else if (position < 3) {
      std::from_chars(word.data(), word.data() + word.size(), numbers[position++]);
    }
  }
  const auto rules = load_rules({rules_dir});
  if (!rules) {
    for (const auto& error : rules.errors()) fmt::print(stderr, "{}\n", to_string(error));
    return 2;
  }
  auto units = make_program(numbers[0], numbers[1], numbers[2]);
  fmt::print("{} functions, {} calls, {} units\n", numbers[0], numbers[0] * numbers[1], numbers[2]);

  std::optional<Phase> phase(std::in_place);
  const auto analysis = analyse({std::move(units), "/app", *rules}, [&phase](std::string_view name) {
    phase->done(std::string(name).c_str());
    phase.emplace();
  });
  fmt::print("{} findings\n", analysis.report.findings.size());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  fmt::print("peak      {:8} MiB\n", usage.ru_maxrss / 1024);
}
