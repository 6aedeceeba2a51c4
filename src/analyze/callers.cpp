// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Constants through parameters.
//
// Problem. Whether a call blocks, or is made at all, often depends on a parameter of the function around it.
//
// Example.   int look(pollfd* p, int timeout) { return poll(p, 1, timeout); }
//            look(p, 0) in loop code is fine; look(p, -1) on a thread is none of the loop's business.
//            void stop(bool wait) { if (wait) thread.join(); }        stop(false) does not wait.
//
// Method. Each plain call of the function gives one variant of the inner call's arguments. Where the caller hands on a
// parameter of its own, its callers are asked in turn, a few levels up. The verdict is kept per caller, so that a
// harmless caller takes a way to the blocking call away, and nothing else.
//
// Cost. Two passes over all edges for each level, and only over functions that the question reaches.
//
// Limits. A value that is computed on the way (`ms * 1000`), or that comes through a field, stays unknown.
#include "analyze/callers.h"

#include <algorithm>

namespace stallhound::analysis {
namespace {

constexpr unsigned deepest = 4;
constexpr std::size_t most_variants = 16;
constexpr unsigned most_guards = 256;

/// The arguments with what a call passes in the place of the function's parameters.
Arguments substituted(const Arguments& arguments, const Arguments& passed) {
  auto result = arguments;
  for (auto& argument : result) {
    if (!is_parameter(argument)) continue;
    const auto index = static_cast<std::size_t>(argument.number);
    if (index >= passed.size() || passed[index].in_template) {
      argument.constant = ConstantKind::unknown;
      continue;
    }
    argument.constant = passed[index].constant;
    argument.number = passed[index].number;
    argument.text = passed[index].text;
  }
  return result;
}

/// The nearest guards of a call that ask about a parameter. Of a chain of tens of thousands of conditions the outer
/// ones are not asked: that they rule out the call would take a caller that meets all the nearer ones.
template <class Visit>
void each_parameter_guard(const Body& body, const Site& site, Visit visit) {
  unsigned left = most_guards;
  for (auto guard = site.guard; guard != npos && left > 0; guard = body.guards[guard].parent, --left) {
    if (body.guards[guard].parameter != npos) visit(body.guards[guard]);
  }
}

/// Whether a value certainly makes the branch one that is not taken.
bool contradicts(const Guard& guard, const Argument& value) {
  switch (value.constant) {
    case ConstantKind::integer:
    case ConstantKind::enumerator:
    case ConstantKind::boolean:
      return (value.number == guard.number) != guard.answer;
    case ConstantKind::null:
      return (guard.number == 0) != guard.answer;
    case ConstantKind::string:
      return guard.number == 0 && guard.answer;
    default:
      return false;
  }
}

/// Where a parameter stands among those that decide; behind the last one if it does not.
std::size_t position_of(std::uint32_t parameter, const Arguments& deciding) {
  const auto place = std::find_if(deciding.begin(), deciding.end(),
                                  [parameter](const Argument& a) { return a.number == std::int64_t{parameter}; });
  return static_cast<std::size_t>(place - deciding.begin());
}

}  // namespace

Arguments deciding_parameters(const Body& body, const Site& site) {
  Arguments found;
  each_parameter_guard(body, site, [&](const Guard& guard) {
    if (position_of(guard.parameter, found) < found.size()) return;
    Argument& argument = found.emplace_back();
    argument.constant = ConstantKind::parameter;
    argument.number = guard.parameter;
  });
  return found;
}

bool is_ruled_out(const Body& body, const Site& site, std::span<const Argument> values) {
  const auto deciding = deciding_parameters(body, site);
  bool ruled_out = false;
  each_parameter_guard(body, site, [&](const Guard& guard) {
    ruled_out = ruled_out || contradicts(guard, values[position_of(guard.parameter, deciding)]);
  });
  return ruled_out;
}

bool depends_on_caller(const Body& body, const Site& site) {
  bool any = std::any_of(site.arguments.begin(), site.arguments.end(), is_parameter);
  each_parameter_guard(body, site, [&](const Guard&) { any = true; });
  return any;
}

Callers::Callers(const Program& program, const Labels& labels, std::span<const FunctionIndex> functions)
    : program_(program) {
  std::vector<char> asked(program.functions.size(), 0);
  std::vector<FunctionIndex> level(functions.begin(), functions.end());
  for (unsigned depth = 0; depth < deepest && !level.empty(); ++depth) {
    std::vector<char> current(program.functions.size(), 0);
    for (const auto f : level) {
      if (asked[f] != 0) continue;  // Asked about before, or twice.
      current[f] = asked[f] = 1;
      other_ways_.try_emplace(f, false);
    }
    level.clear();
    for (const auto& root : labels.roots) {
      if (current[root.function] != 0) other_ways_[root.function] = true;
    }
    for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
      for (auto e = labels.first_edge[f]; e < labels.first_edge[f + 1]; ++e) {
        const auto& edge = labels.edges[e];
        if (current[edge.to] == 0) continue;
        const bool plain = edge.via == Via::call || edge.via == Via::constructor || edge.via == Via::virtual_call;
        if (edge.through != 0 || !plain) {
          other_ways_[edge.to] = true;
          continue;
        }
        calls_[edge.to].push_back({f, edge.site});
        const auto& passed = arguments_of(calls_[edge.to].back());
        if (asked[f] == 0 && std::any_of(passed.begin(), passed.end(), is_parameter)) level.push_back(f);
      }
    }
  }
}

const Arguments& Callers::arguments_of(const Call& call) const {
  return program_.bodies[program_.functions[call.caller].body].sites[call.site].arguments;
}

std::vector<Variant> Callers::variants(FunctionIndex function, const Arguments& arguments) const {
  std::vector<Variant> found;
  const auto calls = calls_.find(function);
  if (calls == calls_.end()) return found;
  for (const auto& call : calls->second) {
    Variant variant{call.caller, call.site, {}};
    expand(call.caller, substituted(arguments, arguments_of(call)), deepest - 1, variant.arguments);
    found.push_back(std::move(variant));
  }
  return found;
}

void Callers::expand(FunctionIndex function, const Arguments& arguments, unsigned depth,
                     std::vector<Arguments>& found) const {
  const auto calls = calls_.find(function);
  const auto others = other_ways_.find(function);
  const bool known = calls != calls_.end() && others != other_ways_.end() && !others->second;
  const bool open = std::any_of(arguments.begin(), arguments.end(), is_parameter);
  if (!open || depth == 0 || !known || found.size() >= most_variants) {
    found.push_back(arguments);
    return;
  }
  for (const auto& call : calls->second) {
    expand(call.caller, substituted(arguments, arguments_of(call)), depth - 1, found);
  }
}

}  // namespace stallhound::analysis
