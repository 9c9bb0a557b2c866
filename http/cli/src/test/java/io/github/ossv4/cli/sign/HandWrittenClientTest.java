// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.sign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.testing.Cli;
import io.github.ossv4.cli.testing.CliResult;
import io.github.ossv4.cli.testing.HomeDirectory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * {@code ossv4 explain signature} and the usual mistakes of clients that sign by hand. The documents are as OSS writes
 * them. Signatures are computed by the JDK. The build sets the AccessKey pair {@code id} and {@code secret} in the
 * environment.
 */
@ExtendWith(HomeDirectory.class)
class HandWrittenClientTest {
    private static final String TIME = "20231217T034736Z";
    private static final String SCOPE = "20231217/cn-hangzhou/oss/aliyun_v4_request";

    /** The canonical request that OSS computes for the request of the client. */
    private static final String CANONICAL = """
            PUT
            /examplebucket/dir/a%20b.txt
            a=1%202&b=2
            content-type:text/plain
            host:examplebucket.oss-cn-hangzhou.aliyuncs.com
            if-match:x
            x-oss-content-sha256:UNSIGNED-PAYLOAD
            x-oss-date:20231217T034736Z

            host;if-match
            UNSIGNED-PAYLOAD""";

    /** A mistake as a change of the right texts, or the error that OSS returns before it compares signatures. */
    private enum Mistake {
        UNSORTED_QUERY("a=1%202&b=2", "b=2&a=1%202", "the parameters must be sorted by their encoded names"),
        PLUS_FOR_SPACE("a=1%202", "a=1+2", "a space is encoded as %20, not as +"),
        KEY_NOT_ENCODED("a%20b.txt", "a b.txt", "the key is not percent-encoded"),
        KEY_ENCODED_TWICE("a%20b.txt", "a%2520b.txt", "the key is percent-encoded twice"),
        SLASH_ENCODED("dir/a", "dir%2Fa", "a slash in the key must not be percent-encoded"),
        CONTENT_TYPE_NOT_SIGNED("content-type:text/plain\n", "", "the header content-type differs: "),
        PAYLOAD_HASH_NOT_SIGNED(
                "x-oss-content-sha256:UNSIGNED-PAYLOAD\n", "", "the header x-oss-content-sha256 differs: "),
        ADDITIONAL_HEADERS_NOT_SORTED(
                "host;if-match", "if-match;host", "the list of additional headers differs: it must be sorted"),
        REGION_OF_THE_KEY("", "", "the region of the signing key differs: "),
        DATE_OF_THE_KEY("", "", "the date of the signing key differs: ");

        private final String right;
        private final String wrong;
        private final String cause;

        Mistake(String right, String wrong, String cause) {
            this.right = right;
            this.wrong = wrong;
            this.cause = cause;
        }

        String signed() {
            assertTrue(CANONICAL.contains(right), right);
            return CANONICAL.replace(right, wrong);
        }

        String signature() {
            String scope = switch (this) {
                case REGION_OF_THE_KEY -> SCOPE.replace("cn-hangzhou", "oss-cn-hangzhou");
                case DATE_OF_THE_KEY -> SCOPE.replace("20231217", "20231216");
                default -> SCOPE;
            };
            byte[] key = "aliyun_v4secret".getBytes(StandardCharsets.UTF_8);
            for (String part : scope.split("/")) {
                key = hmac(key, part);
            }
            return HexFormat.of().formatHex(hmac(key, stringToSign(signed())));
        }
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String stringToSign(String canonicalRequest) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256").digest(canonicalRequest.getBytes(StandardCharsets.UTF_8));
            return "OSS4-HMAC-SHA256\n" + TIME + "\n" + SCOPE + "\n"
                    + HexFormat.of().formatHex(hash);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static String bytes(String text) {
        return HexFormat.ofDelimiter(" ").withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    /** Returns a document of OSS. */
    private static String document(String accessKeyId, String signature) {
        String string = stringToSign(CANONICAL);
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <Error>
                  <Code>SignatureDoesNotMatch</Code>
                  <Message>The request signature we calculated does not match the signature you provided. Check your key and signing method.</Message>
                  <RequestId>657E6C48D1B8F73838AE7C3B</RequestId>
                  <HostId>examplebucket.oss-cn-hangzhou.aliyuncs.com</HostId>
                  <OSSAccessKeyId>%s</OSSAccessKeyId>
                  <SignatureProvided>%s</SignatureProvided>
                  <StringToSign>%s</StringToSign>
                  <StringToSignBytes>%s</StringToSignBytes>
                  <CanonicalRequest>%s</CanonicalRequest>
                  <CanonicalRequestBytes>%s</CanonicalRequestBytes>
                  <EC>0002-00000201</EC>
                  <RecommendDoc>https://api.aliyun.com/troubleshoot?q=0002-00000201</RecommendDoc>
                </Error>
                """.formatted(accessKeyId, signature, string, bytes(string), xml(CANONICAL), bytes(CANONICAL));
    }

    private static CliResult explain(String document, String... options) {
        List<String> arguments = new java.util.ArrayList<>(List.of("explain", "signature", "-"));
        arguments.addAll(List.of(options));
        CliResult result = Cli.withoutSettings().withInput(document).run(arguments.toArray(String[]::new));
        assertFalse(result.out().contains("secret\""), result::toString);
        return result;
    }

    private static String marked(CliResult result, String mark) {
        return result.lines().stream().filter(line -> line.startsWith(mark)).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @EnumSource
    void namesMistakeWithTheSecret(Mistake mistake) {
        CliResult result = explain(document("id", mistake.signature())).expect(0);

        String problems = marked(result, "! problem: ");
        assertEquals(1, problems.lines().count(), result::toString);
        assertTrue(problems.contains(mistake.cause), result::toString);
        assertEquals("", marked(result, "! advice: "), result::toString);
    }

    @ParameterizedTest
    @EnumSource
    void listsPossibleMistakesWithoutTheSecret(Mistake mistake) {
        CliResult result = explain(document("other", mistake.signature())).expect(1);

        boolean inKey = mistake == Mistake.REGION_OF_THE_KEY || mistake == Mistake.DATE_OF_THE_KEY;
        assertEquals(
                !inKey,
                marked(result, "! advice: possible mistake of the client: ").contains(mistake.cause),
                result::toString);
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"REGION_OF_THE_KEY", "DATE_OF_THE_KEY"})
    void namesMistakeInTheTextOfTheClient(Mistake mistake) throws Exception {
        Files.writeString(HomeDirectory.PATH.resolve("signed.txt"), mistake.signed());

        CliResult result = explain(document("other", mistake.signature()), "--canonical-request", "signed.txt")
                .expect(0);

        String problems = marked(result, "! problem: ");
        assertEquals(1, problems.lines().count(), result::toString);
        assertTrue(problems.contains(mistake.cause), result::toString);
    }

    /** OSS checks region, day and payload before it compares signatures. */
    @Test
    void explainsWhatOssChecksBefore() {
        Map<String, String> errors = Map.of(
                "0002-00000226", "the region in the credential is not that of the bucket",
                "0002-00000212", "the day in the credential must be that of x-oss-date, in UTC",
                "0002-00000214", "x-oss-content-sha256 must be UNSIGNED-PAYLOAD");
        errors.forEach((ec, cause) -> {
            CliResult result = explain(
                            "<Error><Code>InvalidArgument</Code><Message>Invalid.</Message><RequestId>1</RequestId>"
                                    + "<ArgumentName>Authorization</ArgumentName><ArgumentValue>OSS4-HMAC-SHA256 Credential=id/"
                                    + SCOPE + ",Signature=" + "0".repeat(64) + "</ArgumentValue><EC>" + ec
                                    + "</EC></Error>")
                    .expect(0);
            assertTrue(marked(result, "! problem: ").contains(cause), result::toString);
        });
    }

    /** A document that is not an error about a signature, or lacks its texts, has no cause to find. */
    @Test
    void failsIfNoCauseIsFound() {
        CliResult unknown =
                explain("<Error><Code>Other</Code><Message>m</Message></Error>").expect(1);
        assertTrue(marked(unknown, "! advice: ").contains("look up its EC"), unknown::toString);
        CliResult empty = explain("<Error><Code>SignatureDoesNotMatch</Code><Message>m</Message></Error>")
                .expect(1);
        assertTrue(marked(empty, "! advice: ").contains("neither a canonical request"), empty::toString);
    }

    @Test
    void saysThatTheServerHasAnotherSecret() {
        byte[] key = "aliyun_v4secret".getBytes(StandardCharsets.UTF_8);
        for (String part : SCOPE.split("/")) {
            key = hmac(key, part);
        }
        String right = HexFormat.of().formatHex(hmac(key, stringToSign(CANONICAL)));

        CliResult result = explain(document("id", right)).expect(0);
        assertTrue(
                marked(result, "! problem: ").contains("the client signed the right text with this secret"),
                result::toString);
    }

    @Test
    void saysThatNoKnownMistakeLeadsToTheSignature() {
        CliResult result = explain(document("id", "0".repeat(64))).expect(1);

        assertTrue(marked(result, "! advice: ").contains("no known mistake leads to this signature"), result::toString);
    }

    @Test
    void rejectsProfileThatDoesNotExist() {
        CliResult result =
                explain(document("id", "0".repeat(64)), "--profile", "missing").expect(2);

        assertEquals("", result.out());
    }
}
