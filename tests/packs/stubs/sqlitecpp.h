// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of SQLiteCpp, as far as its pack names it.
#pragma once
#include <string>

struct sqlite3_context;
struct sqlite3_value;

namespace SQLite {

class Column {};
struct Header {};

class Database {
 public:
  enum BackupType { Save, Load };
  Database(const char* path, int flags = 1, int busy_timeout = 0, const char* vfs = nullptr);
  Database(const std::string& path, int flags = 1, int busy_timeout = 0, const std::string& vfs = "");
  void setBusyTimeout(int busy_timeout);
  int exec(const char* queries);
  int exec(const std::string& queries);
  int tryExec(const char* queries) noexcept;
  Column execAndGet(const char* query);
  bool tableExists(const char* name) const;
  void createFunction(const char* name, int arguments, bool deterministic, void* data,
                      void (*call)(sqlite3_context*, int, sqlite3_value**));
  void loadExtension(const char* file, const char* entry);
  void rekey(const std::string& key) const;
  static bool isUnencrypted(const std::string& path);
  static Header getHeaderInfo(const std::string& path);
  void backup(const char* path, BackupType type);
};

class Statement {
 public:
  Statement(const Database& database, const char* query);
  bool executeStep();
  int tryExecuteStep() noexcept;
  int exec();
};

class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  void commit();
  void rollback();
};

class Savepoint {
 public:
  Savepoint(Database& database, const std::string& name);
  ~Savepoint();
  void release();
  void rollbackTo();
  void rollback();
};

class Backup {
 public:
  Backup(Database& to, Database& from);
  int executeStep(int pages = -1);
};

}  // namespace SQLite
