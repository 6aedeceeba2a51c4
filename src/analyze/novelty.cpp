// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a change adds.
//
// Problem. A report about a change must name what the change causes: blocking calls that are new, and old ones that new
// code reaches. Lines are a bad measure of that: moved code has new lines and does nothing new, while a deleted line (a
// question about the thread, a flag that made a descriptor non-blocking) may cause a stall without a new line anywhere.
//
//     session() -> load() -> fopen            before
//     session() -> open_store() -> fopen      after: open_store() was pulled out of load(), which is gone
//     session() -> load() -> fopen, twice     after: session() calls load() at one more place
//
// Method. Both programs become graphs of names: one node for loop code as such, one per function that loop code
// reaches, one per kind of blocking call (rule, function, constant arguments). A step is an edge at a place. Functions
// that only one of the graphs has are taken out of it, and each way through them becomes one step from what came before
// them to what came behind: pulled-out, inlined and renamed functions vanish from both sides. Then steps are counted.
// If there are more from one name to another than before, or surer ones, as many are new as are too many; those on
// changed lines first.
//
// Cost. Linear in the steps, but for the ways through new functions, whose number is limited; what lies beyond the
// limit counts as new.
//
// What it does not do. Functions of one name are one node, so that a step from one of them may hide a new one from
// another.
#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "analyze/callers.h"
#include "analyze/contexts.h"
#include "analyze/own_loop.h"
#include "base/digest.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

using Node = std::uint64_t;

constexpr Node loop_code = 1;
constexpr std::uint64_t as_loop = 2;
constexpr std::uint64_t as_call = 3;
constexpr std::size_t most_visits = 4'000'000;

enum class Source : std::uint8_t { root, edge, blocking };

/// One step of the program, with the element of Labels that it comes from.
struct Raw {
  Node from = 0;
  Node to = 0;
  std::uint64_t place = 0;
  Confidence confidence = Confidence::definite;
  Source source = Source::edge;
  std::uint32_t index = 0;
  bool last = false;     ///< `to` is a blocking call.
  bool changed = false;  ///< It stands on a changed line.
};

/// Loop code as steps.
class Surveyor {
 public:
  Surveyor(const Program& program, const RuleSet& rules, const Labels& labels, const Witness& witness,
           const ChangedLines* changed)
      : program_(program), rules_(rules), labels_(labels), witness_(witness) {
    for (const auto& function : program.functions) names_.push_back(mix(as_call + 1, digest(function.display)));
    for (const auto& file : program.files) {
      files_.push_back(digest(file.path));
      const auto lines = changed == nullptr ? ChangedLines::const_iterator() : changed->find(file.path);
      lines_.push_back(changed == nullptr || lines == changed->end() ? nullptr : &lines->second);
    }
  }

  std::vector<Raw> run() {
    for (std::uint32_t r = 0; r < labels_.roots.size(); ++r) {
      const auto& root = labels_.roots[r];
      const bool loop = root.loop != npos;
      const auto node = loop ? mix(names_[root.function], as_loop) : names_[root.function];
      add(loop_code, node, program_.functions[root.function].location, root.confidence, Source::root, r);
      if (loop) edges_of(root.function, node, root.loop);
    }
    for (FunctionIndex f = 1; f < program_.functions.size(); ++f) {
      if (witness_.reach[f].root != npos) edges_of(f, names_[f], npos);
    }
    for (std::uint32_t b = 0; b < labels_.blocking.size(); ++b) blocking(b);
    return std::move(steps_);
  }

  Node name(FunctionIndex function) const { return names_[function]; }

  /// What is called, and with which constants.
  Node call(std::uint64_t rule, FunctionIndex callee, const Site& site) const {
    auto node = mix(mix(as_call, rule), digest(program_.functions[callee].name));
    for (const auto& argument : site.arguments) {
      node = mix(node, static_cast<std::uint64_t>(argument.constant));
      if (argument.constant == ConstantKind::unknown) continue;
      node = mix(mix(node, static_cast<std::uint64_t>(argument.number)), digest(argument.text));
    }
    return node;
  }

  const Site& site_of(FunctionIndex function, std::uint32_t site) const {
    return program_.bodies[program_.functions[function].body].sites[site];
  }

 private:
  void edges_of(FunctionIndex function, Node from, std::uint32_t loop) {
    for (auto e = labels_.first_edge[function]; e < labels_.first_edge[function + 1]; ++e) {
      const auto& edge = labels_.edges[e];
      if (loop != npos && !analysis::in_event_loop(program_, labels_, function, edge.site, loop)) continue;
      add(from, names_[edge.to], site_of(function, edge.site).location, edge.confidence, Source::edge, e);
    }
  }

  void blocking(std::uint32_t index) {
    const auto& blocking = labels_.blocking[index];
    const auto& site = site_of(blocking.function, blocking.site);
    const auto rule = blocking.rule == npos ? 0 : digest(rules_.blocking[blocking.rule].id);
    const auto to = call(rule, blocking.callee, site);
    if (witness_.reach[blocking.function].root != npos) {
      add(names_[blocking.function], to, site.location, blocking.confidence, Source::blocking, index);
    }
    // Where an argument comes from the caller, whether the call blocks is decided there.
    if (analysis::depends_on_caller(program_.bodies[program_.functions[blocking.function].body], site)) {
      for (const auto e : incoming(blocking.function)) from_caller(index, to, e);
    }
    for (const auto& root : labels_.roots) {
      if (root.loop == npos || root.function != blocking.function) continue;
      if (!analysis::in_event_loop(program_, labels_, blocking.function, blocking.site, root.loop)) continue;
      add(mix(names_[blocking.function], as_loop), to, site.location, blocking.confidence, Source::blocking, index);
      break;
    }
  }

  void from_caller(std::uint32_t index, Node to, std::uint32_t edge) {
    const auto caller = owners_[edge];
    if (witness_.reach[caller].root == npos || analysis::is_harmless(labels_, index, caller, edge)) return;
    add(names_[caller], mix(to, as_call), site_of(caller, labels_.edges[edge].site).location,
        labels_.edges[edge].confidence, Source::edge, edge, true);
  }

  /// Edges that enter a function.
  const std::vector<std::uint32_t>& incoming(FunctionIndex function) {
    if (owners_.empty()) {
      owners_.resize(labels_.edges.size());
      for (FunctionIndex f = 0; f < program_.functions.size(); ++f) {
        for (auto e = labels_.first_edge[f]; e < labels_.first_edge[f + 1]; ++e) {
          owners_[e] = f;
          incoming_[labels_.edges[e].to].push_back(e);
        }
      }
    }
    return incoming_[function];
  }

  void add(Node from, Node to, const SourceLocation& place, Confidence confidence, Source source, std::uint32_t index,
           bool last = false) {
    const auto number = (std::uint64_t{place.line} << 32) | place.column;
    steps_.push_back({from, to, mix(files_.empty() ? 0 : files_[place.file], number), confidence, source, index,
                      last || source == Source::blocking, is_changed(place)});
  }

  bool is_changed(const SourceLocation& place) const {
    if (lines_.empty() || lines_[place.file] == nullptr) return false;
    return std::any_of(lines_[place.file]->begin(), lines_[place.file]->end(),
                       [&](const auto& run) { return run.first <= place.line && place.line <= run.second; });
  }

  const Program& program_;
  const RuleSet& rules_;
  const Labels& labels_;
  const Witness& witness_;
  std::vector<Node> names_;                                                 ///< Per function.
  std::vector<std::uint64_t> files_;                                        ///< Per file: digest of its path.
  std::vector<const ChangedLines::mapped_type*> lines_;                     ///< Per file.
  std::vector<FunctionIndex> owners_;                                       ///< Per edge.
  std::unordered_map<FunctionIndex, std::vector<std::uint32_t>> incoming_;  ///< Edges by the function they enter.
  std::vector<Raw> steps_;
};

/// A step between names that both programs know: itself, or a way through functions that only one of them has.
struct Way {
  Node from = 0;
  Node to = 0;
  Confidence confidence = Confidence::definite;
  bool changed = false;
  std::uint32_t entry = 0;  ///< Indices of its first and last step.
  std::uint32_t exit = 0;
};

/// Takes out of a graph what is not in `common`.
class Contraction {
 public:
  /// Steps are sorted by `from`.
  Contraction(const std::vector<Landmarks::Step>& steps, const std::vector<char>& changed,
              const std::unordered_set<Node>& common)
      : steps_(steps), changed_(changed), common_(common) {}

  std::vector<Way> run() {
    for (std::uint32_t s = 0; s < steps_.size(); ++s) {
      if (!is_common(steps_[s].from)) continue;
      if (steps_[s].last || is_common(steps_[s].to)) {
        add(s, s);
      } else {
        follow(s);
      }
    }
    return std::move(ways_);
  }

  /// First steps whose ways were too many to follow.
  const std::vector<std::uint32_t>& given_up() const { return given_up_; }

 private:
  bool is_common(Node node) const { return node == loop_code || common_.contains(node); }

  void follow(std::uint32_t entry) {
    if (visits_ > most_visits) {
      given_up_.push_back(entry);
      return;
    }
    std::unordered_set<Node> seen{steps_[entry].to};
    std::vector<Node> work{steps_[entry].to};
    for (std::size_t i = 0; i < work.size(); ++i) {
      const auto at = work[i];
      const auto first = std::lower_bound(steps_.begin(), steps_.end(), at,
                                          [](const Landmarks::Step& step, Node node) { return step.from < node; });
      for (auto step = first; step != steps_.end() && step->from == at; ++step) {
        ++visits_;
        const auto index = static_cast<std::uint32_t>(step - steps_.begin());
        if (step->last || is_common(step->to)) {
          add(entry, index);
        } else if (seen.insert(step->to).second) {
          work.push_back(step->to);
        }
      }
    }
  }

  void add(std::uint32_t entry, std::uint32_t exit) {
    const bool changed = !changed_.empty() && (changed_[entry] != 0 || changed_[exit] != 0);
    ways_.push_back({steps_[entry].from, steps_[exit].to, std::min(steps_[entry].confidence, steps_[exit].confidence),
                     changed, entry, exit});
  }

  const std::vector<Landmarks::Step>& steps_;
  const std::vector<char>& changed_;
  const std::unordered_set<Node>& common_;
  std::vector<Way> ways_;
  std::vector<std::uint32_t> given_up_;
  std::size_t visits_ = 0;
};

/// Raw steps as steps, one per place, sorted; and where each raw step went.
struct Steps {
  std::vector<Landmarks::Step> list;
  std::vector<char> changed;
  std::vector<std::uint32_t> of_raw;
};

Steps join(const std::vector<Raw>& raw) {
  Steps steps;
  std::vector<std::uint32_t> order(raw.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return std::tuple(raw[a].from, raw[a].to, raw[a].place, a) < std::tuple(raw[b].from, raw[b].to, raw[b].place, b);
  });
  steps.of_raw.resize(raw.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    const auto& step = raw[order[i]];
    const auto* before = i == 0 ? nullptr : &raw[order[i - 1]];
    if (before == nullptr || before->from != step.from || before->to != step.to || before->place != step.place) {
      steps.list.push_back({step.from, step.to, step.confidence, step.last});
      steps.changed.push_back(0);
    }
    auto& joined = steps.list.back();
    joined.confidence = std::max(joined.confidence, step.confidence);
    steps.changed.back() = static_cast<char>(steps.changed.back() | (step.changed ? 1 : 0));
    steps.of_raw[order[i]] = static_cast<std::uint32_t>(steps.list.size() - 1);
  }
  return steps;
}

std::unordered_set<Node> nodes_of(const std::vector<Landmarks::Step>& steps) {
  std::unordered_set<Node> nodes;
  for (const auto& step : steps) {
    nodes.insert(step.from);
    if (!step.last) nodes.insert(step.to);
  }
  return nodes;
}

/// Which steps are new.
std::vector<char> new_steps(const Landmarks& before, const Steps& now) {
  const auto former = nodes_of(before.steps);
  std::unordered_set<Node> common;
  for (const auto node : nodes_of(now.list)) {
    if (former.contains(node)) common.insert(node);
  }
  std::map<std::pair<Node, Node>, std::vector<Confidence>> known;
  for (const auto& way : Contraction(before.steps, {}, common).run()) {
    known[{way.from, way.to}].push_back(way.confidence);
  }
  for (auto& [ends, list] : known) std::sort(list.begin(), list.end());

  Contraction contraction(now.list, now.changed, common);
  auto ways = contraction.run();
  // What is likelier to be old comes first and is matched first.
  std::sort(ways.begin(), ways.end(), [](const Way& a, const Way& b) {
    return std::tuple(a.from, a.to, a.changed, b.confidence, a.entry, a.exit) <
           std::tuple(b.from, b.to, b.changed, a.confidence, b.entry, b.exit);
  });
  std::vector<char> is_new(now.list.size(), 0);
  std::vector<char> in_old(now.list.size(), 0);
  std::vector<const Way*> fresh;
  for (const auto& way : ways) {
    const auto list = known.find({way.from, way.to});
    // The least sure of those that were as sure.
    const auto match = list == known.end() ? std::vector<Confidence>::iterator()
                                           : std::lower_bound(list->second.begin(), list->second.end(), way.confidence);
    if (list == known.end() || match == list->second.end()) {
      fresh.push_back(&way);
      continue;
    }
    list->second.erase(match);
    in_old[way.entry] = in_old[way.exit] = 1;
  }
  for (const auto* way : fresh) is_new[in_old[way->exit] == 0 || in_old[way->entry] != 0 ? way->exit : way->entry] = 1;
  for (const auto entry : contraction.given_up()) is_new[entry] = 1;
  return is_new;
}

using MisuseKey = std::pair<std::uint64_t, std::uint64_t>;

/// Keys of findings that hold whoever makes the call: first follow-ups, then misuse.
std::vector<MisuseKey> misuse_keys(const Surveyor& surveyor, const RuleSet& rules, const Labels& labels) {
  std::vector<MisuseKey> keys;
  for (const auto& missing : labels.missing) {
    const auto& site = surveyor.site_of(missing.function, missing.site);
    const auto rule = digest(rules.requires_[missing.rule].id);
    keys.emplace_back(surveyor.name(missing.function),
                      surveyor.call(rule, static_cast<FunctionIndex>(site.callee), site));
  }
  for (const auto& misuse : labels.misuses) {
    const auto& site = surveyor.site_of(misuse.function, misuse.site);
    const auto rule = digest(to_string(misuse.category));
    keys.emplace_back(surveyor.name(misuse.function),
                      surveyor.call(rule, static_cast<FunctionIndex>(site.callee), site));
  }
  return keys;
}

/// As many of equal keys are new as there are more of them than before. Functions that only one state has stand for
/// each other, since one may be the other renamed.
std::vector<char> new_misuses(const std::vector<MisuseKey>& before, std::vector<MisuseKey> now) {
  std::unordered_set<std::uint64_t> former;
  std::unordered_set<std::uint64_t> present;
  for (const auto& key : before) former.insert(key.first);
  for (const auto& key : now) present.insert(key.first);
  std::map<MisuseKey, std::size_t> known;
  for (auto key : before) {
    if (!present.contains(key.first)) key.first = 0;
    ++known[key];
  }
  std::vector<char> is_new;
  for (auto& key : now) {
    if (!former.contains(key.first)) key.first = 0;
    auto& left = known[key];
    is_new.push_back(left == 0 ? 1 : 0);
    if (left > 0) --left;
  }
  return is_new;
}

}  // namespace

std::string landmark_of(const Finding& finding) { return finding.rule + '\n' + finding.call + '\n' + finding.function; }

Landmarks survey(const Program& program, const RuleSet& rules, const Labels& labels, const Witness& witness,
                 const Report& report) {
  Landmarks landmarks;
  Surveyor surveyor(program, rules, labels, witness, nullptr);
  landmarks.steps = join(surveyor.run()).list;
  landmarks.misuses = misuse_keys(surveyor, rules, labels);
  for (const auto& finding : report.findings) {
    auto& known = landmarks.findings[landmark_of(finding)];
    if (!finding.suppressed.empty()) {
      ++known.suppressed;
      continue;
    }
    ++known.live;
    known.severity = std::max(known.severity, finding.severity);
  }
  return landmarks;
}

Novelty find_novelty(const Landmarks& before, const Program& program, const RuleSet& rules, const Labels& labels,
                     const Witness& witness, const ChangedLines& changed) {
  Novelty novelty;
  novelty.roots.assign(labels.roots.size(), 0);
  novelty.edges.assign(labels.edges.size(), 0);
  novelty.blocking.assign(labels.blocking.size(), 0);
  Surveyor surveyor(program, rules, labels, witness, &changed);
  const auto raw = surveyor.run();
  const auto steps = join(raw);
  const auto is_new = new_steps(before, steps);
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (is_new[steps.of_raw[i]] == 0) continue;
    (raw[i].source == Source::root   ? novelty.roots
     : raw[i].source == Source::edge ? novelty.edges
                                     : novelty.blocking)[raw[i].index] = 1;
  }
  const auto misuses = new_misuses(before.misuses, misuse_keys(surveyor, rules, labels));
  const auto middle = misuses.begin() + static_cast<std::ptrdiff_t>(labels.missing.size());
  novelty.missing.assign(misuses.begin(), middle);
  novelty.misuses.assign(middle, misuses.end());
  novelty.before = before.findings;
  return novelty;
}

}  // namespace stallhound
