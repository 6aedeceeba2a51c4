/* SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
 *
 * The shape of the Cassandra driver, as far as its pack names it. */
#pragma once
#include <stddef.h>

typedef struct CassFuture_ CassFuture;
typedef struct CassSession_ CassSession;
typedef void (*CassFutureCallback)(CassFuture* future, void* data);

CassFuture* cass_session_connect(CassSession* session, const void* cluster);
CassFuture* cass_session_connect_keyspace(CassSession* session, const void* cluster, const char* keyspace);
CassFuture* cass_session_connect_keyspace_n(CassSession* session, const void* cluster, const char* keyspace,
                                            size_t length);
CassFuture* cass_session_execute(CassSession* session, const void* statement);
CassFuture* cass_session_execute_batch(CassSession* session, const void* batch);
CassFuture* cass_session_prepare(CassSession* session, const char* query);
CassFuture* cass_session_prepare_n(CassSession* session, const char* query, size_t length);
CassFuture* cass_session_prepare_from_existing(CassSession* session, void* statement);
CassFuture* cass_session_close(CassSession* session);
int cass_future_set_callback(CassFuture* future, CassFutureCallback callback, void* data);
int cass_future_ready(CassFuture* future);
void cass_future_wait(CassFuture* future);
int cass_future_wait_timed(CassFuture* future, unsigned long long microseconds);
const void* cass_future_get_result(CassFuture* future);
const void* cass_future_get_error_result(CassFuture* future);
const void* cass_future_get_prepared(CassFuture* future);
const void* cass_future_coordinator(CassFuture* future);
int cass_future_error_code(CassFuture* future);
void cass_future_error_message(CassFuture* future, const char** message, size_t* length);
int cass_future_tracing_id(CassFuture* future, void* id);
size_t cass_future_custom_payload_item_count(CassFuture* future);
int cass_future_custom_payload_item(CassFuture* future, size_t index, const char** name);
void cass_session_free(CassSession* session);
void cass_log_set_callback(void (*callback)(const void* message, void* data), void* data);
int cass_cluster_set_host_listener_callback(void* cluster, void (*callback)(int event, void* data), void* data);
void cass_authenticator_set_data(void* authenticator, void* data, void (*cleanup)(void* data));
