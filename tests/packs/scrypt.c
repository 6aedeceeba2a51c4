// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/scrypt.json names.
// needs: libscrypt-dev, libscrypt-kdf-dev
// flags: -std=c17
// absent: scrypt_kdf: a macro for crypto_scrypt
// absent: bcrypt_hashpw: libbcrypt, which Debian does not have
// absent: bcrypt_checkpw: libbcrypt, which Debian does not have
#include <libscrypt.h>
#include <scrypt-kdf.h>
