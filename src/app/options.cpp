// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "app/options.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <functional>
#include <map>
#include <thread>
#include <utility>

#include "base/memory_size.h"
#include "base/path_patterns.h"
#include "rules/suggest.h"

namespace stallhound {
namespace {

constexpr std::string_view formats[] = {"text", "json", "sarif", "github", "gitlab", "markdown", "html"};
constexpr std::string_view fail_levels[] = {"note", "warning", "error", "never"};
constexpr std::string_view confidences[] = {"possible", "probable", "definite"};
constexpr std::string_view dump_phases[] = {"facts", "program", "labels", "paths"};

class Parser {
 public:
  Parser(Command command, const std::vector<std::string>& arguments, const std::string& directory)
      : command_(command), arguments_(arguments) {
    options_.project.directory = directory;
    declare();
  }

  Result<ScanOptions> run() {
    bool only_paths = false;
    for (at_ = 0; at_ < arguments_.size(); ++at_) {
      const std::string& word = arguments_[at_];
      if (only_paths || word == "-" || !word.starts_with("-")) {
        positional(word);
      } else if (word == "--") {
        only_paths = true;
      } else {
        option(word);
      }
    }
    finish();
    if (!errors_.empty()) return errors_;
    return std::move(options_);
  }

  std::vector<OptionWord> known() const {
    std::vector<OptionWord> words;
    for (const auto& [name, action] : valued_) words.push_back({name, true});
    for (const auto& [name, action] : flags_) {
      if (name != "--shuffle") words.push_back({name, false});
    }
    return words;
  }

 private:
  using Action = std::function<void(const std::string& value)>;

  void flag(const std::string& name, bool& target) {
    flags_[name] = [&target](const std::string&) { target = true; };
  }

  template <class T>
  void enumerated(const std::string& name, const std::string& value, std::optional<T> parsed, T& target,
                  std::span<const std::string_view> known) {
    if (parsed) {
      target = *parsed;
    } else {
      mistake(name + " does not know '" + value + "'", suggest(value, known));
    }
  }

  void declare() {
    valued_["-p"] = [this](const std::string& value) { options_.project.build_dir = value; };
    valued_["-j"] = [this](const std::string& value) { number("-j", value, 1024, options_.jobs); };
    valued_["--timeout"] = [this](const std::string& value) { number("--timeout", value, 86400, options_.timeout); };
    valued_["--max-memory"] = [this](const std::string& value) { max_memory(value); };
    valued_["--config"] = [this](const std::string& value) { options_.config_file = value; };
    flag("--no-config", options_.no_config);
    flag("--walk-system", options_.walk_system);
    valued_["--query-driver"] = [this](const std::string& value) { query_driver(value); };
    flag("--shuffle", options_.shuffle);
    flags_["--no-cache"] = [this](const std::string&) { options_.use_cache = false; };
    valued_["--cache-dir"] = [this](const std::string& value) { cache_dir(value); };
    flag("--stats", options_.stats);
    if (command_ == Command::scan || command_ == Command::explain) {
      flag("--changed", options_.changed);
      valued_["--since"] = [this](const std::string& value) { since(value); };
    }
    valued_["--rules"] = [this](const std::string& value) { options_.rules.push_back(value); };
    if (command_ == Command::extract) {
      valued_["--output"] = [this](const std::string& value) { options_.output_dir = value; };
      return;
    }
    flag("--require-reason", options_.judge.require_reason);
    flag("--pedantic", options_.judge.analyze.pedantic);
    valued_["--max-unresolved"] = [this](const std::string& value) { max_unresolved(value); };
    valued_["--walk"] = [this](const std::string& value) { options_.judge.analyze.walk.push_back(value); };
    if (command_ == Command::baseline) {
      valued_["-o"] = [this](const std::string& value) { options_.output_file = value; };
      flag("--prune", options_.prune);
      declare_selection();
      return;
    }
    valued_["--format"] = [this](const std::string& value) { format(value); };
    valued_["--fail-on"] = [this](const std::string& value) {
      enumerated("--fail-on", value, parse_fail_level(value), options_.judge.fail_on, fail_levels);
    };
    if (command_ == Command::scan || command_ == Command::link) {
      flag("--no-baseline", no_baseline_);
      valued_["--baseline"] = [this](const std::string& value) { options_.baseline = value; };
    }
    declare_selection();
  }

  /// Which findings are wanted.
  void declare_selection() {
    valued_["--confidence"] = [this](const std::string& value) {
      enumerated("--confidence", value, parse_confidence(value), options_.judge.analyze.confidence, confidences);
    };
    valued_["--category"] = [this](const std::string& value) { categories(value); };
  }

  void option(const std::string& word) {
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    options_.given.insert(name);
    if (const auto known = flags_.find(name); known != flags_.end()) {
      if (equals != std::string::npos) return mistake(name + " takes no value", "");
      return known->second("");
    }
    if (const auto known = valued_.find(name); known != valued_.end()) {
      if (equals != std::string::npos) return known->second(word.substr(equals + 1));
      if (at_ + 1 >= arguments_.size()) return mistake(name + " needs a value", "");
      return known->second(arguments_[++at_]);
    }
    // -j4 and -pbuild, as compilers and make write them.
    const auto short_option = valued_.find(word.substr(0, 2));
    if (!word.starts_with("--") && word.size() > 2 && short_option != valued_.end()) {
      return short_option->second(word.substr(2));
    }
    std::vector<std::string_view> known;
    for (const auto& [flag_name, action] : flags_) known.push_back(flag_name);
    for (const auto& [flag_name, action] : valued_) known.push_back(flag_name);
    const auto near = nearest_word(name, known);
    mistake("unknown option '" + name + "'",
            near.empty() ? "stallhound --help lists the options" : "did you mean " + std::string(near) + "?");
  }

  void positional(const std::string& word) {
    if (command_ == Command::dump && options_.dump.empty()) {
      if (std::find(std::begin(dump_phases), std::end(dump_phases), word) == std::end(dump_phases)) {
        mistake("dump does not know '" + word + "'", suggest(word, dump_phases));
      }
      options_.dump = word;
      return;
    }
    if ((command_ == Command::explain || command_ == Command::why_not) && options_.subject.empty()) {
      options_.subject = word;
      return;
    }
    options_.project.paths.push_back(word);
  }

  void number(const std::string& name, const std::string& text, unsigned most, unsigned& target) {
    unsigned value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size() || value == 0 || value > most) {
      return mistake(name + " takes a number from 1 to " + std::to_string(most) + ", not '" + text + "'", "");
    }
    target = value;
  }

  void max_memory(const std::string& value) {
    const auto size = parse_memory_size(value);
    if (!size) {
      return mistake("--max-memory takes a size such as 4G or 512M, not '" + value + "'", "a number alone counts MiB");
    }
    options_.max_memory_mib = *size;
  }

  void since(const std::string& value) {
    if (value.empty() || value.starts_with('-')) {
      return mistake("--since takes a revision, such as origin/main, not '" + value + "'", "");
    }
    options_.since = value;
    options_.changed = true;
  }

  /// Patterns of compilers that may be run. An unclear one must not come to mean more than it says.
  void query_driver(const std::string& value) {
    for (std::size_t begin = 0; begin <= value.size();) {
      const auto end = std::min(value.find(',', begin), value.size());
      const auto pattern = value.substr(begin, end - begin);
      const auto wrong = mistake_in_pattern(pattern.substr(std::min<std::size_t>(1, pattern.size())));
      if (!pattern.starts_with('/')) {
        mistake("--query-driver takes absolute paths of compilers, with * if need be, not '" + pattern + "'", "");
      } else if (!wrong.empty()) {
        mistake("--query-driver: '" + pattern + "': " + wrong, "");
      } else {
        options_.project.query_drivers.push_back(pattern);
      }
      begin = end + 1;
    }
  }

  void cache_dir(const std::string& value) {
    if (value.empty()) return mistake("--cache-dir names no folder", "");
    options_.cache_dir = std::filesystem::absolute(value).string();
  }

  void max_unresolved(const std::string& value) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size()) {
      return mistake("--max-unresolved takes a number, not '" + value + "'", "");
    }
    options_.max_unresolved = number;
  }

  void format(const std::string& value) {
    const auto equals = value.find('=');
    Output output{value.substr(0, equals), equals == std::string::npos ? "" : value.substr(equals + 1)};
    if (std::find(std::begin(formats), std::end(formats), output.format) == std::end(formats)) {
      return mistake("--format does not know '" + output.format + "'", suggest(output.format, formats));
    }
    if (equals != std::string::npos && output.file.empty()) return mistake("--format " + value + " names no file", "");
    for (const auto& other : options_.outputs) {
      if (!output.file.empty() && other.file == output.file) {
        return mistake("two reports cannot go to one file, '" + output.file + "'", "give each its own");
      }
    }
    options_.outputs.push_back(std::move(output));
  }

  void categories(const std::string& value) {
    std::vector<std::string> names;
    std::vector<std::string_view> known;
    for (std::size_t i = 0; i < category_count; ++i) {
      names.emplace_back(to_string(static_cast<Category>(i)));
    }
    known.assign(names.begin(), names.end());
    for (std::size_t begin = 0; begin <= value.size();) {
      const auto end = std::min(value.find(',', begin), value.size());
      const std::string name = value.substr(begin, end - begin);
      begin = end + 1;
      if (name == "all") {
        for (std::size_t i = 0; i < category_count; ++i) add_category(static_cast<Category>(i));
      } else if (const auto category = parse_category(name)) {
        add_category(*category);
      } else {
        mistake("--category does not know '" + name + "'", suggest(name, known));
      }
    }
  }

  void add_category(Category category) {
    auto& list = options_.judge.analyze.categories;
    if (std::find(list.begin(), list.end(), category) == list.end()) list.push_back(category);
  }

  void finish() {
    if (command_ == Command::dump && options_.dump.empty())
      mistake("dump needs one of facts, program, labels, paths", "");
    if (command_ == Command::explain && options_.subject.empty()) {
      mistake("explain needs the fingerprint of a finding", "JSON and SARIF reports show it");
    }
    if (command_ == Command::why_not && options_.subject.empty()) mistake("why-not needs FILE:LINE", "");
    if (command_ == Command::extract && options_.output_dir.empty()) mistake("extract needs --output FOLDER", "");
    if (command_ == Command::link && options_.project.paths.empty())
      mistake("link needs folders or files of shards", "");
    if (no_baseline_ && !options_.baseline.empty()) mistake("--baseline and --no-baseline contradict each other", "");
    if (options_.no_config && !options_.config_file.empty()) {
      mistake("--config and --no-config contradict each other", "");
    }
    if (options_.prune && options_.output_file == "-") mistake("--prune changes a file; -o - names none", "");
    if (options_.prune && !options_.project.paths.empty()) {
      mistake("--prune needs the whole project, so it takes no path", "what was not scanned is not fixed");
    }
    // What the change does is decided by the whole program; paths say which changes are meant.
    if (options_.changed) options_.changed_paths = std::exchange(options_.project.paths, {});
    if (options_.outputs.empty()) options_.outputs.push_back({"text", ""});
    const auto to_stdout = std::count_if(options_.outputs.begin(), options_.outputs.end(),
                                         [](const Output& output) { return output.file.empty(); });
    if (to_stdout > 1)
      mistake("only one report can go to standard output", "write the others with --format FORMAT=FILE");
    if (options_.jobs == 0) options_.jobs = std::max(1U, std::thread::hardware_concurrency());
  }

  void mistake(std::string message, std::string hint) {
    errors_.push_back({"", 0, 0, std::move(message), std::move(hint)});
  }

  Command command_;
  const std::vector<std::string>& arguments_;
  ScanOptions options_;
  std::map<std::string, Action> flags_;
  std::map<std::string, Action> valued_;
  std::size_t at_ = 0;
  Diagnostics errors_;
  bool no_baseline_ = false;
};

}  // namespace

Result<ScanOptions> parse_scan_options(Command command, const std::vector<std::string>& arguments,
                                       const std::string& directory) {
  return Parser(command, arguments, directory).run();
}

std::vector<OptionWord> options_of(std::string_view command) {
  static constexpr std::pair<std::string_view, Command> commands[] = {
      {"scan", Command::scan},     {"dump", Command::dump},        {"extract", Command::extract},
      {"link", Command::link},     {"explain", Command::explain},  {"why-not", Command::why_not},
      {"config", Command::config}, {"baseline", Command::baseline}};
  for (const auto& [name, value] : commands) {
    if (name == command) return Parser(value, {}, "").known();
  }
  return {};
}

std::vector<std::string> values_of(std::string_view option) {
  if (option == "--format") return {std::begin(formats), std::end(formats)};
  if (option == "--fail-on") return {std::begin(fail_levels), std::end(fail_levels)};
  if (option == "--confidence") return {std::begin(confidences), std::end(confidences)};
  std::vector<std::string> values;
  if (option == "--category") {
    for (std::size_t i = 0; i < category_count; ++i) values.emplace_back(to_string(static_cast<Category>(i)));
    values.emplace_back("all");
  }
  return values;
}

}  // namespace stallhound
