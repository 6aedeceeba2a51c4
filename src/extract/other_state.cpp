// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/other_state.h"

#include <llvm/Support/MemoryBuffer.h>

#include <chrono>

namespace stallhound::extraction {
namespace {

namespace vfs = llvm::vfs;

std::error_code missing() { return std::make_error_code(std::errc::no_such_file_or_directory); }

/// The status of a version's content. Its time is now, so that nobody takes it for a sign of an unchanged file.
vfs::Status status_of(const std::string& path, llvm::sys::fs::UniqueID id, const FileVersion& version) {
  return {path,
          id,
          std::chrono::system_clock::now(),
          0,
          0,
          version.content.size(),
          llvm::sys::fs::file_type::regular_file,
          llvm::sys::fs::perms::all_read};
}

class VersionFile : public vfs::File {
 public:
  VersionFile(vfs::Status status, std::string real, const FileVersion& version)
      : status_(std::move(status)), real_(std::move(real)), version_(version) {}

  llvm::ErrorOr<vfs::Status> status() override { return status_; }
  llvm::ErrorOr<std::string> getName() override { return real_; }
  std::error_code close() override { return {}; }
  llvm::ErrorOr<std::unique_ptr<llvm::MemoryBuffer>> getBuffer(const llvm::Twine& name, std::int64_t, bool,
                                                               bool) override {
    return llvm::MemoryBuffer::getMemBufferCopy(version_.content, name);
  }

 protected:
  void setPath(const llvm::Twine& path) override { status_ = vfs::Status::copyWithNewName(status_, path); }

 private:
  vfs::Status status_;
  std::string real_;
  const FileVersion& version_;
};

}  // namespace

OtherState::OtherState(llvm::IntrusiveRefCntPtr<vfs::FileSystem> files, const std::vector<FileVersion>& versions)
    : ProxyFileSystem(std::move(files)), versions_(versions) {
  for (std::size_t i = 0; i < versions.size(); ++i) overlay_.add(i, versions[i].path, versions[i].there);
}

std::string OtherState::absolute(const llvm::Twine& path) const {
  llvm::SmallString<256> result;
  path.toVector(result);
  (void)makeAbsolute(result);
  return std::string(result);
}

llvm::ErrorOr<vfs::Status> OtherState::status(const llvm::Twine& path) {
  auto result = ProxyFileSystem::status(path);
  if (result && !result->isDirectory()) {
    const auto id = result->getUniqueID();
    const auto index = overlay_.on_disk(id.getDevice(), id.getFile());
    if (!index) return result;
    if (!versions_[*index].there) return missing();
    return status_of(result->getName().str(), id, versions_[*index]);
  }
  if (result) return result;
  const auto name = absolute(path);
  if (const auto index = overlay_.only_here(name)) {
    // One number for one file, however often and by whatever name it is asked for.
    return status_of(path.str(), {0, *index + 1}, versions_[*index]);
  }
  if (overlay_.has_directory(name)) {
    return vfs::Status(path, {1, std::hash<std::string>()(name)}, std::chrono::system_clock::now(), 0, 0, 0,
                       llvm::sys::fs::file_type::directory_file, llvm::sys::fs::perms::all_all);
  }
  return result;
}

bool OtherState::exists(const llvm::Twine& path) {
  const auto result = status(path);
  return result && result->exists();
}

llvm::ErrorOr<std::unique_ptr<vfs::File>> OtherState::openFileForRead(const llvm::Twine& path) {
  auto result = ProxyFileSystem::openFileForRead(path);
  if (result) {
    auto info = (*result)->status();
    if (!info || info->isDirectory()) return result;
    const auto id = info->getUniqueID();
    const auto index = overlay_.on_disk(id.getDevice(), id.getFile());
    if (!index) return result;
    if (!versions_[*index].there) return missing();
    auto real = (*result)->getName();
    return std::make_unique<VersionFile>(status_of(info->getName().str(), id, versions_[*index]),
                                         real ? *real : versions_[*index].path, versions_[*index]);
  }
  if (const auto index = overlay_.only_here(absolute(path))) {
    return std::make_unique<VersionFile>(status_of(path.str(), {0, *index + 1}, versions_[*index]),
                                         versions_[*index].path, versions_[*index]);
  }
  return result;
}

}  // namespace stallhound::extraction
