// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "render/common.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <numeric>
#include <tuple>
#include <vector>

namespace stallhound {

std::string_view to_string(State state) {
  switch (state) {
    case State::fresh:
      return "new";
    case State::unchanged:
      return "unchanged";
    case State::updated:
      return "updated";
  }
  return "new";
}

}  // namespace stallhound

namespace stallhound::render {
namespace {

constexpr char32_t replacement = 0xFFFD;
constexpr std::size_t tab_stop = 4;

struct Range {
  char32_t first;
  char32_t last;
};

// Enough of Unicode to put a caret under the right character: the common combining marks and the wide blocks. A full
// table would have to follow every Unicode release for characters that source code hardly ever holds.
constexpr Range zero_width[] = {{0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},
                                {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x202A, 0x202E},
                                {0x2060, 0x2064}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
                                {0xFEFF, 0xFEFF}};
constexpr Range double_width[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x23E9, 0x23EC},  {0x2614, 0x2615}, {0x26A1, 0x26A1}, {0x2705, 0x2705},
    {0x274C, 0x274C},   {0x2E80, 0x303E},   {0x3041, 0x33FF},  {0x3400, 0x4DBF}, {0x4E00, 0x9FFF}, {0xA000, 0xA4CF},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},  {0xFF00, 0xFF60}, {0xFFE0, 0xFFE6}, {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD}};

bool is_in(const Range* begin, const Range* end, char32_t c) {
  return std::any_of(begin, end, [c](const Range& r) { return r.first <= c && c <= r.last; });
}

bool is_control(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

// Marks that reorder or hide text could make a file name or a source line read as something else.
bool is_hidden_control(char32_t c) { return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069); }

bool is_name_byte(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || (c & 0x80) != 0; }

bool has_drive(std::string_view file) {
  return file.size() >= 3 && std::isalpha(static_cast<unsigned char>(file[0])) != 0 && file[1] == ':' &&
         (file[2] == '/' || file[2] == '\\');
}

}  // namespace

std::string_view priority_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "P0";
    case Severity::warning:
      return "P1";
    case Severity::note:
      return "P2";
  }
  return "P2";
}

std::string count_of(std::uint64_t number, std::string_view noun) {
  return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

bool is_open(const Finding& finding) { return finding.suppressed.empty() && finding.state != State::unchanged; }

std::vector<std::size_t> by_importance(const Report& report) {
  std::vector<std::size_t> order(report.findings.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto rank = [&](std::size_t index) {
    const Finding& finding = report.findings[index];
    return std::tuple(!finding.suppressed.empty(), finding.state == State::unchanged,
                      -static_cast<int>(finding.severity), -static_cast<int>(finding.confidence), index);
  };
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
  return order;
}

std::vector<std::size_t> open_by_importance(const Report& report) {
  std::vector<std::size_t> order = by_importance(report);
  std::erase_if(order, [&](std::size_t index) { return !is_open(report.findings[index]); });
  return order;
}

std::string headline(const Report& report) {
  std::map<Severity, std::uint64_t> open;
  std::uint64_t count = 0;
  std::uint64_t known = 0;
  std::uint64_t suppressed = 0;
  for (const Finding& finding : report.findings) {
    if (!finding.suppressed.empty()) {
      ++suppressed;
    } else if (finding.state == State::unchanged) {
      ++known;
    } else {
      ++open[finding.severity];
      ++count;
    }
  }
  const Summary& summary = report.summary;
  std::string result;
  if (count != 0) {
    std::string severities;
    for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
      if (open[severity] == 0) continue;
      severities += fmt::format("{}{}", severities.empty() ? "" : ", ", count_of(open[severity], to_string(severity)));
    }
    result = fmt::format("{} ({})", count_of(count, "finding"), severities);
  } else if (summary.translation_units == 0 || summary.failed >= summary.translation_units) {
    result = "Nothing could be analysed";
  } else if (summary.contexts == 0) {
    result = "No event-loop code found";
  } else if (known + suppressed != 0) {
    result = known != 0 ? "No new findings" : "No open findings";
  } else {
    result = "No blocking calls in loop code";
  }
  result += fmt::format(" in {}", count_of(summary.translation_units, "translation unit"));
  if (known != 0) result += fmt::format("; {} in the baseline", known);
  if (report.baseline && !report.baseline->fixed.empty()) {
    result += fmt::format("; {} of the baseline fixed", report.baseline->fixed.size());
  }
  if (suppressed != 0) result += fmt::format("; {} suppressed", suppressed);
  if (summary.failed != 0) result += fmt::format("; {} could not be analysed", count_of(summary.failed, "unit"));
  return result;
}

std::string_view heading_of(Outcome outcome) {
  switch (outcome) {
    case Outcome::pass:
      return "PASS";
    case Outcome::fail:
      return "FAIL";
    case Outcome::not_judged:
      return "NOT JUDGED";
  }
  return "";
}

std::string to_text(const Place& place) {
  if (place.line == 0) return place.file;
  if (place.column == 0) return fmt::format("{}:{}", place.file, place.line);
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

std::string describe(const ContextInfo& context, std::string_view registered) {
  const std::string loop = context.framework.empty() ? "the event loop" : fmt::format("the {} loop", context.framework);
  std::string details = context.what;
  if (!registered.empty()) details += fmt::format("{}registered {}", details.empty() ? "" : ", ", registered);
  if (!details.empty()) details = fmt::format(" ({})", details);

  if (context.kind == "coroutine") {
    const std::string where = context.framework.empty() ? "" : fmt::format(" on {}", context.framework);
    return fmt::format("'{}' is a coroutine{}{}", context.function, where, details);
  }
  if (context.kind == "none") return fmt::format("'{}' makes the call{}", context.function, details);
  if (context.kind == "attribute") return fmt::format("'{}' is marked as loop code{}", context.function, details);
  if (context.kind == "declared") return fmt::format("'{}' is declared as loop code{}", context.function, details);
  if (context.kind == "loop") return fmt::format("'{}' is an event loop of its own{}", context.function, details);
  const bool named = context.kind == "callback" || context.kind == "override";
  return fmt::format("{}{}'{}' runs on {}{}", named ? context.kind : "", named ? " " : "", context.function, loop,
                     details);
}

std::string describe_step(const Finding& finding, std::size_t index) {
  const PathStep& step = finding.path[index];
  const std::string& next = index + 1 < finding.path.size() ? finding.path[index + 1].function : finding.call;
  const auto sentence = [&](std::string_view verb, std::string_view manner) {
    return fmt::format("'{}' {} '{}'{}", step.function, verb, next, manner);
  };
  if (step.left_out != 0)
    return sentence("leads to", fmt::format(" through {}", count_of(step.left_out, "further function")));
  if (step.via == "virtual") return sentence("calls", " (virtual call)");
  if (step.via == "indirect") return sentence("calls", " (indirect call)");
  if (step.via == "callback") return sentence("runs the callback", "");
  if (step.via == "constructor") return sentence("runs the constructor", "");
  if (step.via == "destructor") return sentence("runs the destructor", "");
  return sentence("calls", "");
}

const PathStep* boundary_of(const Finding& finding) {
  if (finding.path.empty()) return nullptr;
  return &finding.path[std::min<std::size_t>(finding.boundary, finding.path.size() - 1)];
}

Character character_at(std::string_view text, std::size_t position) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[position + i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4 || position + size > text.size()) return {replacement, 1};
  char32_t value = lead & (0x7F >> size);
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {replacement, 1};
    value = value << 6 | (byte(i) & 0x3F);
  }
  constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
  const bool is_surrogate = value >= 0xD800 && value <= 0xDFFF;
  if (value < smallest[size] || value > 0x10FFFF || is_surrogate) return {replacement, 1};
  return {value, size};
}

unsigned width_of(char32_t character) {
  if (character < 0x300) return 1;
  if (is_in(std::begin(zero_width), std::end(zero_width), character)) return 0;
  return is_in(std::begin(double_width), std::end(double_width), character) ? 2 : 1;
}

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    width += width_of(c.value);
    i += c.bytes;
  }
  return width;
}

std::string printable(std::string_view text) {
  std::string result;
  result.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const Character c = character_at(text, i);
    if (c.value == replacement || is_control(c.value) || is_hidden_control(c.value)) {
      result += "\xEF\xBF\xBD";
    } else {
      result += text.substr(i, c.bytes);
    }
    i += c.bytes;
  }
  return result;
}

std::size_t name_length(std::string_view line, std::uint32_t column) {
  if (column == 0 || column > line.size()) return 0;
  const std::size_t begin = column - 1;
  std::size_t end = begin;
  if (line[end] == '~') ++end;
  while (end < line.size()) {
    if (is_name_byte(line[end])) {
      ++end;
    } else if (end + 2 < line.size() && line[end] == ':' && line[end + 1] == ':' && is_name_byte(line[end + 2])) {
      end += 2;
    } else {
      break;
    }
  }
  return std::max<std::size_t>(end - begin, 1);
}

SourceLine lay_out(std::string_view line, std::uint32_t column, std::size_t width) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n' || line.back() == ' ')) line.remove_suffix(1);
  struct Cell {
    std::string text;
    std::size_t column;
    std::size_t width;
  };
  std::vector<Cell> cells;
  const std::size_t target = std::min<std::size_t>(column - 1, line.size());
  const std::size_t target_end = target + name_length(line, column);
  std::size_t total = 0;
  std::size_t caret = 0;
  std::size_t caret_end = 0;
  for (std::size_t i = 0; i < line.size();) {
    const Character c = character_at(line, i);
    if (i <= target) caret = total;
    const bool is_tab = c.value == '\t';
    const std::size_t cell_width = is_tab ? tab_stop - total % tab_stop : width_of(c.value);
    cells.push_back({is_tab ? std::string(cell_width, ' ') : printable(line.substr(i, c.bytes)), total, cell_width});
    total += cell_width;
    i += c.bytes;
    if (i <= target_end) caret_end = total;
  }
  if (target >= line.size()) caret = total;

  // A long line (generated code, mostly) is cut so that the caret keeps what stands before it in sight.
  constexpr std::string_view cut = "...";
  std::size_t first = 0;
  SourceLine result;
  if (width > 2 * cut.size() && total > width) {
    while (first < cells.size() && caret - cells[first].column > width / 2) ++first;
  }
  const std::size_t origin = first < cells.size() ? cells[first].column : total;
  const std::size_t shift = first > 0 ? cut.size() : 0;
  if (first > 0) result.text = cut;
  std::size_t used = shift;
  for (std::size_t i = first; i < cells.size(); ++i) {
    const std::size_t rest = total - cells[i].column;
    if (width > 2 * cut.size() && used + rest > width && used + cells[i].width + cut.size() > width) {
      result.text += cut;
      break;
    }
    result.text += cells[i].text;
    used += cells[i].width;
  }
  result.caret = caret - origin + shift;
  result.marked = std::max<std::size_t>(caret_end > caret ? caret_end - caret : 1, 1);
  const std::size_t visible = display_width(result.text);
  if (result.caret + result.marked > visible) result.marked = visible > result.caret ? visible - result.caret : 1;
  return result;
}

std::uint32_t utf16_column(std::string_view line, std::uint32_t column) {
  if (line.empty() || column == 0) return column;
  std::uint32_t units = 0;
  std::size_t i = 0;
  while (i < line.size() && i + 1 < column) {
    const Character c = character_at(line, i);
    if (i + c.bytes >= column) break;  // The column lies inside of this character.
    units += c.value > 0xFFFF ? 2 : 1;
    i += c.bytes;
  }
  return units + 1;
}

bool is_absolute(std::string_view file) { return file.starts_with('/') || has_drive(file); }

std::string to_uri(std::string_view file) {
  std::string uri;
  if (is_absolute(file)) uri = has_drive(file) ? "file:///" : "file://";
  for (std::size_t i = 0; i < file.size(); ++i) {
    const char c = file[i];
    const bool is_drive_colon = i == 1 && has_drive(file);
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 ||
                          std::string_view("-._~/!$&'()*+,;=@").find(c) != std::string_view::npos;
    if (static_cast<unsigned char>(c) < 0x80 && (is_plain || is_drive_colon)) {
      uri += c;
    } else if (c == '\\' && has_drive(file)) {
      uri += '/';
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return uri;
}

}  // namespace stallhound::render
