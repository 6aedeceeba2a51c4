// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The file system as it is, but for a few files that are as they were.
#pragma once

#include <llvm/Support/VirtualFileSystem.h>

#include <vector>

#include "base/overlay.h"
#include "stallhound/inputs.h"

namespace stallhound::extraction {

class OtherState : public llvm::vfs::ProxyFileSystem {
 public:
  OtherState(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, const std::vector<FileVersion>& versions);

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override;
  bool exists(const llvm::Twine& path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;

 private:
  std::string absolute(const llvm::Twine& path) const;

  const std::vector<FileVersion>& versions_;
  Overlay overlay_;
};

}  // namespace stallhound::extraction
