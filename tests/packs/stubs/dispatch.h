// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of libdispatch that rules/dispatch.json speaks about.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct dispatch_queue_s* dispatch_queue_t;
typedef struct dispatch_queue_static_s* dispatch_queue_main_t;
typedef struct dispatch_queue_global_s* dispatch_queue_global_t;
typedef struct dispatch_queue_attr_s* dispatch_queue_attr_t;
typedef struct dispatch_data_s* dispatch_data_t;
typedef struct dispatch_io_s* dispatch_io_t;
typedef void* dispatch_object_t;
typedef const struct dispatch_source_type_s* dispatch_source_type_t;
typedef struct dispatch_group_s* dispatch_group_t;
typedef struct dispatch_source_s* dispatch_source_t;
typedef struct dispatch_semaphore_s* dispatch_semaphore_t;
typedef uint64_t dispatch_time_t;
typedef long dispatch_once_t;
typedef void (^dispatch_block_t)(void);
typedef void (*dispatch_function_t)(void*);

void dispatch_async(dispatch_queue_t queue, dispatch_block_t block);
void dispatch_async_f(dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_barrier_async(dispatch_queue_t queue, dispatch_block_t block);
void dispatch_barrier_async_f(dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_sync(dispatch_queue_t queue, dispatch_block_t block);
void dispatch_sync_f(dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_barrier_sync(dispatch_queue_t queue, dispatch_block_t block);
void dispatch_barrier_sync_f(dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_async_and_wait(dispatch_queue_t queue, dispatch_block_t block);
void dispatch_async_and_wait_f(dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_after(dispatch_time_t when, dispatch_queue_t queue, dispatch_block_t block);
void dispatch_after_f(dispatch_time_t when, dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_group_async(dispatch_group_t group, dispatch_queue_t queue, dispatch_block_t block);
void dispatch_group_async_f(dispatch_group_t group, dispatch_queue_t queue, void* context, dispatch_function_t work);
void dispatch_group_notify(dispatch_group_t group, dispatch_queue_t queue, dispatch_block_t block);
void dispatch_group_notify_f(dispatch_group_t group, dispatch_queue_t queue, void* context, dispatch_function_t work);
intptr_t dispatch_group_wait(dispatch_group_t group, dispatch_time_t timeout);
intptr_t dispatch_semaphore_wait(dispatch_semaphore_t semaphore, dispatch_time_t timeout);
intptr_t dispatch_block_wait(dispatch_block_t block, dispatch_time_t timeout);
void dispatch_apply(size_t iterations, dispatch_queue_t queue, void (^block)(size_t));
void dispatch_apply_f(size_t iterations, dispatch_queue_t queue, void* context, void (*work)(void*, size_t));
void dispatch_once(dispatch_once_t* once, dispatch_block_t block);
void dispatch_once_f(dispatch_once_t* once, void* context, dispatch_function_t work);
void dispatch_source_set_event_handler(dispatch_source_t source, dispatch_block_t handler);
void dispatch_source_set_event_handler_f(dispatch_source_t source, dispatch_function_t handler);
void dispatch_source_set_cancel_handler(dispatch_source_t source, dispatch_block_t handler);
void dispatch_source_set_cancel_handler_f(dispatch_source_t source, dispatch_function_t handler);
void dispatch_source_set_registration_handler(dispatch_source_t source, dispatch_block_t handler);
void dispatch_source_set_registration_handler_f(dispatch_source_t source, dispatch_function_t handler);
dispatch_source_t dispatch_source_create(dispatch_source_type_t type, uintptr_t handle, uintptr_t mask,
                                         dispatch_queue_t queue);
void dispatch_barrier_async_and_wait(dispatch_queue_t queue, dispatch_block_t block);
void dispatch_barrier_async_and_wait_f(dispatch_queue_t queue, void* context, dispatch_function_t work);
dispatch_block_t dispatch_block_create(unsigned long flags, dispatch_block_t block);
dispatch_block_t dispatch_block_create_with_qos_class(unsigned long flags, unsigned qos, int priority,
                                                      dispatch_block_t block);
void dispatch_block_perform(unsigned long flags, dispatch_block_t block);
void dispatch_block_notify(dispatch_block_t block, dispatch_queue_t queue, dispatch_block_t notification);
void dispatch_read(int descriptor, size_t length, dispatch_queue_t queue, void (^handler)(dispatch_data_t, int));
void dispatch_write(int descriptor, dispatch_data_t data, dispatch_queue_t queue,
                    void (^handler)(dispatch_data_t, int));
void dispatch_io_read(dispatch_io_t channel, int64_t offset, size_t length, dispatch_queue_t queue,
                      void (^handler)(_Bool, dispatch_data_t, int));
void dispatch_io_write(dispatch_io_t channel, int64_t offset, dispatch_data_t data, dispatch_queue_t queue,
                       void (^handler)(_Bool, dispatch_data_t, int));
extern struct dispatch_queue_static_s _dispatch_main_q;
dispatch_queue_main_t dispatch_get_main_queue(void);
dispatch_queue_global_t dispatch_get_global_queue(intptr_t identifier, uintptr_t flags);
dispatch_queue_t dispatch_queue_create(const char* label, dispatch_queue_attr_t attributes);
dispatch_queue_t dispatch_queue_create_with_target(const char* label, dispatch_queue_attr_t attributes,
                                                   dispatch_queue_t target);
void dispatch_set_target_queue(dispatch_object_t object, dispatch_queue_t queue);
int pthread_main_np(void);
void dispatch_main(void);
