// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.body;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a small body, which are kept in memory: a million files would take minutes to write. Immutable. */
public final class SmallContent implements BodyContent {
    private final byte[] bytes;

    /** @param bytes not modified later */
    public SmallContent(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Returns the bytes, which must not be modified. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean retain() {
        return true;
    }

    @Override
    public void release() {}

    @Override
    public void copyTo(Receiver receiver, long first, long length) throws IOException {
        receiver.write(ByteBuffer.wrap(bytes, (int) first, (int) length));
    }
}
