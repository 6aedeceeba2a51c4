// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers of unixODBC, for the names of the pack for ODBC.
//
// needs: unixodbc-dev
#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>
