// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// What Clang asks is recorded at the file system, where no way around exists: the driver's search for headers of the
// C++ library, response and module files, __has_include and every miss in the include path come by here. Contents are
// digested as Clang gets them, so that a file that changes during the parse is not recorded with other content.
//
// A name that is not there is recorded with the nearest folder that is: as long as that folder's time of change stays
// the same, nothing was added to it. Times are only trusted if they lie before the recording by more than the
// granularity of the file systems in use. The time of modification can be set at will; the time of change cannot, so
// both are recorded. Clang's file system does not know the latter, hence a look at the file once it is read: what
// changes it from then on also gives it another time, or one that is too recent to be trusted.
#include "extract/recorder.h"

#include <llvm/Support/FileSystem.h>
#include <llvm/Support/MemoryBuffer.h>
#include <llvm/Support/Path.h>
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <tuple>

#include "base/content_digest.h"

namespace stallhound::extraction {
namespace {

namespace vfs = llvm::vfs;
namespace sys_path = llvm::sys::path;

constexpr std::int64_t granularity = 2'000'000'000;

std::int64_t nanoseconds(std::chrono::system_clock::duration time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time).count();
}

std::int64_t nanoseconds(const struct timespec& time) {
  return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::string real_path(const std::string& path) {
  llvm::SmallString<256> real;
  return llvm::sys::fs::real_path(path, real) ? std::string() : std::string(real);
}

std::string join(std::string_view directory, std::string_view name) {
  std::string path(directory);
  if (!path.ends_with('/')) path += '/';
  return path += name;
}

/// The names in a folder as one digest.
std::uint64_t listing_of(const std::string& directory) {
  std::set<std::string> names;
  std::error_code error;
  for (llvm::sys::fs::directory_iterator entry(directory, error), end; entry != end && !error; entry.increment(error)) {
    names.insert(sys_path::filename(entry->path()).str());
  }
  std::string text;
  for (const auto& name : names) text += name + '\n';
  return content_digest(text);
}

}  // namespace

/// A file that tells the recorder what is read from it.
class RecordedFile : public vfs::File {
 public:
  RecordedFile(std::unique_ptr<vfs::File> file, std::string path, Recorder& recorder)
      : file_(std::move(file)), path_(std::move(path)), recorder_(recorder) {}

  llvm::ErrorOr<vfs::Status> status() override { return file_->status(); }
  llvm::ErrorOr<std::string> getName() override { return file_->getName(); }
  std::error_code close() override { return file_->close(); }

  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, std::int64_t size,
                                                               bool terminated, bool is_volatile) override {
    auto status = file_->status();
    auto real = file_->getName();
    auto buffer = file_->getBuffer(name, size, terminated, is_volatile);
    if (status && buffer && real) {
      recorder_.read(path_, *status, *real, content_digest({(*buffer)->getBufferStart(), (*buffer)->getBufferSize()}));
    } else {
      recorder_.complete_ = false;
    }
    return buffer;
  }

 protected:
  void setPath(const llvm::Twine& path) override {
    if (auto renamed = getWithPath(std::move(file_), path)) file_ = std::move(*renamed);
  }

 private:
  std::unique_ptr<vfs::File> file_;
  std::string path_;
  Recorder& recorder_;
};

Recorder::Recorder(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files)
    : ProxyFileSystem(std::move(files)),
      settled_before_(nanoseconds(std::chrono::system_clock::now().time_since_epoch()) - granularity) {}

std::string Recorder::absolute(const llvm::Twine& path) const {
  llvm::SmallString<256> result;
  path.toVector(result);
  (void)makeAbsolute(result);
  // Nothing else is normalised: "link/.." is not where the link is.
  while (result.size() > 1 && result.back() == '/') result.pop_back();
  return std::string(result);
}

Recorder::Answer& Recorder::answer(const std::string& path) { return answers_[path]; }

void Recorder::found(const std::string& path, const vfs::Status& status) {
  auto& known = answer(path);
  if (known.found) return;
  known.found = true;
  known.file.kind = status.isDirectory() ? InputKind::directory : InputKind::present;
}

void Recorder::read(const std::string& path, const vfs::Status& status, std::string real, std::uint64_t content) {
  auto& known = answer(path);
  known.found = true;
  if (!status.isRegularFile()) {
    // /dev/null is always the same; another device or a pipe may say something else next time.
    known.file.kind = InputKind::present;
    if (path != "/dev/null") complete_ = false;
    return;
  }
  known.file.kind = InputKind::read;
  known.file.size = status.getSize();
  known.file.inode = status.getUniqueID().getFile();
  struct stat info{};
  const auto time = nanoseconds(status.getLastModificationTime().time_since_epoch());
  if (::stat(path.c_str(), &info) == 0 && info.st_ino == known.file.inode && nanoseconds(info.st_mtim) == time) {
    std::tie(known.file.modified, known.file.changed) = settled(time, nanoseconds(info.st_ctim));
  }
  known.file.content = content;
  known.file.real = std::move(real);
}

llvm::ErrorOr<vfs::Status> Recorder::status(const llvm::Twine& path) {
  auto result = ProxyFileSystem::status(path);
  const auto name = absolute(path);
  if (result) {
    found(name, *result);
  } else {
    answer(name);
  }
  return result;
}

bool Recorder::exists(const llvm::Twine& path) {
  const auto result = status(path);
  return result && result->exists();
}

llvm::ErrorOr<std::unique_ptr<vfs::File>> Recorder::openFileForRead(const llvm::Twine& path) {
  auto result = ProxyFileSystem::openFileForRead(path);
  const auto name = absolute(path);
  if (!result) {
    // A file that is there and cannot be opened has no digest to compare.
    const auto there = ProxyFileSystem::status(path);
    if (there && !there->isDirectory()) complete_ = false;
    if (there) {
      found(name, *there);
    } else {
      answer(name);
    }
    return result;
  }
  if (auto there = (*result)->status()) found(name, *there);
  return std::make_unique<RecordedFile>(std::move(*result), name, *this);
}

vfs::directory_iterator Recorder::dir_begin(const llvm::Twine& directory, std::error_code& error) {
  auto result = ProxyFileSystem::dir_begin(directory, error);
  const auto name = absolute(directory);
  if (error) {
    answer(name);
  } else {
    listed_.insert(name);
  }
  return result;
}

UnitInputs Recorder::inputs() const {
  UnitInputs inputs;
  inputs.complete = complete_;
  std::map<std::string, InputDirectory> directories;
  std::map<std::string, bool> is_directory;
  const auto there = [&](const std::string& path) {
    const auto [known, added] = is_directory.emplace(path, false);
    if (added) known->second = llvm::sys::fs::is_directory(path);
    return known->second;
  };
  for (const auto& entry : answers_) {
    const std::string path = entry.getKey().str();
    if (path == "/") continue;
    auto parent = sys_path::parent_path(path).str();
    if (!entry.getValue().found) {
      while (parent != "/" && !there(parent)) parent = sys_path::parent_path(parent).str();
      auto& directory = directories[parent];
      auto name = path.substr(parent.size() + (parent == "/" ? 0 : 1));
      struct stat info{};
      const bool entered = ::lstat(join(parent, name.substr(0, name.find('/'))).c_str(), &info) == 0 || errno != ENOENT;
      (entered ? directory.missing : directory.absent).push_back(std::move(name));
      continue;
    }
    auto file = entry.getValue().file;
    file.name = sys_path::filename(path).str();
    directories[parent].files.push_back(std::move(file));
  }
  for (const auto& path : listed_) directories[path].listed = true;
  for (auto& [path, directory] : directories) {
    directory.path = path;
    directory.real = real_path(path);
    struct stat info{};
    // Gone since: what was found in it will be found missing.
    if (::stat(path.c_str(), &info) == 0) {
      directory.device = info.st_dev;
      directory.inode = info.st_ino;
      std::tie(directory.modified, directory.changed) = settled(nanoseconds(info.st_mtim), nanoseconds(info.st_ctim));
    }
    if (directory.listed) directory.listing = listing_of(path);
    for (auto& file : directory.files) {
      if (file.real == join(directory.real, file.name)) file.real.clear();
    }
    std::sort(directory.files.begin(), directory.files.end(),
              [](const InputFile& a, const InputFile& b) { return a.name < b.name; });
    std::sort(directory.absent.begin(), directory.absent.end());
    std::sort(directory.missing.begin(), directory.missing.end());
    inputs.directories.push_back(std::move(directory));
  }
  return inputs;
}

}  // namespace stallhound::extraction
