// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of sqlite_orm, as far as its pack names it.
#pragma once
#include <functional>
#include <map>
#include <string>

namespace sqlite_orm {
namespace internal {

struct transaction_guard_t {
  void commit();
  void rollback();
};

struct storage_base {
  void drop_table(const std::string& name);
  void drop_index(const std::string& name);
  void drop_trigger(const std::string& name);
  void vacuum();
  bool table_exists(const std::string& name);
  void open_forever();
  void backup_to(const std::string& path);
  void backup_from(const std::string& path);
  void begin_transaction();
  void begin_deferred_transaction();
  void begin_immediate_transaction();
  void begin_exclusive_transaction();
  void commit();
  void rollback();
  bool transaction(const std::function<bool()>& work);
  int busy_handler(std::function<int(int)> handler);
};

template <class Objects>
struct storage_t : storage_base {
  template <class O>
  O get(int id);
  template <class O>
  O* get_pointer(int id);
  template <class O>
  O* get_no_throw(int id);
  template <class O>
  O* get_optional(int id);
  template <class O>
  O* get_all();
  template <class O>
  O* get_all_pointer();
  template <class O>
  O* get_all_optional();
  template <class T>
  auto select(T columns);
  template <class T>
  auto with(T expression);
  template <class T>
  auto with_recursive(T expression);
  template <class O>
  int count();
  template <class F>
  double avg(F field);
  template <class F>
  double sum(F field);
  template <class F>
  double total(F field);
  template <class F>
  double min(F field);
  template <class F>
  double max(F field);
  template <class F>
  std::string group_concat(F field);
  template <class S>
  int execute(const S& statement);
  template <class O>
  int insert(const O& object);
  template <class It>
  void insert_range(It from, It to);
  template <class O>
  void replace(const O& object);
  template <class It>
  void replace_range(It from, It to);
  template <class O>
  void update(const O& object);
  template <class S>
  void update_all(S set);
  template <class O>
  void remove(int id);
  template <class O>
  void remove_all();
  template <class O>
  void rename_table(const std::string& name);
  template <class S>
  S prepare(S statement);
  std::map<std::string, int> sync_schema(bool preserve = false);
  std::map<std::string, int> sync_schema_simulate(bool preserve = false);
};

}  // namespace internal
}  // namespace sqlite_orm
