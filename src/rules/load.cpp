// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/load.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>
#include <system_error>
#include <tuple>

#include "base/files.h"
#include "rules/located_json.h"
#include "rules/name_limit.h"
#include "rules/overrides.h"
#include "rules/read_pack.h"
#include "rules/reader.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

Diagnostic file_mistake(const fs::path& file, std::string message) {
  return {file.generic_string(), 0, 0, std::move(message), {}};
}

// The packs of a directory in name order, so that the result does not depend on the file system.
std::vector<fs::path> packs_in(const fs::path& directory, Diagnostics& mistakes) {
  std::vector<fs::path> files;
  std::error_code error;
  fs::directory_iterator entries(directory, error);
  for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
    const fs::path& file = entries->path();
    if (file.extension() == ".json" && file.filename() != "schema.json") files.push_back(file);
  }
  if (error) mistakes.push_back(file_mistake(directory, "cannot read the directory: " + error.message()));
  if (!error && files.empty()) mistakes.push_back(file_mistake(directory, "the directory has no packs (*.json)"));
  std::sort(files.begin(), files.end());
  return files;
}

// All files to read, in the order in which they are named, each file once.
std::vector<fs::path> pack_files(const std::vector<std::string>& files_or_directories, Diagnostics& mistakes) {
  std::vector<fs::path> files;
  for (const std::string& name : files_or_directories) {
    std::error_code error;
    if (!fs::is_directory(name, error)) {
      files.emplace_back(name);
      continue;
    }
    for (fs::path& file : packs_in(name, mistakes)) files.push_back(std::move(file));
  }
  std::set<fs::path> seen;
  std::erase_if(files, [&](const fs::path& file) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(file, error);
    return !seen.insert(error ? file : canonical).second;
  });
  return files;
}

void read_one(const PackTree& pack, RuleSet& rules, std::map<std::string, Diagnostic>& pack_places,
              Diagnostics& mistakes) {
  Diagnostics found;
  Reader reader(pack.file, found, rules.labels, pack.text);
  const auto number = static_cast<std::uint32_t>(rules.packs.size());
  read_pack(reader, pack.root, rules);
  for (Mention& mention : reader.mentions(number)) rules.mentions.push_back(std::move(mention));
  if (const JsonNode* id = pack.root.find("pack"); id && id->kind == JsonKind::string) {
    const Diagnostic here = {pack.file, id->place.line, 0, {}, {}};
    if (const auto [first, fresh] = pack_places.emplace(id->text, here); !fresh) {
      reader.mistake(id->place, "there are two packs named `" + id->text + "`",
                     "the other is in " + first->second.file + ':' + std::to_string(first->second.line) +
                         "; \"replace\": true takes its place");
    }
  }
  mistakes.insert(mistakes.end(), found.begin(), found.end());
}

// Mistakes file by file in the order of reading, and from top to bottom in each.
void sort_by_place(Diagnostics& mistakes, const std::vector<PackText>& packs) {
  std::map<std::string_view, std::size_t> order;
  for (std::size_t i = 0; i < packs.size(); ++i) order.emplace(packs[i].file, i + 1);
  const auto key = [&](const Diagnostic& mistake) {
    const auto known = order.find(mistake.file);
    return std::tuple(known == order.end() ? 0 : known->second, mistake.line, mistake.column,
                      std::string_view(mistake.message), std::string_view(mistake.hint));
  };
  std::sort(mistakes.begin(), mistakes.end(),
            [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
}

Result<RuleSet> load(const std::vector<PackText>& texts, OverrideCheck check, Diagnostics mistakes) {
  std::vector<PackTree> packs;
  std::size_t names = 0;
  for (const PackText& text : texts) {
    Result<JsonNode> root = parse_located_json(text.file, text.text);
    const Diagnostics too_many = root ? check_amount_of_names(text.file, *root, names) : Diagnostics();
    mistakes.insert(mistakes.end(), too_many.begin(), too_many.end());
    if (!too_many.empty()) continue;
    if (root) {
      packs.push_back({text.file, text.text, std::move(*root), false});
    } else {
      mistakes.insert(mistakes.end(), root.errors().begin(), root.errors().end());
    }
  }
  apply_overrides(packs, check, mistakes);
  RuleSet rules;
  std::map<std::string, Diagnostic> pack_places;
  for (const PackTree& pack : packs) {
    if (!pack.dropped) read_one(pack, rules, pack_places, mistakes);
  }
  sort_by_place(mistakes, texts);
  if (!mistakes.empty()) return mistakes;
  return rules;
}

// Packs that `given` itself holds were named; those that lie in a folder of it were not.
std::vector<PackText> read_files(const std::vector<std::string>& given, Diagnostics& mistakes) {
  std::vector<PackText> packs;
  for (const fs::path& file : pack_files(given, mistakes)) {
    const bool named = std::find(given.begin(), given.end(), file.string()) != given.end();
    auto text = read_file(file.string(), file_kind::pack, named ? NamedBy::user : NamedBy::project);
    if (text) {
      packs.push_back({file.generic_string(), std::move(*text)});
    } else {
      mistakes.push_back(file_mistake(file, text.errors().front().message));
    }
  }
  return packs;
}

// Empty if the text is no pack with an id.
std::string id_of(const PackText& pack) {
  const Result<JsonNode> root = parse_located_json(pack.file, pack.text);
  const JsonNode* id = root ? root->find("pack") : nullptr;
  return id && id->kind == JsonKind::string ? id->text : std::string();
}

}  // namespace

Result<RuleSet> load_rules_from_text(const std::vector<PackText>& packs) { return load(packs, OverrideCheck::all, {}); }

Result<RuleSet> load_rules(const std::vector<std::string>& files_or_directories) {
  Diagnostics mistakes;
  const std::vector<PackText> packs = read_files(files_or_directories, mistakes);
  return load(packs, OverrideCheck::all, std::move(mistakes));
}

Result<RuleSet> load_rules_alone(const std::vector<std::string>& files_or_directories,
                                 const std::vector<std::string>& others) {
  Diagnostics mistakes;
  std::vector<PackText> packs = read_files(files_or_directories, mistakes);
  Result<RuleSet> alone = load(packs, OverrideCheck::alone, std::move(mistakes));
  if (!alone) return alone;
  // Beside the others, for what can only go wrong between packs; a pack stands in for an installed copy of itself.
  Diagnostics ignored;
  std::vector<PackText> all = read_files(others, ignored);
  std::set<std::string> ids;
  for (const PackText& pack : packs) ids.insert(id_of(pack));
  std::erase_if(all, [&](const PackText& other) { return ids.contains(id_of(other)); });
  all.insert(all.end(), packs.begin(), packs.end());
  const Result<RuleSet> together = load(all, OverrideCheck::all, {});
  if (!together) return together.errors();
  return alone;
}

}  // namespace stallhound
