// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// Clang's driver would read configuration files by itself, after any look at the arguments: the ones that --config
// names, and those beside the compiler that are named after it and its target (toolchains for other targets ship such).
// They are read here instead, so that their contents are judged like every other argument.
//
// LLVM knows how to split both kinds of files. Folders of the user's and the system's configuration files count only as
// far as the command names them: those that were compiled into the project's compiler are not known here.
#include "extract/argument_files.h"

#include <clang/Driver/Driver.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>
#include <llvm/Support/CommandLine.h>
#include <llvm/Support/Error.h>
#include <llvm/Support/Path.h>
#include <llvm/TargetParser/Host.h>
#include <llvm/TargetParser/Triple.h>

#include "extract/clang_versions.h"
#include "extract/regular_files.h"

namespace stallhound::extraction {
namespace {

namespace path = llvm::sys::path;

class Expander {
 public:
  Expander(const std::string& compiler, const std::string& directory, llvm::BumpPtrAllocator& memory)
      : compiler_(compiler),
        directory_(directory),
        files_(llvm::makeIntrusiveRefCnt<RegularFiles>(
            llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>(llvm::vfs::createPhysicalFileSystem().release()))),
        context_(memory, llvm::cl::TokenizeGNUCommandLine) {
    // A folder that does not exist makes every relative name a file that does not exist.
    (void)files_->setCurrentWorkingDirectory(directory);
    context_.setVFS(files_.get()).setCurrentDir(directory_);
  }

  ExpandedCommand run(llvm::SmallVector<const char*, 0> arguments) {
    note(context_.expandResponseFiles(arguments));
    unsigned missing_index = 0;
    unsigned missing_count = 0;
    const auto parsed =
        option_table().ParseArgs(arguments, missing_index, missing_count, llvm::opt::Visibility(options::ClangOption));
    set_folders(parsed);
    for (const auto& file : config_files(parsed, arguments)) {
      llvm::SmallVector<const char*, 0> more;
      note(context_.readConfigFile(file, more));
      result_.arguments.insert(result_.arguments.end(), more.begin(), more.end());
    }
    append_others(parsed, arguments);
    return std::move(result_);
  }

 private:
  /// All arguments but those that name configuration files, which are read now: who looks again must not find them.
  void append_others(const llvm::opt::InputArgList& parsed, llvm::ArrayRef<const char*> arguments) {
    std::vector<char> read(arguments.size(), 0);
    for (const auto* argument :
         parsed.filtered(options::OPT_config, options::OPT_config_user_dir_EQ, options::OPT_config_system_dir_EQ)) {
      read[argument->getIndex()] = 1;
      // The value of an option that stands apart from it.
      const llvm::StringRef word = arguments[argument->getIndex()];
      if (!word.contains('=') && argument->getIndex() + 1 < read.size()) read[argument->getIndex() + 1] = 1;
    }
    result_.arguments.push_back("--no-default-config");
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (read[i] == 0) result_.arguments.push_back(arguments[i]);
    }
  }

  void note(llvm::Error error) {
    if (error) result_.failures.push_back(llvm::toString(std::move(error)));
  }

  void set_folders(const llvm::opt::ArgList& parsed) {
    for (const auto id : {options::OPT_config_user_dir_EQ, options::OPT_config_system_dir_EQ}) {
      const auto* argument = parsed.getLastArg(id);
      if (argument == nullptr || *argument->getValue() == '\0') continue;
      folders_.push_back(absolute(argument->getValue()));
    }
    if (path::has_parent_path(compiler_)) folders_.push_back(absolute(path::parent_path(compiler_)));
    folder_names_.assign(folders_.begin(), folders_.end());
    context_.setSearchDirs(folder_names_);
  }

  std::string absolute(llvm::StringRef name) const {
    llvm::SmallString<256> result(name);
    make_absolute(directory_, result);
    return std::string(result);
  }

  std::vector<std::string> config_files(const llvm::opt::ArgList& parsed, llvm::ArrayRef<const char*> arguments) {
    std::vector<std::string> found;
    if (!parsed.hasArg(options::OPT_no_default_config)) found = default_files(parsed, arguments);
    for (const auto& name : parsed.getAllArgValues(options::OPT_config)) {
      llvm::SmallString<256> file;
      if (path::has_parent_path(name)) {
        found.push_back(absolute(name));
      } else if (context_.findConfigFile(name, file)) {
        found.emplace_back(file);
      } else {
        result_.failures.push_back("configuration file '" + name + "' was not found");
      }
    }
    return found;
  }

  /// As Clang does it: one for both target and mode, else one for each.
  std::vector<std::string> default_files(const llvm::opt::ArgList& parsed, llvm::ArrayRef<const char*> arguments) {
    const auto* target = parsed.getLastArg(options::OPT_target);
    const std::string triple =
        llvm::Triple::normalize(target == nullptr ? llvm::sys::getDefaultTargetTriple() : target->getValue());
    const auto mode = clang::driver::getDriverMode(compiler_, arguments);
    const std::string program = mode == "g++"   ? "clang++"
                                : mode == "cl"  ? "clang-cl"
                                : mode == "cpp" ? "clang-cpp"
                                                : "clang";
    std::vector<std::string> found;
    llvm::SmallString<256> file;
    const auto look_for = [&](const std::string& name) {
      if (!context_.findConfigFile(name + ".cfg", file)) return false;
      found.emplace_back(file);
      return true;
    };
    if (look_for(triple + '-' + program)) return found;
    look_for(program);
    look_for(triple);
    return found;
  }

  std::string compiler_;
  std::string directory_;
  llvm::IntrusiveRefCntPtr<RegularFiles> files_;
  llvm::cl::ExpansionContext context_;
  std::vector<std::string> folders_;
  std::vector<llvm::StringRef> folder_names_;
  ExpandedCommand result_;
};

}  // namespace

ExpandedCommand expand_files(const std::string& compiler, std::vector<const char*> arguments,
                             const std::string& directory, llvm::BumpPtrAllocator& memory) {
  return Expander(compiler, directory, memory).run({arguments.begin(), arguments.end()});
}

}  // namespace stallhound::extraction
