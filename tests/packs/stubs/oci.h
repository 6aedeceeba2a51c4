/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The shape of the Oracle Call Interface, as far as its pack names it; arguments are left out. */
#pragma once

typedef int sword;
typedef struct OCIHandle OCIHandle;

sword OCILogon(OCIHandle* environment), OCILogon2(OCIHandle* environment), OCIServerAttach(OCIHandle* server);
sword OCISessionBegin(OCIHandle* service), OCISessionGet(OCIHandle* environment), OCISessionEnd(OCIHandle* service);
sword OCISessionRelease(OCIHandle* service), OCILogoff(OCIHandle* service), OCIServerDetach(OCIHandle* server);
sword OCIBreak(OCIHandle* service), OCIPing(OCIHandle* service), OCIDescribeAny(OCIHandle* service);
sword OCIStmtExecute(OCIHandle* service), OCIStmtFetch(OCIHandle* statement), OCIStmtFetch2(OCIHandle* statement);
sword OCIStmtPrepare2(OCIHandle* service);
sword OCITransCommit(OCIHandle* service), OCITransRollback(OCIHandle* service), OCITransStart(OCIHandle* service);
sword OCITransPrepare(OCIHandle* service);
sword OCILobRead(OCIHandle* service), OCILobRead2(OCIHandle* service), OCILobWrite(OCIHandle* service);
sword OCILobWrite2(OCIHandle* service), OCILobGetLength(OCIHandle* service), OCILobGetLength2(OCIHandle* service);
sword OCILobOpen(OCIHandle* service), OCILobClose(OCIHandle* service);
