// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The interface of ae, which programs copy into their trees; no package ships it.
#pragma once

typedef struct aeEventLoop aeEventLoop;
typedef void aeFileProc(aeEventLoop* loop, int descriptor, void* data, int mask);
typedef int aeTimeProc(aeEventLoop* loop, long long id, void* data);
typedef void aeEventFinalizerProc(aeEventLoop* loop, void* data);
typedef void aeBeforeSleepProc(aeEventLoop* loop);

int aeCreateFileEvent(aeEventLoop* loop, int descriptor, int mask, aeFileProc* callback, void* data);
long long aeCreateTimeEvent(aeEventLoop* loop, long long milliseconds, aeTimeProc* callback, void* data,
                            aeEventFinalizerProc* finalizer);
int aeProcessEvents(aeEventLoop* loop, int flags);
int aeWait(int descriptor, int mask, long long milliseconds);
void aeMain(aeEventLoop* loop);
