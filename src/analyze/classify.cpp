// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Classification: the only phase in which rules meet the program. Roots (what is loop code), blocking calls, and the
// edges between functions. Everything afterwards is graph work.
#include <algorithm>
#include <tuple>

#include "analyze/blocking.h"
#include "analyze/branches.h"
#include "analyze/edges.h"
#include "analyze/follow_ups.h"
#include "analyze/handles.h"
#include "analyze/misuse.h"
#include "analyze/own_loop.h"
#include "stallhound/phases.h"

namespace stallhound {
namespace {

using analysis::Meanings;

class Classifier {
 public:
  Classifier(const Program& program, const RuleSet& rules, const AnalyzeOptions& options)
      : program_(program), rules_(rules), options_(options), meanings_(program, rules, options.walk) {}

  Labels run() {
    const analysis::Places places(program_, rules_, meanings_);
    const auto labels = analysis::label_handles(program_, rules_, meanings_, places);
    meanings_.know_labels(&labels);
    const analysis::CallableFlow flow(program_, meanings_);
    const auto starts = analysis::find_starts(program_, rules_, meanings_, flow);
    for (FunctionIndex f = 1; f < program_.functions.size(); ++f) own_root(f, starts);
    for (const auto& root : starts.roots) add_root(root);
    for (const auto& call : meanings_.named_calls()) loop_around(call);
    sort_roots();
    labels_.offloads = starts.offloads;
    std::sort(labels_.offloads.begin(), labels_.offloads.end(), [](const Offload& a, const Offload& b) {
      const auto key = [](const Offload& o) {
        return std::tuple(o.function, o.location.file, o.location.line, o.location.column, o.registration);
      };
      return key(a) < key(b);
    });
    const analysis::OffLoop off_loop(program_, rules_, meanings_);
    const auto library_calls = analysis::find_edges(program_, rules_, meanings_, flow, off_loop, labels_);
    analysis::decide_branches(program_, labels_);
    analysis::find_blocking(program_, rules_, meanings_, off_loop, library_calls, options_, labels_);
    labels_.misuses = analysis::find_misuses(program_, rules_, meanings_, wanted(Category::discarded_awaitable),
                                             wanted(Category::lock_across_await));
    if (wanted(Category::missing_timeout)) {
      analysis::find_missing_follow_ups(program_, rules_, meanings_, places, labels_);
    }
    std::sort(labels_.accepted.begin(), labels_.accepted.end(), [](const AcceptedCall& a, const AcceptedCall& b) {
      return std::tie(a.function, a.site, a.rule.kind, a.rule.index) <
             std::tie(b.function, b.site, b.rule.kind, b.rule.index);
    });
    labels_.barriers = meanings_.barriers();
    return std::move(labels_);
  }

 private:
  bool judged(FunctionIndex f) const { return program_.functions[f].body != npos && !meanings_.is_leaf(f); }

  bool wanted(Category category) const { return analysis::wanted(options_, category); }

  // ---- roots ----------------------------------------------------------------------------------------------------

  void own_root(FunctionIndex f, const analysis::Starts& starts) {
    if (!judged(f) || meanings_.is_barrier(f)) return;
    const auto& function = program_.functions[f];
    Root root;
    root.function = f;
    if ((function.flags & fn_nonblocking) != 0) {
      root.kind = ContextKind::attribute;
      root.what = "declared [[clang::nonblocking]]";
      add_root(root);
      return;
    }
    const auto own = meanings_.own_context(f);
    // A parameter type only tells that the function is asynchronous; where it runs, its start tells.
    const bool elsewhere =
        own != npos && rules_.registrations[own].form == Form::parameters && starts.thread_started[f] != 0;
    if (own != npos && !elsewhere) {
      const auto& registration = rules_.registrations[own];
      root.kind = registration.form == Form::overrides     ? ContextKind::override_
                  : registration.form == Form::annotations ? ContextKind::attribute
                                                           : ContextKind::declared;
      root.confidence = registration.confidence;
      root.because = root.confidence == Confidence::definite ? Reason::none : Reason::weak_context;
      root.framework = registration.framework;
      root.what = registration.what;
      add_root(root);
      return;
    }
    coroutine_root(f, starts, root);
  }

  void coroutine_root(FunctionIndex f, const analysis::Starts& starts, Root root) {
    if (!program_.bodies[program_.functions[f].body].is_coroutine) return;
    const auto* rule = analysis::coroutine_rule(program_, rules_, f);
    if (analysis::is_generator(program_, rules_, f)) return;
    if (rule != nullptr && rule->kind == CoroutineKind::elsewhere) return;
    // A type that always runs on its loop is not moved by a pool that starts it; all others run where they start.
    if ((rule == nullptr || rule->kind == CoroutineKind::caller) && starts.pool_only[f] != 0) return;
    root.kind = ContextKind::coroutine;
    if (rule != nullptr) root.framework = rule->framework;
    add_root(root);
  }

  void add_root(const Root& root) {
    if (!judged(root.function) || meanings_.is_barrier(root.function)) return;
    // A generator is driven by its consumer, wherever it was handed to.
    if (analysis::is_generator(program_, rules_, root.function)) return;
    labels_.roots.push_back(root);
  }

  /// Hand-made event loops: a loop around a call that waits for readiness, with something to do besides.
  void loop_around(const Call& call) {
    const auto f = call.function;
    const auto& site = meanings_.site(call);
    if (site.loop == npos || !judged(f)) return;
    const auto index = meanings_.loop_around(static_cast<FunctionIndex>(site.callee));
    if (index == npos) return;
    const auto& body = program_.bodies[program_.functions[f].body];
    const auto loop = site.loop;
    const bool dispatches = std::any_of(body.sites.begin(), body.sites.end(), [&](const Site& other) {
      return &other != &site && analysis::is_within(body, other.loop, loop) && !is_errno(other) &&
             ((other.flags & site_loop_condition) == 0 || (site.flags & site_loop_condition) == 0);
    });
    if (!dispatches) return;
    labels_.waits.push_back(call);  // Calls come in order.
    Root root;
    root.function = f;
    root.kind = ContextKind::loop;
    root.confidence = rules_.registrations[index].confidence;
    root.because = root.confidence == Confidence::definite ? Reason::none : Reason::hand_made_loop;
    root.loop = loop;
    root.framework = rules_.registrations[index].framework;
    root.what = "loop around " + program_.functions[site.callee].name + "()";
    root.registered = body.loops[loop].location;
    add_root(root);
  }

  bool is_errno(const Site& site) const {
    return site.callee != 0 && program_.functions[site.callee].name == "__errno_location";
  }

  /// One root per function and loop: the surest, then the first registration.
  void sort_roots() {
    auto& roots = labels_.roots;
    const auto place = [](const Root& r) {
      return std::tuple(r.registered.file, r.registered.line, r.registered.column);
    };
    std::sort(roots.begin(), roots.end(), [&](const Root& a, const Root& b) {
      return std::tuple(a.function, a.loop, -static_cast<int>(a.confidence), a.kind, place(a), a.framework, a.what) <
             std::tuple(b.function, b.loop, -static_cast<int>(b.confidence), b.kind, place(b), b.framework, b.what);
    });
    std::vector<Root> unique;
    for (auto& root : roots) {
      if (!unique.empty() && unique.back().function == root.function && unique.back().loop == root.loop) {
        // A coroutine knows its kind; its registration knows where.
        if (unique.back().registered.line == 0) unique.back().registered = root.registered;
        if (unique.back().framework.empty()) unique.back().framework = root.framework;
        continue;
      }
      unique.push_back(std::move(root));
    }
    roots = std::move(unique);
  }

  const Program& program_;
  const RuleSet& rules_;
  const AnalyzeOptions& options_;
  Meanings meanings_;
  Labels labels_;
};

}  // namespace

Labels classify(const Program& program, const RuleSet& rules, const AnalyzeOptions& options) {
  return Classifier(program, rules, options).run();
}

}  // namespace stallhound
