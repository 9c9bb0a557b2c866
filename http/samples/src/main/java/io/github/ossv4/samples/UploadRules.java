// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.samples;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackBody;
import io.github.ossv4.callback.CallbackToken;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVariable;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The rules for uploads of visitors: sizes, types, keys, and the callback of each upload. */
record UploadRules(String bucket, String callbackUrl, CallbackTokens tokens) {
    /** The largest file of a form, 20 MiB. The page sends larger ones in parts. */
    static final long MAX_FORM_SIZE = 20 << 20;

    /** The largest file, 5 GiB. */
    static final long MAX_SIZE = 5L << 30;

    static final List<String> TYPES = List.of(
            "image/jpeg",
            "image/png",
            "image/gif",
            "image/webp",
            "video/mp4",
            "video/webm",
            "text/plain",
            "application/pdf");

    /** The validity of forms, URLs and callback tokens. */
    static final Duration VALIDITY = Duration.ofMinutes(10);

    /** The callback variable that has the token. */
    static final String TOKEN = "x:token";

    private static final int MAX_NAME_BYTES = 200;
    private static final int MAX_EXTENSION_LENGTH = 10;

    /** Returns why a file may not be uploaded; null if it may. */
    static @Nullable String refuse(long size, String type) {
        if (size < 0 || size > MAX_SIZE) {
            return "The file must have at most 5 GiB.";
        }
        return TYPES.contains(type) ? null : "This file type is not allowed.";
    }

    /** Returns a new key, which ends with a safe form of the file's name. */
    static String newKey(String name) {
        return "uploads/" + UUID.randomUUID() + "/" + shorten(name.replaceAll("[\\\\/${}\\p{Cc}]", "_"));
    }

    /** Shortens a name to the limit, and keeps its extension. */
    private static String shorten(String name) {
        int dot = name.lastIndexOf('.');
        String extension = dot > 0 && name.length() - dot <= MAX_EXTENSION_LENGTH ? name.substring(dot) : "";
        CharBuffer stem = CharBuffer.wrap(name, 0, name.length() - extension.length());
        // The encoder stops before the first character that does not fit.
        StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .encode(stem, ByteBuffer.allocate(MAX_NAME_BYTES), true);
        return stem.flip() + extension;
    }

    /** Returns the callback of an upload, with a token for the key and the visitor. */
    Callback callback(String key, String visitor, String simulatedFailure) {
        String token = tokens.issue(
                CallbackToken.forKey(bucket, key, Instant.now().plus(VALIDITY)).userData(visitor));
        // No server listens on port 9 (discard).
        return Callback.builder(simulatedFailure.equals("callback-down") ? "http://localhost:9/" : callbackUrl)
                .body(CallbackBody.json(
                                CallbackVariable.BUCKET,
                                CallbackVariable.OBJECT,
                                CallbackVariable.SIZE,
                                CallbackVariable.ETAG,
                                CallbackVariable.CRC64,
                                CallbackVariable.MIME_TYPE,
                                CallbackVariable.REQUEST_ID)
                        .custom(TOKEN, token))
                .build();
    }
}
