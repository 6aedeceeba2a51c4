// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of clickhouse-cpp, as far as its pack names it.
#pragma once
#include <functional>
#include <optional>
#include <string>

namespace clickhouse {

class Block {};
class Query {};
struct ClientOptions {};
using ExternalTables = int;
using SelectCallback = std::function<void(const Block&)>;
using SelectCancelableCallback = std::function<bool(const Block&)>;

class Client {
 public:
  Client(const ClientOptions& options);
  void Execute(const Query& query);
  void Select(const std::string& query, SelectCallback callback);
  void SelectCancelable(const std::string& query, SelectCancelableCallback callback);
  void SelectWithExternalData(const std::string& query, const ExternalTables& tables, SelectCallback callback);
  void SelectWithExternalDataCancelable(const std::string& query, const ExternalTables& tables,
                                        SelectCancelableCallback callback);
  void BeginExecute(const Query& query);
  void BeginSelect(const std::string& query);
  std::optional<Block> NextBlock();
  void Cancel();
  void Insert(const std::string& table, const Block& block);
  Block BeginInsert(const std::string& query);
  void SendInsertBlock(const Block& block);
  void EndInsert();
  void Ping();
  void ResetConnection();
  void ResetConnectionEndpoint();
};

}  // namespace clickhouse
