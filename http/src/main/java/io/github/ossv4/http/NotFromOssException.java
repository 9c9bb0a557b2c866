// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import java.io.IOException;
import okhttp3.Response;

/** A response that reports success but was not sent by OSS: a retry would reach the same proxy or captive portal. */
final class NotFromOssException extends IOException {
    private static final long serialVersionUID = 1;

    private static final int BAD_REQUEST = 400;

    private NotFromOssException(Operation operation, Response response, String missing) {
        super(operation + ": the response is not from OSS (no " + missing + "): a proxy or captive portal answered "
                + response.code() + contentType(response));
    }

    private static String contentType(Response response) {
        String type = response.header("Content-Type");
        return type == null ? "" : " " + Redaction.of(response.request(), type);
    }

    /**
     * Checks that a response below 400 has the request id that OSS puts on each of its own. Refusals need none: a proxy may
     * well refuse.
     */
    static void throwUnlessFromOss(Operation operation, Response response) throws NotFromOssException {
        String id = response.header("x-oss-request-id");
        if (response.code() < BAD_REQUEST && (id == null || id.isEmpty())) {
            throw new NotFromOssException(operation, response, "x-oss-request-id");
        }
    }

    /** Checks that a response about an object has the ETag or the CRC64 that OSS puts on each of its own. */
    static void throwUnlessOfObject(Operation operation, Response response) throws NotFromOssException {
        ResponseFacts facts = new ResponseFacts(response);
        String etag = facts.etag();
        if (facts.crc64() == null && (etag == null || etag.isEmpty())) {
            throw new NotFromOssException(operation, response, "ETag and no x-oss-hash-crc64ecma");
        }
    }
}
