// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/botan.json names.
// needs: libbotan-2-dev
// flags: pkg:botan-2 -std=c++17
#include <botan/argon2.h>
#include <botan/auto_rng.h>
#include <botan/bcrypt.h>
#include <botan/bcrypt_pbkdf.h>
#include <botan/numthry.h>
#include <botan/passhash9.h>
#include <botan/pbkdf.h>
#include <botan/pk_algs.h>
#include <botan/pwdhash.h>
#include <botan/rsa.h>
#include <botan/scrypt.h>
