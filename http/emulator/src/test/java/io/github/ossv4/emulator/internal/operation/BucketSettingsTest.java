// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.emulator.testing.RawResponse;
import io.github.ossv4.emulator.testing.SignedRequest;
import io.github.ossv4.emulator.testing.TestEmulator;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ACL, the versioning status and the CORS rules of a bucket, and the ACL of an object. */
class BucketSettingsTest {
    private static final String ORIGIN = "https://app.example.com";

    @RegisterExtension
    private final TestEmulator emulator = new TestEmulator();

    private SignedRequest bucket(String method, String parameter) {
        return emulator.request(method, null).query(parameter, null);
    }

    private RawResponse put(String parameter, String document) throws IOException {
        return bucket("PUT", parameter).length(document.length()).send(document);
    }

    private int anonymous(String key) throws IOException {
        return emulator.request("GET", key).anonymous().send().status();
    }

    private RawResponse setVersioning(String status) throws IOException {
        return put("versioning", "<VersioningConfiguration><Status>" + status + "</Status></VersioningConfiguration>");
    }

    private RawResponse store(String body) throws IOException {
        return emulator.put("a", body).send(body);
    }

    @Test
    void changesAclOfBucket() throws IOException {
        emulator.put("a", "").send();
        emulator.put("private", "").header("x-oss-object-acl", "private").send();
        assertEquals(403, anonymous("a"));

        assertEquals(
                200,
                bucket("PUT", "acl").header("x-oss-acl", "public-read").send().status());

        assertEquals("""
                <?xml version="1.0" encoding="UTF-8"?>
                <AccessControlPolicy>
                  <Owner>
                    <ID>1000000000000000</ID>
                    <DisplayName>1000000000000000</DisplayName>
                  </Owner>
                  <AccessControlList>
                    <Grant>public-read</Grant>
                  </AccessControlList>
                </AccessControlPolicy>
                """, bucket("GET", "acl").send().text());
        assertEquals(200, anonymous("a"));
        assertEquals(403, anonymous("private"));
        assertEquals(200, emulator.request("GET", null).anonymous().send().status());
        assertEquals(403, emulator.put("b", "").anonymous().send().status());
        assertEquals("/examplebucket", bucket("PUT", "acl").send().header("location"));
        assertEquals(200, anonymous("a"));
        assertEquals(
                "400 InvalidArgument 0015-00000204",
                bucket("PUT", "acl").header("x-oss-acl", "x").send().errorText());
    }

    @Test
    void authenticatedReadNeedsSignature() throws IOException {
        emulator.put("a", "").send();

        bucket("PUT", "acl").header("x-oss-acl", "authenticated-read").send();

        assertTrue(bucket("GET", "acl").send().text().contains("<Grant>authenticated-read</Grant>"));
        assertEquals(403, anonymous("a"));
        assertEquals(200, emulator.get("a").status());
    }

    @Test
    void changesAclOfObject() throws IOException {
        emulator.put("a", "hello").send("hello");
        SignedRequest acl = emulator.request("GET", "a").query("acl", null);
        assertTrue(acl.send().text().contains("<Grant>default</Grant>"));

        assertEquals(
                200,
                emulator.request("PUT", "a")
                        .query("acl", null)
                        .header("x-oss-object-acl", "public-read")
                        .send()
                        .status());

        assertTrue(acl.send().text().contains("<Grant>public-read</Grant>"));
        assertEquals(200, anonymous("a"));
        assertEquals("hello", emulator.get("a").text());
        assertEquals(1, emulator.files());
        assertEquals(
                TestEmulator.NO_SUCH_KEY,
                emulator.request("GET", "b").query("acl", null).send().errorText());
        assertEquals(
                "400 MissingArgument null",
                emulator.request("PUT", "a").query("acl", null).send().errorText());
    }

    @Test
    void enablesAndSuspendsVersioning() throws IOException {
        assertEquals(
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<VersioningConfiguration>\n</VersioningConfiguration>\n",
                bucket("GET", "versioning").send().text());
        store("zero");

        assertEquals(200, setVersioning("Enabled").status());
        assertTrue(bucket("GET", "versioning").send().text().contains("<Status>Enabled</Status>"));
        String first = store("one").header("x-oss-version-id");
        assertEquals(2, emulator.files());

        setVersioning("Suspended");
        assertEquals("null", store("two").header("x-oss-version-id"));
        assertEquals("null", store("three").header("x-oss-version-id"));

        // The objects of version null were replaced.
        assertEquals(2, emulator.files());
        assertEquals("three", emulator.get("a").text());
        assertEquals(
                "one",
                emulator.request("GET", "a").query("versionId", first).send().text());
        RawResponse deleted = emulator.request("DELETE", "a").send();
        assertEquals("true", deleted.header("x-oss-delete-marker"));
        assertEquals("null", deleted.header("x-oss-version-id"));
        assertEquals(1, emulator.files());
        assertEquals(404, emulator.get("a").status());
        emulator.request("DELETE", "a").query("versionId", "null").send();
        assertEquals("one", emulator.get("a").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Off", "enabled"})
    void rejectsOtherVersioningStatus(String status) throws IOException {
        assertEquals("400 MalformedXML null", setVersioning(status).errorText());
        assertEquals("400 MalformedXML null", put("versioning", "").errorText());
        assertNull(store("x").header("x-oss-version-id"));
    }

    private RawResponse preflight(String header) throws IOException {
        return emulator.request("OPTIONS", "a")
                .anonymous()
                .change("Origin", ORIGIN)
                .change("Access-Control-Request-Method", "PUT")
                .change("Access-Control-Request-Headers", header)
                .send();
    }

    @Test
    void obeysCorsRules() throws IOException {
        assertEquals(
                "404 NoSuchCORSConfiguration null", bucket("GET", "cors").send().errorText());
        assertEquals("403 AccessForbidden null", preflight("x-oss-a").errorText());
        String document = """
                <?xml version="1.0" encoding="UTF-8"?>
                <CORSConfiguration>
                  <CORSRule>
                    <AllowedOrigin>https://*.example.com</AllowedOrigin>
                    <AllowedMethod>PUT</AllowedMethod>
                    <AllowedMethod>GET</AllowedMethod>
                    <AllowedHeader>x-oss-*</AllowedHeader>
                    <ExposeHeader>ETag</ExposeHeader>
                    <MaxAgeSeconds>60</MaxAgeSeconds>
                  </CORSRule>
                  <ResponseVary>true</ResponseVary>
                </CORSConfiguration>
                """;

        assertEquals(200, put("cors", document).status());

        assertEquals(document, bucket("GET", "cors").send().text());
        RawResponse allowed = preflight("x-oss-a");
        assertEquals(200, allowed.status());
        assertEquals(ORIGIN, allowed.header("access-control-allow-origin"));
        assertEquals("60", allowed.header("access-control-max-age"));
        assertEquals("403 AccessForbidden null", preflight("content-type").errorText());
        RawResponse stored = emulator.put("a", "").change("Origin", ORIGIN).send();
        assertEquals(200, stored.status());
        assertEquals("ETag", stored.header("access-control-expose-headers"));
        assertEquals(
                403,
                emulator.put("a", "")
                        .inBucket("other")
                        .change("Origin", ORIGIN)
                        .send()
                        .status());

        assertEquals(204, bucket("DELETE", "cors").send().status());
        assertEquals("403 AccessForbidden null", preflight("x-oss-a").errorText());
    }

    @Test
    void returnsCorsRulesAsStored() throws IOException {
        String rule = "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod>"
                + "<AllowedHeader>X-Oss-*</AllowedHeader><ExposeHeader>ETag</ExposeHeader></CORSRule>";
        put("cors", "<CORSConfiguration>" + rule + "<ResponseVary>true</ResponseVary></CORSConfiguration>");
        String text = bucket("GET", "cors").send().text();
        assertTrue(text.contains("<AllowedHeader>x-oss-*</AllowedHeader>"), text);
        assertTrue(text.contains("<ExposeHeader>ETag</ExposeHeader>"), text);
        assertTrue(text.contains("<ResponseVary>true</ResponseVary>"), text);

        put("cors", "<CORSConfiguration>" + rule + "</CORSConfiguration>");
        assertTrue(bucket("GET", "cors").send().text().contains("<ResponseVary>false</ResponseVary>"));
        assertEquals(
                "400 MalformedXML null",
                put("cors", "<CORSConfiguration>" + rule + "<ResponseVary>yes</ResponseVary></CORSConfiguration>")
                        .errorText());
    }

    @Test
    void rejectsInvalidCorsRules() throws IOException {
        String rule = "<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>";
        String[] malformed = {
            "",
            "x",
            rule.replace("GET", "PATCH"),
            rule.replace("*", "**"),
            rule.replace("<AllowedOrigin>*</AllowedOrigin>", ""),
            rule.replace("</CORSRule>", "<MaxAgeSeconds>x</MaxAgeSeconds></CORSRule>"),
            rule.replace("</CORSRule>", "<ExposeHeader>*</ExposeHeader></CORSRule>"),
        };
        for (String rules : malformed) {
            assertEquals(
                    "400 MalformedXML null",
                    put("cors", "<CORSConfiguration>" + rules + "</CORSConfiguration>")
                            .errorText(),
                    rules);
        }
        assertEquals(
                "400 CORSRuleBeyondLimit null",
                put("cors", "<CORSConfiguration>" + rule.repeat(11) + "</CORSConfiguration>")
                        .errorText());
        assertEquals(
                200,
                put("cors", "<CORSConfiguration>" + rule.repeat(10) + "</CORSConfiguration>")
                        .status());
    }
}
