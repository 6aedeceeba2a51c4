// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
// The headers whose functions rules/libxml2.json names.
// needs: libxml2-dev
// flags: pkg:libxml-2.0 -std=c17
#include <libxml/HTMLparser.h>
#include <libxml/HTMLtree.h>
#include <libxml/catalog.h>
#include <libxml/nanohttp.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/relaxng.h>
#include <libxml/xinclude.h>
#include <libxml/xmlreader.h>
#include <libxml/xmlsave.h>
#include <libxml/xmlschemas.h>
#include <libxml/xmlwriter.h>
