#include "flatten.h"

#include <setjmp.h>
#include <stdlib.h>
#include <time.h>

#include "tree_sitter.h"

/* block stands before each piece of memory that tree-sitter holds. */
typedef struct block {
  struct block *before, *after;
  struct job *owner;
  size_t size;
} block;

/* job is one parse, with what decides that it has to stop.
 *
 * The parser asks its progress callback only between two operations, and one
 * operation can copy its whole stack a hundred thousand times. So the limits are
 * held in the allocator too: it leaves by a long jump, over frames of
 * tree-sitter alone, and everything that the parse had allocated is freed. */
typedef struct job {
  const void *language;
  const char *bytes;
  uint32_t length;
  hb_limits limits;
  int64_t deadline;
  const uint32_t *cancelled;
  hb_result result;
  block held; /* head of the ring of what tree-sitter holds */
  uint64_t bytes_held;
  uint32_t allocations;
  jmp_buf leave;
} job;

static _Thread_local job *current;

/* now counts what this thread has computed, so that a busy machine parses no less. */
static int64_t now(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static bool stopped(job *j) {
  if (j->result.status != HB_OK) return true;
  if (__atomic_load_n(j->cancelled, __ATOMIC_RELAXED) != 0) {
    j->result.status = HB_CANCELLED;
  } else if (now() > j->deadline) {
    j->result.status = HB_TIME;
  }
  return j->result.status != HB_OK;
}

static void give_up(job *j, int status) {
  if (j->result.status == HB_OK) j->result.status = status;
  longjmp(j->leave, 1);
}

/* account adds size bytes to what the current job holds, or gives the job up. */
static void account(size_t size) {
  job *j = current;
  if (j == NULL) return;
  if (j->bytes_held + size > j->limits.memory) give_up(j, HB_MEMORY);
  if (++j->allocations % 256 == 0 && stopped(j)) give_up(j, j->result.status);
}

static void *enter_ring(block *b, size_t size) {
  job *j = current;
  if (b == NULL) {
    if (j != NULL) give_up(j, HB_MEMORY);
    abort(); /* as tree-sitter does itself; only outside of a parse */
  }
  b->owner = j;
  b->size = size;
  if (j != NULL) {
    b->before = &j->held;
    b->after = j->held.after;
    b->after->before = b;
    j->held.after = b;
    j->bytes_held += size;
    if (j->bytes_held > j->result.peak) j->result.peak = j->bytes_held;
  }
  return b + 1;
}

static void leave_ring(block *b) {
  if (b->owner == NULL) return;
  b->before->after = b->after;
  b->after->before = b->before;
  b->owner->bytes_held -= b->size;
}

static void *hb_malloc(size_t size) {
  account(size);
  return enter_ring(malloc(sizeof(block) + size), size);
}

static void *hb_calloc(size_t count, size_t size) {
  if (size != 0 && count > SIZE_MAX / 2 / size) count = SIZE_MAX / 2 / size;
  account(count * size);
  return enter_ring(calloc(1, sizeof(block) + count * size), count * size);
}

static void hb_free(void *p) {
  if (p == NULL) return;
  block *b = (block *)p - 1;
  leave_ring(b);
  free(b);
}

static void *hb_realloc(void *p, size_t size) {
  if (p == NULL) return hb_malloc(size);
  account(size);
  block *b = (block *)p - 1;
  leave_ring(b);
  block *moved = realloc(b, sizeof(block) + size);
  if (moved == NULL) { /* the old piece is still there: let the job free it */
    enter_ring(b, b->size);
    if (current != NULL) give_up(current, HB_MEMORY);
  }
  return enter_ring(moved, size);
}

void hb_watch_memory(void) { ts_set_allocator(hb_malloc, hb_calloc, hb_realloc, hb_free); }

static void free_held(job *j) {
  for (block *b = j->held.after; b != &j->held;) {
    block *after = b->after;
    free(b);
    b = after;
  }
}

static bool on_progress(TSParseState *state) { return stopped(state->payload); }

static const char *read_text(void *payload, uint32_t at, TSPoint position, uint32_t *length) {
  const job *j = payload;
  (void)position;
  if (at >= j->length) {
    *length = 0;
    return "";
  }
  *length = j->length - at;
  return j->bytes + at;
}

/* grow makes room for one more node, and says whether there is room. */
static bool grow(job *j, uint32_t *room) {
  hb_result *r = &j->result;
  if (r->count < *room) return true;
  if (r->count >= j->limits.nodes) {
    r->status = HB_NODES;
    return false;
  }
  if (stopped(j)) return false;
  uint32_t more = *room == 0 ? 1024 : *room * 2;
  if (more > j->limits.nodes) more = j->limits.nodes;
  hb_node *nodes = realloc(r->nodes, (size_t)more * sizeof(hb_node));
  if (nodes == NULL) {
    r->status = HB_MEMORY;
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
static void flatten(job *j, const TSTree *tree) {
  hb_result *r = &j->result;
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  uint32_t room = 0, parent = HB_NONE, before = HB_NONE;
  for (bool more = true; more;) {
    if (!grow(j, &room)) break;
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

static void parse(job *j) {
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, j->language)) {
    ts_parser_delete(parser);
    j->result.status = HB_LANGUAGE;
    return;
  }
  TSInput input = {.payload = j, .read = read_text, .encoding = TSInputEncodingUTF8};
  TSParseOptions options = {.payload = j, .progress_callback = on_progress};
  TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
  if (tree != NULL) {
    flatten(j, tree);
    ts_tree_delete(tree);
  } else if (j->result.status == HB_OK) {
    j->result.status = HB_MEMORY;
  }
  /* A stopped parser keeps its half-done stacks: reset before it goes. */
  ts_parser_reset(parser);
  ts_parser_delete(parser);
}

/* guarded is a function of its own so that the job is no variable of the one
 * that a long jump comes back to. */
static void guarded(job *j) {
  current = j;
  if (setjmp(j->leave) == 0) parse(j);
  current = NULL;
  free_held(j);
}

hb_result hb_parse(const void *language, const char *bytes, uint32_t length, hb_limits limits,
                   const uint32_t *cancelled) {
  job j = {.language = language,
           .bytes = bytes,
           .length = length,
           .limits = limits,
           .deadline = now() + limits.nanoseconds,
           .cancelled = cancelled};
  j.held.before = j.held.after = &j.held;
  guarded(&j);
  if (j.result.status != HB_OK) {
    free(j.result.nodes);
    j.result.nodes = NULL;
    j.result.count = 0;
  }
  return j.result;
}
