// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "extract/regular_files.h"

namespace stallhound::extraction {
namespace {

/// `-include /dev/null` is a usual way to include nothing.
bool is_nothing(const llvm::vfs::Status& status) {
  llvm::sys::fs::UniqueID nothing;
  return !llvm::sys::fs::getUniqueID("/dev/null", nothing) && status.getUniqueID() == nothing;
}

}  // namespace

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> RegularFiles::openFileForRead(const llvm::Twine& path) {
  // Asked before it is opened: that alone waits for a writer of a pipe.
  const auto there = ProxyFileSystem::status(path);
  if (!there) return there.getError();
  if (there->isDirectory()) return ProxyFileSystem::openFileForRead(path);
  if (there->getType() != llvm::sys::fs::file_type::regular_file && !is_nothing(*there)) {
    return std::make_error_code(std::errc::not_supported);
  }
  if (there->getSize() > kind_.most_bytes) return std::make_error_code(std::errc::file_too_large);
  return ProxyFileSystem::openFileForRead(path);
}

}  // namespace stallhound::extraction
