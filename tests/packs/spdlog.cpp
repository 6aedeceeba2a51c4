// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/spdlog.json names.
// needs: libspdlog-dev
// flags: pkg:spdlog -std=c++17
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/daily_file_sink.h>
#include <spdlog/sinks/hourly_file_sink.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/spdlog.h>
