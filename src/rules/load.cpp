// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "rules/load.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <system_error>
#include <tuple>

#include "rules/located_json.h"
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

// All files to read: those of directories first, each file once.
std::vector<fs::path> pack_files(const std::vector<std::string>& files_or_directories, Diagnostics& mistakes) {
  std::vector<fs::path> files;
  for (const bool directories : {true, false}) {
    for (const std::string& name : files_or_directories) {
      std::error_code error;
      if (fs::is_directory(name, error) != directories) continue;
      if (!directories) {
        files.emplace_back(name);
        continue;
      }
      for (fs::path& file : packs_in(name, mistakes)) files.push_back(std::move(file));
    }
  }
  std::set<fs::path> seen;
  std::erase_if(files, [&](const fs::path& file) {
    std::error_code error;
    const fs::path canonical = fs::weakly_canonical(file, error);
    return !seen.insert(error ? file : canonical).second;
  });
  return files;
}

void read_one(const PackText& text, RuleSet& rules, std::map<std::string, Diagnostic>& pack_places,
              Diagnostics& mistakes) {
  const Result<JsonNode> root = parse_located_json(text.file, text.text);
  if (!root) {
    mistakes.insert(mistakes.end(), root.errors().begin(), root.errors().end());
    return;
  }
  Diagnostics found;
  Reader reader(text.file, found, rules.labels);
  const auto pack = static_cast<std::uint32_t>(rules.packs.size());
  read_pack(reader, *root, rules);
  for (Mention& mention : reader.mentions(pack)) rules.mentions.push_back(std::move(mention));
  if (const JsonNode* id = root->find("pack"); id && id->kind == JsonKind::string) {
    const Diagnostic here = {text.file, id->place.line, 0, {}, {}};
    if (const auto [first, fresh] = pack_places.emplace(id->text, here); !fresh) {
      reader.mistake(id->place, "there are two packs named `" + id->text + "`",
                     "the other is in " + first->second.file + ':' + std::to_string(first->second.line));
    }
  }
  std::sort(found.begin(), found.end(), [](const Diagnostic& a, const Diagnostic& b) {
    return std::tie(a.line, a.column, a.message) < std::tie(b.line, b.column, b.message);
  });
  mistakes.insert(mistakes.end(), found.begin(), found.end());
}

Result<RuleSet> load(const std::vector<PackText>& packs, Diagnostics mistakes) {
  RuleSet rules;
  std::map<std::string, Diagnostic> pack_places;
  for (const PackText& pack : packs) read_one(pack, rules, pack_places, mistakes);
  if (!mistakes.empty()) return mistakes;
  return rules;
}

}  // namespace

Result<RuleSet> load_rules_from_text(const std::vector<PackText>& packs) { return load(packs, {}); }

Result<RuleSet> load_rules(const std::vector<std::string>& files_or_directories) {
  Diagnostics mistakes;
  std::vector<PackText> packs;
  for (const fs::path& file : pack_files(files_or_directories, mistakes)) {
    std::ifstream stream(file, std::ios::binary);
    PackText pack = {file.generic_string(), {}};
    pack.text.assign(std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>());
    if (!stream) {
      mistakes.push_back(file_mistake(file, "cannot read the pack"));
    } else {
      packs.push_back(std::move(pack));
    }
  }
  return load(packs, std::move(mistakes));
}

}  // namespace stallhound
