// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.file;

import io.github.ossv4.http.Body;
import java.io.IOException;
import java.io.InputStream;
import okio.BufferedSink;
import okio.Okio;
import okio.Source;

/** A body whose stream is opened for each attempt. */
public final class OpenedBody extends Body implements ExactBody {
    private final long length;
    private final Body.Opener opener;
    private final boolean mustEnd;

    /** @param mustEnd whether the stream must end after {@code length} bytes */
    private OpenedBody(long length, Body.Opener opener, boolean mustEnd) {
        this.length = length;
        this.opener = opener;
        this.mustEnd = mustEnd;
    }

    /** Returns a body of an opened stream, which must end after {@code length} bytes. */
    public static OpenedBody ofAll(long length, Body.Opener opener) {
        return new OpenedBody(length, opener, true);
    }

    /** Returns a body of the next bytes of an opened stream; the rest is not read. */
    static OpenedBody ofStart(long length, Body.Opener opener) {
        return new OpenedBody(length, opener, false);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public boolean isReplayable() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink, long length) throws IOException {
        InputStream opened = opener.open();
        if (opened == null) {
            throw new IOException("the opener of a body returned null");
        }
        try (Source source = Okio.source(opened)) {
            ExactCopy.copy(source, sink, length, "the opened stream", mustEnd);
        }
    }

    @Override
    public String toString() {
        return "opener of " + length + " bytes";
    }
}
