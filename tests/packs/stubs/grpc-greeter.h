// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of what the gRPC generator makes of a service with one method.
#pragma once

#include <grpcpp/grpcpp.h>

#include <functional>
#include <memory>

namespace demo {

struct Request {};
struct Reply {};

class Greeter final {
 public:
  class StubInterface {
   public:
    class async_interface {
     public:
      virtual ~async_interface() = default;
      virtual void Say(grpc::ClientContext* context, const Request* request, Reply* reply,
                       std::function<void(grpc::Status)> done) = 0;
    };
    virtual ~StubInterface() = default;
    virtual grpc::Status Say(grpc::ClientContext* context, const Request& request, Reply* reply) = 0;
    virtual async_interface* async() = 0;
  };

  class Stub final : public StubInterface {
   public:
    grpc::Status Say(grpc::ClientContext* context, const Request& request, Reply* reply) override;
    class async final : public StubInterface::async_interface {
     public:
      void Say(grpc::ClientContext* context, const Request* request, Reply* reply,
               std::function<void(grpc::Status)> done) override;
    };
    class async* async() override;
  };
};

}  // namespace demo
