// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.nio.charset.StandardCharsets;
import okhttp3.Headers;

/** A response that a {@link WireServer} returns. */
public final class Reply {
    /** The place at which the server closes the connection. */
    public enum Cut {
        NEVER,
        BEFORE_RESPONSE,
        IN_BODY
    }

    public final int code;
    public final Headers.Builder headers = new Headers.Builder();
    public byte[] body = {};
    public boolean toHead;
    public int chunkSize;
    public Cut cut = Cut.NEVER;

    private Reply(int code) {
        this.code = code;
    }

    /** Returns a response of OSS, with a request id. */
    public static Reply of(int code) {
        return fromProxy(code).addHeader("x-oss-request-id", "5C3D");
    }

    /** Returns a response without request id, as a proxy sends it. */
    public static Reply fromProxy(int code) {
        return new Reply(code);
    }

    public Reply addHeader(String name, String value) {
        headers.addUnsafeNonAscii(name, value);
        return this;
    }

    public Reply setHeader(String name, String value) {
        headers.set(name, value);
        return this;
    }

    public Reply removeHeader(String name) {
        headers.removeAll(name);
        return this;
    }

    public Reply body(String text) {
        body = text.getBytes(StandardCharsets.UTF_8);
        return this;
    }

    public Reply body(byte[] bytes) {
        body = bytes;
        return this;
    }

    /** Sends the length of a body but no body, as in a response to HEAD. */
    public Reply toHead(long length) {
        toHead = true;
        return setHeader("Content-Length", Long.toString(length));
    }

    /** Sends the body in chunks and no Content-Length. */
    public Reply chunked(int size) {
        chunkSize = size;
        return this;
    }

    public Reply cut(Cut place) {
        cut = place;
        return this;
    }
}
