// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/init_files.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

namespace stallhound {
namespace {

constexpr const char* repository = "https://github.com/stallhound/stallhound";

std::string json(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  for (const auto& text : texts) items.push_back(json(text));
  return fmt::format("[{}]", fmt::join(items, ", "));
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("-_./+").find(c) != std::string_view::npos;
}

/// A word for the shell.
std::string shell(const std::string& word) {
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + '\'';
}

std::string build_folder(const Survey& survey) { return survey.build_dir.empty() ? "build" : survey.build_dir; }

/// "Boost.Asio (3 files), libuv (on the include path)".
std::string list(const std::vector<FoundLibrary>& libraries, bool described) {
  std::vector<std::string> items;
  for (const auto& library : libraries) {
    if (library.described != described) continue;
    const auto where = library.files == 0   ? std::string("on the include path")
                       : library.files == 1 ? std::string("1 file")
                                            : fmt::format("{} files", library.files);
    items.push_back(fmt::format("{} ({})", library.name, where));
  }
  return fmt::format("{}", fmt::join(items, ", "));
}

std::string config_text(const Survey& survey) {
  std::vector<std::string> entries{R"(  "version": 1)"};
  if (!survey.build_dir.empty()) entries.push_back(fmt::format(R"(  "build": {})", json(survey.build_dir)));
  if (!survey.third_party.empty()) {
    entries.push_back(
        fmt::format("  // Code of others: known by rule packs only.\n  \"exclude\": {}", json(survey.third_party)));
  }
  if (!survey.tests.empty()) {
    entries.push_back(fmt::format("  // Here blocking is accepted.\n  \"tests\": {}", json(survey.tests)));
  }
  std::string loops;
  const auto known = list(survey.libraries, true);
  const auto unknown = list(survey.libraries, false);
  if (!known.empty()) loops += fmt::format("  // Known loops: {}.\n", known);
  if (!unknown.empty()) {
    loops += fmt::format("  // No rule pack describes {}: what runs on such a loop has to be named.\n", unknown);
  }
  if (survey.libraries.empty()) loops += "  // No event loop was recognised: what runs on one has to be named.\n";
  entries.push_back(loops +
                    "  // Loop code that the packs do not know, such as { \"functions\": [\"on_event_*\"] },\n"
                    "  // { \"classes\": [\"app::Session\"] } or { \"calls\": [\"app_subscribe\"], \"arg\": 1 }.\n"
                    "  \"contexts\": []");
  entries.push_back(
      "  // Functions of the project that block, such as { \"names\": [\"app::Db::query\"], \"category\": \"database\" "
      "}.\n"
      "  \"blocking\": []");
  return fmt::format(
      "// Settings of stallhound for this project: {}/blob/main/docs/configuration.md\n"
      "// `stallhound config` checks them.\n{{\n{}\n}}\n",
      repository, fmt::join(entries, ",\n"));
}

std::string hook_text() {
  return "# Made by `stallhound init`. `pre-commit install` turns it on.\n"
         "repos:\n"
         "  - repo: local\n"
         "    hooks:\n"
         "      - id: stallhound\n"
         "        name: stallhound\n"
         "        entry: stallhound scan --changed\n"
         "        language: system\n"
         "        types_or: [c, c++]\n"
         "        pass_filenames: false\n"
         "        require_serial: true\n";
}

/// Lines of a block under a YAML key.
std::string indented(const std::string& text, std::size_t width) {
  std::string result;
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    result += std::string(width, ' ') + text.substr(begin, end - begin) + '\n';
    begin = end + 1;
  }
  return result;
}

std::string install_commands() {
  return fmt::format(
      "apt-get update\n"
      "apt-get install -y --no-install-recommends git ca-certificates\n"
      "git clone --depth 1 {} /tmp/stallhound\n"
      "cd /tmp/stallhound\n"
      "scripts/setup.sh\n"
      "cmake --preset release -DBUILD_TESTING=OFF\n"
      "cmake --build --preset release\n"
      "cmake --install build/release\n",
      repository);
}

std::string configure_commands(const Survey& survey) {
  const auto command = configure_command(survey);
  return "# Install here what the project needs to be configured; headers that the build makes have to be built.\n" +
         (command.empty()
              ? fmt::format("# Make compile_commands.json in {} here.\nexit 1\n", shell(build_folder(survey)))
              : command + '\n');
}

std::string github_text(const Survey& survey) {
  const auto branch = survey.branch.empty() ? std::string("main") : survey.branch;
  return fmt::format(
      "# Scans every change. Made by `stallhound init`.\n"
      "name: stallhound\n\n"
      "on:\n"
      "  push:\n"
      "    branches: [{}]\n"
      "  pull_request:\n\n"
      "permissions:\n"
      "  contents: read\n"
      "  security-events: write  # To show findings under code scanning.\n\n"
      "jobs:\n"
      "  stallhound:\n"
      "    runs-on: ubuntu-latest\n"
      "    container: debian:12\n"
      "    steps:\n"
      "      - name: Install stallhound\n"
      "        run: |\n{}"
      "      - uses: actions/checkout@v4\n"
      "      - name: Configure\n"
      "        run: |\n{}"
      "      - name: Scan\n"
      "        run: |\n{}"
      "      - name: Upload\n"
      "        if: always()\n"
      "        uses: github/codeql-action/upload-sarif@v3\n"
      "        with:\n"
      "          sarif_file: stallhound.sarif\n",
      json(branch), indented(install_commands(), 10), indented(configure_commands(survey), 10),
      indented("stallhound scan --format text --format sarif=stallhound.sarif\n", 10));
}

std::string gitlab_text(const Survey& survey) {
  return fmt::format(
      "# Scans every change. Made by `stallhound init`; .gitlab-ci.yml includes it with\n"
      "#   include: .gitlab/stallhound.yml\n"
      "stallhound:\n"
      "  image: debian:12\n"
      "  before_script:\n"
      "    - |\n{}"
      "  script:\n"
      "    - |\n{}"
      "    - |\n{}"
      "  artifacts:\n"
      "    when: always\n"
      "    paths: [stallhound.html]\n"
      "    reports:\n"
      "      codequality: gl-code-quality-report.json\n",
      indented("(\n" + install_commands() + ")\n", 6), indented(configure_commands(survey), 6),
      indented(
          "stallhound scan --format text --format gitlab=gl-code-quality-report.json --format html=stallhound.html\n",
          6));
}

}  // namespace

std::string configure_command(const Survey& survey) {
  const auto build = shell(build_folder(survey));
  switch (survey.build_system) {
    case BuildSystem::cmake:
      return fmt::format("cmake -S . -B {} -DCMAKE_EXPORT_COMPILE_COMMANDS=ON", build);
    case BuildSystem::meson:
      return fmt::format("meson setup {}", build);
    case BuildSystem::autotools:
      return fmt::format("./configure\nmkdir -p {0}\nbear --output {0}/compile_commands.json -- make", build);
    case BuildSystem::make:
      return fmt::format("mkdir -p {0}\nbear --output {0}/compile_commands.json -- make", build);
    default:
      return "";
  }
}

std::vector<InitFile> init_files(const Survey& survey) {
  const auto workflow =
      survey.host == Host::github
          ? InitFile{".github/workflows/stallhound.yml", github_text(survey), "remove it to get a new one"}
          : InitFile{".gitlab/stallhound.yml", gitlab_text(survey), "remove it to get a new one"};
  return {{".stallhound.json", config_text(survey), "`stallhound config` checks it"},
          {".pre-commit-config.yaml", hook_text(),
           "a hook with `entry: stallhound scan --changed` and `language: system` belongs under `repos`"},
          workflow};
}

}  // namespace stallhound
