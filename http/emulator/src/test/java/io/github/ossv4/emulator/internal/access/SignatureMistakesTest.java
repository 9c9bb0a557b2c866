// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.BuilderAccess;
import io.github.ossv4.emulator.internal.wire.HandledRequest;
import io.github.ossv4.emulator.internal.wire.SignatureVerdict;
import io.github.ossv4.emulator.testing.RawConnection;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import io.github.ossv4.emulator.testing.TestForm;
import io.github.ossv4.explain.SignatureMistake;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Clients with mistakes. Their signatures are computed by the JDK, not by the code under test. */
class SignatureMistakesTest {
    private static final String DATE = "20231217T034736Z";
    private static final String SCOPE = "20231217/cn-hangzhou/oss/aliyun_v4_request";

    private static final String CANONICAL = """
            PUT
            /examplebucket/dir/a%20b%21.txt
            a&b=1%2F2
            content-type:text/plain
            x-oss-content-sha256:UNSIGNED-PAYLOAD
            x-oss-date:20231217T034736Z
            x-oss-meta-a:A  b


            UNSIGNED-PAYLOAD""";

    private static final String HEAD = """
            PUT /examplebucket/dir/a%20b!.txt?b=1%2F2&a= HTTP/1.1
            Host: localhost:9000
            Content-Type: text/plain
            x-oss-date: 20231217T034736Z
            Date: Sun, 17 Dec 2023 03:47:36 GMT
            X-Oss-Meta-A: A  b
            x-oss-content-sha256: UNSIGNED-PAYLOAD
            Content-Length: 0
            """;

    private final List<HandledRequest> handled = new CopyOnWriteArrayList<>();

    @RegisterExtension
    private final TestEmulator emulator = TestEmulator.bare(builder -> BuilderAccess.observer(
                    builder.bucket("examplebucket").accessKey("id", "secret").accessKey("other", "hush"), handled::add))
            .with(builder -> builder.temporaryAccessKey("sts", "secret", "the-token"));

    private static byte[] hmac(String algorithm, byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        return hmac("HmacSHA256", key, text);
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String stringToSign(String scope, String hash) {
        return "OSS4-HMAC-SHA256\n" + DATE + "\n" + scope + "\n" + hash;
    }

    private static byte[] sign(String secret, String scope, String text) {
        byte[] key = ("aliyun_v4" + secret).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = hmac(key, part);
        }
        return hmac(key, text);
    }

    private static String signed(String canonical) {
        return HexFormat.of().formatHex(sign("secret", SCOPE, stringToSign(SCOPE, sha256(canonical))));
    }

    private HandledRequest send(String head, String authorization) throws IOException {
        try (RawConnection connection = emulator.connect()) {
            connection.send((head + "Authorization: " + authorization + "\n\n").replace("\n", "\r\n"));
            int status = connection.read().status();
            HandledRequest request = handled.get(handled.size() - 1);
            assertEquals(status, request.result().status());
            return request;
        }
    }

    /** ali-oss does so at an IP address, and with {@code cname}. */
    @ParameterizedTest
    @CsvSource({"GET, dir/a.txt, 404", "PUT, a.txt, 403", "GET, '', 403", "HEAD, dir/a.txt, 404"})
    void namesBucketThatUrlLeavesOut(String method, String key, int status) throws IOException {
        SignedRequest request =
                emulator.request(method, key.isEmpty() ? null : key).length(0).target("/" + key);

        assertEquals(status, request.send().status());
        SignatureMistake mistake = handled.get(handled.size() - 1).mistake();
        assertEquals("the path", mistake.line());
        assertEquals("/examplebucket/" + key, mistake.signed());
        assertEquals("/" + key, mistake.expected());
        assertTrue(mistake.cause().contains("leaves it out of the URL"), mistake::toString);
    }

    @Test
    void namesNoBucketThatDoesNotExist() throws IOException {
        assertEquals(
                404, emulator.request("GET", "a").inBucket("missing").send().status());

        assertNull(handled.get(handled.size() - 1).mistake());
    }

    private HandledRequest send(String signature) throws IOException {
        return send(HEAD, "OSS4-HMAC-SHA256 Credential=id/" + SCOPE + ",Signature=" + signature);
    }

    private SignatureMistake mistake(String signature) throws IOException {
        HandledRequest request = send(signature);
        assertEquals(SignatureVerdict.REFUSED, request.verdict());
        assertEquals("SignatureDoesNotMatch", request.result().code());
        SignatureMistake mistake = request.mistake();
        assertNotNull(mistake);
        return mistake;
    }

    @Test
    void acceptsTheRightSignature() throws IOException {
        HandledRequest request = send(signed(CANONICAL));

        assertEquals(200, request.result().status());
        assertEquals(SignatureVerdict.HEADER, request.verdict());
        assertNull(request.mistake());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "PUT\\n | GET\\n | the method | it was signed for GET and sent as PUT",
                "PUT\\n | put\\n | the method | it must be upper case",
                "a%20b%21 | a b! | the path | the key is not percent-encoded",
                "a%20b%21 | a%2520b%2521 | the path | the key is percent-encoded twice",
                "dir/a | dir%2Fa | the path | a slash in the key must not be percent-encoded",
                "/examplebucket/dir | /dir | the path | the bucket is missing",
                "/examplebucket/dir | /examplebucket/examplebucket/dir | the path | the key contains the bucket",
                "a%20b | a+b | the path | a space is encoded as %20",
                "%21 | ! | the path | it was sent",
                "a&b=1%2F2 | b=1%2F2&a | the query | must be sorted",
                "a&b=1%2F2 | a=&b=1%2F2 | the query | without an equals sign",
                "a&b=1%2F2 | `` | the query | no parameter was signed",
                "a&b=1%2F2 | a | the query | the parameter b was not signed",
                "1%2F2 | 1/2 | the query | percent-encoded",
                "1%2F2 | 1%2f2 | the query | upper-case digits",
                "1%2F2 | 1%252F2 | the query | twice",
                "content-type:text/plain\\n | `` | the header content-type | added after the request was signed",
                "content-type:text/plain | content-type:application/json | the header content-type | another Content-Type",
                "text/plain | text/plain;charset=UTF-8 | the header content-type | removed the charset",
                "meta-a:A  b | meta-a:a  b | the header x-oss-meta-a | in its case",
                "meta-a:A  b | meta-a:A b | the header x-oss-meta-a | spaces inside",
                "meta-a:A  b | meta-a: A  b | the header x-oss-meta-a | no space after the colon",
                "x-oss-meta-a:A  b\\n | `` | the header x-oss-meta-a | not signed",
                "x-oss-content | host:localhost:9000\\nx-oss-content | the header host | additional headers",
                "x-oss-content | host:localhost\\nx-oss-content | the header host | additional headers",
                "\\n\\n\\nUNSIGNED | \\n\\nhost\\nUNSIGNED | none | no known mistake",
                "\\nUNSIGNED-PAYLOAD | \\ne3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 | the payload | empty body",
            })
    void namesTheLineThatDiffers(String right, String wrong, String line, String cause) throws IOException {
        String canonical = CANONICAL;
        String from = right.replace("\\n", "\n");
        String to = wrong == null ? "" : wrong.replace("\\n", "\n");
        assertTrue(canonical.contains(from), from);
        int at = from.startsWith("\nUNSIGNED") ? canonical.lastIndexOf(from) : canonical.indexOf(from);
        SignatureMistake mistake =
                mistake(signed(canonical.substring(0, at) + to + canonical.substring(at + from.length())));

        assertEquals(line, String.valueOf(mistake.line() == null ? "none" : mistake.line()));
        assertTrue(mistake.cause().contains(cause), mistake::toString);
    }

    @Test
    void recognizesUnencodedPlusInPath() throws IOException {
        HandledRequest request = send(
                HEAD.replace("a%20b!.txt", "a+b"),
                "OSS4-HMAC-SHA256 Credential=id/" + SCOPE + ",Signature="
                        + signed(CANONICAL.replace("a%20b%21.txt", "a%2Bb")));

        assertEquals(
                "a + in the path means a space: send it as %2B",
                request.mistake().cause());
    }

    /** curl -T sends no type; the library that signed derived one from the extension of the key. */
    @Test
    void recognizesMissingContentType() throws IOException {
        String canonical = CANONICAL.replace("b%21.txt", "b%21.jpg").replace("text/plain", "image/jpeg");
        HandledRequest request = send(
                HEAD.replace("b!.txt", "b!.jpg").replace("Content-Type: text/plain\n", ""),
                "OSS4-HMAC-SHA256 Credential=id/" + SCOPE + ",Signature=" + signed(canonical));

        assertEquals(
                "the header content-type differs: signed \"content-type:image/jpeg\", expected \"(nothing)\"; the request"
                        + " was sent without the Content-Type that was signed: send it, or sign none",
                request.mistake().toString());
    }

    /** The file names of macOS are in NFD. */
    @Test
    void recognizesOtherUnicodeForm() throws IOException {
        String canonical = CANONICAL.replace("a%20b%21.txt", "u%CC%88");
        HandledRequest request = send(
                HEAD.replace("a%20b!.txt", "%C3%BC"),
                "OSS4-HMAC-SHA256 Credential=id/" + SCOPE + ",Signature=" + signed(canonical));

        assertTrue(request.mistake().cause().contains("in the Unicode form NFD"), request::toString);
    }

    @Test
    void showsBothTexts() throws IOException {
        assertEquals(
                "the path differs: signed \"/examplebucket/dir/a b!.txt\", expected"
                        + " \"/examplebucket/dir/a%20b%21.txt\"; the key is not percent-encoded",
                mistake(signed(CANONICAL.replace("a%20b%21", "a b!"))).toString());
    }

    @Test
    void recognizesOtherFormsOfTheSignature() throws IOException {
        byte[] right = sign("secret", SCOPE, stringToSign(SCOPE, sha256(CANONICAL)));

        assertTrue(
                mistake(HexFormat.of().withUpperCase().formatHex(right)).cause().contains("lower case"));
        assertTrue(mistake(Base64.getEncoder().encodeToString(right)).cause().contains("in hex"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "secret\\n | the secret ends with a line break",
                "secret\\r\\n | the secret ends with a line break",
                "`secret ` | the secret ends with a space",
                "hush | the secret belongs to the AccessKey ID other",
                "id | the AccessKey ID was used as the secret",
                "nonsense | no known mistake",
            })
    void recognizesSecrets(String secret, String cause) throws IOException {
        String clean = secret.replace("\\n", "\n").replace("\\r", "\r");
        SignatureMistake mistake =
                mistake(HexFormat.of().formatHex(sign(clean, SCOPE, stringToSign(SCOPE, sha256(CANONICAL)))));

        assertTrue(mistake.toString().contains(cause), mistake::toString);
        assertFalse(mistake.toString().contains("hush"), mistake::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "20231217/oss-cn-hangzhou/oss/aliyun_v4_request, the region of the signing key",
        "20231217/cn-hangzhou-internal/oss/aliyun_v4_request, the region of the signing key",
        "20231217/cn-hangzhou/s3/aliyun_v4_request, the product of the signing key",
        "20231216/cn-hangzhou/oss/aliyun_v4_request, the date of the signing key",
        "20231217/cn-hangzhou/oss/aws4_request, the end of the signing key",
    })
    void recognizesScopes(String scope, String line) throws IOException {
        String hash = sha256(CANONICAL);
        HexFormat hex = HexFormat.of();

        assertEquals(
                line,
                mistake(hex.formatHex(sign("secret", scope, stringToSign(SCOPE, hash))))
                        .line());
        assertEquals(
                line,
                mistake(hex.formatHex(sign("secret", scope, stringToSign(scope, hash))))
                        .line());
        assertEquals(
                "line 3 of the string to sign",
                mistake(hex.formatHex(sign("secret", SCOPE, stringToSign(scope, hash))))
                        .line());
    }

    private SignatureMistake withStringToSign(UnaryOperator<String> change) throws IOException {
        String right = stringToSign(SCOPE, sha256(CANONICAL));
        return mistake(HexFormat.of().formatHex(sign("secret", SCOPE, change.apply(right))));
    }

    @Test
    void recognizesLinesOfTheStringToSign() throws IOException {
        assertEquals(
                "line 2 of the string to sign",
                withStringToSign(text -> text.replace(DATE, "Sun, 17 Dec 2023 03:47:36 GMT"))
                        .line());
        assertEquals(
                "line 2 of the string to sign",
                withStringToSign(text -> text.replace(DATE, "2023-12-17T03:47:36Z"))
                        .line());
        assertEquals(
                "line 4 of the string to sign",
                withStringToSign(text -> text.replace(sha256(CANONICAL), CANONICAL))
                        .line());
        assertEquals(
                "line 4 of the string to sign",
                withStringToSign(text -> text.replace(
                                sha256(CANONICAL), sha256(CANONICAL).toUpperCase(Locale.ROOT)))
                        .line());
        assertEquals("the string to sign", withStringToSign(text -> text + "\n").line());
    }

    @Test
    void recognizesVersion1() throws IOException {
        String text = "PUT\n\ntext/plain\nSun, 17 Dec 2023 03:47:36 GMT\nx-oss-content-sha256:UNSIGNED-PAYLOAD\n"
                + "x-oss-date:" + DATE + "\nx-oss-meta-a:A  b\n/examplebucket/dir/a b!.txt";

        assertEquals(
                "the algorithm",
                mistake(Base64.getEncoder()
                                .encodeToString(hmac("HmacSHA1", "secret".getBytes(StandardCharsets.UTF_8), text)))
                        .line());
    }

    @Test
    void hidesTokens() throws IOException {
        String canonical = CANONICAL.replace("meta-a:A  b\n", "meta-a:A  b\nx-oss-security-token:the-token\n");
        HandledRequest request = send(
                HEAD + "x-oss-security-token: the-token\n",
                "OSS4-HMAC-SHA256 Credential=sts/" + SCOPE + ",Signature="
                        + signed(canonical.replace("x-oss-security-token:the-token\n", "")));

        assertEquals("the header x-oss-security-token", request.mistake().line());
        assertFalse(request.toString().contains("the-token"), request::toString);
    }

    @ParameterizedTest
    @CsvSource({
        "20231217/cn-shanghai/oss, region, cn-shanghai, cn-hangzhou",
        "20231217/cn-hangzhou/s3, product, s3, oss",
        "20231216/cn-hangzhou/oss, date, 20231216, 20231217"
    })
    void explainsScope(String scope, String part, String signed, String expected) throws IOException {
        HandledRequest request = send(
                HEAD, "OSS4-HMAC-SHA256 Credential=id/" + scope + "/aliyun_v4_request,Signature=" + signed(CANONICAL));

        SignatureMistake mistake = request.mistake();
        assertEquals("the " + part + " of the credential", mistake.line());
        assertEquals(signed, mistake.signed());
        assertEquals(expected, mistake.expected());
    }

    @Test
    void explainsScopeOfForms() throws IOException {
        TestForm form = emulator.form("key").credentials(Credentials.of("id", "secret"));
        String credential = form.fields().get("x-oss-credential");
        form.change("x-oss-credential", credential.replace("cn-hangzhou", "cn-beijing"))
                .send();

        assertEquals("cn-beijing", handled.get(0).mistake().signed());
        assertEquals("cn-hangzhou", handled.get(0).mistake().expected());
    }

    @Test
    void explainsForms() throws IOException {
        emulator.form("key").credentials(Credentials.of("id", "hush")).send();

        HandledRequest request = handled.get(0);
        assertEquals("PostObject", request.target().operation());
        assertEquals(SignatureVerdict.REFUSED, request.verdict());
        assertTrue(request.mistake().cause().contains("belongs to the AccessKey ID other"), request::toString);
    }

    /** A request of 60 KB is explained in a bounded time, and not at all if nobody looks. */
    @Test
    void limitsTheWork() throws IOException {
        StringBuilder head = new StringBuilder(HEAD);
        for (int i = 0; i < 60; i++) {
            head.append("x-oss-meta-")
                    .append(i)
                    .append(": ")
                    .append("x".repeat(990))
                    .append('\n');
        }

        HandledRequest request =
                send(head.toString(), "OSS4-HMAC-SHA256 Credential=id/" + SCOPE + ",Signature=" + "0".repeat(64));
        assertNull(request.mistake().line());
    }
}
