// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// `stallhound help COMMAND`, `stallhound --version --verbose`, and what completion functions of shells ask for.
#pragma once

#include <iosfwd>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace stallhound {

/// The names of all commands, in the order in which the help has them.
std::span<const std::string_view> command_names();

/// Of the general help, what concerns one command: its own lines, and those of the options that it takes.
/// Precondition: `command` is one of `command_names()`.
std::string help_of(std::string_view command, std::string_view usage);

/// Version, and with `verbose` that of Clang and where data is looked for; one "name: value" a line.
void print_version(bool verbose, std::ostream& out);

/// Prints what the last of `words` (those after "stallhound", up to the cursor) may become, one a line. A single line
/// "<files>" or "<folders>" asks the shell to complete paths; nothing means that anything may stand there.
void complete(const std::vector<std::string>& words, std::string_view usage, std::ostream& out);

}  // namespace stallhound
