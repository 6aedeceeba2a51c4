// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A file system that remembers every question and its answer.
#pragma once

#include <llvm/ADT/StringMap.h>
#include <llvm/Support/VirtualFileSystem.h>

#include <algorithm>
#include <cstdint>
#include <set>
#include <string>
#include <utility>

#include "stallhound/inputs.h"

namespace stallhound::extraction {

class Recorder : public llvm::vfs::ProxyFileSystem {
 public:
  explicit Recorder(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files);

  llvm::ErrorOr<llvm::vfs::Status> status(const llvm::Twine& path) override;
  bool exists(const llvm::Twine& path) override;
  llvm::ErrorOr<std::unique_ptr<llvm::vfs::File>> openFileForRead(const llvm::Twine& path) override;
  llvm::vfs::directory_iterator dir_begin(const llvm::Twine& directory, std::error_code& error) override;

  /// What was asked so far, by folder.
  UnitInputs inputs() const;

 private:
  friend class RecordedFile;

  struct Answer {
    bool found = false;
    InputFile file;  ///< `real` is always set here if the file was read.
  };

  std::string absolute(const llvm::Twine& path) const;
  Answer& answer(const std::string& path);
  void found(const std::string& path, const llvm::vfs::Status& status);
  void read(const std::string& path, const llvm::vfs::Status& status, std::string real, std::uint64_t content);
  /// The times of modification and of change, or zeros if the file may change once more without new ones.
  std::pair<std::int64_t, std::int64_t> settled(std::int64_t modified, std::int64_t changed) const {
    return std::max(modified, changed) < settled_before_ ? std::pair(modified, changed)
                                                         : std::pair<std::int64_t, std::int64_t>();
  }

  llvm::StringMap<Answer> answers_;
  std::set<std::string> listed_;
  bool complete_ = true;
  std::int64_t settled_before_ = 0;
};

}  // namespace stallhound::extraction
