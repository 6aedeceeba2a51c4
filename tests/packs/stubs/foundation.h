// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of Foundation that rules/foundation.json speaks about.
#pragma once

#include <stddef.h>

typedef signed char BOOL;
typedef long NSInteger;
typedef unsigned long NSUInteger;
typedef double NSTimeInterval;

@class NSArray, NSDate, NSError, NSString, NSNotification, NSOperation, NSURL, NSURLRequest, NSThread;

@protocol NSObject
- (id)performSelector:(SEL)selector;
- (id)performSelector:(SEL)selector withObject:(id)object;
- (id)performSelector:(SEL)selector withObject:(id)first withObject:(id)second;
- (BOOL)respondsToSelector:(SEL)selector;
@end

__attribute__((objc_root_class))
@interface NSObject<NSObject>
+ (instancetype)alloc;
+ (instancetype)new;
+ (Class)class;
- (instancetype)init;
- (void)dealloc;
- (id)copy;
@end

@interface NSObject (Later)
- (void)performSelector:(SEL)selector withObject:(id)object afterDelay:(NSTimeInterval)delay;
- (void)performSelector:(SEL)selector withObject:(id)object afterDelay:(NSTimeInterval)delay inModes:(NSArray*)modes;
- (void)performSelectorOnMainThread:(SEL)selector withObject:(id)object waitUntilDone:(BOOL)wait;
- (void)performSelectorOnMainThread:(SEL)selector withObject:(id)object waitUntilDone:(BOOL)wait modes:(NSArray*)modes;
- (void)performSelector:(SEL)selector onThread:(NSThread*)thread withObject:(id)object waitUntilDone:(BOOL)wait;
- (void)performSelector:(SEL)selector
               onThread:(NSThread*)thread
             withObject:(id)object
          waitUntilDone:(BOOL)wait
                  modes:(NSArray*)modes;
- (void)performSelectorInBackground:(SEL)selector withObject:(id)object;
@end

@protocol NSLocking
- (void)lock;
- (void)unlock;
@end

@interface NSLock : NSObject <NSLocking>
- (void)lock;
- (BOOL)lockBeforeDate:(NSDate*)date;
@end

@interface NSRecursiveLock : NSObject <NSLocking>
- (void)lock;
- (BOOL)lockBeforeDate:(NSDate*)date;
@end

@interface NSCondition : NSObject <NSLocking>
- (void)lock;
- (void)wait;
- (BOOL)waitUntilDate:(NSDate*)date;
@end

@interface NSConditionLock : NSObject <NSLocking>
- (void)lock;
- (BOOL)lockBeforeDate:(NSDate*)date;
- (void)lockWhenCondition:(NSInteger)condition;
- (BOOL)lockWhenCondition:(NSInteger)condition beforeDate:(NSDate*)date;
@end

@interface NSThread : NSObject
+ (void)sleepForTimeInterval:(NSTimeInterval)seconds;
+ (void)sleepUntilDate:(NSDate*)date;
+ (BOOL)isMainThread;
- (BOOL)isMainThread;
+ (void)detachNewThreadSelector:(SEL)selector toTarget:(id)target withObject:(id)argument;
+ (void)detachNewThreadWithBlock:(void (^)(void))block;
- (instancetype)initWithTarget:(id)target selector:(SEL)selector object:(id)argument;
- (instancetype)initWithBlock:(void (^)(void))block;
- (void)main;
@end

@interface NSTask : NSObject
+ (NSTask*)launchedTaskWithLaunchPath:(NSString*)path arguments:(NSArray*)arguments;
- (void)launch;
- (BOOL)launchAndReturnError:(NSError**)error;
- (void)waitUntilExit;
@end

@interface NSURLConnection : NSObject
+ (id)sendSynchronousRequest:(NSURLRequest*)request returningResponse:(id*)response error:(NSError**)error;
@end

@interface NSURLSession : NSObject
- (id)dataTaskWithURL:(NSURL*)url completionHandler:(void (^)(id, id, NSError*))handler;
- (id)dataTaskWithRequest:(NSURLRequest*)request completionHandler:(void (^)(id, id, NSError*))handler;
- (id)downloadTaskWithURL:(NSURL*)url completionHandler:(void (^)(NSURL*, id, NSError*))handler;
- (id)downloadTaskWithRequest:(NSURLRequest*)request completionHandler:(void (^)(NSURL*, id, NSError*))handler;
- (id)uploadTaskWithRequest:(NSURLRequest*)request
                   fromData:(id)data
          completionHandler:(void (^)(id, id, NSError*))handler;
- (id)uploadTaskWithRequest:(NSURLRequest*)request
                   fromFile:(NSURL*)file
          completionHandler:(void (^)(id, id, NSError*))handler;
@end

@interface NSData : NSObject
+ (instancetype)dataWithContentsOfFile:(NSString*)path;
+ (instancetype)dataWithContentsOfFile:(NSString*)path options:(NSUInteger)options error:(NSError**)error;
+ (instancetype)dataWithContentsOfURL:(NSURL*)url;
+ (instancetype)dataWithContentsOfURL:(NSURL*)url options:(NSUInteger)options error:(NSError**)error;
- (instancetype)initWithContentsOfFile:(NSString*)path;
- (instancetype)initWithContentsOfFile:(NSString*)path options:(NSUInteger)options error:(NSError**)error;
- (instancetype)initWithContentsOfURL:(NSURL*)url;
- (instancetype)initWithContentsOfURL:(NSURL*)url options:(NSUInteger)options error:(NSError**)error;
- (BOOL)writeToFile:(NSString*)path atomically:(BOOL)atomically;
- (BOOL)writeToFile:(NSString*)path options:(NSUInteger)options error:(NSError**)error;
@end

@interface NSString : NSObject
+ (instancetype)stringWithContentsOfFile:(NSString*)path encoding:(NSUInteger)encoding error:(NSError**)error;
+ (instancetype)stringWithContentsOfFile:(NSString*)path usedEncoding:(NSUInteger*)encoding error:(NSError**)error;
+ (instancetype)stringWithContentsOfURL:(NSURL*)url encoding:(NSUInteger)encoding error:(NSError**)error;
+ (instancetype)stringWithContentsOfURL:(NSURL*)url usedEncoding:(NSUInteger*)encoding error:(NSError**)error;
- (instancetype)initWithContentsOfFile:(NSString*)path encoding:(NSUInteger)encoding error:(NSError**)error;
- (instancetype)initWithContentsOfFile:(NSString*)path usedEncoding:(NSUInteger*)encoding error:(NSError**)error;
- (instancetype)initWithContentsOfURL:(NSURL*)url encoding:(NSUInteger)encoding error:(NSError**)error;
- (instancetype)initWithContentsOfURL:(NSURL*)url usedEncoding:(NSUInteger*)encoding error:(NSError**)error;
- (BOOL)writeToFile:(NSString*)path atomically:(BOOL)atomically encoding:(NSUInteger)encoding error:(NSError**)error;
@end

@interface NSArray : NSObject
+ (instancetype)arrayWithObject:(id)object;
+ (instancetype)arrayWithObjects:(id)first, ...;
+ (NSArray*)arrayWithContentsOfFile:(NSString*)path;
+ (NSArray*)arrayWithContentsOfURL:(NSURL*)url;
+ (NSArray*)arrayWithContentsOfURL:(NSURL*)url error:(NSError**)error;
- (BOOL)writeToFile:(NSString*)path atomically:(BOOL)atomically;
- (void)makeObjectsPerformSelector:(SEL)selector;
- (void)makeObjectsPerformSelector:(SEL)selector withObject:(id)argument;
@end

@interface NSMutableArray : NSArray
- (void)addObject:(id)object;
- (void)insertObject:(id)object atIndex:(NSUInteger)index;
- (void)setObject:(id)object atIndexedSubscript:(NSUInteger)index;
- (void)replaceObjectAtIndex:(NSUInteger)index withObject:(id)object;
@end

@interface NSSet : NSObject
+ (instancetype)setWithObject:(id)object;
- (void)makeObjectsPerformSelector:(SEL)selector;
- (void)makeObjectsPerformSelector:(SEL)selector withObject:(id)argument;
@end

@interface NSMutableSet : NSSet
- (void)addObject:(id)object;
@end

@interface NSDictionary : NSObject
+ (NSDictionary*)dictionaryWithContentsOfFile:(NSString*)path;
+ (NSDictionary*)dictionaryWithContentsOfURL:(NSURL*)url;
+ (NSDictionary*)dictionaryWithContentsOfURL:(NSURL*)url error:(NSError**)error;
- (BOOL)writeToFile:(NSString*)path atomically:(BOOL)atomically;
@end

@interface NSMutableDictionary : NSDictionary
- (void)setObject:(id)object forKey:(id)key;
- (void)setObject:(id)object forKeyedSubscript:(id)key;
@end

@interface NSMapTable : NSObject
- (void)setObject:(id)object forKey:(id)key;
@end

@interface NSFileManager : NSObject
- (NSData*)contentsAtPath:(NSString*)path;
- (BOOL)createFileAtPath:(NSString*)path contents:(NSData*)data attributes:(NSDictionary*)attributes;
- (BOOL)copyItemAtPath:(NSString*)from toPath:(NSString*)to error:(NSError**)error;
- (BOOL)copyItemAtURL:(NSURL*)from toURL:(NSURL*)to error:(NSError**)error;
- (BOOL)moveItemAtPath:(NSString*)from toPath:(NSString*)to error:(NSError**)error;
- (BOOL)moveItemAtURL:(NSURL*)from toURL:(NSURL*)to error:(NSError**)error;
- (BOOL)removeItemAtPath:(NSString*)path error:(NSError**)error;
- (BOOL)removeItemAtURL:(NSURL*)url error:(NSError**)error;
- (BOOL)createDirectoryAtPath:(NSString*)path
    withIntermediateDirectories:(BOOL)all
                     attributes:(NSDictionary*)attributes
                          error:(NSError**)error;
- (BOOL)createDirectoryAtURL:(NSURL*)url
    withIntermediateDirectories:(BOOL)all
                     attributes:(NSDictionary*)attributes
                          error:(NSError**)error;
- (NSArray*)contentsOfDirectoryAtPath:(NSString*)path error:(NSError**)error;
- (NSArray*)subpathsOfDirectoryAtPath:(NSString*)path error:(NSError**)error;
- (NSDictionary*)attributesOfItemAtPath:(NSString*)path error:(NSError**)error;
- (NSDictionary*)attributesOfFileSystemForPath:(NSString*)path error:(NSError**)error;
@end

@interface NSFileHandle : NSObject
@property(readonly) NSData* availableData;
- (NSData*)readDataToEndOfFile;
- (NSData*)readDataToEndOfFileAndReturnError:(NSError**)error;
- (NSData*)readDataOfLength:(NSUInteger)length;
- (NSData*)readDataUpToLength:(NSUInteger)length error:(NSError**)error;
- (void)writeData:(NSData*)data;
- (BOOL)writeData:(NSData*)data error:(NSError**)error;
- (void)synchronizeFile;
- (BOOL)synchronizeAndReturnError:(NSError**)error;
@end

@interface NSHost : NSObject
+ (instancetype)hostWithName:(NSString*)name;
+ (instancetype)hostWithAddress:(NSString*)address;
@end

@interface NSRunLoop : NSObject
- (void)run;
- (void)runUntilDate:(NSDate*)date;
- (BOOL)runMode:(NSString*)mode beforeDate:(NSDate*)date;
- (void)performBlock:(void (^)(void))block;
- (void)performSelector:(SEL)selector
                 target:(id)target
               argument:(id)argument
                  order:(NSUInteger)order
                  modes:(NSArray*)modes;
@end

@interface NSTimer : NSObject
+ (NSTimer*)timerWithTimeInterval:(NSTimeInterval)seconds
                           target:(id)target
                         selector:(SEL)selector
                         userInfo:(id)information
                          repeats:(BOOL)repeats;
+ (NSTimer*)scheduledTimerWithTimeInterval:(NSTimeInterval)seconds
                                    target:(id)target
                                  selector:(SEL)selector
                                  userInfo:(id)information
                                   repeats:(BOOL)repeats;
+ (NSTimer*)timerWithTimeInterval:(NSTimeInterval)seconds repeats:(BOOL)repeats block:(void (^)(NSTimer*))block;
+ (NSTimer*)scheduledTimerWithTimeInterval:(NSTimeInterval)seconds
                                   repeats:(BOOL)repeats
                                     block:(void (^)(NSTimer*))block;
- (instancetype)initWithFireDate:(NSDate*)date
                        interval:(NSTimeInterval)seconds
                          target:(id)target
                        selector:(SEL)selector
                        userInfo:(id)information
                         repeats:(BOOL)repeats;
- (instancetype)initWithFireDate:(NSDate*)date
                        interval:(NSTimeInterval)seconds
                         repeats:(BOOL)repeats
                           block:(void (^)(NSTimer*))block;
@end

@interface NSOperation : NSObject
- (void)main;
- (void)start;
- (void)waitUntilFinished;
@end

@interface NSBlockOperation : NSOperation
+ (instancetype)blockOperationWithBlock:(void (^)(void))block;
- (void)addExecutionBlock:(void (^)(void))block;
@end

@interface NSInvocationOperation : NSOperation
- (instancetype)initWithTarget:(id)target selector:(SEL)selector object:(id)argument;
@end

@interface NSOperationQueue : NSObject
+ (NSOperationQueue*)mainQueue;
- (void)addOperationWithBlock:(void (^)(void))block;
- (void)addBarrierBlock:(void (^)(void))block;
- (void)addOperations:(NSArray*)operations waitUntilFinished:(BOOL)wait;
- (void)waitUntilAllOperationsAreFinished;
@end

@interface NSNotificationCenter : NSObject
- (void)addObserver:(id)observer selector:(SEL)selector name:(NSString*)name object:(id)object;
- (id)addObserverForName:(NSString*)name
                  object:(id)object
                   queue:(NSOperationQueue*)queue
              usingBlock:(void (^)(NSNotification*))block;
@end

int objc_sync_enter(id object);
