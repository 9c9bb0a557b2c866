// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.operation;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.form.FormEncoding;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.http.Body;
import io.github.ossv4.http.PutResult;
import io.github.ossv4.http.internal.call.CallFailures;
import io.github.ossv4.http.internal.call.Exchange;
import io.github.ossv4.http.internal.call.Operation;
import io.github.ossv4.http.internal.call.Resolution;
import io.github.ossv4.http.internal.call.Transport;
import io.github.ossv4.http.internal.call.UploadBody;
import io.github.ossv4.http.internal.redaction.Secrets;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;

/**
 * PostObject: a form as browsers send it.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject">PostObject</a>
 */
public final class PostObject {
    private PostObject() {}

    public static Exchange<PutResult> exchange(Transport transport, SignedForm form, String filename, Body body)
            throws IOException {
        String key = Objects.requireNonNull(form, "form").key(Objects.requireNonNull(filename, "filename"));
        FormEncoding encoding = FormEncoding.of(form, filename, "ossv4-" + UUID.randomUUID());
        UploadBody upload = new UploadBody(body, encoding.head(), encoding.tail(), null);
        Callback callback = Callback.decodeForm(form.fields());
        Operation operation = new Operation("PostObject", "POST", null)
                .ofObject(key)
                .presigned(Secrets.of(form))
                .header("Content-Type", encoding.contentType())
                .body(upload);
        boolean forbidsOverwrite = "true".equalsIgnoreCase(form.field("x-oss-forbid-overwrite"));
        if (!forbidsOverwrite) {
            operation.retryOnMismatch();
        }
        operation.callbackInForm(callback);
        String redirect = form.field("success_action_redirect");
        Exchange<PutResult> exchange = new Exchange<>(
                transport,
                operation,
                response -> StoredResponse.of(operation, key, upload, response)
                        .ofForm(callback != null, redirect == null || redirect.isEmpty() ? null : redirect));
        return forbidsOverwrite ? exchange.resolvedBy((failure, queries) -> resolve(operation, failure)) : exchange;
    }

    /** Sends no query: the form has no permission for it. */
    private static Resolution<PutResult> resolve(Operation operation, IOException failure) {
        return CallFailures.isRefusal(failure, StoredOutcome.FILE_ALREADY_EXISTS)
                ? Resolution.failed(
                        operation, "an object exists, stored by this call or by another client", null, failure)
                : Resolution.unknown();
    }
}
