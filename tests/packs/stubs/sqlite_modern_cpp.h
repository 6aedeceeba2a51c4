// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of SQLite Modern Cpp, as far as its pack names it.
#pragma once
#include <memory>
#include <string>

struct sqlite3;

namespace sqlite {

struct sqlite_config {};

class row_iterator {
 public:
  row_iterator& operator++();
};

class database_binder {
 public:
  ~database_binder() noexcept(false);
  void execute();
  row_iterator begin();
};

class database {
 public:
  database(const std::string& name, const sqlite_config& config = {});
  database(std::shared_ptr<sqlite3> connection);
  database_binder operator<<(const std::string& text);
  template <typename Function>
  void define(const std::string& name, Function&& function);
};

inline void operator++(database_binder& binder, int) { binder.execute(); }

}  // namespace sqlite
