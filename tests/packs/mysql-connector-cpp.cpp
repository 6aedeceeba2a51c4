// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// A stub of the JDBC-like clients of MySQL and MariaDB, for the names of their pack.
//
// needs: stub
#include "stubs/mysql_connector_cpp.h"
