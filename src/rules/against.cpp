// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/against.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "rules/braces.h"
#include "rules/suggest.h"

namespace stallhound {
namespace {

std::string quoted(std::string_view text) { return '`' + std::string(text) + '`'; }

std::uint32_t kinds_for(NameRole role) {
  switch (role) {
    case NameRole::call:
      return declares_function | declares_variable;
    case NameRole::function:
      return declares_function;
    case NameRole::override_:
      return declares_virtual;
    case NameRole::type:
      return declares_type;
    case NameRole::field:
      break;
  }
  return declares_field | declares_variable;
}

std::string_view words_for(NameRole role) {
  switch (role) {
    case NameRole::call:
      return "function or variable";
    case NameRole::function:
      return "function";
    case NameRole::override_:
      return "virtual function";
    case NameRole::type:
      return "type";
    case NameRole::field:
      break;
  }
  return "field or variable";
}

std::string_view words_for(std::uint32_t kinds) {
  if ((kinds & declares_virtual) != 0) return "a virtual function";
  if ((kinds & declares_function) != 0) return "a function";
  if ((kinds & declares_type) != 0) return "a type";
  if ((kinds & declares_field) != 0) return "a field";
  if ((kinds & declares_variable) != 0) return "a variable";
  return "an enumerator";
}

/// "std::thread::join" is "std::thread" and "join"; what stands behind `operator` is never a scope.
std::pair<std::string_view, std::string_view> split(std::string_view name) {
  const std::size_t symbol = name.rfind("operator");
  const bool whole_word = symbol != std::string_view::npos && (symbol == 0 || name[symbol - 1] == ':');
  const std::size_t last = name.rfind("::", whole_word ? symbol : std::string_view::npos);
  if (last == std::string_view::npos) return {{}, name};
  return {name.substr(0, last), name.substr(last + 2)};
}

class Checker {
 public:
  explicit Checker(const Declared& declared) : declared_(declared) {}

  bool declares(const std::string& name, NameRole role) const {
    const std::uint32_t kinds = kinds_for(role);
    if (!is_glob(name)) return has(name, kinds);
    return std::any_of(declared_.names.begin(), declared_.names.end(),
                       [&](const auto& known) { return (known.second & kinds) != 0 && glob_match(name, known.first); });
  }

  /// What may have been meant; may be empty.
  std::string hint(const std::string& name, NameRole role) {
    const std::uint32_t kinds = kinds_for(role);
    if (const auto found = declared_.names.find(name); found != declared_.names.end()) {
      return "it is " + std::string(words_for(found->second));
    }
    if (is_glob(name)) return {};
    if (const auto alias = declared_.aliases.find(name); alias != declared_.aliases.end()) {
      return "it only stands for " + quoted(alias->second);
    }
    const auto [scope, own] = split(name);
    const std::string meant = resolve(std::string(scope));
    const std::string there = scope.empty() ? std::string(own) : member(meant, scope, own);
    if (there != name && has(there, kinds)) return quoted(scope) + " only stands for another name: " + quoted(there);
    if (const std::string base = in_base(meant, own, kinds); !base.empty()) {
      return "it is declared in a base class: " + quoted(base);
    }
    if (const std::string near = nearest(meant, own, kinds); !near.empty()) return "did you mean " + quoted(near) + '?';
    if (!scope.empty() && !declares_scope(meant)) return "nothing in " + quoted(scope) + " is declared at all";
    return {};
  }

 private:
  bool has(const std::string& name, std::uint32_t kinds) const {
    const auto found = declared_.names.find(name);
    return found != declared_.names.end() && (found->second & kinds) != 0;
  }

  bool declares_scope(const std::string& scope) const {
    const auto inside = declared_.names.lower_bound(scope + "::");
    return inside != declared_.names.end() && inside->first.starts_with(scope + "::");
  }

  /// The scope's real name: the longest part of it that is an alias is replaced, again and again.
  std::string resolve(std::string scope) const {
    for (int steps = 0; steps < 16; ++steps) {
      std::string_view part = scope;
      bool changed = false;
      while (!part.empty() && !changed) {
        if (const auto alias = declared_.aliases.find(std::string(part)); alias != declared_.aliases.end()) {
          scope = alias->second + scope.substr(part.size());
          changed = true;
          break;
        }
        part = split(part).first;
      }
      if (!changed) break;
    }
    return scope;
  }

  /// Constructors and destructors are called like their class, which an alias names differently.
  static std::string member(const std::string& scope, std::string_view written_scope, std::string_view own) {
    const std::string_view written = split(written_scope).second;
    const std::string_view real = split(scope).second;
    if (own == written) own = real;
    if (own.starts_with('~') && own.substr(1) == written) return scope + "::~" + std::string(real);
    return scope + "::" + std::string(own);
  }

  std::string in_base(const std::string& derived, std::string_view own, std::uint32_t kinds) const {
    std::vector<std::string> work = {derived};
    std::set<std::string> seen;
    while (!work.empty()) {
      const auto bases = declared_.bases.find(work.back());
      work.pop_back();
      if (bases == declared_.bases.end()) continue;
      for (const std::string& base : bases->second) {
        if (!seen.insert(base).second) continue;
        const std::string candidate = base + "::" + std::string(own);
        if (has(candidate, kinds)) return candidate;
        work.push_back(base);
      }
    }
    return {};
  }

  /// A similar name in the same scope, or the same name in a similar scope.
  std::string nearest(const std::string& scope, std::string_view own, std::uint32_t kinds) {
    if (by_scope_.empty()) {
      for (const auto& [name, known] : declared_.names) {
        const auto [around, last] = split(name);
        by_scope_[around].emplace_back(last, known);
        by_last_[last].emplace_back(name, known);
      }
    }
    std::vector<std::string_view> candidates;
    for (const auto& [last, known] : by_scope_[scope]) {
      if ((known & kinds) != 0) candidates.push_back(last);
    }
    if (const auto near = nearest_word(own, candidates); !near.empty()) {
      return scope.empty() ? std::string(near) : scope + "::" + std::string(near);
    }
    const std::string wanted = scope.empty() ? std::string(own) : scope + "::" + std::string(own);
    std::string_view best;
    std::size_t least = 0;
    for (const auto& [name, known] : by_last_[own]) {
      if ((known & kinds) == 0) continue;
      const std::size_t distance = edit_distance(wanted, name);
      if (best.empty() || distance < least) best = name, least = distance;
    }
    return std::string(best);
  }

  using Names = std::vector<std::pair<std::string_view, std::uint32_t>>;
  const Declared& declared_;
  std::map<std::string_view, Names, std::less<>> by_scope_;
  std::map<std::string_view, Names, std::less<>> by_last_;
};

}  // namespace

Diagnostics check_against(const RuleSet& rules, const Declared& declared, const std::vector<AbsentName>& absent) {
  Diagnostics mistakes;
  Checker checker(declared);
  std::map<std::string_view, std::uint32_t> excused;  // Absent names -> roles in which they are mentioned undeclared.
  for (const AbsentName& name : absent) excused[name.name] = 0;
  std::set<std::string_view> mentioned;
  std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::string_view>> reported;
  for (const Mention& mention : rules.mentions) {
    mentioned.insert(mention.name);
    if (checker.declares(mention.name, mention.role)) continue;
    if (const auto known = excused.find(mention.name); known != excused.end()) {
      ++known->second;
      continue;
    }
    if (!reported.emplace(mention.pack, mention.line, mention.column, mention.name).second) continue;
    const std::string what(words_for(mention.role));
    std::string message = is_glob(mention.name) ? "no declared " + what + " matches " + quoted(mention.name)
                                                : "no " + what + ' ' + quoted(mention.name) + " is declared";
    mistakes.push_back({rules.packs[mention.pack].file, mention.line, mention.column, std::move(message),
                        checker.hint(mention.name, mention.role)});
  }
  std::vector<std::string_view> all(mentioned.begin(), mentioned.end());
  for (const AbsentName& name : absent) {
    if (!mentioned.contains(name.name)) {
      const auto near = nearest_word(name.name, all);
      mistakes.push_back({name.file, name.line, 0, quoted(name.name) + " is listed as absent, but no pack mentions it",
                          near.empty() ? "drop the line" : "did you mean " + quoted(near) + '?'});
    } else if (excused[name.name] == 0) {
      mistakes.push_back(
          {name.file, name.line, 0, quoted(name.name) + " is listed as absent, but it is declared", "drop the line"});
    }
  }
  return mistakes;
}

}  // namespace stallhound
