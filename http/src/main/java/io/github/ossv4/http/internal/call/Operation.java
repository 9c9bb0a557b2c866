// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.call;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.http.Conditions;
import io.github.ossv4.http.internal.redaction.Secrets;
import io.github.ossv4.internal.text.PrintableText;
import io.github.ossv4.object.ObjectHeaders;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request to a bucket or an object, before it is signed: its parameters, headers and body. */
public final class Operation {
    /** The time that OSS waits for an application server. */
    private static final int CALLBACK_MILLIS = 5_000;

    /** The additional time in which OSS copies an object or combines parts before it responds. */
    private static final int STORE_MILLIS = 40_000;

    private final String name;
    private final String method;
    private final @Nullable String key;
    private Map<String, String> query = Collections.emptyMap();
    private Map<String, String> headers = Collections.emptyMap();
    private @Nullable UploadBody body;
    private int callbackUrls;
    private int storeMillis;
    private int partNumber;
    private boolean idempotent = true;
    private Secrets secrets = Secrets.NONE;
    private boolean retriedOnMismatch;
    private @Nullable String objectKey;
    private @Nullable Transport transport;

    /** @param name as the API reference spells it, {@code PutObject} */
    public Operation(String name, String method, @Nullable String key) {
        this.name = name;
        this.method = method;
        this.key = key;
        this.objectKey = key;
    }

    /** Adds a query parameter. An empty value adds the name without a value; null adds nothing. */
    public Operation query(String parameter, @Nullable String value) {
        if (value != null) {
            query = with(query, parameter, value);
        }
        return this;
    }

    /** Returns a header; null if it is not set. */
    @Nullable
    public String header(String headerName) {
        return headers.get(headerName);
    }

    /** Sets a header. Null sets nothing. */
    public Operation header(String headerName, @Nullable String value) {
        if (value != null) {
            headers = with(headers, headerName, trimmed(value));
        }
        return this;
    }

    /** Returns the map with another entry. Most requests have few, and thousands may wait. */
    private static Map<String, String> with(Map<String, String> map, String name, String value) {
        Map<String, String> extended = map.isEmpty() ? new LinkedHashMap<>(2) : map;
        extended.put(name, value);
        return extended;
    }

    /**
     * Trims what OkHttp would trim (more than HTTP whitespace, for example U+3000), so that the signed and the sent
     * value agree. Keeps control characters: the signer rejects them.
     */
    private static String trimmed(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isWhitespace(value.charAt(start))) {
            start++;
        }
        while (end > start && isWhitespace(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    /** Adds the headers, metadata and tags of an object. */
    public Operation headers(ObjectHeaders objectHeaders) {
        for (Map.Entry<String, String> header : objectHeaders.asMap().entrySet()) {
            header(header.getKey(), header.getValue());
        }
        return this;
    }

    /**
     * Adds the headers of the conditions.
     *
     * @param prefix the prefix of the headers, before {@code if-match}: empty, or {@code x-oss-copy-source-}
     */
    public Operation conditions(Conditions conditions, String prefix) {
        return header(prefix + "if-match", conditions.ifMatch())
                .header(prefix + "if-none-match", conditions.ifNoneMatch())
                .header(prefix + "if-modified-since", conditions.ifModifiedSince())
                .header(prefix + "if-unmodified-since", conditions.ifUnmodifiedSince());
    }

    public Operation trafficLimit(@Nullable Long bitsPerSecond) {
        return header("x-oss-traffic-limit", bitsPerSecond == null ? null : bitsPerSecond.toString());
    }

    public Operation forbidOverwrite(boolean forbids) {
        return header("x-oss-forbid-overwrite", forbids ? "true" : null);
    }

    private static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t' || (c > 0x9f && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
    }

    public Operation body(UploadBody upload) {
        this.body = upload;
        return this;
    }

    /** Marks the operation as one in which OSS copies or combines bytes before it responds. */
    public Operation respondsWhenStored() {
        this.storeMillis = STORE_MILLIS;
        return this;
    }

    /** Sets the part of an upload. */
    public Operation part(int number) {
        return downloadPart(number).query("partNumber", Integer.toString(number));
    }

    /** Sets the part of a download, for listeners. The request itself has only a range. */
    public Operation downloadPart(int number) {
        this.partNumber = number;
        return this;
    }

    /** Marks the operation as not idempotent. */
    public Operation notIdempotent() {
        this.idempotent = false;
        return this;
    }

    /** Returns the texts that messages must not contain, apart from our signature. */
    Secrets secrets() {
        return secrets;
    }

    /** Allows a retry after a checksum mismatch, which overwrites the corrupt object. */
    public Operation retryOnMismatch() {
        this.retriedOnMismatch = true;
        return this;
    }

    /** Adds a callback: the operation is not idempotent, since the application server has received what is stored. */
    public Operation callback(@Nullable Callback callback) {
        if (callback != null) {
            notIdempotent();
            retriedOnMismatch = false;
            secrets = secrets.and(Secrets.of(callback));
            // The number of URLs in the bucket's callback policy is not known here.
            callbackUrls = callback.policyName() == null ? callback.urls().size() : Callback.MAX_URLS;
            header(Callback.HEADER, callback.headerValue());
            header(Callback.VAR_HEADER, callback.varHeaderValue());
        }
        return this;
    }

    /** Moves the callback from headers to the query, so that a presigned URL is self-contained. */
    public Operation callbackInQuery() {
        query("callback", headers.remove(Callback.HEADER));
        return query("callback-var", headers.remove(Callback.VAR_HEADER));
    }

    /** Sets the key of the object of a request on the bucket, for messages and listeners. */
    public Operation ofObject(String keyOfObject) {
        this.objectKey = keyOfObject;
        return this;
    }

    /** Sets what sends the request, for messages. */
    public Operation by(Transport sender) {
        this.transport = sender;
        return this;
    }

    String name() {
        return name;
    }

    String method() {
        return method;
    }

    /** Returns the key in the path of the URL; null for a request on the bucket. */
    @Nullable
    public String key() {
        return key;
    }

    /** Returns the object's key; null for an operation on the bucket. */
    @Nullable
    String objectKey() {
        return objectKey;
    }

    @Nullable
    public UploadBody body() {
        return body;
    }

    Map<String, String> parameters() {
        return query;
    }

    Map<String, String> headers() {
        return headers;
    }

    /** Returns the part that is sent, copied or fetched; 0 for none. */
    int partNumber() {
        return partNumber;
    }

    boolean isIdempotent() {
        return idempotent;
    }

    boolean isRetriedOnMismatch() {
        return retriedOnMismatch;
    }

    /** Returns whether the last attempt's request was sent whole, so that it may have been executed. */
    boolean wasSent() {
        return body == null || body.wasSent();
    }

    /** Returns whether the whole body can be sent once more. */
    boolean isRepeatable() {
        return body == null || body.isRepeatable();
    }

    /** Returns how many application servers OSS may call, one after the other, before its response. */
    int callbackUrls() {
        return callbackUrls;
    }

    /** Returns how long OSS may work before its response, in addition to the read timeout, in milliseconds. */
    int serverMillis() {
        return storeMillis + callbackUrls * CALLBACK_MILLIS;
    }

    /** Returns the operation's name and the key. */
    String nameAndKey() {
        return objectKey == null ? name : name + " " + PrintableText.escape(objectKey);
    }

    /**
     * The operation's name, the part and the key, the object that is copied, which may be what OSS does not find, and
     * where the request is sent if it is known, for messages.
     */
    @Override
    public String toString() {
        String copied = headers.get("x-oss-copy-source");
        return nameAndKey()
                + (partNumber == 0 ? "" : " (part " + partNumber + ")")
                + (copied == null ? "" : " from " + PrintableText.escape(copied))
                + (transport == null ? "" : transport.target());
    }
}
