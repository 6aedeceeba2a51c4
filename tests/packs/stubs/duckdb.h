// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of DuckDB's C++ and C interfaces, as far as their pack names them.
#pragma once
#include <memory>
#include <string>

namespace duckdb {

class DataChunk;
class Relation;
struct DBConfig;

class DuckDB {
 public:
  explicit DuckDB(const char* path = nullptr, DBConfig* config = nullptr);
  explicit DuckDB(const std::string& path, DBConfig* config = nullptr);
  ~DuckDB();
};

class QueryResult {
 public:
  std::unique_ptr<DataChunk> Fetch();
  std::unique_ptr<DataChunk> FetchRaw();
};

class PendingQueryResult {
 public:
  int ExecuteTask();
  int CheckPulse();
  std::unique_ptr<QueryResult> Execute();
};

class PreparedStatement {
 public:
  std::unique_ptr<PendingQueryResult> PendingQuery();
  std::unique_ptr<QueryResult> Execute(bool allow_stream_result = true);
  template <typename... Args>
  std::unique_ptr<QueryResult> Execute(Args... args);
};

class Connection {
 public:
  explicit Connection(DuckDB& database);
  std::unique_ptr<QueryResult> SendQuery(const std::string& query);
  std::unique_ptr<QueryResult> Query(const std::string& query);
  template <typename... Args>
  std::unique_ptr<QueryResult> Query(const std::string& query, Args... args);
  std::unique_ptr<PendingQueryResult> PendingQuery(const std::string& query);
  std::unique_ptr<PreparedStatement> Prepare(const std::string& query);
  void TableInfo(const std::string& table);
  void ExtractPlan(const std::string& query);
  void Append(const std::string& table, DataChunk& rows);
  std::shared_ptr<Relation> ReadCSV(const std::string& file);
  std::shared_ptr<Relation> ReadParquet(const std::string& file, bool binary_as_string);
  void BeginTransaction();
  void Commit();
  void Rollback();
};

class Relation {
 public:
  std::unique_ptr<QueryResult> Execute();
  void Create(const std::string& table);
  void Insert(const std::string& table);
  void Update(const std::string& update);
  void Delete(const std::string& condition);
  void WriteCSV(const std::string& file);
  void WriteParquet(const std::string& file);
};

class BaseAppender {
 public:
  void Flush();
  void Close();
};

}  // namespace duckdb

extern "C" {

typedef struct duckdb_handle* duckdb_database;
typedef struct duckdb_session* duckdb_connection;
typedef struct duckdb_statement* duckdb_prepared_statement;
typedef struct duckdb_pending* duckdb_pending_result;
typedef struct duckdb_rows* duckdb_result;
typedef struct duckdb_writer* duckdb_appender;

int duckdb_open(const char* path, duckdb_database* database);
int duckdb_open_ext(const char* path, duckdb_database* database, void* config, char** error);
void duckdb_close(duckdb_database* database);
int duckdb_query(duckdb_connection connection, const char* query, duckdb_result* result);
int duckdb_query_arrow(duckdb_connection connection, const char* query, void** result);
int duckdb_prepare(duckdb_connection connection, const char* query, duckdb_prepared_statement* statement);
int duckdb_prepare_extracted_statement(duckdb_connection connection, void* statements, unsigned long index,
                                       duckdb_prepared_statement* statement);
int duckdb_execute_prepared(duckdb_prepared_statement statement, duckdb_result* result);
int duckdb_execute_prepared_streaming(duckdb_prepared_statement statement, duckdb_result* result);
int duckdb_execute_prepared_arrow(duckdb_prepared_statement statement, void** result);
int duckdb_execute_pending(duckdb_pending_result pending, duckdb_result* result);
int duckdb_pending_execute_task(duckdb_pending_result pending);
void* duckdb_fetch_chunk(duckdb_result result);
void* duckdb_stream_fetch_chunk(duckdb_result result);
int duckdb_appender_flush(duckdb_appender appender);
int duckdb_appender_close(duckdb_appender appender);
int duckdb_appender_destroy(duckdb_appender* appender);
void duckdb_execute_tasks(duckdb_database database, unsigned long most);
void duckdb_execute_tasks_state(void* state);
unsigned long duckdb_execute_n_tasks_state(void* state, unsigned long most);
}
