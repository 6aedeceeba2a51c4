// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of MariaDB's C API, for the names of its pack and MySQL's.
//
// needs: libmariadb-dev
// absent: mysql_{real_connect_dns_srv,binlog_open,binlog_fetch,store_result_nonblocking}: MySQL 8
// absent: mysql_{connect,reload,create_db,drop_db}: removed from both, still found in old clients
// absent: mariadb_rpl_{open,fetch}: mariadb_rpl.h includes a header that the package does not have
#include <mariadb/mysql.h>
