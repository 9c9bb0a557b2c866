// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.http.testing.TestClock;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsDocumentTest {
    private static final Credentials TEMPORARY = Credentials.of("STS.1", "s3cr3t", "t0k3n");
    private static final Instant EXPIRY = TestClock.NOON;

    /** Parses JSON that has apostrophes in place of quotation marks. */
    private static ExpiringCredentials parse(String json, String... required) throws IOException {
        return CredentialsDocument.parse(json.replace('\'', '"').getBytes(UTF_8), "it returned", required);
    }

    private static String failure(String json, String... required) {
        IOException e = assertThrows(IOException.class, () -> parse(json, required));
        StringWriter all = new StringWriter();
        e.printStackTrace(new PrintWriter(all, true));
        assertFalse(all.toString().contains("s3cr3t"), all::toString);
        assertFalse(all.toString().contains("t0k3n"), all::toString);
        return e.getMessage();
    }

    @Test
    void readsADocumentOfTheMetadataService() throws IOException {
        assertEquals(
                ExpiringCredentials.of(TEMPORARY, EXPIRY),
                parse("""
                {
                  'AccessKeyId' : 'STS.1',
                  'AccessKeySecret' : 's3cr3t',
                  'Expiration' : '2026-11-24T12:00:00Z',
                  'SecurityToken' : 't0k3n',
                  'LastUpdated' : '2026-11-24T06:00:00Z',
                  'Code' : 'Success'
                }
                """, CredentialsFields.STS.token, CredentialsFields.STS.expiration));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t'}",
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t','SecurityToken':'','Expiration':null}",
                "{'Version':1,'a':{'b':[1,{'AccessKeyId':'no'}]},'AccessKeyId':'id','AccessKeySecret':'s3cr3t','c':[]}",
                "\uFEFF  {'AccessKeySecret':'s3cr3t','AccessKeyId':'\\u0069d'}\n\n",
            })
    void readsPermanentCredentials(String json) throws IOException {
        assertEquals(ExpiringCredentials.never(Credentials.of("id", "s3cr3t")), parse(json));
    }

    @Test
    void readsAnotherEncoding() throws IOException {
        byte[] json = "{\"AccessKeyId\":\"id\",\"AccessKeySecret\":\"s3cr3t\"}".getBytes(UTF_16);
        assertEquals(
                ExpiringCredentials.never(Credentials.of("id", "s3cr3t")),
                CredentialsDocument.parse(json, "it returned"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-24T12:00:00Z",
                "2026-11-24T12:00:00.000Z",
                "2026-11-24T20:00:00+08:00",
                "2026-11-24T12:00Z"
            })
    void readsTimesOfExpiry(String expiration) throws IOException {
        assertEquals(
                EXPIRY,
                parse("{'AccessKeyId':'id','AccessKeySecret':'s3cr3t','Expiration':'" + expiration + "'}")
                        .expiry());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"s3cr3t", "2026-11-24", "2026-11-24T12:00:00", "1795521600", "Tue, 24 Nov 2026 12:00:00 GMT"})
    void rejectsMalformedTimesOfExpiry(String expiration) {
        assertEquals(
                "it returned malformed credentials: Expiration must be a time such as 2006-01-02T15:04:05Z",
                failure("{'AccessKeyId':'id','AccessKeySecret':'s3cr3t','Expiration':'" + expiration + "'}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{} | AccessKeyId, AccessKeySecret, SecurityToken, Expiration",
                "{'AccessKeyId':'','AccessKeySecret':null,'SecurityToken':'t0k3n','Expiration':1} | AccessKeyId, AccessKeySecret, Expiration",
                "{'AccessKeyId':'id','AccessKeySecret':['s3cr3t'],'SecurityToken':'t0k3n','Expiration':'t'} | AccessKeySecret",
                "{'accessKeyId':'id','AccessKeySecret':'s3cr3t','SecurityToken':'t0k3n','Expiration':'t'} | AccessKeyId",
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t','Expiration':'t'} | SecurityToken",
            })
    void reportsMissingFields(String json, String missing) {
        assertEquals("it returned credentials without " + missing, failure(json, "SecurityToken", "Expiration"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "s3cr3t",
                "'s3cr3t'",
                "null",
                "['s3cr3t']",
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t'",
                "{'AccessKeyId':'id','AccessKeySecret':s3cr3t}",
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t'} {}",
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t'} t0k3n",
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t','AccessKeySecret':'other'}",
                "{'AccessKeyId':'id','AccessKeySecret':'s3cr3t\n'}",
                "<html>s3cr3t</html>",
            })
    void rejectsWhatIsNotOneJsonObject(String json) {
        assertEquals("it returned no credentials: not a single JSON object", failure(json));
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cr3t\\n", " s3cr3t", "s3\\u0000cr3t"})
    void rejectsMalformedCredentials(String secret) {
        String expected =
                "it returned malformed credentials: they have control characters or leading or trailing whitespace,"
                        + " or an AccessKeyId with a comma or a character that is not ASCII";
        assertEquals(expected, failure("{'AccessKeyId':'id','AccessKeySecret':'" + secret + "'}"));
        assertEquals(expected, failure("{'AccessKeyId':'s3cr3t,','AccessKeySecret':'s3cr3t'}"));
    }

    @Test
    void rejectsACodeOtherThanSuccess() {
        assertEquals(
                "it returned no credentials: its Code is not Success",
                failure("{'AccessKeyId':'id','AccessKeySecret':'s3cr3t','Code':'Failed'}"));
    }
}
