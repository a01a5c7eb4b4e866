#include "flatten.h"

#include <stdlib.h>
#include <time.h>

#include "tree_sitter.h"

/* watch is what decides that a parse has to stop. */
typedef struct {
  int64_t deadline;
  const uint32_t *cancelled;
  int status;
} watch;

typedef struct {
  const char *bytes;
  uint32_t length;
} text;

static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool stopped(watch *w) {
  if (w->status != HB_OK) return true;
  if (__atomic_load_n(w->cancelled, __ATOMIC_RELAXED) != 0) {
    w->status = HB_CANCELLED;
  } else if (now() > w->deadline) {
    w->status = HB_TIME;
  }
  return w->status != HB_OK;
}

static bool on_progress(TSParseState *state) { return stopped(state->payload); }

static const char *read_text(void *payload, uint32_t at, TSPoint position, uint32_t *length) {
  const text *t = payload;
  (void)position;
  if (at >= t->length) {
    *length = 0;
    return "";
  }
  *length = t->length - at;
  return t->bytes + at;
}

/* grow makes room for one more node, and says whether there is room. */
static bool grow(hb_result *r, uint32_t *room, uint32_t max_nodes, watch *w) {
  if (r->count < *room) return true;
  if (r->count >= max_nodes) {
    w->status = HB_NODES;
    return false;
  }
  if (stopped(w)) return false;
  uint32_t more = *room == 0 ? 1024 : *room * 2;
  if (more > max_nodes) more = max_nodes;
  hb_node *nodes = realloc(r->nodes, (size_t)more * sizeof(hb_node));
  if (nodes == NULL) {
    w->status = HB_MEMORY;
    return false;
  }
  r->nodes = nodes;
  *room = more;
  return true;
}

static hb_node copy(const TSTreeCursor *cursor) {
  TSNode n = ts_tree_cursor_current_node(cursor);
  hb_node out = {.start = ts_node_start_byte(n),
                 .end = ts_node_end_byte(n),
                 .next = HB_NONE,
                 .first = HB_NONE,
                 .kind = ts_node_symbol(n),
                 .field = ts_tree_cursor_current_field_id(cursor)};
  if (ts_node_is_named(n)) out.flags |= HB_NAMED;
  if (ts_node_is_error(n)) out.flags |= HB_ERROR;
  if (ts_node_is_missing(n)) out.flags |= HB_MISSING;
  if (ts_node_is_extra(n)) out.flags |= HB_EXTRA;
  return out;
}

/* flatten walks without recursion: source may be nested a million deep. */
static void flatten(const TSTree *tree, hb_result *r, uint32_t max_nodes, watch *w) {
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  uint32_t room = 0, parent = HB_NONE, before = HB_NONE;
  for (bool more = true; more;) {
    if (!grow(r, &room, max_nodes, w)) break;
    uint32_t at = r->count++;
    r->nodes[at] = copy(&cursor);
    r->nodes[at].parent = parent;
    if (before != HB_NONE) {
      r->nodes[before].next = at;
    } else if (parent != HB_NONE) {
      r->nodes[parent].first = at;
    }
    if (ts_tree_cursor_goto_first_child(&cursor)) {
      parent = at;
      before = HB_NONE;
      continue;
    }
    while (!ts_tree_cursor_goto_next_sibling(&cursor)) {
      if (!ts_tree_cursor_goto_parent(&cursor)) {
        more = false;
        break;
      }
      at = parent;
      parent = r->nodes[at].parent;
    }
    before = at;
  }
  ts_tree_cursor_delete(&cursor);
}

hb_result hb_parse(const void *language, const char *bytes, uint32_t length, int64_t nanoseconds,
                   uint32_t max_nodes, const uint32_t *cancelled) {
  hb_result r = {0};
  watch w = {.deadline = now() + nanoseconds, .cancelled = cancelled};
  text t = {.bytes = bytes, .length = length};
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, language)) {
    ts_parser_delete(parser);
    r.status = HB_LANGUAGE;
    return r;
  }
  TSInput input = {.payload = &t, .read = read_text, .encoding = TSInputEncodingUTF8};
  TSParseOptions options = {.payload = &w, .progress_callback = on_progress};
  TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
  if (tree != NULL) {
    flatten(tree, &r, max_nodes, &w);
    ts_tree_delete(tree);
  } else if (w.status == HB_OK) {
    w.status = HB_MEMORY;
  }
  /* A stopped parser keeps its half-done stacks: reset before it goes. */
  ts_parser_reset(parser);
  ts_parser_delete(parser);
  r.status = w.status;
  if (r.status != HB_OK) {
    free(r.nodes);
    r.nodes = NULL;
    r.count = 0;
  }
  return r;
}

void hb_use_c_memory(void) { ts_set_allocator(NULL, NULL, NULL, NULL); }
