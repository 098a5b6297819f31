//go:build (amd64 || arm64) && !duckdb_use_lib

// DuckDB brings the allocator jemalloc for its buffers, while its many small objects (plans, types, vectors) come
// from C++'s operator new, which is libc's. A program may replace that operator: here with the same jemalloc, which
// takes a tenth off a whole run. In C, so that no C++ compiler is needed; hence the mangled names.
#include <stddef.h>

void *duckdb_je_malloc(size_t);
void duckdb_je_free(void *);
void _ZSt17__throw_bad_allocv(void); // std::__throw_bad_alloc()

// What lies free for a second goes back to the system: of the 1.3 GB of a prefecture's run a tenth less.
const char *duckdb_je_malloc_conf_2_conf_harder = "dirty_decay_ms:1000,muzzy_decay_ms:0";

static void *allocate(size_t size) {
	void *p = duckdb_je_malloc(size);
	if (p == NULL)
		_ZSt17__throw_bad_allocv();
	return p;
}

void *_Znwm(size_t size) { return allocate(size); } // operator new(size_t)
void *_Znam(size_t size) { return allocate(size); } // operator new[](size_t)
void *_ZnwmRKSt9nothrow_t(size_t size, const void *nothrow) { return duckdb_je_malloc(size); }
void *_ZnamRKSt9nothrow_t(size_t size, const void *nothrow) { return duckdb_je_malloc(size); }

void _ZdlPv(void *p) { duckdb_je_free(p); } // operator delete(void *)
void _ZdaPv(void *p) { duckdb_je_free(p); } // operator delete[](void *)
