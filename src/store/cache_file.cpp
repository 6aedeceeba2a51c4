// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "store/cache_file.h"

#include <llvm/Support/Compression.h>
#include <llvm/Support/Error.h>

#include <algorithm>
#include <array>

#include "base/content_digest.h"
#include "base/files.h"

namespace stallhound::storage {
namespace {

namespace compression = llvm::compression;

constexpr std::string_view magic = "STHC";
constexpr std::size_t before_checksum = 8;
constexpr std::size_t before_checked = before_checksum + 8;
constexpr std::size_t header_size = before_checked + 8 + 16 + 4 + 4 * 8;
/// No unit comes near it; a damaged size must not ask for all memory.
constexpr std::uint64_t most_bytes = std::uint64_t{1} << 30;

enum Method : std::uint32_t { plain, zlib, zstd };

Method best_method() {
  if (compression::zstd::isAvailable()) return zstd;
  return compression::zlib::isAvailable() ? zlib : plain;
}

llvm::ArrayRef<std::uint8_t> as_array(std::string_view bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

std::string pack(Method method, std::string_view bytes) {
  llvm::SmallVector<std::uint8_t, 0> packed;
  switch (method) {
    case plain:
      return std::string(bytes);
    case zlib:
      compression::zlib::compress(as_array(bytes), packed, compression::zlib::BestSpeedCompression);
      break;
    case zstd:
      compression::zstd::compress(as_array(bytes), packed, compression::zstd::BestSpeedCompression);
      break;
  }
  return {reinterpret_cast<const char*>(packed.data()), packed.size()};
}

void put(std::string& bytes, std::uint64_t value, int size) {
  for (int i = 0; i < size; ++i) bytes += static_cast<char>(value >> (8 * i));
}

std::uint64_t get(std::string_view bytes, std::size_t at, int size) {
  std::uint64_t value = 0;
  for (int i = 0; i < size; ++i)
    value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[at + i])) << (8 * i);
  return value;
}

struct Header {
  std::uint64_t tool = 0;
  CacheKey key;
  std::uint32_t method = plain;
  std::array<std::uint64_t, 4> sizes{};  ///< Inputs packed, inputs, shard packed, shard.
};

/// The header of a file, without a look at its checksum.
std::optional<Header> header_of(std::string_view bytes) {
  if (bytes.size() < header_size || bytes.substr(0, 4) != magic || get(bytes, 4, 4) != cache_format)
    return std::nullopt;
  Header header;
  header.tool = get(bytes, 16, 8);
  header.key = {get(bytes, 24, 8), get(bytes, 32, 8)};
  header.method = static_cast<std::uint32_t>(get(bytes, 40, 4));
  for (std::size_t i = 0; i < header.sizes.size(); ++i) header.sizes[i] = get(bytes, 44 + 8 * i, 8);
  return header;
}

}  // namespace

std::optional<std::string> unpack(std::uint32_t method, std::string_view packed, std::uint64_t size) {
  if (method == plain) return packed.size() == size ? std::optional(std::string(packed)) : std::nullopt;
  if (size > most_bytes) return std::nullopt;
  const bool known =
      (method == zlib && compression::zlib::isAvailable()) || (method == zstd && compression::zstd::isAvailable());
  if (!known) return std::nullopt;
  std::string bytes(size, '\0');
  auto* target = reinterpret_cast<std::uint8_t*>(bytes.data());
  std::size_t filled = size;
  auto error = method == zlib ? compression::zlib::decompress(as_array(packed), target, filled)
                              : compression::zstd::decompress(as_array(packed), target, filled);
  if (error) {
    llvm::consumeError(std::move(error));
    return std::nullopt;
  }
  return filled == size ? std::optional(std::move(bytes)) : std::nullopt;
}

std::string cache_file(std::uint64_t tool, const CacheKey& key, std::string_view inputs, std::string_view shard) {
  const auto method = best_method();
  const auto packed_inputs = pack(method, inputs);
  const auto packed_shard = pack(method, shard);
  std::string checked;
  put(checked, tool, 8);
  put(checked, key.high, 8);
  put(checked, key.low, 8);
  put(checked, method, 4);
  for (const auto size : {packed_inputs.size(), inputs.size(), packed_shard.size(), shard.size()})
    put(checked, size, 8);
  checked += packed_inputs;
  checked += packed_shard;
  std::string bytes(magic);
  put(bytes, cache_format, 4);
  put(bytes, content_digest(checked), 8);
  return bytes + checked;
}

std::optional<Cache::Entry> read_cache_file(const std::string& path, std::uint64_t tool, const CacheKey& key) {
  const auto content = read_file(path, file_kind::shard);
  if (!content) return std::nullopt;
  const std::string& bytes = *content;
  const auto header = header_of(bytes);
  if (!header || header->tool != tool || header->key != key) return std::nullopt;
  const auto rest = std::string_view(bytes).substr(before_checked);
  if (get(bytes, before_checksum, 8) != content_digest(rest)) return std::nullopt;
  const auto& sizes = header->sizes;
  if (sizes[0] > bytes.size() || sizes[2] > bytes.size() || header_size + sizes[0] + sizes[2] != bytes.size()) {
    return std::nullopt;
  }
  auto inputs = unpack(header->method, std::string_view(bytes).substr(header_size, sizes[0]), sizes[1]);
  if (!inputs) return std::nullopt;
  return Cache::Entry{path, std::move(*inputs), bytes.substr(header_size + sizes[0]), sizes[3], header->method};
}

std::optional<std::uint64_t> tool_of(const std::string& path) {
  const auto header = header_of(read_start(path, header_size));
  return header ? std::optional(header->tool) : std::nullopt;
}

}  // namespace stallhound::storage
