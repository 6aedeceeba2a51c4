// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file system without devices, pipes and sockets: reading one of them may wait for ever, or never end.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

namespace stallhound::extraction {

/// Refuses to open what is neither a regular file nor /dev/null.
class NoSpecialFiles : public llvm::vfs::ProxyFileSystem {
 public:
  using ProxyFileSystem::ProxyFileSystem;

  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;
};

}  // namespace stallhound::extraction
