// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "analyze/unresolved.h"

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace stallhound::analysis {
namespace {

constexpr std::size_t listed = 20;
/// Contexts are counted for this many functions, those that most functions call; the others come behind them anyway.
constexpr std::size_t candidates = 64;
constexpr std::size_t most_contexts = 1000;

/// Headers of the C and C++ libraries and of the compiler: what blocks there is in the packs.
bool is_base_library(std::string_view path) {
  constexpr std::string_view folders[] = {"/usr/include/c++/", "/usr/include/x86_64-linux-gnu/", "/usr/include/bits/",
                                          "/usr/lib/"};
  return path.rfind('/') == std::string_view("/usr/include").size() ||
         std::any_of(std::begin(folders), std::end(folders), [&](auto folder) { return path.starts_with(folder); });
}

/// Who calls a library function from loop code.
struct Callers {
  std::uint64_t calls = 0;
  std::vector<FunctionIndex> functions;
};

/// By name, since overloads and instantiations are one function to a pack.
std::map<std::string_view, Callers> unknown_functions(const Program& program, const RuleSet& rules,
                                                      const Witness& witness) {
  std::map<std::string_view, Callers> found;
  std::vector<char> known(program.functions.size(), 0);  // 1: not of interest, 2: unknown.
  const auto unknown = [&](FunctionIndex f) {
    if (known[f] == 0) {
      const auto& function = program.functions[f];
      const bool described = function.body != npos || function.ambiguous || (function.flags & fn_in_roots) != 0 ||
                             function.location.line == 0 ||
                             is_base_library(program.files[function.location.file].path) ||
                             rules.is_modelled(function.name) || !rules.find_function(function.name).empty();
      known[f] = described ? 1 : 2;
    }
    return known[f] == 2;
  };
  for (const auto& body : program.bodies) {
    const auto caller = static_cast<FunctionIndex>(body.function);
    if (witness.reach[caller].root == npos) continue;
    for (const auto& site : body.sites) {
      const auto callee = static_cast<FunctionIndex>(site.callee);
      if (callee == 0 || site.kind == SiteKind::indirect || (site.flags & site_implicit) != 0) continue;
      if (!unknown(callee)) continue;
      auto& callers = found[program.functions[callee].name];
      ++callers.calls;
      if (callers.functions.empty() || callers.functions.back() != caller) callers.functions.push_back(caller);
    }
  }
  return found;
}

}  // namespace

Unresolved account_unresolved(const Program& program, const RuleSet& rules, const Labels& labels,
                              const Witness& witness, PathFinder& paths) {
  Unresolved account;
  for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
    if (witness.reach[f].root == npos) continue;
    account.indirect_calls += labels.unresolved_calls[f];
    account.missing_bodies += labels.missing_bodies[f];
  }
  const auto unknown = unknown_functions(program, rules, witness);
  std::vector<const std::pair<const std::string_view, Callers>*> ranked;
  for (const auto& entry : unknown) ranked.push_back(&entry);
  std::sort(ranked.begin(), ranked.end(), [](const auto* a, const auto* b) {
    return std::tuple(b->second.functions.size(), a->first) < std::tuple(a->second.functions.size(), b->first);
  });
  if (ranked.size() > candidates) ranked.resize(candidates);
  for (const auto* entry : ranked) {
    const auto contexts = paths.roots_reaching(entry->second.functions, npos, most_contexts).size();
    account.unknown.push_back({std::string(entry->first), entry->second.calls, contexts});
  }
  std::sort(account.unknown.begin(), account.unknown.end(), [](const UnknownFunction& a, const UnknownFunction& b) {
    return std::tie(b.contexts, b.calls, a.name) < std::tie(a.contexts, a.calls, b.name);
  });
  if (account.unknown.size() > listed) account.unknown.resize(listed);
  return account;
}

}  // namespace stallhound::analysis
