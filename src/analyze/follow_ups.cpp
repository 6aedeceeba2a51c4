// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Problem. `sqlite3_open(path, &db)` wants a `sqlite3_busy_timeout(db, ms)` somewhere, often in another function; a
// `curl_easy_init()` wants a CURLOPT_TIMEOUT, often set by the caller of the function that returns the handle.
//
// Method. A handle is known by the places that hold it (places.h). A follow-up counts for the place on which it is
// called: first back to where that handle came from (to what callers pass, out of functions that return it), then on to
// all who have it. A handle is reported if it was put into some place and no follow-up reached it.
//
// Limits. A handle that leaves what can be followed (it is kept in a container, handed to a function whose code is not
// known, passed through a virtual or indirect call) is not reported, and neither is one that nothing takes. Where a
// follow-up is called on something unnamed, it may be about any handle, and the rule says nothing.
#include "analyze/follow_ups.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <unordered_set>

namespace stallhound::analysis {
namespace {

using Node = Places::Node;

class FollowUps {
 public:
  FollowUps(const Program& program, const RuleSet& rules, const Meanings& meanings, const Places& places)
      : program_(program), rules_(rules), meanings_(meanings), places_(places) {}

  void run(Labels& labels) {
    if (rules_.requires_.empty()) return;
    for (const auto& call : meanings_.named_calls()) note_follow_up(program_.functions[call.function].body, call.site);
    for (const auto& call : meanings_.named_calls()) {
      if (!meanings_.is_leaf(call.function)) check(program_.functions[call.function].body, call.site, labels);
    }
    std::sort(labels.missing.begin(), labels.missing.end(), [](const auto& a, const auto& b) {
      return std::tie(a.function, a.site, a.rule) < std::tie(b.function, b.site, b.rule);
    });
  }

 private:
  const Site& site_of(std::uint32_t body, std::uint32_t site) const { return program_.bodies[body].sites[site]; }

  void note_follow_up(std::uint32_t body, std::uint32_t s) {
    const auto& site = site_of(body, s);
    if (site.callee == 0) return;
    for (const auto& ref : meanings_.of(static_cast<FunctionIndex>(site.callee))) {
      if (ref.kind != RuleKind::follow_up) continue;
      for (const auto& follow_up : rules_.requires_[ref.index].satisfied_by) {
        const auto& name = program_.functions[site.callee].name;
        const bool named = std::any_of(follow_up.names.begin(), follow_up.names.end(),
                                       [&](const std::string& pattern) { return glob_match(pattern, name); });
        if (!named) continue;
        if (follow_up.when && evaluate(*follow_up.when, meanings_.view(site)) != Answer::yes) continue;
        if (follow_up.unless && evaluate(*follow_up.unless, meanings_.view(site)) == Answer::yes) continue;
        const auto node = is_converted(site, follow_up.handle) ? 0 : places_.node_of(body, s, follow_up.handle);
        // On something unnamed (an element of a container, what a library returns) it may be about any handle.
        const bool unnamed = node == 0 || (node >= program_.slots.size() && places_.backward(node).empty());
        if (unnamed) any_.insert(ref.index);
        if (!unnamed) directly_[ref.index].insert(node);
      }
    }
  }

  /// An object that turns into a pointer where one is wanted: the handle is somewhere inside of it.
  bool is_converted(const Site& site, const HandlePart& part) const {
    const auto& parameters = program_.functions[site.callee].parameters;
    if (part.kind != HandlePart::Kind::argument || part.index >= site.arguments.size()) return false;
    const auto type = site.arguments[part.index].type;
    return type != 0 && !program_.types[type].is_pointer && part.index < parameters.size() &&
           program_.types[parameters[part.index]].is_pointer;
  }

  using Nodes = std::unordered_set<Node>;

  /// Whether what one place holds can be in another: what comes out of a `void*` as another type is not the handle.
  bool may_share(Node made, Node other) const {
    if (made >= program_.slots.size() || other >= program_.slots.size()) return true;
    const auto& a = program_.types[program_.slots[made].type];
    const auto& b = program_.types[program_.slots[other].type];
    if (!a.is_pointer || !b.is_pointer || a.name == b.name || a.name == "void" || b.name == "void") return true;
    const auto derives = [](const TypeFact& from, const TypeFact& base) {
      return std::find(from.bases.begin(), from.bases.end(), base.name) != from.bases.end();
    };
    return derives(a, b) || derives(b, a);
  }

  template <class Next>
  static void spread(Nodes& nodes, Next next_of) {
    spread(nodes, next_of, [](Node) { return true; });
  }

  template <class Next, class Wanted>
  static void spread(Nodes& nodes, Next next_of, Wanted wanted) {
    std::vector<Node> work(nodes.begin(), nodes.end());
    while (!work.empty()) {
      const auto node = work.back();
      work.pop_back();
      for (const auto next : next_of(node)) {
        if (wanted(next) && nodes.insert(next).second) work.push_back(next);
      }
    }
  }

  /// All places whose handle has had a follow-up of the rule.
  const Nodes& satisfied(std::uint32_t rule) {
    const auto [known, added] = satisfied_.try_emplace(rule);
    if (!added) return known->second;
    auto& nodes = known->second;
    if (const auto direct = directly_.find(rule); direct != directly_.end()) nodes = direct->second;
    spread(nodes, [&](Node node) { return places_.backward(node); });
    spread(nodes, [&](Node node) { return places_.forward(node); });
    return nodes;
  }

  /// The library that made a handle: its pack, and how its names begin ("amqp_", "httplib::").
  using Library = std::pair<std::uint32_t, std::string>;

  static std::string family_of(std::string_view name) {
    const auto scope = name.find("::");
    return std::string(name.substr(0, scope == std::string_view::npos ? name.find('_') + 1 : scope + 2));
  }

  bool belongs_to(FunctionIndex function, const Library& library) const {
    const auto& fact = program_.functions[function];
    const bool own = (fact.flags & fn_in_roots) != 0;
    if (!own && !library.second.empty() && fact.name.starts_with(library.second)) return true;
    if (rules_.is_modelled_by(fact.name, library.first)) return true;
    const auto refs = meanings_.of(function);
    return std::any_of(refs.begin(), refs.end(),
                       [&](const RuleRef& ref) { return rules_.pack_of(ref) == library.first; });
  }

  /// Places whose handle goes where it is not followed. The library itself does not count: it does what its pack says.
  const Nodes& escaping(const Library& library) {
    const auto [known, added] = escaping_.try_emplace(library);
    if (!added) return known->second;
    for (std::uint32_t b = 0; b < program_.bodies.size(); ++b) {
      for (std::uint32_t s = 0; s < program_.bodies[b].sites.size(); ++s) note_escapes(b, s, library, known->second);
    }
    return known->second;
  }

  /// Whether a rule says that the argument lives on in another part of the call (a pointer in its owner), or that
  /// another part lives on in it (a key under which it is kept).
  bool is_passed_on(FunctionIndex callee, std::uint32_t argument) const {
    const auto refs = meanings_.of(callee);
    const HandlePart part{HandlePart::Kind::argument, argument};
    return std::any_of(refs.begin(), refs.end(), [&](const RuleRef& ref) {
      if (ref.kind != RuleKind::handle) return false;
      const auto& rule = rules_.handles[ref.index];
      return rule.labels_of && (rule.labels_of == part || rule.handle == part);
    });
  }

  void note_escapes(std::uint32_t body, std::uint32_t s, const Library& library, Nodes& escaping) const {
    const auto& site = site_of(body, s);
    if (site.arguments.empty() || site.kind == SiteKind::destroy) return;
    const auto callee = static_cast<FunctionIndex>(site.callee);
    const bool leaf = callee != 0 && meanings_.is_leaf(callee);
    if (leaf && belongs_to(callee, library)) return;
    const bool dispatched = callee == 0 || (site.flags & site_virtual) != 0;
    const auto followed = dispatched || leaf ? 0 : program_.functions[callee].parameters.size();
    for (std::uint32_t i = static_cast<std::uint32_t>(followed); i < site.arguments.size(); ++i) {
      if (leaf && is_passed_on(callee, i)) continue;
      if (const auto node = places_.node_of(body, site.arguments[i].place); node != 0) escaping.insert(node);
    }
  }

  /// Why a handle without a follow-up is not reported: it has to stay in places that are known, at least one of them,
  /// and none that lets it go.
  std::optional<Reason> lost(Node made, const Library& library) {
    Nodes reached{made};
    spread(reached, [&](Node node) { return places_.forward(node); }, [&](Node node) { return may_share(made, node); });
    const bool held =
        std::any_of(reached.begin(), reached.end(), [&](Node node) { return node < program_.slots.size(); });
    if (!held) return Reason::handle_not_kept;
    const auto& escaped = escaping(library);
    const bool leaves = std::any_of(reached.begin(), reached.end(), [&](Node node) { return escaped.contains(node); });
    return leaves ? std::optional(Reason::handle_leaves) : std::nullopt;
  }

  /// Why the call lacks nothing; nothing if it does.
  std::optional<Reason> settled(std::uint32_t body, std::uint32_t s, std::uint32_t index) {
    const auto& site = site_of(body, s);
    const auto& rule = rules_.requires_[index];
    if (rule.when && evaluate(*rule.when, meanings_.view(site)) != Answer::yes) return Reason::needs_no_follow_up;
    if (rule.unless && evaluate(*rule.unless, meanings_.view(site)) == Answer::yes) return Reason::needs_no_follow_up;
    if (rule.satisfied_by.empty()) return std::nullopt;
    if (any_.contains(index)) return Reason::follow_up_unnamed;
    const auto node = places_.node_of(body, s, rule.handle);
    if (node == 0) return Reason::handle_not_kept;
    if (satisfied(index).contains(node)) return Reason::follow_up_found;
    return lost(node, {rule.origin.pack, family_of(program_.functions[site.callee].name)});
  }

  void check(std::uint32_t body, std::uint32_t s, Labels& labels) {
    const auto& site = site_of(body, s);
    if (site.callee == 0) return;
    const auto function = static_cast<FunctionIndex>(program_.bodies[body].function);
    for (const auto& ref : meanings_.of(static_cast<FunctionIndex>(site.callee))) {
      if (ref.kind != RuleKind::require) continue;
      if (const auto reason = settled(body, s, ref.index)) {
        labels.accepted.push_back({function, s, ref, {*reason, function, s, npos}});
      } else {
        labels.missing.push_back({function, s, ref.index});
      }
    }
  }

  const Program& program_;
  const RuleSet& rules_;
  const Meanings& meanings_;
  const Places& places_;
  std::map<std::uint32_t, Nodes> directly_;   ///< Rule -> places on which a follow-up is called.
  std::map<std::uint32_t, Nodes> satisfied_;  ///< Rule -> those, and all that share their handles.
  std::set<std::uint32_t> any_;               ///< Rules with a follow-up on something unnamed.
  std::map<Library, Nodes> escaping_;
};

}  // namespace

void find_missing_follow_ups(const Program& program, const RuleSet& rules, const Meanings& meanings,
                             const Places& places, Labels& labels) {
  FollowUps(program, rules, meanings, places).run(labels);
}

}  // namespace stallhound::analysis
