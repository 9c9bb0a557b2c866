// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.text.PrintableText;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** One call on a bucket or an object, not yet signed: what the vendor's API reference lists for it. */
final class Operation {
    private final String name;
    private final String method;
    private final @Nullable String key;
    private final Map<String, String> query = new LinkedHashMap<>();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private @Nullable UploadBody body;
    private int callbackUrls;
    private int partNumber;
    private boolean once;
    private boolean unsigned;
    private Secrets secrets = Secrets.NONE;
    private boolean mendsDamage;

    /** @param name as the API reference spells it, {@code PutObject} */
    Operation(String name, String method, @Nullable String key) {
        this.name = name;
        this.method = method;
        this.key = key;
    }

    /** Adds a parameter; empty stands for the name alone, null for nothing. */
    Operation query(String parameter, @Nullable String value) {
        if (value != null) {
            query.put(parameter, value);
        }
        return this;
    }

    /** Sets a header; null stands for nothing. */
    Operation header(String headerName, @Nullable String value) {
        if (value != null) {
            headers.put(headerName, withoutBlanks(value));
        }
        return this;
    }

    /**
     * OkHttp takes more off the ends of a value than HTTP does, such as U+3000, and what it holds must be what is signed.
     * Control characters stay for the signer to refuse.
     */
    private static String withoutBlanks(String value) {
        int start = 0;
        int end = value.length();
        while (start < end && isBlank(value.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(value.charAt(end - 1))) {
            end--;
        }
        return value.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || (c > 0x9f && (Character.isWhitespace(c) || Character.isSpaceChar(c)));
    }

    Operation body(UploadBody upload) {
        this.body = upload;
        return this;
    }

    /** Says which part of an upload it is about. */
    Operation part(int number) {
        return partOfDownload(number).query("partNumber", Integer.toString(number));
    }

    /** Says which part of a download it is about. OSS knows a range alone. */
    Operation partOfDownload(int number) {
        this.partNumber = number;
        return this;
    }

    /** Says that done twice it would have another effect than done once. */
    Operation once() {
        this.once = true;
        return this;
    }

    /** Says that it is sent without a signature of ours: it has one of its own. */
    Operation unsigned(Secrets itsSecrets) {
        this.unsigned = true;
        this.secrets = secrets.and(itsSecrets);
        return this;
    }

    /** What must not be shown of it, apart from a signature of ours. */
    Secrets secrets() {
        return secrets;
    }

    boolean isUnsigned() {
        return unsigned;
    }

    /** Says that done again it replaces what the time before left damaged. */
    Operation mendsDamage() {
        this.mendsDamage = true;
        return this;
    }

    /** With a callback it is done once, and mends nothing: the application server was told of what is there. */
    Operation callback(@Nullable Callback callback) {
        callbackInForm(callback);
        if (callback != null) {
            header(Callback.HEADER, callback.headerValue());
            header(Callback.VAR_HEADER, callback.varHeaderValue());
        }
        return this;
    }

    /** As {@link #callback}, of one that the body carries. */
    Operation callbackInForm(@Nullable Callback callback) {
        if (callback != null) {
            once();
            mendsDamage = false;
            secrets = secrets.and(Secrets.of(callback));
            // How many URLs a policy on the bucket has is not known here.
            callbackUrls = callback.policyName() == null ? callback.urls().size() : Callback.MAX_URLS;
        }
        return this;
    }

    /** Has the callback travel in the query, so that a presigned URL carries it alone. */
    Operation callbackInQuery() {
        query("callback", headers.remove(Callback.HEADER));
        return query("callback-var", headers.remove(Callback.VAR_HEADER));
    }

    String name() {
        return name;
    }

    String method() {
        return method;
    }

    /** Null if it is one on the bucket itself. */
    @Nullable
    String key() {
        return key;
    }

    @Nullable
    UploadBody body() {
        return body;
    }

    void forEachParameter(BiConsumer<String, String> consumer) {
        query.forEach(consumer);
    }

    void forEachHeader(BiConsumer<String, String> consumer) {
        headers.forEach(consumer);
    }

    /** 0 if it is about none. */
    int partNumber() {
        return partNumber;
    }

    boolean isOnce() {
        return once;
    }

    boolean isMendingDamage() {
        return mendsDamage;
    }

    /** Whether all of the last attempt's request has left, so that it may have been carried out. */
    boolean wasSent() {
        return body == null || body.wasSent();
    }

    /** Whether there is a whole body to send once more. */
    boolean canBeSentAgain() {
        return body == null || body.canBeSentAgain();
    }

    /** How many application servers OSS may call, one after the other, before it answers. */
    int callbackUrls() {
        return callbackUrls;
    }

    /** The operation's name and the key, for messages. */
    @Override
    public String toString() {
        return key == null ? name : name + " " + PrintableText.escape(key);
    }
}
