// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/rules_docs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <vector>

#include "app/rules_list.h"
#include "app/rules_sentences.h"

namespace stallhound {
namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

/// Text in which nothing but what stands in backquotes means something to Markdown.
std::string escaped(std::string_view text) {
  std::string safe;
  bool code = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '`') code = !code;
    // Inside a word an underscore is one.
    const bool inside = i > 0 && i + 1 < text.size() && is_word(text[i - 1]) && is_word(text[i + 1]);
    const bool special = std::string_view("*<>|[\\#").find(c) != std::string_view::npos || (c == '_' && !inside);
    if (!code && special) safe += '\\';
    safe += c;
  }
  return safe;
}

/// The first letter in upper case, for fixes, which are phrases.
std::string capital(std::string text) {
  if (!text.empty() && text.front() >= 'a' && text.front() <= 'z') text.front() = static_cast<char>(text.front() - 32);
  return text;
}

std::string codes(const std::vector<std::string>& names) {
  std::vector<std::string> coded;
  for (const std::string& name : names) coded.push_back('`' + name + '`');
  return fmt::format("{}", fmt::join(coded, ", "));
}

std::string first_line() { return fmt::format("{}; scripts/rules-docs.sh does it. Do not edit. -->\n\n", docs_mark); }

/// What a category is about, as a heading: "sleeps", "waits for a process".
std::string_view heading_of(Category category) {
  switch (category) {
    case Category::sleep:
      return "sleeps";
    case Category::process:
      return "waits for a process";
    case Category::file_io:
      return "reads or writes files";
    case Category::database:
      return "waits for a database";
    case Category::network:
      return "waits for the network";
    case Category::dns:
      return "looks up host names";
    case Category::http:
      return "waits for an HTTP server";
    case Category::rpc:
      return "waits for a remote call";
    case Category::lock:
      return "takes a lock";
    case Category::wait:
      return "waits for another thread";
    case Category::nested_loop:
      return "runs a loop of its own";
    case Category::system_info:
      return "asks the system";
    case Category::console:
      return "writes to the console";
    case Category::cpu:
      return "computes for long";
    case Category::discarded_awaitable:
      return "drops an awaitable";
    case Category::lock_across_await:
      return "holds a lock across an await";
    case Category::missing_timeout:
      return "waits without a limit";
    case Category::competing_handles:
      return "shares a handle";
    case Category::handle_per_call:
      return "makes a handle for each call";
    case Category::long_await:
      return "awaits for long";
  }
  return "";
}

class Page {
 public:
  Page(const RuleSet& rules, std::uint32_t pack) : rules_(rules), pack_(pack) {}

  std::string write() {
    const Pack& pack = rules_.packs[pack_];
    text_ = first_line() + fmt::format("# {}\n\n", escaped(pack.title));
    if (!pack.documentation.empty()) text_ += escaped(pack.documentation) + "\n\n";
    text_ += fmt::format("Pack `{}`, from `{}`. [All packs](README.md)\n", pack.id,
                         std::filesystem::path(pack.file).filename().string());
    framework(pack);
    blocking();
    requires_entries();
    registrations(Runs::loop, "Loop code", "What runs on an event loop:");
    coroutines();
    registrations(Runs::thread, "Off the loop", "Where blocking is fine:");
    simple("Hops", "What moves a coroutine to another thread:", rules_.hops);
    simple("Handles", "What calls say about descriptors, streams and other handles:", rules_.handles);
    simple("Questions", "Code behind these answers is not loop code:", rules_.guards);
    registrations(Runs::here, "Called at once", "Callables that run inside the call:");
    registrations(Runs::kept, "Passed on", "Callables that a call keeps or wraps:");
    if (!pack.trusted.empty()) section("Trusted", "These may be called from anywhere: " + codes(pack.trusted) + ".");
    if (!pack.models.empty()) section("Not judged", "The code of " + codes(pack.models) + " itself is not judged.");
    return std::move(text_);
  }

 private:
  void section(std::string_view title, const std::string& text) {
    text_ += fmt::format("\n## {}\n\n{}\n", title, text);
  }

  void framework(const Pack& pack) {
    const Framework* own = pack.framework.empty() ? nullptr : rules_.find_framework(pack.framework);
    if (!own) return;
    section("Instead of blocking",
            fmt::format("What {} offers, where an entry says nothing better:", escaped(own->name)));
    text_ += '\n';
    for (const auto& [category, fix] : own->fixes) {
      text_ += fmt::format("- `{}`: {}\n", to_string(category), escaped(fix));
    }
    if (!own->offload.empty()) text_ += fmt::format("- anything else: {}\n", escaped(own->offload));
  }

  /// Entries by rule id, in the order of the pack.
  void blocking() {
    std::vector<std::string> ids;
    for (const BlockingRule& rule : rules_.blocking) {
      if (rule.origin.pack == pack_ && std::find(ids.begin(), ids.end(), rule.id) == ids.end()) ids.push_back(rule.id);
    }
    if (!ids.empty()) section("Blocking calls", "Bad in code that an event loop runs, however deep:");
    for (const std::string& id : ids) {
      bool first = true;
      for (const BlockingRule& rule : rules_.blocking) {
        if (rule.origin.pack != pack_ || rule.id != id) continue;
        if (first) text_ += fmt::format("\n### {}: {}\n", id, heading_of(rule.category));
        first = false;
        entry(rule);
      }
    }
  }

  void entry(const BlockingRule& rule) {
    std::string what = codes(rule.names);
    if (!rule.except.empty()) what += " except " + codes(rule.except);
    if (rule.probe != 0) {
      const auto same = [&](const Probe& probe) { return probe.id == rule.probe; };
      const auto probe = std::find_if(rules_.probes.begin(), rules_.probes.end(), same);
      what += fmt::format("{}calls that match `{}`", rule.names.empty() ? "" : ": ", probe->expression);
    }
    text_ += fmt::format("\n- **Bad** (blocks {}, {}): {}\n", duration_of(rule.cost), to_string(severity_of(rule.cost)),
                         what);
    text_ += fmt::format("- **Why**: {}\n", escaped(rule.why));
    if (const std::string provisos = provisos_of(rule); !provisos.empty()) {
      text_ += fmt::format("- **But**: {}\n", escaped(provisos));
    }
    fixes(rule.fix);
  }

  void fixes(const std::map<std::string, std::string>& fix) {
    for (const char* general : {"any", "default"}) {
      if (const auto found = fix.find(general); found != fix.end()) {
        text_ += fmt::format("- **Better**: {}.\n", escaped(capital(found->second)));
      }
    }
    const auto general = fix.find(fix.contains("any") ? "any" : "default");
    for (const auto& [id, text] : fix) {
      if (id == "any" || id == "default" || (general != fix.end() && text == general->second)) continue;
      text_ += fmt::format("- **With {}**: {}.\n", escaped(framework_name(rules_, id)), escaped(text));
    }
  }

  void requires_entries() {
    bool first = true;
    for (const RequireRule& rule : rules_.requires_) {
      if (rule.origin.pack != pack_) continue;
      if (first) section("Needs a further call", "Bad wherever it is done:");
      first = false;
      text_ += fmt::format("\n- **Bad**: {}\n", escaped(sentence(rules_, rule, Topic::as_code(rule.names))));
      fixes(rule.fix);
    }
  }

  template <class Rule, class Choose>
  void sentences(std::string_view title, std::string_view lead, const std::vector<Rule>& entries, Choose choose) {
    bool first = true;
    for (const Rule& rule : entries) {
      if (rule.origin.pack != pack_ || !choose(rule)) continue;
      if (first) section(title, std::string(lead) + '\n');
      first = false;
      const std::vector<std::string>* names = nullptr;
      if constexpr (requires { rule.types; }) {
        names = &rule.types;
      } else {
        names = &rule.names;
      }
      text_ += fmt::format("- {}\n", escaped(sentence(rules_, rule, Topic::as_code(*names))));
    }
  }

  void registrations(Runs runs, std::string_view title, std::string_view lead) {
    sentences(title, lead, rules_.registrations, [runs](const Registration& rule) { return rule.runs == runs; });
  }

  void coroutines() {
    sentences("Coroutines", "What a return type says about where a coroutine runs:", rules_.coroutines,
              [](const CoroutineRule&) { return true; });
  }

  template <class Rule>
  void simple(std::string_view title, std::string_view lead, const std::vector<Rule>& entries) {
    sentences(title, lead, entries, [](const Rule&) { return true; });
  }

  const RuleSet& rules_;
  std::uint32_t pack_;
  std::string text_;
};

std::string index_page(const RuleSet& rules) {
  const std::vector<Counts> counts = count_names(rules);
  std::string text = first_line() + R"(# What the rule packs know

One page per pack: which calls block and why, what to do instead, what runs on a loop and what does not. The numbers count
names. [frameworks.md](frameworks.md) lists what each event loop offers instead of blocking;
[writing-rules.md](../writing-rules.md) tells how to write packs.

| pack | | blocking | loop code | off the loop, hops |
|---|---|---:|---:|---:|
)";
  std::vector<std::size_t> order(rules.packs.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](auto a, auto b) { return rules.packs[a].id < rules.packs[b].id; });
  for (const std::size_t i : order) {
    text += fmt::format("| [{0}]({0}.md) | {1} | {2} | {3} | {4} |\n", rules.packs[i].id, escaped(rules.packs[i].title),
                        counts[i].blocking, counts[i].contexts, counts[i].barriers);
  }
  const Counts total = total_of(counts);
  return text + fmt::format("| **{} packs** | | **{}** | **{}** | **{}** |\n", rules.packs.size(), total.blocking,
                            total.contexts, total.barriers);
}

std::string frameworks_page(const RuleSet& rules) {
  std::string text =
      first_line() +
      "# What event loops offer instead of blocking\n\nBy category of the finding. An entry of a pack may "
      "know better; its own words then come first.\n";
  std::vector<const Framework*> frameworks;
  for (const Framework& framework : rules.frameworks) frameworks.push_back(&framework);
  std::sort(frameworks.begin(), frameworks.end(), [](auto* a, auto* b) { return a->id < b->id; });
  for (std::size_t i = 0; i < category_count; ++i) {
    const auto category = static_cast<Category>(i);
    bool first = true;
    for (const Framework* framework : frameworks) {
      const auto fix = framework->fixes.find(category);
      if (fix == framework->fixes.end()) continue;
      if (first) text += fmt::format("\n## {}: {}\n\n", to_string(category), heading_of(category));
      first = false;
      text += fmt::format("- **{}**: {}\n", escaped(framework->name), escaped(fix->second));
    }
  }
  text += "\n## Anything else that blocks its thread\n\n";
  for (const Framework* framework : frameworks) {
    if (framework->offload.empty()) continue;
    text += fmt::format("- **{}**: {}\n", escaped(framework->name), escaped(framework->offload));
  }
  return text;
}

}  // namespace

std::map<std::string, std::string> docs_pages(const RuleSet& rules) {
  std::map<std::string, std::string> pages;
  pages["README.md"] = index_page(rules);
  pages["frameworks.md"] = frameworks_page(rules);
  for (std::uint32_t i = 0; i < rules.packs.size(); ++i) pages[rules.packs[i].id + ".md"] = Page(rules, i).write();
  return pages;
}

}  // namespace stallhound
