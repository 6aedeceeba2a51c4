// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/alsa.json names.
// needs: libasound2-dev
// flags: -std=c17 -D_GNU_SOURCE
#include <alsa/asoundlib.h>
