// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.callback;

import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * Receives callbacks. Accepts only those that OSS sent and that contain a token that this application issued for the
 * object and that has not expired. Immutable and thread-safe if its verifier is.
 *
 * <pre>{@code
 * CallbackTokens tokens = CallbackTokens.of(secret);
 * String token = tokens.issue(CallbackToken.forKey("examplebucket", "photos/cat.jpg", expiry).userData("42"));
 * Callback callback = Callback.builder("https://app.example.com/uploaded")
 *         .body(CallbackBody.json(BUCKET, OBJECT, SIZE, ETAG, CRC64, REQUEST_ID).custom("x:token", token))
 *         .build();
 *
 * CallbackReceiver receiver =
 *         CallbackReceiver.of(CallbackVerifier.of(CallbackKeySource.pinned()), tokens, "x:token");
 * CallbackReceipt receipt = receiver.receive(received, Instant.now());
 * CallbackResponse response = receipt.isAccepted() ? CallbackResponse.ok() : CallbackResponse.refusal(receipt);
 * }</pre>
 *
 * <p>The callback's body must contain the bucket, the key and the token. Their fields have the names that {@link
 * CallbackBody} writes, or those set by {@link #field}. The token identifies the permitted upload. <b>Anyone who has
 * the token can still report an upload that did not happen</b>, or a false size or ETag: before you rely on these,
 * compare them with the response to HEAD by {@link CallbackNotice#contradictions}. A callback may be repeated: detect
 * it by {@link CallbackNotice#replayKey} and return the same response again.
 *
 * <p>Respond first, and work later: after 5 seconds without a response OSS returns 203 to the uploader, although the
 * object is stored and this application has received the callback.
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
     * Returns a receiver.
     *
     * @param tokenField the field of the body that contains the token: the name in {@link CallbackBody#custom}, such as
     *     {@code x:token}, or in your template
     */
    public static CallbackReceiver of(CallbackVerifier verifier, CallbackTokens tokens, String tokenField) {
        return new CallbackReceiver(
                Objects.requireNonNull(verifier, "verifier"),
                Objects.requireNonNull(tokens, "tokens"),
                Objects.requireNonNull(tokenField, "tokenField"),
                Collections.emptyMap());
    }

    /**
     * Returns a receiver for bodies in which a field has another name than its variable, as in {@code
     * filename=${object}}. The counterpart of {@link CallbackBody#field}.
     */
    public CallbackReceiver field(String name, CallbackVariable variable) {
        Map<CallbackVariable, String> more = new EnumMap<>(CallbackVariable.class);
        more.putAll(names);
        more.put(Objects.requireNonNull(variable, "variable"), Objects.requireNonNull(name, "name"));
        return new CallbackReceiver(verifier, tokens, tokenField, more);
    }

    /**
     * Fetches the keys of OSS and of the {@linkplain CallbackVerifier#trusting trusted URLs}, no others, and loads
     * classes, so that the first callback does not wait for them. Call it before the server starts.
     *
     * @throws IOException if a key cannot be fetched; then the first callback fetches it
     */
    public void warmUp() throws IOException {
        tokens.read(tokens.issue(CallbackToken.forKey("warm-up", "warm-up", Instant.EPOCH)));
        CallbackNotice.parse(CallbackBodyType.JSON.contentType(), "{\"size\":1}".getBytes(StandardCharsets.US_ASCII));
        verifier.warmUp();
    }

    /** Performs all checks of {@link CallbackCheck}. Never throws because of a request. */
    public CallbackReceipt receive(ReceivedCallback received, Instant now) {
        Objects.requireNonNull(received, "received");
        Objects.requireNonNull(now, "now");
        try {
            verifier.check(received);
            CallbackNotice notice = notice(received);
            return CallbackReceipt.accepted(notice, token(notice, now));
        } catch (CallbackRejectedException e) {
            return CallbackReceipt.rejected(e);
        }
    }

    private CallbackNotice notice(ReceivedCallback received) throws CallbackRejectedException {
        try {
            return CallbackNotice.parse(received.contentType(), received.body(), names);
        } catch (InvalidCallbackException e) {
            throw new CallbackRejectedException(CallbackCheck.BODY, String.valueOf(e.getMessage()));
        }
    }

    private CallbackToken token(CallbackNotice notice, Instant now) throws CallbackRejectedException {
        String bucket = notice.bucket();
        String key = notice.key();
        String text = notice.value(tokenField);
        if (bucket == null || key == null || text == null || text.isEmpty()) {
            String missing = bucket == null
                    ? name(CallbackVariable.BUCKET)
                    : key == null ? name(CallbackVariable.OBJECT) : tokenField;
            throw new CallbackRejectedException(CallbackCheck.TOKEN_PRESENT, "the body has no field " + missing);
        }
        CallbackToken token = tokens.read(text);
        if (token == null) {
            throw new CallbackRejectedException(
                    CallbackCheck.TOKEN_ISSUED, "the token was not issued with this secret");
        }
        if (token.isExpired(now)) {
            throw new CallbackRejectedException(
                    CallbackCheck.TOKEN_NOT_EXPIRED, "the token expired at " + token.expiry() + ", now is " + now);
        }
        if (!token.covers(bucket, key)) {
            throw new CallbackRejectedException(
                    CallbackCheck.TOKEN_SCOPE,
                    "the token does not cover " + CallbackRejectedException.shown(bucket + "/" + key) + ": "
                            + CallbackRejectedException.shown(token.toString()));
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
