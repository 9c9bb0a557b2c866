// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/** A shared library and the Debian package that installs it. */
record NativeLibrary(String file, String debianPackage) {
    static final NativeLibrary LIBLZMA = new NativeLibrary("liblzma.so.5", "liblzma5");
    static final NativeLibrary ISA_L = new NativeLibrary("libisal.so.2", "libisal2");

    boolean isInstalled() {
        try {
            symbols();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /**
     * Returns a handle to a function.
     *
     * @throws IllegalStateException if the library is not installed; the message contains the package
     */
    @SuppressWarnings("restricted")
    MethodHandle function(String name, FunctionDescriptor type) {
        MemorySegment address = symbols()
                .find(name)
                .orElseThrow(() -> new IllegalStateException(
                        file + " has no " + name + "; install Debian's package " + debianPackage));
        return Linker.nativeLinker().downcallHandle(address, type);
    }

    @SuppressWarnings("restricted")
    private SymbolLookup symbols() {
        try {
            return SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(file + " is not installed; install Debian's package " + debianPackage, e);
        }
    }
}
