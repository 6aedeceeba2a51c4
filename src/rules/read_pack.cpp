// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/read_pack.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "rules/conditions.h"
#include "rules/pack_context.h"

namespace stallhound {
namespace {

constexpr std::int64_t schema_version = 1;

constexpr auto pack_keys = std::to_array<std::string_view>(
    {"schema", "pack", "title", "about", "framework", "models", "blocking", "contexts", "barriers", "wrappers",
     "coroutines", "hops", "trusted", "requires", "handles", "guards", "disable", "replace", "$schema"});
constexpr auto pack_required = std::to_array<std::string_view>({"schema", "pack", "title"});
constexpr auto framework_keys = std::to_array<std::string_view>({"id", "name", "fixes", "offload"});
constexpr auto framework_required = std::to_array<std::string_view>({"id", "name"});
constexpr auto blocking_keys =
    std::to_array<std::string_view>({"names", "except", "ast", "category", "source", "cost", "when", "unless",
                                     "if_unknown", "confidence", "opt_in", "why", "fix", "replace"});
constexpr auto blocking_required = std::to_array<std::string_view>({"category", "cost", "why", "fix"});
constexpr auto coroutine_keys = std::to_array<std::string_view>({"types", "kind", "framework", "resumes", "replace"});
constexpr auto coroutine_required = std::to_array<std::string_view>({"types", "kind"});
constexpr auto hop_keys = std::to_array<std::string_view>({"calls", "to", "framework", "when", "replace"});
constexpr auto hop_required = std::to_array<std::string_view>({"calls", "to"});
constexpr auto require_keys = std::to_array<std::string_view>(
    {"names", "handle", "category", "source", "severity", "when", "unless", "satisfied_by", "why", "fix", "replace"});
constexpr auto require_required = std::to_array<std::string_view>({"names", "category", "why", "fix"});
constexpr auto follow_up_keys = std::to_array<std::string_view>({"names", "handle", "when", "unless"});
constexpr auto follow_up_required = std::to_array<std::string_view>({"names"});

constexpr auto handle_if_unknown_words = std::to_array<std::string_view>({"silent", "definite"});
constexpr auto if_unknown_words = std::to_array<std::string_view>({"definite", "possible", "silent"});
constexpr auto coroutine_words = std::to_array<std::string_view>({"loop", "caller", "elsewhere", "generator"});
constexpr auto resumes_words = std::to_array<std::string_view>({"home", "anywhere"});
constexpr auto handle_keys = std::to_array<std::string_view>(
    {"calls", "except", "handle", "is", "labels_of", "when", "unless", "if_unknown", "replace"});
constexpr auto handle_required = std::to_array<std::string_view>({"calls", "handle"});
constexpr auto guard_keys = std::to_array<std::string_view>({"calls", "answer", "replace"});
constexpr auto guard_required = std::to_array<std::string_view>({"calls", "answer"});
constexpr auto hop_words = std::to_array<std::string_view>({"loop", "thread"});

template <std::size_t Count, class Enum>
std::array<std::string_view, Count> spellings(Enum) {
  std::array<std::string_view, Count> words;
  for (std::size_t i = 0; i < Count; ++i) words[i] = to_string(static_cast<Enum>(i));
  return words;
}
const auto category_words = spellings<category_count>(Category{});
const auto cost_words = spellings<4>(Cost{});
const auto severity_words = spellings<3>(Severity{});

class PackReader {
 public:
  PackReader(Reader& reader, RuleSet& rules)
      : reader_(reader),
        rules_(rules),
        context_{reader, rules, static_cast<std::uint32_t>(rules.packs.size()), {}, {}} {}

  void read(const JsonNode& root) {
    if (!reader_.object(root, "a pack", pack_keys, pack_required)) return;
    read_head(root);
    read_section(root, "blocking", [&](const JsonNode& entry, Duplicates& seen) { read_blocking(entry, seen); });
    for (const auto& [section, runs] :
         {std::pair("contexts", Runs::loop), std::pair("barriers", Runs::thread), std::pair("wrappers", Runs::kept)}) {
      read_section(root, section, [&](const JsonNode& entry, Duplicates& seen) {
        read_registration(context_, entry, section, runs, seen);
      });
    }
    read_section(root, "coroutines", [&](const JsonNode& entry, Duplicates& seen) { read_coroutine(entry, seen); });
    read_section(root, "hops", [&](const JsonNode& entry, Duplicates& seen) { read_hop(entry, seen); });
    for (const PlacedName& name : read_names(root, "trusted")) {
      context_.add_function(name.name, {RuleKind::trusted, static_cast<std::uint32_t>(rules_.trusted.size())});
      rules_.trusted.push_back(name.name);
      rules_.packs.back().trusted.push_back(name.name);
    }
    read_section(root, "handles", [&](const JsonNode& entry, Duplicates&) { read_handle(entry); });
    read_section(root, "guards", [&](const JsonNode& entry, Duplicates& seen) { read_guard(entry, seen); });
    read_section(root, "requires", [&](const JsonNode& entry, Duplicates& seen) { read_require(entry, seen); });
  }

 private:
  template <class ReadEntry>
  void read_section(const JsonNode& root, std::string_view section, ReadEntry read_entry) {
    const JsonNode* list = root.find(section);
    if (!list) return;
    if (list->kind != JsonKind::array) {
      return reader_.wrong_type(*list, "`" + std::string(section) + "`", "a list of entries");
    }
    Duplicates seen;
    for (const JsonNode& entry : list->items) {
      // In packs it has been carried out by now.
      if (const JsonNode* replace = entry.find("replace")) {
        reader_.mistake(replace->place, "only an entry of a pack can `replace` another", "put the entry into a pack");
      }
      read_entry(entry, seen);
    }
  }

  // A section of plain names; like any section, it may be empty.
  std::vector<PlacedName> read_names(const JsonNode& root, std::string_view section) {
    const JsonNode* list = root.find(section);
    if (list && list->kind == JsonKind::array && list->items.empty()) return {};
    return reader_.names(root, section, NameKind::functions);
  }

  void read_head(const JsonNode& root) {
    if (const JsonNode* version = root.find("schema")) {
      if (version->kind != JsonKind::integer) {
        reader_.wrong_type(*version, "`schema`", "an integer");
      } else if (version->integer != schema_version) {
        reader_.mistake(version->place, "unknown schema version " + std::to_string(version->integer),
                        "this program knows version " + std::to_string(schema_version));
      }
    }
    Pack pack;
    pack.id = reader_.id(root, "pack");
    pack.title = reader_.text(root, "title");
    pack.documentation = reader_.text(root, "about");
    pack.file = reader_.file();
    context_.pack_id = pack.id;
    rules_.packs.push_back(std::move(pack));
    if (const JsonNode* framework = root.find("framework")) read_framework(*framework);
    for (PlacedName& model : read_names(root, "models")) {
      rules_.packs.back().models.push_back(model.name);
      rules_.add_model(std::move(model.name));
    }
  }

  void read_framework(const JsonNode& node) {
    if (!reader_.object(node, "a framework", framework_keys, framework_required)) return;
    Framework framework;
    framework.id = reader_.id(node, "id");
    framework.name = reader_.text(node, "name");
    framework.offload = reader_.text(node, "offload");
    for (const auto& [key, text] : reader_.texts(node, "fixes")) {
      if (const auto category = parse_category(key.text)) {
        framework.fixes[*category] = text;
      } else {
        reader_.unknown_word(key.place, "category", key.text, category_words);
      }
    }
    if (!framework.id.empty() && rules_.find_framework(framework.id)) {
      reader_.mistake(node.place, "the framework `" + framework.id + "` is described by two packs",
                      "entries of other packs may say \"framework\": \"" + framework.id + "\"");
    }
    context_.framework_id = framework.id;
    rules_.packs.back().framework = framework.id;
    rules_.frameworks.push_back(std::move(framework));
  }

  void read_blocking(const JsonNode& entry, Duplicates& seen) {
    if (!reader_.object(entry, "a blocking entry", blocking_keys, blocking_required)) return;
    BlockingRule rule;
    rule.origin = context_.origin(entry);
    const auto category = reader_.word(entry, "category", category_words);
    rule.category = static_cast<Category>(category.value_or(0));
    rule.id = rule_id(entry, rule.category);
    rule.cost = static_cast<Cost>(reader_.word(entry, "cost", cost_words).value_or(0));
    rule.confidence = context_.confidence(entry);
    rule.opt_in = reader_.flag(entry, "opt_in", false);
    rule.why = reader_.text(entry, "why");
    rule.fix = read_fix(entry);
    rule.when = read_condition(reader_, entry, "when", Test::all);
    rule.unless = read_condition(reader_, entry, "unless", Test::any);
    if (const auto verdict = reader_.word(entry, "if_unknown", if_unknown_words)) {
      rule.when_unknown = rule.unless_unknown = static_cast<IfUnknown>(*verdict);
      if (!rule.when && !rule.unless) {
        reader_.mistake(entry.find("if_unknown")->place, "`if_unknown` needs `when` or `unless`");
      }
    }
    const std::vector<PlacedName> names = reader_.names(entry, "names", NameKind::functions);
    seen.note(reader_, names, "", rule.when || rule.unless || entry.find("ast"));
    rule.names = without_places(names);
    if (const JsonNode* ast = entry.find("ast")) {
      rule.probe = read_probe(*ast);
      if (names.empty()) rules_.probe_rules[rule.probe].push_back(static_cast<std::uint32_t>(rules_.blocking.size()));
    } else if (!entry.find("names") && !reader_.has_unknown_key(entry, blocking_keys)) {
      reader_.mistake(entry.place, "a blocking entry needs the key `names`", "or `ast`, for a matcher of calls");
    }
    rule.except = context_.exceptions(entry, names);
    context_.add_functions(rule.names, {RuleKind::blocking, static_cast<std::uint32_t>(rules_.blocking.size())},
                           rule.except);
    rules_.blocking.push_back(std::move(rule));
  }

  // A matcher: one string, or several that are read as lines of one. Clang checks it later, where Clang is known.
  std::uint64_t read_probe(const JsonNode& node) {
    Probe probe;
    probe.pack = context_.pack;
    for (const PlacedName& line : reader_.strings(node, "`ast`", NameKind::texts)) {
      const auto places = places_in_string(reader_.file_text(), line.place);
      if (!probe.expression.empty()) probe.expression += ' ';
      // The closing quote of the line before stands for the space.
      probe.expression += line.name;
      for (const TextPlace& place : places) probe.places.emplace_back(place.line, place.column);
    }
    probe.id = digest(probe.expression);
    const auto id = probe.id;
    const auto same = [id](const Probe& other) { return other.id == id; };
    if (std::none_of(rules_.probes.begin(), rules_.probes.end(), same)) rules_.probes.push_back(std::move(probe));
    return id;
  }

  void read_coroutine(const JsonNode& entry, Duplicates& seen) {
    if (!reader_.object(entry, "a coroutine entry", coroutine_keys, coroutine_required)) return;
    CoroutineRule rule;
    rule.origin = context_.origin(entry);
    rule.kind = static_cast<CoroutineKind>(reader_.word(entry, "kind", coroutine_words).value_or(0));
    rule.framework = context_.framework_of(entry);
    rule.resumes_home = reader_.word(entry, "resumes", resumes_words) == std::size_t{0};
    const std::vector<PlacedName> types = reader_.names(entry, "types", NameKind::exact);
    seen.note(reader_, types, "", false);
    rule.types = without_places(types);
    const RuleRef ref = {RuleKind::coroutine, static_cast<std::uint32_t>(rules_.coroutines.size())};
    for (const std::string& type : rule.types) rules_.coroutine_types[type].push_back(ref);
    rules_.coroutines.push_back(std::move(rule));
  }

  void read_hop(const JsonNode& entry, Duplicates& seen) {
    if (!reader_.object(entry, "a hop", hop_keys, hop_required)) return;
    HopRule rule;
    rule.origin = context_.origin(entry);
    rule.to = reader_.word(entry, "to", hop_words) == std::size_t{0} ? Runs::loop : Runs::thread;
    rule.framework = context_.framework_of(entry);
    rule.when = read_condition(reader_, entry, "when", Test::all);
    const std::vector<PlacedName> names = reader_.names(entry, "calls", NameKind::functions);
    seen.note(reader_, names, "", rule.when.has_value());
    rule.names = without_places(names);
    context_.add_functions(rule.names, {RuleKind::hop, static_cast<std::uint32_t>(rules_.hops.size())});
    rules_.hops.push_back(std::move(rule));
  }

  void read_handle(const JsonNode& entry) {
    if (!reader_.object(entry, "a handle entry", handle_keys, handle_required)) return;
    HandleRule rule;
    rule.origin = context_.origin(entry);
    rule.handle = read_part(entry, "handle").value_or(rule.handle);
    rule.labels_of = read_part(entry, "labels_of");
    if (!entry.find("is") && !rule.labels_of) {
      reader_.mistake(entry.place, "a handle entry says what the handle `is`, or whose labels it has: `labels_of`");
    }
    const auto labels =
        entry.find("is") ? reader_.strings(*entry.find("is"), "`is`", NameKind::texts) : std::vector<PlacedName>{};
    rule.when = read_condition(reader_, entry, "when", Test::all);
    rule.unless = read_condition(reader_, entry, "unless", Test::any);
    rule.if_unknown = reader_.word(entry, "if_unknown", handle_if_unknown_words) == std::size_t{1};
    const std::vector<PlacedName> names = reader_.names(entry, "calls", NameKind::functions);
    rule.except = context_.exceptions(entry, names);
    rule.names = without_places(names);
    const auto add = [&](const HandleRule& one) {
      context_.add_functions(one.names, {RuleKind::handle, static_cast<std::uint32_t>(rules_.handles.size())},
                             one.except);
      rules_.handles.push_back(one);
    };
    if (rule.labels_of) add(rule);
    rule.labels_of.reset();
    for (const auto& label : labels) {
      rule.label = reader_.label(label);
      add(rule);
    }
  }

  void read_guard(const JsonNode& entry, Duplicates& seen) {
    if (!reader_.object(entry, "a guard", guard_keys, guard_required)) return;
    GuardRule rule;
    rule.origin = context_.origin(entry);
    rule.answer = reader_.flag(entry, "answer", false);
    const std::vector<PlacedName> names = reader_.names(entry, "calls", NameKind::functions);
    seen.note(reader_, names, "", false);
    rule.names = without_places(names);
    context_.add_functions(rule.names, {RuleKind::guard, static_cast<std::uint32_t>(rules_.guards.size())});
    rules_.guards.push_back(std::move(rule));
  }

  void read_require(const JsonNode& entry, Duplicates& seen) {
    if (!reader_.object(entry, "an entry of `requires`", require_keys, require_required)) return;
    RequireRule rule;
    rule.origin = context_.origin(entry);
    const auto category = reader_.word(entry, "category", category_words);
    rule.category = static_cast<Category>(category.value_or(static_cast<std::size_t>(rule.category)));
    rule.id = rule_id(entry, rule.category);
    const auto severity = reader_.word(entry, "severity", severity_words);
    rule.severity = static_cast<Severity>(severity.value_or(static_cast<std::size_t>(rule.severity)));
    rule.handle = read_part(entry, "handle").value_or(rule.handle);
    rule.when = read_condition(reader_, entry, "when", Test::all);
    rule.unless = read_condition(reader_, entry, "unless", Test::any);
    if (!entry.find("satisfied_by") && !rule.when && !rule.unless) {
      reader_.mistake(entry.place, "an entry of `requires` needs `satisfied_by`, or a condition that the call breaks");
    }
    rule.why = reader_.text(entry, "why");
    rule.fix = read_fix(entry);
    const std::vector<PlacedName> names = reader_.names(entry, "names", NameKind::functions);
    const std::string part =
        std::to_string(static_cast<int>(rule.handle.kind)) + ' ' + std::to_string(rule.handle.index);
    seen.note(reader_, names, part, rule.when || rule.unless);
    rule.names = without_places(names);
    const auto index = static_cast<std::uint32_t>(rules_.requires_.size());
    context_.add_functions(rule.names, {RuleKind::require, index});
    read_follow_ups(entry, rule, index);
    rules_.requires_.push_back(std::move(rule));
  }

  void read_follow_ups(const JsonNode& entry, RequireRule& rule, std::uint32_t index) {
    const JsonNode* list = entry.find("satisfied_by");
    if (!list) return;
    if (list->kind != JsonKind::array) return reader_.wrong_type(*list, "`satisfied_by`", "a list of calls");
    if (list->items.empty()) reader_.mistake(list->place, "`satisfied_by` is an empty list");
    for (const JsonNode& item : list->items) {
      if (!reader_.object(item, "a follow-up", follow_up_keys, follow_up_required)) continue;
      FollowUp follow_up;
      follow_up.names = without_places(reader_.names(item, "names", NameKind::functions));
      follow_up.handle = read_part(item, "handle").value_or(follow_up.handle);
      follow_up.when = read_condition(reader_, item, "when", Test::all);
      follow_up.unless = read_condition(reader_, item, "unless", Test::any);
      context_.add_functions(follow_up.names, {RuleKind::follow_up, index});
      rule.satisfied_by.push_back(std::move(follow_up));
    }
  }

  // "result", "object" or the index of an argument; nothing if the key is left out.
  std::optional<HandlePart> read_part(const JsonNode& entry, std::string_view key) {
    const JsonNode* node = entry.find(key);
    if (!node) return std::nullopt;
    if (node->kind != JsonKind::string) {
      return HandlePart{HandlePart::Kind::argument, reader_.index(entry, key).value_or(0)};
    }
    if (node->text == "object") return HandlePart{HandlePart::Kind::object, 0};
    if (node->text != "result") {
      reader_.mistake(node->place, '`' + std::string(key) + "` is \"result\", \"object\" or the index of an argument");
    }
    return HandlePart{HandlePart::Kind::result, 0};
  }

  std::string rule_id(const JsonNode& entry, Category category) {
    const std::string source = entry.find("source") ? reader_.id(entry, "source") : context_.pack_id;
    return std::string(to_string(category)) + '/' + source;
  }

  std::map<std::string, std::string> read_fix(const JsonNode& entry) {
    std::map<std::string, std::string> fix;
    for (auto& [key, text] : reader_.texts(entry, "fix")) fix[key.text] = text;
    const JsonNode* node = entry.find("fix");
    if (node && node->kind == JsonKind::object && !node->find("default") && !node->find("any")) {
      reader_.mistake(node->place, "`fix` needs the key `default`", "it is the advice where no framework is known");
    }
    return fix;
  }

  Reader& reader_;
  RuleSet& rules_;
  PackContext context_;
};

}  // namespace

void read_pack(Reader& reader, const JsonNode& root, RuleSet& rules) { PackReader(reader, rules).read(root); }

}  // namespace stallhound
