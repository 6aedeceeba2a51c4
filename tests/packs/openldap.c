// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
//
// The header of OpenLDAP, for the names of its pack.
//
// needs: libldap-dev
#define LDAP_DEPRECATED 1
#include <ldap.h>
