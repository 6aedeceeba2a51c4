// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The headers that declare the names of the pack qt-sql.
// needs: qt6-base-dev
// flags: pkg:Qt6Sql -fPIC -std=c++20
#include <QtSql/QtSql>
