// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import org.jspecify.annotations.Nullable;

/** The calls that are emulated, by OSS's names. */
enum Call {
    PUT_OBJECT,
    COPY_OBJECT,
    APPEND_OBJECT,
    GET_OBJECT,
    HEAD_OBJECT,
    GET_OBJECT_META,
    DELETE_OBJECT;

    /** The parameter that makes HEAD a GetObjectMeta. */
    static final String OBJECT_META = "objectMeta";

    /** The call that a request to an object is; null if it is none of these. */
    static @Nullable Call of(ReceivedRequest request) {
        return switch (request.method()) {
            case "PUT" -> request.header(CopySource.HEADER) == null ? PUT_OBJECT : COPY_OBJECT;
            case "POST" -> request.query().containsKey(AppendObject.APPEND) ? APPEND_OBJECT : null;
            case "GET" -> GET_OBJECT;
            case "HEAD" -> request.query().containsKey(OBJECT_META) ? GET_OBJECT_META : HEAD_OBJECT;
            case "DELETE" -> DELETE_OBJECT;
            default -> null;
        };
    }
}
