// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Linking: many units in, one program out.
//
// Problem. Every unit numbers its own files, types, functions and slots, headers' functions come once per unit, and C
// projects with several executables define different functions under one name.
//
// Method. Units are sorted by main file, so that the result does not depend on the order in which they arrive. Tables
// are joined by content (files by path, types by content, slots by id). Functions are joined by id and, where several
// places define one id, split by place: a caller in a unit that has its own definition means that one; a caller in any
// other unit means "one of them", which becomes an ambiguous function whose possible targets are the definitions, as
// if it were virtual. Equal bodies at one place are kept once; different ones (other macros, other instantiations) are
// joined. At last functions are sorted by name, place and id and everything is renumbered.
//
// Cost. Linear in the facts, but for the sorts.
#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/digest.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

/// Bodies of one function that are joined; more say nothing new.
constexpr std::size_t most_variants = 16;

/// Where a body is defined; tells definitions of one id apart.
struct Place {
  FunctionId id = 0;
  FileIndex file = 0;
  std::uint32_t line = 0;
  bool operator==(const Place&) const = default;
};

struct PlaceHash {
  std::size_t operator()(const Place& place) const { return mix(mix(place.id, place.file), place.line); }
};

class Linker {
 public:
  explicit Linker(std::string root) { program_.root = std::move(root); }

  Program run(std::vector<TuFacts> units) {
    sort_units(units);
    number_files(units);
    program_.types.emplace_back();
    program_.slots.emplace_back();
    program_.functions.emplace_back();
    for (auto& unit : units) add_unit(unit);
    units.clear();
    resolve_definitions();
    sort_functions();
    sort_slots();
    sort_suppressions();
    return std::move(program_);
  }

 private:
  /// By main file; the content decides between equal names (one file compiled with several flags).
  static void sort_units(std::vector<TuFacts>& units) {
    std::vector<std::pair<std::uint64_t, std::size_t>> keys;
    std::unordered_map<std::string_view, unsigned> count;
    for (const auto& unit : units) ++count[unit.main_file];
    for (std::size_t i = 0; i < units.size(); ++i) {
      keys.emplace_back(count[units[i].main_file] > 1 ? content_of(units[i]) : 0, i);
    }
    std::sort(keys.begin(), keys.end(), [&units](const auto& a, const auto& b) {
      return std::tuple(std::string_view(units[a.second].main_file), a.first) <
             std::tuple(std::string_view(units[b.second].main_file), b.first);
    });
    std::vector<TuFacts> sorted;
    sorted.reserve(units.size());
    for (const auto& [content, index] : keys) sorted.push_back(std::move(units[index]));
    units = std::move(sorted);
  }

  static std::uint64_t content_of(const Body& body) {
    std::uint64_t hash = mix(body.function, body.sites.size());
    for (const auto& site : body.sites) {
      hash = mix(hash, site.callee);
      hash = mix(hash, (std::uint64_t{site.location.line} << 32) | site.location.column);
      for (const auto& argument : site.arguments) {
        hash = mix(hash, static_cast<std::uint64_t>(argument.number) ^ static_cast<std::uint64_t>(argument.constant));
      }
    }
    for (const auto& hit : body.probes) hash = mix(mix(hash, hit.site), hit.probe);
    // Two tables that one list of macros makes have the same place, and no calls.
    for (const auto* flows : {&body.flows, &body.origins}) {
      for (const auto& flow : *flows) {
        hash = mix(hash, flow.target);
        for (const auto& source : flow.sources)
          hash = mix(hash, mix(static_cast<std::uint64_t>(source.kind), source.id));
      }
    }
    return hash;
  }

  static std::uint64_t content_of(const TuFacts& unit) {
    std::uint64_t hash = mix(unit.bodies.size(), unit.functions.size());
    for (const auto& body : unit.bodies) hash = mix(hash, content_of(body));
    return hash;
  }

  void number_files(const std::vector<TuFacts>& units) {
    std::map<std::string_view, bool> paths;
    for (const auto& unit : units) {
      for (const auto& file : unit.files) {
        auto& in_roots = paths[file.path];
        in_roots = in_roots || file.in_roots;
      }
    }
    for (const auto& [path, in_roots] : paths) {
      file_index_.emplace(std::string(path), program_.files.size());
      program_.files.push_back({std::string(path), in_roots});
    }
  }

  // ---- one unit: tables to global numbers, callees still as ids -------------------------------------------------

  void add_unit(TuFacts& unit) {
    program_.units.push_back({unit.main_file, unit.status, unit.problem, unit.message});
    files_.clear();
    for (const auto& file : unit.files) files_.push_back(static_cast<FileIndex>(file_index_.at(file.path)));
    types_.assign(1, 0);
    for (std::size_t i = 1; i < unit.types.size(); ++i) types_.push_back(0);
    open_types_.assign(unit.types.size(), 0);
    for (std::size_t i = 1; i < unit.types.size(); ++i) add_type(unit, static_cast<TypeIndex>(i), 0);
    for (auto& slot : unit.slots) {
      slot.type = types_[slot.type];
      if (slots_.try_emplace(slot.id, program_.slots.size()).second) program_.slots.push_back(std::move(slot));
    }
    for (auto& function : unit.functions) add_function(function);
    const auto unit_index = static_cast<std::uint32_t>(program_.units.size() - 1);
    for (auto& body : unit.bodies) add_body(std::move(body), unit_index);
    for (auto& flow : unit.flows) {
      place(flow.location);
      program_.flows.push_back(std::move(flow));
    }
    for (auto& suppression : unit.suppressions) {
      place(suppression.location);
      program_.suppressions.push_back(std::move(suppression));
    }
  }

  /// A type's arguments stand before or after it. One that is an argument of itself, by whatever way, is not known
  /// there.
  TypeIndex add_type(const TuFacts& unit, TypeIndex index, unsigned depth) {
    if (index == 0 || types_[index] != 0 || depth > 12 || open_types_[index] != 0) return types_[index];
    open_types_[index] = 1;
    TypeFact type = unit.types[index];
    std::string key =
        type.name + '\n' + type.alias + (type.is_pointer ? "\np" : "\n-") + (type.is_callable ? 'c' : '-');
    for (auto& argument : type.arguments) {
      argument = add_type(unit, argument, depth + 1);
      key += ',' + std::to_string(argument);
    }
    const auto [known, added] = type_index_.emplace(std::move(key), program_.types.size());
    if (added) program_.types.push_back(std::move(type));
    open_types_[index] = 0;
    return types_[index] = static_cast<TypeIndex>(known->second);
  }

  void place(SourceLocation& location) const { location.file = files_[location.file]; }

  void add_function(FunctionFact& fact) {
    place(fact.location);
    for (auto& parameter : fact.parameters) parameter = types_[parameter];
    fact.parent = types_[fact.parent];
    fact.result = types_[fact.result];
    const auto [known, added] = declarations_.try_emplace(fact.id, facts_.size());
    if (added) {
      facts_.push_back(std::move(fact));
      return;
    }
    auto& first = facts_[known->second];
    first.flags |= fact.flags & (fn_nonblocking | fn_blocking);
    for (auto& text : fact.annotations) {
      if (std::find(first.annotations.begin(), first.annotations.end(), text) == first.annotations.end()) {
        first.annotations.push_back(std::move(text));
      }
    }
    if (first.alias.empty()) first.alias = std::move(fact.alias);
    // What a class of Objective-C overrides may be said in one unit only, by a category or class extension.
    for (const auto base : fact.overrides) {
      if (std::find(first.overrides.begin(), first.overrides.end(), base) == first.overrides.end()) {
        first.overrides.push_back(base);
      }
    }
  }

  void add_body(Body body, std::uint32_t unit) {
    place(body.location);
    for (auto& loop : body.loops) place(loop.location);
    for (auto& flow : body.flows) place(flow.location);
    for (auto& origin : body.origins) place(origin.location);
    for (auto& suspension : body.suspensions) place(suspension.location);
    for (auto& site : body.sites) {
      place(site.location);
      site.object_type = types_[site.object_type];
      for (auto& argument : site.arguments) argument.type = types_[argument.type];
    }
    const Place key{body.function, body.location.file, body.location.line};
    const auto [known, added] = definitions_.try_emplace(key, bodies_.size());
    if (added) {
      variants_.push_back({content_of(body)});
      bodies_.push_back(std::move(body));
      body_units_.push_back(unit);
      by_id_[key.id].push_back(static_cast<std::uint32_t>(known->second));
    } else {
      join(bodies_[known->second], std::move(body), known->second);
    }
    unit_bodies_.emplace_back(unit, static_cast<std::uint32_t>(known->second));
  }

  /// A function that units see differently (other macros, other instantiations, errors in one of them) does all that
  /// any of them sees. Equal bodies, by far the most, are known by their content.
  void join(Body& into, Body body, std::size_t index) {
    auto& variants = variants_[index];
    const auto content = content_of(body);
    if (std::find(variants.begin(), variants.end(), content) != variants.end()) return;
    if (variants.size() >= most_variants) return;
    variants.push_back(content);
    const auto sites = static_cast<std::uint32_t>(into.sites.size());
    const auto loops = static_cast<std::uint32_t>(into.loops.size());
    const auto guards = static_cast<std::uint32_t>(into.guards.size());
    const auto shift = [](std::uint32_t& number, std::uint32_t by) { number += number == npos ? 0 : by; };
    const auto shift_value = [&](Value& value) { value.id += value.kind == ValueKind::result ? sites : 0; };
    for (auto& loop : body.loops) shift(loop.parent, loops);
    for (auto& guard : body.guards) {
      shift(guard.parent, guards);
      shift(guard.site, sites);
    }
    for (auto& site : body.sites) {
      shift(site.loop, loops);
      shift(site.guard, guards);
      shift_value(site.through);
      shift_value(site.object);
      for (auto& argument : site.arguments) {
        shift_value(argument.place);
        for (auto& value : argument.values) shift_value(value);
      }
    }
    for (auto* flows : {&body.flows, &body.origins}) {
      for (auto& flow : *flows) {
        for (auto& source : flow.sources) shift_value(source);
      }
    }
    for (auto& suspension : body.suspensions) {
      shift(suspension.operand, sites);
      shift(suspension.loop, loops);
      suspension.before += sites;
      for (auto& site : suspension.alive) site += sites;
    }
    for (auto& hit : body.probes) hit.site += sites;
    // Control flow of two variants cannot be told apart by one entry: without it, nothing counts as off the loop.
    into.blocks.clear();
    const auto append = [](auto& list, auto& more) {
      list.insert(list.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    };
    append(into.loops, body.loops);
    append(into.guards, body.guards);
    append(into.sites, body.sites);
    append(into.flows, body.flows);
    append(into.origins, body.origins);
    append(into.suspensions, body.suspensions);
    append(into.probes, body.probes);
    into.is_coroutine = into.is_coroutine || body.is_coroutine;
    into.lazy = into.lazy && body.lazy;
  }

  // ---- all units: ids to functions ------------------------------------------------------------------------------

  void resolve_definitions() {
    // Index 0 is "none"; then one function per declaration, in the order of facts_; then one per further definition.
    for (auto& fact : facts_) {
      Function function;
      function.id = fact.id;
      function.kind = fact.kind;
      function.flags = fact.flags;
      function.name = std::move(fact.name);
      function.alias = std::move(fact.alias);
      function.display = std::move(fact.display);
      function.location = fact.location;
      function.parent = fact.parent;
      function.result = fact.result;
      function.parameters = std::move(fact.parameters);
      function.annotations = std::move(fact.annotations);
      program_.functions.push_back(std::move(function));
    }
    std::vector<FunctionIndex> function_of_body(bodies_.size(), 0);
    for (auto& [id, list] : by_id_) {
      const auto known = declarations_.find(id);
      if (known == declarations_.end()) continue;
      const auto declared = static_cast<FunctionIndex>(known->second + 1);
      if (list.size() == 1) {
        function_of_body[list.front()] = declared;
        program_.functions[declared].location = bodies_[list.front()].location;
      }
    }
    // Which definition a unit means by an id that has several.
    for (const auto& [unit, body] : unit_bodies_) {
      if (function_of_body[body] == 0) own_definitions_.try_emplace(mix(bodies_[body].function, unit), body);
    }
    // Several definitions: in the order of the bodies, which is that of the sorted units.
    for (std::uint32_t body = 0; body < bodies_.size(); ++body) {
      const auto id = bodies_[body].function;
      if (by_id_[id].size() < 2) continue;
      const auto declared = static_cast<FunctionIndex>(declarations_.at(id) + 1);
      Function copy = program_.functions[declared];
      copy.location = bodies_[body].location;
      copy.ambiguous = false;
      function_of_body[body] = static_cast<FunctionIndex>(program_.functions.size());
      program_.functions[declared].ambiguous = true;
      program_.functions[declared].overridden_by.push_back(function_of_body[body]);
      program_.functions.push_back(std::move(copy));
    }
    link_overrides();
    for (std::uint32_t body = 0; body < bodies_.size(); ++body) {
      resolve_body(bodies_[body], body_units_[body], function_of_body);
      bodies_[body].function = function_of_body[body];
      program_.functions[function_of_body[body]].body = body;
    }
    for (auto& flow : program_.flows) resolve_flow(flow, 0, function_of_body);
    program_.bodies = std::move(bodies_);
  }

  void link_overrides() {
    for (std::size_t fact = 0; fact < facts_.size(); ++fact) {
      const auto overrider = static_cast<FunctionIndex>(fact + 1);
      for (const auto id : facts_[fact].overrides) {
        const auto known = declarations_.find(id);
        if (known == declarations_.end()) continue;
        const auto base = static_cast<FunctionIndex>(known->second + 1);
        program_.functions[overrider].overrides.push_back(base);
        program_.functions[base].overridden_by.push_back(overrider);
      }
    }
  }

  /// The function that `id` means in a unit.
  FunctionIndex function_for(FunctionId id, std::uint32_t unit, const std::vector<FunctionIndex>& function_of_body) {
    const auto known = declarations_.find(id);
    if (known == declarations_.end()) return 0;
    const auto declared = static_cast<FunctionIndex>(known->second + 1);
    if (!program_.functions[declared].ambiguous) return declared;
    const auto own = own_definitions_.find(mix(id, unit));
    return own == own_definitions_.end() ? declared : function_of_body[own->second];
  }

  void resolve_value(Value& value, std::uint32_t unit, const std::vector<FunctionIndex>& function_of_body) {
    if (value.kind == ValueKind::function) {
      value.id = function_for(value.id, unit, function_of_body);
      if (value.id == 0) value.kind = ValueKind::none;
    } else if (value.kind == ValueKind::slot) {
      const auto known = slots_.find(value.id);
      value.id = known == slots_.end() ? 0 : known->second;
      if (value.id == 0) value.kind = ValueKind::none;
    }
  }

  void resolve_flow(Flow& flow, std::uint32_t unit, const std::vector<FunctionIndex>& function_of_body) {
    const auto known = slots_.find(flow.target);
    flow.target = known == slots_.end() ? 0 : known->second;
    for (auto& source : flow.sources) resolve_value(source, unit, function_of_body);
  }

  void resolve_body(Body& body, std::uint32_t unit, const std::vector<FunctionIndex>& function_of_body) {
    for (auto& flow : body.flows) resolve_flow(flow, unit, function_of_body);
    for (auto& origin : body.origins) resolve_flow(origin, unit, function_of_body);
    for (auto& site : body.sites) {
      site.callee = site.callee == 0 ? 0 : function_for(site.callee, unit, function_of_body);
      resolve_value(site.through, unit, function_of_body);
      resolve_value(site.object, unit, function_of_body);
      for (auto& argument : site.arguments) {
        resolve_value(argument.place, unit, function_of_body);
        for (auto& value : argument.values) resolve_value(value, unit, function_of_body);
        std::erase_if(argument.values, [](const Value& value) { return value.kind == ValueKind::none; });
      }
    }
  }

  // ---- renumbering ----------------------------------------------------------------------------------------------

  void sort_functions() {
    auto& functions = program_.functions;
    std::vector<FunctionIndex> order(functions.size());
    for (FunctionIndex i = 0; i < order.size(); ++i) order[i] = i;
    const auto key = [&](FunctionIndex i) {
      const auto& f = functions[i];
      return std::tuple(
          std::string_view(f.name), std::string_view(f.display),
          std::string_view(program_.files.empty() ? std::string_view() : program_.files[f.location.file].path),
          f.location.line, f.location.column, f.id, f.body == npos);
    };
    std::sort(order.begin() + 1, order.end(), [&](FunctionIndex a, FunctionIndex b) { return key(a) < key(b); });
    std::vector<FunctionIndex> renumbered(functions.size(), 0);
    for (FunctionIndex i = 0; i < order.size(); ++i) renumbered[order[i]] = i;
    std::vector<Function> sorted;
    sorted.reserve(functions.size());
    for (const auto i : order) sorted.push_back(std::move(functions[i]));
    functions = std::move(sorted);
    for (auto& function : functions) {
      for (auto& other : function.overrides) other = renumbered[other];
      for (auto& other : function.overridden_by) other = renumbered[other];
      std::sort(function.overrides.begin(), function.overrides.end());
      std::sort(function.overridden_by.begin(), function.overridden_by.end());
    }
    const auto fix = [&](Value& value) {
      if (value.kind == ValueKind::function) value.id = renumbered[value.id];
    };
    for (auto& body : program_.bodies) {
      body.function = renumbered[body.function];
      for (auto& flow : body.flows) std::for_each(flow.sources.begin(), flow.sources.end(), fix);
      for (auto& site : body.sites) {
        site.callee = renumbered[site.callee];
        fix(site.through);
        for (auto& argument : site.arguments) std::for_each(argument.values.begin(), argument.values.end(), fix);
      }
    }
    for (auto& flow : program_.flows) std::for_each(flow.sources.begin(), flow.sources.end(), fix);
  }

  /// Slots keep their numbers but for the order by id, which find_slot needs.
  void sort_slots() {
    auto& slots = program_.slots;
    std::vector<SlotIndex> order(slots.size());
    for (SlotIndex i = 0; i < order.size(); ++i) order[i] = i;
    std::sort(order.begin() + 1, order.end(), [&](SlotIndex a, SlotIndex b) { return slots[a].id < slots[b].id; });
    std::vector<SlotIndex> renumbered(slots.size(), 0);
    for (SlotIndex i = 0; i < order.size(); ++i) renumbered[order[i]] = i;
    std::vector<SlotFact> sorted;
    sorted.reserve(slots.size());
    for (const auto i : order) sorted.push_back(std::move(slots[i]));
    slots = std::move(sorted);
    const auto fix = [&](Value& value) {
      if (value.kind == ValueKind::slot) value.id = renumbered[value.id];
    };
    const auto fix_flow = [&](Flow& flow) {
      flow.target = renumbered[flow.target];
      std::for_each(flow.sources.begin(), flow.sources.end(), fix);
    };
    for (auto& body : program_.bodies) {
      std::for_each(body.flows.begin(), body.flows.end(), fix_flow);
      std::for_each(body.origins.begin(), body.origins.end(), fix_flow);
      for (auto& site : body.sites) {
        fix(site.through);
        fix(site.object);
        for (auto& argument : site.arguments) {
          fix(argument.place);
          std::for_each(argument.values.begin(), argument.values.end(), fix);
        }
      }
    }
    std::for_each(program_.flows.begin(), program_.flows.end(), fix_flow);
  }

  void sort_suppressions() {
    auto& list = program_.suppressions;
    const auto key = [](const Suppression& s) {
      return std::tuple(s.location.file, s.location.line, s.location.column);
    };
    std::sort(list.begin(), list.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    list.erase(std::unique(list.begin(), list.end(), [&](const auto& a, const auto& b) { return key(a) == key(b); }),
               list.end());
  }

  Program program_;
  std::unordered_map<std::string, std::size_t> file_index_;
  std::unordered_map<std::string, std::size_t> type_index_;
  std::unordered_map<SlotId, std::size_t> slots_;
  std::unordered_map<FunctionId, std::size_t> declarations_;
  std::vector<FunctionFact> facts_;
  std::vector<Body> bodies_;
  std::vector<std::vector<std::uint64_t>> variants_;  ///< Per body: contents that were joined.
  std::vector<std::uint32_t> body_units_;             ///< The first unit that has the body.
  std::unordered_map<Place, std::size_t, PlaceHash> definitions_;
  std::unordered_map<FunctionId, std::vector<std::uint32_t>> by_id_;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> unit_bodies_;  ///< Each unit with each body that it has.
  std::unordered_map<std::uint64_t, std::uint32_t> own_definitions_;  ///< mix(id, unit) -> body
  // Of the unit being added:
  std::vector<FileIndex> files_;
  std::vector<TypeIndex> types_;
  std::vector<char> open_types_;  ///< Whose arguments are being added.
};

}  // namespace

Program link(std::vector<TuFacts> units, const std::string& root) { return Linker(root).run(std::move(units)); }

}  // namespace stallhound
