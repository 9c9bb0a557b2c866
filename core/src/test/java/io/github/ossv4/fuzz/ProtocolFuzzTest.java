// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.fuzz;

import static io.github.ossv4.testing.FixedTime.NOW;
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
import io.github.ossv4.list.DeletedObjects;
import io.github.ossv4.list.ListedObject;
import io.github.ossv4.list.ListedUpload;
import io.github.ossv4.list.ListedVersion;
import io.github.ossv4.list.Page;
import io.github.ossv4.multipart.MultipartResponse;
import io.github.ossv4.multipart.PartList;
import io.github.ossv4.object.ObjectTags;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/**
 * Untrusted input is accepted, or rejected as documented. Runs with the seeds in the resources of this class. With
 * {@code JAZZER_FUZZ=1} in the environment, the profile {@code checks} and a single test selected, it searches for new
 * inputs. Tagged, since Jazzer instruments all classes of its JVM.
 */
@Tag("full")
class ProtocolFuzzTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final CallbackReceiver RECEIVER = CallbackReceiver.of(
            CallbackVerifier.of(CallbackKeySource.pinned()), CallbackTokens.of(new byte[32]), "x:token");

    @FuzzTest(maxDuration = "1m")
    void parsesErrors(byte[] document) {
        ErrorResponse error = ErrorResponse.parse(document);
        if (error != null) {
            assertFalse(error.code().isEmpty());
            assertNotNull(error.toString());
        }
        ErrorResponse.parseHeader(new String(document, UTF_8));
    }

    @FuzzTest(maxDuration = "1m")
    void parsesResults(byte[] document) {
        MultipartResponse.uploadId(document);
        MultipartResponse.objectEtag(document);
        MultipartResponse.partEtag(document);
        PartList parts = PartList.parse(document);
        if (parts != null) {
            parts.parts().forEach(part -> assertFalse(part.etag().isEmpty()));
        }
        ListedUpload.parsePage(document);
    }

    @FuzzTest(maxDuration = "1m")
    void parsesLists(byte[] document) {
        Page<ListedObject> objects = ListedObject.parsePage(document);
        if (objects != null) {
            objects.entries().forEach(object -> assertNotNull(object.toString()));
        }
        Page<ListedVersion> versions = ListedVersion.parsePage(document);
        if (versions != null) {
            versions.entries()
                    .forEach(version -> assertFalse(version.versionId().isEmpty()));
        }
        DeletedObjects.parse(document);
        ObjectTags.parse(document);
    }

    /** An accepted template can be filled, and its encoding can be decoded. */
    @FuzzTest(maxDuration = "1m")
    void fillsTemplates(FuzzedDataProvider data) throws IOException {
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
                    decoded.violations().stream().anyMatch(e -> e.getMessage().startsWith("body has")), template);
            try {
                CallbackNotice.parse(callback.bodyType(), body.getBytes(UTF_8));
            } catch (InvalidCallbackException e) {
                // Fields may be repeated, or a size may be malformed, but all can be decoded.
                assertFalse(
                        e.getMessage().contains("% without") || e.getMessage().contains("malformed JSON"), body);
            }
        } catch (InvalidCallbackException e) {
            assertNotNull(e.getMessage());
        }
    }

    @FuzzTest(maxDuration = "1m")
    void parsesBodies(FuzzedDataProvider data) {
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

    /** Requests that OSS did not sign are rejected without exception. */
    @FuzzTest(maxDuration = "1m")
    void rejectsRequests(FuzzedDataProvider data) {
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
                        NOW)
                .isAccepted());
    }

    /** A policy contains the given values. */
    @FuzzTest(maxDuration = "1m")
    void buildsPolicies(FuzzedDataProvider data) throws IOException {
        String field = data.consumeString(20);
        String key = data.consumeString(50);
        String value = data.consumeRemainingAsString();
        try {
            PostPolicy policy = PostPolicy.builder(NOW)
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
                            NOW,
                            Duration.ofMinutes(1));
            assertEquals(value, form.field("x-oss-meta-a"));
            assertEquals(key, JSON.readTree(form.json()).get("key").textValue());
        } catch (IllegalArgumentException e) {
            assertNotNull(e.getMessage());
        }
    }
}
