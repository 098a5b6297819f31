// bcryptprimitives.dll for the tests under Wine 8, which lacks two things that a program built by Go needs. It is no
// part of a release: the program that is tested is the released one, byte for byte.
#include <windows.h>
#include <string.h>

BOOLEAN NTAPI SystemFunction036(PVOID, ULONG);

// The random numbers of Windows 10.
__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE to, SIZE_T length) { return SystemFunction036(to, (ULONG)length); }

typedef LONG(NTAPI *set)(HANDLE, PVOID, PVOID, ULONG, ULONG);
static set original;

// To delete an open file as Windows 10 does. Wine says "not implemented" where an older Windows says "no such class",
// upon which Go takes the older way.
static LONG NTAPI set_information(HANDLE file, PVOID status, PVOID data, ULONG length, ULONG class)
{
    return class == 64 ? (LONG)0xC0000003 : original(file, status, data, length, class);
}

BOOL WINAPI DllMain(HINSTANCE self, DWORD reason, LPVOID reserved)
{
    static const BYTE jump[] = {0x48, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xe0}; // mov rax, …; jmp rax
    BYTE *system = (BYTE *)GetProcAddress(GetModuleHandleA("ntdll.dll"), "NtSetInformationFile");
    void *own = (void *)set_information;
    DWORD before;
    (void)self, (void)reserved;
    if (reason != DLL_PROCESS_ATTACH || !system || original)
        return TRUE;
    BYTE *copy = VirtualAlloc(0, 64, MEM_COMMIT | MEM_RESERVE, PAGE_EXECUTE_READWRITE);
    memcpy(copy, system, 32); // a system call: it does not matter where it stands
    original = (set)copy;
    VirtualProtect(system, 32, PAGE_EXECUTE_READWRITE, &before);
    memcpy(system, jump, sizeof jump);
    memcpy(system + 2, &own, sizeof own);
    VirtualProtect(system, 32, before, &before);
    return TRUE;
}
