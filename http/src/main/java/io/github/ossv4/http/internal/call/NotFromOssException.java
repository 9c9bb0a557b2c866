// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import java.io.IOException;

/** Thrown if a response reports success but is not from OSS: a retry would reach the same proxy or captive portal. */
public final class NotFromOssException extends IOException {
    private static final int MAX_TYPE = 50;
    private static final long serialVersionUID = 1;

    private static final int BAD_REQUEST = 400;

    private NotFromOssException(Operation operation, OssResponse response, String missing) {
        super(operation + ": the response is not from OSS (no " + missing + "): a proxy or captive portal returned "
                + response.status() + contentType(response) + ResponseDocument.redirect(response));
    }

    private static String contentType(OssResponse response) {
        String type = response.header("Content-Type");
        return type == null ? "" : " " + ResponseDocument.shortened(response.redact(type), MAX_TYPE);
    }

    /**
     * Checks that a response below 400 has the request id that OSS adds to each of its responses. An error of a proxy
     * needs none.
     */
    static void throwUnlessFromOss(Operation operation, OssResponse response) throws NotFromOssException {
        String id = response.header("x-oss-request-id");
        if (response.status() < BAD_REQUEST && (id == null || id.isEmpty())) {
            throw new NotFromOssException(operation, response, "x-oss-request-id");
        }
    }

    /** Checks that a response about an object has an ETag or a CRC64, as each response of OSS has. */
    public static void throwUnlessOfObject(Operation operation, OssResponse response) throws NotFromOssException {
        if (response.crc64() == null) {
            String etag = response.etag();
            if (etag == null || etag.isEmpty()) {
                throw new NotFromOssException(operation, response, "ETag and no x-oss-hash-crc64ecma");
            }
        }
    }
}
