// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// LOOP marks a function as loop code: at run time RealtimeSanitizer reports what blocks below it. One of the two scans
// defines it as nothing, so that only the framework says what runs on the loop.
#pragma once

#ifndef LOOP
#ifdef __cplusplus
#define LOOP [[clang::nonblocking]]
#else
#define LOOP __attribute__((nonblocking))
#endif
#endif
