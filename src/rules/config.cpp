// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What a configuration declares about the project's own functions becomes a pack, so that entries mean in both the
// same and are checked in one place. Names and defaults that a pack would ask for are filled in.
#include "rules/config.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <tuple>

#include "base/path_patterns.h"
#include "rules/braces.h"
#include "rules/name_limit.h"
#include "rules/read_pack.h"
#include "rules/suggest.h"

namespace stallhound {
namespace {

constexpr std::int64_t known_version = 1;
constexpr auto config_keys =
    std::to_array<std::string_view>({"version", "build", "roots", "exclude", "tests", "packs", "walk", "rules",
                                     "fail_on", "confidence", "max_unresolved", "require_reason", "pedantic",
                                     "baseline", "contexts", "blocking", "trusted", "sections", "$schema"});
constexpr auto section_keys = std::to_array<std::string_view>({"paths", "rules", "fail_on"});
constexpr auto section_required = std::to_array<std::string_view>({"paths"});
constexpr auto fail_on_words = std::to_array<std::string_view>({"note", "warning", "error", "never"});
constexpr auto confidence_words = std::to_array<std::string_view>({"possible", "probable", "definite"});
constexpr auto setting_words = std::to_array<std::string_view>({"off", "on", "note", "warning", "error"});
/// Sections of a pack that a configuration may have.
constexpr auto declared_keys = std::to_array<std::string_view>({"contexts", "blocking", "trusted"});

std::vector<std::string> category_names() {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < category_count; ++i) names.emplace_back(to_string(static_cast<Category>(i)));
  return names;
}

JsonNode text_node(std::string text, TextPlace place) {
  JsonNode node;
  node.kind = JsonKind::string;
  node.place = place;
  node.text = std::move(text);
  return node;
}

JsonNode list_node(std::vector<std::string> texts, TextPlace place) {
  JsonNode node;
  node.kind = JsonKind::array;
  node.place = place;
  for (auto& text : texts) node.items.push_back(text_node(std::move(text), place));
  return node;
}

void add(JsonNode& object, std::string_view key, JsonNode value) {
  object.keys.push_back({std::string(key), value.place});
  object.items.push_back(std::move(value));
}

void remove(JsonNode& object, std::string_view key) {
  for (std::size_t i = 0; i < object.keys.size(); ++i) {
    if (object.keys[i].text != key) continue;
    object.keys.erase(object.keys.begin() + static_cast<std::ptrdiff_t>(i));
    object.items.erase(object.items.begin() + static_cast<std::ptrdiff_t>(i));
    return;
  }
}

class ConfigReader {
 public:
  ConfigReader(const std::string& file, const std::string& folder, Diagnostics& mistakes)
      : reader_(file, mistakes, labels_) {
    config_.file = file;
    config_.folder = folder;
    config_.policy.folder = folder;
  }

  Config read(const JsonNode& root) {
    if (!reader_.object(root, "a configuration", config_keys, {})) return std::move(config_);
    version(root);
    config_.build = path(root, "build");
    config_.baseline = path(root, "baseline");
    config_.roots = paths(root, "roots");
    config_.packs = paths(root, "packs");
    config_.exclude = patterns(root, "exclude");
    if (const auto* node = root.find("exclude")) config_.exclude_line = node->place.line;
    config_.policy.tests = patterns(root, "tests");
    if (const auto* node = root.find("tests")) config_.policy.tests_line = node->place.line;
    config_.walk = without_places(list(root, "walk", NameKind::exact));
    config_.fail_on = fail_level(root);
    if (const auto word = reader_.word(root, "confidence", confidence_words)) {
      config_.confidence = static_cast<Confidence>(*word);
    }
    config_.max_unresolved = number(root, "max_unresolved");
    config_.require_reason = flag(root, "require_reason");
    config_.pedantic = flag(root, "pedantic");
    config_.policy.rules = settings(root);
    sections(root);
    declared(root);
    return std::move(config_);
  }

 private:
  void version(const JsonNode& root) {
    const auto* node = root.find("version");
    if (node == nullptr) return;
    if (node->kind != JsonKind::integer) {
      reader_.wrong_type(*node, "`version`", "an integer");
    } else if (node->integer != known_version) {
      reader_.mistake(node->place, "unknown version " + std::to_string(node->integer) + " of a configuration",
                      "this program knows version " + std::to_string(known_version));
    }
  }

  std::optional<PlacedPath> path(const JsonNode& object, std::string_view key) {
    const auto text = reader_.text(object, key);
    if (text.empty()) return std::nullopt;
    return PlacedPath{text, object.find(key)->place};
  }

  /// A list that may be empty: of nothing, nothing is said.
  std::vector<PlacedName> list(const JsonNode& object, std::string_view key, NameKind kind) {
    const auto* node = object.find(key);
    if (node != nullptr && node->kind == JsonKind::array && node->items.empty()) return {};
    return reader_.names(object, key, kind);
  }

  std::vector<PlacedPath> paths(const JsonNode& object, std::string_view key) {
    std::vector<PlacedPath> found;
    for (const auto& name : list(object, key, NameKind::texts)) found.push_back({name.name, name.place});
    return found;
  }

  std::vector<std::string> patterns(const JsonNode& object, std::string_view key) {
    std::vector<std::string> found;
    for (const auto& name : list(object, key, NameKind::texts)) {
      if (const auto mistake = mistake_in_pattern(name.name); !mistake.empty()) {
        reader_.mistake(name.place, "the pattern `" + name.name + "` " + mistake);
      } else {
        found.push_back(name.name);
      }
    }
    return found;
  }

  std::optional<FailLevel> fail_level(const JsonNode& object) {
    const auto word = reader_.word(object, "fail_on", fail_on_words);
    return word ? parse_fail_level(fail_on_words[*word]) : std::nullopt;
  }

  std::optional<bool> flag(const JsonNode& object, std::string_view key) {
    return object.find(key) == nullptr ? std::nullopt : std::optional(reader_.flag(object, key, false));
  }

  std::optional<std::uint32_t> number(const JsonNode& object, std::string_view key) {
    const auto* node = object.find(key);
    if (node == nullptr) return std::nullopt;
    if (node->kind != JsonKind::integer) {
      reader_.wrong_type(*node, "`" + std::string(key) + "`", "an integer");
    } else if (node->integer < 0 || node->integer > std::numeric_limits<std::int32_t>::max()) {
      reader_.mistake(node->place, "`" + std::string(key) + "` must be a number from 0 on");
    } else {
      return static_cast<std::uint32_t>(node->integer);
    }
    return std::nullopt;
  }

  std::vector<RuleSetting> settings(const JsonNode& object) {
    std::vector<RuleSetting> found;
    const auto* node = object.find("rules");
    if (node == nullptr) return found;
    if (node->kind != JsonKind::object) {
      reader_.wrong_type(*node, "`rules`", "an object of categories and rules");
      return found;
    }
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      const auto& key = node->keys[i];
      if (std::any_of(found.begin(), found.end(), [&](const RuleSetting& s) { return s.name == key.text; })) {
        reader_.mistake(key.place, "repeated key `" + key.text + "`");
        continue;
      }
      // That a rule exists can only be told once the packs are known.
      const auto names = category_names();
      const std::vector<std::string_view> known(names.begin(), names.end());
      const auto category = std::string_view(key.text).substr(0, key.text.find('/'));
      if (!parse_category(category)) reader_.unknown_word(key.place, "category", category, known);
      const auto word = reader_.word(*node, key.text, setting_words);
      if (!word) continue;
      RuleSetting setting{key.text, *word != 0, std::nullopt, key.place.line, key.place.column};
      if (*word >= 2) setting.severity = static_cast<Severity>(*word - 2);
      found.push_back(std::move(setting));
    }
    return found;
  }

  void sections(const JsonNode& root) {
    const auto* list = root.find("sections");
    if (list == nullptr) return;
    if (list->kind != JsonKind::array) return reader_.wrong_type(*list, "`sections`", "a list of sections");
    for (const auto& item : list->items) {
      if (!reader_.object(item, "a section", section_keys, section_required)) continue;
      Section section;
      section.paths = patterns(item, "paths");
      section.rules = settings(item);
      section.fail_on = fail_level(item);
      section.line = item.place.line;
      if (item.find("rules") == nullptr && item.find("fail_on") == nullptr &&
          !reader_.has_unknown_key(item, section_keys)) {
        reader_.mistake(item.place, "a section says nothing about its paths", "add `rules` or `fail_on`");
      }
      config_.policy.sections.push_back(std::move(section));
    }
  }

  // ---- what is declared about the project's own code --------------------------------------------------------------

  void declared(const JsonNode& root) {
    JsonNode& pack = config_.declared;
    pack.kind = JsonKind::object;
    pack.place = root.place;
    JsonNode schema;
    schema.kind = JsonKind::integer;
    schema.integer = 1;
    add(pack, "schema", schema);
    add(pack, "pack", text_node(std::string(project_pack), root.place));
    add(pack, "title", text_node("The project's own declarations", root.place));
    for (const auto key : declared_keys) {
      const auto* node = root.find(key);
      if (node == nullptr) continue;
      JsonNode copy = *node;
      if (copy.kind == JsonKind::array && key == "contexts") contexts(copy);
      if (copy.kind == JsonKind::array && key == "blocking") {
        for (auto& entry : copy.items) blocking(entry);
      }
      if (key == "trusted") note_functions(copy);
      add(pack, key, std::move(copy));
    }
    // Read once for its mistakes, so that they are told together with all others; add_declared does it in earnest.
    RuleSet scratch;
    read_pack(reader_, pack, scratch);
  }

  /// Remembers the functions of a list, whose mistakes are told when the pack is read.
  void note_functions(const JsonNode& list) {
    for (const auto& item : list.items) {
      if (item.kind != JsonKind::string) continue;
      if (const auto names = expand_braces(item.text)) {
        for (const auto& name : *names) config_.functions.push_back({name, item.place});
      }
    }
  }

  /// An entry about classes is one about all their functions that somebody else calls: not what runs wherever an object
  /// is made, nor lambdas and nested classes, which may run anywhere.
  void contexts(JsonNode& list) {
    std::vector<JsonNode> entries;
    for (auto& entry : list.items) {
      if (const auto* functions = entry.find("functions")) note_functions(*functions);
      if (entry.kind == JsonKind::object && misspells_classes(entry)) continue;
      const auto* classes = entry.find("classes");
      if (entry.kind != JsonKind::object || classes == nullptr) {
        entries.push_back(std::move(entry));
        continue;
      }
      const auto place = classes->place;
      const auto names = reader_.names(entry, "classes", NameKind::exact);
      for (const auto* other : {"functions", "except"}) {
        if (const auto* node = entry.find(other)) {
          reader_.mistake(node->place, "`" + std::string(other) + "` does not go with `classes`",
                          "make it two entries");
        }
      }
      JsonNode rest = std::move(entry);
      remove(rest, "classes");
      if (names.size() * size_of_texts(rest) > most_copied_text) {
        reader_.mistake(place, "the texts of this entry are too long for so many classes", "make it several entries");
        continue;
      }
      for (const auto& name : names) {
        const auto colon = name.name.rfind("::");
        const auto last = colon == std::string::npos ? name.name : name.name.substr(colon + 2);
        JsonNode one = rest;
        add(one, "functions", list_node({name.name + "::*"}, place));
        add(one, "except", list_node({name.name + "::" + last, name.name + "::~" + last, name.name + "::*::*"}, place));
        config_.functions.push_back({name.name + "::*", name.place});
        entries.push_back(std::move(one));
      }
    }
    list.items = std::move(entries);
  }

  /// The one key that packs do not know, and so cannot suggest.
  bool misspells_classes(const JsonNode& entry) {
    constexpr auto known = std::to_array<std::string_view>({"classes", "calls", "fields", "types"});
    for (const auto& key : entry.keys) {
      if (key.text == "classes" || nearest_word(key.text, known) != "classes") continue;
      reader_.mistake(key.place, "unknown key `" + key.text + "` in an entry of `contexts`", suggest(key.text, known));
      return true;
    }
    return false;
  }

  void blocking(JsonNode& entry) {
    if (entry.kind != JsonKind::object) return;
    if (const auto* names = entry.find("names")) note_functions(*names);
    if (entry.find("cost") == nullptr) add(entry, "cost", text_node("milliseconds", entry.place));
    if (entry.find("why") == nullptr) {
      add(entry, "why", text_node("The project declares that this call blocks its thread.", entry.place));
    }
    JsonNode fix = text_node("move the call off the event loop", entry.place);
    for (std::size_t i = 0; i < entry.keys.size(); ++i) {
      if (entry.keys[i].text != "fix") continue;
      if (entry.items[i].kind != JsonKind::string) return;
      fix = entry.items[i];
    }
    remove(entry, "fix");
    JsonNode object;
    object.kind = JsonKind::object;
    object.place = fix.place;
    add(object, "default", std::move(fix));
    add(entry, "fix", std::move(object));
  }

  Config config_;
  std::vector<std::string> labels_;
  Reader reader_;
};

/// Tells rules that no pack has; categories were checked before.
void check_settings(const std::vector<RuleSetting>& settings, const std::vector<std::string_view>& known,
                    const std::string& file, Diagnostics& mistakes) {
  for (const auto& setting : settings) {
    if (setting.name.find('/') == std::string::npos) continue;
    if (std::find(known.begin(), known.end(), setting.name) != known.end()) continue;
    const auto category = setting.name.substr(0, setting.name.find('/') + 1);
    std::vector<std::string_view> same;
    std::copy_if(known.begin(), known.end(), std::back_inserter(same),
                 [&](std::string_view id) { return id.starts_with(category); });
    mistakes.push_back({file, setting.line, setting.column, "unknown rule `" + setting.name + "`",
                        suggest(setting.name, same.empty() ? known : same)});
  }
}

}  // namespace

Result<Config> read_config(const std::string& file, const std::string& folder, std::string_view text) {
  const auto root = parse_located_json(file, text);
  if (!root) return root.errors();
  std::size_t names = 0;
  Diagnostics mistakes = check_amount_of_names(file, *root, names);
  if (!mistakes.empty()) return mistakes;
  auto config = ConfigReader(file, folder, mistakes).read(*root);
  if (!mistakes.empty()) {
    std::sort(mistakes.begin(), mistakes.end(), [](const Diagnostic& a, const Diagnostic& b) {
      return std::tie(a.line, a.column, a.message) < std::tie(b.line, b.column, b.message);
    });
    return mistakes;
  }
  config.written = *root;
  return config;
}

Diagnostics add_declared(const Config& config, RuleSet& rules) {
  Diagnostics mistakes;
  Reader reader(config.file, mistakes, rules.labels);
  rules.project_pack = static_cast<std::uint32_t>(rules.packs.size());
  read_pack(reader, config.declared, rules);
  const auto ids = rule_ids(rules);
  const std::vector<std::string_view> known(ids.begin(), ids.end());
  check_settings(config.policy.rules, known, config.file, mistakes);
  for (const auto& section : config.policy.sections) check_settings(section.rules, known, config.file, mistakes);
  std::sort(mistakes.begin(), mistakes.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.line, a.column, a.message) < std::tie(b.line, b.column, b.message);
  });
  return mistakes;
}

Diagnostics unknown_functions(const Config& config, const std::vector<std::string_view>& known) {
  Diagnostics unknown;
  for (const auto& [name, place] : config.functions) {
    const bool glob = is_glob(name);
    const bool found = std::any_of(known.begin(), known.end(), [&, &wanted = name](std::string_view candidate) {
      return glob ? glob_match(wanted, candidate) : candidate == wanted;
    });
    if (found) continue;
    const auto near = glob ? std::string_view() : nearest_word(name, known);
    unknown.push_back({config.file, place.line, place.column, "no scanned code has a function `" + name + "`",
                       near.empty() ? "" : "did you mean `" + std::string(near) + "`?"});
  }
  return unknown;
}

std::vector<std::string> rule_ids(const RuleSet& rules) {
  std::vector<std::string> ids{"discarded-awaitable/coroutine", "lock-across-await/coroutine", "wait/declared"};
  for (const auto& rule : rules.blocking) ids.push_back(rule.id);
  for (const auto& rule : rules.requires_) ids.push_back(rule.id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

const RuleSetting* find_setting(const std::vector<RuleSetting>& settings, std::string_view rule) {
  const RuleSetting* found = nullptr;
  for (const auto& setting : settings) {
    if (setting.name == rule) return &setting;
    if (setting.name == rule.substr(0, rule.find('/'))) found = &setting;
  }
  return found;
}

}  // namespace stallhound
