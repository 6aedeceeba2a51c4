// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The part of Redis 7's module interface that rules/redis-module.json speaks about. No package ships the header.
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct RedisModuleCtx RedisModuleCtx;
typedef struct RedisModuleString RedisModuleString;
typedef struct RedisModuleKey RedisModuleKey;
typedef struct RedisModuleIO RedisModuleIO;
typedef struct RedisModuleCallReply RedisModuleCallReply;
typedef struct RedisModuleBlockedClient RedisModuleBlockedClient;
typedef struct RedisModuleCommand RedisModuleCommand;
typedef struct RedisModuleCommandFilter RedisModuleCommandFilter;
typedef struct RedisModuleCommandFilterCtx RedisModuleCommandFilterCtx;
typedef struct RedisModuleDigest RedisModuleDigest;
typedef struct RedisModuleDefragCtx RedisModuleDefragCtx;
typedef struct RedisModuleInfoCtx RedisModuleInfoCtx;
typedef struct RedisModuleRdbStream RedisModuleRdbStream;
typedef struct RedisModuleEvent {
  uint64_t id;
  uint64_t dataver;
} RedisModuleEvent;
typedef uint64_t RedisModuleTimerID;
typedef long long mstime_t;

// Callbacks.
typedef int (*RedisModuleCmdFunc)(RedisModuleCtx* context, RedisModuleString** arguments, int count);
typedef void (*RedisModuleTimerProc)(RedisModuleCtx* context, void* data);
typedef void (*RedisModuleEventLoopFunc)(int descriptor, void* data, int mask);
typedef void (*RedisModuleEventLoopOneShotFunc)(void* data);
typedef void (*RedisModuleEventCallback)(RedisModuleCtx* context, RedisModuleEvent event, uint64_t detail, void* data);
typedef int (*RedisModuleNotificationFunc)(RedisModuleCtx* context, int type, const char* event,
                                           RedisModuleString* key);
typedef void (*RedisModulePostNotificationJobFunc)(RedisModuleCtx* context, void* data);
typedef void (*RedisModuleCommandFilterFunc)(RedisModuleCommandFilterCtx* filter);
typedef void (*RedisModuleClusterMessageReceiver)(RedisModuleCtx* context, const char* sender, uint8_t type,
                                                  const unsigned char* payload, uint32_t length);
typedef void (*RedisModuleForkDoneHandler)(int exit_code, int by_signal, void* data);
typedef void (*RedisModuleOnUnblocked)(RedisModuleCtx* context, RedisModuleCallReply* reply, void* data);
typedef void (*RedisModuleDisconnectFunc)(RedisModuleCtx* context, RedisModuleBlockedClient* client);
typedef void (*RedisModuleUserChangedFunc)(uint64_t client, void* data);
typedef int (*RedisModuleAuthCallback)(RedisModuleCtx* context, RedisModuleString* user, RedisModuleString* password,
                                       RedisModuleString** error);
typedef void (*RedisModuleInfoFunc)(RedisModuleInfoCtx* context, int for_crash_report);
typedef void (*RedisModuleDefragFunc)(RedisModuleDefragCtx* context);
typedef void (*RedisModuleScanCB)(RedisModuleCtx* context, RedisModuleString* name, RedisModuleKey* key, void* data);
typedef void (*RedisModuleScanKeyCB)(RedisModuleKey* key, RedisModuleString* field, RedisModuleString* value,
                                     void* data);

// Configuration.
typedef RedisModuleString* (*RedisModuleConfigGetStringFunc)(const char* name, void* data);
typedef long long (*RedisModuleConfigGetNumericFunc)(const char* name, void* data);
typedef int (*RedisModuleConfigGetBoolFunc)(const char* name, void* data);
typedef int (*RedisModuleConfigGetEnumFunc)(const char* name, void* data);
typedef int (*RedisModuleConfigSetStringFunc)(const char* name, RedisModuleString* value, void* data,
                                              RedisModuleString** error);
typedef int (*RedisModuleConfigSetNumericFunc)(const char* name, long long value, void* data,
                                               RedisModuleString** error);
typedef int (*RedisModuleConfigSetBoolFunc)(const char* name, int value, void* data, RedisModuleString** error);
typedef int (*RedisModuleConfigSetEnumFunc)(const char* name, int value, void* data, RedisModuleString** error);
typedef int (*RedisModuleConfigApplyFunc)(RedisModuleCtx* context, void* data, RedisModuleString** error);

// Data types.
typedef void* (*RedisModuleTypeLoadFunc)(RedisModuleIO* file, int version);
typedef void (*RedisModuleTypeSaveFunc)(RedisModuleIO* file, void* value);
typedef int (*RedisModuleTypeAuxLoadFunc)(RedisModuleIO* file, int version, int when);
typedef void (*RedisModuleTypeAuxSaveFunc)(RedisModuleIO* file, int when);
typedef void (*RedisModuleTypeRewriteFunc)(RedisModuleIO* file, RedisModuleString* key, void* value);
typedef size_t (*RedisModuleTypeMemUsageFunc)(const void* value);
typedef void (*RedisModuleTypeFreeFunc)(void* value);
typedef size_t (*RedisModuleTypeFreeEffortFunc)(RedisModuleString* key, const void* value);
typedef void (*RedisModuleTypeUnlinkFunc)(RedisModuleString* key, const void* value);
typedef void* (*RedisModuleTypeCopyFunc)(RedisModuleString* from, RedisModuleString* to, const void* value);
typedef void (*RedisModuleTypeDigestFunc)(RedisModuleDigest* digest, void* value);
typedef int (*RedisModuleTypeDefragFunc)(RedisModuleDefragCtx* context, RedisModuleString* key, void** value);

// The functions, which are variables.
extern int (*RedisModule_CreateCommand)(RedisModuleCtx* context, const char* name, RedisModuleCmdFunc command,
                                        const char* flags, int first, int last, int step);
extern int (*RedisModule_CreateSubcommand)(RedisModuleCommand* parent, const char* name, RedisModuleCmdFunc command,
                                           const char* flags, int first, int last, int step);
extern RedisModuleBlockedClient* (*RedisModule_BlockClient)(RedisModuleCtx* context, RedisModuleCmdFunc reply,
                                                            RedisModuleCmdFunc timeout,
                                                            void (*release)(RedisModuleCtx*, void*),
                                                            long long milliseconds);
extern RedisModuleBlockedClient* (*RedisModule_BlockClientOnKeys)(RedisModuleCtx* context, RedisModuleCmdFunc reply,
                                                                  RedisModuleCmdFunc timeout,
                                                                  void (*release)(RedisModuleCtx*, void*),
                                                                  long long milliseconds, RedisModuleString** keys,
                                                                  int count, void* data);
extern int (*RedisModule_UnblockClient)(RedisModuleBlockedClient* client, void* data);
extern RedisModuleTimerID (*RedisModule_CreateTimer)(RedisModuleCtx* context, mstime_t period,
                                                     RedisModuleTimerProc callback, void* data);
extern int (*RedisModule_EventLoopAdd)(int descriptor, int mask, RedisModuleEventLoopFunc callback, void* data);
extern int (*RedisModule_EventLoopAddOneShot)(RedisModuleEventLoopOneShotFunc callback, void* data);
extern int (*RedisModule_SubscribeToKeyspaceEvents)(RedisModuleCtx* context, int types,
                                                    RedisModuleNotificationFunc callback);
extern int (*RedisModule_SubscribeToServerEvent)(RedisModuleCtx* context, RedisModuleEvent event,
                                                 RedisModuleEventCallback callback);
extern int (*RedisModule_AddPostNotificationJob)(RedisModuleCtx* context, RedisModulePostNotificationJobFunc callback,
                                                 void* data, void (*release)(void*));
extern RedisModuleCommandFilter* (*RedisModule_RegisterCommandFilter)(RedisModuleCtx* context,
                                                                      RedisModuleCommandFilterFunc callback, int flags);
extern RedisModuleCallReply* (*RedisModule_Call)(RedisModuleCtx* context, const char* command, const char* format, ...);
extern void (*RedisModule_ThreadSafeContextLock)(RedisModuleCtx* context);
extern int (*RedisModule_RdbLoad)(RedisModuleCtx* context, RedisModuleRdbStream* stream, int flags);
extern int (*RedisModule_RdbSave)(RedisModuleCtx* context, RedisModuleRdbStream* stream, int flags);
extern int (*RedisModule_Fork)(RedisModuleForkDoneHandler done, void* data);
