// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.sign.PercentEncoding;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * How a form wants its success to be answered, where it has no callback.
 *
 * @param redirect where to send the browser, or null
 * @param status of the answer where it is not sent anywhere
 */
record SuccessAction(@Nullable String redirect, int status) {
    private static final String REDIRECT = "success_action_redirect";
    private static final Pattern PRINTABLE = Pattern.compile("[!-~]+");

    /** @throws OssException if the browser is to be sent to what is no URL */
    static SuccessAction of(PostForm form) {
        String redirect = form.filled(REDIRECT);
        // Parsing passes over blanks and line breaks, and a header cannot hold them.
        if (redirect != null
                && (HttpUrl.parse(redirect) == null
                        || !PRINTABLE.matcher(redirect).matches())) {
            throw OssException.invalidArgument(null, "The URL to redirect to is invalid.", REDIRECT, redirect);
        }
        String status = form.filled("success_action_status");
        return new SuccessAction(redirect, status != null && status.matches("20[01]") ? Integer.parseInt(status) : 204);
    }

    OssResponse toAnswer(ReceivedRequest request, ObjectName name, StoredObject object) {
        String etag = '"' + object.body().etag() + '"';
        if (redirect != null) {
            return OssResponse.of(303).header("Location", location(redirect, name, etag));
        }
        OssResponse answer = OssResponse.of(status);
        return status == 201
                ? answer.body("application/xml", document(request, name, etag).toBytes())
                : answer;
    }

    /** The URL as the form spells it, with three parameters behind those that it has. */
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
                .element(
                        "Location",
                        "http://" + request.exchange().host() + path + PercentEncoding.encodePath(name.key()))
                .element("Key", name.key())
                .element("ETag", etag);
    }
}
