// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A pack that models a namespace replaces its code: calls into it mean what the pack says, and its bodies are not
// judged. The user is told how much code of the project that concerns, and `--walk` opens it.
#include "analyze/replaced_code.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>

namespace stallhound::analysis {
namespace {

/// Of several packs that model a name, the one that says the most about it speaks: "boost::asio", not "boost".
std::uint32_t modelling_pack(const RuleSet& rules, const std::string& name) {
  std::uint32_t best = npos;
  std::size_t longest = 0;
  for (std::uint32_t pack = 0; pack < rules.packs.size(); ++pack) {
    if (!rules.is_modelled_by(name, pack)) continue;
    for (const auto& model : rules.packs[pack].models) {
      const bool meant = name.starts_with(model) || glob_match(model, name);
      if (!meant || model.size() <= longest) continue;
      best = pack;
      longest = model.size();
    }
  }
  return best;
}

/// As classify has it: a name beginning opens all names behind it.
bool is_walked(const std::vector<std::string>& walk, std::string_view name) {
  return std::any_of(walk.begin(), walk.end(), [name](const std::string& start) { return name.starts_with(start); });
}

}  // namespace

std::vector<std::string> walked_names(const RuleSet& rules, const std::vector<std::string>& walk) {
  auto names = walk;
  for (const auto& word : walk) {
    const auto pack = std::find_if(rules.packs.begin(), rules.packs.end(), [&](const Pack& p) { return p.id == word; });
    if (pack == rules.packs.end()) continue;
    for (const auto& model : pack->models) {
      auto start = model.substr(0, model.find_first_of("*?"));
      // The pattern "*" has no beginning; an empty one would open everything.
      if (!start.empty() && std::find(names.begin(), names.end(), start) == names.end()) {
        names.push_back(std::move(start));
      }
    }
  }
  return names;
}

std::uint32_t pack_instead_of_code(const Program& program, const RuleSet& rules, const std::vector<std::string>& walk,
                                   FunctionIndex function) {
  const auto& fact = program.functions[function];
  if (fact.body == npos || !rules.is_modelled(fact.name) || is_walked(walk, fact.name)) return npos;
  return modelling_pack(rules, fact.name);
}

std::vector<ModelledCode> modelled_code(const Program& program, const RuleSet& rules,
                                        const std::vector<std::string>& walk) {
  std::map<std::uint32_t, std::uint64_t> counts;
  // Functions are sorted by name: instantiations and overloads are looked up once.
  const std::string* last = nullptr;
  std::uint32_t pack = npos;
  for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
    const auto& function = program.functions[f];
    if (function.body == npos || (function.flags & (fn_variable | fn_reference)) != 0) continue;
    if (last == nullptr || *last != function.name) pack = pack_instead_of_code(program, rules, walk, f);
    last = &function.name;
    if (pack != npos) ++counts[pack];
  }
  std::vector<ModelledCode> all;
  for (const auto& [pack, count] : counts) all.push_back({rules.packs[pack].id, count});
  std::sort(all.begin(), all.end(), [](const ModelledCode& a, const ModelledCode& b) {
    return std::tie(b.functions, a.pack) < std::tie(a.functions, b.pack);
  });
  return all;
}

}  // namespace stallhound::analysis
