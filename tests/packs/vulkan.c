// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/vulkan.json names.
// needs: libvulkan-dev
// flags: -std=c17
#include <vulkan/vulkan.h>
