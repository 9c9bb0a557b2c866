// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.explain;

import io.github.ossv4.callback.CallbackResponse;
import io.github.ossv4.internal.error.KnownError;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.internal.text.Utf8;
import io.github.ossv4.internal.xml.XmlElement;
import java.util.Collections;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of a callback: OSS relays the response of the application server to the uploader, or it reports status
 * 203 and {@code CallbackFailed}. The object is stored in either case. Immutable.
 *
 * <p>Rule: OSS relays a response with status 200, a length and JSON; otherwise the callback failed ({@code
 * CallbackRelayTest}).
 *
 * @see <a href="https://help.aliyun.com/zh/oss/developer-reference/callback">Callback, response</a>
 */
public final class CallbackRelay {
    /** The time that OSS waits for the response, from connecting to its last byte, in milliseconds. */
    public static final int MAX_MILLISECONDS = 5000;

    private static final int OK = 200;
    private static final String FAILED = "0007-00000203";
    private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x1f\\x7f]");
    private static final Pattern POSITIVE = Pattern.compile("0*[1-9][0-9]{0,17}");
    private static final CallbackRelay RELAYED = new CallbackRelay(null, "", "");

    private final @Nullable String ec;
    private final String message;
    private final String reason;

    private CallbackRelay(@Nullable String ec, String message, String reason) {
        this.ec = ec;
        this.message = message;
        this.reason = reason;
    }

    /**
     * Returns the outcome of a response. OSS requires status 200, {@code Content-Length} from 1 byte to
     * {@link CallbackResponse#MAX_BYTES}, and a JSON value in UTF-8 without a byte order mark; with the content type
     * {@code application/xml} a document in XML.
     *
     * @param header returns a header's value by its name, which is not case-sensitive; null if there is none
     * @param body the response body; may be empty if {@link #needsBody} returns false
     */
    public static CallbackRelay of(int status, Function<String, @Nullable String> header, byte[] body) {
        CallbackRelay ofHead = ofHead(status, header);
        if (ofHead != RELAYED) {
            return ofHead;
        }
        return isDocument(body, header.apply("Content-Type"))
                ? RELAYED
                : failed(KnownError.CALLBACK_JSON.key(), "Response body is not valid json format.", "");
    }

    /** Returns whether status and headers are accepted, so that the outcome depends on the body. */
    public static boolean needsBody(int status, Function<String, @Nullable String> header) {
        return ofHead(status, header) == RELAYED;
    }

    /** Returns the outcome if the application server does not respond in time. */
    public static CallbackRelay timedOut() {
        return failed("-1.reply timeout, cost:" + MAX_MILLISECONDS + "ms, timeout:" + MAX_MILLISECONDS + "ms.");
    }

    /** Returns the outcome if no connection can be established, or the connection breaks before the response. */
    public static CallbackRelay unreachable() {
        return failed("-1.OSS can not connect to your callbackUrl, please check it.");
    }

    /** Returns the outcome if the certificate of the application server is not valid for its host. */
    public static CallbackRelay badCertificate() {
        return failed("502.");
    }

    private static CallbackRelay ofHead(int status, Function<String, @Nullable String> header) {
        if (status != OK) {
            return failed(FAILED, "Error status : " + status + ".", status / 100 == 3 ? "" : ", was " + status);
        }
        String length = header.apply("Content-Length");
        if (length == null || header.apply("Transfer-Encoding") != null) {
            return failed("400.User server missing content-length.");
        }
        if (!POSITIVE.matcher(length).matches()) {
            // The typing error is OSS's.
            String message = "Error status : 400.User server return invalid conent-length value.";
            return failed(FAILED, message, ", was " + PrintableText.escape(length, 40));
        }
        if (Long.parseLong(length) > CallbackResponse.MAX_BYTES) {
            String message = "Error status : 400.User server return too long content-length value.";
            return failed(FAILED, message, ", was " + length + " bytes");
        }
        String type = header.apply("Content-Type");
        // A response header to the uploader cannot contain it.
        return type != null && CONTROL.matcher(type).find()
                ? failed("400.User server return invalid content-type value.")
                : RELAYED;
    }

    private static CallbackRelay failed(String status) {
        return failed(FAILED, "Error status : " + status, "");
    }

    /** @param was the value that the rule does not allow */
    private static CallbackRelay failed(String ec, String message, String was) {
        KnownError known = KnownError.of(KnownError.CALLBACK_STATUS.key(), ec, message, Collections.emptyMap());
        return new CallbackRelay(ec, message, known == null ? "" : known.meaning() + was);
    }

    private static boolean isDocument(byte[] body, @Nullable String contentType) {
        String text = Utf8.decode(body);
        if (text == null || text.startsWith("\uFEFF")) {
            return false;
        }
        String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        return type.startsWith("application/xml")
                ? XmlElement.parse(body, CallbackResponse.MAX_BYTES) != null
                : JsonTree.isValid(text);
    }

    /** Returns whether the uploader receives the response, with status 200. */
    public boolean isRelayed() {
        return ec == null;
    }

    /** Returns the error code (EC) of {@code CallbackFailed}; null if the response is relayed. */
    public @Nullable String ec() {
        return ec;
    }

    /** Returns OSS's message with {@code CallbackFailed}; empty if the response is relayed. */
    public String message() {
        return message;
    }

    /** Returns the rule that is broken, and what to do; empty if the response is relayed. */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return ec == null ? "CallbackRelay{relayed}" : "CallbackRelay{" + ec + ", " + message + "}";
    }
}
