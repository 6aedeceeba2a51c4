// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of Core Foundation that rules/corefoundation.json speaks about.
#pragma once

typedef const void* CFTypeRef;
typedef const struct __CFAllocator* CFAllocatorRef;
typedef const struct __CFString* CFStringRef;
typedef const struct __CFData* CFDataRef;
typedef const struct __CFArray* CFArrayRef;
typedef const struct __CFURL* CFURLRef;
typedef const struct __CFDictionary* CFDictionaryRef;
typedef struct __CFRunLoop* CFRunLoopRef;
typedef struct __CFRunLoopTimer* CFRunLoopTimerRef;
typedef struct __CFRunLoopObserver* CFRunLoopObserverRef;
typedef struct __CFSocket* CFSocketRef;
typedef struct __CFFileDescriptor* CFFileDescriptorRef;
typedef struct __CFMachPort* CFMachPortRef;
typedef struct __CFMessagePort* CFMessagePortRef;
typedef struct __CFReadStream* CFReadStreamRef;
typedef struct __CFWriteStream* CFWriteStreamRef;
typedef struct __CFHost* CFHostRef;
typedef struct __CFNotificationCenter* CFNotificationCenterRef;
typedef struct __CFUserNotification* CFUserNotificationRef;
typedef struct __FSEventStream* FSEventStreamRef;
typedef double CFTimeInterval;
typedef double CFAbsoluteTime;
typedef long CFIndex;
typedef unsigned long CFOptionFlags;
typedef unsigned char Boolean;

typedef void (*CFRunLoopTimerCallBack)(CFRunLoopTimerRef timer, void* info);
typedef void (*CFRunLoopObserverCallBack)(CFRunLoopObserverRef observer, unsigned long activity, void* info);
typedef void (*CFSocketCallBack)(CFSocketRef s, CFOptionFlags type, CFDataRef address, const void* data, void* info);
typedef void (*CFFileDescriptorCallBack)(CFFileDescriptorRef f, CFOptionFlags types, void* info);
typedef void (*CFMachPortCallBack)(CFMachPortRef port, void* message, CFIndex size, void* info);
typedef CFDataRef (*CFMessagePortCallBack)(CFMessagePortRef local, int identifier, CFDataRef data, void* info);
typedef void (*CFReadStreamClientCallBack)(CFReadStreamRef stream, CFOptionFlags type, void* info);
typedef void (*CFWriteStreamClientCallBack)(CFWriteStreamRef stream, CFOptionFlags type, void* info);
typedef void (*CFHostClientCallBack)(CFHostRef host, int type, const void* error, void* info);
typedef void (*CFNotificationCallback)(CFNotificationCenterRef center, void* observer, CFStringRef name,
                                       const void* object, CFDictionaryRef information);
typedef void (*FSEventStreamCallback)(FSEventStreamRef stream, void* info, unsigned long count, void* paths,
                                      const unsigned* flags, const unsigned long long* identifiers);

typedef struct {
  CFIndex version;
  void* info;
  void (*schedule)(void* info, CFRunLoopRef loop, CFStringRef mode);
  void (*cancel)(void* info, CFRunLoopRef loop, CFStringRef mode);
  void (*perform)(void* info);
} CFRunLoopSourceContext;

typedef struct {
  CFIndex version;
  void* info;
  void* (*perform)(void* message, CFIndex size, CFAllocatorRef allocator, void* info);
} CFRunLoopSourceContext1;

void CFRunLoopRun(void);
int CFRunLoopRunInMode(CFStringRef mode, CFTimeInterval seconds, Boolean once);
void CFRunLoopPerformBlock(CFRunLoopRef loop, CFTypeRef mode, void (^block)(void));
CFRunLoopTimerRef CFRunLoopTimerCreate(CFAllocatorRef allocator, CFAbsoluteTime first, CFTimeInterval interval,
                                       CFOptionFlags flags, CFIndex order, CFRunLoopTimerCallBack callout,
                                       void* context);
CFRunLoopTimerRef CFRunLoopTimerCreateWithHandler(CFAllocatorRef allocator, CFAbsoluteTime first,
                                                  CFTimeInterval interval, CFOptionFlags flags, CFIndex order,
                                                  void (^block)(CFRunLoopTimerRef));
CFRunLoopObserverRef CFRunLoopObserverCreate(CFAllocatorRef allocator, CFOptionFlags activities, Boolean repeats,
                                             CFIndex order, CFRunLoopObserverCallBack callout, void* context);
CFRunLoopObserverRef CFRunLoopObserverCreateWithHandler(CFAllocatorRef allocator, CFOptionFlags activities,
                                                        Boolean repeats, CFIndex order,
                                                        void (^block)(CFRunLoopObserverRef, unsigned long));
CFSocketRef CFSocketCreate(CFAllocatorRef allocator, int family, int type, int protocol, CFOptionFlags types,
                           CFSocketCallBack callout, const void* context);
CFSocketRef CFSocketCreateWithNative(CFAllocatorRef allocator, int native, CFOptionFlags types,
                                     CFSocketCallBack callout, const void* context);
CFFileDescriptorRef CFFileDescriptorCreate(CFAllocatorRef allocator, int descriptor, Boolean closes,
                                           CFFileDescriptorCallBack callout, const void* context);
CFMachPortRef CFMachPortCreate(CFAllocatorRef allocator, CFMachPortCallBack callout, void* context, Boolean* frees);
CFMachPortRef CFMachPortCreateWithPort(CFAllocatorRef allocator, unsigned port, CFMachPortCallBack callout,
                                       void* context, Boolean* frees);
CFMessagePortRef CFMessagePortCreateLocal(CFAllocatorRef allocator, CFStringRef name, CFMessagePortCallBack callout,
                                          void* context, Boolean* frees);
int CFMessagePortSendRequest(CFMessagePortRef remote, int identifier, CFDataRef data, CFTimeInterval send,
                             CFTimeInterval receive, CFStringRef mode, CFDataRef* reply);
Boolean CFReadStreamOpen(CFReadStreamRef stream);
Boolean CFWriteStreamOpen(CFWriteStreamRef stream);
CFIndex CFReadStreamRead(CFReadStreamRef stream, unsigned char* buffer, CFIndex length);
CFIndex CFWriteStreamWrite(CFWriteStreamRef stream, const unsigned char* buffer, CFIndex length);
Boolean CFReadStreamSetClient(CFReadStreamRef stream, CFOptionFlags events, CFReadStreamClientCallBack callout,
                              void* context);
Boolean CFWriteStreamSetClient(CFWriteStreamRef stream, CFOptionFlags events, CFWriteStreamClientCallBack callout,
                               void* context);
Boolean CFHostSetClient(CFHostRef host, CFHostClientCallBack callout, void* context);
Boolean CFHostStartInfoResolution(CFHostRef host, int info, void* error);
void CFNotificationCenterAddObserver(CFNotificationCenterRef center, const void* observer,
                                     CFNotificationCallback callback, CFStringRef name, const void* object,
                                     CFIndex how);
FSEventStreamRef FSEventStreamCreate(CFAllocatorRef allocator, FSEventStreamCallback callback, void* context,
                                     CFArrayRef paths, unsigned long long since, CFTimeInterval latency,
                                     unsigned flags);
int CFUserNotificationReceiveResponse(CFUserNotificationRef notification, CFTimeInterval timeout, CFOptionFlags* flags);
int CFUserNotificationDisplayAlert(CFTimeInterval timeout, CFOptionFlags flags, CFURLRef icon, CFURLRef sound,
                                   CFURLRef localisation, CFStringRef header, CFStringRef message,
                                   CFStringRef default_button, CFStringRef alternate, CFStringRef other,
                                   CFOptionFlags* response);
Boolean CFURLCreateDataAndPropertiesFromResource(CFAllocatorRef allocator, CFURLRef url, CFDataRef* data,
                                                 CFDictionaryRef* properties, CFArrayRef desired, int* error);
