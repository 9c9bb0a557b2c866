// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.text.PrintableText;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Takes callbacks in: OSS must have sent them, and they must carry a token that this application issued for just that
 * object and that has not expired. Immutable and thread-safe if its verifier is.
 *
 * <pre>{@code
 * CallbackTokens tokens = CallbackTokens.of(secret);
 * String token = tokens.issue(CallbackToken.forKey("examplebucket", "photos/cat.jpg", expiry).userData("42"));
 * Callback callback = Callback.builder("https://app.example.com/uploaded")
 *         .body(CallbackBody.form(BUCKET, OBJECT, SIZE, ETAG, CRC64, REQUEST_ID).custom("x:token", token))
 *         .build();
 *
 * CallbackReceiver receiver =
 *         CallbackReceiver.of(CallbackVerifier.of(CallbackKeySource.pinned()), tokens, "x:token");
 * }</pre>
 *
 * <p>The callback's body must have bucket, key and token, under the names that {@link CallbackBody} gives them or those that
 * {@link #field} says. The token tells who was allowed to upload what. <b>Whoever has it can still report an upload that never
 * was</b>, or with a size and an ETag of their own: before something depends on these, ask OSS with a HEAD and look at
 * {@link CallbackNotice#contradictions}. A callback may come twice: once it is confirmed, answer the second like the first,
 * by {@link CallbackNotice#replayKey}.
 */
public final class CallbackReceiver {
    private final CallbackVerifier verifier;
    private final CallbackTokens tokens;
    private final String tokenField;
    private final Map<CallbackVariable, String> names;

    private CallbackReceiver(
            CallbackVerifier verifier, CallbackTokens tokens, String tokenField, Map<CallbackVariable, String> names) {
        this.verifier = verifier;
        this.tokens = tokens;
        this.tokenField = tokenField;
        this.names = names;
    }

    /**
     * A receiver.
     *
     * @param tokenField the field of the body that has the token: that of {@link CallbackBody#custom}, such as
     *     {@code x:token}, or the one that your template puts it into
     */
    public static CallbackReceiver of(CallbackVerifier verifier, CallbackTokens tokens, String tokenField) {
        return new CallbackReceiver(
                Objects.requireNonNull(verifier, "verifier"),
                Objects.requireNonNull(tokens, "tokens"),
                Objects.requireNonNull(tokenField, "tokenField"),
                Collections.emptyMap());
    }

    /**
     * The same for bodies in which a fact has another name than OSS's variable, as in {@code filename=${object}}; the other
     * end of {@link CallbackBody#field}.
     */
    public CallbackReceiver field(String name, CallbackVariable variable) {
        Map<CallbackVariable, String> more = new EnumMap<>(CallbackVariable.class);
        more.putAll(names);
        more.put(variable, Objects.requireNonNull(name, "name"));
        return new CallbackReceiver(verifier, tokens, tokenField, more);
    }

    /** Makes every check of {@link CallbackCheck}. Nothing that a request may hold makes it throw. */
    public CallbackReceipt receive(ReceivedCallback received, Instant now) {
        try {
            verifier.check(received);
            CallbackNotice notice = notice(received);
            return CallbackReceipt.accepted(notice, token(notice, now));
        } catch (CallbackRefused e) {
            return CallbackReceipt.refused(e);
        }
    }

    private CallbackNotice notice(ReceivedCallback received) throws CallbackRefused {
        try {
            return CallbackNotice.parse(received.contentType(), received.body(), names);
        } catch (InvalidCallbackException e) {
            throw new CallbackRefused(CallbackCheck.BODY, String.valueOf(e.getMessage()));
        }
    }

    private CallbackToken token(CallbackNotice notice, Instant now) throws CallbackRefused {
        String bucket = notice.bucket();
        String key = notice.key();
        String text = notice.value(tokenField);
        if (bucket == null || key == null || text == null || text.isEmpty()) {
            String missing = bucket == null
                    ? name(CallbackVariable.BUCKET)
                    : key == null ? name(CallbackVariable.OBJECT) : tokenField;
            throw new CallbackRefused(CallbackCheck.TOKEN_PRESENT, "the body has no field " + missing);
        }
        CallbackToken token = tokens.read(text);
        if (token == null) {
            throw new CallbackRefused(CallbackCheck.TOKEN_ISSUED, "the token was not issued with this secret");
        }
        if (token.isExpired(now)) {
            throw new CallbackRefused(
                    CallbackCheck.TOKEN_ALIVE, "the token has expired at " + token.expiry() + ", it is " + now);
        }
        if (!token.covers(bucket, key)) {
            throw new CallbackRefused(
                    CallbackCheck.TOKEN_SCOPE,
                    "the token does not cover " + CallbackRefused.shown(bucket + "/" + key) + ": "
                            + CallbackRefused.shown(token.toString()));
        }
        return token;
    }

    private String name(CallbackVariable variable) {
        return names.getOrDefault(variable, variable.ossName());
    }

    @Override
    public String toString() {
        return PrintableText.escape(
                "CallbackReceiver{" + verifier + " " + tokenField + (names.isEmpty() ? "" : " " + names) + "}");
    }
}
