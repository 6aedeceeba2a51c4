// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of Google's cloud clients, as far as their pack names it. Versions are inline namespaces.
#pragma once
#include <string>

namespace google {
namespace cloud {
inline namespace v2 {

struct status {};

namespace internal {

template <typename T>
class future_base {
 public:
  void wait();
};

}  // namespace internal

template <typename T>
class future : public internal::future_base<T> {
 public:
  T get();
};

}  // namespace v2

namespace storage {
inline namespace v2 {

class Client {
 public:
#define STORAGE_CALL(name)       \
  template <typename... Options> \
  status name(const std::string& target, Options&&... options);
  STORAGE_CALL(ReadObject)
  STORAGE_CALL(WriteObject)
  STORAGE_CALL(InsertObject)
  STORAGE_CALL(UploadFile)
  STORAGE_CALL(DownloadToFile)
  STORAGE_CALL(CopyObject)
  STORAGE_CALL(ComposeObject)
  STORAGE_CALL(RewriteObjectBlocking)
  STORAGE_CALL(RestoreObject)
  STORAGE_CALL(DeleteObject)
  STORAGE_CALL(GetObjectMetadata)
  STORAGE_CALL(UpdateObject)
  STORAGE_CALL(PatchObject)
  STORAGE_CALL(DeleteResumableUpload)
  STORAGE_CALL(CreateBucket)
  STORAGE_CALL(DeleteBucket)
  STORAGE_CALL(GetBucketMetadata)
  STORAGE_CALL(UpdateBucket)
  STORAGE_CALL(PatchBucket)
  STORAGE_CALL(GetNativeBucketIamPolicy)
  STORAGE_CALL(SetNativeBucketIamPolicy)
  STORAGE_CALL(TestBucketIamPermissions)
  STORAGE_CALL(LockBucketRetentionPolicy)
  STORAGE_CALL(GetServiceAccount)
  STORAGE_CALL(CreateHmacKey)
  STORAGE_CALL(DeleteHmacKey)
  STORAGE_CALL(GetHmacKey)
  STORAGE_CALL(UpdateHmacKey)
  STORAGE_CALL(CreateNotification)
  STORAGE_CALL(DeleteNotification)
  STORAGE_CALL(GetNotification)
#undef STORAGE_CALL
};

}  // namespace v2
}  // namespace storage

namespace bigtable {
inline namespace v2 {

class Table {
 public:
  status Apply(const std::string& mutation);
  status BulkApply(const std::string& mutations);
  status ReadRow(const std::string& key);
  status CheckAndMutateRow(const std::string& key);
  status ReadModifyWriteRow(const std::string& key);
};

}  // namespace v2
}  // namespace bigtable

namespace spanner {
inline namespace v2 {

class Client {
 public:
  status Commit(const std::string& mutations);
  status Rollback(const std::string& transaction);
  status ExecuteDml(const std::string& statement);
  status ExecuteBatchDml(const std::string& statements);
  status ExecutePartitionedDml(const std::string& statement);
};

}  // namespace v2
}  // namespace spanner
}  // namespace cloud
}  // namespace google
