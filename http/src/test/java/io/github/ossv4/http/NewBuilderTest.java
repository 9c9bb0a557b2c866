// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.object.ObjectAcl;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values that are changed by a builder keep all fields that are not changed. */
class NewBuilderTest {
    private static final String MD5 = "XUFAKrxLKna5cZ2REBfFkg==";
    private static final Callback CALLBACK =
            Callback.builder("https://app.example.com").formBody("a=b").build();

    /** Options in which each setting differs from its default. */
    static Stream<RequestOptions> options() {
        return Stream.of(
                PutOptions.builder()
                        .contentType("a/b")
                        .tag("t", "v")
                        .forbidOverwrite(true)
                        .contentMd5(MD5)
                        .callback(CALLBACK)
                        .trafficLimit(819_200)
                        .progress(progress -> {})
                        .build(),
                UploadOptions.builder()
                        .metadata("a", "b")
                        .partSize(200_000)
                        .threshold(1)
                        .parallel(5)
                        .sequential(true)
                        .checkpoint(Path.of("c"))
                        .keepParts(true)
                        .keepTime(true)
                        .forbidOverwrite(true)
                        .callback(CALLBACK)
                        .trafficLimit(819_200)
                        .timeout(Duration.ofSeconds(1))
                        .progress(progress -> {})
                        .build(),
                CopyOptions.builder()
                        .acl(ObjectAcl.PRIVATE)
                        .replaceMetadata(true)
                        .replaceTags(true)
                        .conditions(Conditions.match("E"))
                        .forbidOverwrite(true)
                        .build(),
                MultipartOptions.builder()
                        .contentType("a/b")
                        .forbidOverwrite(true)
                        .sequential(true)
                        .build(),
                CompleteOptions.builder()
                        .forbidOverwrite(true)
                        .acl(ObjectAcl.PRIVATE)
                        .callback(CALLBACK)
                        .build(),
                PartOptions.builder()
                        .contentMd5(MD5)
                        .trafficLimit(819_200)
                        .progress(progress -> {})
                        .build(),
                GetOptions.builder()
                        .range(0, 1)
                        .conditions(Conditions.noneMatch("E"))
                        .versionId("v")
                        .process("p")
                        .trafficLimit(819_200)
                        .progress(progress -> {})
                        .build(),
                DownloadOptions.builder()
                        .partSize(200_000)
                        .parallel(5)
                        .keepTime(true)
                        .checkpoint(Path.of("c"))
                        .conditions(Conditions.modifiedSince(Instant.EPOCH))
                        .versionId("v")
                        .trafficLimit(819_200)
                        .timeout(Duration.ofSeconds(1))
                        .progress(progress -> {})
                        .build(),
                ListOptions.builder()
                        .prefix("p")
                        .delimiter("/")
                        .maxKeys(5)
                        .startAfter("s")
                        .after("m", "i")
                        .fetchOwner(true)
                        .build(),
                RestoreOptions.builder()
                        .days(2)
                        .tier(RestoreTier.BULK)
                        .versionId("v")
                        .build());
    }

    @ParameterizedTest
    @MethodSource("options")
    void keepsAllSettings(RequestOptions options) throws Exception {
        Class<?> type = options.getClass();
        Object builder = type.getMethod("newBuilder").invoke(options);
        Object again = builder.getClass().getMethod("build").invoke(builder);
        assertEquals(options, again);
        assertEquals(options.hashCode(), again.hashCode());
        assertEquals(options.toString(), again.toString());
        RequestOptions none = (RequestOptions) type.getField("NONE").get(null);
        assertNotEquals(none, options);
        List<String> unchanged = options.settings().entrySet().stream()
                .filter(setting -> String.valueOf(setting.getValue())
                        .equals(String.valueOf(none.settings().get(setting.getKey()))))
                .map(setting -> setting.getKey())
                .toList();
        assertEquals(type == DownloadOptions.class ? List.of("process") : List.of(), unchanged);
        assertEquals(fields(builder), none.settings().size() - (none.settings().containsKey("headers") ? 1 : 0));
    }

    @ParameterizedTest
    @MethodSource("options")
    void namesTheArgumentThatIsNull(RequestOptions options) throws Exception {
        Object builder = options.getClass().getMethod("newBuilder").invoke(options);
        for (Method method : builder.getClass().getMethods()) {
            if (method.getDeclaringClass() == Object.class
                    || Stream.of(method.getParameterTypes()).allMatch(Class::isPrimitive)) {
                continue;
            }
            Object[] nulls = new Object[method.getParameterCount()];
            Throwable e = assertThrows(
                            InvocationTargetException.class, () -> method.invoke(builder, nulls), method::toString)
                    .getCause();
            assertInstanceOf(NullPointerException.class, e, method::toString);
            assertTrue(String.valueOf(e.getMessage()).matches("(?!null|Cannot)[\\w -]+"), () -> method + ": " + e);
        }
    }

    /** Returns the number of settings, which the options must print and compare. */
    private static long fields(Object builder) {
        return Stream.of(builder.getClass().getDeclaredFields())
                .filter(field -> !field.isSynthetic() && !Modifier.isStatic(field.getModifiers()))
                .map(Field::getName)
                .count();
    }

    @Test
    void keepsTheValuesOfResults() {
        PutResult put = PutResult.builder("k")
                .etag("E")
                .crc64(1L)
                .versionId("v")
                .requestId("r")
                .crcChecked(true)
                .callbackResponse(RelayedResponse.of(new byte[] {1}, "a/b"))
                .build();
        assertEquals(put.toString(), put.newBuilder().build().toString());
        CopyResult copy = CopyResult.builder("k")
                .etag("E")
                .crc64(1L)
                .lastModified(Instant.EPOCH)
                .sourceVersionId("s")
                .build();
        CopyResult again = copy.newBuilder().build();
        assertEquals(copy.toString(), again.toString());
        assertEquals(Instant.EPOCH, again.lastModified());
        assertEquals("s", again.sourceVersionId());
    }

    @Test
    void keepsTheValuesOfARefusal() {
        Advice advice = Advice.of("the policy denies it");
        ServiceException refusal = ServiceException.builder(403)
                .code("AccessDenied")
                .ec("0003-1")
                .requestId("r")
                .hostId("h")
                .serverTime(Instant.EPOCH)
                .detail("a", "b")
                .header("c", "d")
                .description("m")
                .advice(advice)
                .build();
        refusal.addSuppressed(new java.io.IOException("earlier"));
        ServiceException explained = refusal.newBuilder().description("n").build();
        assertEquals("n; the policy denies it", explained.getMessage());
        assertEquals("n", explained.description());
        assertSame(refusal, explained.getCause());
        assertEquals("earlier", explained.getSuppressed()[0].getMessage());
        assertEquals(403, explained.status());
        assertEquals("AccessDenied", explained.code());
        assertEquals("0003-1", explained.ec());
        assertEquals("r", explained.requestId());
        assertEquals("h", explained.hostId());
        assertEquals(Instant.EPOCH, explained.serverTime());
        assertSame(advice, explained.advice());
        assertEquals("b", explained.details().get("a"));
        assertEquals("d", explained.header("C"));
    }
}
