// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The question comes before the opening: opening a pipe without a writer waits already.
#include "extract/special_files.h"

namespace stallhound::extraction {

llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> NoSpecialFiles::openFileForRead(const llvm::Twine& path) {
  const auto status = ProxyFileSystem::status(path);
  if (status && !status->isRegularFile() && !status->isDirectory() && path.str() != "/dev/null") {
    return std::make_error_code(std::errc::operation_not_permitted);
  }
  return ProxyFileSystem::openFileForRead(path);
}

}  // namespace stallhound::extraction
