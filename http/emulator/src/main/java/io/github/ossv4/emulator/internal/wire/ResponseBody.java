// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import java.io.IOException;
import java.util.List;

/** The body of a response. Immutable. */
sealed interface ResponseBody permits ResponseFile, ResponsePieces {
    /** Returns the number of bytes. */
    long length();

    /** Returns the first {@code most} bytes. */
    ResponseBody truncate(long most);

    /** Returns this body with a flipped bit in the byte at {@code position}, or in the last one. */
    ResponseBody flipBit(long position);

    /** Returns the messages that Netty writes. They are reference-counted: call this once. */
    List<Object> messages();

    /** Closes the file of a body that is not sent. */
    default void discard() throws IOException {}
}
