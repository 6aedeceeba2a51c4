// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of a service client of the AWS SDK, as far as its pack names it.
#pragma once
#include <functional>
#include <future>
#include <string>

namespace Aws {
namespace S3 {
namespace Model {

class GetObjectRequest {};
class GetObjectOutcome {};

}  // namespace Model

class S3Client {
 public:
  S3Client();
  Model::GetObjectOutcome GetObject(const Model::GetObjectRequest& request) const;
  std::future<Model::GetObjectOutcome> GetObjectCallable(const Model::GetObjectRequest& request) const;
  void GetObjectAsync(const Model::GetObjectRequest& request,
                      std::function<void(Model::GetObjectOutcome)> handler) const;
  template <typename Operation>
  void SubmitAsync(Operation operation, const Model::GetObjectRequest& request) const;
  template <typename Operation>
  void SubmitCallable(Operation operation, const Model::GetObjectRequest& request) const;
  std::string GeneratePresignedUrl(const std::string& bucket, const std::string& key);
};

}  // namespace S3

namespace Transfer {

class TransferHandle {
 public:
  void WaitUntilFinished() const;
};

}  // namespace Transfer
}  // namespace Aws
