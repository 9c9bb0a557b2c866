// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.wire;

import io.github.ossv4.internal.text.PrintableText;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An error that OSS returns, see {@link OssError}, with the elements that only documents of this error have.
 */
public final class OssException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** A field of a form can be longer, and so can its escapes. */
    private static final int MAX_SHOWN = 64 << 10;

    private final int status;
    private final String code;
    private final String text;
    private final @Nullable String ec;
    private final transient Map<String, String> details;
    private final transient Map<String, String> headers;

    private OssException(
            int status,
            String code,
            @Nullable String ec,
            String text,
            Map<String, String> details,
            Map<String, String> headers) {
        super(code + ": " + text, null, false, false);
        this.status = status;
        this.code = code;
        this.text = text;
        this.ec = ec;
        this.details = details;
        this.headers = headers;
    }

    /** Returns an error. The EC is null if OSS documents none. */
    public static OssException of(int status, String code, @Nullable String ec, String text) {
        return new OssException(status, code, ec, text, Map.of(), Map.of());
    }

    /** Returns the error for an argument, which is a query parameter, a header or a field. */
    public static OssException invalidArgument(String text, String argument, String value) {
        return invalidArgument(null, text, argument, value);
    }

    /** Returns the error for an argument, with an EC. */
    public static OssException invalidArgument(@Nullable String ec, String text, String argument, String value) {
        return OssError.INVALID_ARGUMENT
                .saying(ec, text)
                .with("ArgumentName", argument)
                .with("ArgumentValue", value);
    }

    public static OssException notImplemented(String what) {
        return OssError.NOT_IMPLEMENTED.saying("The emulator does not emulate " + what + ".");
    }

    public static OssException malformedRequest(String why) {
        return OssError.BAD_REQUEST.saying("The request is malformed: " + why);
    }

    /** Returns the error for a request that cannot be decoded, or whose decoding was refused with an error. */
    static OssException ofDecoding(Throwable failure) {
        return failure instanceof OssException error ? error : malformedRequest(String.valueOf(failure.getMessage()));
    }

    /**
     * Returns the error for a document that is well-formed, but not valid.
     *
     * @param detail what is wrong
     */
    public static OssException malformedXml(String ec, String detail) {
        OssException error = OssError.MALFORMED_XML.exception();
        return of(error.status, error.code, ec, error.text).with("ErrorDetail", detail);
    }

    public static OssException malformedPost(@Nullable String ec, String why) {
        return OssError.MALFORMED_POST.saying(
                ec, "The body of your POST request is not well-formed multipart/form-data: " + why + ".");
    }

    /** Returns this error with one more element in its document. */
    public OssException with(String element, String value) {
        return new OssException(status, code, ec, text, more(details, element, value), headers);
    }

    /** Returns this error with one more element in its document, a number. */
    public OssException with(String element, long value) {
        return with(element, Long.toString(value));
    }

    /** Returns this error with one more element in its document, a time. */
    public OssException with(String element, Instant time) {
        return with(element, XmlDocument.TIME.format(time));
    }

    /** Returns this error with one more header. */
    public OssException withHeader(String name, String value) {
        return new OssException(status, code, ec, text, details, more(headers, name, value));
    }

    /** Returns this error with another message. */
    public OssException withText(String other) {
        return new OssException(status, code, ec, other, details, headers);
    }

    /** Returns this error with another EC. */
    public OssException withEc(String other) {
        return new OssException(status, code, other, text, details, headers);
    }

    private static Map<String, String> more(Map<String, String> map, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(map);
        more.put(name, value);
        return Collections.unmodifiableMap(more);
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }

    /** Returns the message. */
    public String text() {
        return text;
    }

    @Nullable
    public String ec() {
        return ec;
    }

    /** Returns the headers that only responses with this code have. */
    public Map<String, String> headers() {
        return headers;
    }

    /** Returns the document in UTF-8. It is well-formed whatever the request contains, and truncates texts of it. */
    byte[] document(RequestHead head) {
        XmlDocument document = new XmlDocument("Error")
                .element("Code", code)
                .element("Message", shown(text))
                .element("RequestId", head.requestId())
                .element("HostId", shown(head.host()));
        details.forEach((name, value) -> document.element(name, shown(value)));
        if (ec != null) {
            document.element("EC", ec).element("RecommendDoc", "https://api.aliyun.com/troubleshoot?q=" + ec);
        }
        return document.toBytes();
    }

    private static String shown(String text) {
        return XmlDocument.replaceInvalid(PrintableText.truncate(text, MAX_SHOWN));
    }
}
