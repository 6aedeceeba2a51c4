// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// compile_commands.json in a folder that has two sources.
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "fuzz/input.h"
#include "stallhound/phases.h"

namespace {

using namespace stallhound;

std::string make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "stallhound-fuzz-XXXXXX").string();
  expect(::mkdtemp(name.data()) != nullptr);
  for (const auto* source : {"a.c", "b.cpp"}) std::ofstream(name + '/' + source) << "int x;\n";
  std::atexit([] { std::filesystem::remove_all(std::filesystem::current_path()); });
  // Inputs name files relative to it.
  std::filesystem::current_path(name);
  return name;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string folder = make_folder();
  // A response file could be any file of this machine, endless ones included.
  if (text_of(data, size).find('@') != std::string_view::npos) return -1;
  const auto file = folder + "/compile_commands.json";
  std::ofstream(file, std::ios::binary) << text_of(data, size);
  const auto project = load_project({file, {}, folder});
  if (!project) {
    expect(!project.errors().empty() && !project.errors().front().message.empty());
    return 0;
  }
  for (const auto& job : project->jobs) expect(!job.arguments.empty() && job.arguments.back() == job.file);
  return 0;
}
