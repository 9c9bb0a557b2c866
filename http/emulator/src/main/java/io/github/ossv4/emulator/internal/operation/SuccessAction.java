// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import io.github.ossv4.emulator.internal.form.PostForm;
import io.github.ossv4.emulator.internal.object.ObjectName;
import io.github.ossv4.emulator.internal.object.StoredObject;
import io.github.ossv4.emulator.internal.wire.OssException;
import io.github.ossv4.emulator.internal.wire.ReceivedRequest;
import io.github.ossv4.emulator.internal.wire.ServerResponse;
import io.github.ossv4.emulator.internal.wire.XmlDocument;
import io.github.ossv4.text.PercentEncoding;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * The response to a form without a callback.
 *
 * @param redirect the URL in {@code success_action_redirect}, or null
 * @param status the status without a redirect: 200, 201 or 204
 */
record SuccessAction(@Nullable String redirect, int status) {
    private static final String REDIRECT = "success_action_redirect";
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    /**
     * Returns the response that a form selects.
     *
     * @throws OssException if the URL of the redirect is invalid
     */
    static SuccessAction of(PostForm form) {
        String redirect = form.filled(REDIRECT);
        // The parser skips whitespace, which a header must not contain.
        if (redirect != null
                && (HttpUrl.parse(redirect) == null
                        || !PRINTABLE.matcher(redirect).matches())) {
            throw OssException.invalidArgument("The URL to redirect to is invalid.", REDIRECT, redirect);
        }
        String status = form.filled("success_action_status");
        return new SuccessAction(redirect, status != null && status.matches("20[01]") ? Integer.parseInt(status) : 204);
    }

    /** Returns the response after the object was stored. */
    ServerResponse toResponse(ReceivedRequest request, ObjectName name, StoredObject object) {
        String etag = '"' + object.body().etag() + '"';
        if (redirect != null) {
            return ServerResponse.of(303).header("Location", location(redirect, name, etag));
        }
        ServerResponse response = ServerResponse.of(status);
        return status == 201
                ? response.body("application/xml", document(request, name, etag).toBytes())
                : response;
    }

    /** Returns the URL of the form with three more query parameters. */
    private static String location(String redirect, ObjectName name, String etag) {
        int hash = redirect.indexOf('#');
        String url = hash < 0 ? redirect : redirect.substring(0, hash);
        return url + (url.indexOf('?') < 0 ? '?' : '&')
                + "bucket=" + PercentEncoding.encode(name.bucket())
                + "&key=" + PercentEncoding.encode(name.key())
                + "&etag=" + PercentEncoding.encode(etag)
                + (hash < 0 ? "" : redirect.substring(hash));
    }

    private static XmlDocument document(ReceivedRequest request, ObjectName name, String etag) {
        String path = request.path().endsWith("/") ? request.path() : request.path() + "/";
        return new XmlDocument("PostResponse")
                .element("Bucket", name.bucket())
                .element("Location", request.head().calledOrigin() + path + PercentEncoding.encodePath(name.key()))
                .element("Key", name.key())
                .element("ETag", etag);
    }
}
