// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/boost-fiber.json names.
// needs: libboost1.81-dev
// flags: -std=c++20
#include <boost/fiber/all.hpp>
