// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The part of QEMU's internal interface that rules/qemu.json speaks about. Its headers are not installed anywhere.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define coroutine_fn __attribute__((annotate("coroutine_fn")))

typedef struct AioContext AioContext;
typedef struct BlockAIOCB BlockAIOCB;
typedef struct Coroutine Coroutine;
typedef struct Error Error;
typedef struct EventNotifier EventNotifier;
typedef struct QDict QDict;
typedef struct QEMUBH QEMUBH;
typedef struct QIOChannel QIOChannel;
typedef struct QIOChannelSocket QIOChannelSocket;
typedef struct QIODNSResolver QIODNSResolver;
typedef struct QIONetListener QIONetListener;
typedef struct QIOTask QIOTask;
typedef struct QObject QObject;
typedef struct QemuCond QemuCond;
typedef struct QemuEvent QemuEvent;
typedef struct QemuMutex QemuMutex;
typedef struct QemuRecMutex QemuRecMutex;
typedef struct QemuSemaphore QemuSemaphore;
typedef struct QemuThread QemuThread;
typedef struct SocketAddress SocketAddress;
typedef enum QEMUChrEvent { CHR_EVENT_BREAK } QEMUChrEvent;

// Callbacks.
typedef void coroutine_fn CoroutineEntry(void* data);
typedef void QEMUBHFunc(void* data);
typedef void QEMUTimerCB(void* data);
typedef void IOHandler(void* data);
typedef bool AioPollFn(void* data);
typedef void EventNotifierHandler(EventNotifier* notifier);
typedef void IOReadHandler(void* data, const uint8_t* buffer, int size);
typedef int IOCanReadHandler(void* data);
typedef void IOEventHandler(void* data, QEMUChrEvent event);
typedef void BlockCompletionFunc(void* data, int result);
typedef void (*QIOTaskFunc)(QIOTask* task, void* data);
typedef void (*QIOTaskWorker)(QIOTask* task, void* data);
typedef int (*QIOChannelFunc)(QIOChannel* channel, int condition, void* data);
typedef void (*QIONetListenerClientFunc)(QIONetListener* listener, QIOChannelSocket* channel, void* data);
typedef void(QmpCommandFunc)(QDict* arguments, QObject** result, Error** error);
typedef int ThreadPoolFunc(void* data);

// The loop.
void main_loop_wait(int nonblocking);
bool aio_poll(AioContext* context, bool blocking);
QEMUBH* qemu_bh_new_full(QEMUBHFunc* callback, void* data, const char* name, void* guard);
QEMUBH* aio_bh_new_full(AioContext* context, QEMUBHFunc* callback, void* data, const char* name, void* guard);
void aio_bh_schedule_oneshot_full(AioContext* context, QEMUBHFunc* callback, void* data, const char* name);
void qemu_set_fd_handler(int descriptor, IOHandler* read, IOHandler* write, void* data);
void aio_set_fd_handler(AioContext* context, int descriptor, IOHandler* read, IOHandler* write, AioPollFn* poll,
                        IOHandler* poll_ready, void* data);
Coroutine* qemu_coroutine_create(CoroutineEntry* entry, void* data);

// Threads.
BlockAIOCB* thread_pool_submit_aio(ThreadPoolFunc* work, void* argument, BlockCompletionFunc* done, void* data);
int coroutine_fn thread_pool_submit_co(ThreadPoolFunc* work, void* argument);
void thread_pool_submit(ThreadPoolFunc* work, void* argument);
void qemu_thread_create(QemuThread* thread, const char* name, void* (*routine)(void*), void* argument, int mode);
void* qemu_thread_join(QemuThread* thread);
void qemu_mutex_lock_impl(QemuMutex* mutex, const char* file, int line);
void qemu_rec_mutex_lock_impl(QemuRecMutex* mutex, const char* file, int line);
void qemu_cond_wait_impl(QemuCond* condition, QemuMutex* mutex, const char* file, int line);
bool qemu_cond_timedwait_impl(QemuCond* condition, QemuMutex* mutex, int milliseconds, const char* file, int line);
void qemu_cond_wait_bql(QemuCond* condition);
void qemu_cond_timedwait_bql(QemuCond* condition, int milliseconds);
void qemu_sem_wait(QemuSemaphore* semaphore);
int qemu_sem_timedwait(QemuSemaphore* semaphore, int milliseconds);
void qemu_event_wait(QemuEvent* event);

// Channels.
int qio_channel_socket_connect_sync(QIOChannelSocket* channel, SocketAddress* address, Error** error);
int qio_channel_socket_listen_sync(QIOChannelSocket* channel, SocketAddress* address, int backlog, Error** error);
int qio_channel_socket_dgram_sync(QIOChannelSocket* channel, SocketAddress* local, SocketAddress* remote,
                                  Error** error);
int qio_dns_resolver_lookup_sync(QIODNSResolver* resolver, SocketAddress* address, size_t* count,
                                 SocketAddress*** addresses, Error** error);
