// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/config_command.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "analyze/blocking.h"
#include "app/output.h"

namespace stallhound {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

Json to_json(const JsonNode& node) {
  switch (node.kind) {
    case JsonKind::boolean:
      return node.boolean;
    case JsonKind::integer:
      return node.integer;
    case JsonKind::string:
      return node.text;
    case JsonKind::array: {
      Json list = Json::array();
      for (const auto& item : node.items) list.push_back(to_json(item));
      return list;
    }
    case JsonKind::object: {
      Json object = Json::object();
      for (std::size_t i = 0; i < node.items.size(); ++i) object[node.keys[i].text] = to_json(node.items[i]);
      return object;
    }
    default:
      return nullptr;
  }
}

/// Paths as the configuration, or one that was made here, would write them.
std::string shown(const std::string& folder, const std::string& path) {
  const auto relative = fs::path(path).lexically_proximate(folder).string();
  return relative.starts_with("../../../") ? path : relative;
}

/// "on", "off" or a severity for every category, and for rules that are not as their category.
Json rule_settings(const ScanOptions& options, const RuleSet& rules) {
  Json result = Json::object();
  const auto& policy = options.judge.policy;
  const auto& off = options.judge.analyze.rules_off;
  const auto is_among = [](const std::vector<std::string>& list, const std::string& id) {
    return std::find(list.begin(), list.end(), id) != list.end();
  };
  const auto word = [](bool on, const RuleSetting* setting) {
    if (!on) return std::string("off");
    return std::string(setting != nullptr && setting->severity ? to_string(*setting->severity) : "on");
  };
  const auto ids = rule_ids(rules);
  const auto rule_is_on = [&](const std::string& id) {
    return analysis::wanted(options.judge.analyze, *parse_category(id.substr(0, id.find('/')))) && !is_among(off, id) &&
           !is_among(policy.off_elsewhere, id);
  };
  std::map<std::string, std::string> categories;
  for (std::size_t i = 0; i < category_count; ++i) {
    const std::string name(to_string(static_cast<Category>(i)));
    const auto of_category = [&](const std::string& id) { return id.starts_with(name + '/'); };
    bool on = analysis::wanted(options.judge.analyze, static_cast<Category>(i));
    if (std::any_of(ids.begin(), ids.end(), of_category)) {
      on =
          std::any_of(ids.begin(), ids.end(), [&](const std::string& id) { return of_category(id) && rule_is_on(id); });
    }
    categories[name] = word(on, find_setting(policy.rules, name));
    result[name] = categories[name];
  }
  for (const auto& id : ids) {
    const auto text = word(rule_is_on(id), find_setting(policy.rules, id));
    if (text != categories[id.substr(0, id.find('/'))]) result[id] = text;
  }
  return result;
}

}  // namespace

int print_config(const Config* config, const ScanOptions& options, const Project& project, const RuleSet& rules,
                 std::ostream& out) {
  const auto& folder = config == nullptr ? project.root : config->folder;
  const auto database = fs::path(project.database).parent_path().string();
  Json effective = {{"version", 1}, {"build", shown(folder, database)}};
  Json roots = Json::array();
  for (const auto& root : options.roots) roots.push_back(shown(folder, root));
  effective["roots"] = std::move(roots);
  effective["exclude"] = config == nullptr ? std::vector<std::string>() : config->exclude;
  effective["tests"] = options.judge.policy.tests;
  Json packs = Json::array();
  for (const auto& pack : options.rules) packs.push_back(shown(folder, fs::absolute(pack).string()));
  effective["packs"] = std::move(packs);
  effective["walk"] = options.judge.analyze.walk;
  effective["rules"] = rule_settings(options, rules);
  effective["fail_on"] = to_string(options.judge.fail_on);
  effective["confidence"] = to_string(options.judge.analyze.confidence);
  if (options.max_unresolved) effective["max_unresolved"] = *options.max_unresolved;
  effective["require_reason"] = options.judge.require_reason;
  effective["pedantic"] = options.judge.analyze.pedantic;
  if (!options.baseline.empty()) effective["baseline"] = shown(folder, fs::absolute(options.baseline).string());
  for (const auto* key : {"contexts", "blocking", "trusted", "sections"}) {
    const auto* written = config == nullptr ? nullptr : config->written.find(key);
    effective[key] = written == nullptr ? Json::array() : to_json(*written);
  }
  const Json document = {
      {"file", config == nullptr ? Json() : Json(config->file)},
      {"project", {{"root", project.root}, {"database", project.database}, {"units", project.jobs.size()}}},
      {"config", std::move(effective)}};
  out << document.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
  return 0;
}

}  // namespace stallhound
