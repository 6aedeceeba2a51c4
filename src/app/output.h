// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Files: reports out, source lines in.
#pragma once

#include <iosfwd>
#include <map>
#include <string>
#include <vector>

#include "app/options.h"
#include "stallhound/report.h"

namespace stallhound {

/// Writes a file as a whole or not at all: to a temporary name beside it, then renamed.
Diagnostics write_file(const std::string& path, const std::string& content);

/// Mistakes of the user on lines of their own. Of very many, and of very long ones, only the beginning: a file full of
/// mistakes must not fill the screen.
void print_errors(const Diagnostics& errors, std::ostream& err);

/// Checks before a long scan that every output file can be written.
Diagnostics check_outputs(const std::vector<Output>& outputs);

/// Renders the report for each output and writes it. main finds out whether standard output took it.
Diagnostics write_reports(const Report& report, const std::vector<Output>& outputs);

/// Path relative to a root if it lies under it.
std::string relative_to(const std::string& root, const std::string& path);

/// Lines of source files, each file read once.
class SourceLines {
 public:
  explicit SourceLines(std::string root) : root_(std::move(root)) {}
  /// The line at a place without its line end; "" if there is none.
  std::string at(const Place& place);

 private:
  std::string root_;
  std::map<std::string, std::vector<std::string>> files_;
};

}  // namespace stallhound
