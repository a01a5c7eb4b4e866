#ifndef HOSTBOUND_FLATTEN_H
#define HOSTBOUND_FLATTEN_H

#include <stdint.h>

/* HB_NONE stands where there is no parent, sibling or child. */
#define HB_NONE UINT32_MAX

enum { HB_NAMED = 1, HB_ERROR = 2, HB_MISSING = 4, HB_EXTRA = 8 };

/* One node of the tree; the indexes point into the same array. The Go type Node
 * has the same layout. */
typedef struct {
  uint32_t start, end;
  uint32_t parent, next, first;
  uint16_t kind, field;
  uint32_t flags;
} hb_node;

enum { HB_OK = 0, HB_TIME = 1, HB_CANCELLED = 2, HB_NODES = 3, HB_MEMORY = 4, HB_LANGUAGE = 5 };

typedef struct {
  hb_node *nodes; /* to be freed by the caller; NULL unless status is HB_OK */
  uint32_t count;
  int status;
  uint64_t peak; /* bytes that the parser held at its fullest */
} hb_result;

typedef struct {
  int64_t nanoseconds;
  uint64_t memory;
  uint32_t nodes;
} hb_limits;

/* hb_parse parses text and copies the tree, in preorder. It stops at a limit, or
 * when *cancelled becomes other than 0. */
hb_result hb_parse(const void *language, const char *text, uint32_t length, hb_limits limits,
                   const uint32_t *cancelled);

/* hb_watch_memory makes tree-sitter allocate through flatten.c. It is to be called
 * before the first parse, and once. */
void hb_watch_memory(void);

#endif
