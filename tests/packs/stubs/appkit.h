// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The names of AppKit and UIKit that rules/appkit.json speaks about.
#pragma once

#include "foundation.h"

typedef struct {
  double x, y, width, height;
} CGRect;

@class NSApplication, NSEvent, NSTableView, NSTableColumn, NSWindow, UIApplication, UIEvent, UIScrollView,
    UIStoryboardSegue, UITableView, UITextField, NSIndexPath;

@protocol NSApplicationDelegate <NSObject>
- (void)applicationWillFinishLaunching:(NSNotification*)notification;
- (void)applicationDidFinishLaunching:(NSNotification*)notification;
- (NSUInteger)applicationShouldTerminate:(NSApplication*)sender;
- (void)applicationDidBecomeActive:(NSNotification*)notification;
- (void)applicationWillResignActive:(NSNotification*)notification;
- (BOOL)application:(NSApplication*)sender openFile:(NSString*)name;
- (void)application:(NSApplication*)sender openURLs:(NSArray*)urls;
@end

@protocol UIApplicationDelegate <NSObject>
- (BOOL)application:(UIApplication*)application willFinishLaunchingWithOptions:(NSDictionary*)options;
- (BOOL)application:(UIApplication*)application didFinishLaunchingWithOptions:(NSDictionary*)options;
- (void)applicationDidBecomeActive:(UIApplication*)application;
- (void)applicationWillResignActive:(UIApplication*)application;
- (void)applicationDidEnterBackground:(UIApplication*)application;
- (void)applicationWillEnterForeground:(UIApplication*)application;
@end

@protocol NSWindowDelegate <NSObject>
- (void)windowDidResize:(NSNotification*)notification;
- (BOOL)windowShouldClose:(NSWindow*)sender;
- (void)windowWillClose:(NSNotification*)notification;
@end

@protocol UITableViewDataSource <NSObject>
- (id)tableView:(UITableView*)view cellForRowAtIndexPath:(NSIndexPath*)path;
- (NSInteger)tableView:(UITableView*)view numberOfRowsInSection:(NSInteger)section;
@end

@protocol UIScrollViewDelegate <NSObject>
- (void)scrollViewDidScroll:(UIScrollView*)view;
@end

@protocol UITableViewDelegate <UIScrollViewDelegate>
- (void)tableView:(UITableView*)view didSelectRowAtIndexPath:(NSIndexPath*)path;
@end

@protocol NSTableViewDataSource <NSObject>
- (NSInteger)numberOfRowsInTableView:(NSTableView*)view;
- (id)tableView:(NSTableView*)view objectValueForTableColumn:(NSTableColumn*)column row:(NSInteger)row;
@end

@protocol NSTableViewDelegate <NSObject>
- (void)tableViewSelectionDidChange:(NSNotification*)notification;
@end

@protocol UITextFieldDelegate <NSObject>
- (BOOL)textFieldShouldReturn:(UITextField*)field;
@end

@interface NSObject (Nib)
- (void)awakeFromNib;
@end

@interface UIResponder : NSObject
- (void)touchesBegan:(NSSet*)touches withEvent:(UIEvent*)event;
- (void)touchesMoved:(NSSet*)touches withEvent:(UIEvent*)event;
- (void)touchesEnded:(NSSet*)touches withEvent:(UIEvent*)event;
- (void)touchesCancelled:(NSSet*)touches withEvent:(UIEvent*)event;
@end

@interface NSResponder : NSObject
- (void)mouseDown:(NSEvent*)event;
- (void)mouseUp:(NSEvent*)event;
- (void)mouseDragged:(NSEvent*)event;
- (void)mouseMoved:(NSEvent*)event;
- (void)rightMouseDown:(NSEvent*)event;
- (void)scrollWheel:(NSEvent*)event;
- (void)keyDown:(NSEvent*)event;
- (void)keyUp:(NSEvent*)event;
@end

@interface UIViewController : UIResponder
- (void)loadView;
- (void)viewDidLoad;
- (void)viewWillAppear:(BOOL)animated;
- (void)viewDidAppear:(BOOL)animated;
- (void)viewWillDisappear:(BOOL)animated;
- (void)viewDidDisappear:(BOOL)animated;
- (void)viewWillLayoutSubviews;
- (void)viewDidLayoutSubviews;
- (void)didReceiveMemoryWarning;
- (void)prepareForSegue:(UIStoryboardSegue*)segue sender:(id)sender;
@end

@interface NSViewController : NSResponder
- (void)loadView;
- (void)viewDidLoad;
- (void)viewWillAppear;
- (void)viewDidAppear;
- (void)viewWillDisappear;
- (void)viewDidDisappear;
@end

@interface NSWindowController : NSResponder
- (void)windowDidLoad;
@end

@interface UIView : UIResponder
+ (void)animateWithDuration:(NSTimeInterval)seconds animations:(void (^)(void))animations;
+ (void)animateWithDuration:(NSTimeInterval)seconds
                 animations:(void (^)(void))animations
                 completion:(void (^)(BOOL))completion;
- (void)drawRect:(CGRect)area;
- (void)layoutSubviews;
@end

@interface NSView : NSResponder
- (void)drawRect:(CGRect)area;
- (void)layout;
@end

@interface NSControl : NSView
@property SEL action;
@property(weak) id target;
@end

@interface NSButton : NSControl
+ (instancetype)buttonWithTitle:(NSString*)title target:(id)target action:(SEL)action;
@end

@interface NSMenuItem : NSObject
@property SEL action;
- (instancetype)initWithTitle:(NSString*)title action:(SEL)action keyEquivalent:(NSString*)key;
@end

@interface NSMenu : NSObject
- (NSMenuItem*)addItemWithTitle:(NSString*)title action:(SEL)action keyEquivalent:(NSString*)key;
@end

@interface UIControl : UIView
- (void)addTarget:(id)target action:(SEL)action forControlEvents:(NSUInteger)events;
@end

@interface UIGestureRecognizer : NSObject
- (instancetype)initWithTarget:(id)target action:(SEL)action;
- (void)addTarget:(id)target action:(SEL)action;
@end

@interface NSGestureRecognizer : NSObject
- (instancetype)initWithTarget:(id)target action:(SEL)action;
@end

@interface UIBarButtonItem : NSObject
- (instancetype)initWithTitle:(NSString*)title style:(NSInteger)style target:(id)target action:(SEL)action;
- (instancetype)initWithBarButtonSystemItem:(NSInteger)item target:(id)target action:(SEL)action;
@end

@interface CADisplayLink : NSObject
+ (CADisplayLink*)displayLinkWithTarget:(id)target selector:(SEL)selector;
@end

@interface NSAlert : NSObject
- (NSInteger)runModal;
@end

@interface NSSavePanel : NSObject
- (NSInteger)runModal;
@end

@interface NSApplication : NSResponder
- (NSInteger)runModalForWindow:(NSWindow*)window;
@end
