// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A source of bytes for an upload in parts, other than a file, that can be opened at any position: a {@code content://}
 * URI of Android, a {@code Resource} of Spring, a channel, another storage. Immutable.
 *
 * <pre>{@code
 * UploadSource source = UploadSource.of(uri + " of " + modified, length, offset -> {
 *     FileInputStream stream = resolver.openAssetFileDescriptor(uri, "r").createInputStream();
 *     stream.getChannel().position(offset);
 *     return stream;
 * });
 * bucket.upload("films/cat.mp4", source, UploadOptions.builder().checkpoint(file).build());
 * }</pre>
 */
public final class UploadSource {
    private final String identity;
    private final long length;
    private final Opener opener;

    private UploadSource(String identity, long length, Opener opener) {
        this.identity = identity;
        this.length = length;
        this.opener = opener;
    }

    /** Opens the bytes of a source. Called by several threads in parallel. */
    @FunctionalInterface
    public interface Opener {
        /**
         * Opens a new stream of the bytes from {@code offset} to the end, which is closed after the bytes of one part
         * were read. Do not rely on {@link InputStream#skip}, which may skip fewer bytes. If the last part is followed
         * by more bytes, the upload fails.
         *
         * @param offset 0 to the length of the source
         * @throws IOException if the bytes cannot be opened
         */
        InputStream open(long offset) throws IOException;
    }

    /**
     * Returns a source of bytes.
     *
     * @param identity a name of the bytes, such as a URI with a version or a modification time. A checkpoint is resumed
     *     only for the same identity; parts are then compared by checksum
     * @param length the length in bytes
     * @throws IllegalArgumentException if the identity is empty or the length is negative
     */
    public static UploadSource of(String identity, long length, Opener opener) {
        if (Objects.requireNonNull(identity, "identity").isEmpty()) {
            throw new IllegalArgumentException("identity must not be empty");
        }
        if (length < 0) {
            throw new IllegalArgumentException("length must not be negative, was " + length);
        }
        return new UploadSource(identity, length, Objects.requireNonNull(opener, "opener"));
    }

    /** Returns the name of the bytes. */
    public String identity() {
        return identity;
    }

    /** Returns the length in bytes. */
    public long length() {
        return length;
    }

    /** Returns what opens the bytes. */
    public Opener opener() {
        return opener;
    }

    /** Returns the name of the bytes, escaped. */
    @Override
    public String toString() {
        return PrintableText.escape(identity);
    }
}
