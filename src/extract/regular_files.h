// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file system in which only regular files can be opened: reading a pipe or a device may never end.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include "base/files.h"

namespace stallhound::extraction {

/// Passes on what another file system says, but opens no pipe, device (except /dev/null) or socket, nor a file that is
/// too large.
class RegularFiles : public llvm::vfs::ProxyFileSystem {
 public:
  explicit RegularFiles(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> below, FileKind kind = file_kind::response_file)
      : ProxyFileSystem(std::move(below)), kind_(kind) {}

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;

 private:
  FileKind kind_;
};

}  // namespace stallhound::extraction
