// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The shape of libco and libaco, as far as the pack names them.
#pragma once

#include <cstddef>

struct stCoRoutine_t;
struct stCoRoutineAttr_t;
struct stCoEpoll_t;
int co_create(stCoRoutine_t** coroutine, const stCoRoutineAttr_t* attributes, void* (*routine)(void*), void* argument);
void co_eventloop(stCoEpoll_t* poll, int (*function)(void*), void* argument);

struct aco_t;
struct aco_share_stack_t;
aco_t* aco_create(aco_t* main, aco_share_stack_t* stack, std::size_t saved, void (*function)(), void* argument);
