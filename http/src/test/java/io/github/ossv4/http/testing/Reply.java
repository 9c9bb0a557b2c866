// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.testing;

import java.nio.charset.StandardCharsets;
import okhttp3.Headers;

/** What a {@link WireServer} is to answer next. */
public final class Reply {
    /** Where the connection is cut, if it is. */
    public enum Cut {
        NEVER,
        BEFORE_THE_ANSWER,
        IN_THE_BODY
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

    /** A response of OSS, which has a request id. */
    public static Reply of(int code) {
        return ofProxy(code).addHeader("x-oss-request-id", "5C3D");
    }

    /** A response of somebody else. */
    public static Reply ofProxy(int code) {
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

    /** Sends no body, but the length of one, as a HEAD is answered. */
    public Reply toHead(long length) {
        toHead = true;
        return setHeader("Content-Length", Long.toString(length));
    }

    /** Sends the body in chunks, without a length. */
    public Reply chunked(int size) {
        chunkSize = size;
        return this;
    }

    public Reply cut(Cut where) {
        cut = where;
        return this;
    }
}
