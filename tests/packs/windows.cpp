// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/windows.json names.
// needs: mingw-w64-common
// flags: -std=c++17 --target=x86_64-w64-mingw32 -D_WIN32_WINNT=0x0A00 -isystem /usr/share/mingw-w64/include
// absent: Concurrency::task_group::run: the Concurrency Runtime of Visual C++
#include <process.h>
#include <windows.h>
#include <winsock2.h>
#include <ws2tcpip.h>
