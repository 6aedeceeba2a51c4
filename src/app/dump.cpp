// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/dump.h"

#include <fmt/format.h>

#include <unordered_map>

#include "app/output.h"

namespace stallhound {
namespace {

/// Names for the numbers in facts (of one unit) or in a program.
struct Names {
  std::function<std::string(std::uint64_t)> function;
  std::function<std::string(std::uint64_t)> slot;
  std::function<std::string(TypeIndex)> type;
  std::function<std::string(const SourceLocation&)> place;
};

std::string value_text(const Value& value, const Names& names) {
  switch (value.kind) {
    case ValueKind::function:
      return names.function(value.id);
    case ValueKind::slot:
      return names.slot(value.id);
    case ValueKind::result:
      return "result of #" + std::to_string(value.id);
    case ValueKind::none:
      break;
  }
  return "?";
}

std::string argument_text(const Argument& argument, const Names& names) {
  std::string text;
  switch (argument.constant) {
    case ConstantKind::integer:
      text = std::to_string(argument.number);
      break;
    case ConstantKind::enumerator:
      text = argument.text + "=" + std::to_string(argument.number);
      break;
    case ConstantKind::null:
      text = "null";
      break;
    case ConstantKind::string:
      text = fmt::format("\"{}\"", argument.text);
      break;
    case ConstantKind::duration:
      text = std::to_string(argument.number) + "ns";
      break;
    case ConstantKind::boolean:
      text = argument.number != 0 ? "true" : "false";
      break;
    case ConstantKind::bits:
      text = "bits " + std::to_string(argument.number);
      break;
    case ConstantKind::real:
      text = argument.text;
      break;
    case ConstantKind::parameter:
      text = fmt::format("parameter {}", argument.number);
      break;
    case ConstantKind::unknown:
      break;
  }
  for (const auto& value : argument.values) text += (text.empty() ? "" : "|") + value_text(value, names);
  if (text.empty() && argument.place.kind != ValueKind::none) text = value_text(argument.place, names);
  if (text.empty()) text = "_";
  if (argument.type != 0) text += ": " + names.type(argument.type);
  return argument.defaulted ? "(default) " + text : text;
}

std::string_view kind_text(SiteKind kind) {
  constexpr std::string_view names[] = {"call", "member", "operator", "construct", "destroy", "indirect"};
  return names[static_cast<std::size_t>(kind)];
}

std::string flags_text(std::uint32_t flags) {
  std::string text;
  const std::pair<std::uint32_t, const char*> names[] = {
      {site_virtual, " virtual"},   {site_awaited, " awaited"},   {site_discarded, " discarded"},
      {site_implicit, " implicit"}, {site_returned, " returned"}, {site_loop_condition, " condition"},
      {site_dying, " dying"},       {site_once, " once"}};
  for (const auto& [flag, name] : names) {
    if ((flags & flag) != 0) text += name;
  }
  return text;
}

std::string guard_text(const Guard& guard) {
  if (guard.parameter == npos) return fmt::format("#{} answered {}", guard.site, guard.answer);
  return fmt::format("parameter {} {} {}", guard.parameter, guard.answer ? "==" : "!=", guard.number);
}

std::string body_text(const Body& body, const Names& names) {
  std::string text = fmt::format("body {} at {}{}{}\n", names.function(body.function), names.place(body.location),
                                 body.is_coroutine ? " coroutine" : "", body.generator_like ? " generator" : "");
  for (std::size_t i = 0; i < body.loops.size(); ++i) {
    text += fmt::format("  loop {} at {}{}\n", i, names.place(body.loops[i].location),
                        body.loops[i].endless ? " endless" : "");
  }
  for (std::size_t i = 0; i < body.sites.size(); ++i) {
    const auto& site = body.sites[i];
    std::string arguments;
    for (const auto& argument : site.arguments) {
      arguments += (arguments.empty() ? "" : ", ") + argument_text(argument, names);
    }
    text += fmt::format("  #{} {} {} {}({}){}", i, names.place(site.location), kind_text(site.kind),
                        site.callee != 0 ? names.function(site.callee) : value_text(site.through, names), arguments,
                        flags_text(site.flags));
    if (site.callee != 0 && site.through.kind != ValueKind::none) text += " through " + value_text(site.through, names);
    if (site.object.kind != ValueKind::none) text += " on " + value_text(site.object, names);
    if (site.object_type != 0) text += " of " + names.type(site.object_type);
    if (site.loop != npos) text += fmt::format(" in loop {}", site.loop);
    for (auto guard = site.guard; guard != npos; guard = body.guards[guard].parent) {
      text += " if " + guard_text(body.guards[guard]);
    }
    text += '\n';
  }
  for (const auto& flow : body.flows) {
    std::string sources;
    for (const auto& source : flow.sources) sources += (sources.empty() ? "" : ", ") + value_text(source, names);
    text += fmt::format("  {} <- {}\n", names.slot(flow.target), sources);
  }
  for (const auto& suspension : body.suspensions) {
    text += fmt::format("  {} at {}\n", suspension.kind == SuspensionKind::await ? "co_await" : "co_yield",
                        names.place(suspension.location));
  }
  return text;
}

std::string type_text(const std::vector<TypeFact>& types, TypeIndex index, unsigned depth) {
  const auto& type = types[index];
  std::string text = type.alias.empty() ? type.name : type.alias;
  if (!type.arguments.empty() && depth < 3) {
    std::string arguments;
    for (const auto argument : type.arguments) {
      arguments += (arguments.empty() ? "" : ", ") + type_text(types, argument, depth + 1);
    }
    text += "<" + arguments + ">";
  }
  return type.is_pointer ? text + "*" : text;
}

Names names_of(const Program& program) {
  Names names;
  names.function = [&program](std::uint64_t index) { return program.functions[index].display; };
  names.slot = [&program](std::uint64_t index) {
    const auto& slot = program.slots[index];
    return slot.name.empty() ? std::string("(result)") : slot.name;
  };
  names.type = [&program](TypeIndex index) { return type_text(program.types, index, 0); };
  names.place = [&program](const SourceLocation& place) {
    return fmt::format("{}:{}:{}", relative_to(program.root, program.files[place.file].path), place.line, place.column);
  };
  return names;
}

}  // namespace

std::string dump_facts(const TuFacts& unit, const std::string& root) {
  std::unordered_map<FunctionId, const FunctionFact*> functions;
  for (const auto& function : unit.functions) functions[function.id] = &function;
  std::unordered_map<SlotId, const SlotFact*> slots;
  for (const auto& slot : unit.slots) slots[slot.id] = &slot;
  Names names;
  names.function = [&](std::uint64_t id) { return functions.contains(id) ? functions[id]->display : "?"; };
  names.slot = [&](std::uint64_t id) {
    return !slots.contains(id) ? "?" : slots[id]->name.empty() ? "(result)" : slots[id]->name;
  };
  names.type = [&](TypeIndex index) { return type_text(unit.types, index, 0); };
  names.place = [&](const SourceLocation& place) {
    return fmt::format("{}:{}:{}", relative_to(root, unit.files[place.file].path), place.line, place.column);
  };
  std::string text = fmt::format("unit {}{}\n", relative_to(root, unit.main_file),
                                 unit.status == UnitStatus::ok ? "" : " with errors: " + unit.message);
  for (const auto& body : unit.bodies) text += body_text(body, names);
  for (const auto& suppression : unit.suppressions) {
    text += fmt::format("NOLINT at {} {}\n", names.place(suppression.location), fmt::join(suppression.checks, ","));
  }
  return text;
}

std::string dump_program(const Program& program) {
  const auto names = names_of(program);
  std::string text = fmt::format("{} units, {} functions, {} bodies, {} places\n", program.units.size(),
                                 program.functions.size() - 1, program.bodies.size(), program.slots.size() - 1);
  for (const auto& function : program.functions) {
    if (function.body == npos) continue;
    text += body_text(program.bodies[function.body], names);
    for (const auto overrider : function.overridden_by) text += "  may be " + names.function(overrider) + '\n';
  }
  return text;
}

std::string dump_labels(const Program& program, const RuleSet& rules, const Labels& labels) {
  const auto names = names_of(program);
  std::string text;
  for (const auto& root : labels.roots) {
    text += fmt::format("context {} {} {} [{}] {} at {}\n", to_string(root.kind), names.function(root.function),
                        root.framework.empty() ? "-" : root.framework, to_string(root.confidence),
                        root.what.empty() ? "-" : root.what, names.place(program.functions[root.function].location));
  }
  for (const auto& call : labels.blocking) {
    const auto& body = program.bodies[program.functions[call.function].body];
    text += fmt::format("blocking {} {} in {} at {} [{}]\n",
                        call.rule == npos ? "wait/declared" : rules.blocking[call.rule].id,
                        names.function(body.sites[call.site].callee), names.function(call.function),
                        names.place(body.sites[call.site].location), to_string(call.confidence));
  }
  for (const auto& call : labels.accepted) {
    const auto& body = program.bodies[program.functions[call.function].body];
    const auto& id =
        call.rule.kind == RuleKind::require ? rules.requires_[call.rule.index].id : rules.blocking[call.rule.index].id;
    text += fmt::format("accepted {} {} in {} at {} [{}]\n", id, names.function(body.sites[call.site].callee),
                        names.function(call.function), names.place(body.sites[call.site].location),
                        row_of(call.because.reason).id);
  }
  for (const auto& barrier : labels.barriers) {
    text += fmt::format("barrier {} [{}]\n", names.function(barrier.function), row_of(barrier.because.reason).id);
  }
  for (const auto& cut : labels.cuts) {
    text += fmt::format("cut {} -> {} {} [{}]\n", names.function(cut.from), names.function(cut.to), to_string(cut.via),
                        row_of(cut.because.reason).id);
  }
  for (const auto& harmless : labels.harmless) {
    const auto& call = labels.blocking[harmless.blocking];
    text += fmt::format("harmless for {}: {} in {}\n", names.function(harmless.caller), names.function(call.callee),
                        names.function(call.function));
  }
  for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
    for (auto e = labels.first_edge[f]; e < labels.first_edge[f + 1]; ++e) {
      const auto& edge = labels.edges[e];
      text +=
          fmt::format("edge {} -> {} {} [{}]{}\n", names.function(f), names.function(edge.to), to_string(edge.via),
                      to_string(edge.confidence), edge.through == 0 ? "" : " through " + names.function(edge.through));
    }
  }
  return text;
}

std::string dump_paths(const Program& program, const Labels& labels, const Witness& witness) {
  const auto names = names_of(program);
  std::string text;
  for (FunctionIndex f = 1; f < program.functions.size(); ++f) {
    if (witness.reach[f].root == npos) continue;
    std::string path = names.function(f);
    auto at = f;
    for (auto steps = witness.reach[f].distance; steps > 0; --steps) {
      at = witness.reach[at].from;
      path = names.function(at) + " > " + path;
    }
    text += fmt::format("{} [{}] {}\n", path, to_string(witness.reach[f].confidence),
                        to_string(labels.roots[witness.reach[f].root].kind));
  }
  return text;
}

}  // namespace stallhound
