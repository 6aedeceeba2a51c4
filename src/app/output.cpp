// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/output.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "app/locations.h"
#include "base/files.h"
#include "render/render.h"

namespace stallhound {
namespace {

namespace fs = std::filesystem;

TextStyle terminal_style() {
  TextStyle style;
  if (::isatty(STDOUT_FILENO) == 0) return style;
  // https://no-color.org: any non-empty value.
  const char* no_color = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  style.color = (no_color == nullptr || *no_color == '\0') && term != nullptr && std::strcmp(term, "dumb") != 0;
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 40) {
    style.width = std::min<unsigned>(size.ws_col, 120);
  }
  return style;
}

std::string render(const Report& report, const Output& output) {
  if (output.format == "json") return render_json(report);
  if (output.format == "sarif") return render_sarif(report);
  if (output.format == "github") return render_github(report);
  if (output.format == "gitlab") return render_gitlab(report);
  if (output.format == "markdown") return render_markdown(report);
  if (output.format == "html") return render_html(report);
  return render_text(report, output.file.empty() ? terminal_style() : TextStyle{});
}

}  // namespace

Diagnostics write_file(const std::string& path, const std::string& content) {
  const auto error = replace_file(path, content);
  return error ? Diagnostics{{path, 0, 0, "cannot write: " + error.message(), ""}} : Diagnostics{};
}

void print_errors(const Diagnostics& errors, std::ostream& err) {
  constexpr std::size_t most = 100;
  constexpr std::size_t longest = 1000;
  for (std::size_t i = 0; i < std::min(errors.size(), most); ++i) {
    auto text = to_string(errors[i]);
    if (text.size() > longest) {
      auto end = longest;
      // Not in the middle of a character of UTF-8.
      while (end > longest - 4 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
      text.resize(end);
      text += "...";
    }
    err << "stallhound: error: " << text << '\n';
  }
  if (errors.size() > most) err << "stallhound: error: and " << errors.size() - most << " more\n";
}

Diagnostics check_outputs(const std::vector<Output>& outputs) {
  Diagnostics errors;
  for (const auto& output : outputs) {
    if (output.file.empty()) continue;
    const fs::path path(output.file);
    const auto directory = path.has_parent_path() ? path.parent_path() : fs::path(".");
    std::error_code error;
    if (fs::is_directory(path, error)) {
      errors.push_back({output.file, 0, 0, "is a folder, not a file to write a report to", ""});
    } else if (!fs::is_directory(directory, error)) {
      errors.push_back(
          {output.file, 0, 0, "cannot be written: there is no folder " + directory.string(), "make it first"});
    } else if (::access(directory.c_str(), W_OK) != 0 && ::access(path.c_str(), W_OK) != 0) {
      errors.push_back({output.file, 0, 0, std::string("cannot be written: ") + std::strerror(errno), ""});
    }
  }
  return errors;
}

Diagnostics write_reports(const Report& report, const std::vector<Output>& outputs) {
  Diagnostics errors;
  for (const auto& output : outputs) {
    if (output.file.empty()) continue;
    const auto failed = write_file(output.file, render(report, output));
    errors.insert(errors.end(), failed.begin(), failed.end());
  }
  // Last, since a reader that has seen enough may end the process.
  for (const auto& output : outputs) {
    if (output.file.empty()) std::cout << render(report, output);
  }
  return errors;
}

std::string relative_to(const std::string& root, const std::string& path) {
  const bool inside = !root.empty() && path.size() > root.size() && path.starts_with(root) && path[root.size()] == '/';
  return inside ? path.substr(root.size() + 1) : path;
}

std::string SourceLines::at(const Place& place) {
  if (place.line == 0 || place.file.empty()) return "";
  const auto path = place.file.front() == '/' ? place.file : root_ + '/' + place.file;
  const auto [known, added] = files_.try_emplace(path);
  if (added) {
    const auto content = read_file(path, file_kind::source);
    std::istringstream text(content ? *content : std::string());
    for (std::string line; std::getline(text, line);) {
      if (line.ends_with('\r')) line.pop_back();
      known->second.push_back(std::move(line));
    }
  }
  return place.line <= known->second.size() ? known->second[place.line - 1] : "";
}

}  // namespace stallhound
