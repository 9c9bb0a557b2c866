// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.CompleteOptions;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.object.ObjectAcl;
import io.github.ossv4.object.ObjectHeaders;
import java.util.Collections;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The object that an upload creates, and the callback that OSS performs then. Immutable.
 *
 * <p>Rule: Headers of the object are set at Initiate, the ACL at Complete ({@code MultipartUploadTest}).
 */
public final class NewObject {
    /** A header that a multipart upload accepts only when it is completed. */
    private static final String ACL = "x-oss-object-acl";

    private final ObjectHeaders headers;
    private final boolean forbidsOverwrite;
    private final @Nullable Callback callback;

    public NewObject(ObjectHeaders headers, boolean forbidsOverwrite, @Nullable Callback callback) {
        this.headers = headers;
        this.forbidsOverwrite = forbidsOverwrite;
        this.callback = callback;
    }

    /** Returns an object whose other headers were in the InitiateMultipartUpload. */
    static NewObject of(CompleteOptions options) {
        ObjectAcl acl = options.acl();
        ObjectHeaders headers =
                ObjectHeaders.of(acl == null ? Collections.emptyMap() : Collections.singletonMap(ACL, acl.value()));
        return new NewObject(headers, options.forbidOverwrite(), options.callback());
    }

    boolean forbidOverwrite() {
        return forbidsOverwrite;
    }

    boolean hasCallback() {
        return callback != null;
    }

    /** Returns the user metadata, by name without {@code x-oss-meta-}. */
    Map<String, String> metadata() {
        return ExpectedObject.userMetadata(headers);
    }

    /** Adds what a PutObject sends. */
    Operation addToPut(Operation put) {
        put.headers(headers).forbidOverwrite(forbidsOverwrite);
        if (!forbidsOverwrite) {
            put.retryOnMismatch();
        }
        return put.callback(callback);
    }

    /** Adds what an InitiateMultipartUpload sends. */
    Operation addToInitiate(Operation initiate) {
        headers.asMap().forEach((name, value) -> initiate.header(name, name.equals(ACL) ? null : value));
        return initiate.forbidOverwrite(forbidsOverwrite);
    }

    /** Adds what a CompleteMultipartUpload sends. */
    Operation addToComplete(Operation complete) {
        return complete.header(ACL, headers.asMap().get(ACL))
                .forbidOverwrite(forbidsOverwrite)
                .callback(callback);
    }
}
