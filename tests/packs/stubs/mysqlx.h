// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of MySQL's X DevAPI, as far as its pack names it.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace mysqlx {
inline namespace abi2 {
inline namespace r0 {

using std::string;

class Session;
class Collection;
class Table;

struct Result {};
struct Row {};
struct DbDoc {};
struct Value {};

class RowResult {
 public:
  Row fetchOne();
  std::vector<Row> fetchAll();
  std::uint64_t count();
};

class SqlResult : public RowResult {
 public:
  bool hasData() const;
  bool nextResult();
};

class DocResult {
 public:
  DbDoc fetchOne();
  std::vector<DbDoc> fetchAll();
  std::uint64_t count();
};

template <class Res, class Op>
class Executable {
 public:
  virtual ~Executable() = default;
  virtual Res execute();
};

class SqlStatement : public Executable<SqlResult, SqlStatement> {
 public:
  SqlStatement& bind(const string& value);
};

class Schema {
 public:
  Schema(Session& session, const string& name);
  bool existsInDatabase() const;
  Collection createCollection(const string& name);
  Collection createCollection(const string& name, bool reuse);
  void modifyCollection(const string& name);
  void dropCollection(const string& name);
  std::vector<Collection> getCollections();
  std::vector<string> getCollectionNames();
  std::vector<Table> getTables();
  std::vector<string> getTableNames();
};

class Collection {
 public:
  bool existsInDatabase() const;
  std::uint64_t count();
  DbDoc getOne(const string& id);
  Result removeOne(const string& id);
  Result replaceOne(const string& id, Value&& document);
  Result addOrReplaceOne(const string& id, Value&& document);
  void createIndex(const string& name, const string& specification);
  void dropIndex(const string& name);
};

class Table {
 public:
  bool existsInDatabase() const;
  bool isView();
  std::uint64_t count();
};

class SessionSettings {
 public:
  SessionSettings(const string& uri);
};

class Session {
 public:
  Session(SessionSettings settings);
  Session(Session&& other);
  Schema createSchema(const string& name, bool reuse = false);
  Schema getSchema(const string& name, bool check_exists = false);
  string getDefaultSchemaName();
  std::vector<Schema> getSchemas();
  void dropSchema(const string& name);
  SqlStatement sql(const string& query);
  void startTransaction();
  void commit();
  void rollback();
  void rollbackTo(const string& savepoint);
  string setSavepoint(const string& savepoint);
  void releaseSavepoint(const string& savepoint);
  void close();
};

class Client {
 public:
  Client(SessionSettings settings);
  Session getSession();
};

}  // namespace r0
}  // namespace abi2
}  // namespace mysqlx
