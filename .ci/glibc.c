// What newer compilers ask of the C library and the older one (see glibc.go) has not, said with what it has.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <link.h>
#include <stdint.h>
#include <sys/random.h>
#include <sys/stat.h>

// More threads than one are assumed: slower by nothing that can be measured, and right.
char __libc_single_threaded = 0;

// The seed of random numbers that are no secrets.
uint32_t arc4random(void)
{
    uint32_t n = 0;
    (void)!getrandom(&n, sizeof n, 0);
    return n;
}

extern int __fxstat64(int version, int fd, struct stat64 *s);

int fstat64(int fd, struct stat64 *s) { return __fxstat64(0, fd, s); }

// Where an exception is thrown: the part of the program that holds an address, and its table of frames.
static int holds(struct dl_phdr_info *info, size_t size, void *data)
{
    struct dl_find_object *found = data;
    ElfW(Addr) address = (ElfW(Addr))found->dlfo_map_start;
    const ElfW(Phdr) *load = 0, *frames = 0;
    (void)size;
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *part = &info->dlpi_phdr[i];
        ElfW(Addr) start = info->dlpi_addr + part->p_vaddr;
        if (part->p_type == PT_LOAD && start <= address && address < start + part->p_memsz)
            load = part;
        if (part->p_type == PT_GNU_EH_FRAME)
            frames = part;
    }
    if (!load || !frames)
        return 0;
    found->dlfo_map_start = (void *)(info->dlpi_addr + load->p_vaddr);
    found->dlfo_map_end = (char *)found->dlfo_map_start + load->p_memsz;
    found->dlfo_eh_frame = (void *)(info->dlpi_addr + frames->p_vaddr);
    return 1;
}

int _dl_find_object(void *address, struct dl_find_object *found)
{
    *found = (struct dl_find_object){.dlfo_map_start = address};
    return dl_iterate_phdr(holds, found) ? 0 : -1;
}

// The older library does not call what is to run before main: programs did so themselves. Linked with
// --wrap=__libc_start_main.
typedef void function(int, char **, char **);
extern function *__init_array_start[], *__init_array_end[];
extern void _init(void);
extern int __real___libc_start_main(int (*)(int, char **, char **), int, char **, function *, void (*)(void),
                                    void (*)(void), void *);

static void before(int argc, char **argv, char **environment)
{
    _init();
    for (function **f = __init_array_start; f < __init_array_end; f++)
        (*f)(argc, argv, environment);
}

int __wrap___libc_start_main(int (*program)(int, char **, char **), int argc, char **argv, function *init,
                             void (*fini)(void), void (*loader)(void), void *stack)
{
    (void)init, (void)fini;
    return __real___libc_start_main(program, argc, argv, before, 0, loader, stack);
}
