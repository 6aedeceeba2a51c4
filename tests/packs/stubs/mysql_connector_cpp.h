// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of the JDBC-like clients of MySQL and MariaDB, as far as their pack names it. Debian's libmysqlcppconn-dev
// cannot be installed beside libboost1.81-dev.
#pragma once
#include <cstdint>
#include <string>

namespace sql {

using SQLString = std::string;
struct Savepoint {};
struct ConnectOptionsMap {};

class ResultSet {
 public:
  virtual ~ResultSet() = default;
  virtual bool next() = 0;
  virtual bool first() = 0;
  virtual bool last() = 0;
  virtual bool absolute(int row) = 0;
  virtual bool relative(int rows) = 0;
  virtual bool previous() = 0;
  virtual void refreshRow() = 0;
};

class Statement {
 public:
  virtual ~Statement() = default;
  virtual bool execute(const SQLString& text) = 0;
  virtual ResultSet* executeQuery(const SQLString& text) = 0;
  virtual int executeUpdate(const SQLString& text) = 0;
  virtual std::int64_t executeLargeUpdate(const SQLString& text) = 0;
  virtual int executeBatch() = 0;
  virtual std::int64_t executeLargeBatch() = 0;
  virtual bool getMoreResults() = 0;
  virtual void cancel() = 0;
};

class PreparedStatement : public Statement {
 public:
  virtual bool execute() = 0;
  virtual bool execute(const SQLString& text) = 0;
  virtual ResultSet* executeQuery() = 0;
  virtual ResultSet* executeQuery(const SQLString& text) = 0;
  virtual int executeUpdate() = 0;
  virtual int executeUpdate(const SQLString& text) = 0;
  virtual std::int64_t executeLargeUpdate() = 0;
  virtual int executeBatch() = 0;
  virtual std::int64_t executeLargeBatch() = 0;
  virtual bool getMoreResults() = 0;
};

class CallableStatement : public PreparedStatement {
 public:
  virtual bool execute() = 0;
  virtual ResultSet* executeQuery() = 0;
  virtual int executeUpdate() = 0;
  virtual bool getMoreResults() = 0;
};

class DatabaseMetaData {
 public:
  virtual ~DatabaseMetaData() = default;
  virtual ResultSet* getAttributes(const SQLString& type) = 0;
  virtual ResultSet* getBestRowIdentifier(const SQLString& table) = 0;
  virtual ResultSet* getCatalogs() = 0;
  virtual ResultSet* getColumnPrivileges(const SQLString& table) = 0;
  virtual ResultSet* getColumns(const SQLString& table) = 0;
  virtual ResultSet* getCrossReference(const SQLString& table) = 0;
  virtual ResultSet* getExportedKeys(const SQLString& table) = 0;
  virtual ResultSet* getImportedKeys(const SQLString& table) = 0;
  virtual ResultSet* getIndexInfo(const SQLString& table) = 0;
  virtual ResultSet* getPrimaryKeys(const SQLString& table) = 0;
  virtual ResultSet* getProcedureColumns(const SQLString& procedure) = 0;
  virtual ResultSet* getProcedures(const SQLString& schema) = 0;
  virtual ResultSet* getSchemaObjects(const SQLString& schema) = 0;
  virtual ResultSet* getSchemas() = 0;
  virtual ResultSet* getSchemata(const SQLString& catalog) = 0;
  virtual ResultSet* getTablePrivileges(const SQLString& table) = 0;
  virtual ResultSet* getTableTypes() = 0;
  virtual ResultSet* getTables(const SQLString& schema) = 0;
  virtual ResultSet* getTypeInfo() = 0;
  virtual ResultSet* getUDTs(const SQLString& schema) = 0;
  virtual ResultSet* getVersionColumns(const SQLString& table) = 0;
};

class Connection {
 public:
  virtual ~Connection() = default;
  virtual void close() = 0;
  virtual void commit() = 0;
  virtual void rollback() = 0;
  virtual Statement* createStatement() = 0;
  virtual PreparedStatement* prepareStatement(const SQLString& text) = 0;
  virtual CallableStatement* prepareCall(const SQLString& text) = 0;
  virtual void setSchema(const SQLString& name) = 0;
  virtual SQLString getSchema() = 0;
  virtual void setCatalog(const SQLString& name) = 0;
  virtual SQLString getCatalog() = 0;
  virtual void setAutoCommit(bool on) = 0;
  virtual void setReadOnly(bool on) = 0;
  virtual void setTransactionIsolation(int level) = 0;
  virtual int getTransactionIsolation() = 0;
  virtual Savepoint* setSavepoint(const SQLString& name) = 0;
  virtual void releaseSavepoint(Savepoint* savepoint) = 0;
  virtual bool isValid() = 0;
  virtual bool reconnect() = 0;
};

class Driver {
 public:
  virtual ~Driver() = default;
  virtual Connection* connect(const SQLString& host, const SQLString& user, const SQLString& password) = 0;
  virtual Connection* connect(ConnectOptionsMap& options) = 0;
};

class DriverManager {
 public:
  static Connection* getConnection(const SQLString& url);
};

namespace mysql {

class MySQL_Connection : public Connection {
 public:
  void close() override;
  void commit() override;
  void rollback() override;
  PreparedStatement* prepareStatement(const SQLString& text) override;
  void setSchema(const SQLString& name) override;
  SQLString getSchema() override;
  void setCatalog(const SQLString& name) override;
  SQLString getCatalog() override;
  void setAutoCommit(bool on) override;
  void setReadOnly(bool on) override;
  void setTransactionIsolation(int level) override;
  int getTransactionIsolation() override;
  Savepoint* setSavepoint(const SQLString& name) override;
  void releaseSavepoint(Savepoint* savepoint) override;
  bool isValid() override;
  bool reconnect() override;
  SQLString getSessionVariable(const SQLString& name);
  void setSessionVariable(const SQLString& name, const SQLString& value);
};

class MySQL_Driver : public Driver {
 public:
  Connection* connect(const SQLString& host, const SQLString& user, const SQLString& password) override;
};

}  // namespace mysql
}  // namespace sql
