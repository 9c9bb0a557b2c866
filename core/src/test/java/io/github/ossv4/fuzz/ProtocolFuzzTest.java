// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ossv4.callback.Callback;
import io.github.ossv4.callback.CallbackKeySource;
import io.github.ossv4.callback.CallbackNotice;
import io.github.ossv4.callback.CallbackReceiver;
import io.github.ossv4.callback.CallbackTokens;
import io.github.ossv4.callback.CallbackVerifier;
import io.github.ossv4.callback.InvalidCallbackException;
import io.github.ossv4.callback.ObjectFacts;
import io.github.ossv4.callback.ReceivedCallback;
import io.github.ossv4.error.ErrorResponse;
import io.github.ossv4.form.FormUpload;
import io.github.ossv4.form.PostPolicy;
import io.github.ossv4.form.SignedForm;
import io.github.ossv4.multipart.CompletedUpload;
import io.github.ossv4.multipart.CopiedPart;
import io.github.ossv4.multipart.InitiatedUpload;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.multipart.UploadList;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * What comes from elsewhere, in any shape: it is taken, or refused in the way that is documented. Here the seeds beside this
 * class are tried; with {@code JAZZER_FUZZ=1} in the environment, and one test chosen, new inputs are looked for.
 */
class ProtocolFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CallbackReceiver RECEIVER = CallbackReceiver.of(
            CallbackVerifier.of(CallbackKeySource.pinned()), CallbackTokens.of(new byte[32]), "x:token");

    @FuzzTest(maxDuration = "1m")
    void errors(byte[] document) {
        ErrorResponse error = ErrorResponse.parse(document);
        if (error != null) {
            assertFalse(error.code().isEmpty());
            assertNotNull(error.toString());
        }
        ErrorResponse.parseHeader(new String(document, UTF_8));
    }

    @FuzzTest(maxDuration = "1m")
    void results(byte[] document) {
        InitiatedUpload.parse(document);
        CompletedUpload.parse(document);
        CopiedPart.parse(document);
        PartList parts = PartList.parse(document);
        if (parts != null) {
            parts.parts().forEach(part -> assertFalse(part.etag().isEmpty()));
        }
        UploadList.parse(document);
    }

    /** A template that is taken fills in, and what is sent decodes to what was meant. */
    @FuzzTest(maxDuration = "1m")
    void templates(FuzzedDataProvider data) throws IOException {
        boolean json = data.consumeBoolean();
        String variable = data.consumeString(40);
        String template = data.consumeRemainingAsString();
        try {
            Callback.Builder builder = Callback.builder("http://app.example.com/cb");
            if (json) {
                builder.jsonBody(template);
            } else {
                builder.formBody(template);
            }
            if (template.contains("${x:a}")) {
                builder.variable("x:a", variable);
            }
            Callback callback = builder.build();
            String body = callback.body(ObjectFacts.builder("examplebucket", "k\"\\\u4e2d")
                    .size(5)
                    .etag("E")
                    .image(1, 2, "png")
                    .build());
            if (json) {
                JSON.readTree(body);
            }
            Callback decoded = Callback.decode(callback.headerValue(), callback.varHeaderValue());
            assertEquals(callback.headerValue(), decoded.headerValue());
            assertFalse(
                    Callback.explain(callback.headerValue(), callback.varHeaderValue())
                            .contains("! problem: the body has"),
                    template);
            try {
                CallbackNotice.parse(callback.bodyType().contentType(), body.getBytes(UTF_8));
            } catch (InvalidCallbackException e) {
                // A field may be there twice, or a size be no number: but each can be decoded.
                assertFalse(
                        e.getMessage().contains("% without") || e.getMessage().contains("no JSON, it goes"), body);
            }
        } catch (InvalidCallbackException e) {
            assertNotNull(e.getMessage());
        }
    }

    /** It is for people who look for a mistake: it must never make one more. */
    @FuzzTest(maxDuration = "1m")
    void explanations(FuzzedDataProvider data) {
        String header = data.consumeString(2000);
        String variables = data.consumeRemainingAsString();
        assertNotNull(Callback.explain(header, variables));
        assertNotNull(Callback.explain(
                Base64.getEncoder().encodeToString(header.getBytes(UTF_8)),
                Base64.getEncoder().encodeToString(variables.getBytes(UTF_8))));
    }

    @FuzzTest(maxDuration = "1m")
    void bodies(FuzzedDataProvider data) {
        String type = data.pickValue(
                new String[] {"application/json", "application/x-www-form-urlencoded", "text/plain", ""});
        byte[] body = data.consumeRemainingAsBytes();
        try {
            CallbackNotice notice = CallbackNotice.parse(type, body);
            assertNotNull(notice.replayKey());
            notice.contradictions(
                    ObjectFacts.builder("examplebucket", "k").size(1).build());
        } catch (InvalidCallbackException e) {
            assertNotNull(e.getMessage());
        }
    }

    /** Nothing that is not signed by OSS is accepted, and nothing is thrown. */
    @FuzzTest(maxDuration = "1m")
    void requests(FuzzedDataProvider data) {
        String path = data.consumeString(100);
        String query = data.consumeString(100);
        Map<String, String> headers = Map.of(
                "authorization", data.consumeString(100),
                "x-oss-pub-key-url", data.consumeString(100),
                "content-type", data.consumeString(50));
        byte[] body = data.consumeRemainingAsBytes();
        assertFalse(RECEIVER.receive(
                        ReceivedCallback.of(
                                "POST",
                                path,
                                query,
                                name -> headers.get(name.toLowerCase(java.util.Locale.ROOT)),
                                body),
                        Instant.EPOCH)
                .isAccepted());
    }

    /** A policy says what it was told to, whatever stands in it. */
    @FuzzTest(maxDuration = "1m")
    void policies(FuzzedDataProvider data) throws IOException {
        String field = data.consumeString(20);
        String key = data.consumeString(50);
        String value = data.consumeRemainingAsString();
        try {
            PostPolicy policy = PostPolicy.builder(Instant.EPOCH)
                    .equalTo(field, value)
                    .in(field, List.of(value))
                    .build();
            assertEquals(
                    value, JSON.readTree(policy.json()).at("/conditions/0/2").textValue());
            SignedForm form = FormUpload.toKey("examplebucket", key)
                    .metadata("a", value)
                    .build()
                    .sign(
                            io.github.ossv4.sign.Signer.of(
                                    io.github.ossv4.sign.Credentials.of("ak", "sk"), "cn-hangzhou"),
                            Instant.EPOCH,
                            Duration.ofMinutes(1));
            assertEquals(value, form.field("x-oss-meta-a"));
            assertEquals(key, JSON.readTree(form.json()).get("key").textValue());
        } catch (IllegalArgumentException e) {
            assertNotNull(e.getMessage());
        }
    }
}
