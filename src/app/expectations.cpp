// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/expectations.h"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "rules/suggest.h"

namespace stallhound {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0;;) {
    const auto end = text.find(separator, begin);
    parts.push_back(trimmed(text.substr(begin, end - begin)));
    if (end == std::string_view::npos) return parts;
    begin = end + separator.size();
  }
}

/// The unqualified name as expectations spell it: "Store::load()" is "load", "lambda in session()" is "lambda",
/// "-[Store load:]" is "load:".
std::string bare(std::string_view name) {
  if (name.starts_with("lambda")) return "lambda";
  if (name == "block" || name.starts_with("block in ")) return "block";
  // A method of Objective-C is its selector.
  if ((name.starts_with("-[") || name.starts_with("+[")) && name.ends_with(']')) {
    return std::string(name.substr(name.find(' ') + 1, name.size() - name.find(' ') - 2));
  }
  if (name.ends_with("()") && !name.ends_with("operator()")) name.remove_suffix(2);
  const auto symbol = name.rfind("operator");
  if (symbol != std::string_view::npos && (symbol == 0 || name[symbol - 1] == ':')) {
    return std::string(name.substr(symbol));
  }
  const auto last = name.rfind("::");
  return std::string(last == std::string_view::npos ? name : name.substr(last + 2));
}

std::vector<std::string> way_of(const Finding& finding) {
  std::vector<std::string> way;
  for (const PathStep& step : finding.path) way.push_back(bare(step.function));
  way.push_back(bare(finding.call));
  return way;
}

std::string place(std::string_view file, unsigned line) { return fmt::format("{}:{}: ", file, line); }

class LineReader {
 public:
  LineReader(const std::string& file, std::vector<Expectation>& found, Diagnostics& mistakes)
      : file_(file), found_(found), mistakes_(mistakes) {}

  void read(std::string_view line, unsigned number) {
    number_ = number;
    for (std::size_t at = 0; (at = line.find('/', at)) != std::string_view::npos; ++at) {
      const std::string_view opening = line.substr(at, 2);
      if (opening != "//" && opening != "/*") continue;
      std::string_view comment = line.substr(at + 2);
      if (opening == "/*") comment = comment.substr(0, comment.find("*/"));
      comment = trimmed(comment);
      const std::pair<std::string_view, Expectation::Kind> words[] = {{"expect:", Expectation::Kind::expect},
                                                                      {"missed:", Expectation::Kind::missed},
                                                                      {"wrong:", Expectation::Kind::wrong}};
      for (const auto& [word, kind] : words) {
        if (!comment.starts_with(word)) continue;
        for (const std::string_view part : split(comment.substr(word.size()), ",")) add(kind, part);
        // What stands behind a line comment is part of it.
        if (opening == "//") return;
      }
    }
  }

 private:
  void add(Expectation::Kind kind, std::string_view text) {
    const auto via = text.find(" via ");
    const std::string_view word = trimmed(text.substr(0, via));
    Expectation expectation{kind, file_, number_, Category::sleep, {}};
    const auto category = parse_category(word);
    if (!category) {
      std::vector<std::string_view> known;
      for (std::size_t i = 0; i < category_count; ++i) known.push_back(to_string(static_cast<Category>(i)));
      const auto near = nearest_word(word, known);
      mistakes_.push_back({file_, number_, 0, fmt::format("`{}` is no category", word),
                           near.empty() ? "write `// expect: CATEGORY`, or `// expect: CATEGORY via f > g > usleep`"
                                        : fmt::format("did you mean `{}`?", near)});
      return;
    }
    expectation.category = *category;
    if (via != std::string_view::npos) {
      for (const std::string_view step : split(text.substr(via + 5), " > ")) expectation.via.emplace_back(step);
    }
    found_.push_back(std::move(expectation));
  }

  const std::string& file_;
  std::vector<Expectation>& found_;
  Diagnostics& mistakes_;
  unsigned number_ = 0;
};

}  // namespace

std::vector<Expectation> read_expectations(const std::string& file, const std::string& text, Diagnostics& mistakes) {
  std::vector<Expectation> found;
  LineReader reader(file, found, mistakes);
  std::istringstream lines(text);
  std::string line;
  for (unsigned number = 1; std::getline(lines, line); ++number) reader.read(line, number);
  return found;
}

std::vector<std::string> compare(const std::vector<Expectation>& expectations, const std::vector<Finding>& findings) {
  std::vector<const Finding*> left;
  for (const Finding& finding : findings) {
    if (finding.suppressed.empty()) left.push_back(&finding);
  }
  std::vector<std::string> complaints;
  for (const Expectation& expectation : expectations) {
    const auto hit = std::find_if(left.begin(), left.end(), [&](const Finding* finding) {
      return finding->location.file == expectation.file && finding->location.line == expectation.line &&
             finding->category == expectation.category;
    });
    const std::string here = place(expectation.file, expectation.line);
    const std::string_view category = to_string(expectation.category);
    if (expectation.kind == Expectation::Kind::expect && hit == left.end()) {
      complaints.push_back(fmt::format("{}expected {}, found nothing", here, category));
    } else if (expectation.kind == Expectation::Kind::wrong && hit == left.end()) {
      complaints.push_back(fmt::format("{}is silent about {} now: drop the comment", here, category));
    }
    if (hit == left.end()) continue;
    if (expectation.kind == Expectation::Kind::missed) {
      complaints.push_back(fmt::format("{}finds {} now: make it `expect:`", here, category));
    }
    const auto way = way_of(**hit);
    if (!expectation.via.empty() && way != expectation.via) {
      complaints.push_back(fmt::format("{}expected {} via {}, but it is {}", here, category,
                                       fmt::join(expectation.via, " > "), fmt::join(way, " > ")));
    }
    left.erase(hit);
  }
  for (const Finding* finding : left) {
    complaints.push_back(fmt::format("{}unexpected {}, {} ({}), via {}",
                                     place(finding->location.file, finding->location.line),
                                     to_string(finding->category), finding->rule, to_string(finding->confidence),
                                     fmt::join(way_of(*finding), " > ")));
  }
  return complaints;
}

}  // namespace stallhound
