// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.form.FormEncoding;
import io.github.ossv4.form.SignedForm;
import java.io.IOException;
import java.util.UUID;
import okhttp3.Response;

/**
 * PostObject: a form, as browsers send it.
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/postobject">PostObject</a>
 */
final class PostObject {
    private PostObject() {}

    static Exchange<PutResult> exchange(Transport transport, SignedForm form, String filename, Body body)
            throws IOException {
        String key = form.key(filename);
        FormEncoding encoding = FormEncoding.of(form, filename, "ossv4-" + UUID.randomUUID());
        UploadBody upload = new UploadBody(body, encoding.head(), encoding.tail(), null);
        Callback callback = Callback.decodeForm(form.fields());
        Operation operation = new Operation("PostObject", "POST", null)
                .unsigned(Secrets.of(form))
                .header("Content-Type", encoding.contentType())
                .body(upload);
        if ("true".equalsIgnoreCase(form.field("x-oss-forbid-overwrite"))) {
            // The second time there is an object.
            operation.once();
        } else {
            operation.mendsDamage();
        }
        operation.callbackInForm(callback);
        String redirect = form.field("success_action_redirect");
        return new Exchange<>(transport, operation, response -> {
            try (Response answered = response) {
                return StoredAnswer.of(operation, key, upload, answered)
                        .ofForm(callback != null, redirect == null || redirect.isEmpty() ? null : redirect);
            }
        });
    }
}
