// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack grpc, and the shape of generated code.
// needs: libgrpc++-dev, libgrpc-dev, libprotobuf-dev, libabsl-dev
// flags: pkg:grpc++ -std=c++17
#include <grpc/support/time.h>
#include <grpcpp/alarm.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/support/async_stream.h>
#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/sync_stream.h>

#include "stubs/grpc-greeter.h"
